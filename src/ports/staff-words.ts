/** What is said in the staff's LINE chat after one of them has pressed a button of a card. */
import type { OutgoingMessage } from '../core/action.ts'

/** The languages in which staff are told. */
export const staffLanguages = ['en', 'ja', 'zh-TW', 'th'] as const
export type StaffLanguage = (typeof staffLanguages)[number]

/**
 * taken          they have it now                       taken_already   `by` was faster
 * done           they have handled it                   back_already    the assistant has it again already
 * handed_back    the assistant has it again             ended           the card is about something that is over
 * not_yet        stored; it takes effect in a moment    unknown         there is no such conversation (any more)
 * still_waits    handed back, though staff never had the conversation: the customer still waits for them
 */
export type StaffWordResult =
  | 'taken'
  | 'done'
  | 'handed_back'
  | 'taken_already'
  | 'back_already'
  | 'still_waits'
  | 'ended'
  | 'not_yet'
  | 'unknown'

/** What the press was about. */
export interface StaffWordAbout {
  conversation: string
  entry: string
  /** The customer, as LINE tells them. */
  name?: string
  /** Who pressed; with `taken_already`: who has it. */
  by?: string
}

export interface StaffWords {
  /** One message, for a reply. After a Take it carries the buttons that come next. */
  word(result: StaffWordResult, about: StaffWordAbout): OutgoingMessage[]
}
