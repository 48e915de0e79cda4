/**
 * The ledger in plain words: for every message, why it is Read or not; and the story of the whole conversation. For staff
 * and prompt authors, in a language they read.
 */
import { describe } from './content.ts'
import { compare, type Conversation, type CustomerMessage } from './conversation.ts'
import type { Fact } from './facts.ts'
import { inStory, ledgerWords, linesUnder, sentence, sentencesUnder, type StaffLanguage } from './sentences.ts'
import { lineSentence, type LookUpLine } from './sentences/looked-up.ts'
import type { Conclusion } from './sentences/words.ts'
import { takenBy } from './summary.ts'

export interface Explained {
  id: string
  /** LINE's time (ms). */
  at: number
  text: string
  state: CustomerMessage['state']
  read: boolean
  readAt?: number
  /** How it stands while it is unread; undefined when it is Read, or was taken back. */
  stands?: Conclusion
  /** Each sentence by itself. */
  why: string[]
  /** The same, with what belongs to a sentence as lines beneath it. */
  told: Told[]
}

export interface Told {
  text: string
  under: LookUpLine[]
}

export interface Ledger {
  mode: Conversation['mode']
  messages: Explained[]
  /** How often the customer said that an answer given Read did not solve it. */
  falseReads: number
  story: { at: number; text: string }[]
}

export function explain(conversation: Conversation, language: StaffLanguage = 'en'): Ledger {
  const about = messagesOfTurns(conversation)
  return {
    mode: conversation.mode,
    messages: conversation.messages.map((message) => {
      const told = toldOf(conversation, message, about, language)
      return {
        id: message.id,
        at: message.timestamp,
        text: textOf(message, language),
        state: message.state,
        read: message.readAt !== undefined,
        readAt: message.readAt,
        stands: conclusion(conversation, message),
        why: told.flatMap(({ text, under }) => [text, ...under.map((line) => lineSentence(line, language))]),
        told,
      }
    }),
    falseReads: conversation.facts.filter((fact) => fact.type === 'told_outcome' && !fact.solved).length,
    story: storyOf(conversation, language),
  }
}

function textOf(message: CustomerMessage, language: StaffLanguage): string {
  if (message.state === 'unsent') return ledgerWords[language].unsentText
  return message.content ? describe(message) : ledgerWords[language].expiredText
}

/** What several facts of one moment say alike is said once. */
function storyOf(conversation: Conversation, language: StaffLanguage): Ledger['story'] {
  const story: Ledger['story'] = []
  for (const fact of conversation.facts) {
    const text = inStory(fact, conversation, language)
    const last = story.at(-1)
    if (text !== undefined && (last?.text !== text || last.at !== fact.at)) story.push({ at: fact.at, text })
    for (const under of sentencesUnder(fact, conversation, language)) story.push({ at: fact.at, text: under })
  }
  return story
}

/** Which messages a turn was of. Actions and entries are named after their turn, which stays in the facts when they end. */
function messagesOfTurns(conversation: Conversation): (name: string) => readonly string[] {
  const turns = new Map<string, readonly string[]>()
  for (const fact of conversation.facts) {
    if ('turn' in fact && 'messages' in fact) turns.set(fact.turn, [...(turns.get(fact.turn) ?? []), ...fact.messages])
  }
  return (name) => {
    const end = name.indexOf('.', name.startsWith('staff.') ? 6 : 0)
    return turns.get(end < 0 ? name : name.slice(0, end)) ?? []
  }
}

function toldOf(
  conversation: Conversation,
  message: CustomerMessage,
  about: (name: string) => readonly string[],
  language: StaffLanguage,
): Told[] {
  const told = conversation.facts.filter((fact) => concerns(fact, message.id, about))
  // Whoever takes it again closes it again: it is theirs all the same.
  const first = told.find(isClosedAsTheirs)
  const sentences = told
    .filter((fact) => fact === first || !isClosedAsTheirs(fact))
    .flatMap((fact): Told[] => {
      const text = sentence(fact, conversation, language)
      return text === undefined ? [] : [{ text, under: linesUnder(fact, conversation, language) }]
    })
  const last = conclusion(conversation, message)
  return last === undefined ? sentences : [...sentences, { text: ledgerWords[language].conclusions[last], under: [] }]
}

const isClosedAsTheirs = (fact: Fact): boolean => fact.type === 'closed' && fact.as === 'staff'

function concerns(fact: Fact, message: string, about: (name: string) => readonly string[]): boolean {
  if ('message' in fact) return fact.message === message
  if ('messages' in fact) return fact.messages.includes(message)
  if (fact.type === 'reminded') return about(fact.entry).includes(message)
  if (fact.type === 'graded') return about(fact.turn).includes(message)
  if ('action' in fact && fact.type !== 'staff_refused') return about(fact.action).includes(message)
  return false
}

/** Somebody has it; a ledger that was cut may not tell who. */
const isTaken = (conversation: Conversation): boolean =>
  takenBy(conversation) !== undefined || conversation.entries.every((entry) => entry.state === 'taken')

/** The last word: how it stands now. */
function conclusion(conversation: Conversation, message: CustomerMessage): Conclusion | undefined {
  if (message.readAt !== undefined || message.state === 'unsent') return undefined
  if (message.state === 'asked' || message.state === 'stale') return message.state
  if (message.state === 'new') {
    if (!message.duringStaff && conversation.mode !== 'staff') return 'handling'
    return isTaken(conversation) ? 'during_staff' : 'waits_for_staff'
  }
  const closed = conversation.facts.findLast((fact) => fact.type === 'closed' && fact.messages.includes(message.id))
  if (closed?.type === 'closed' && (closed.as === 'observed' || closed.as === 'left')) return closed.as
  const isUnseen = conversation.facts.some((fact) => fact.type === 'unseen' && fact.message === message.id)
  if (isUnseen && !message.readDue) return 'unseen'
  if (!message.readDue && closed?.type === 'closed' && closed.as === 'staff') {
    return conversation.mode === 'staff' ? 'with_staff' : 'unmarked'
  }
  if (!message.readDue) return 'no_read'
  const holds = conversation.outbox.find((action) => action.id === message.heldBy)
  if (holds?.kind === 'reply') return 'with_answer'
  if (holds?.kind === 'record') return 'until_recorded'
  if (message.heldBy !== undefined) return 'until_told'
  if (message.readToken === undefined) return 'no_token'
  const { watermark } = conversation
  if (watermark && compare(message, watermark) < 0) return 'came_late'
  return message.tokenRefused ? 'token_refused' : 'due'
}
