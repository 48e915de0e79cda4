/** Makes one attempt of an action: the call itself, with its time limit. What came of it is a value. */
import { createHash } from 'node:crypto'
import type { Action } from '../core/action.ts'
import type { Conversation } from '../core/conversation.ts'
import type { CallResult } from '../core/outcome.ts'
import { bodyOf } from '../core/reply.ts'
import { retryKeyOf } from '../core/retry-key.ts'
import type { Parts } from './parts.ts'
import { notify, type TellingParts } from './telling.ts'

/** Time limits of one call (ms). DESIGN.md: a read has 5 s; "nothing within 8 s" makes a reply unknown. */
const timeouts = { read: 5_000, reply: 8_000 } as const

/** @param attempt what `attempted` recorded: by which way, up to which message */
export function perform(
  conversation: Conversation,
  action: Action,
  attempt: { via?: 'reply' | 'push'; upTo?: string },
  parts: Parts & TellingParts,
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
      if (!parts.notifier) return Promise.resolve({ type: 'not_sent', why: 'nobody is told any more' })
      return notify(conversation, action, parts.notifier, parts)
    default:
      return action satisfies never
  }
}

/**
 * The key of a push, from conversation and action. The messages are part of it, so that what is pushed about others
 * never has the same key.
 */
export function retryKey(conversation: string, action: Pick<Action, 'id' | 'messages'>): string {
  const hash = createHash('sha256')
    .update([conversation, action.id, ...action.messages].join('\n'))
    .digest('hex')
  return retryKeyOf(hash)
}
