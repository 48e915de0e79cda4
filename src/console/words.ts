/** What staff read, in plain words. */
import { contentText, describe } from '../core/content.ts'
import type { Conversation, CustomerMessage, Entry } from '../core/conversation.ts'
import type { Fact, Lowering } from '../core/facts.ts'

/** Why a conversation waits, in two words. */
export const kindNames: Record<Entry['kind'], string> = {
  handoff: 'Handed over',
  no_judgement: 'No judgement',
  stale: 'Too old',
  undelivered: 'Answer undelivered',
  uncertain: 'Answer uncertain',
}

const kindSentences: Record<Exclude<Entry['kind'], 'handoff'>, string> = {
  no_judgement: 'The assistant could not judge this: its model failed.',
  stale: 'It was too old for the assistant when it came in, so nothing was answered.',
  undelivered: 'The assistant’s answer could not be delivered.',
  uncertain: 'It is not certain that the assistant’s answer arrived.',
}

type Judged = Extract<Fact, { type: 'judged' }>

/**
 * Why the assistant stepped back. When code lowered the judgement, the model's own reason speaks for an answer that was
 * never given, so ours is told instead.
 */
export function whyOf(kind: Entry['kind'], judged: Judged | undefined, reason: string): string {
  if (kind !== 'handoff') return kindSentences[kind]
  if (judged?.lowered) return loweredSentence(judged.lowered, judged.topic)
  return reason || 'The assistant handed over.'
}

function loweredSentence(lowered: Lowering, topic: string): string {
  switch (lowered) {
    case 'no_source':
      return 'It had an answer, but nothing it knows of the shop supports it.'
    case 'small_talk_with_facts':
      return 'It took this for small talk, but its reply held figures or a link.'
    case 'low_confidence':
      return 'It was not sure enough of its answer.'
    case 'always_human':
      return `The topic “${topic}” always belongs to a person.`
    case 'third_question':
      return 'It would have had to ask a third question in a row.'
    default:
      return lowered satisfies never
  }
}

/**
 * Where staff see and answer customers: LINE's own chat, the simulator's phones, or neither of them (with
 * `READ_API=partner` the account has no Chat).
 */
export type Chats = 'line' | 'simulator' | 'elsewhere'

/** Where a thing without words is to be seen that is not shown here. */
const placesToLook: Record<Chats, string> = {
  line: 'look at it in LINE',
  simulator: 'see it in the simulator',
  elsewhere: 'it is not kept here',
}

/** A message as staff read it; `verbatim` when these are the customer's own words. */
export interface Said {
  text: string
  verbatim: boolean
}

/** @param kept it is on the conversation's own page */
export function saidIn(message: CustomerMessage, chats: Chats, kept = false): Said {
  if (message.state === 'unsent') return { text: 'This message was taken back.', verbatim: false }
  const { content } = message
  if (content?.type === 'text') return { text: content.text, verbatim: true }
  const look = kept ? 'open the conversation to see it' : placesToLook[chats]
  const text = (content && contentText(content)) ?? `${thingIn(message)}: ${look}.`
  return { text, verbatim: false }
}

/** What a message that has no text is: `A picture`, `A file, “receipt.pdf”`. */
export function thingIn(message: CustomerMessage): string {
  const names: Partial<Record<CustomerMessage['kind'], string>> = {
    image: 'A picture',
    video: 'A video',
    audio: 'A voice message',
    file: 'A file',
  }
  const thing = names[message.kind] ?? 'A message'
  const name = fileNameOf(message)
  return name === undefined ? thing : `${thing}, “${name}”`
}

/** The name that the customer's phone gave a file, without path and without what is not to be seen. */
export function fileNameOf(message: CustomerMessage): string | undefined {
  const [, name] = /^\[file: (.+)\]$/u.exec(message.kind === 'file' ? describe(message) : '') ?? []
  return name?.toWellFormed()
}

/**
 * Who of a group or room wrote a message: `Member 1`, in the order in which they first wrote, as the model sees it too.
 * Undefined where only one person writes.
 */
export function membersOf({ chat, messages }: Conversation): (message: CustomerMessage) => string | undefined {
  if (chat.type === 'user') return () => undefined
  const members = [...new Set(messages.flatMap(({ by }) => by ?? []))]
  return ({ by }) => (by === undefined ? 'A member' : `Member ${members.indexOf(by) + 1}`)
}

/** What a chat is to staff: somebody, or several people. */
export const whoIn = ({ type }: Conversation['chat']): 'customer' | 'group' => (type === 'user' ? 'customer' : 'group')

/** `< 1 min`, `18 min`, `3 h 5 min`, `2 days`. */
export function lengthInWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  const hours = Math.floor(minutes / 60)
  if (minutes < 1) return '< 1 min'
  if (hours < 1) return `${minutes} min`
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} days`
}

export const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`
