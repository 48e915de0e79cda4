/** Finding the button that a customer taps: a quick reply under the last message, or a template's. */
import { quickRepliesOf, type Button, type Chat, type ShownMessage } from './chats.ts'

export interface Tappable {
  message: ShownMessage
  button: Button
  /** Quick replies go with a tap; a template's buttons stay. */
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
 * @param which a label, or a place among what can be tapped (0 is the first quick reply, else the newest template's first)
 * @param messageId only under this message
 * @throws Error that names what can be tapped
 */
export function findTappable(chat: Chat, which: string | number, messageId?: string): Tappable {
  const all = tappables(chat).filter(({ message }) => messageId === undefined || message.id === messageId)
  const found = typeof which === 'number' ? all[which] : all.find(({ button }) => button.label === which)
  if (found) return found
  const labels = all.map(({ button }) => `“${button.label}”`).join(', ')
  throw new Error(`There is no button ${which} to tap in ${chat.id}; there is ${labels || 'none'}`)
}
