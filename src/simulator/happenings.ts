/** Everything LINE tells a bot besides messages, in its documented shape: what each event carries, and whether it can be replied to. */
import { BOT_USER_ID } from './bot-calls.ts'

type Nothing = Record<string, never>

/** What can be said of each event; what is left out gets a plain value. */
export interface Happenings {
  follow: { isUnblocked?: boolean }
  unfollow: Nothing
  join: Nothing
  leave: Nothing
  memberJoined: { members: string[] }
  memberLeft: { members: string[] }
  /** `params`: what a date or rich menu action adds. */
  postback: { data: string; params?: Record<string, string> }
  accountLink: { result?: 'ok' | 'failed'; nonce?: string }
  beacon: { type?: 'enter' | 'banner' | 'stay'; hwid?: string; dm?: string }
  videoPlayComplete: { trackingId?: string }
  membership: { type: 'joined' | 'left' | 'renewed'; membershipId?: number }
  module: { type: 'attached'; scopes?: string[] } | { type: 'detached' }
  activated: { expireAt?: number }
  deactivated: Nothing
  botSuspended: Nothing
  botResumed: Nothing
  /** A notification to a phone number was delivered. */
  delivery: { data?: string }
}

/** What belongs under the event's own name, for instance `{ postback: { data } }`. */
export function bodyOf(type: keyof Happenings, told: Record<string, unknown>, now: number): Record<string, unknown> {
  const membersOf = (): unknown =>
    (Array.isArray(told.members) ? told.members : []).map((userId) => ({ type: 'user', userId }))
  switch (type) {
    case 'follow':
      return { follow: { isUnblocked: false, ...told } }
    case 'memberJoined':
      return { joined: { members: membersOf() } }
    case 'memberLeft':
      return { left: { members: membersOf() } }
    case 'postback':
      return { postback: { data: '', ...told } }
    case 'accountLink':
      return { link: { result: 'ok', nonce: 'a-nonce', ...told } }
    case 'beacon':
      return { beacon: { type: 'enter', hwid: 'd41d8cd98f', ...told } }
    case 'videoPlayComplete':
      return { videoPlayComplete: { trackingId: 'track-id', ...told } }
    case 'membership':
      return { membership: { membershipId: 3189, ...told } }
    case 'module':
      return {
        module: {
          botId: BOT_USER_ID,
          ...(told.type === 'detached'
            ? { reason: 'bot_deleted' }
            : { scopes: ['message:send', 'message:receive'], type: 'attached' }),
          ...told,
        },
      }
    case 'activated':
      return { chatControl: { expireAt: now + 3_600_000, ...told } }
    case 'delivery':
      return { delivery: { data: 'a-delivery-tag', ...told } }
    case 'unfollow':
    case 'join':
    case 'leave':
    case 'deactivated':
    case 'botSuspended':
    case 'botResumed':
      return {}
    default:
      return type satisfies never
  }
}

/** LINE gives a reply token where a bot may answer; not when linking an account failed. */
export function canBeRepliedTo<T extends keyof Happenings>(type: T, details: Partial<Happenings[T]>): boolean {
  if (type === 'accountLink') return !('result' in details && details.result === 'failed')
  return ['follow', 'join', 'memberJoined', 'postback', 'beacon', 'videoPlayComplete', 'membership'].includes(type)
}

/** These are about the account, not about a chat: they have no source. */
export const isOfTheAccount = (type: keyof Happenings): boolean =>
  ['module', 'botSuspended', 'botResumed'].includes(type)

/** These are the chat's, not one user's: in a group LINE names no user. */
export const isOfTheChat = (type: keyof Happenings): boolean =>
  ['join', 'leave', 'memberJoined', 'memberLeft'].includes(type)
