/**
 * Conversation: all that one chat of one channel and kidoku have between them. This is the state; it is the truth, and
 * its facts (the ledger) explain it and are never replayed.
 *
 *   open message   a customer's message that is *new*, *asked* (a question or a notice went back) or *stale* (too old for
 *                  the machine, waiting for staff), not yet *closed*
 *   pending        a decision whose first attempt has not been made: nothing else in the state knows of it yet
 *   outbox         actions decided and not yet ended
 *   watermark      the newest message marked Read; LINE marks everything up to and including a token's message
 *   entry          what staff see: why this conversation needs a person
 *
 * Values here are never changed in place: `evolve` returns a new conversation.
 */
import type { Action, ReplyToken } from './action.ts'
import type { Content } from './content.ts'
import type { Chat } from './event.ts'
import type { Assigned } from './experiment.ts'
import type { Change, Fact } from './facts.ts'
import type { Used } from './limits.ts'
import type { Given } from './look-ups/declared.ts'
import type { LookUpText, Proofs } from './look-ups/looked-up.ts'

export type MessageState = 'new' | 'asked' | 'stale' | 'closed' | 'unsent'

export interface CustomerMessage {
  id: string
  /** LINE's time (ms): with the id it orders. */
  timestamp: number
  /** Our time of receipt (ms): it times the turn and the reply token. */
  receivedAt: number
  kind: Content['type']
  /** Gone once the customer unsends the message. */
  content?: Content
  /** Who wrote it, where several may. */
  by?: string
  state: MessageState
  replyToken?: string
  /** When its reply token came, if that was with a later event: a tap, say. */
  tokenFrom?: { receivedAt: number; timestamp: number }
  readToken?: string
  quoteToken?: string
  /** LINE answered 400 to its token: never sent again. */
  tokenRefused: boolean
  /** Read has been decided for it; it is given when a token at or past it is confirmed. */
  readDue: boolean
  /** When Read was confirmed (ms). */
  readAt?: number
  /**
   * The action that must succeed before Read is given: the telling of staff, or an answer that has no token of its own
   * to go by. Until then no token goes past it either.
   */
  heldBy?: string
  /** The customer asked for Read while it was still open. */
  readWanted?: true
  /** It came while staff had the conversation. */
  duringStaff: boolean
  /** It was open when a backup was made, and may have been answered since: the machine says nothing about it. */
  restored?: true
}

/** What the assistant said, for the history. */
export interface Answer {
  at: number
  turn: string
  /** The messages it answered. */
  messages: string[]
  /** Empty once one of those was unsent: the words may repeat it. */
  texts: string[]
  /** LINE's ids of them: who quotes one speaks to the account. */
  sent?: string[]
}

/** What the model said for staff, kept apart from the facts so that it can be blanked. */
export interface JudgedText {
  turn: string
  messages: string[]
  reason: string
  summary: string
  /** Where nothing is said (`MODE=observe`): what would have been. */
  reply?: string
  /** What was looked up for it, in the order of its fact's `lookUps`. */
  lookUps?: LookUpText[]
  /** What it was to have recorded. */
  records?: RecordText[]
}

export interface RecordText {
  record: string
  given: Given
  /** By which name of `given` it says who asked. */
  askedBy?: string
}

/** Why a conversation needs a person. The list of those in state `waiting` is what staff see under *Waiting*. */
export interface Entry {
  id: string
  /**
   * `paused`: it came while the assistant was paused for everybody. `limit`: while the model had reached a limit that the
   * shop has set, or had no time left for it.
   */
  kind: 'handoff' | 'no_judgement' | 'paused' | 'limit' | 'stale' | 'undelivered' | 'uncertain'
  at: number
  turn: string
  messages: string[]
  state: 'waiting' | 'taken'
  /** Whether Read is given to its messages when staff take it (`read_on`). */
  readWhenTaken: boolean
  /** When staff were last told of it, how often they were reminded, and when they will be again (ms). */
  toldAt?: number
  reminders?: number
  remindAt?: number
}

export interface Pending {
  turn: string
  messages: string[]
  /** What will hold from the first attempt on. */
  changes: Change[]
  actions: Action[]
  text?: JudgedText
}

