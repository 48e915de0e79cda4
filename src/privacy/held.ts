/**
 * All that is held of a user, read from outside, also while a server is at work on it. What has come in and not entered its
 * conversation yet stands in the inbox, and is found there.
 */
import { z } from 'zod'
import type { Conversation } from '../core/conversation.ts'
import { idIn, isWholeId } from '../flow/forget.ts'
import type { Holdings } from '../ports/holdings.ts'
import { Refused } from './refused.ts'

export interface Held {
  /** Their own conversations. */
  own: Conversation[]
  /** Groups in which they wrote. */
  shared: Conversation[]
  /** Events that have not been deleted from the inbox yet, as they are kept. */
  inbox: Record<string, unknown>[]
  drafts: Record<string, unknown>[]
  audit: Record<string, unknown>[]
  /** Events that could not be read. */
  setAside: Record<string, unknown>[]
  /** The id is that of the account: it stands in every conversation's. */
  isAccount: boolean
  /** Files, or rows, that are no conversation, and could be theirs for all anybody can tell. */
  unreadable: string[]
}

const draftsShape = z.object({ drafts: z.array(z.record(z.string(), z.unknown())) })

/**
 * @param who a LINE user id, or the id of a conversation
 * @param other told of every conversation that is not theirs
 */
export async function heldOf(
  holdings: Holdings,
  who: string,
  other: (conversation: Conversation) => void = () => undefined,
): Promise<Held> {
  const id = idIn(who)
  const names = 'user' in id ? [id.user] : [id.conversation, id.chat]
  const isOwn = (one: Conversation): boolean => ('user' in id ? one.chat.id === id.user : one.id === id.conversation)
  const held: Held = {
    own: [],
    shared: [],
    inbox: [],
    drafts: [],
    audit: [],
    setAside: [],
    isAccount: false,
    unreadable: [],
  }
  // First: what leaves the inbox while this is read is in its conversation then.
  held.inbox.push(...(await holdings.naming('inbox', names)))
  for await (const read of holdings.conversations()) {
    if (read.ok && 'user' in id && read.conversation.id.startsWith(`${id.user}:`)) held.isAccount = true
    if (!read.ok) held.unreadable.push(read.path)
    else if (isOwn(read.conversation)) held.own.push(read.conversation)
    else {
      if ('user' in id && read.conversation.messages.some(({ by }) => by === id.user)) {
        held.shared.push(read.conversation)
      }
      other(read.conversation)
    }
  }
  const ids = new Set([...held.own, ...held.shared].map((one) => one.id))
  const drafts = draftsShape.safeParse(await holdings.drafts()).data?.drafts ?? []
  held.drafts.push(...drafts.filter(({ conversation }) => typeof conversation === 'string' && ids.has(conversation)))
  held.audit.push(...(await holdings.naming('audit', names)))
  held.setAside.push(...(await holdings.naming('set_aside', names)))
  return held
}

/** What is done with part of an id would be done with somebody else's words. @throws Refused */
export function mustBeWhole(who: string): void {
  if (isWholeId(who)) return
  throw new Refused(
    `“${who.slice(0, 100)}” is no id of LINE's: see that the id is whole. It is U (a group: C, a room: R) and 32 digits or letters from a to f, or the id of a conversation, which has two of them; a conversation's page has it.`,
  )
}

export const notHeld = (who: string, { place, setting }: Holdings): string =>
  `Nothing is kept of ${who} in ${place}: see that the id is whole, and that ${setting} is that of the server.`

export const isNothing = ({ own, shared, inbox, drafts, audit, setAside }: Held): boolean =>
  [own, shared, inbox, drafts, audit, setAside].every((some) => some.length === 0)
