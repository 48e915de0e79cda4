/** What is too old goes by itself; what is open, or waits for a person, stays. */
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openAudit } from '../../src/adapters/files/audit.ts'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import { explain } from '../../src/core/explain.ts'
import { next } from '../../src/core/next.ts'
import { requestFor } from '../../src/core/request.ts'
import { expiring, isOver } from '../../src/core/retention.ts'
import { staffLanguages } from '../../src/core/sentences/words.ts'
import { keepLooking, look } from '../../src/flow/retention.ts'
import { newFolder } from '../adapters/files/folder.ts'
import { conversation, fail, follow, judge, policyOf, receive, t0, text } from '../core/situations.ts'
import { openShop, quietLog } from '../flow/shop.ts'
import { erasingOf } from './house.ts'

const day = 24 * 3_600_000
const periods = { messages: 90 * day, ledger: 365 * day }
const policy = { ...policyOf(), retention: periods }
const s = 1_000

/** Asked and answered, at a time. */
const answered = (c: Conversation, id: number, at: number): Conversation =>
  follow(
    judge(receive(c, at, text(id, at, { content: { type: 'text', text: `violin ${id}` } })), at + 2 * s, {
      reply: `We bake ${'more '.repeat(id)}bread.`,
    }),
    at + 2 * s,
  ).c
/** What `next` does by itself at a time. */
const at = (c: Conversation, now: number): Conversation => follow(c, now, undefined, policy).c

describe('words', () => {
  test('go after their days: of messages, answers and summaries at once, and the name of who has not written since', () => {
    const named = evolveAll(answered(conversation(), 1, t0), [
      { type: 'known', at: t0, named: true, who: { customer: { name: 'Tarō', at: t0 } } },
    ])
    expect(at(named, t0 + 89 * day)).toEqual(named)
    const after = at(named, t0 + 90 * day + 3 * s)
    const { facts: _, ...state } = after
    expect(JSON.stringify(state)).not.toMatch(/violin|Tarō|weekend hours|We bake/)
    expect(after.messages[0]).toMatchObject({ state: 'closed', readAt: expect.any(Number) })
    // Once is enough.
    expect(at(after, t0 + 91 * day)).toEqual(after)
  })

  test('the ledger still explains the message, in every language of staff, and says why it has no words', () => {
    const after = at(answered(conversation(), 1, t0), t0 + 91 * day)
    for (const language of staffLanguages) {
      const [explained] = explain(after, language).messages
      expect(explained?.text).toMatch(/erased|消去済み|已清除|ลบแล้ว/)
      expect(explained?.why.join(' ')).toContain('90')
      expect(explained?.why.length).toBeGreaterThan(3)
    }
  })

  test('of what is newer stay, and the model is not shown what went', () => {
    const both = answered(answered(conversation(), 1, t0), 2, t0 + 60 * day)
    const after = at(both, t0 + 100 * day)
    expect(after.messages.map(({ content }) => content?.type)).toEqual([undefined, 'text'])
    expect(after.answers.map(({ texts }) => texts.length)).toEqual([0, 1])
    const open = receive(after, t0 + 100 * day, text(3, t0 + 100 * day))
    const turn = { messages: open.messages.slice(2), fresh: open.messages.slice(2) }
    const prompt = { name: 'a', text: '', write: () => '', uses: new Set<never>(), hash: '', policy }
    const { contents } = requestFor({ conversation: open, turn, prompt }, [], { now: t0 })
    expect(JSON.stringify(contents)).not.toContain('violin 1')
    expect(JSON.stringify(contents)).toContain('violin 2')
    expect(JSON.stringify(contents)).not.toContain('[text]')
  })

  test.each([
    ['a message that nobody has answered', (c: Conversation) => receive(c, t0, text(1, t0))],
    [
      'a question that went back',
      (c: Conversation) => follow(judge(receive(c, t0, text(1, t0)), t0, { decision: 'needs_info' }), t0).c,
    ],
    [
      'what waits for a person',
      (c: Conversation) => follow(judge(receive(c, t0, text(1, t0)), t0, { decision: 'handoff' }), t0).c,
    ],
    ['what nobody could judge', (c: Conversation) => follow(fail(receive(c, t0, text(1, t0)), t0), t0).c],
  ])('stay: %s', (_, situation) => {
    const c = situation(conversation())
    expect(expiring(c, periods, t0 + 1_000 * day).flatMap(({ messages }) => messages)).toEqual([])
    expect(isOver(c, periods, t0 + 1_000 * day) && c.entries.length > 0).toBe(false)
  })

  test('without RETENTION_DAYS everything stays', () => {
    const c = answered(conversation(), 1, t0)
    expect(next(c, policyOf(), t0 + 1_000 * day)).toEqual({ type: 'nothing' })
  })
})

describe('the ledger', () => {
  test('goes later, with the messages it is about; then nothing need be kept of the conversation', () => {
    const c = answered(conversation(), 1, t0)
    const words = at(c, t0 + 100 * day)
    expect(isOver(words, periods, t0 + 300 * day)).toBe(false)
    const after = at(words, t0 + 366 * day)
    expect(after.messages).toEqual([])
    expect(after.facts.map(({ type }) => type)).toEqual(['expired'])
    expect(isOver(after, periods, t0 + 366 * day)).toBe(true)
  })

  test('of an open message stays whole', () => {
    const asked = follow(judge(receive(conversation(), t0, text(1, t0)), t0, { decision: 'needs_info' }), t0).c
    expect(at(asked, t0 + 366 * day).facts).toEqual(asked.facts)
  })
})

