/** What the ledger says to staff, in each language that they read: one set of words a language, the same in each. */
import type { Entry } from '../conversation.ts'
import type { StaffAction } from '../event.ts'
import type { Ending, Fact, LeftAlone, Lowering, Result, StaffRefusal } from '../facts.ts'
import type { FixedReason } from '../fixed-reason.ts'
import type { DecisionWord } from '../judgement.ts'

export const staffLanguages = ['en', 'ja', 'zh-TW', 'th'] as const
export type StaffLanguage = (typeof staffLanguages)[number]

type Of<Type extends Fact['type']> = Extract<Fact, { type: Type }>

/** A judgement, as far as staff are told of it. */
export interface JudgedWords {
  by: 'rule' | 'model'
  /** Missing where it was not kept. */
  model?: string
  decision: DecisionWord
  said: DecisionWord
  /** `no_topic`: always a person's, and of the topic `other`, which is no word for staff. */
  lowered?: Lowering | 'no_topic'
  /** Two digits. */
  confidence: string
  reason: string
  sources: readonly string[]
  /** Where nothing is said: what would have been. */
  reply: string
}

/** How an unread message stands now. */
export type Conclusion =
  | 'asked'
  | 'stale'
  | 'during_staff'
  /** The same, and nobody has taken it. */
  | 'waits_for_staff'
  | 'handling'
  | 'observed'
  | 'left'
  | 'unseen'
  | 'no_read'
  /** Closed as staff's own: they have it still, or had it. */
  | 'with_staff'
  | 'unmarked'
  | 'with_answer'
  | 'until_told'
  /** A request that it asks for is being recorded. */
  | 'until_recorded'
  | 'no_token'
  | 'came_late'
  | 'token_refused'
  | 'due'

/** Sentences are whole, with the mark that ends them, save where a comment says otherwise. */
export interface LedgerWords {
  /** What came in, without the mark at its end. */
  received: Record<Of<'received'>['kind'], string>
  quoted: (words: string) => string
  receiving: (what: string, again: boolean, late: boolean) => string
  leftAlone: Record<Exclude<LeftAlone, 'nothing_to_do'>, string>
  /** What LINE's other events mean, and why nothing follows from them. */
  event: (what: string, meaning: string) => string
  events: Partial<Record<string, string>>
  nothingToDo: string
  tapped: (label: string) => string
  solved: string
  notSolved: string
  askedToRead: string
  announced: string
  tokenFound: string
  tokenForTurn: string
  followed: string
  followedAgain: string
  blocked: string
  leftGroup: string
  forgotten: (by: string) => string
  outcomeAsked: string
  unsent: string
  unsentGone: string
  unsentErased: string
  /** @param days after which words are erased */
  expired: (days: number) => string
  restored: string
  stale: string
  assigned(experiment: string, prompt: string): string
  judging: string
  judged: (judged: JudgedWords) => string
  fixedReason: (reason: FixedReason) => string
  failed: (why: string) => string
  /** No model was asked. */
  paused: string
  dropped: Record<Of<'dropped'>['why'], string>
  closed: Record<Of<'closed'>['as'], string>
  asked: string
  unanswered: string
  unansweredWithNotice: string
  reopened: string
  handedOff: string
  taken: (by: string) => string
  handedBack: (by: string) => string
  handedBackByCustomer: string
  handedBackByTime: string
  done: (by: string) => string
  staffRead: (by: string) => string
  addressKept: (by: string) => string
  graded: (by: string, right: boolean) => string
  suspected: string
  notAnswering: (by: string) => string
  /** @param count how often by now */
  reminded: (count: number) => string
  reassured: string
  refused: (by: string, action: StaffAction, why: StaffRefusal) => string
  entered: (kind: Entry['kind']) => string
  /** Of a record: see recording.ts. */
  outcome: (what: Exclude<Of<'outcome'>['what'], 'record'>, result: Result, detail: string) => string | undefined
  putOff: (seconds: number, why: string) => string
  pushInstead: string
  deferred: string
  tokenRefused: string
  read: string
  endings: Record<Ending, string | undefined>
  conclusions: Record<Conclusion, string>
  /** In place of the words of a message that was taken back. */
  unsentText: string
  expiredText: string
}
