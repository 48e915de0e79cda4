/** The checker can fail: a true history, falsified in one place, is found out by the invariant that it breaks. */
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { falsified, isNotice } from './false-histories.ts'
import { saidMarks, saidRequest } from './false-requests.ts'
import { isAnswer, placeOf, type Of } from './falsify.ts'
import { invariants, type History, type Record } from './history.ts'
import { answerMarks } from './marks.ts'
import { storyOf } from './story.ts'
import { live } from './world.ts'

/** A world in which nothing but the model fails, and in which there is something to falsify. */
async function trueHistory(): Promise<History> {
  for (let seed = 1; seed < 200; seed += 1) {
    const { history } = await live({ seed, customers: 6 })
    if (!history.setup.calm || check(history).broken.length > 0) continue
    const has = <T extends Record['type']>(type: T, which: (one: Of<T>) => boolean = () => true): boolean => {
      try {
        return placeOf(history.records, type, which).place >= 0
      } catch {
        return false
      }
    }
    const isCounted = ({ seen, result }: Of<'acted'>): boolean => seen !== undefined && result === 'done'
    const said = saidMarks(history)
    const looked = new Set(
      history.records.flatMap((one) => (one.type === 'asked' && one.looked && one.covers.length > 0 ? [one.ask] : [])),
    )
    if (
      has('shown', isAnswer) &&
      has('shown', isNotice) &&
      has('marked') &&
      has('notified') &&
      has('acted', isCounted) &&
      has('judged', ({ ask, mark }) => looked.has(ask) && said.has(mark)) &&
      has('recording', ({ value }) => answerMarks(value).some((mark) => said.has(mark)))
    )
      return history
  }
  throw new Error('no calm world among the first seeds')
}

const found = (history: History): string[] => [...new Set(check(history).broken.map(({ invariant }) => invariant))]

describe('the checker', async () => {
  const history = await trueHistory()
  const { records } = history
  const having = (changed: Record[]): History => ({ ...history, records: changed })

  test('finds nothing in a true history', () => {
    expect(found(history)).toEqual([])
  })

  test.for(invariants)('finds a history in which this does not hold: %s', (name) => {
    expect(found(falsified[name](history))).toContain(name)
  })

  test('finds a message that got 200 and was never taken in', () => {
    const { one: deed } = placeOf(records, 'deed')
    const lost = records.map((one) =>
      one.type === 'committed' ? { ...one, entered: one.entered.filter((event) => event !== deed.event) } : one,
    )
    expect(found(having(lost))).toContain('nothing accepted is lost')
  })

  test('finds a message lost of somebody who had left and come back, and one of somebody who left long after', () => {
    const { one: shown } = placeOf(records, 'shown', isAnswer)
    const { customer } = shown
    const silent = records.filter((one) => one !== shown)
    const last = silent.findLastIndex((one) => one.type === 'committed' && one.customer === customer)
    const leaving = (at: number, place: number): Record[] => {
      const event = `event-${customer}-left`
      const commit = silent[last]
      if (commit?.type !== 'committed') throw new Error('no commit')
      const entered = silent.with(last, { ...commit, entered: [...commit.entered, event] })
      return entered.toSpliced(place, 0, { type: 'deed', at, customer, event, what: 'unfollow' })
    }
    expect(found(having(leaving(0, 0)))).toContain('nothing accepted is lost')
    expect(found(having(leaving(silent[last]!.at, last)))).toContain('nothing accepted is lost')
  })

  test('finds Read that was given before staff were told', () => {
    const told = new Set(
      records.flatMap((one) => (one.type === 'notified' && one.entry.endsWith('.handoff') ? [one.entry] : [])),
    )
    const untold = records.filter((one) => !(one.type === 'notified' && told.has(one.entry)))
    expect(found(having(untold))).toContain('no token past an open message')
  })

  test('finds Read, and an answer, of a request that nobody had confirmed', () => {
    const unheard = records.map((one): Record => (one.type === 'recorded' ? { ...one, result: 'unknown' } : one))
    expect(found(having(unheard))).toContain('no token past an open message')
    expect(found(having(unheard))).toContain('a request stands before it is said')
  })

  test('finds an answer that was said though a look-up for it gave nothing', () => {
    const nothing = records.map((one): Record => (one.type === 'looked' ? { ...one, result: 'not_found' } : one))
    expect(found(having(nothing))).toContain('what does not stand is not said')
  })

  test('finds a request that was recorded again by another answer, and one that no judgement wanted', () => {
    const { value } = saidRequest(history)
    const [mark = ''] = answerMarks(value)
    const again = records.flatMap((one): Record[] => {
      if (one.type !== 'kept' || one.value !== value) return [one]
      return [one, { ...one, value: value.replace(mark, '‹☰·☷☷☷›') }]
    })
    expect(found(having(again))).toContain('a request stands once')
    const unwanted = records.map((one): Record => (one.type === 'judged' ? { ...one, records: [] } : one))
    expect(found(having(unwanted))).toContain('what does not stand is not said')
  })

  test('finds a conversation that stayed with the assistant though it was handed over, whatever the product says', () => {
    const deaf = records.map((one): Record => {
      if (one.type !== 'committed') return one
      return { ...one, conversation: { ...one.conversation, mode: 'assistant' } }
    })
    expect(found(having(deaf))).toContain('silence while staff have the chat')
    const { broken } = check(falsified['silence while staff have the chat'](having(deaf)))
    expect(broken.map(({ what }) => what)).toContain('The model was asked while staff had the chat.')
  })

  test('finds a message that waits for a judgement for ever', () => {
    const { one } = placeOf(records, 'committed', ({ conversation }) =>
      conversation.messages.some(({ state }) => state === 'new'),
    )
    const conversations = history.end.conversations.map((conversation) =>
      conversation.id === one.conversation.id ? { ...one.conversation, mode: 'assistant' as const } : conversation,
    )
    expect(found({ ...history, end: { ...history.end, conversations } })).toContain('the runner never stops')
  })

  test('tells what it found as a short story, with the command that shows it again', () => {
    const twice = falsified['one answer'](history)
    const [broken] = check(twice).broken
    const story = broken && storyOf(twice, broken, 'npm run simulate -- --seed 1')
    expect(story?.split('\n').length).toBeLessThanOrEqual(46)
    expect(story).toContain('said twice')
    expect(story).toContain('Again: npm run simulate -- --seed 1')
  })
})