describe('the daily look', () => {
  const id = conversation().id

  test('erases in the files what is too old, also the facts beside a conversation, and remembers that it has looked', async () => {
    const folder = await newFolder()
    const old = Date.now() - 400 * day
    const first = await openFilesStore({ folder, log: quietLog })
    let c = answered(conversation(), 1, old)
    for (let n = 2; n <= 4; n += 1) c = answered(c, n, old + n * 60_000)
    const recent = answered(c, 9, Date.now() - 100 * day)
    await first.commit({ conversation: recent, entered: [], overflow: c.facts })
    await first.commit({
      conversation: { ...answered(conversation(), 1, old), id: 'Ubot:user:over', chat: { type: 'user', id: 'over' } },
      entered: [],
      overflow: [],
    })
    await first.setAside([{ raw: { text: 'violin' }, why: 'odd' }], old)
    await first.setAside([{ raw: { text: 'new' }, why: 'odd' }], Date.now())
    await first.close()
    await openAudit(folder).write({ at: old, by: 'Mika', action: 'take' })
    await openAudit(folder).write({ at: Date.now(), by: 'Mika', action: 'done' })

    const shop = await openShop({ folder, setUp: { retention: periods } })
    const { store, runner } = shop
    const drafts = { list: () => Promise.resolve([]), discard: () => Promise.resolve(false) }
    const clock = { now: Date.now, after: () => Promise.resolve() }
    const retention = { ...periods, setAside: 30 * day, audit: 30 * day }
    const erasing = erasingOf(store)
    const parts = {
      store: erasing,
      runner,
      contents: {},
      drafts,
      audit: openAudit(folder),
      clock,
      log: quietLog,
      retention,
    }
    expect(await look(parts, AbortSignal.any([]))).toEqual({ expired: 1, erased: 1 })
    const after = await shop.until(async () => {
      const now = await store.load(id)
      return now?.facts.some(({ type }) => type === 'expired') ? now : undefined
    })
    expect(after.messages.map(({ id: message }) => message)).toEqual(['9'])
    expect(await store.load('Ubot:user:over')).toBeUndefined()
    await shop.runner.alone(id, () => Promise.resolve())
    const files = await readdir(folder, { recursive: true, withFileTypes: true })
    const texts = files
      .filter((one) => one.isFile() && !one.name.startsWith('index.sqlite'))
      .map((one) => readFile(join(one.parentPath, one.name), 'utf8'))
    expect((await Promise.all(texts)).join('\n')).not.toMatch(/violin [1-9]|"violin"/)
    expect(files.some((one) => one.name.endsWith('.facts.jsonl'))).toBe(false)
    expect(await readFile(join(folder, 'set-aside.jsonl'), 'utf8')).toMatch(/^\{[^\n]*new[^\n]*\n$/)
    expect((await openAudit(folder).last(9)).map(({ action }) => action)).toEqual(['done'])
    expect((await store.turns({ from: 0, until: Infinity })).map(({ messages }) => messages)).toEqual([['9']])
    expect(await erasing.sweep()).toMatchObject({ endedAt: expect.any(Number) })
    await shop.close()
  })

  test('that was broken off goes on where it was, and is not done again the same day', async () => {
    const folder = await newFolder()
    const store = await openFilesStore({ folder, log: quietLog })
    const ids = Array.from({ length: 12 }, (_, n) => `Ubot:user:U${n}`)
    for (const one of ids) {
      const c = { ...answered(conversation(), 1, t0), id: one }
      await store.commit({ conversation: c, entered: [], overflow: [] })
    }
    const over = new AbortController()
    const woken: string[] = []
    const runner = {
      alone: <T>(_: string, work: () => Promise<T>) => work(),
      wake(one: string) {
        woken.push(one)
        if (woken.length === 4) over.abort()
        return true
      },
    }
    let now = t0 + 100 * day
    const clock = { now: () => now, after: () => Promise.resolve() }
    const drafts = { list: () => Promise.resolve([]), discard: () => Promise.resolve(false) }
    const parts = {
      store,
      runner,
      contents: {},
      drafts,
      audit: openAudit(folder),
      clock,
      log: quietLog,
      retention: periods,
    }
    await look(parts, over.signal)
    expect(await store.sweep()).toMatchObject({ after: expect.any(String) })
    expect((await store.sweep())?.endedAt).toBeUndefined()
    await look(parts, AbortSignal.any([]))
    expect(new Set(woken)).toEqual(new Set(ids))
    // One part is looked at again at the most, and none twice in a day.
    expect(woken.length).toBeLessThan(2 * ids.length)
    const before = woken.length
    const stop = new AbortController()
    now += day / 2
    await keepLooking({ ...parts, clock: { now: clock.now, after: () => Promise.resolve(stop.abort()) } }, stop.signal)
    expect(woken).toHaveLength(before)
    now += day / 2
    const again = new AbortController()
    await keepLooking(
      {
        ...parts,
        clock: { now: clock.now, after: (ms) => Promise.resolve(ms === day && again.abort()).then(() => undefined) },
      },
      again.signal,
    )
    expect(woken.length).toBeGreaterThan(before)
    await store.close()
  })
})
