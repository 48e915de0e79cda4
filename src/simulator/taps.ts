/** Finding the button that somebody taps: a quick reply under the last message, or one of a template or Flex Message. */
import { quickRepliesOf, type Button, type Chat, type ShownMessage } from './chats.ts'

export interface Tappable {
  message: ShownMessage
  button: Button
  /** Quick replies go with a tap; the buttons of a message stay. */
  goes: boolean
}

/** What can be tapped in a chat just now, the newest first. */
export function tappables(chat: Chat): Tappable[] {
  const last = chat.messages.at(-1)
  const quick = last ? quickRepliesOf(chat).map((button) => ({ message: last, button, goes: true })) : []
  const templates = chat.messages
    .toReversed()
    .flatMap((message) => (message.buttons ?? []).map((button) => ({ message, button, goes: false })))
  return [...quick, ...templates]
}

/**
 * A label; a place among what can be tapped (0 is the first quick reply, else the newest message's first button); or the
 * place among the buttons of a message itself, as a Flex Message numbers them.
 */
export type Which = string | number | { button: number }

/**
 * @param messageId only under this message
 * @throws Error that names what can be tapped
 */
export function findTappable(chat: Chat, which: Which, messageId?: string): Tappable {
  const all = tappables(chat).filter(({ message }) => messageId === undefined || message.id === messageId)
  const found = pick(all, which)
  if (found) return found
  const labels = all.map(({ button }) => `“${button.label}”`).join(', ')
  const name = typeof which === 'object' ? which.button : which
  throw new Error(`There is no button ${name} to tap in ${chat.id}; there is ${labels || 'none'}`)
}

function pick(all: Tappable[], which: Which): Tappable | undefined {
  if (typeof which === 'number') return all[which]
  if (typeof which === 'string') return all.find(({ button }) => button.label === which)
  return all.filter(({ goes }) => !goes)[which.button]
}
