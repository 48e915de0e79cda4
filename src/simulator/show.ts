/** The bot's messages on the phone. */
import { insert, type Button, type Chat, type ShownMessage } from './chats.ts'
import { nextMessageId, token } from './events.ts'
import { shownFlex } from './flex-shown.ts'
import { Action, bodyErrors, type BotAction, type BotMessage, type LineError } from './message-limits.ts'
import type { Platform } from './platform.ts'

/** What can be quoted later, so that LINE gives a quote token for it. */
const QUOTABLE = ['text', 'textV2', 'sticker', 'image', 'video', 'template', 'flex']

/** A quote token belongs to the chat of its message; one of another chat, or none of LINE's, refuses the whole request. */
export function quotesElsewhere(platform: Platform, chat: Chat, messages: BotMessage[]): LineError | undefined {
  const details = messages.flatMap(({ quoteToken }, index) => {
    if (quoteToken === undefined || platform.saved.quoteTokens[quoteToken]?.chatId === chat.id) return []
    return [{ message: 'Invalid quoteToken', property: `messages[${index}].quoteToken` }]
  })
  return details.length > 0 ? bodyErrors(details) : undefined
}

/** The loading dots go with the first message; blocked phones show nothing. */
export function show(platform: Platform, chat: Chat, messages: BotMessage[]): { id: string; quoteToken?: string }[] {
  chat.dotsUntil = undefined
  return messages.map((message) => {
    const id = nextMessageId()
    if (!chat.blocked) insert(chat, shownOf(platform, id, message))
    if (!QUOTABLE.includes(message.type)) return { id }
    const quoteToken = token(24)
    platform.saved.quoteTokens[quoteToken] = { chatId: chat.id, messageId: id }
    return { id, quoteToken }
  })
}

function shownOf(platform: Platform, id: string, message: BotMessage): ShownMessage {
  const { type, template, sender, quoteToken, altText, contents } = message
  const text = template?.text ?? message.text ?? altText ?? message.title ?? type
  const quoted = quoteToken === undefined ? undefined : platform.saved.quoteTokens[quoteToken]
  const quickReplies = (message.quickReply?.items ?? []).map(({ action }) => buttonOf(action))
  const card = type === 'flex' ? shownFlex(contents, (action) => buttonOf(Action.parse(action))) : undefined
  const buttons = card?.buttons ?? (template?.actions ?? []).map(buttonOf)
  return {
    id,
    from: 'bot',
    kind: type,
    text,
    at: platform.now(),
    ...(sender?.name ? { sender: sender.name } : {}),
    ...((template ?? card) && altText ? { altText } : {}),
    ...(card ? { flex: card.flex } : {}),
    ...(quoted ? platform.quote(quoted.messageId) : {}),
    ...(buttons.length > 0 ? { buttons } : {}),
    ...(quickReplies.length > 0 ? { quickReplies } : {}),
  }
}

function buttonOf({ type, label = '', text, displayText, data, uri }: BotAction): Button {
  if (type === 'postback') return { label, text: displayText, data: data ?? '' }
  return type === 'uri' ? { label, uri: uri ?? '' } : { label, text }
}
