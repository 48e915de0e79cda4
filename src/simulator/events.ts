/** Webhook events as LINE writes them (see @line/bot-sdk, webhook/model), and the ids and tokens in them. */
import { randomBytes } from 'node:crypto'

/** In groups and rooms LINE leaves the user out when that user has not agreed to it, or the event is nobody's. */
export type Source =
  | { type: 'user'; userId: string }
  | { type: 'group'; groupId: string; userId?: string }
  | { type: 'room'; roomId: string; userId?: string }

export interface LineEvent {
  type: string
  /** Missing where an event is about the account, not about a chat. */
  source?: Source
  timestamp: number
  mode: 'active' | 'standby'
  webhookEventId: string
  deliveryContext: { isRedelivery: boolean }
  replyToken?: string
  [detail: string]: unknown
}

/** A message event as a test needs it: its message and tokens can be read. */
export interface MessageEvent extends LineEvent {
  type: 'message'
  source: Source
  message: { id: string; type: string; markAsReadToken?: string; quoteToken?: string; [detail: string]: unknown }
}

/** Where somebody does something: in this group or room instead of the one-to-one chat. */
export interface Place {
  groupId?: string
  roomId?: string
}

export interface EventOptions extends Place {
  /** When it happened, in epoch milliseconds. Default: now. An earlier one arrives late. */
  timestamp?: number
  /** Groups and rooms: the user has not agreed to be told of, so LINE leaves the user id out. */
  withoutUserId?: boolean
  /** The text mentions the account: where its name stands, else at the beginning, where it is then put. */
  mentionsBot?: boolean
  /** `standby`: another module has the chat. */
  mode?: 'active' | 'standby'
  /** The field is optional in LINE's description. */
  withoutReadToken?: boolean
  withoutReplyToken?: boolean
  /** Texts and stickers can quote a message of the same chat. */
  quotedMessageId?: string
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID: 10 characters of time, 16 of chance; `webhookEventId` has this form. */
export function ulid(now: number): string {
  let time = ''
  for (let rest = Math.max(0, Math.floor(now)), i = 0; i < 10; i++, rest = Math.floor(rest / 32))
    time = CROCKFORD.charAt(rest % 32) + time
  return time + Array.from(randomBytes(16), (byte) => CROCKFORD.charAt(byte % 32)).join('')
}

export const token = (bytes = 16): string => randomBytes(bytes).toString('hex')

let lastMessageId = 0n
/** Numbers of 18 digits that grow; taken from the clock so that a restart without a state file repeats none. */
export function nextMessageId(): string {
  const fromClock = BigInt(Date.now()) * 100_000n
  lastMessageId = fromClock > lastMessageId ? fromClock : lastMessageId + 1n
  return String(lastMessageId)
}
