/**
 * Which channel serves which LINE account. An account is a webhook's `destination`, the bot's user id, with which the ids
 * of its conversations begin. A channel has one. LINE tells it, and what LINE told is kept: while LINE is down it is known
 * all the same. Of what is kept a channel is told by its secret, so that neither another name nor another order matters.
 */

export interface Destinations {
  /** The name of the channel that serves an account; undefined: none that is known of. */
  channelOf(destination: string): string | undefined
  /** The account of a channel, as far as it is known. */
  of(channel: string): readonly string[]
  /** Whether it was told of a channel that is not served here. */
  isOfOthers(destination: string): boolean
  /** LINE says whose an account is. Durable when it resolves. */
  told(channel: string, destination: string): Promise<void>
  /**
   * A body that the channel's secret has signed names an account. `yes`: it is this channel's; while nothing is known of
   * the channel it is believed, by this process and until LINE says otherwise. `later`: two channels say so, and LINE has
   * not been heard. `no`: it is another's, or none.
   */
  named(channel: string, destination: string): 'yes' | 'later' | 'no'
  /** Told once it is known of a channel what its account is. */
  onChange(listener: (channel: string) => void): void
}
