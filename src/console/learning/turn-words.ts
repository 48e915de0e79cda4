/** What was asked and answered in a turn, as far as the words are still there. */
import { asksForPerson } from '../../core/buttons.ts'
import { describe } from '../../core/content.ts'
import { compare, type Conversation, type CustomerMessage } from '../../core/conversation.ts'

export interface TurnWords {
  /** The customer's messages, oldest first. */
  asked: string[]
  answered: string[]
  /** What the model said that the customer wants. */
  wants: string
  /** Some of the words were taken back, or the conversation was forgotten. */
  gone: boolean
}

/** @param known ids of its messages, where its row tells them: the ledger forgets in time */
export function turnWords(conversation: Conversation, turn: string, known: readonly string[] = []): TurnWords {
  const { messages, answers, judged } = conversation
  const ids = known.length > 0 ? known : messagesOf(conversation, turn)
  const there = messages.filter((message) => ids.includes(message.id) && isThere(message))
  const texts = answers.filter((answer) => answer.turn === turn).flatMap((answer) => answer.texts)
  return {
    asked: [...before(conversation, there), ...there].map(describe),
    answered: texts.filter((text) => text !== ''),
    wants: judged.find((text) => text.turn === turn)?.summary ?? '',
    gone: ids.length === 0 || there.length < ids.length,
  }
}

/** Who only asks for a person asks about what they wrote before. */
function before({ messages }: Conversation, there: readonly CustomerMessage[]): CustomerMessage[] {
  const [first] = there
  if (!first || !there.every(isAsking)) return []
  const last = messages.findLast((one) => compare(one, first) < 0 && isThere(one) && !isAsking(one))
  return last ? [last] : []
}

const isAsking = (message: CustomerMessage): boolean => asksForPerson(describe(message)) !== undefined

/** A tap has no messages of its own: then it is about what the customer wrote last before it. */
export function messagesOf(
  { facts, judged, answers, entries, messages }: Conversation,
  turn: string,
): readonly string[] {
  for (const fact of facts) {
    if ((fact.type === 'judged' || fact.type === 'failed') && fact.turn === turn) return fact.messages
  }
  const found =
    judged.find((text) => text.turn === turn) ??
    answers.find((answer) => answer.turn === turn) ??
    entries.find((entry) => entry.turn === turn)
  if (found && found.messages.length > 0) return found.messages
  const at = facts.find((fact) => fact.type === 'handed_off' && fact.turn === turn)?.at
  const last =
    at === undefined ? undefined : messages.findLast((message) => message.receivedAt <= at && isThere(message))
  return last ? [last.id] : []
}

const isThere = ({ state, content }: CustomerMessage): boolean => state !== 'unsent' && content !== undefined
/** One thing that was said, for making a case of. */
export interface Line {
  from: 'customer' | 'assistant'
  text: string
  /** Which turn's words they are, where that is known. */
  message?: string
}

/** What was said last, oldest first. */
export function linesOf({ messages, answers }: Conversation, count: number): Line[] {
  const customer = messages.filter(isThere).map((message) => ({
    at: message.timestamp,
    line: { from: 'customer' as const, text: describe(message), message: message.id },
  }))
  const assistant = answers.flatMap(({ at, texts }) =>
    texts.filter((text) => text !== '').map((text) => ({ at, line: { from: 'assistant' as const, text } })),
  )
  return [...customer, ...assistant]
    .toSorted((a, b) => a.at - b.at)
    .slice(-count)
    .map(({ line }) => line)
}

/** The turn staff were last needed for; else the last that was judged. */
export function turnToLearn({ entries, facts }: Conversation): string | undefined {
  const entry = entries.at(-1)
  if (entry) return entry.turn
  const handed = facts.findLast((fact) => fact.type === 'handed_off')
  if (handed?.type === 'handed_off') return handed.turn
  const judged = facts.findLast((fact) => fact.type === 'judged')
  return judged?.type === 'judged' ? judged.turn : undefined
}
