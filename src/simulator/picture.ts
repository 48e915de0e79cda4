/** What the page shows, as one picture: small enough to be sent whole after every change. */
import type { ApiCall } from './api.ts'
import { quickRepliesOf, type Chat, type ShownMessage } from './chats.ts'
import { groupSuggestions, STAFF_GROUP, SUGGESTIONS } from './customers.ts'
import type { Platform } from './platform.ts'
import { systemsView, type ShopInUse } from './shop-in-use.ts'
import { shopSuggestions } from './shop-suggestions.ts'
import type { Troubles } from './troubles.ts'

export interface PictureParts {
  platform: Platform
  calls: readonly ApiCall[]
  troubles: Troubles
  appUrl: () => string
  /** What the bakery's customers could ask who have not written yet; where the shop is in use, that instead. */
  suggestions: boolean
  shop: ShopInUse | undefined
  /** The staff's group has a phone of its own. */
  staff: boolean
}

const SHOWN_MESSAGES = 200
const SHOWN_CALLS = 14

export function pictureOf(parts: PictureParts): unknown {
  const { platform, calls, troubles, appUrl, staff, shop } = parts
  const chats = platform.saved.chats.filter((chat) => !chat.staff)
  const group = staff ? platform.find(STAFF_GROUP.id) : undefined
  return {
    shop: platform.settings.displayName,
    appUrl: appUrl(),
    customers: chats.filter(({ kind }) => kind === 'user').map((chat) => customerView(platform, chat, parts)),
    groups: chats.filter(({ kind }) => kind !== 'user').map((chat) => customerView(platform, chat, parts)),
    staff: group && customerView(platform, group),
    systems: systemsView(shop),
    troubles: troubles.state,
    calls: calls
      .slice(-SHOWN_CALLS)
      .map(({ at, call, chatId, status, effect }) => ({ at, call, chatId, status, effect })),
  }
}

/** A customer's chat, or a group's or room's with its members. */
function customerView(platform: Platform, chat: Chat, suggested?: Pick<PictureParts, 'suggestions' | 'shop'>): unknown {
  const { id, kind, name, language, blocked, messages, members = [], dotsUntil } = chat
  return {
    id,
    kind,
    name,
    language,
    blocked,
    members: members.map((userId) => {
      const { name = userId.slice(0, 6), language = 'en' } = platform.find(userId) ?? {}
      return { id: userId, name, language }
    }),
    messages: messages.slice(-SHOWN_MESSAGES).map((message) => messageView(platform, message)),
    quickReplies: quickRepliesOf(chat),
    dots: dotsUntil !== undefined && dotsUntil > platform.now(),
    suggestions: suggested && messages.length === 0 ? suggestionsFor(platform, chat, suggested) : [],
  }
}

function suggestionsFor(
  { settings }: Platform,
  { kind, language }: Chat,
  { suggestions, shop }: Pick<PictureParts, 'suggestions' | 'shop'>,
): unknown {
  const ofShop = shopSuggestions(shop, language)
  if (ofShop) return kind === 'user' ? ofShop : []
  if (!suggestions) return []
  return kind === 'user' ? (SUGGESTIONS[language] ?? SUGGESTIONS.en) : groupSuggestions(settings.displayName)
}

/** With where its picture, sound or file is, as long as it is kept. */
function messageView({ contents }: Platform, message: ShownMessage): unknown {
  const content = contents.get(message.id)
  return content ? { ...message, content: `/api/content/${message.id}`, size: content.bytes.length } : message
}
