/** For each invariant a way to falsify a true history in one place, so that it does not hold any more. */
import type { History, Invariant, Record } from './history.ts'
import { answerMark, answerMarks } from './marks.ts'
import { falsifiedRequests } from './false-requests.ts'
import { after, instead, isAnswer, placeOf, type Of } from './falsify.ts'
import { notice } from './setup.ts'

const [second, hour] = [1_000, 3_600_000]
/** Calls and asks that no true history has. */
const made = 9_000_000

export const isNotice = ({ texts }: { texts: string[] }): boolean => texts.join().includes(notice)

const asks = ({ at, customer }: Record, count: number): Of<'asked'> & Record => ({
  type: 'asked',
  at,
  customer,
  ask: made + count,
  covers: [],
  fresh: [],
  shown: [],
})
const judges = ({ at, customer }: Record, count: number, means: Of<'judged'>['means'], says: string): Record => ({
  type: 'judged',
  at,
  customer,
  ask: made + count,
  means,
  mark: answerMark(customer ?? 0, made + count),
  says,
  tokens: 0,
})

export const falsified: { readonly [Name in Invariant]: (history: History) => History } = {
  'one answer'(history) {
    const { place, one } = placeOf(history.records, 'shown', isAnswer)
    return after(history, place, one)
  },
  'an attempt is recorded before its call'(history) {
    const { place, one } = placeOf(history.records, 'called', ({ kind }) => kind === 'reply')
    return instead(history, place, { ...one, actions: [] })
  },
  'a retry key never changes'(history) {
    const { place, one } = placeOf(history.records, 'called', ({ kind }) => kind === 'reply')
    const push = { ...one, kind: 'push' as const }
    return after(history, place, { ...push, call: made, key: 'one' }, { ...push, call: made + 1, key: 'another' })
  },
  'the entry comes before the telling'(history) {
    const { place, one } = placeOf(history.records, 'notified')
    return instead(history, place, { ...one, entry: 't900.handoff' })
  },
  'silence while staff have the chat'(history) {
    const { place, one } = placeOf(history.records, 'committed', ({ conversation }) =>
      conversation.entries.some(({ kind }) => kind === 'handoff'),
    )
    return after(history, place, asks(one, 1))
  },
  'staff act on what is true'(history) {
    const counted = new Set(
      history.records.flatMap((one) => (one.type === 'acted' && one.result !== 'pressed' ? [one.act] : [])),
    )
    const { place, one } = placeOf(
      history.records,
      'acted',
      ({ act, seen, result }) => result === 'pressed' && seen !== undefined && counted.has(act),
    )
    return instead(history, place, { ...one, seen: -1 })
  },
  'silence while paused'(history) {
    const { place, one } = placeOf(history.records, 'called', isAnswer)
    return after(history, place - 1, { type: 'paused', at: one.at - 10 * second, paused: true })
  },
  'nothing of one customer reaches another'(history) {
    const { place, one } = placeOf(history.records, 'called', isAnswer)
    return instead(history, place, { ...one, texts: [answerMark(0o71, 1)] })
  },
  'what is unsent is gone'(history) {
    const kept = JSON.stringify(history.end.conversations)
    const { place, one } = placeOf(
      history.records,
      'deed',
      (deed) => deed.what === 'message' && kept.includes(deed.message.mark),
    )
    if (one.what !== 'message') throw new Error('no message')
    const { at, customer, message } = one
    const event = `event-${customer}-unsent`
    const unsend: Record = { type: 'deed', at, customer, event, what: 'unsend', message: message.id }
    const records = history.records.toSpliced(place + 1, 0, unsend)
    const last = records.findLastIndex((other) => other.type === 'committed' && other.customer === customer)
    const commit = records[last]!
    if (commit.type !== 'committed') throw new Error('no commit')
    return { ...history, records: records.with(last, { ...commit, entered: [...commit.entered, event] }) }
  },
  'no token past an open message'(history) {
    const read = new Set(history.records.flatMap((one) => (one.type === 'marked' ? one.messages : [])))
    const marks = history.records.flatMap((one) =>
      one.type === 'deed' && one.what === 'message' && read.has(one.message.id) ? [one.message.mark] : [],
    )
    const asked = new Map(history.records.flatMap((one) => (one.type === 'asked' ? [[one.ask, one.covers]] : [])))
    const { place, one } = placeOf(
      history.records,
      'judged',
      ({ ask, means }) => means === 'resolved' && (asked.get(ask) ?? []).some((mark) => marks.includes(mark)),
    )
    return instead(history, place, { ...one, means: 'needs_info' })
  },
  'Read is given to what was handled'(history) {
    const { one } = placeOf(history.records, 'marked', ({ messages }) => messages.length > 0)
    const read = new Set([...history.end.read].filter((id) => !one.messages.includes(id)))
    return { ...history, end: { ...history.end, read } }
  },
  'what is confirmed is not repeated'(history) {
    const done = new Set(
      history.records.flatMap((one) =>
        one.type === 'returned' && one.result.type === 'answered' && one.result.status === 200 ? [one.call] : [],
      ),
    )
    const { one } = placeOf(history.records, 'called', ({ kind, call }) => kind === 'reply' && done.has(call))
    const last = history.records.length - 1
    return after(history, last, { ...one, at: history.records[last]!.at, call: made })
  },
  'nothing accepted is lost'(history) {
    const { one } = placeOf(history.records, 'shown', isAnswer)
    return { ...history, records: history.records.filter((other) => other !== one) }
  },
  'the runner never stops'(history) {
    const { one } = placeOf(history.records, 'deed')
    return { ...history, end: { ...history.end, inbox: [one.event] } }
  },
  'word within 40 s'(history) {
    return { ...history, records: history.records.filter(({ type }) => type !== 'shown') }
  },
  'nothing unexpected is thrown'(history) {
    return after(history, 0, { type: 'failed', at: 0, why: 'TypeError: x is not a function' })
  },
  'what is too old is for staff'(history) {
    const { one } = placeOf(history.records, 'asked', ({ fresh }) => fresh.length > 0)
    const { place, one: deed } = placeOf(
      history.records,
      'deed',
      (other) => other.what === 'message' && one.fresh.includes(other.message.mark),
    )
    if (deed.what !== 'message') throw new Error('no message')
    const message = { ...deed.message, timestamp: deed.message.timestamp - 2 * hour }
    return instead(history, place, { ...deed, message })
  },
  'a notice once in ten minutes'(history) {
    const { one: call } = placeOf(history.records, 'called', isNotice)
    const { place, one: shown } = placeOf(history.records, 'shown', (other) => other.call === call.call)
    const { one: commit } = placeOf(
      history.records,
      'committed',
      ({ customer, conversation }) =>
        customer === call.customer && conversation.outbox.some(({ id }) => id === call.actions[0]),
    )
    const outbox = commit.conversation.outbox.map((action) => ({ ...action, id: 't900.reply' }))
    return after(
      history,
      place,
      { ...commit, at: shown.at, conversation: { ...commit.conversation, outbox } },
      { ...call, at: shown.at, call: made, actions: ['t900.reply'] },
      { ...shown, call: made },
    )
  },
  'a third question is for staff'(history) {
    const { place, one } = placeOf(history.records, 'shown', isAnswer)
    const questions = [1, 2, 3].flatMap((count): Record[] => [
      asks(one, count),
      judges(one, count, 'needs_info', 'needs_info'),
      { ...one, texts: [answerMark(one.customer ?? 0, made + count)] },
    ])
    return after(history, place, ...questions)
  },
  'an answer ends the entry'(history) {
    const resolving = new Set(
      history.records.flatMap((one) => (one.type === 'judged' && one.says === 'resolved' ? [one.mark] : [])),
    )
    const { one: call } = placeOf(history.records, 'called', ({ texts }) =>
      texts.flatMap(answerMarks).some((mark) => resolving.has(mark)),
    )
    const entry = { id: 't0.no_judgement', kind: 'no_judgement', at: 0, turn: 't0', messages: [] } as const
    const listed = { ...entry, messages: [], state: 'waiting' as const, readWhenTaken: false }
    const records = history.records.map((one): Record => {
      if (one.type !== 'committed' || one.customer !== call.customer) return one
      return { ...one, conversation: { ...one.conversation, entries: [...one.conversation.entries, listed] } }
    })
    return { ...history, records }
  },
  'what nobody has taken stands'(history) {
    const waits = ({ conversation }: Of<'committed'>): boolean =>
      conversation.entries.some(({ kind, state }) => kind === 'handoff' && state === 'waiting')
    const { place, one } = placeOf(history.records, 'committed', waits)
    return after(history, place, { ...one, entered: [], conversation: { ...one.conversation, entries: [] } })
  },
  'a customer’s day has an end'(history) {
    return { ...history, setup: { ...history.setup, turnsADay: 0 } }
  },
  'no more are judged at once than may be'(history) {
    const { place, one } = placeOf(history.records, 'asked')
    const later = { ...asks(one, 3), at: one.at + second }
    const crowded = after(history, place, asks(one, 1), asks(one, 2), later)
    return { ...crowded, setup: { ...history.setup, atOnce: 2 } }
  },
  'the model takes no more than it may'(history) {
    return { ...history, setup: { ...history.setup, tokens: 1 } }
  },
  ...falsifiedRequests,
  'a model that is down is left alone'(history) {
    const { place, one } = placeOf(history.records, 'asked')
    const failures = [1, 2, 3, 4, 5].map((count) => ({
      ...judges(one, count, 'none', 'unavailable'),
      customer: count % 3,
    }))
    const again = { ...asks(one, 6), at: one.at + second }
    return { ...after(history, place, ...failures, again), setup: { ...history.setup, breaker: true } }
  },
}
