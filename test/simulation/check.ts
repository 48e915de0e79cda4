/** The checker: everything that must hold of a history, held against it. */
import { Account } from './account.ts'
import { Chat } from './chat.ts'
import { failures, late, lost, stuck } from './check-ends.ts'
import { falseReads, missingReads, repeats } from './check-read.ts'
import { ended, noticed, questions, rationed, stale, vanished } from './check-rules.ts'
import { lostRequests, notTrue, requestsDoubled, saidEarly, twiceListed, untenable } from './check-requests.ts'
import { attempts, doubled, foreign, outdated, paused, unsent } from './check-said.ts'
import { silence } from './check-silence.ts'
import { crowded, pressed, spent } from './check-limits.ts'
import type { Broken, History } from './history.ts'
import { answerMarks } from './marks.ts'

export interface Counts {
  events_accepted: number
  events_ended: number
  events_lost: number
  judgements: number
  answers: number
  answers_doubled: number
  reads: number
  false_reads: number
  reads_missing: number
  look_ups: number
  requests: number
  requests_doubled: number
  requests_lost: number
  crashes: number
}

export interface Verdict {
  broken: Broken[]
  counts: Counts
}

export function check(history: History): Verdict {
  const { records } = history
  const count = (which: (one: History['records'][number]) => boolean): number => records.filter(which).length
  const found = history.setup.customers.map((customer) => {
    const account = new Account(history, customer)
    const chat = new Chat(account, history.setup)
    const ends = lost(account, chat)
    const said = doubled(account)
    const early = falseReads(account, history)
    const missing = missingReads(account, history)
    const twice = requestsDoubled(account)
    const away = lostRequests(account, history)
    return {
      accepted: ends.accepted,
      lost: ends.broken.length,
      said: said.length,
      early: early.length,
      missing: missing.length,
      twice: twice.length,
      away: away.length,
      broken: [
        ...twice,
        ...away,
        ...saidEarly(account),
        ...notTrue(account),
        ...untenable(account),
        ...twiceListed(account),
        ...ends.broken,
        ...said,
        ...early,
        ...missing,
        ...repeats(account),
        ...attempts(account),
        ...silence(account, chat),
        ...outdated(account),
        ...paused(account),
        ...foreign(account),
        ...unsent(account, history),
        ...stuck(account, history),
        ...late(account, history),
        ...stale(account, history),
        ...noticed(account),
        ...questions(account, chat),
        ...ended(account),
        ...vanished(account),
        ...rationed(account, history),
      ],
    }
  })
  const sum = (of: (one: (typeof found)[number]) => number): number => found.reduce((all, one) => all + of(one), 0)
  const [accepted, away] = [sum((one) => one.accepted), sum((one) => one.lost)]
  return {
    broken: [
      ...failures(records),
      ...crowded(history),
      ...spent(history),
      ...pressed(history),
      ...found.flatMap(({ broken }) => broken),
    ],
    counts: {
      events_accepted: accepted,
      events_ended: accepted - away,
      events_lost: away,
      judgements: count((one) => one.type === 'judged'),
      answers: records.reduce(
        (all, one) => all + (one.type === 'shown' ? one.texts.flatMap(answerMarks).length : 0),
        0,
      ),
      answers_doubled: sum((one) => one.said),
      reads: records.reduce((all, one) => all + (one.type === 'marked' ? one.messages.length : 0), 0),
      false_reads: sum((one) => one.early),
      reads_missing: sum((one) => one.missing),
      look_ups: count((one) => one.type === 'looked'),
      requests: count((one) => one.type === 'kept'),
      requests_doubled: sum((one) => one.twice),
      requests_lost: sum((one) => one.away),
      crashes: count((one) => one.type === 'crashed'),
    },
  }
}
