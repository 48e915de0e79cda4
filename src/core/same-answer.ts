/**
 * The same answer again: a customer who asks once more, and gets the same words, has not been helped by them. The second
 * time within ten minutes a person is offered; the third time a person has it.
 */
import type { Conversation } from './conversation.ts'
import { plainText, split } from './text.ts'
import type { Turn } from './turn.ts'

const soon = 10 * 60_000

/** Letters as they are read: whatever their case and width, and without spaces. */
const bare = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

/**
 * How often these words were said within ten minutes, to whoever asks now. What was taken back is not known any more, and
 * in a group one member's question is not another's. An answer that went out with others counts like one by itself.
 */
export function timesSaid(
  { conversation, turn, now }: { conversation: Conversation; turn: Turn; now: number },
  words: string,
): number {
  const wanted = split(plainText(words)).map(bare)
  const askers = new Set(turn.fresh.map(({ by }) => by))
  const ids = new Set(conversation.messages.flatMap(({ id, by }) => (askers.has(by) ? [id] : [])))
  const isTheirs = (messages: readonly string[]) =>
    conversation.chat.type === 'user' || messages.some((id) => ids.has(id))
  return conversation.answers.filter(
    ({ at, texts, messages }) => at <= now && now - at < soon && isTheirs(messages) && holds(texts.map(bare), wanted),
  ).length
}

/** Whether some texts in a row are these. */
const holds = (texts: readonly string[], wanted: readonly string[]): boolean =>
  wanted.length > 0 && texts.some((_, at) => wanted.every((one, index) => texts[at + index] === one))
