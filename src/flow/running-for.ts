/** What each conversation is run with: all that is its channel's, made once, beside what all channels share. */
import { createDots } from './dots.ts'
import { createPace } from './pace.ts'
import type { ChannelParts, SharedParts } from './parts.ts'
import { createPeople } from './people.ts'
import type { Running } from './run.ts'
import { createSending } from './sending.ts'

/** One channel, or several. */
export type RunnerParts = SharedParts & (ChannelParts | RunnerChannels)

export interface RunnerChannels {
  /** Undefined: it is of no channel that is served. It stays as it is until one is. */
  channelOf(conversation: string): RunnerChannel | undefined
}

export interface RunnerChannel {
  /** By which it is told apart from the others. */
  key: string
  parts: ChannelParts
}

export interface RunningFor {
  /** Undefined: the conversation is of no channel that is served. */
  runningFor(conversation: string): Running | undefined
  /** The key of its channel. */
  keyFor(conversation: string): string | undefined
  /** `Pace.came` of the pace that all keep. */
  came: () => void
}

export function createRunningFor(parts: RunnerParts, ofRunner: Pick<Running, 'parked' | 'entered'>): RunningFor {
  const { clock, log, queue } = parts
  const pace = createPace()
  const make = ({ key, parts: own }: RunnerChannel): Running => {
    const all = { ...parts, ...own }
    return {
      ...all,
      ...ofRunner,
      dots: createDots(own.line, clock, log),
      people: createPeople(all),
      sending: createSending({ ...all, pushDailyCap: own.pushDailyCap ?? 0 }),
      pace: { turn: (begun) => pace.turn(begun, key) },
      queue: queue && { enter: (ms, heavy, signal) => queue.enter(ms, heavy, signal, key) },
    }
  }
  const only: RunnerChannel | undefined = 'channelOf' in parts ? undefined : { key: '', parts }
  const channelOf = 'channelOf' in parts ? (id: string) => parts.channelOf(id) : () => only
  const made = new Map<RunnerChannel, Running>()
  return {
    runningFor(conversation) {
      const channel = channelOf(conversation)
      if (!channel) return undefined
      const running = made.get(channel) ?? make(channel)
      made.set(channel, running)
      return running
    },
    keyFor: (conversation) => channelOf(conversation)?.key,
    came: pace.came,
  }
}
