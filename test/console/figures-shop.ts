/**
 * A shop whose figures are looked at, for tests: the pages that look back, in the real frame with the real headers and
 * files, over conversations and rows written down as values.
 */
import { createServer } from 'node:http'
import { Router } from '@koa/router'
import Koa from 'koa'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { serveAsset } from '../../src/console/assets.ts'
import { framed } from '../../src/console/frame.ts'
import { headers } from '../../src/console/headers.ts'
import { html } from '../../src/console/html.ts'
import { languageOf } from '../../src/console/language.ts'
import type { Pages } from '../../src/console/pages.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import type { StaffNote } from '../../src/core/event.ts'
import { summaryOf } from '../../src/core/summary.ts'
import type { TurnRow } from '../../src/core/turn-row.ts'
import type { Member } from '../../src/ports/accounts.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Store } from '../../src/ports/store.ts'

export interface ShopOptions {
  now: number
  rows?: TurnRow[]
  conversations?: Conversation[]
  member?: Member
}

export interface Shop {
  clock: Clock
  store: Pick<Store, 'turns' | 'eachTurn' | 'counts' | 'list' | 'load'>
  rows: TurnRow[]
  conversations: Map<string, Conversation>
  notes: { conversation: string; note: StaffNote; by: string }[]
  audited: string[]
  pages: Pages
  router: Router
  member: Member
  open(): Promise<string>
}

export const owner: Member = { name: 'Mio', role: 'owner', formToken: 'of-mio' }
export const clerk: Member = { name: 'Ken', role: 'staff', formToken: 'of-ken' }

/** Signs in whoever `member` is. Routes are added to `router` before `open`. */
export function shop({ now, rows = [], conversations = [], member = owner }: ShopOptions): Shop {
  const kept = new Map(conversations.map((one) => [one.id, one]))
  const router = new Router({ prefix: '/console' })
  router.use(headers)
  router.get('/page/:file', (ctx) => serveAsset(ctx, ctx.params['file'] ?? ''))
  const audited: string[] = []
  const one: Shop = {
    clock: { now: () => now, after: () => new Promise((resolve) => void setImmediate(resolve)) },
    rows,
    conversations: kept,
    notes: [],
    audited,
    router,
    member,
    store: {
      turns: ({ from, until, decision, limit }) => {
        const found = rows.filter((row) => row.at >= from && row.at < until && (!decision || row.decision === decision))
        const ordered = found.toSorted((a, b) => a.at - b.at)
        return Promise.resolve(limit === undefined ? ordered : ordered.slice(-limit))
      },
      eachTurn: ({ from, until, decision }, visit) => {
        const found = rows.filter((row) => row.at >= from && row.at < until && (!decision || row.decision === decision))
        for (const row of found.toSorted((a, b) => a.at - b.at)) visit(row)
        return Promise.resolve()
      },
      counts: () => {
        const places = [...kept.values()].map(summaryOf)
        const standing = (place: string) => places.filter((summary) => summary.place === place)
        const since = standing('waiting').map((summary) => summary.since)
        return Promise.resolve({
          waiting: since.length,
          undelivered: standing('undelivered').length,
          staff: standing('staff').length,
          question: standing('question').length,
          suspected: 0,
          ...(since.length > 0 ? { waitingSince: Math.min(...since) } : {}),
        })
      },
      list: ({ list }) => {
        const found = [...kept.values()].map(summaryOf).filter((summary) => list === 'all' || summary.place === list)
        return Promise.resolve({ rows: found, total: found.length })
      },
      load: (id) => Promise.resolve(kept.get(id)),
    },
    pages: {
      member: () => one.member,
      language: languageOf,
      show: (ctx, page, status = 200) => {
        ctx.status = status
        ctx.type = 'html'
        const word = ctx.cookies.get('word')
        const said =
          word === undefined ? undefined : html`<p class="flash good" role="status">${decodeURIComponent(word)}</p>`
        if (said) ctx.cookies.set('word', null)
        const { title, main, scripts, styles } = page
        ctx.body = framed({ title, main, language: languageOf(ctx), scripts, styles, word: said })
        return Promise.resolve()
      },
      token: () => html`<input type="hidden" name="token" value="${one.member.formToken}" />`,
      form: async (ctx, schema) => {
        let body = ''
        for await (const chunk of ctx.req) body += String(chunk)
        const fields = Object.fromEntries(new URLSearchParams(body))
        const parsed = fields['token'] === one.member.formToken ? schema.safeParse(fields) : undefined
        if (parsed?.success) return parsed.data
        ctx.status = 400
        ctx.body = 'not a form of ours'
        return undefined
      },
      ownersOnly: (ctx) => {
        if (one.member.role === 'owner') return true
        ctx.status = 403
        ctx.body = 'for owners'
        return false
      },
      audit: (_, action, about) => {
        audited.push([action, about?.detail].filter(Boolean).join(' '))
        return Promise.resolve()
      },
      goOn: (ctx, address, word) => {
        if (word) ctx.cookies.set('word', encodeURIComponent(word.text))
        ctx.status = 303
        ctx.redirect(address)
      },
    },
    async open() {
      const app = new Koa()
      app.on('error', (error: unknown) => console.error(error))
      app.use(router.routes())
      const answer = app.callback()
      const http = createServer((request, response) => void answer(request, response))
      await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
      onTestFinished(async () => {
        http.closeAllConnections()
        await new Promise((resolve) => http.close(resolve))
      })
      return `http://127.0.0.1:${z.object({ port: z.number() }).parse(http.address()).port}`
    },
  }
  return one
}

