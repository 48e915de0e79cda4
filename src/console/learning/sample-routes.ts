/** /console/sample: a weekly sample of resolved turns, graded by staff with one tap. */
import type { Router } from '@koa/router'
import { z } from 'zod'
import { weeksUntil } from '../insights/period.ts'
import { titleOf } from '../insights/tabs.ts'
import type { Pages } from '../pages.ts'
import { styles, textIn, zoneOf, type LearningParts } from './parts.ts'
import { falseReads, keyOf, sampleOf, withWords, type Drawn } from './sample.ts'
import { sampleMain } from './sample-page.ts'
import { sampleWords } from './sample-words.ts'

/** So many weeks are judged together. */
const weeksShown = 12

const gradeSchema = z.object({
  conversation: z.string().min(1).max(500),
  turn: z.string().min(1).max(200),
  week: z.string().max(20),
  grade: z.enum(['right', 'wrong']),
})

export function addSample(router: Router, pages: Pages, parts: LearningParts): void {
  const { store, staff, clock } = parts

  /** The week asked for; else the last whole one while there is something to do in it, else this one. */
  const read = async (asked: string | undefined) => {
    const weeks = weeksUntil(clock.now(), zoneOf(parts), weeksShown)
    const rows = await store.turns({
      from: weeks.at(-1)?.from ?? 0,
      until: weeks[0]?.until ?? 0,
      decision: 'resolved',
    })
    const byWeek = weeks.map((week) => ({
      week,
      rows: rows.filter(({ at }) => at >= week.from && at < week.until),
    }))
    const sampled = async (one: (typeof byWeek)[number] | undefined) => {
      const sample = one ? sampleOf(one.rows, one.week) : []
      const read = await Promise.all(sample.map(async (row) => withWords(row, await store.load(row.conversation))))
      return { sample, drawn: read.filter((drawn): drawn is Drawn => drawn !== undefined) }
    }
    let chosen = byWeek.find(({ week }) => week.name === asked) ?? byWeek[1]
    let { sample, drawn } = await sampled(chosen)
    if (chosen?.week.name !== asked && drawn.every(({ row }) => row.grade !== undefined)) {
      chosen = byWeek[0]
      ;({ sample, drawn } = await sampled(chosen))
    }
    return { byWeek, rows, chosen, sample, drawn }
  }

  router.get('/sample', async (ctx) => {
    const language = pages.language(ctx)
    const { byWeek, rows, chosen, sample, drawn } = await read(textIn(ctx, 'week'))
    if (!chosen) return
    const key = textIn(ctx, 'last')
    const grade = textIn(ctx, 'grade') === 'wrong' ? 'wrong' : 'right'
    const main = sampleMain({
      week: chosen.week,
      current: chosen === byWeek[0],
      weeks: byWeek.map(({ week, rows }) => ({ week, rate: falseReads(rows) })),
      all: falseReads(rows),
      drawn,
      leftOut: sample.length - drawn.length,
      ...(key === undefined ? {} : { last: { key, grade } }),
      language,
      token: pages.token(ctx),
    })
    await pages.show(ctx, { title: titleOf('sample', language), main, styles, scripts: ['grade.js'] })
  })

  router.post('/sample', async (ctx) => {
    const form = await pages.form(ctx, gradeSchema)
    if (!form) return
    const words = sampleWords[pages.language(ctx)]
    const { conversation, turn, week, grade } = form
    const { sample, chosen } = await read(week)
    const address = `/console/sample?${new URLSearchParams({ week: chosen?.week.name ?? week }).toString()}`
    const there = chosen?.week.name === week && sample.some((row) => keyOf(row) === keyOf(form))
    if (!there) return pages.goOn(ctx, address, { tone: 'bad', text: words.notInSample })
    const { name } = pages.member(ctx)
    const result = await staff.note(conversation, { what: 'grade', turn, right: grade === 'right' }, name)
    if (result.type === 'unknown_conversation' || result.type === 'changed_meanwhile') {
      return pages.goOn(ctx, address, { tone: 'bad', text: words.failed })
    }
    await pages.audit(ctx, 'graded', { conversation, detail: grade })
    const last = new URLSearchParams({ last: keyOf(form), grade })
    pages.goOn(ctx, `${address}&${last.toString()}`)
  })
}
