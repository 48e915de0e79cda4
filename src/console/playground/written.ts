/**
 * What is written on the playground's page, as its form sends it: the customer's messages, what was said before, and two
 * prompts. Everything on it comes back as it was sent, whatever is wrong with it.
 */
import { z } from 'zod'
import { looksDescribed } from '../../core/content.ts'
import { looksLikeTag } from '../../core/language.ts'
import type { LookedUp } from '../../core/look-ups/looked-up.ts'
import type { Scene, SceneLine } from '../../core/scene.ts'

export const sides = ['a', 'b'] as const
export type SideName = (typeof sides)[number]

/** Limits of what is tried: messages, lines before them, characters of one, bytes of a prompt. */
export const most = { messages: 20, lines: 40, length: 5_000, promptBytes: 100_000 }

/** Of a form (bytes): two prompts and all messages at their limits, each character written as nine in the worst case. */
export const largestForm = 4_000_000

export interface SaidBefore {
  from: 'customer' | 'assistant'
  text: string
}

/** A prompt as it stands on the page. */
export interface WrittenPrompt {
  /** The file that is chosen; empty: the text as it was edited. */
  file: string
  /** The file that the text was loaded from. */
  of: string
  /** Missing when the page has no such box. */
  text?: string
}

export interface Written {
  messages: string[]
  before: SaidBefore[]
  /** The customer's name, and the language of their profile; empty when not known. */
  customer: string
  language: string
  prompts: Record<SideName, WrittenPrompt>
  /** Where it comes from. */
  from?: { conversation: string; turn: string }
}

export const formSchema = z.record(z.string().max(40), z.string())
export type Fields = z.infer<typeof formSchema>

/** As each box is called in the form. */
export const fieldOf = {
  message: (index: number) => `message.${index}`,
  before: (index: number, what: 'from' | 'text') => `before.${index}.${what}`,
  prompt: (side: SideName, what: 'file' | 'of' | 'text') => `${side}.${what}`,
}

/** More boxes than can be tried are read too: it is said, and nothing of them is lost. */
const mostBoxes = 100

export function readWritten(fields: Fields): Written {
  const lines = (name: (index: number) => string): number[] =>
    Array.from({ length: mostBoxes }, (_, index) => index).filter((index) => fields[name(index)] !== undefined)
  const prompt = (side: SideName): WrittenPrompt => ({
    file: fields[fieldOf.prompt(side, 'file')] ?? '',
    of: fields[fieldOf.prompt(side, 'of')] ?? '',
    text: fields[fieldOf.prompt(side, 'text')]?.replace(/\r\n?/g, '\n'),
  })
  const { conversation, turn, customer = '', language = '' } = fields
  return {
    messages: lines(fieldOf.message).map((index) => textIn(fields, fieldOf.message(index))),
    before: lines((index) => fieldOf.before(index, 'text')).map((index) => ({
      from: fields[fieldOf.before(index, 'from')] === 'assistant' ? 'assistant' : 'customer',
      text: textIn(fields, fieldOf.before(index, 'text')),
    })),
    customer: customer.slice(0, 100),
    language: looksLikeTag(language) ? language : '',
    prompts: { a: prompt('a'), b: prompt('b') },
    from: conversation ? { conversation, turn: turn ?? '' } : undefined,
  }
}

const textIn = (fields: Fields, name: string): string => (fields[name] ?? '').replace(/\r\n?/g, '\n')

const isText = (text: string): boolean => text.trim() !== ''

/** Its messages and lines that hold anything. */
export const filled = ({ messages, before }: Written): Pick<Written, 'messages' | 'before'> => ({
  messages: messages.filter(isText),
  before: before.filter(({ text }) => isText(text)),
})

/** Why it cannot be tried; `at` is the place of the message or line, from 1. */
export type Problem =
  | { type: 'no_message' | 'too_many' }
  | { type: 'too_long'; what: 'message' | 'line'; at: number }
  | { type: 'media'; text: string }

export function problemsOf(written: Written): Problem[] {
  const { messages, before } = filled(written)
  if (messages.length === 0) return [{ type: 'no_message' }]
  const tooLong = (what: 'message' | 'line', texts: readonly string[]) =>
    texts.flatMap((text, index): Problem[] =>
      text.length > most.length ? [{ type: 'too_long', what, at: index + 1 }] : [],
    )
  return [
    ...(messages.length > most.messages || before.length > most.lines ? [{ type: 'too_many' } as const] : []),
    ...tooLong('message', written.messages),
    ...tooLong(
      'line',
      written.before.map(({ text }) => text),
    ),
    ...messages.filter(looksDescribed).map((text): Problem => ({ type: 'media', text: text.trim() })),
  ]
}

/** What is known of the words, where they come from a customer's conversation. */
export interface KnownBefore {
  messages: readonly string[]
  before: readonly SceneLine[]
  questions: number
  /** What was looked up for the turn. */
  lookUps: readonly LookedUp[]
}

/**
 * The scene that it is: what is judged.
 * @param known holds as long as the assistant's last word is what it was then: what is still open hangs on that
 */
export function sceneOf(written: Written, known?: KnownBefore): Scene {
  const name = written.customer.trim()
  const holds = known !== undefined && lastWord(known.before) === lastWord(written.before)
  const before = written.before.map((line, index) => (holds ? { ...line, open: known.before[index]?.open } : line))
  return {
    id: 'playground',
    history: before.filter(({ text }) => isText(text)),
    ...(holds ? { questions: known.questions } : {}),
    messages: filled(written).messages,
    ...(name === '' ? {} : { customer: name }),
    ...(written.language === '' ? {} : { language: written.language }),
  }
}

/** Whether nothing was edited: all words are those of then. */
export const isSameWords = (written: Written, known: KnownBefore): boolean => allOf(written) === allOf(known)

function allOf({ messages, before }: { messages: readonly string[]; before: readonly SaidBefore[] }): string {
  // As a form gives them back.
  const plain = (text: string): string => text.replace(/\r\n?/g, '\n')
  const lines = before.filter(({ text }) => isText(text)).map(({ from, text }) => [from, plain(text)])
  return JSON.stringify([messages.filter(isText).map(plain), lines])
}

const lastWord = (lines: readonly SaidBefore[]): string | undefined =>
  lines.findLast(({ from, text }) => from === 'assistant' && isText(text))?.text.trim()
