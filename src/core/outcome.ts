/**
 * What LINE's answer to an attempt means, and what follows ("One answer", DESIGN.md). An attempt is stored before its
 * call; whatever is not surely done or surely refused is *unknown*, and is tried again with the same token or key.
 *
 * Budgets: a read 5 s and telling 10 s from their first attempt, a reply its token's life, a record see recorded.ts. Past its budget an action is
 * still tried, but holds back nothing (see next.ts).
 */
import type { Action, NotifyAction, ReadAction, ReplyAction } from './action.ts'
import {
  backoff,
  describeResult,
  isRefused,
  isSuccess,
  isUnknown,
  longest,
  outcomeOf,
  second,
  waitFor,
  type AttemptResult,
} from './attempt-result.ts'
import { compare, type Conversation } from './conversation.ts'
import { evolve } from './evolve.ts'
import type { Change, Result } from './facts.ts'
import type { Policy } from './policy.ts'
import { readTarget } from './read.ts'
import { concludeRecord } from './recorded.ts'
import { tokenLife, withJoined } from './reply.ts'
import { defer, end, entriesOf, giveUp } from './undelivered.ts'

export { describeResult, type AttemptResult, type CallResult } from './attempt-result.ts'

/** A retry begun within this time of receipt and of the event's own time met a living token: "invalid" then means used. */
const surelyAlive = 50_000

/**
 * What follows from the outcome of the attempt that stands open on an action. Outcomes always commit.
 * @param result how the call came out; `no_answer` also for an attempt found open after a restart
 */
export function conclude(
  conversation: Conversation,
  action: Action,
  result: AttemptResult,
  policy: Policy,
  now: number,
): Change[] {
  switch (action.kind) {
    case 'read':
      return concludeRead(conversation, action, result, policy, now)
    case 'notify':
      return concludeNotify(action, result, now)
    case 'reply':
      return concludeReply(conversation, action, result, policy, now)
    case 'record':
      return concludeRecord(conversation, action, result, policy, now)
    default:
      return action satisfies never
  }
}

function concludeRead(
  conversation: Conversation,
  action: ReadAction,
  result: AttemptResult,
  policy: Policy,
  now: number,
): Change[] {
  const upTo = action.tries?.open?.upTo
  const count = action.tries?.count ?? 1
  if (isSuccess(result) && upTo !== undefined) {
    const target = conversation.messages.find((message) => message.id === upTo)
    const messages = conversation.messages
      .filter((message) => target && message.readAt === undefined && compare(message, target) <= 0)
      .map((message) => message.id)
    const outcome = outcomeOf(action, result, 'done', now)
    return [outcome, { type: 'read', at: now, upTo, messages }, end(action, 'done', now)]
  }
  if (isRefused(result) || isUnknown(result)) {
    const outcome = outcomeOf(action, result, isUnknown(result) ? 'unknown' : 'refused', now)
    return [outcome, waitFor(action, backoff(second / 2, count, result), now, describeResult(result))]
  }
  // A 400 ends this token; the newest older one that is due is tried.
  const refused: Change[] = [outcomeOf(action, result, 'refused', now)]
  if (upTo !== undefined) refused.push({ type: 'token_refused', at: now, message: upTo })
  const next = readTarget(refused.reduce(evolve, conversation), policy)
  return next ? refused : [...refused, end(action, 'refused', now)]
}

/** Telling staff is retried from 10 s doubling to 10 min, until it succeeds or staff take the conversation. */
function concludeNotify(action: NotifyAction, result: AttemptResult, now: number): Change[] {
  if (isSuccess(result)) return [outcomeOf(action, result, 'done', now), end(action, 'done', now)]
  const means = isUnknown(result) ? 'unknown' : 'refused'
  const wait = backoff(10 * second, action.tries?.count ?? 1, result)
  return [outcomeOf(action, result, means, now), waitFor(action, wait, now, describeResult(result))]
}

function concludeReply(
  conversation: Conversation,
  action: ReplyAction,
  result: AttemptResult,
  policy: Policy,
  now: number,
): Change[] {
  const via = action.tries?.open?.via ?? action.via
  const unknown = action.tries?.unknown ?? false
  const count = action.tries?.count ?? 1
  const outcome = (means: Result): Change => outcomeOf(action, result, means, now)
  const done = (): Change[] => [
    outcome('done'),
    {
      ...end(action, 'done', now),
      sent: result.type === 'answered' ? result.sent : undefined,
    },
    ...withJoined(conversation.outbox, action)
      .flatMap((one) => entriesOf(conversation, one))
      .map((entry): Change => ({ type: 'entry_ended', at: now, entry: entry.id, why: 'answered' })),
  ]
  /** It becomes a staff entry and does not silence the assistant. */
  const failed = (how: 'undelivered' | 'uncertain', means: Result): Change[] => [
    outcome(means),
    ...giveUp(conversation, action, how, policy, now),
  ]
  const again = (means: Result, most = longest): Change[] => [
    outcome(means),
    waitFor(action, Math.min(most, backoff(second, count, result)), now, describeResult(result)),
  ]

  if (isSuccess(result)) return done()
  if (via === 'push') {
    if (result.type === 'answered' && result.status === 409) return done()
    if (result.type === 'answered' && result.status === 429 && /monthly limit/i.test(result.message ?? '')) {
      if (unknown) return failed('uncertain', 'refused')
      return [outcome('refused'), ...defer(conversation, action, 'monthly_limit', policy, now)]
    }
    if (isUnknown(result) || isRefused(result)) return again(isUnknown(result) ? 'unknown' : 'refused')
    return failed(unknown ? 'uncertain' : 'undelivered', 'refused')
  }

  const token = action.token
  const life = (token?.receivedAt ?? 0) + tokenLife
  if (isInvalidToken(result)) {
    if (!unknown)
      return [outcome('refused'), { type: 'push_instead', at: now, action: action.id, why: 'token_refused' }]
    const began = action.tries?.open?.at ?? now
    // A clock that was set back tells nothing.
    const since = token ? [began - token.receivedAt, began - token.timestamp] : []
    const alive = token && since.every((age) => age < surelyAlive) && began >= token.receivedAt
    return alive ? done() : failed('uncertain', 'unknown')
  }
  if (isRefused(result)) {
    if (now < life) return again('refused', life - now)
    if (unknown) return failed('uncertain', 'refused')
    return [outcome('refused'), { type: 'push_instead', at: now, action: action.id, why: 'token_ended' }]
  }
  if (isUnknown(result)) {
    // One more try with the same token even past its life: LINE's answer may still tell. Then it stays uncertain.
    return now < life || !unknown ? again('unknown') : failed('uncertain', 'unknown')
  }
  return failed(unknown ? 'uncertain' : 'undelivered', 'refused')
}

/** LINE gives nothing but these words to tell a used or ended reply token by. */
const isInvalidToken = (result: AttemptResult): boolean =>
  result.type === 'answered' && result.status === 400 && /invalid reply token/i.test(result.message ?? '')
