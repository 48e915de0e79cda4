/** All the doctor looks at, in the order in which a shop is set up. What is found is told as soon as it is known. */
import { join } from 'node:path'
import type { ChannelSettings, Config, ReadConfig } from '../config.ts'
import { databaseFindings, type DatabaseSeen } from './database.ts'
import { dataFolder, type Disk } from './disk.ts'
import { endpointFinding, type EndpointSaid } from './endpoint.ts'
import { lineFindings, tellingOf, type AskedLine, type Served } from './examine-channel.ts'
import { inOrder } from '../in-order.ts'
import { ok, type Finding, type OfChannel } from './finding.ts'
import { hostFindings } from './host.ts'
import type { SetByStaff } from './look-at-staff.ts'
import { modelFinding, noModel, type ModelSaid } from './model.ts'
import { channelTelling, sharedTelling, tellingFindings } from './telling.ts'
import { asThoseOf } from './texts.ts'

/** What looks at the world for it. */
export interface Instruments {
  /** Only asked when a channel is set. @param name where there are several */
  line(config: Served, name?: string): AskedLine
  disk(folder: string): Promise<Disk>
  /** @param channels the names of several */
  staff(folder: string, channels?: readonly string[]): Promise<SetByStaff>
  /** Only asked when a channel's server keeps everything there; `staff` is what staff have set in it. */
  database(url: string): Promise<DatabaseSeen & { staff: SetByStaff }>
  gemini(gemini: NonNullable<Config['gemini']>): Promise<ModelSaid>
  openai(openai: NonNullable<Config['openai']>): Promise<EndpointSaid>
  /** @param several whether there are other channels */
  texts(config: Config, several?: boolean): Promise<Finding[]>
  /** Names of the variables that are set and tell what kind of host this is. */
  hostVariables: readonly string[]
}

/** So many channels are looked at at once: LINE may take seconds for each. */
const atOnce = 8

export async function* examine(read: ReadConfig, instruments: Instruments): AsyncGenerator<Finding | OfChannel> {
  if (!read.ok) {
    for (const { name, problem, remedy } of read.problems) {
      const why = 'kidoku does not start with a setting that it cannot read'
      yield { level: 'problem', topic: 'Settings', found: `${name} ${problem}`, why, remedy }
    }
    return
  }
  const { config } = read
  const served = config.mode === 'line' ? config : undefined
  // What is played with the simulator has a folder of its own.
  const disk = await instruments.disk(served ? config.dataDir : join(config.dataDir, 'simulator'))
  yield ok('Settings', 'all of them can be read')
  const url = served?.databaseUrl
  const database = url === undefined ? undefined : await instruments.database(url)
  if (served) {
    const running = database?.type === 'seen' ? database.alive > 0 : disk.running
    const names = served.channels?.map(({ name }) => name)
    const staff = async (): Promise<SetByStaff> => database?.staff ?? (await instruments.staff(config.dataDir, names))
    if (served.channels) yield* examineSeveral(served, served.channels, { instruments, running, staff: await staff() })
    else {
      yield* lineFindings(served, instruments.line(served), running)
      yield* tellingFindings(tellingOf(served, consoleOf(served, await staff())))
    }
  } else yield noChannel
  if (!served?.channels) yield* await instruments.texts(config)
  yield await lookAtModel(config, instruments)
  if (database) yield* databaseFindings(database)
  yield dataFolder(disk, database !== undefined)
  yield* hostFindings(instruments.hostVariables, database ? undefined : disk)
}

const consoleOf = ({ consolePassword }: Served, { accounts, tellInLine }: SetByStaff, channel?: string) => ({
  console: accounts || consolePassword !== undefined,
  tellInLine: tellInLine(channel),
})

interface Looking {
  instruments: Instruments
  running: boolean
  staff: SetByStaff
}

/** Each channel by itself, and then what of it is one for all of them. */
async function* examineSeveral(
  config: Served,
  channels: readonly ChannelSettings[],
  { instruments, running, staff }: Looking,
): AsyncGenerator<Finding | OfChannel> {
  const each = channels.map((channel) => {
    const own: Served = { ...config, ...channel, channels: undefined }
    const sources = JSON.stringify([own.promptsDir, own.profile, own.knowledgeDir])
    return { channel, own, sources, telling: tellingOf(own, consoleOf(own, staff, channel.name)) }
  })
  const readBy = new Map<string, { first: ChannelSettings; found: Promise<Finding[]> }>()
  const textsOf = async ({ channel, own, sources }: (typeof each)[number]): Promise<Finding[]> => {
    const read = readBy.get(sources) ?? { first: channel, found: instruments.texts(own, true) }
    readBy.set(sources, read)
    return read.first === channel ? read.found : asThoseOf(read.first.title, await read.found)
  }
  yield* inOrder(each, atOnce, async (one): Promise<OfChannel> => {
    const { channel, own, telling } = one
    // Begun in the order of the channels, so that what they share is told of the first.
    const texts = textsOf(one)
    const findings: Finding[] = []
    const { name } = channel
    for await (const finding of lineFindings(own, instruments.line(own, name), running, name)) findings.push(finding)
    return { channel, findings: [...findings, channelTelling(telling), ...(await texts)] }
  })
  yield* sharedTelling(each.map(({ telling }) => telling))
}

/** The one that answers customers; others may be set for the lab. */
async function lookAtModel({ model, gemini, openai, mode }: Config, instruments: Instruments): Promise<Finding> {
  if (model === 'gemini' && gemini) {
    return modelFinding(gemini.model, await instruments.gemini(gemini), gemini.baseUrl !== undefined)
  }
  if (model === 'openai' && openai) return endpointFinding(openai, await instruments.openai(openai))
  return noModel(mode === 'line', gemini !== undefined || openai !== undefined)
}

const noChannel: Finding = {
  level: 'problem',
  topic: 'LINE',
  found: 'no channel is set: the simulator plays LINE, and no real customer is heard',
  why: 'That is right for trying, and nothing of LINE could be looked at',
  remedy:
    'To serve your account, set LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN in .env; docs/set-up.md shows where they are found',
}
