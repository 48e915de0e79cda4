/** What facts do to the messages of a conversation: they come, are taken back, closed, opened again, and turn Read. */
import {
  compare,
  isOpen,
  type Conversation,
  type CustomerMessage,
  type JudgedText,
  type Position,
} from './conversation.ts'
import type { Change, Fact } from './facts.ts'
import { isReadDue } from './read.ts'

type Of<Type extends Fact['type']> = Extract<Change, { type: Type }>

/** Closed messages kept for the history and the ledger. */
const keep = 100

export function received(c: Conversation, change: Of<'received'>): Conversation {
  if (!change.content) return c
  const { content, receivedAt, replyToken, readToken, quoteToken, by, restored } = change.content
  const takenBack = c.unsentEarly.includes(change.message)
  const message: CustomerMessage = {
    id: change.message,
    timestamp: change.timestamp,
    receivedAt,
    kind: change.kind,
    state: takenBack ? 'unsent' : 'new',
    content: takenBack ? undefined : content,
    by,
    replyToken,
    readToken,
    quoteToken,
    tokenRefused: false,
    readDue: false,
    duringStaff: c.mode === 'staff',
    restored,
  }
  // Nearly always the newest; an event that comes late goes to its place.
  const after = c.messages.findLastIndex((one) => compare(one, message) < 0)
  // Who writes is there.
  const hereAt = Math.max(c.hereAt ?? 0, message.timestamp)
  return { ...c, gone: undefined, hereAt, messages: forget(c.messages.toSpliced(after + 1, 0, message)) }
}

/** Drops the oldest closed messages past what the history needs; one for which Read is still due stays. */
function forget(messages: CustomerMessage[]): CustomerMessage[] {
  const done = messages.filter((message) => !isOpen(message) && !isReadDue(message))
  const gone = new Set(done.slice(0, Math.max(0, done.length - keep)))
  return gone.size === 0 ? messages : messages.filter((message) => !gone.has(message))
}

/** Takes a message out: its content goes at once, and so do the summaries and unattempted words that came of it. */
export function unsent(c: Conversation, change: Of<'unsent'>): Conversation {
  const id = change.message
  if (!c.messages.some((message) => message.id === id)) {
    return { ...c, unsentEarly: [...c.unsentEarly.slice(-99), id] }
  }
  const judged = c.judged.map((text) => (text.messages.includes(id) ? blanked(text) : text))
  const answers = c.answers.map((answer) => (answer.messages.includes(id) ? { ...answer, texts: [] } : answer))
  const nobody = change.erased ? { by: undefined } : {}
  return setState({ ...c, judged, answers }, [id], { state: 'unsent', content: undefined, readDue: false, ...nobody })
}

/** A judgement's words, once they are not to be kept. */
export const blanked = ({ turn, messages }: JudgedText): JudgedText => ({ turn, messages, reason: '', summary: '' })

export function closed(c: Conversation, change: Of<'closed'>): Conversation {
  const messages = setState(c, change.messages, { state: 'closed', readDue: change.read, heldBy: change.heldBy })
  return change.as === 'resolved' ? { ...messages, questions: 0 } : messages
}

/** What is closed is due now; what is open is when it is closed. */
export function askedToRead(c: Conversation, change: Of<'asked_to_read'>): Conversation {
  const messages = c.messages.map((message): CustomerMessage => {
    if (!change.messages.includes(message.id)) return message
    return message.state === 'closed' ? { ...message, readDue: true } : { ...message, readWanted: true }
  })
  return { ...c, messages }
}

/** LINE marks everything up to and including the token's message, so all of it is Read now. */
export function read(c: Conversation, change: Of<'read'>): Conversation {
  const upTo = c.messages.find((message) => message.id === change.upTo)
  if (!upTo) return c
  const watermark: Position =
    c.watermark && compare(c.watermark, upTo) > 0 ? c.watermark : { timestamp: upTo.timestamp, id: upTo.id }
  const messages = c.messages.map((message) =>
    message.readAt === undefined && compare(message, upTo) <= 0 ? { ...message, readAt: change.at } : message,
  )
  return { ...c, watermark, messages }
}

/** What is left of a turn whose reply was dropped is new again; a question of it that nobody got does not count. */
export function reopened(c: Conversation, messages: readonly string[]): Conversation {
  const asked = c.messages.some((message) => messages.includes(message.id) && message.state === 'asked')
  const open = setState(c, messages, { state: 'new', readDue: false, heldBy: undefined })
  return asked ? { ...open, questions: Math.max(0, c.questions - 1) } : open
}

export function setState(c: Conversation, ids: readonly string[], values: Partial<CustomerMessage>): Conversation {
  const messages = c.messages.map((message) => (ids.includes(message.id) ? { ...message, ...values } : message))
  return { ...c, messages }
}
