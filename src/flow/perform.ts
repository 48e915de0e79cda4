/** Makes one attempt of an action: the call itself, with its time limit. What came of it is a value. */
import { createHash } from 'node:crypto'
import type { Action, NotifyAction } from '../core/action.ts'
import { describe } from '../core/content.ts'
import type { Conversation } from '../core/conversation.ts'
import { fixedReason } from '../core/fixed-reason.ts'
import type { CallResult } from '../core/outcome.ts'
import { bodyOf } from '../core/reply.ts'
import { isShownRead, waitsSince } from '../core/summary.ts'
import type { Notice, Notifier } from '../ports/notifier.ts'
import type { Parts } from './parts.ts'
import { whoIs } from './people.ts'

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

/** Messages on a card: people write in bursts. */
const lastWords = 3

/** Staff find the chat in OA Manager by the name; telling does not wait long for it, nor fail without it. */
async function notify(
  conversation: Conversation,
  action: NotifyAction,
  notifier: Notifier,
  parts: Parts,
): Promise<CallResult> {
  const [known] = conversation.customer ? [] : ((await whoIs(conversation, parts)) ?? [])
  const customer = conversation.customer ?? (known?.type === 'known' ? known.who?.customer : undefined)
  const notice = noticeOf(conversation, action, parts)
  const who = { name: customer?.name, pictureUrl: customer?.pictureUrl }
  return notifier.notify({ ...notice, ...who }, timeouts.notify - timeouts.profile)
}

function noticeOf(conversation: Conversation, action: NotifyAction, { clock, consoleUrl }: Parts): Notice {
  const { id, entries, judged, facts, messages, language, profileLanguage } = conversation
  const entry = entries.find((one) => one.id === action.entry)
  const page = consoleUrl?.()
  const text = judged.findLast((one) => one.turn === action.turn)
  const decision = facts.findLast((fact) => fact.type === 'judged' && fact.turn === action.turn)
  const lowered = decision?.type === 'judged' ? decision.lowered : undefined
  const first = messages.findIndex((message) => action.messages.includes(message.id))
  const newest = messages.slice(Math.max(0, first)).filter((message) => message.state !== 'unsent')
  return {
    id: `${id}:${action.id}`,
    conversation: id,
    entry: action.entry,
    kind: entry?.kind ?? 'handoff',
    reminder: action.reminder ?? false,
    language: language ?? profileLanguage,
    reason: text?.reason ?? '',
    lowered,
    topic: decision?.type === 'judged' ? decision.topic : undefined,
    fixed: fixedReason(conversation, action.turn),
    summary: text?.summary ?? '',
    words: newest.slice(-lastWords).map(describe),
    since: entry ? waitsSince(conversation, [entry]) : clock.now(),
    now: clock.now(),
    // Read that this very telling holds follows it at once: a card that stays is not to say otherwise.
    unread: messages.filter((one) => one.state !== 'unsent' && !isShownRead(conversation, one) && !one.readDue).length,
    consoleUrl: page && `${page}/${encodeURIComponent(id)}`,
  }
}
