/** How many pushes a channel has made within 24 hours, by all processes together: they cost money (`PUSH_DAILY_CAP`). */

export interface PushCount {
  /** As far as this process knows; it may be some seconds old. Costs nothing to ask. */
  known(): number
  /**
   * Counts one that is about to be made, unless `most` have been: two that ask at once never have the same one.
   * @returns how to take it back when it was not made after all; undefined: no more for now
   * @throws when it cannot be told: then it may not be made yet
   */
  spend(most: number): Promise<(() => void) | undefined>
}
