/**
 * Linking: a customer signs in at the shop, so that what is theirs there can be shown to them here.
 *
 *   offered   a look-up wanted it: the page to sign in on goes out with the question (sign-in.ts)
 *   asked     LINE tells that they have signed in, with a nonce; the shop's system is asked whose account that was
 *   linked    it has told: what wanted it is judged again. Until the customer undoes it, blocks the account, or is forgotten
 *   failed    it knows of no such sign-in, or gave no answer for some minutes: who waits for it is a person's
 *
 * The nonce stays with the conversation until then, so a restart asks again. LINE has looked whether whoever signed in is
 * the user for whom the link token was issued; the account that a nonce stands for is believed of nobody but the shop's
 * own system.
 */
import type { ReplyToken } from './action.ts'
import type { Conversation, CustomerMessage, Linking } from './conversation.ts'
import type { LinkEvent } from './event.ts'
import { evolveAll } from './evolve.ts'
import type { Change } from './facts.ts'
import { fixedLanguage } from './fixed-language.ts'
import { handedOff } from './handoff.ts'
import type { Failure } from './look-ups/failure.ts'
import { promiseText } from './notice-hours.ts'
import type { Notices } from './notices.ts'
import { withActions } from './outbox.ts'
import { noticeText, type Policy } from './policy.ts'
import { reply } from './reply.ts'
import { tokenFor } from './tap.ts'
import { idsOf, turnOf } from './turn.ts'

/** After a try without an answer the next comes so much later (ms): some four minutes in all. */
const waits = [2_000, 5_000, 15_000, 30_000, 60_000, 60_000, 60_000]
const longestWait = 60_000

/** Why staff have it. WhoseAccount from the facts in their language (fixed-reason.ts). */
export const notLinked =
  'The customer has signed in at the shop, and the shop’s system did not tell whose account that is.'

/** What the shop's system says of a nonce; undefined: nothing is declared any more that could be asked. */
export type WhoseAccount =
  | { type: 'found'; account: string }
  | { type: 'unknown' }
  | { type: 'failed'; why: Failure }
  | undefined

/** LINE tells that the customer has signed in at the shop. */
export function enterLink(conversation: Conversation, event: LinkEvent, policy: Policy, now: number): Change[] {
  const { id, nonce, replyToken, receivedAt, timestamp } = event
  const brings = tokenFor(conversation, event, now)
  if (!policy.links || event.restored || policy.observe) {
    const why = policy.links && policy.observe ? 'observing' : 'nothing_to_do'
    return [{ type: 'noted', at: now, event: id, what: 'accountLink', why }, ...brings]
  }
  if (nonce === undefined) return [{ type: 'link_refused', at: now, event: id }, ...brings]
  const token: ReplyToken | undefined =
    replyToken === undefined ? undefined : { value: replyToken, receivedAt, timestamp }
  const linking: Linking = { event: id, nonce, ...(token && { token }), tries: 0, next: now }
  return [{ type: 'link_asked', at: now, event: id, timestamp, linking }]
}

/** When the shop's system is asked (ms); undefined when there is nothing to ask. */
export function linksAt({ linking }: Conversation, policy: Policy, now: number): number | undefined {
  if (!linking || policy.observe) return undefined
  // More than the longest wait left means that the clock has jumped.
  return linking.next - now > longestWait ? now : linking.next
}

/** What becomes of a nonce that was asked about. */
export function concludeLink(
  conversation: Conversation,
  { event, tries }: Linking,
  told: WhoseAccount,
  policy: Policy,
  now: number,
): Change[] {
  const { linking } = conversation
  if (linking?.event !== event) return []
  if (told?.type === 'found') return linked(conversation, linking, told.account, policy, now)
  const wait = told?.type === 'failed' ? waits[tries] : undefined
  if (told?.type === 'failed' && wait !== undefined) {
    return [{ type: 'link_waits', at: now, why: told.why, until: now + wait }]
  }
  const why = told === undefined ? 'undeclared' : told.type === 'unknown' ? 'unknown' : 'given_up'
  return notTold(conversation, linking, { type: 'link_failed', at: now, why }, policy, now)
}

function linked(conversation: Conversation, linking: Linking, account: string, policy: Policy, now: number): Change[] {
  const change: Change = { type: 'linked', at: now, messages: [], account }
  if (conversation.mode === 'staff' || policy.observe) return [change]
  const words = { ...wordsOf(conversation, linking, 'linked', policy), token: undefined, notice: false }
  // Whatever goes out next takes these words along: by the same token, in one call.
  const along: Change['actions'] = [{ ...words, via: 'push', deferred: true }]
  if (isJudgedSoon(conversation)) return [{ ...change, actions: along }]
  const again = policy.paused ? [] : idsOf(waiting(conversation, policy, now))
  const { token } = linking
  if (again.length > 0) return [{ ...change, messages: again, ...(token && { token }), actions: along }]
  return [{ ...change, actions: said(conversation, linking, 'linked', policy) }]
}

/** Who waits for it goes on with a person: to sign in once more would lead nowhere else. */
function notTold(conversation: Conversation, linking: Linking, failed: Change, policy: Policy, now: number): Change[] {
  if (conversation.mode === 'staff' || policy.observe) return [failed]
  const open = waiting(conversation, policy, now)
  if (open.length === 0 || isJudgedSoon(conversation)) {
    return [{ ...failed, actions: said(conversation, linking, 'not_linked', policy) }]
  }
  const id = turnOfLink(linking)
  const turn = { messages: open, fresh: [] }
  const language = fixedLanguage(conversation, turn, policy)
  const after = evolveAll(conversation, [failed])
  const { changes, actions } = handedOff({ conversation: after, turn, policy, now }, id, {
    notice: promiseText(policy, 'handoff', language, now),
    language,
    token: linking.token,
  })
  const text = { turn: id, messages: idsOf(open), reason: notLinked, summary: '' }
  const told = changes.map((change) => (change.type === 'handed_off' ? { ...change, text } : change))
  return withActions([failed, ...told], actions)
}

/** A turn is under way, or about to be judged: it takes what is open along, and knows the account by then. */
const isJudgedSoon = (conversation: Conversation): boolean =>
  conversation.pending !== undefined || turnOf(conversation) !== undefined

/** What was answered with the page to sign in on, is still open, and not too old for the machine. */
function waiting({ messages, linkOffered = [] }: Conversation, policy: Policy, now: number): CustomerMessage[] {
  return messages.filter(
    ({ id, state, timestamp }) =>
      linkOffered.includes(id) && state === 'asked' && now - timestamp <= policy.stale_after,
  )
}

const turnOfLink = ({ event }: Pick<Linking, 'event'>): string => `link-${event}`

function wordsOf(conversation: Conversation, linking: Linking, kind: keyof Notices, policy: Policy) {
  const turn = { messages: [], fresh: [] }
  const language = fixedLanguage(conversation, turn, policy)
  return reply({ conversation, turn, policy }, turnOfLink(linking), [noticeText(policy, kind, language)], {
    notice: true,
    language,
    token: linking.token,
  })
}

/** A few words back, which are not worth a push. */
const said = (conversation: Conversation, linking: Linking, kind: keyof Notices, policy: Policy): Change['actions'] =>
  linking.token ? [{ ...wordsOf(conversation, linking, kind, policy), tokenOnly: true }] : []
