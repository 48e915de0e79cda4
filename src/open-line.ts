/** LINE, or the simulator that plays it: the channel, its tokens, the calls and what customers send. Part of the entry. */
import { createContents } from './adapters/line/contents.ts'
import { createLine } from './adapters/line/line.ts'
import { createTokens } from './adapters/line/tokens.ts'
import type { Config, LineChannel } from './config.ts'
import { playLine } from './play-line.ts'
import type { Clock } from './ports/clock.ts'
import type { OpenedStore } from './open-store.ts'
import type { KeptContents } from './ports/contents.ts'
import type { Line } from './ports/line.ts'
import type { Log } from './ports/log.ts'
import type { Simulator } from './simulator/index.ts'

export interface LineParts {
  folder: string
  /** What the profile's replies are signed with. */
  senderName?: string
  keepContents: OpenedStore['keepContents']
  clock: Clock
  log: Log
  /** Told how each part is closed as soon as it is open. */
  opened: (() => Promise<void>)[]
}

export interface OpenedLine {
  channel: LineChannel
  line: Line
  contents: KeptContents
  /** Where there is no channel. */
  simulator?: Simulator
}

/** @throws PortTaken: its message says what to do */
export async function openLine(config: Config, parts: LineParts): Promise<OpenedLine> {
  const { folder, senderName, keepContents, clock, log, opened } = parts
  const { channel, simulator } =
    config.mode === 'line'
      ? { channel: config.channel, simulator: undefined }
      : await playLine(config, folder, senderName)
  if (simulator) opened.push(() => simulator.close())
  const { secrets, apiBaseUrl, dataApiBaseUrl } = channel
  const tokens = createTokens(channel.token, { secrets, folder, apiBaseUrl, log, now: clock.now })
  const contents = keepContents(createContents({ tokens, dataApiBaseUrl, log }), config.keepContentMs ?? 0)
  opened.push(() => contents.close())
  return { channel, line: createLine({ tokens, apiBaseUrl }), contents, simulator }
}
