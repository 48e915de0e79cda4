/**
 * Limits: how much one customer may have of the model in a day (policy), and how much of one turn it is shown. Past them a
 * rule of ours gives the turn to a person: no model is asked, and nobody is left in silence.
 *
 *   turns_a_day    judgements of this customer's turns by the model, within 24 h
 *   tokens_a_day   what those took, in and out
 *   too_much       more messages or characters in one turn than the model is shown at once
 *   spending       the shop's own stop: tokens or dollars of all customers within 24 h (flow/spending)
 *   queue          too many turns at once, and this one's time was over before it could be judged (flow/queue)
 */
import { wordsOf } from './content.ts'
import type { Conversation } from './conversation.ts'
import type { Origin } from './judgement.ts'
import type { PromptPolicy } from './policy.ts'
import type { Looks } from './request.ts'
import type { Turn } from './turn.ts'

/** Why a turn went to a person before any model was asked. */
export type Limit = 'turns_a_day' | 'tokens_a_day' | 'too_much' | 'spending' | 'queue'

/** What a customer has had of the model since the beginning of a window of 24 h. */
export interface Used {
  /** When the window began: with the first judgement after the one before was over (ms). */
  since: number
  turns: number
  tokens: number
}

const window = 24 * 3_600_000

/**
 * LINE lets a customer send 5,000 characters as often as they like. What they write by hand stays far below these; more
 * is not cut, since nobody could tell what was left out: it is a person's.
 */
export const mostInTurn = { messages: 50, characters: 40_000 }

/** Characters of what was said before: beyond them the oldest are left out, as they are beyond `history`. */
export const mostOfHistory = 40_000

/** Adds a judgement. Those by a rule cost nothing and do not count. */
export function counted(used: Used | undefined, { by, usage }: Origin, at: number): Used | undefined {
  if (by !== 'model') return used
  const { since, turns, tokens } = within(used, at) ?? { since: at, turns: 0, tokens: 0 }
  return { since, turns: turns + 1, tokens: tokens + (usage?.input ?? 0) + (usage?.output ?? 0) }
}

/** A window that begins in the future is a clock's that had jumped. */
const within = (used: Used | undefined, now: number): Used | undefined =>
  used && now >= used.since && now - used.since < window ? used : undefined

/** The day's limit that a customer has reached, if any. The judgement that passes it is still given. */
export function dayLimit(
  { used }: Pick<Conversation, 'used'>,
  policy: Pick<PromptPolicy, 'turns_a_day' | 'tokens_a_day'>,
  now: number,
): Limit | undefined {
  const { turns = 0, tokens = 0 } = within(used, now) ?? {}
  if (turns >= policy.turns_a_day) return 'turns_a_day'
  return tokens >= policy.tokens_a_day ? 'tokens_a_day' : undefined
}

/** Whether a turn is more than the model is shown at once, with the texts that its files hold as far as they are known. */
export function isTooMuch({ messages }: Turn, looks: Looks = new Map()): boolean {
  if (messages.length > mostInTurn.messages) return true
  const lengths = messages.map(({ id, content }) => {
    const look = looks.get(id)
    return wordsOf(content).length + (look?.type === 'text' ? look.text.length : 0)
  })
  return lengths.reduce((sum, length) => sum + length, 0) > mostInTurn.characters
}