/** The customer has signed in at the shop: it is being found out whose account that is. */
export interface Linking {
  /** LINE's event. */
  event: string
  /** It is the shop's, and used once. */
  nonce: string
  /** For the words about it. */
  token?: ReplyToken
  /** How often the shop's system gave no answer, and when it is asked next (ms). */
  tries: number
  next: number
}

export interface Position {
  timestamp: number
  id: string
}

export interface Conversation {
  format: 1
  id: string
  destination: string
  chat: Chat
  /** One more with every commit. */
  version: number
  mode: 'assistant' | 'staff'
  /** One more with every change that staff see and act on; a console action names the one it saw. */
  staffVersion: number
  messages: CustomerMessage[]
  answers: Answer[]
  judged: JudgedText[]
  /** The turn being judged now. */
  judging?: { messages: string[]; at: number }
  pending?: Pending
  /** How often what was pending for the present turn has been dropped, and when for the third time. */
  drops: number
  frozenAt?: number
  outbox: Action[]
  entries: Entry[]
  watermark?: Position
  /** `needs_info` in a row. */
  questions: number
  /**
   * How many have been decided, so that each has an id of its own: counted on from `Store.turnsFrom`, since LINE, cards and
   * buttons know those of an earlier conversation in this chat.
   */
  turns: number
  /** What it has had of the model lately. */
  used?: Used
  /** What was given, and guessed, for look-ups that want a proof. */
  proofs?: Proofs
  /** The customer's account in the shop's system, as they linked it at `at` (ms). */
  linked?: { account: string; at: number }
  linking?: Linking
  /** Messages that wanted it, and were answered with the page on which to sign in. */
  linkOffered?: string[]
  /** The experiment it takes part in, since its first judgement, and the prompt it has there. */
  assigned?: Assigned
  /** The language of the last judgement. */
  language?: string
  /** The language of the customer's LINE profile, when it was asked for. */
  profileLanguage?: string
  /** Who it is, as LINE told it at `at` (ms). */
  customer?: { name?: string; pictureUrl?: string; at: number }
  /** The last Take or other act of staff (ms): hand-back by time is counted from it. */
  staffAt?: number
  /** The chat's own address in OA Manager, as staff pasted it. */
  chatAddress?: string
  /** The customer quoted this message, which is not ours: somebody of the staff seems to be answering. */
  suspected?: { message: string; at: number }
  /** The closed time (its beginning, ms) in which the customer has heard that they are not forgotten. */
  reassuredIn?: number
  introduced: boolean
  /** The customer has blocked the account, or it has left the group: nothing is answered. */
  gone?: true
  /** LINE's time (ms) of the last sign that they are there, and of when they went: events come in any order. */
  hereAt?: number
  leftAt?: number
  /** The turns whose customer was asked whether that solved it, newest last, and what was said. */
  outcomes?: { turn: string; at: number; solved?: boolean }[]
  /** When the last notice of a failed model went out (ms): at most one in ten minutes. */
  noticeAt?: number
  /** Message ids unsent before the message itself came: events arrive in any order. */
  unsentEarly: string[]
  /**
   * Ids of events that have entered, kept for 72 hours: a repeat is ignored. In small generations, newest last, so that
   * taking one in costs the same in a chat of ten events a day and of ten thousand.
   */
  seen: { until: number; ids: string[] }[]
  facts: Fact[]
}

/**
 * A conversation in which nothing has happened yet.
 * @param turns where its turns are counted from (`Store.turnsFrom`)
 */
export function begin(id: string, destination: string, chat: Chat, turns = 0): Conversation {
  return {
    format: 1,
    id,
    destination,
    chat,
    version: 0,
    mode: 'assistant',
    staffVersion: 0,
    messages: [],
    answers: [],
    judged: [],
    drops: 0,
    outbox: [],
    entries: [],
    questions: 0,
    turns,
    introduced: false,
    unsentEarly: [],
    seen: [],
    facts: [],
  }
}

/** LINE's order of two messages: by `timestamp`, then by message id (digits that grow, so longer is later). */
export function compare(a: Position, b: Position): number {
  return a.timestamp - b.timestamp || a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

export const isOpen = (message: CustomerMessage): boolean =>
  message.state === 'new' || message.state === 'asked' || message.state === 'stale'
