/**
 * Forgetting a customer for good, as `npm run forget` asks for: not only what was said, but that there ever was such a
 * conversation. Each is erased while nobody runs it; what arrives afterwards begins a new one. In a group only what this
 * person wrote goes, like messages that were unsent.
 */
import { randomUUID } from 'node:crypto'
import type { Conversation } from '../core/conversation.ts'
import { enterUnsend } from '../core/enter.ts'
import type { InboxEvent } from '../core/event.ts'
import { evolveAll } from '../core/evolve.ts'
import type { AuditErasing } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Contents } from '../ports/contents.ts'
import type { Drafts } from '../ports/drafts.ts'
import type { Erasing } from '../ports/erasing.ts'
import type { Store } from '../ports/store.ts'
import type { Runner } from './runner.ts'

export interface ForgetParts {
  store: Pick<Store, 'load' | 'commit' | 'waiting'> & Erasing
  runner: Pick<Runner, 'alone' | 'wake'>
  contents: Pick<Contents, 'forget'>
  drafts: Pick<Drafts, 'forget'>
  audit: AuditErasing
  clock: Pick<Clock, 'now'>
}

export interface Forgotten {
  /** Conversations that are gone. */
  conversations: number
  /** Groups in which messages were erased. */
  groups: number
  drafts: number
  /** Lines of the audit that named them. */
  auditLines: number
}

/** LINE's own form of the ids of users, groups and rooms. */
const lineId = '[UCR][0-9a-f]{32}'
const wholeId = new RegExp(`^(?:U[0-9a-f]{32}:(?:user|group|room):)?${lineId}$`)

/** Whether it is one id, whole: part of one, or a word, would be found in what others wrote. */
export const isWholeId = (who: string): boolean => wholeId.test(who)

/** A LINE user id, or the id of a conversation: that of a user stands for all that is kept of them. */
export function idIn(who: string): { user: string } | { conversation: string; chat: string } {
  const parts = who.split(':')
  const [kind, chat = ''] = parts.slice(-2)
  if (parts.length < 3 || chat === '') return { user: who }
  return kind === 'user' ? { user: chat } : { conversation: who, chat }
}

/** @param who see `idIn` */
export async function forget(who: string, parts: ForgetParts): Promise<Forgotten> {
  const { store, audit } = parts
  const id = idIn(who)
  const found = 'user' in id ? await store.conversationsOf(id.user) : { own: [id.conversation], shared: [] }
  const forgotten: Forgotten = { conversations: 0, groups: found.shared.length, drafts: 0, auditLines: 0 }
  const chat = 'user' in id ? id.user : id.chat
  for (const conversation of found.own) {
    forgotten.drafts += await parts.drafts.forget(conversation)
    if (await eraseConversation(conversation, parts, { waitingOf: chat })) forgotten.conversations += 1
  }
  const names = 'user' in id ? [id.user] : [id.conversation, id.chat]
  for (const conversation of 'user' in id ? found.shared : []) {
    // Nobody can tell whose words a draft is made of.
    forgotten.drafts += await parts.drafts.forget(conversation)
    await eraseMember(conversation, names[0] ?? '', parts)
  }
  await store.purge(names)
  forgotten.auditLines = await audit.unname(names)
  return forgotten
}

/** What is erased: also what waits of somebody now, or only what may still go. */
export type Extent =
  | { waitingOf: string }
  /** Asked when nobody runs it any more, of the conversation as it is then. */
  | { still: (kept: Conversation) => boolean | Promise<boolean> }

/**
 * What comes in while it is being erased waits, and begins a new conversation.
 * @returns whether there was one, and it was erased
 */
export function eraseConversation(
  conversation: string,
  { store, runner, contents }: Pick<ForgetParts, 'store' | 'runner' | 'contents'>,
  extent: Extent,
): Promise<boolean> {
  return runner.alone(conversation, async () => {
    const kept = await store.load(conversation)
    const ids = (kept?.messages ?? []).map(({ id }) => id)
    if ('waitingOf' in extent) {
      ids.push(...messagesIn(await store.waiting(conversation)))
      await store.dropWaiting(conversation, extent.waitingOf)
    } else if (!kept || !(await extent.still(kept))) return false
    await contents.forget?.(ids)
    await store.erase(conversation)
    return kept !== undefined
  })
}

/** They may have been looked at, in a run that was broken off. */
const messagesIn = (events: readonly InboxEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'message' ? [event.messageId] : []))

async function eraseMember(conversation: string, user: string, parts: ForgetParts): Promise<void> {
  const { store, runner, contents, clock } = parts
  await runner.alone(conversation, async () => {
    const waiting = (await store.waiting(conversation)).filter(({ by }) => by === user)
    if (waiting.length > 0) await contents.forget?.(messagesIn(waiting))
    await store.dropWaiting(conversation, user)
    const kept = await store.load(conversation)
    const theirs = (kept?.messages ?? []).filter(({ by }) => by === user)
    if (!kept || theirs.length === 0) return
    await contents.forget?.(theirs.map(({ id }) => id))
    const now = clock.now()
    const after = theirs.reduce((c, { id: messageId }) => {
      const unsend = { id: `forget-${randomUUID()}`, messageId, erased: true as const }
      return evolveAll(c, enterUnsend(c, unsend, now))
    }, kept)
    await store.commit({
      conversation: { ...after, version: after.version + 1 },
      entered: [],
      overflow: [],
      wakeAt: now,
    })
  })
  runner.wake(conversation)
}
