/**
 * Configuration: the only reader of the environment. Every wrong value is named with its remedy, all at once, and no
 * value is ever repeated: a secret may have been pasted into the wrong line.
 */
import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { readLimits, type LimitSettings } from './limit-settings.ts'
import { readModelPrices, type ModelPrices } from './model-prices.ts'
import { readModels, type ModelFamily, type OpenaiSettings } from './model-settings.ts'
import { readRetention, type RetentionSettings } from './retention-settings.ts'
import { misnamed } from './setting-names.ts'
import { isPlaceholder, readPublicUrl, readSettings, readStaff, userIds, whereToFind } from './settings.ts'
import type { Environment, Problem, Settings, Shape, StaffSettings } from './settings.ts'

export { defaultGemini } from './model-settings.ts'
export type { ModelFamily, OpenaiSettings } from './model-settings.ts'
export type { Environment, Problem } from './settings.ts'

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

interface Common extends StaffSettings, LimitSettings {
  /** 0 takes any free port. */
  port: number
  host: string
  dataDir: string
  /** A PostgreSQL instead of files, for what the server of a channel keeps. */
  databaseUrl?: string
  promptsDir: string
  knowledgeDir: string
  /** The prompt's name: `assistant` is `assistant.md` in `promptsDir`. */
  profile: string
  /** What answers customers; its settings are there. */
  model: ModelFamily
  gemini?: { apiKey: string; model: string; baseUrl?: string }
  openai?: OpenaiSettings
  /** `OPENAI_API_KEY` stands alone: many have it in their environment for other programs. */
  keyLeftAlone?: true
  /** Missing: with a channel set, the console is off. */
  consolePassword?: string
  /** Where staff reach the server, without a slash at its end. */
  publicUrl?: string
  /** The most pushes a day, since they cost. */
  pushDailyCap: number
  /** What tokens cost; missing: no cost is shown. */
  modelPrices?: ModelPrices
  answering: Answering
  readApi: ReadApi
  /** How long what customers send that is not text is kept (ms). Missing: never longer than its turn. */
  keepContentMs?: number
  /** How long what is written is kept, by kind. Missing: until somebody erases it. */
  retention?: RetentionSettings
  /** Where the figures for Prometheus are, on this machine alone. Missing: on no port. */
  metricsPort?: number
  logLevel: LogLevel
}

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

/** `simulator`: no channel is set, and the simulator plays LINE. */
export type Config = Common & ({ mode: 'simulator'; simulatorPort: number } | { mode: 'line'; channel: LineChannel })

export type ReadConfig = { ok: true; config: Config } | { ok: false; problems: Problem[] }

const shapes = {
  host: { fits: /^[\w.:-]+$/, problem: 'is not an address', remedy: 'write one such as 127.0.0.1' },
  profile: {
    fits: /^[\p{L}\p{M}\p{N}_-]+$/u,
    problem: 'is not the name of a prompt',
    remedy: 'write it without folder and without .md, such as assistant',
  },
  database: {
    fits: /^postgres(?:ql)?:\/\/\S+$/,
    problem: 'is not the address of a PostgreSQL database',
    remedy: 'write it like postgres://user:password@host:5432/name; signs such as @ in a password as %40',
  },
  password: { fits: /^.{8,}$/u, problem: 'is too short', remedy: 'choose one of at least 8 characters' },
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

/**
 * The settings of this process: its environment, and below it the file `.env` when there is one.
 * @param file where settings that the environment does not have are looked for
 */
export function loadConfig(env: Environment = process.env, file = '.env'): ReadConfig {
  let text = ''
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const problem = { name: file, problem: 'cannot be read', remedy: 'make it a text file that this user may read' }
    if (!absent) return { ok: false, problems: [problem] }
  }
  // Windows editors put a mark in front, which would become part of the first name.
  const content = text.replace(/^\uFEFF/, '')
  const inFile = parseEnv(content)
  const read = readConfig({ ...inFile, ...env })
  // The environment has names of many programs; the file has ours alone.
  const problems = [...misnamed(content, Object.keys(inFile)), ...(read.ok ? [] : read.problems)]
  return problems.length > 0 ? { ok: false, problems } : read
}

