/** Everything a person can do on the page, and what becomes of it. */
import { z } from 'zod'
import type { Chat } from './chats.ts'
import { userIdFor } from './customers.ts'
import type { Place } from './events.ts'
import { mentionIn, type Person } from './mentions.ts'
import { staffMarkRead, staffWrites } from './oa-manager.ts'
import type { Phones } from './phones.ts'
import type { Platform } from './platform.ts'
import { TroubleSwitch, type Troubles } from './troubles.ts'

export interface DeedParts {
  platform: Platform
  phones: Phones
  troubles: Troubles
}

const id = z.string().min(1).max(200)
/** Who does it, and in which group or room; without one in the own chat. */
export const who = { userId: id, chatId: id.optional() }
const quoting = { quotedMessageId: id.optional() }
const placeName = z.string().trim().max(100).optional()

export const Deed = z.discriminatedUnion('do', [
  z.object({ do: z.literal('say'), ...who, ...quoting, text: z.string().trim().min(1).max(5000) }),
  z.object({ do: z.literal('sticker'), ...who, ...quoting, face: z.string(), keywords: z.array(z.string()) }),
  z.object({ do: z.literal('location'), ...who, title: placeName, address: placeName }),
  z.object({ do: z.literal('tap'), ...who, messageId: id, label: z.string() }),
  /** A Flex Message's, by its number there: labels can be alike. */
  z.object({ do: z.literal('press'), ...who, messageId: id, button: z.number().int().min(0) }),
  /** In OA Manager. */
  z.object({ do: z.literal('staff say'), chatId: id, text: z.string().trim().min(1).max(5000) }),
  z.object({ do: z.literal('staff read'), chatId: id }),
  z.object({ do: z.literal('unsend'), ...who, messageId: id }),
  z.object({ do: z.literal('redeliver'), ...who, messageId: id.optional() }),
  z.object({ do: z.enum(['follow', 'unfollow']), userId: id }),
  z.object({ do: z.enum(['join', 'leave']), chatId: id }),
  z.object({ do: z.literal('arrive'), name: z.string().trim().min(1).max(40), language: z.string() }),
  z.object({ do: z.literal('trouble'), wish: TroubleSwitch }),
  z.object({ do: z.literal('end trouble') }),
])
export type Deed = z.infer<typeof Deed>

/** @throws Error when it cannot be done any more, for instance a tap on a button that has gone */
export async function perform({ phones, platform, troubles }: DeedParts, deed: Deed): Promise<unknown> {
  switch (deed.do) {
    case 'say': {
      const { userId, text, quotedMessageId } = deed
      const place = placeOf(platform, deed.chatId)
      const mention = deed.chatId === undefined ? undefined : mentionIn(text, peopleIn(platform, deed.chatId))
      return phones.write(userId, { type: 'text', text, mention }, { ...place, quotedMessageId })
    }
    case 'sticker': {
      const { userId, face, keywords, quotedMessageId } = deed
      return phones.sticker(userId, { face, keywords }, { ...placeOf(platform, deed.chatId), quotedMessageId })
    }
    case 'location': {
      const { title, address } = deed
      const named = { title: title || undefined, address: address || undefined }
      return phones.location(deed.userId, named, placeOf(platform, deed.chatId))
    }
    case 'tap': {
      const { userId, label, messageId } = deed
      return phones.tap(userId, label, { ...placeOf(platform, deed.chatId), messageId })
    }
    case 'press': {
      const { userId, button, messageId } = deed
      return phones.tap(userId, { button }, { ...placeOf(platform, deed.chatId), messageId })
    }
    case 'staff say':
      return staffWrites(platform, deed.chatId, deed.text)
    case 'staff read':
      return staffMarkRead(platform, deed.chatId)
    case 'unsend':
      return phones.unsend(deed.userId, deed.messageId)
    case 'redeliver': {
      const { messageId, chatId = deed.userId } = deed
      const eventId = messageId === undefined ? platform.find(chatId)?.lastEventId : eventOf(platform, messageId)
      return { delivered: eventId === undefined ? 0 : await phones.redeliver(eventId) }
    }
    case 'follow':
    case 'unfollow':
      return phones.happens(deed.userId, deed.do)
    case 'join':
    case 'leave':
      return phones.happens(deed.chatId, deed.do)
    case 'arrive': {
      const userId = userIdFor(`${deed.name} ${platform.saved.chats.length} ${Date.now()}`)
      platform.open(userId, { name: deed.name, language: deed.language })
      platform.changed()
      return { userId }
    }
    case 'trouble':
      return troubles.turn(deed.wish)
    case 'end trouble':
      return troubles.endAll()
    default:
      return deed satisfies never
  }
}

export function placeOf(platform: Platform, chatId: string | undefined): Place {
  const chat = chatId === undefined ? undefined : platform.find(chatId)
  if (chat?.kind === 'group') return { groupId: chat.id }
  return chat?.kind === 'room' ? { roomId: chat.id } : {}
}

/** Whom one can mention in a group: the account and everybody in it. */
function peopleIn(platform: Platform, chatId: string): Person[] {
  const members = (platform.find(chatId)?.members ?? []).map((userId) => platform.find(userId))
  return [
    { userId: platform.botUserId, name: platform.settings.displayName, isSelf: true },
    ...members
      .filter((chat): chat is Chat => chat !== undefined)
      .map((chat) => ({ userId: chat.id, name: chat.name, isSelf: false })),
  ]
}

const OfMessage = z.object({ type: z.literal('message'), message: z.object({ id: z.string() }) })

function eventOf(platform: Platform, messageId: string): string | undefined {
  const event = Object.values(platform.saved.events).find(
    (event) => OfMessage.safeParse(event).data?.message.id === messageId,
  )
  return event?.webhookEventId
}
