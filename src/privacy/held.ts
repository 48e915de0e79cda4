/**
 * All that a data folder holds of a user, read from outside: no lock, no write, also while a server is at work on it. What
 * has come in and not entered its conversation yet stands in the inbox, and is found there.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { refuseHalfRestored } from '../adapters/files/half-restored.ts'
import { readConversations } from '../adapters/files/read-conversations.ts'
import { linesOf, namesIn, parsed, textOf } from '../adapters/files/reading.ts'
import type { Conversation } from '../core/conversation.ts'
import { namesAny } from '../core/naming.ts'
import { idIn, isWholeId } from '../flow/forget.ts'
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
  /** Files that are no conversation, and could be theirs for all anybody can tell. */
  unreadable: string[]
}

const record = z.record(z.string(), z.unknown())
const draftsFile = z.object({ drafts: z.array(record) })

/**
 * @param who a LINE user id, or the id of a conversation
 * @param other told of every conversation that is not theirs
 */
export async function heldOf(
  folder: string,
  who: string,
  other: (conversation: Conversation) => void = () => undefined,
): Promise<Held> {
  await refuseHalfRestored(folder)
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
  for (const name of (await namesIn(join(folder, 'inbox'))).toSorted()) {
    held.inbox.push(...(await linesNaming(join(folder, 'inbox', name), names)))
  }
  for await (const read of readConversations(folder)) {
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
  const drafts = draftsFile.safeParse(parsed((await textOf(join(folder, 'drafts.json'))) ?? '')).data?.drafts ?? []
  held.drafts.push(...drafts.filter(({ conversation }) => typeof conversation === 'string' && ids.has(conversation)))
  held.audit.push(...(await linesNaming(join(folder, 'audit.jsonl'), names)))
  held.setAside.push(...(await linesNaming(join(folder, 'set-aside.jsonl'), names)))
  return held
}

/** What is done with part of an id would be done with somebody else's words. @throws Refused */
export function mustBeWhole(who: string): void {
  if (isWholeId(who)) return
  throw new Refused(
    `“${who.slice(0, 100)}” is no id of LINE's: see that the id is whole. It is U (a group: C, a room: R) and 32 digits or letters from a to f, or the id of a conversation, which has two of them; a conversation's page has it.`,
  )
}

export const isNothing = ({ own, shared, inbox, drafts, audit, setAside }: Held): boolean =>
  [own, shared, inbox, drafts, audit, setAside].every((some) => some.length === 0)

async function linesNaming(path: string, names: readonly string[]): Promise<Record<string, unknown>[]> {
  const lines = (await linesOf(path)).filter((line) => namesAny(line, names))
  return lines.flatMap((line) => {
    const read = record.safeParse(parsed(line))
    return read.success ? [read.data] : []
  })
}
