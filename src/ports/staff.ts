/** What staff do about a conversation: in the console, or by the buttons of a card in LINE. */
import type { StaffAction, StaffNote } from '../core/event.ts'

/**
 * `changed_meanwhile`: somebody was faster, and what was on the page is not true any more; `by` is who. `not_yet`: it is
 * stored and takes effect by itself in a moment.
 */
export type StaffResult =
  | { type: 'done' | 'not_yet' | 'unknown_conversation' }
  | { type: 'changed_meanwhile'; by?: string }

export interface StaffAct {
  conversation: string
  action: StaffAction
  /** Who did it, for the ledger: a name. */
  by: string
  /** The `staffVersion` that was on the page. */
  seen: number
  /** The newest message that was on the page: what came after it is not theirs yet. */
  upTo?: string
}

export interface Staff {
  act(act: StaffAct): Promise<StaffResult>
  /** Writes something down about a conversation. */
  note(conversation: string, note: StaffNote, by: string): Promise<StaffResult>
}
