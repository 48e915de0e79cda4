/** What becomes of open messages by a decision, before anything of it has been done: which would turn Read, and when. */
import { compare, type Conversation, type CustomerMessage } from './conversation.ts'
import { evolveAll } from './evolve.ts'
import type { Change } from './facts.ts'
import { readTarget } from './read.ts'
import type { GivenRead } from './tried.ts'

/**
 * @param changes what will hold with the decision
 * @param asked ids of the messages it is asked of
 */
export function givenRead(
  conversation: Conversation,
  changes: readonly Change[],
  asked: readonly string[],
): Record<string, GivenRead> {
  const held = evolveAll(allWithTokens(conversation), changes)
  // An answer is held by nothing but its own way; Read of a hand-off waits for the telling.
  const answered = release(held, (by) => !by.endsWith('.notify'))
  const told = release(held, () => true)
  const now = reached(answered)
  const later = reached(told)
  return Object.fromEntries(asked.map((id) => [id, now.has(id) ? 'now' : later.has(id) ? 'when_told' : 'no']))
}

/** LINE marks everything up to the token's message. */
function reached(conversation: Conversation): ReadonlySet<string> {
  const target = readTarget(conversation, {})
  const marked = target ? conversation.messages.filter((message) => compare(message, target) <= 0) : []
  return new Set(marked.map(({ id }) => id))
}

const edit = (conversation: Conversation, of: (message: CustomerMessage) => CustomerMessage): Conversation => ({
  ...conversation,
  messages: conversation.messages.map(of),
})

/** What was written down, or has been kept, has no tokens; LINE would have sent one with each. */
const allWithTokens = (conversation: Conversation): Conversation =>
  edit(conversation, (message) => ({ ...message, readToken: message.readToken ?? message.id, tokenRefused: false }))

const release = (conversation: Conversation, which: (by: string) => boolean): Conversation =>
  edit(conversation, (message) =>
    message.heldBy !== undefined && which(message.heldBy) ? { ...message, heldBy: undefined } : message,
  )
