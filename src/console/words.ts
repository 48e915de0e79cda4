/** What staff read of a conversation on several pages, in plain words of their language. */
import { contentText, describe } from '../core/content.ts'
import { loweringSentence } from '../core/sentences/lowering.ts'
import type { Conversation, CustomerMessage, Entry } from '../core/conversation.ts'
import type { Fact } from '../core/facts.ts'
import type { ConsoleLanguage } from './language.ts'
import { sharedWords } from './shared-words.ts'

/**
 * Where staff see and answer customers: LINE's own chat, the simulator's phones, or neither of them (with
 * `READ_API=partner` the account has no Chat).
 */
export type Chats = 'line' | 'simulator' | 'elsewhere'

export { lengthInWords } from './time-length.ts'

type Judged = Extract<Fact, { type: 'judged' }>

/**
 * Why the assistant stepped back. When code lowered the judgement, the model's own reason speaks for an answer that was
 * never given, so ours is told instead.
 */
export function whyOf(
  kind: Entry['kind'],
  judged: Judged | undefined,
  reason: string,
  language: ConsoleLanguage,
): string {
  const words = sharedWords[language]
  if (kind === 'limit' && reason !== '') return reason
  if (kind !== 'handoff') return words.why[kind]
  if (judged?.lowered) return loweringSentence(judged.lowered, judged.topic, language)
  return reason || words.handedOver
}

/** A message as staff read it; `verbatim` when these are the customer's own words. */
export interface Said {
  text: string
  verbatim: boolean
}

/** @param kept it is on the conversation's own page */
export function saidIn(message: CustomerMessage, chats: Chats, language: ConsoleLanguage, kept = false): Said {
  const words = sharedWords[language]
  if (message.state === 'unsent') return { text: words.takenBack, verbatim: false }
  const { content } = message
  if (content?.type === 'text') return { text: content.text, verbatim: true }
  const [, said] = /^\[\w+: (.+)\]$/s.exec((content && contentText(content)) ?? '') ?? []
  const thing = thingIn(message, language)
  if (said !== undefined) return { text: said === 'no words' ? thing : words.saying(thing, said), verbatim: false }
  return { text: words.look(thing, kept ? 'kept' : chats), verbatim: false }
}

/** What a message that has no text is: `A picture`, `A file, “receipt.pdf”`. */
export function thingIn(message: CustomerMessage, language: ConsoleLanguage): string {
  const { things, message: some, named } = sharedWords[language]
  const thing = message.kind === 'text' || message.kind === 'other' ? some : things[message.kind]
  const name = fileNameOf(message)
  return name === undefined ? thing : named(thing, name)
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
export function membersOf(
  { chat, messages }: Conversation,
  language: ConsoleLanguage,
): (message: CustomerMessage) => string | undefined {
  if (chat.type === 'user') return () => undefined
  const { member, someMember } = sharedWords[language]
  const members = [...new Set(messages.flatMap(({ by }) => by ?? []))]
  return ({ by }) => (by === undefined ? someMember : member(members.indexOf(by) + 1))
}

/** What a chat is to staff: somebody, or several people. */
export const whoIn = ({ type }: Conversation['chat']): 'customer' | 'group' => (type === 'user' ? 'customer' : 'group')

const turning = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** A name within a sentence that is no HTML: one written from right to left turns nothing around it (U+2068, U+2069). */
export const isolated = (name: string): string => (turning.test(name) ? `\u2068${name}\u2069` : name)
