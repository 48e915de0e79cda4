/**
 * What staff do in LINE's OA Manager, where the account's chats are. LINE tells the bot nothing of it: no webhook, no
 * reply token, no quota. Whether opening a chat there marks it Read LINE's documentation does not say; here only staff's
 * own word does.
 */
import { insert, markRead } from './chats.ts'
import { nextMessageId } from './events.ts'
import type { Platform } from './platform.ts'

/**
 * The phone shows it as the account's, like everything that is not somebody's own.
 * @throws Error when the customer cannot be written to
 */
export function staffWrites(platform: Platform, chatId: string, text: string): { messageId: string } {
  const chat = platform.find(chatId)
  if (!chat) throw new Error(`Nobody has a chat ${chatId} with the account`)
  if (chat.blocked) throw new Error(`${chat.name} has blocked the account, or put it out`)
  const id = nextMessageId()
  chat.dotsUntil = undefined
  insert(chat, { id, from: 'bot', kind: 'text', text, at: platform.now(), byStaff: true })
  platform.changed()
  return { messageId: id }
}

/** Everything the customer has written so far. */
export function staffMarkRead(platform: Platform, chatId: string): void {
  const chat = platform.find(chatId)
  const newest = chat?.messages.findLast(({ from, unsent, byTap }) => from === 'customer' && !unsent && !byTap)
  if (chat && newest) markRead(chat, newest, platform.now())
  platform.changed()
}
