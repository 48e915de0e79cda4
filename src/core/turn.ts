/**
 * Turn: all open messages taken together, judged when a new one is among them, since people write in bursts. It closes
 * after a short quiet time (`quiet`), at the latest `at_most` after its first message. When its judgement has been
 * dropped three times, or 20 s after its first message, it is *frozen*: what comes later waits for the next turn.
 */
import { compare, type Conversation, type CustomerMessage } from './conversation.ts'
import type { PromptPolicy } from './policy.ts'

/** DESIGN.md, Races: "After 3 times, or 20 s from its first message, the turn is frozen". */
export const dropsUntilFrozen = 3
export const frozenAfter = 20_000

export interface Turn {
  /** Oldest first. */
  messages: CustomerMessage[]
  /** The new ones among them. */
  fresh: CustomerMessage[]
}

/** The turn that is forming or being judged; undefined when there is nothing new, or staff have the conversation. */
export function turnOf(conversation: Conversation): Turn | undefined {
  if (conversation.mode === 'staff' || conversation.gone) return undefined
  const open = conversation.messages.filter((message) => message.state === 'new' || message.state === 'asked')
  const fresh = open.filter((message) => message.state === 'new')
  if (fresh.length === 0) return undefined
  const first = Math.min(...fresh.map((message) => message.receivedAt))
  // When every message the turn was frozen with has been unsent, the later ones are a turn of their own.
  const frozen =
    conversation.frozenAt !== undefined && conversation.frozenAt >= first ? conversation.frozenAt : Infinity
  const frozenAt = Math.min(first + frozenAfter, frozen)
  const within = (message: CustomerMessage) => message.state === 'asked' || message.receivedAt <= frozenAt
  const messages = open.filter(within).toSorted(compare)
  return { messages, fresh: messages.filter((message) => message.state === 'new') }
}

/** When the turn closes (ms). A wait longer than `at_most` means that the clock has jumped back: it is over. */
export function closesAt(turn: Turn, policy: PromptPolicy, now: number): number {
  const { quiet, quiet_media: quietMedia } = policy
  // A lone photo waits a little longer for its question; one that we asked for is the answer to ours.
  const lone = turn.messages.every(({ kind }) => kind === 'image' || kind === 'video' || kind === 'file')
  const most = lone ? Math.max(policy.at_most, quietMedia) : policy.at_most
  const times = turn.fresh.map((message) => message.receivedAt)
  const at = Math.min(Math.max(...times) + (lone ? Math.max(quiet, quietMedia) : quiet), Math.min(...times) + most)
  return at - now > most ? now : at
}

/** A turn's messages as they are by now: a tap may have brought a token meanwhile, or a call used one up. */
export function turnIn({ messages: all }: Conversation, { messages, fresh }: Turn): Turn {
  const now = (one: CustomerMessage): CustomerMessage => all.find(({ id }) => id === one.id) ?? one
  return { messages: messages.map(now), fresh: fresh.map(now) }
}

export const idsOf = (messages: readonly { id: string }[]): string[] => messages.map((message) => message.id)

export const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index])
