/**
 * The channels that a server serves, and whose a conversation is. Where there is one, all are its own, but those that are
 * known to be another's; several are told apart by the LINE account, which LINE tells at the start. Part of the entry.
 */
import { openDestinations } from './adapters/documents/destinations.ts'
import { destinationOf } from './core/event.ts'
import type { OpenedChannel } from './open-channel.ts'
import type { Clock } from './ports/clock.ts'
import type { Destinations } from './ports/destinations.ts'
import type { Documents } from './ports/documents.ts'
import type { Log } from './ports/log.ts'

/** How long LINE may take to tell (ms); how long until it is asked again, and no longer than. */
const timeout = 5_000
const [firstPause, longestPause] = [1_000, 60_000]
/** So many are asked at once. */
const atOnce = 8

export interface ServedChannels {
  all: readonly [OpenedChannel, ...OpenedChannel[]]
  /** Whose a conversation is. Undefined: of none that is served, or LINE has not told yet. */
  of(conversation: string): OpenedChannel | undefined
  /** Whose an account is known to be. */
  at(destination: string): OpenedChannel | undefined
  /** Those whose account is not known yet. */
  unknown(): readonly OpenedChannel[]
  /** Whether a channel is not served for now, since its files are broken. */
  isClosed(name: string): boolean
  /** Whether that holds for the channel that this account is known to be of. */
  isClosedAt(destination: string): boolean
  /** The accounts of a channel; undefined: it is the only one, and has them all. */
  accountsOf(channel: OpenedChannel): readonly string[] | undefined
  /** Whether an account is this channel's, which a body names that its secret has signed: see `Destinations.named`. */
  isOf(channel: OpenedChannel, destination: string): ReturnType<Destinations['named']>
  /** Told when it is known of a channel what its account is. */
  onChange(listener: (channel: string) => void): void
  /** Asks LINE, until it has told of each, or the signal aborts. */
  ask(signal: AbortSignal): Promise<void>
}

export interface ServedParts {
  /** Those that are not served for now. */
  closed: readonly Pick<OpenedChannel, 'name' | 'channel'>[]
  documents: Documents
  clock: Clock
  log: Log
}

export async function serveChannels(all: ServedChannels['all'], parts: ServedParts): Promise<ServedChannels> {
  const channels = [...all, ...parts.closed].map(({ name = '', channel }) => ({ name, secrets: channel.secrets }))
  const destinations = await openDestinations({ ...parts, channels })
  return all[0].name === undefined ? oneAlone(all[0], destinations) : several(all, destinations, parts)
}

/** There may have been several before: what waits at their accounts is not this one's to answer. */
const oneAlone = (only: OpenedChannel, destinations: Destinations): ServedChannels => ({
  all: [only],
  of: (conversation) => (destinations.isOfOthers(destinationOf(conversation)) ? undefined : only),
  at: () => only,
  unknown: () => [],
  isClosed: () => false,
  isClosedAt: () => false,
  accountsOf: () => undefined,
  isOf: () => 'yes',
  onChange() {},
  ask: () => Promise.resolve(),
})

function several(
  all: ServedChannels['all'],
  destinations: Destinations,
  { closed, clock, log }: ServedParts,
): ServedChannels {
  const byName = new Map(all.map((one) => [one.name ?? '', one]))
  const shut = new Set(closed.map(({ name = '' }) => name))
  const unknown = new Set(all.filter(({ name = '' }) => destinations.of(name).length === 0))
  destinations.onChange((name) => {
    const channel = byName.get(name)
    if (channel) unknown.delete(channel)
  })
  const at = (destination: string): OpenedChannel | undefined => byName.get(destinations.channelOf(destination) ?? '')

  const askOne = async ({ name = '', line }: OpenedChannel, signal: AbortSignal): Promise<void> => {
    for (let pause = firstPause; !signal.aborted; pause = Math.min(longestPause, pause * 2)) {
      try {
        return await destinations.told(name, (await line.botInfo(timeout)).userId)
      } catch (error) {
        log.debug({ err: error, channel: name }, 'LINE did not tell whose account this is; it is asked again')
      }
      await clock.after(pause, signal)
    }
  }

  return {
    all,
    of: (conversation) => at(destinationOf(conversation)),
    at,
    unknown: () => [...unknown],
    isClosed: (name) => shut.has(name),
    isClosedAt: (destination) => shut.has(destinations.channelOf(destination) ?? ''),
    accountsOf: ({ name = '' }) => destinations.of(name),
    isOf: ({ name = '' }, destination) => destinations.named(name, destination),
    onChange: destinations.onChange,
    async ask(signal) {
      const waiting = [...all]
      const asked: Promise<void>[] = []
      const askNext = async (): Promise<void> => {
        for (let one = waiting.shift(); one && !signal.aborted; one = waiting.shift()) {
          // One that LINE does not tell of gives its place to the next, and is asked again beside it.
          const asking = askOne(one, signal)
          asked.push(asking)
          const over = new AbortController()
          await Promise.race([asking, clock.after(timeout, AbortSignal.any([signal, over.signal]))])
          over.abort()
        }
      }
      await Promise.all(Array.from({ length: atOnce }, askNext))
      await Promise.all(asked)
    },
  }
}
