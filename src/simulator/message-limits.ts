import { z } from 'zod'

/** LINE's error body: `details` only when single properties are at fault. */
export interface LineError {
  message: string
  details?: { message: string; property: string }[]
}

const QuickReplyItem = z.object({
  action: z.object({
    type: z.string(),
    label: z.string().optional(),
    text: z.string().optional(),
    data: z.string().optional(),
    displayText: z.string().optional(),
  }),
})

const Message = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  altText: z.string().optional(),
  title: z.string().optional(),
  quoteToken: z.string().optional(),
  sender: z.object({ name: z.string().optional(), iconUrl: z.string().optional() }).optional(),
  quickReply: z.object({ items: z.array(QuickReplyItem).optional() }).optional(),
})

/** A message the bot sends, as far as a phone shows it. */
export type BotMessage = z.infer<typeof Message>

const SENDABLE = ['text', 'textV2', 'sticker', 'image', 'video', 'audio', 'location', 'imagemap', 'template', 'flex']
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const graphemeCount = (text: string): number => [...graphemes.segment(text)].length

/** One error object in LINE's words: "The request body has 2 error(s)", and which they are. */
export function bodyErrors(details: { message: string; property: string }[]): LineError {
  return { message: `The request body has ${details.length} error(s)`, details }
}

/**
 * The limits of a reply or push: 1 to 5 messages, a text of 1 to 5,000 UTF-16 units, at most 13 quick replies with
 * labels of at most 20 graphemes, a sender name of at most 20. (LINE, Messaging API reference, message objects.)
 */
export function checkMessages(messages: unknown): { ok: BotMessage[] } | { error: LineError } {
  const list = z.array(z.unknown()).safeParse(messages)
  if (!list.success) return { error: bodyErrors([{ message: 'May not be empty', property: 'messages' }]) }
  if (list.data.length < 1 || list.data.length > 5)
    return { error: bodyErrors([{ message: 'Size must be between 1 and 5', property: 'messages' }]) }
  const ok: BotMessage[] = []
  const details = list.data.flatMap((item, index) => {
    const at = `messages[${index}]`
    const parsed = Message.safeParse(item)
    if (!parsed.success) {
      const where = parsed.error.issues[0]?.path.map((part) =>
        typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
      )
      return [{ message: 'May not be empty', property: at + (where ?? []).join('') }]
    }
    ok.push(parsed.data)
    return messageErrors(parsed.data, at)
  })
  return details.length > 0 ? { error: bodyErrors(details) } : { ok }
}

function messageErrors(message: BotMessage, at: string): { message: string; property: string }[] {
  const errors: { message: string; property: string }[] = []
  const wrong = (property: string, text: string) => errors.push({ message: text, property: `${at}.${property}` })
  if (!SENDABLE.includes(message.type)) wrong('type', 'Unknown message type')
  if (message.type.startsWith('text')) {
    if (!message.text) wrong('text', 'May not be empty')
    else if (message.text.length > 5000) wrong('text', 'Length must be between 0 and 5000')
  }
  if ((message.sender?.name?.length ?? 0) > 20) wrong('sender.name', 'Length must be between 0 and 20')
  const items = message.quickReply?.items
  if (items && (items.length < 1 || items.length > 13)) wrong('quickReply.items', 'Size must be between 1 and 13')
  for (const [index, item] of (items ?? []).entries()) {
    const label = item.action.label ?? ''
    if (!label) wrong(`quickReply.items[${index}].action.label`, 'May not be empty')
    if (graphemeCount(label) > 20) wrong(`quickReply.items[${index}].action.label`, 'Length must be between 0 and 20')
  }
  return errors
}
