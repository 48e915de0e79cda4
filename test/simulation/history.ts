/**
 * What happened in a simulated world, in order, as its outside saw it: the phones, LINE, the model, the notifier, staff,
 * and the disk. It is what the checker judges by, and it holds nothing that the product says of itself but what it stored.
 *
 *   deed      something that was done to LINE by a customer: a message, an unsend, a tap, leaving, coming back
 *   call      one request of the product's to LINE; its effect and its answer are records of their own, since either may
 *             be missing
 *   ask       one question to the model; a mark in its answer tells on the phone which ask an answer came from
 *   value     of a look-up or a request: it holds the marks of what it is about, and so is never that of another
 */
import type { Conversation } from '../../src/core/conversation.ts'
import type { Fact } from '../../src/core/facts.ts'
import type { CallResult } from '../../src/core/outcome.ts'
import type { LookedUp, Recorded } from '../../src/ports/look-ups.ts'

export type CallKind = 'reply' | 'push' | 'read' | 'loading'

/** What an answer of the model's comes to by DESIGN.md; `none`: it is no usable judgement. */
export type Means = 'resolved' | 'small_talk' | 'needs_info' | 'handoff' | 'none'

export interface Sent {
  /** LINE's id, and the mark that its words carry. */
  id: string
  mark: string
  timestamp: number
  kind: string
  /** A word that stands for a button. */
  word?: string
  readToken?: string
  /** Whether its event brought a token for a reply. */
  repliable: boolean
}

type Happening =
  | { type: 'deed'; event: string; what: 'message'; message: Sent }
  | { type: 'deed'; event: string; what: 'unsend'; message: string }
  | { type: 'deed'; event: string; what: 'tap'; data: string }
  | { type: 'deed'; event: string; what: 'follow' | 'unfollow' }
  /** `stored`: the product said 200. `heard`: LINE got that in time. */
  | { type: 'delivered'; event: string; attempt: number; stored: boolean; heard: boolean; how: string }
  | { type: 'committed'; entered: readonly string[]; conversation: Conversation }
  | {
      type: 'called'
      call: number
      kind: CallKind
      /** The reply or read token, or the retry key. */
      key: string
      texts: string[]
      /** For a read: the message that the token is of. */
      upTo?: string
      /** The actions whose attempt stands open on disk at that moment. */
      actions: string[]
    }
  | { type: 'shown'; call: number; texts: string[]; blocked: boolean }
  | { type: 'marked'; call: number; messages: string[] }
  | { type: 'returned'; call: number; result: CallResult; fault: string }
  /** Marks of the messages it was asked about, all that it was shown, and whom those belong to. */
  | { type: 'asked'; ask: number; covers: string[]; fresh: string[]; shown: string[]; looked?: boolean }
  | {
      type: 'judged'
      ask: number
      means: Means
      mark: string
      says: string
      tokens: number
      /** The values of what it wants to have recorded. */
      records?: readonly string[]
      /** Of what it wants to be looked up, and how many are none of the shop's. */
      lookUps?: { values: readonly string[]; wrong: number }
    }
  | { type: 'looked'; value: string; result: LookedUp['type'] }
  /** A request goes out to the sink; there is a row more; the product hears what came of it. */
  | { type: 'recording'; call: number; key: string; value: string; actions: string[] }
  | { type: 'kept'; call: number; key: string; value: string }
  | { type: 'recorded'; call: number; result: Recorded['type']; fault: string }
  | { type: 'aborted'; ask: number }
  | { type: 'notified'; entry: string; reminder: boolean; told: boolean; words: string; result: string }
  /** `seen`: the version of the page; missing for the button of a card in LINE. */
  | { type: 'acted'; act: string; action: string; seen?: number; upTo?: string; result: string }
  | { type: 'crashed'; where: string }
  | { type: 'started' }
  | { type: 'fault'; where: string; kind: string }
  | { type: 'paused'; paused: boolean }
  | { type: 'failed'; why: string }
  | { type: 'healed' }

/** `customer` is missing where it is about everybody. `at`: true time (ms); the product's clock shows the same. */
export type Record = { at: number; customer?: number } & Happening

/** How this world was set up. */
export interface Setup {
  seed: number
  customers: readonly number[]
  notifier: boolean
  /** A push may bring what no token can, any number of times. */
  pushes: boolean
  /** Whether anything may fail by seed. */
  calm: boolean
  readOn: readonly string[]
  /** Of the policy (times in ms). */
  staleAfter: number
  resumeAfter: number
  turnsADay: number
  /** Turns that may be judged at once, and tokens that the model may take in a day; undefined: any number. */
  atOnce?: number
  tokens?: number
  /** A model that is down is left alone for a while. */
  breaker: boolean
  /** Something may be looked up, and recorded. */
  live: boolean
}

export interface History {
  setup: Setup
  records: Record[]
  /** How it stands at the very end. */
  end: {
    conversations: Conversation[]
    /** Older facts, beside the conversations. */
    overflow: ReadonlyMap<string, readonly Fact[]>
    /** Events that never left the inbox. */
    inbox: string[]
    /** Ids of the messages that show Read on their phones. */
    read: ReadonlySet<string>
    /** Customers who have blocked the account. */
    blocked: ReadonlySet<number>
  }
}

/** What must hold of every history; checker.test.ts has a false one for each. */
export const invariants = [
  'one answer',
  'an attempt is recorded before its call',
  'a retry key never changes',
  'the entry comes before the telling',
  'silence while staff have the chat',
  'staff act on what is true',
  'silence while paused',
  'nothing of one customer reaches another',
  'what is unsent is gone',
  'no token past an open message',
  'Read is given to what was handled',
  'what is confirmed is not repeated',
  'nothing accepted is lost',
  'the runner never stops',
  'word within 40 s',
  'nothing unexpected is thrown',
  'what is too old is for staff',
  'a notice once in ten minutes',
  'a third question is for staff',
  'an answer ends the entry',
  'what nobody has taken stands',
  'a customer’s day has an end',
  'no more are judged at once than may be',
  'the model takes no more than it may',
  'a model that is down is left alone',
  'what does not stand is not said',
  'a request stands once',
  'a request stands before it is said',
  'no request is lost',
  'staff hear whether a request stands',
  'an entry stands once',
] as const
export type Invariant = (typeof invariants)[number]

/** One thing that must never happen, and did. */
export interface Broken {
  invariant: Invariant
  customer?: number
  at: number
  /** A sentence. */
  what: string
}