/** Sends a form as a browser of the member's would, and tells where it leads and what is said there. */
export async function send(url: string, path: string, fields: Record<string, string>, token = owner.formToken) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ token, ...fields }),
    redirect: 'manual',
  })
  const [, word = ''] = /word=([^;]*)/.exec(response.headers.getSetCookie().join()) ?? []
  const said = decodeURIComponent(decodeURIComponent(word))
  return { status: response.status, location: response.headers.get('location') ?? '', said }
}

export async function get(
  url: string,
  path: string,
  language = 'en',
): Promise<{ status: number; text: string; response: Response }> {
  const response = await fetch(`${url}${path}`, { headers: { 'accept-language': language } })
  return { status: response.status, text: await response.clone().text(), response }
}

/** The fields of a page's form as a browser would send them, in so far as tests need it: inputs, areas and choices. */
export function fieldsIn(page: string): Record<string, string> {
  const plain = (text: string): string =>
    text.replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
    )
  const fields: Record<string, string> = {}
  for (const [tag] of page.matchAll(/<input\s[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1]
    const isChoice = /type="(radio|checkbox)"/.test(tag)
    if (name === undefined || (isChoice && !/\schecked/.test(tag))) continue
    fields[name] = plain(/value="([^"]*)"/.exec(tag)?.[1] ?? (isChoice ? 'on' : ''))
  }
  for (const [, name = '', text = ''] of page.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)<\/textarea/g))
    fields[name] = plain(text.replace(/^\n/, ''))
  for (const [, name = '', inner = ''] of page.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([^]*?)<\/select/g)) {
    fields[name] = /value="([^"]*)"\s+selected/.exec(inner)?.[1] ?? /value="([^"]*)"/.exec(inner)?.[1] ?? ''
  }
  return fields
}

const minute = 60_000

/** A turn as it is kept for the figures; what a test is about is given. */
export function turnRow(row: Partial<TurnRow> & { at: number }): TurnRow {
  const { at } = row
  return {
    conversation: `Ubot:user:U${Math.abs(at % 997)}`,
    turn: 't1',
    receivedAt: at - 3_000,
    decision: 'resolved',
    by: 'model',
    topic: 'hours',
    language: 'ja',
    model: 'gemini-3.6-flash',
    prompt: 'assistant',
    promptHash: '3f2a9c81d0aa',
    input: 1_800,
    output: 120,
    messages: [],
    answeredAt: at + 400,
    readAt: at + 300,
    ...row,
  }
}

/** Some weeks of a bakery: the same every time. */
export function someWeeks(now: number, days = 30, perDay = 24): TurnRow[] {
  let seed = 7
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const pick = <T>(...of: [T, ...T[]]): T => of[Math.floor(random() * of.length)] ?? of[0]
  const rows: TurnRow[] = []
  for (let day = days - 1; day >= 0; day--) {
    const many = Math.round(perDay * (0.6 + random() * 0.8))
    for (let index = 0; index < many; index++) {
      const at = now - day * 86_400_000 - Math.floor(random() * 60_000_000)
      if (at > now) continue
      const dice = random()
      const base = {
        at,
        conversation: `Ubot:user:U${day}-${index % 9}`,
        turn: `t${index}`,
        language: pick('ja', 'ja', 'ja', 'zh-TW', 'th', 'en'),
      }
      const received = at - 1_500 - Math.floor(random() * 5_000)
      const topic = pick('hours', 'orders', 'cakes', 'allergens', 'other')
      const hash = pick('3f2a9c81d0aa', '3f2a9c81d0aa', 'b01744aa1290')
      const same = { ...base, receivedAt: received, topic, promptHash: hash }
      if (dice < 0.68) {
        rows.push(
          turnRow({
            ...same,
            ...(random() < 0.07 ? { returnedAt: at + 5_000_000 } : {}),
            ...(random() < 0.2 ? { solved: random() < 0.8 } : {}),
          }),
        )
      } else if (dice < 0.8) rows.push(turnRow({ ...same, decision: 'needs_info', readAt: undefined }))
      else if (dice < 0.98) {
        const takenAt = at + (2 + random() * 40) * minute
        const lowered = pick('no_source', 'no_source', 'low_confidence', 'always_human', undefined)
        rows.push(
          turnRow({
            ...same,
            decision: 'handoff',
            lowered,
            ...(random() < 0.9 ? { takenAt, doneAt: takenAt + random() * 90 * minute } : {}),
          }),
        )
      } else rows.push(turnRow({ ...same, decision: 'failed', answeredAt: undefined, readAt: undefined }))
    }
  }
  return rows.toSorted((a, b) => a.at - b.at)
}
