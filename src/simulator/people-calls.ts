/** What LINE tells a bot of people: a customer's profile, and who is in a group or room. */
import { pictureAddress } from './avatars.ts'
import type { Answer, BotCall } from './bot-calls.ts'
import type { Chat } from './chats.ts'
import type { Platform } from './platform.ts'

const NOT_FOUND: Answer = { status: 404, body: { message: 'Not found' }, effect: false }
const look = (body: unknown): Answer => ({ status: 200, body, effect: false })

/** LINE: 404 for one that the account is not in. */
function placeOf(platform: Platform, kind: Chat['kind'], { id = '' }: BotCall): Chat | undefined {
  const chat = platform.find(id)
  return chat?.kind === kind && !chat.blocked ? chat : undefined
}

/** LINE's pictures are on https; here they are where the simulator is. */
const personOf = (platform: Platform, { id, name }: Chat): Record<string, string> => ({
  displayName: name,
  userId: id,
  pictureUrl: pictureAddress(platform.origin, id),
})

export function profile(platform: Platform, call: BotCall): Answer {
  const chat = placeOf(platform, 'user', call)
  return chat ? look({ ...personOf(platform, chat), language: chat.language }) : NOT_FOUND
}

export function group(platform: Platform, call: BotCall): Answer {
  const chat = placeOf(platform, 'group', call)
  return chat ? look({ groupId: chat.id, groupName: chat.name }) : NOT_FOUND
}

/** The account itself is not counted. */
export function memberCount(platform: Platform, kind: 'group' | 'room', call: BotCall): Answer {
  const chat = placeOf(platform, kind, call)
  return chat ? look({ count: chat.members?.length ?? 0 }) : NOT_FOUND
}

/** Also of somebody who is no friend of the account, and without the language. */
export function member(platform: Platform, kind: 'group' | 'room', call: BotCall): Answer {
  const { userId = '' } = call
  const person = placeOf(platform, kind, call)?.members?.includes(userId) ? platform.find(userId) : undefined
  return person ? look(personOf(platform, person)) : NOT_FOUND
}
