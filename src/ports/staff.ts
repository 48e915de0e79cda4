/** What staff do about a conversation, from the console. */

/**
 * `changed_meanwhile`: somebody was faster, and what was on the page is not true any more. `not_yet`: it is stored and
 * takes effect by itself in a moment.
 */
export type StaffResult = 'done' | 'not_yet' | 'changed_meanwhile' | 'unknown_conversation'

export interface Staff {
  /**
   * Take a conversation, hand it back to the assistant, or forget all that was said in it.
   * @param by who did it, for the ledger
   * @param seen the `staffVersion` that was on the page
   */
  act(conversation: string, action: 'take' | 'hand_back' | 'forget', by: string, seen: number): Promise<StaffResult>
}
