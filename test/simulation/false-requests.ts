/** The same for what must hold of look-ups and requests. */
import { after, instead, isAnswer, placeOf, type Of } from './falsify.ts'
import type { History, Invariant, Record } from './history.ts'
import { answerMarks } from './marks.ts'

/** Of all answers that were sent. */
export const saidMarks = ({ records }: History): Set<string> =>
  new Set(records.flatMap((one) => (one.type === 'called' ? one.texts.flatMap(answerMarks) : [])))

/** A request that stands, and of which the customer was told. */
export function saidRequest(history: History): Of<'recording'> & Record {
  const said = saidMarks(history)
  return placeOf(history.records, 'recording', ({ value }) => answerMarks(value).some((mark) => said.has(mark))).one
}

function commitBefore({ records }: History, place: number, customer: number | undefined): Of<'committed'> {
  const found = records.findLast((one, at) => at < place && one.type === 'committed' && one.customer === customer)
  if (found?.type !== 'committed') throw new Error('no commit')
  return found
}

export const falsifiedRequests = {
  'what does not stand is not said'(history: History): History {
    const { one: call } = placeOf(history.records, 'called', isAnswer)
    const { place, one } = placeOf(history.records, 'judged', ({ mark }) => call.texts.join().includes(mark))
    return instead(history, place, { ...one, means: 'handoff' })
  },
  'a request stands once'(history: History): History {
    const { place, one } = placeOf(history.records, 'kept')
    return after(history, place, one)
  },
  'a request stands before it is said'(history: History): History {
    const { value } = saidRequest(history)
    return { ...history, records: history.records.filter((one) => !(one.type === 'kept' && one.value === value)) }
  },
  'no request is lost'(history: History): History {
    const one = saidRequest(history)
    const place = history.records.indexOf(one)
    const { conversation } = commitBefore(history, place, one.customer)
    const outbox = conversation.outbox.flatMap((action) =>
      action.kind === 'record' ? [{ ...action, id: 't900.record-1', given: { what: 'another' } }] : [],
    )
    return after(history, place, {
      type: 'committed',
      at: one.at,
      customer: one.customer,
      entered: [],
      conversation: { ...conversation, outbox },
    })
  },
  'staff hear whether a request stands'(history: History): History {
    const { value } = saidRequest(history)
    const records = history.records.filter((one) => !(one.type === 'kept' && one.value === value))
    return { ...history, records }
  },
  'an entry stands once'(history: History): History {
    const { place, one } = placeOf(history.records, 'committed', ({ conversation }) => conversation.entries.length > 0)
    const { entries } = one.conversation
    return instead(history, place, { ...one, conversation: { ...one.conversation, entries: [...entries, ...entries] } })
  },
} satisfies { [Name in Invariant]?: (history: History) => History }
