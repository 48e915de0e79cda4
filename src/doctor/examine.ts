/** All the doctor looks at, in the order in which a shop is set up. What is found is told as soon as it is known. */
import { join } from 'node:path'
import type { Config, ReadConfig } from '../config.ts'
import type { BotInfo, Line } from '../ports/line.ts'
import { answering } from './answering.ts'
import { botSettings } from './bot-settings.ts'
import { databaseFindings, type DatabaseSeen } from './database.ts'
import { dataFolder, type Disk } from './disk.ts'
import { endpointFinding, type EndpointSaid } from './endpoint.ts'
import { ok, type Finding } from './finding.ts'
import { hostFindings } from './host.ts'
import type { SetByStaff } from './look-at-staff.ts'
import { modelFinding, noModel, type ModelSaid } from './model.ts'
import { quotaFinding } from './quota.ts'
import { staffInLine, type StaffInLine } from './staff-in-line.ts'
import { tellingFindings } from './telling.ts'
import { webhookSetting, webhookTest } from './webhook.ts'

type Served = Extract<Config, { mode: 'line' }>

/** What looks at the world for it. */
export interface Instruments {
  /** LINE, with the channel's token; only asked when a channel is set. */
  line(config: Served): Line
  /** What was logged as an error on the way: why a token could not be issued, with its remedy. */
  complaint(): string | undefined
  disk(folder: string): Promise<Disk>
  staff(folder: string): Promise<SetByStaff>
  /** Only asked when a channel's server keeps everything there; `staff` is what staff have set in it. */
  database(url: string): Promise<DatabaseSeen & { staff: SetByStaff }>
  gemini(gemini: NonNullable<Config['gemini']>): Promise<ModelSaid>
  openai(openai: NonNullable<Config['openai']>): Promise<EndpointSaid>
  texts(config: Config): Promise<Finding[]>
  /** Names of the variables that are set and tell what kind of host this is. */
  hostVariables: readonly string[]
}

/** How long LINE may take (ms); its test call waits for the webhook in between. */
const [patience, testPatience] = [5_000, 20_000]

export async function* examine(read: ReadConfig, instruments: Instruments): AsyncGenerator<Finding> {
  if (!read.ok) {
    for (const { name, problem, remedy } of read.problems) {
      const why = 'kidoku does not start with a setting that it cannot read'
      yield { level: 'problem', topic: 'Settings', found: `${name} ${problem}`, why, remedy }
    }
    return
  }
  const { config } = read
  const channel = config.mode === 'line'
  // What is played with the simulator has a folder of its own.
  const disk = await instruments.disk(channel ? config.dataDir : join(config.dataDir, 'simulator'))
  yield ok('Settings', 'all of them can be read')
  const url = channel ? config.databaseUrl : undefined
  const database = url === undefined ? undefined : await instruments.database(url)
  if (config.mode === 'line') {
    yield answering(config.answering)
    const running = database?.type === 'seen' ? database.alive > 0 : disk.running
    yield* channelFindings(config, instruments, running)
    const { notifyWebhookUrl, consolePassword, publicUrl, readApi, staffGroup, staffUsers } = config
    const { tellInLine, accounts } = database?.staff ?? (await instruments.staff(config.dataDir))
    const [notifier, console] = [notifyWebhookUrl !== undefined, accounts || consolePassword !== undefined]
    const inLine = staffGroup !== undefined || staffUsers.length > 0 ? tellInLine : undefined
    yield* tellingFindings({ notifier, inLine, console, publicUrl, readApi })
  } else yield noChannel
  yield* await instruments.texts(config)
  yield await lookAtModel(config, instruments)
  if (database) yield* databaseFindings(database)
  yield dataFolder(disk, database !== undefined)
  yield* hostFindings(instruments.hostVariables, database ? undefined : disk)
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

async function* channelFindings(config: Served, instruments: Instruments, running: boolean): AsyncGenerator<Finding> {
  const { readApi, publicUrl } = config
  const line = instruments.line(config)
  const info = await asked(line.botInfo(patience))
  yield account(info, instruments.complaint())
  if (!info.ok) return
  yield botSettings(info.value, readApi)
  const set = await asked(line.webhook(patience))
  if (set.ok) yield* webhookSetting(set.value, publicUrl)
  else yield unknown('Webhook', set.why)
  if (set.ok && set.value) {
    const test = await asked(line.testWebhook(testPatience))
    yield test.ok ? webhookTest(test.value, running) : unknown('LINE’s test call', test.why)
  }
  const quota = await asked(line.quota(patience))
  yield quota.ok ? quotaFinding(quota.value) : unknown('Messages left', quota.why)
  yield* staffInLine(await lookAtStaff(line, config, quota.ok ? quota.value : undefined))
}

async function lookAtStaff(
  line: Line,
  { staffGroup, staffUsers }: Served,
  quota: StaffInLine['quota'],
): Promise<StaffInLine> {
  const group = staffGroup === undefined ? undefined : await lookAtGroup(line, staffGroup)
  const users = staffUsers.map(async (id): Promise<StaffInLine['users'][number]> => {
    const profile = await asked(line.profile(id, patience))
    if (!profile.ok) return { id, type: 'unknown', why: profile.why }
    if (!profile.value) return { id, type: 'not_reached' }
    const inGroup = staffGroup === undefined ? undefined : await asked(line.memberName(staffGroup, id, patience))
    return { id, type: 'reached', inGroup: inGroup?.ok === true && inGroup.value !== undefined }
  })
  return { group, users: await Promise.all(users), quota }
}

async function lookAtGroup(line: Line, id: string): Promise<NonNullable<StaffInLine['group']>> {
  const [name, size] = await Promise.all([asked(line.groupName(id, patience)), asked(line.groupSize(id, patience))])
  if (!name.ok) return { type: 'unknown', why: name.why }
  if (!size.ok) return { type: 'unknown', why: size.why }
  if (name.value === undefined || size.value === undefined) return { type: 'not_in' }
  return { type: 'in', name: name.value, size: size.value }
}

function account(info: Asked<BotInfo>, complaint: string | undefined): Finding {
  const topic = 'Access token'
  if (info.ok) return ok(topic, `LINE accepts it; the account is “${info.value.displayName}”`)
  return {
    level: 'problem',
    topic,
    found: complaint ?? info.why,
    why: 'Without LINE’s answer nothing else of the account can be looked at, and kidoku can neither answer nor mark as read',
    remedy:
      'Put right what is said above. If it is the connection and not the token, check that this computer reaches https://api.line.me',
  }
}

const unknown = (topic: string, why: string): Finding => ({
  level: 'warning',
  topic,
  found: why,
  why: 'It could not be looked at',
  remedy: 'Try again in a minute',
})

type Asked<T> = { ok: true; value: T } | { ok: false; why: string }

/** LINE's port rejects with an error whose message is for the operator. */
const asked = <T>(call: Promise<T>): Promise<Asked<T>> =>
  call.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, why: error instanceof Error ? error.message : 'LINE could not be asked' }),
  )
