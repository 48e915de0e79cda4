import { expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { addLearning } from '../../src/console/learning/learning.ts'
import { keyOf, sampleOf } from '../../src/console/learning/sample.ts'
import type { StaffResult } from '../../src/ports/staff.ts'
import { launchBrowser } from '../browser/chromium.ts'
import { clerk, fieldsIn, get, send, shop, turnRow } from './figures-shop.ts'
import { conversationOf, type Person } from './people.ts'

const now = Date.parse('2026-11-17T10:00:00Z')
const day = 24 * 60
const week = { name: '2026-W46' }
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const customer = (index: number, written: Partial<Person['wrote'][number]> = {}): Person => ({
  id: `U${index}`,
  wrote: [{ ago: 7 * day + index, text: `question ${index}`, read: true, ...written }],
  answered: [{ ago: 7 * day + index, text: `answer ${index}` }],
})

interface Options {
  people?: Person[]
  graded?: number
  wrong?: number
  note?: StaffResult['type']
}

/** Resolved turns of last week, in time zone Tokyo. */
async function sampling({
  people = [0, 1, 2].map((index) => customer(index)),
  graded = 0,
  wrong = 0,
  note = 'done',
}: Options = {}) {
  const conversations = people.map((person) => conversationOf(person, now))
  const rows = conversations.map((conversation, index) =>
    turnRow({
      at: now - (7 * day + index) * 60_000,
      conversation: conversation.id,
      turn: 't1',
      messages: conversation.messages.map(({ id }) => id),
      ...(index < graded ? { grade: index < wrong ? 'wrong' : 'right' } : {}),
    }),
  )
  const one = shop({ now, rows, conversations, member: clerk })
  addLearning(one.router, one.pages, {
    store: one.store,
    staff: {
      note: (conversation, given, by) => {
        one.notes.push({ conversation, note: given, by })
        const row = rows.find((each) => each.conversation === conversation)
        if (note === 'done' && row && given.what === 'grade') row.grade = given.right ? 'right' : 'wrong'
        return Promise.resolve(note === 'changed_meanwhile' ? { type: note } : { type: note })
      },
    },
    drafts: {
      list: () => Promise.resolve([]),
      put: () => Promise.resolve(),
      accept: () => Promise.resolve({ type: 'gone' }),
      discard: () => Promise.resolve(false),
      forget: () => Promise.resolve(0),
    },
    knowledge: { passages: () => [] },
    clock: one.clock,
    hours: { at: () => ({ timeZone: 'Asia/Tokyo', open: true }) },
    newId: () => 'd1',
  })
  return { ...one, url: await one.open() }
}

const grading = (page: string): string => /<article class="turn"[^]*?<\/article>/.exec(page)?.[0] ?? ''
const shownTurn = (page: string): string => /question \d+/.exec(grading(page))?.[0] ?? ''
const formOf = (page: string): Record<string, string> => fieldsIn(grading(page))

test('the sample is the same for everybody, whatever the order, and another one in another week', () => {
  const rows = Array.from({ length: 300 }, (_, index) => turnRow({ at: now + index, conversation: `c${index}` }))
  const sample = sampleOf(rows, week).map(keyOf)
  expect(sample).toHaveLength(20)
  expect(sampleOf(rows.toReversed(), week).map(keyOf)).toEqual(sample)
  expect(sampleOf(rows, { name: '2026-W47' }).map(keyOf)).not.toEqual(sample)
  // It is a fifteenth of all, from everywhere among them.
  const places = sample.map((key) => Number(/\d+/.exec(key)?.[0]))
  expect(Math.min(...places)).toBeLessThan(75)
  expect(Math.max(...places)).toBeGreaterThan(225)
})

test('greetings and what was only observed are not drawn', () => {
  const rows = [
    turnRow({ at: 1, smallTalk: true }),
    turnRow({ at: 2, observed: true }),
    turnRow({ at: 3, conversation: 'c' }),
  ]
  expect(sampleOf(rows, week).map(({ conversation }) => conversation)).toEqual(['c'])
})

test('one turn at a time: question and answer, a tap, and the next is there', async () => {
  const { url, notes, audited } = await sampling()
  const first = await get(url, '/console/sample')
  expect(first.text).toContain('0 of 3 graded')
  const question = shownTurn(first.text)
  expect(grading(first.text)).toContain(question.replace('question', 'answer'))
  const sent = await send(url, '/console/sample', { ...formOf(first.text), grade: 'wrong' }, clerk.formToken)
  expect(notes).toEqual([
    { conversation: formOf(first.text)['conversation'], note: { what: 'grade', turn: 't1', right: false }, by: 'Ken' },
  ])
  const second = await get(url, sent.location)
  expect(second.text).toContain('1 of 3 graded')
  expect(second.text).toContain('Graded Wrong.')
  expect(shownTurn(second.text)).not.toBe(question)
  expect(audited).toEqual(['graded wrong'])
})

test('undo: the other button grades the same turn again', async () => {
  const { url, rows } = await sampling({ people: [customer(0)] })
  const first = await get(url, '/console/sample')
  const wrong = await send(url, '/console/sample', { ...formOf(first.text), grade: 'wrong' }, clerk.formToken)
  const after = await get(url, wrong.location)
  expect(after.text).toContain('All of this week’s sample is graded.')
  expect(after.text).toMatch(/value="right">\s*Right after all/)
  const right = await send(url, '/console/sample', { ...formOf(first.text), grade: 'right' }, clerk.formToken)
  expect((await get(url, right.location)).text).toContain('Graded Right.')
  expect(rows[0]?.grade).toBe('right')
})

test('a grade that takes effect in a moment is not asked for twice', async () => {
  const { url } = await sampling({ note: 'not_yet' })
  const first = await get(url, '/console/sample')
  const { location } = await send(url, '/console/sample', { ...formOf(first.text), grade: 'right' }, clerk.formToken)
  const second = await get(url, location)
  expect(shownTurn(second.text)).not.toBe(shownTurn(first.text))
  expect(second.text).toContain('1 of 3 graded')
})

test('what was taken back or erased is left out, and that is said', async () => {
  const people = [customer(0), customer(1, { unsent: true }), customer(2)]
  const { url, conversations } = await sampling({ people })
  conversations.delete('Ubot:user:U2')
  const { text } = await get(url, '/console/sample')
  expect(text).toContain('0 of 1 graded')
  expect(text).toContain('2 of the sample are left out: their words were taken back or erased.')
  expect(text).not.toContain('question 1')
})

test('only what was drawn can be graded', async () => {
  const { url, notes } = await sampling()
  const form = { conversation: 'Ubot:user:Uother', turn: 't1', week: '2026-W46', grade: 'right' }
  expect((await send(url, '/console/sample', form, clerk.formToken)).said).toContain('not in the sample')
  const strange = { ...form, week: '1999-W01', conversation: 'Ubot:user:U0' }
  expect((await send(url, '/console/sample', strange, clerk.formToken)).said).toContain('not in the sample')
  expect((await send(url, '/console/sample', { ...form, grade: 'perhaps' }, clerk.formToken)).status).toBe(400)
  expect((await send(url, '/console/sample', form, 'forged')).status).toBe(400)
  expect(notes).toEqual([])
})

test('of few there is no rate, only what it may be', async () => {
  const { url } = await sampling({ graded: 3, wrong: 1 })
  const { text } = await get(url, '/console/sample?week=2026-W46')
  expect(text).toContain('1 wrong of 3 graded')
  expect(text).toContain('Too few to tell: 3 graded')
  expect(text).toContain('between 6.1% and 79%')
})

test('of enough there is a rate with its interval and its n', async () => {
  const people = Array.from({ length: 40 }, (_, index) => customer(index))
  const { url } = await sampling({ people, graded: 40, wrong: 2 })
  const { text } = await get(url, '/console/sample')
  expect(text).toContain('2 wrong of 40 graded')
  // Wilson: 2 of 40.
  expect(text).toContain('between 1.4% and 17%')
  expect(text).toMatch(/<p class="big">\s*5%\s*<\/p>/)
})

test('before anything was resolved, the page says what will be here', async () => {
  const { url } = await sampling({ people: [] })
  expect((await get(url, '/console/sample', 'th')).text).toContain('สัปดาห์นี้ยังไม่มีรายการที่ “แก้แล้ว”')
})

test('keys 1 and 2 grade on a desk, thumbs on a phone; axe finds nothing', async () => {
  const browser = await launchBrowser()
  try {
    for (const [width, colorScheme, locale] of [
      [1280, 'light', 'en'],
      [390, 'dark', 'ja'],
      [390, 'light', 'zh-TW'],
    ] as const) {
      const { url, notes } = await sampling()
      const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme, locale })
      const page = await context.newPage()
      const wrongs: string[] = []
      page.on('console', (message) => void (message.type() === 'error' && wrongs.push(message.text())))
      await page.goto(`${url}/console/sample`)
      await page.keyboard.press('2')
      await page.waitForSelector('.undo')
      await page.locator('.grades .good').click()
      await page.waitForSelector('.undo.good')
      expect(notes.map(({ note }) => note.what === 'grade' && note.right)).toEqual([false, true])
      const box = await page.locator('.grades .good').boundingBox()
      expect(box?.height).toBeGreaterThanOrEqual(44)
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width)
      await page.evaluate(axe)
      const faults = await page.evaluate<string[]>(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))',
      )
      expect(faults).toEqual([])
      expect(wrongs).toEqual([])
      await context.close()
    }
  } finally {
    await browser.close()
  }
}, 60_000)
