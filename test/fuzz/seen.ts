/** What a house under fire tells of itself, that nobody outside can see. */
import type { Conversation } from '../../src/core/conversation.ts'
import { neighbourMessage, neighbourText, numberIn } from './neighbours.ts'

/** What was seen since it was last asked for. */
export interface Seen {
  /** Good events that are in their conversations, word for word. */
  arrived: string[]
  /** Conversations in which something waits that nothing will be done about. */
  stuck: string[]
  /** What requests without a valid signature touched. */
  unsigned: string[]
  /** Errors that were logged, and how often. */
  errors: Record<string, number>
  /** What was not fit to be sent, and how often. */
  unfit: Record<string, number>
  /** Pages of the console that could not be made. */
  pages: string[]
  /** In use after a full collection (MB); undefined where none can be asked for. */
  heap?: number
  conversations: number
  events: number
}

export interface House {
  port: number
  /** Where it is a process of its own. */
  pid?: number
  /** Waits until all that was taken in has come to an end, and looks around. */
  settle(): Promise<Seen>
  close(): Promise<void>
}

/** What the driver says of its own requests; the application knows nothing of it. */
export const unsignedHeader = 'x-fuzz-unsigned'

export const nothingSeen = (): Seen => ({
  arrived: [],
  stuck: [],
  unsigned: [],
  errors: {},
  unfit: {},
  pages: [],
  conversations: 0,
  events: 0,
})

/** A good event's own words are in its conversation. */
export function isThere(event: string, { messages }: Conversation): boolean {
  const number = numberIn(event)
  const id = neighbourMessage(number)
  return messages.some(
    (one) => one.id === id && one.content?.type === 'text' && one.content.text === neighbourText(number),
  )
}
