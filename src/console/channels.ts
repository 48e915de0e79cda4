/**
 * The channels of a server that has several, and whose a conversation is. Each has a console of its own below
 * `/console/channels` (mount.ts); at `/console` is that of all of them together.
 */
import type { Counts } from '../ports/store.ts'
import { addressOf, channelAddress } from './addresses.ts'
import { channelsWords } from './channels-words.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

/** Its console is `/console/channels/NAME`. */
export interface ChannelPlace {
  name: string
  /** What staff call it. */
  title: string
}

/**
 * What is not as it should be in a channel, or as one would expect: it is not served (`ConsoleChannels.down`), a file is
 * broken, telling its staff fails, it is paused, only testers are answered, or nobody is (`MODE`). Its own console says more.
 */
export type ChannelTrouble = 'down' | 'broken' | 'untold' | 'paused' | 'testers' | 'observe'

/** How many channels are paused, of how many. */
export interface Pauses {
  of: number
  paused: number
  /** The pause that ends where it is ended for all channels, and how many it is of. Others are those channels' own. */
  ending?: { by: string; at: number; channels: number }
}

/** The channels, as a console knows of them. */
export interface ConsoleChannels {
  /** In the order of channels.yaml. */
  all: readonly ChannelPlace[]
  /** Those that are not served, since their files were broken at the start: they have no console. */
  down?: readonly ChannelPlace[]
  /** Whose console this is. Missing: that of all of them together. */
  here?: ChannelPlace
  /** Whose a conversation is. Undefined: of none that is served now. */
  of(conversation: string): ChannelPlace | undefined
  /** How many stand in each place of each channel, by its name. */
  counts(): Promise<ReadonlyMap<string, Counts>>
  /** Of the channel with this name. */
  trouble(name: string): readonly ChannelTrouble[]
  pauses(): Pauses
}

/** Whether this is the console of several channels together. */
export const isWhole = (channels: ConsoleChannels | undefined): channels is ConsoleChannels =>
  channels !== undefined && channels.here === undefined

/**
 * Where a list leads to: the conversation's page, in its channel's console. `list`: where one comes from; from that of all
 * channels it is said too, so that one finds back to it.
 */
export function linkTo(conversation: string, channels: ConsoleChannels | undefined, list?: string): string {
  const place = isWhole(channels) ? channels.of(conversation) : undefined
  const query = new URLSearchParams({ ...(place && { from: 'all' }), ...(list !== undefined && { list }) }).toString()
  const address = place ? `${channelAddress(place.name)}/${encodeURIComponent(conversation)}` : addressOf(conversation)
  return query === '' ? address : `${address}?${query}`
}

/** Where several stand together, each says whose it is. */
export function channelChip(
  conversation: string,
  channels: ConsoleChannels | undefined,
  language: ConsoleLanguage,
): Html | undefined {
  if (!isWhole(channels)) return undefined
  const place = channels.of(conversation)
  const text = place ? html`<bdi>${place.title}</bdi>` : channelsWords[language].notServed
  return html`<span class="chip of">${text}</span>`
}
