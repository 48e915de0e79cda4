/** What must hold of look-ups and of requests that are recorded: once, before it is said, and never lost. */
import type { Fact } from '../../src/core/facts.ts'
import type { Account, Ask, Of } from './account.ts'
import type { Broken, History, Invariant } from './history.ts'
import { answerMarks, messageMarks, readable } from './marks.ts'

const teller =
  (account: Account, invariant: Invariant) =>
  (at: number, what: string): Broken => ({ invariant, customer: account.customer, at, what })

/** One request makes one row; and what may be recorded is never judged again, so that it is not recorded in other words. */
export function requestsDoubled(account: Account): Broken[] {
  const tell = teller(account, 'a request stands once')
  const broken: Broken[] = []
  const by = new Map<string, string>()
  for (const { value, tried, kept } of account.requests.all) {
    const at = tried.at(-1)?.at ?? account.lastAt
    if (kept.length > 1) broken.push(tell(at, `“${readable(value)}” stands ${kept.length} times in the sink.`))
    if (kept.length === 0) continue
    const answer = answerMarks(value)[0] ?? ''
    for (const mark of messageMarks(value)) {
      const before = by.get(mark) ?? answer
      by.set(mark, before)
      if (before === answer) continue
      const what = `What ${readable(mark)} asked for was recorded by ${readable(before)} and again by ${readable(answer)}.`
      broken.push(tell(at, what))
    }
  }
  return broken
}

/** The customer is told only what the sink has confirmed. */
export function saidEarly(account: Account): Broken[] {
  const tell = teller(account, 'a request stands before it is said')
  return answersOf(account).flatMap(({ call, ask }) => {
    const value = ask.records.find((one) => {
      const { confirmed = Infinity, kept = [] } = account.requests.of(one) ?? {}
      return confirmed > call.order || kept.length === 0 || kept[0]! > call.order
    })
    if (value === undefined || !stands(ask)) return []
    return [tell(call.at, `${readable(ask.mark ?? '')} was said, and nobody had confirmed “${readable(value)}”.`)]
  })
}

/** What code has to lower is not said, and nothing of it recorded: also where a look-up gave nothing. */
export function untenable(account: Account): Broken[] {
  const tell = teller(account, 'what does not stand is not said')
  const said = answersOf(account).flatMap(({ call, ask }) => {
    const why = ask.gaveNothing ? 'something that was looked up for it gave nothing' : `it means ${ask.means}`
    return stands(ask) || ask.means === 'needs_info'
      ? []
      : [tell(call.at, `${readable(ask.mark ?? '')} was said though ${why}.`)]
  })
  const tried = account.requests.all.flatMap(({ value, tried: [first] }) => {
    const ask = account.askByMark.get(answerMarks(value)[0] ?? '')
    if (!first || (ask && stands(ask) && ask.records.includes(value))) return []
    return [tell(first.at, `“${readable(value)}” was to be recorded, which no judgement wants that stands.`)]
  })
  return [...said, ...tried]
}

const stands = ({ means }: Ask): boolean => means === 'resolved' || means === 'small_talk'

function answersOf(account: Account): { call: Of<'called'>; ask: Ask }[] {
  return [...account.calls.values()].flatMap((call) =>
    call.texts.flatMap(answerMarks).flatMap((mark) => {
      const ask = account.askByMark.get(mark)
      return ask ? [{ call, ask }] : []
    }),
  )
}

/** A request that was decided and never confirmed: a person has an entry, or the customer took it all back. */
export function lostRequests(account: Account, { setup }: History): Broken[] {
  if (!setup.live) return []
  const tell = teller(account, 'no request is lost')
  const decided = new Map<string, { since: number; at: number; messages: readonly string[]; value: string }>()
  for (const { order, at, conversation } of account.commits) {
    for (const action of conversation.outbox) {
      if (action.kind !== 'record' || decided.has(action.id)) continue
      decided.set(action.id, { since: order, at, messages: action.messages, value: action.given['what'] ?? '' })
    }
  }
  const left = new Set(account.end?.outbox.map(({ id }) => id))
  return [...decided].flatMap(([id, { since, at, messages, value }]) => {
    const { kept = [], confirmed } = account.requests.of(value) ?? {}
    // What is never made, or never ends, is asked elsewhere.
    if (confirmed !== undefined || left.has(id)) return []
    const isListed = [...account.entries.values()].some(
      (entry) => entry.since >= since && messages.some((message) => entry.messages.has(message)),
    )
    const isGone = messages.every((message) => account.messages.get(message)?.unsent !== undefined)
    // It may stand there though it was taken back: that is for a person to look at.
    if (isListed || (isGone && kept.length === 0)) return []
    return [tell(at, `“${readable(value)}” was not confirmed, and nobody hears of it.`)]
  })
}

/** What staff are told to record themselves does not stand there, and what counts as recorded does. */
export function notTrue(account: Account): Broken[] {
  const tell = teller(account, 'staff hear whether a request stands')
  const byAction = new Map(
    account.requests.all.flatMap((request) =>
      request.tried.flatMap(({ actions }) => actions.map((action) => [action, request] as const)),
    ),
  )
  return account.facts.filter(isEnded).flatMap(({ at, action, how }) => {
    const request = byAction.get(action)
    const isKept = (request?.kept.length ?? 0) > 0
    if (isKept && (how === 'undelivered' || how === 'superseded'))
      return [tell(at, `“${readable(request?.value ?? '')}” stands in the sink, and ${action} says that it does not.`)]
    return !isKept && how === 'done' ? [tell(at, `${action} counts as recorded, and there is no row of it.`)] : []
  })
}

type EndedRecord = Fact & { type: 'ended' }
const isEnded = (fact: Fact): fact is EndedRecord => fact.type === 'ended' && fact.what === 'record'

/** Staff act on entries by their ids. */
export function twiceListed(account: Account): Broken[] {
  const tell = teller(account, 'an entry stands once')
  const commit = account.commits.find(({ conversation: { entries, outbox } }) =>
    [entries, outbox].some((all) => all.length > 1 && new Set(all.map(({ id }) => id)).size < all.length),
  )
  if (!commit) return []
  const { entries, outbox } = commit.conversation
  return [tell(commit.at, `Two have the same id: ${[...entries, ...outbox].map(({ id }) => id).join(', ')}.`)]
}
