/**
 * What is set for one channel: its key to LINE, what it answers from, and who is told. Read the same way from the
 * environment and from an entry of `channels.yaml` (src/channels-file.ts).
 */
import { existsSync } from 'node:fs'
import { readStaff, userIds, whereToFind, type Settings, type Shape, type StaffSettings } from './settings.ts'

/** Who is answered. `observe`: decisions are made and recorded; nothing is said, marked or handed over. */
export type Answering = { mode: 'on' } | { mode: 'testers'; testers: string[] } | { mode: 'observe' }

/** How messages are marked as read. `partner`: the old endpoint of corporate accounts, without tokens. */
export type ReadApi = 'token' | 'partner'

/** A channel access token, or what others are issued for: the channel's secret, or a key. */
export type ChannelToken =
  | { type: 'long_lived'; accessToken: string }
  | { type: 'stateless'; channelId: string }
  | { type: 'jwt'; channelId: string; keyFile: string }

export interface LineChannel {
  /** Several while a secret is being rotated; at least one. */
  secrets: string[]
  token: ChannelToken
  /** Origins. Missing: LINE's. */
  apiBaseUrl?: string
  dataApiBaseUrl?: string
}

/** How a channel's customers are served: what each channel can have of its own. */
export interface PerChannel extends StaffSettings {
  /** The prompt's name: `assistant` is `assistant.md` in `promptsDir`. */
  profile: string
  promptsDir: string
  knowledgeDir: string
  answering: Answering
  readApi: ReadApi
  /** The most pushes a day, since they cost. */
  pushDailyCap: number
}

/** One of several channels. */
export interface ChannelSettings extends PerChannel {
  /** Its key in `channels.yaml`, which stands in the address of its webhook. */
  name: string
  /** What staff see. */
  title: string
  channel: LineChannel
}

const shapes = {
  profile: {
    fits: /^[\p{L}\p{M}\p{N}_-]+$/u,
    problem: 'is not the name of a prompt',
    remedy: 'write it without folder and without .md, such as assistant',
  },
  channelId: {
    fits: /^\d{5,20}$/,
    problem: 'is not a channel id, which is digits alone',
    remedy: whereToFind.LINE_CHANNEL_ID,
  },
  testers: {
    ...userIds,
    remedy:
      'write ids with commas between them; your own is in the LINE Developers console, Basic settings, Your user ID',
  },
} satisfies Record<string, Shape>

export function readPerChannel(settings: Settings): PerChannel {
  const { text, oneOf, whole } = settings
  const profile = text('PROFILE', shapes.profile) ?? 'assistant'
  return {
    profile,
    promptsDir: text('PROMPTS_DIR') ?? 'prompts',
    knowledgeDir: text('KNOWLEDGE_DIR') ?? knowledgeOf(profile),
    answering: readAnswering(settings),
    readApi: oneOf('READ_API', ['token', 'partner'], 'a way to mark as read') ?? 'token',
    pushDailyCap: whole('PUSH_DAILY_CAP', 200, 1_000_000),
    ...readStaff(settings),
  }
}

/** A profile that ships with texts of its own (`data/knowledge/teaching`) uses those; any other one the shop's. */
function knowledgeOf(profile: string): string {
  const own = `data/knowledge/${profile}`
  return existsSync(own) ? own : 'data/knowledge'
}

function readAnswering({ oneOf, list, isSet, wrong }: Settings): Answering {
  const mode = oneOf('MODE', ['on', 'testers', 'observe'], 'a mode')
  const testers = list('TESTERS', shapes.testers)
  if (mode === 'testers') {
    if (!isSet('TESTERS')) wrong('TESTERS', 'is missing, which MODE=testers needs', shapes.testers.remedy)
    return { mode, testers }
  }
  // Who lists testers and sets no mode believes that nobody else is answered.
  if (isSet('TESTERS') && !isSet('MODE')) {
    wrong('TESTERS', 'is set but MODE is not', 'set MODE=testers, or MODE=on to answer everybody')
  }
  return { mode: mode ?? 'on' }
}

/** What a channel is set by, and nothing but a channel. */
export const channelParts = [
  'LINE_CHANNEL_SECRET',
  'LINE_CHANNEL_ACCESS_TOKEN',
  'LINE_CHANNEL_ID',
  'LINE_ASSERTION_KEY_FILE',
] as const

const addresses = ['LINE_API_BASE_URL', 'LINE_DATA_API_BASE_URL'] as const

/** Where LINE is, when something stands between. */
export function readAddresses({ url }: Settings): Pick<LineChannel, 'apiBaseUrl' | 'dataApiBaseUrl'> {
  const [apiBaseUrl, dataApiBaseUrl] = addresses.map((name) => url(name, ['https:', 'http:'], 'nothing'))
  return { apiBaseUrl, dataApiBaseUrl }
}

/**
 * Undefined when no channel is set, and when it is set wrongly, which is then among the problems.
 * @param needed whether there has to be one, though nothing of it is set
 */
export function readChannel(settings: Settings, needed = false): LineChannel | undefined {
  const { isSet, secret, wrong } = settings
  const [name, token, id] = channelParts
  const begun = needed || [name, token, id].some(isSet)
  if (begun && !isSet(name)) wrong(name, 'is missing', whereToFind[name])
  const whole = secret(name, ',')
  const secrets = (whole ?? '').split(',').flatMap((one) => one.trim() || [])
  // A channel secret is 32 hexadecimal digits; an access token is far longer.
  if (secrets.some((one) => one.length > 100)) wrong(name, 'looks like an access token', whereToFind[name])
  if (whole !== undefined && secrets.length === 0) wrong(name, 'holds only commas', whereToFind[name])
  const access = readToken(settings, begun)
  const origins = readAddresses(settings)
  for (const address of begun ? [] : addresses.filter(isSet)) {
    wrong(address, 'is set but no channel is', `set ${name} and ${token} too, or remove it`)
  }
  return access === undefined || secrets.length === 0 ? undefined : { secrets, token: access, ...origins }
}

/** @param begun whether anything of a channel is set */
function readToken({ isSet, secret, text, wrong }: Settings, begun: boolean): ChannelToken | undefined {
  const [, token, id, key] = channelParts
  if (begun && !isSet(token) && !isSet(id)) {
    wrong(token, 'is missing', `${whereToFind[token]}; or set ${id} instead, and tokens are issued by themselves`)
  }
  if (isSet(token) && isSet(id)) {
    const choice = 'with the token that one is used, with the id tokens are issued by themselves'
    wrong(id, `and ${token} are both set`, `set one of them: ${choice}`)
  }
  if (isSet(key) && !isSet(id)) {
    wrong(key, `is set but ${id} is not`, `set ${id} too, the channel whose key it is, or remove it`)
  }
  const accessToken = secret(token)
  if (accessToken !== undefined && /^[0-9a-f]{32}$/.test(accessToken)) {
    wrong(token, 'looks like a channel secret', whereToFind[token])
  }
  if (accessToken !== undefined) return { type: 'long_lived', accessToken }
  const channelId = text(id, shapes.channelId)
  const keyFile = text(key)
  if (channelId === undefined) return undefined
  return keyFile === undefined ? { type: 'stateless', channelId } : { type: 'jwt', channelId, keyFile }
}

/** What of these settings nobody may see. */
export function secretsIn({ channel, notifyWebhookUrl }: StaffSettings & { channel?: LineChannel }): string[] {
  const token = channel?.token.type === 'long_lived' ? channel.token.accessToken : undefined
  return [...(channel?.secrets ?? []), ...[token, notifyWebhookUrl].flatMap((value) => value ?? [])]
}
