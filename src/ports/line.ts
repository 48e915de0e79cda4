/** LINE's Messaging API, as far as kidoku calls it. Nothing here throws for an answer of LINE's: it is a value. */
import type { OutgoingMessage } from '../core/action.ts'
import type { CallResult } from '../core/outcome.ts'

export interface BotInfo {
  displayName: string
  userId: string
  /** `bot`: Chat is Off in the response settings and LINE marks everything read by itself. */
  chatMode: 'chat' | 'bot'
  markAsReadMode: 'manual' | 'auto'
}

export interface Profile {
  displayName: string
  pictureUrl?: string
  language?: string
}

/** What LINE itself saw when it called the webhook. */
export interface WebhookTest {
  success: boolean
  /** Zero or less when no answer came. */
  statusCode: number
  /** LINE's word for it, such as `COULD_NOT_CONNECT`, and its detail. */
  reason: string
  detail: string
}

/** Every call ends within its `timeout` (ms): no answer by then is a `no_answer`. */
export interface Line {
  reply(token: string, messages: OutgoingMessage[], timeout: number): Promise<CallResult>
  /** @param retryKey a UUID: LINE accepts the same key once within 24 hours */
  push(to: string, messages: OutgoingMessage[], retryKey: string, timeout: number): Promise<CallResult>
  /** Marks everything up to and including the token's message. */
  markAsRead(token: string, timeout: number): Promise<CallResult>
  /** The old endpoint for corporate accounts: marks all messages of a user. It cannot be used together with Chat. */
  markAllAsRead(userId: string, timeout: number): Promise<CallResult>
  /** @param seconds 5 to 60, in fives */
  showLoading(userId: string, seconds: number, timeout: number): Promise<CallResult>
  /** Rejects with a readable error when LINE cannot be asked. */
  botInfo(timeout: number): Promise<BotInfo>
  /** Undefined when the user has no profile for us (left, blocked). */
  profile(userId: string, timeout: number): Promise<Profile | undefined>
  /** What a group is called; undefined when the account is not in it (any more). */
  groupName(groupId: string, timeout: number): Promise<string | undefined>
  /** How many people are in a group, the account not counted; undefined when the account is not in it. */
  groupSize(groupId: string, timeout: number): Promise<number | undefined>
  /** What a member of a group is called; undefined when there is no such member. */
  memberName(groupId: string, userId: string, timeout: number): Promise<string | undefined>
  /**
   * By which a user links their LINE account to the one in the shop's system (LINE: for ten minutes, once; the time may
   * change). Undefined when LINE gives none for this user.
   */
  linkToken(userId: string, timeout: number): Promise<string | undefined>
  /** Messages that cost: this month's limit (none for an unlimited plan) and what is used of it. */
  quota(timeout: number): Promise<{ limit?: number; used: number }>
  /** Where LINE sends webhooks, and whether "Use webhook" is on; undefined when no address is set. */
  webhook(timeout: number): Promise<{ url: string; active: boolean } | undefined>
  /** Has LINE call the webhook now. */
  testWebhook(timeout: number): Promise<WebhookTest>
}
