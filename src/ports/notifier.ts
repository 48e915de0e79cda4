/** Tells staff, where they are, that a conversation needs a person. */
import type { Entry } from '../core/conversation.ts'
import type { FixedReason } from '../core/fixed-reason.ts'
import type { Lowering } from '../core/facts.ts'
import type { CallResult } from '../core/outcome.ts'

/** What staff are told: the hand-off card. */
export interface Notice {
  /** The same for every try of one telling, and for no other: what a retry key is made of. */
  id: string
  conversation: string
  /** The entry it is about: the card's buttons name it. */
  entry: string
  kind: Entry['kind']
  /** Not the first telling: the customer still waits. */
  reminder: boolean
  /** Staff have the conversation, so that there is something to hand back. */
  withStaff: boolean
  /** As LINE tells them; staff find the chat in OA Manager by the name. Missing when LINE does not tell. */
  name?: string
  pictureUrl?: string
  /** BCP 47, as far as anything has told it. */
  language?: string
  /** Why the assistant stepped back. Where code lowered the judgement, this speaks for an answer that was never given. */
  reason: string
  /** Why code lowered it, and the topic that was found: these are told instead of the reason. */
  lowered?: Lowering
  topic?: string
  /** Why staff were given what no model judged: in any language. */
  fixed?: FixedReason
  /** What the customer wants. */
  summary: string
  /** The last messages of the customer verbatim, oldest first, three at most. */
  words: string[]
  /** Since when the customer waits, and now (ms). */
  since: number
  now: number
  /** Messages that the customer does not see as Read. */
  unread: number
  /** Where the conversation can be taken: its own page in the console. */
  consoleUrl?: string
}

export interface Notifier {
  /** Never rejects. */
  notify(notice: Notice, timeout: number): Promise<CallResult>
}

/** How telling goes, for those who look at the console. */
export interface Telling {
  /** Such as `the webhook` or `the staff’s LINE group`. */
  where: 'webhook' | 'line_group' | 'line_users'
  /** When it last worked, and since when it fails (ms); why, in words without anybody’s text. */
  workedAt?: number
  failsSince?: number
  why?: string
}
