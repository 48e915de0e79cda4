/** Makes one attempt of an action: the call itself, with its time limit. What came of it is a value. */
import { createHash } from 'node:crypto'
import type { Action, NotifyAction } from '../core/action.ts'
import { describe } from '../core/content.ts'
import type { Conversation } from '../core/conversation.ts'
import type { CallResult } from '../core/outcome.ts'
import { bodyOf } from '../core/reply.ts'
import type { Notice, Notifier } from '../ports/notifier.ts'
import type { Parts } from './parts.ts'

/** Time limits of one call (ms). DESIGN.md: a read has 5 s, telling 10 s; "nothing within 8 s" makes a reply unknown. */
const timeouts = { read: 5_000, notify: 10_000, profile: 2_000, reply: 8_000 } as const

/** @param attempt what `attempted` recorded: by which way, up to which message */
export function perform(
  conversation: Conversation,
  action: Action,
  attempt: { via?: 'reply' | 'push'; upTo?: string },
  parts: Parts,
): Promise<CallResult> {
  switch (action.kind) {
    case 'read': {
      if (parts.readsAll) return parts.line.markAllAsRead(conversation.chat.id, timeouts.read)
      const token = conversation.messages.find((message) => message.id === attempt.upTo)?.readToken
      if (!token) throw new Error(`no read token for message ${attempt.upTo}`)
      return parts.line.markAsRead(token, timeouts.read)
    }
    case 'reply': {
      const body = bodyOf(conversation.outbox, action)
      if (attempt.via === 'reply' && action.token) {
        return parts.line.reply(action.token.value, body, timeouts.reply)
      }
      return parts.line.push(conversation.chat.id, body, retryKey(conversation.id, action), timeouts.reply)
    }
    case 'notify':
      if (!parts.notifier) return Promise.resolve({ type: 'not_sent', why: 'NOTIFY_WEBHOOK_URL is not set any more' })
      return notify(conversation, action, parts.notifier, parts)
    default:
      return action satisfies never
  }
}

/**
 * The `X-Line-Retry-Key` of a push: a UUID derived from conversation and action, so that it never changes, whatever
 * process makes the attempt. LINE accepts the same key once within 24 hours. The messages are part of it: a conversation
 * that had to begin anew counts its turns from one again.
 */
export function retryKey(conversation: string, action: Pick<Action, 'id' | 'messages'>): string {
  const hash = createHash('sha256')
    .update([conversation, action.id, ...action.messages].join('\n'))
    .digest('hex')
  const variant = ((Number.parseInt(hash[16]!, 16) & 3) | 8).toString(16)
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/** Staff find the chat in OA Manager by the customer's or group's name; telling does not wait long for it, nor fail without it. */
async function notify(
  conversation: Conversation,
  action: NotifyAction,
  notifier: Notifier,
  { line, consoleUrl }: Parts,
): Promise<CallResult> {
  const { id, type } = conversation.chat
  const asked: Promise<string | undefined> =
    type === 'user'
      ? line.profile(id, timeouts.profile).then((profile) => profile?.displayName)
      : type === 'group'
        ? line.groupName(id, timeouts.profile)
        : Promise.resolve(undefined)
  const name = await asked.catch(() => undefined)
  const notice = noticeOf(conversation, action)
  return notifier.notify({ ...notice, name, consoleUrl }, timeouts.notify - timeouts.profile)
}

function noticeOf(conversation: Conversation, action: NotifyAction): Notice {
  const entry = conversation.entries.find((one) => one.id === action.entry)
  const text = conversation.judged.findLast((one) => one.turn === action.turn)
  const words = conversation.messages.filter((message) => action.messages.includes(message.id)).map(describe)
  return {
    conversation: conversation.id,
    kind: entry?.kind ?? 'handoff',
    reason: text?.reason ?? '',
    summary: text?.summary ?? '',
    words: words.at(-1) ?? '',
  }
}
