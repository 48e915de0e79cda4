/**
 * The way to a customer's chat, where staff answer. LINE tells no address of a chat in OA Manager; staff can paste the one
 * that they see there, and it is kept.
 */
import type { Conversation } from '../core/conversation.ts'
import { lineChatsUrl } from './nav.ts'
import type { Chats } from './words.ts'

export interface Way {
  href: string
  /** It leads to this very chat; else to the list in which it is to be found. */
  exact: boolean
}

/** Undefined where there is no chat for staff. */
export function chatAddressOf(
  { chat, chatAddress }: Pick<Conversation, 'chat' | 'chatAddress'>,
  chats: Chats,
): Way | undefined {
  switch (chats) {
    case 'line':
      return chatAddress === undefined ? { href: lineChatsUrl, exact: false } : { href: chatAddress, exact: true }
    case 'simulator':
      return { href: `/simulator/oa/${encodeURIComponent(chat.id)}`, exact: true }
    case 'elsewhere':
      return undefined
    default:
      return chats satisfies never
  }
}

const hosts: ReadonlySet<string> = new Set(['chat.line.biz', 'manager.line.biz'])
const longest = 500

/** An address that staff pasted, as it is kept; undefined when it cannot be that of a chat. */
export function readChatAddress(pasted: string): string | undefined {
  const text = pasted.trim()
  if (text.length > longest || !URL.canParse(text)) return undefined
  const { protocol, host, username, password, pathname, href } = new URL(text)
  const own = protocol === 'https:' && hosts.has(host) && username === '' && password === ''
  // The list itself is not the chat.
  return own && pathname.length > 1 && href.length <= longest ? href : undefined
}
