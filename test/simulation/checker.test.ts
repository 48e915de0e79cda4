/** The checker can fail: a true history, falsified in one place, is found out by the invariant that it breaks. */
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import type { History, Record } from './history.ts'
import { storyOf } from './story.ts'
import { live } from './world.ts'

type Of<T extends Record['type']> = Extract<Record, { type: T }>

/** A world in which nothing but the model fails; seed 7 of `calm` seeds would do as well. */
async function trueHistory(): Promise<History> {
  for (let seed = 1; seed < 100; seed += 1) {
    const { history } = await live({ seed, customers: 6 })
    if (!history.setup.calm || check(history).broken.length > 0) continue
    const has = (type: Record['type']) => history.records.some((one) => one.type === type)
    if (has('shown') && has('marked') && has('notified') && has('acted')) return history
  }
  throw new Error('no calm world among the first seeds')
}

const found = (history: History, records: Record[]): string[] => [
  ...new Set(check({ ...history, records }).broken.map(({ invariant }) => invariant)),
]

const isOf = <T extends Record['type']>(one: Record, type: T): one is Of<T> => one.type === type

/** The place of the first record that is so. */
function placeOf<T extends Record['type']>(
  records: readonly Record[],
  type: T,
  which: (one: Of<T>) => boolean = () => true,
): { place: number; one: Of<T> } {
  for (const [place, one] of records.entries()) {
    if (isOf(one, type) && which(one)) return { place, one }
  }
  throw new Error(`no such ${type}`)
}

const without = (records: readonly Record[], which: (one: Record) => boolean): Record[] =>
  records.filter((one) => !which(one))
const isAnswer = ({ texts }: Of<'shown'>): boolean => texts.join().includes('Here is your answer')

describe('the checker', async () => {
  const history = await trueHistory()
  const { records } = history

  test('finds nothing in a true history', () => {
    expect(found(history, records)).toEqual([])
  })

  test('finds an answer that is shown twice', () => {
    const { place, one } = placeOf(records, 'shown', isAnswer)
    expect(found(history, records.toSpliced(place + 1, 0, one))).toEqual(['one answer'])
  })

  test('finds a message that got 200 and was never taken in', () => {
    const { one: deed } = placeOf(records, 'deed')
    const lost = records.map((one) =>
      one.type === 'committed' ? { ...one, entered: one.entered.filter((event) => event !== deed.event) } : one,
    )
    expect(found(history, lost)).toContain('nothing accepted is lost')
  })

  test('finds an answer that LINE was never asked to show', () => {
    const { one } = placeOf(records, 'shown', isAnswer)
    expect(
      found(
        history,
        without(records, (other) => other === one),
      ),
    ).toContain('nothing accepted is lost')
  })

  test('finds a token that was sent past an open message', () => {
    const { place, one } = placeOf(records, 'judged', ({ means }) => means === 'resolved')
    const asked = records.with(place, { ...one, means: 'needs_info' })
    expect(found(history, asked)).toContain('no token past an open message')
  })

  test('finds Read that was given before staff were told', () => {
    const told = new Set(
      records.flatMap((one) => (one.type === 'notified' && one.entry.endsWith('.handoff') ? [one.entry] : [])),
    )
    const untold = without(records, (one) => one.type === 'notified' && told.has(one.entry))
    expect(found(history, untold)).toContain('no token past an open message')
  })

  test('finds Read that is missing on an answered message', () => {
    const { one } = placeOf(records, 'marked', ({ messages }) => messages.length > 0)
    const read = new Set([...history.end.read].filter((id) => !one.messages.includes(id)))
    const broken = check({ ...history, end: { ...history.end, read } }).broken
    expect(broken.map(({ invariant }) => invariant)).toContain('Read is given to what was handled')
  })

  test('finds words of another customer', () => {
    const { place, one } = placeOf(records, 'called', ({ texts }) => texts.join().includes('‹'))
    const foreign = records.with(place, { ...one, texts: ['‹☷☷·☱›'] })
    expect(found(history, foreign)).toContain('nothing of one customer reaches another')
  })

  test('finds the model asked while staff have the chat', () => {
    const { place, one } = placeOf(records, 'committed', ({ conversation }) => conversation.mode === 'staff')
    const ask: Record = { type: 'asked', at: one.at, customer: one.customer, ask: 1, covers: [], fresh: [], shown: [] }
    expect(found(history, records.toSpliced(place + 1, 0, ask))).toEqual(['silence while staff have the chat'])
  })

  test('finds a call whose attempt was not recorded', () => {
    const { place, one } = placeOf(records, 'called', ({ kind }) => kind === 'reply')
    expect(found(history, records.with(place, { ...one, actions: [] }))).toContain(
      'an attempt is recorded before its call',
    )
  })

  test('finds a message that waits for a judgement for ever', () => {
    const { one } = placeOf(records, 'committed', ({ conversation }) =>
      conversation.messages.some(({ state }) => state === 'new'),
    )
    const conversations = history.end.conversations.map((conversation) =>
      conversation.id === one.conversation.id ? { ...one.conversation, mode: 'assistant' as const } : conversation,
    )
    const { broken } = check({ ...history, end: { ...history.end, conversations } })
    expect(broken.map(({ invariant }) => invariant)).toContain('the runner never stops')
  })

  test('finds silence after a message', () => {
    const own = new Set(records.flatMap((one) => (one.type === 'shown' ? [one.customer] : [])))
    const silent = without(records, (one) => one.type === 'shown' && own.has(one.customer))
    expect(found(history, silent)).toContain('word within 40 s')
  })

  test('finds an error that nothing in the world explains', () => {
    const failed: Record = { type: 'failed', at: 0, why: 'TypeError: x is not a function' }
    expect(found(history, [...records, failed])).toEqual(['nothing unexpected is thrown'])
  })

  test('tells what it found as a short story, with the command that shows it again', () => {
    const { place, one } = placeOf(records, 'shown', isAnswer)
    const twice = { ...history, records: records.toSpliced(place + 1, 0, one) }
    const [broken] = check(twice).broken
    const story = broken && storyOf(twice, broken, 'npm run simulate -- --seed 1')
    expect(story?.split('\n').length).toBeLessThanOrEqual(46)
    expect(story).toContain('said twice')
    expect(story).toContain('Again: npm run simulate -- --seed 1')
  })
})
