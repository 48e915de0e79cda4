/** Makes one attempt of an action: the call itself, with its time limit. What came of it is a value. */
import { createHash } from 'node:crypto'
import type { Action, RecordAction } from '../core/action.ts'
import type { Conversation } from '../core/conversation.ts'
import type { AttemptResult } from '../core/outcome.ts'
import { bodyOf } from '../core/reply.ts'
import { retryKeyOf } from '../core/retry-key.ts'
import type { Parts } from './parts.ts'
import { notify, type TellingParts } from './telling.ts'

/** Time limits of one call (ms). DESIGN.md: a read has 5 s; "nothing within 8 s" makes a reply unknown. */
const timeouts = { read: 5_000, reply: 8_000, record: 8_000 } as const

/** @param attempt what `attempted` recorded: by which way, up to which message */
export function perform(
  conversation: Conversation,
  action: Action,
  attempt: { via?: 'reply' | 'push'; upTo?: string },
  parts: Parts & TellingParts,
): Promise<AttemptResult> {
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
    case 'record':
      return record(conversation, action, parts)
    case 'notify':
      if (!parts.notifier) return Promise.resolve({ type: 'not_sent', why: 'nobody is told any more' })
      return notify(conversation, action, parts.notifier, parts)
    default:
      return action satisfies never
  }
}

/** The same key each time: however often it is tried, the request stands there once. */
async function record(
  conversation: Conversation,
  action: RecordAction,
  { live, clock }: Pick<Parts, 'live' | 'clock'>,
): Promise<AttemptResult> {
  const sink = live?.sink(action.record)
  if (!sink) return { type: 'not_sent', why: `there is no record ${action.record} any more` }
  // Another sink knows nothing of the key, and may mean something else by what is given.
  if (action.same !== undefined && action.same !== sink.same) {
    return { type: 'declined', why: 'it is declared otherwise by now' }
  }
  const over = new AbortController()
  clock.after(timeouts.record, over.signal).then(
    () => over.abort(),
    () => undefined,
  )
  const recorded = await sink.record(action.given, retryKey(conversation.id, action), over.signal)
  over.abort()
  switch (recorded.type) {
    case 'confirmed':
      return { type: 'confirmed', reference: recorded.reference }
    case 'refused':
      return { type: 'declined', why: recorded.detail }
    case 'not_recorded':
      return { type: 'not_sent', why: recorded.detail }
    case 'unknown':
      return { type: 'no_answer', why: recorded.detail }
    default:
      return recorded satisfies never
  }
}

/**
 * The key of a push, or of a record, from conversation and action. The messages are part of it, so that what is pushed about others
 * never has the same key.
 */
export function retryKey(conversation: string, action: Pick<Action, 'id' | 'messages'>): string {
  const hash = createHash('sha256')
    .update([conversation, action.id, ...action.messages].join('\n'))
    .digest('hex')
  return retryKeyOf(hash)
}
