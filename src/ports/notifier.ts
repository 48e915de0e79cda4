/** Tells staff, where they are, that a conversation needs a person. */
import type { CallResult } from '../core/outcome.ts'

/** What staff are told. */
export interface Notice {
  conversation: string
  /** As LINE tells it; staff find the chat in OA Manager by it. Missing when LINE does not tell. */
  name?: string
  kind: string
  reason: string
  summary: string
  /** The newest words of the customer. */
  words: string
  /** Where the conversation can be taken. */
  consoleUrl?: string
}

export interface Notifier {
  notify(notice: Notice, timeout: number): Promise<CallResult>
}