/** What is empty counts as not set. */
export function readConfig(env: Environment): ReadConfig {
  const settings = readSettings(env)
  const { isSet, text, oneOf, length, whole, wrong, problems } = settings
  const channel = readChannel(settings)
  const port = whole('PORT', 3000, 65_535)
  const simulatorPort = whole('SIMULATOR_PORT', 3001, 65_535)
  if (!channel && port === simulatorPort && port !== 0) {
    wrong('SIMULATOR_PORT', 'is the same as PORT', 'give each a number of its own')
  }
  // It would open any free port, and looks like “none”.
  const no0 = 'write a port such as 9464, or leave it out to have none'
  const metricsPort = isSet('METRICS_PORT') ? whole('METRICS_PORT', 0, 65_535, no0) : undefined
  const same = metricsPort === port ? 'PORT' : !channel && metricsPort === simulatorPort ? 'SIMULATOR_PORT' : undefined
  if (metricsPort && same) wrong('METRICS_PORT', `is the same as ${same}`, 'give each a number of its own')

  const consolePassword = text('CONSOLE_PASSWORD', shapes.password)
  if (consolePassword && isPlaceholder(consolePassword)) {
    wrong('CONSOLE_PASSWORD', 'is still the text of an example', shapes.password.remedy)
  }
  const profile = text('PROFILE', shapes.profile) ?? 'assistant'
  const models = readModels(settings)
  const modelPrices = readModelPrices(settings)
  const common: Common = {
    port,
    host: text('HOST', shapes.host) ?? (channel ? '0.0.0.0' : '127.0.0.1'),
    dataDir: text('DATA_DIR') ?? 'data/var',
    databaseUrl: text('DATABASE_URL', shapes.database),
    promptsDir: text('PROMPTS_DIR') ?? 'prompts',
    knowledgeDir: text('KNOWLEDGE_DIR') ?? knowledgeOf(profile),
    profile,
    ...models,
    consolePassword,
    publicUrl: readPublicUrl(settings),
    pushDailyCap: whole('PUSH_DAILY_CAP', 200, 1_000_000),
    modelPrices,
    ...readLimits(settings, modelPrices, models),
    answering: readAnswering(settings),
    readApi: oneOf('READ_API', ['token', 'partner'], 'a way to mark as read') ?? 'token',
    keepContentMs: length('KEEP_CONTENT'),
    retention: readRetention(settings),
    ...readStaff(settings),
    metricsPort,
    logLevel: oneOf('LOG_LEVEL', logLevels, 'a level') ?? 'info',
  }
  if (problems.length > 0) return { ok: false, problems }
  const config: Config = channel
    ? { ...common, mode: 'line', channel }
    : { ...common, mode: 'simulator', simulatorPort }
  return { ok: true, config }
}

/** A profile that ships with texts of its own (`data/knowledge/teaching`) uses those; any other one the shop's. */
function knowledgeOf(profile: string): string {
  const own = `data/knowledge/${profile}`
  return existsSync(own) ? own : 'data/knowledge'
}

/** Every value that nobody may see: none of them is ever in the log. */
export function secretsOf(config: Config): string[] {
  const { consolePassword, databaseUrl, gemini, openai, notifyWebhookUrl } = config
  const channel = config.mode === 'line' ? config.channel : undefined
  const token = channel?.token.type === 'long_lived' ? channel.token.accessToken : undefined
  const own = [
    token,
    consolePassword,
    databaseUrl,
    passwordIn(databaseUrl),
    gemini?.apiKey,
    openai?.apiKey,
    notifyWebhookUrl,
  ]
  return [...(channel?.secrets ?? []), ...own.flatMap((value) => value ?? [])]
}

/** A connection's error may repeat it by itself. */
function passwordIn(address: string | undefined): string | undefined {
  const written = /^[^:]+:\/\/[^:@/]*:([^@/]+)@/.exec(address ?? '')?.[1]
  try {
    return written === undefined ? undefined : decodeURIComponent(written)
  } catch {
    return written
  }
}

/** One line each, for a person: `LINE_CHANNEL_ACCESS_TOKEN is missing: copy it from …`. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(({ name, problem, remedy }) => `${name} ${problem}: ${remedy}`).join('\n')
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

/** Undefined when no channel is set, and when it is set wrongly, which is then among the problems. */
function readChannel(settings: Settings): LineChannel | undefined {
  const { isSet, secret, url, wrong } = settings
  const parts = ['LINE_CHANNEL_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN', 'LINE_CHANNEL_ID'] as const
  const begun = parts.some(isSet)
  if (begun && !isSet('LINE_CHANNEL_SECRET')) {
    wrong('LINE_CHANNEL_SECRET', 'is missing', whereToFind.LINE_CHANNEL_SECRET)
  }
  const whole = secret('LINE_CHANNEL_SECRET', ',')
  const secrets = (whole ?? '').split(',').flatMap((one) => one.trim() || [])
  // A channel secret is 32 hexadecimal digits; an access token is far longer.
  if (secrets.some((one) => one.length > 100)) {
    wrong('LINE_CHANNEL_SECRET', 'looks like an access token', whereToFind.LINE_CHANNEL_SECRET)
  }
  if (whole !== undefined && secrets.length === 0) {
    wrong('LINE_CHANNEL_SECRET', 'holds only commas', whereToFind.LINE_CHANNEL_SECRET)
  }
  const token = readToken(settings, begun)

  const addresses = ['LINE_API_BASE_URL', 'LINE_DATA_API_BASE_URL'] as const
  const [apiBaseUrl, dataApiBaseUrl] = addresses.map((name) => url(name, ['https:', 'http:'], 'nothing'))
  for (const name of begun ? [] : addresses.filter(isSet)) {
    wrong(name, 'is set but no channel is', `set ${parts[0]} and ${parts[1]} too, or remove it`)
  }
  return token === undefined || secrets.length === 0 ? undefined : { secrets, token, apiBaseUrl, dataApiBaseUrl }
}

/** @param begun whether anything of a channel is set */
function readToken({ isSet, secret, text, wrong }: Settings, begun: boolean): ChannelToken | undefined {
  const [token, id, key] = ['LINE_CHANNEL_ACCESS_TOKEN', 'LINE_CHANNEL_ID', 'LINE_ASSERTION_KEY_FILE'] as const
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

/**
 * Which of these variables are set: container services tell by them what kind of host this is (src/doctor/host.ts).
 * Names only.
 */
export function telling(names: readonly string[], env: Environment = process.env): string[] {
  return names.filter((name) => (env[name] ?? '') !== '')
}
