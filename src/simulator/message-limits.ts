/** The limits that LINE sets to what a bot sends, and its words when one is passed. */
import { z } from 'zod'
import { graphemeCount } from './flex-actions.ts'
import { flexErrors } from './flex-limits.ts'

/** LINE's error body: `details` only when single properties are at fault. */
export interface LineError {
  message: string
  details?: { message: string; property: string }[]
}

export const Action = z.object({
  type: z.string(),
  label: z.string().optional(),
  text: z.string().optional(),
  data: z.string().optional(),
  displayText: z.string().optional(),
  uri: z.string().optional(),
})
/** What a tap does. */
export type BotAction = z.infer<typeof Action>

const Template = z.looseObject({
  type: z.string(),
  title: z.string().optional(),
  thumbnailImageUrl: z.string().optional(),
  text: z.string().optional(),
  actions: z.array(Action).optional(),
})

const Message = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  altText: z.string().optional(),
  title: z.string().optional(),
  quoteToken: z.string().optional(),
  sender: z.object({ name: z.string().optional(), iconUrl: z.string().optional() }).optional(),
  quickReply: z.object({ items: z.array(z.object({ action: Action })).optional() }).optional(),
  template: Template.optional(),
  /** A Flex Message's bubbles: see flex-shapes.ts. */
  contents: z.unknown().optional(),
})

/** A message the bot sends, as far as a phone shows it. */
export type BotMessage = z.infer<typeof Message>

const SENDABLE = ['text', 'textV2', 'sticker', 'image', 'video', 'audio', 'location', 'imagemap', 'template', 'flex']

/** One error object in LINE's words: "The request body has 2 error(s)", and which they are. */
export function bodyErrors(details: { message: string; property: string }[]): LineError {
  return { message: `The request body has ${details.length} error(s)`, details }
}

/**
 * The limits of a reply or push: 1 to 5 messages, a text of 1 to 5,000 UTF-16 units, at most 13 quick replies, a sender
 * name of at most 20; a buttons template with a text of 1 to 160 (60 beside a title or picture) and 1 to 4 actions; an
 * action's label of at most 20 graphemes, its data and text of at most 300; a Flex Message's altText of 1 to 1,500. (LINE,
 * Messaging API reference, message objects and action objects.)
 * @param pictures where the simulator's own pictures are
 */
export function checkMessages(messages: unknown, pictures: string): { ok: BotMessage[] } | { error: LineError } {
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
  if (details.length > 0) return { error: bodyErrors(details) }
  for (const [index, { type, contents }] of ok.entries()) {
    const details = type === 'flex' ? flexErrors(contents, pictures) : []
    // What is wrong within a Flex Message LINE tells of one message at a time, in other words than the rest.
    if (details.length > 0)
      return { error: { message: `A message (messages[${index}]) in the request body is invalid`, details } }
  }
  return { ok }
}

type Wrong = (property: string, message: string) => void

function messageErrors(message: BotMessage, at: string): { message: string; property: string }[] {
  const errors: { message: string; property: string }[] = []
  const wrong: Wrong = (property, text) => errors.push({ message: text, property: `${at}.${property}` })
  if (!SENDABLE.includes(message.type)) wrong('type', 'Unknown message type')
  if (message.type.startsWith('text')) checkLength(wrong, 'text', message.text, 5000)
  if ((message.sender?.name?.length ?? 0) > 20) wrong('sender.name', 'Length must be between 0 and 20')
  if (message.type === 'template') templateErrors(message, wrong)
  if (message.type === 'flex') checkLength(wrong, 'altText', message.altText, 1500)
  const items = message.quickReply?.items
  if (items && (items.length < 1 || items.length > 13)) wrong('quickReply.items', 'Size must be between 1 and 13')
  for (const [index, { action }] of (items ?? []).entries())
    actionErrors(action, (property, text) => wrong(`quickReply.items[${index}].action.${property}`, text))
  return errors
}

function templateErrors({ altText, template }: BotMessage, wrong: Wrong): void {
  checkLength(wrong, 'altText', altText, 1500)
  if (!template) return wrong('template', 'May not be empty')
  const { type, text, title, thumbnailImageUrl, actions = [] } = template
  for (const [index, action] of actions.entries())
    actionErrors(action, (property, text) => wrong(`template.actions[${index}].${property}`, text))
  if (type !== 'buttons') return
  checkLength(wrong, 'template.text', text, title || thumbnailImageUrl ? 60 : 160)
  if (actions.length < 1 || actions.length > 4) wrong('template.actions', 'Size must be between 1 and 4')
}

function actionErrors({ type, label, data, text, displayText }: BotAction, wrong: Wrong): void {
  if (!label) wrong('label', 'May not be empty')
  else if (graphemeCount(label) > 20) wrong('label', 'Length must be between 0 and 20')
  if (type === 'postback') {
    checkLength(wrong, 'data', data, 300)
    if (displayText !== undefined) checkLength(wrong, 'displayText', displayText, 300)
  }
  if (type === 'message') checkLength(wrong, 'text', text, 300)
}

function checkLength(wrong: Wrong, property: string, text: string | undefined, most: number): void {
  if (!text) wrong(property, 'May not be empty')
  else if (text.length > most) wrong(property, `Length must be between 0 and ${most}`)
}
