/**
 * Configuration: the only reader of the environment. Every wrong value is named with its remedy, all at once, and no
 * value is ever repeated: a secret may have been pasted into the wrong line.
 */
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { readChannel, readPerChannel, secretsIn } from './channel-settings.ts'
import type { ChannelSettings, LineChannel, PerChannel } from './channel-settings.ts'
import { namesIn, openChannels, readChannels, type ChannelsFile } from './channels-file.ts'
import { namesInLookUps } from './look-ups-names.ts'
import { readLimits, type LimitSettings } from './limit-settings.ts'
import { readModelPrices, type ModelPrices } from './model-prices.ts'
import { readModels, type ModelFamily, type OpenaiSettings } from './model-settings.ts'
import { readRetention, type RetentionSettings } from './retention-settings.ts'
import { misnamed } from './setting-names.ts'
import { isPlaceholder, readPublicUrl, readSettings, type Environment, type Problem, type Shape } from './settings.ts'

export type { Answering, ChannelSettings, ChannelToken, LineChannel, ReadApi } from './channel-settings.ts'
export { defaultGemini } from './model-settings.ts'
export type { ModelFamily, OpenaiSettings } from './model-settings.ts'
export type { Environment, Problem } from './settings.ts'

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

interface Common extends PerChannel, LimitSettings {
  /** 0 takes any free port. */
  port: number
  host: string
  dataDir: string
  /** A PostgreSQL instead of files, for what the server of a channel keeps. */
  databaseUrl?: string
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
  /** What tokens cost; missing: no cost is shown. */
  modelPrices?: ModelPrices
  /** How long what customers send that is not text is kept (ms). Missing: never longer than its turn. */
  keepContentMs?: number
  /** How long what is written is kept, by kind. Missing: until somebody erases it. */
  retention?: RetentionSettings
  /** Where the figures for Prometheus are, on this machine alone. Missing: on no port. */
  metricsPort?: number
  logLevel: LogLevel
}

/**
 * `simulator`: no channel is set, and the simulator plays LINE. With `channels` each has settings of its own; `channel` is
 * the first one's then, and what is set beside it is only what they have when their entry leaves it out.
 */
export type Config = Common &
  ({ mode: 'simulator'; simulatorPort: number } | { mode: 'line'; channel: LineChannel; channels?: ChannelSettings[] })

export type ReadConfig = GoodConfig | { ok: false; problems: Problem[] }

export interface GoodConfig {
  ok: true
  config: Config
  variable: Variable
  /** What the shop's files name by `${NAME}` and nobody may see, by its name: see `secretsOf`. */
  secrets: string[]
}

/** A variable that a file of the shop's names by `${NAME}`: nothing else is asked for. Undefined: it is not set. */
export type Variable = (name: string) => string | undefined

const shapes = {
  host: { fits: /^[\w.:-]+$/, problem: 'is not an address', remedy: 'write one such as 127.0.0.1' },
  database: {
    fits: /^postgres(?:ql)?:\/\/\S+$/,
    problem: 'is not the address of a PostgreSQL database',
    remedy: 'write it like postgres://user:password@host:5432/name; signs such as @ in a password as %40',
  },
  password: { fits: /^.{8,}$/u, problem: 'is too short', remedy: 'choose one of at least 8 characters' },
} satisfies Record<string, Shape>

/**
 * The settings of this process: its environment, below it the file `.env` when there is one, and several channels from
 * the file `channels.yaml` when there is one.
 * @param file where settings that the environment does not have are looked for
 * @param channels where several channels are looked for when CHANNELS_FILE is not set
 */
export function loadConfig(env: Environment = process.env, file = '.env', channels = 'channels.yaml'): ReadConfig {
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
  const set = { ...inFile, ...env }
  const opened = openChannels(set, channels)
  const read = readConfig(set, opened)
  // The environment has names of many programs; the file has ours alone, and those that the shop's files take from it.
  const inLookUps = namesInLookUps(set, opened)
  const theirs = [...namesIn(opened), ...inLookUps]
  const problems = [...misnamed(content, Object.keys(inFile), theirs), ...(read.ok ? [] : read.problems)]
  if (!read.ok || problems.length > 0) return { ok: false, problems }
  const hidden = inLookUps.filter((name) => soundsSecret.test(name))
  return { ...read, secrets: hidden.flatMap((name) => set[name] || []) }
}

/** A host or a folder may stand in the log. */
const soundsSecret = /token|secret|key|pass|auth|cred|cookie/i

/**
 * What is empty counts as not set.
 * @param file several channels, instead of one that the environment has
 */
export function readConfig(env: Environment, file?: ChannelsFile): ReadConfig {
  const settings = readSettings(env)
  const { isSet, text, oneOf, length, whole, wrong, problems } = settings
  const several = file && readChannels(file, env)
  problems.push(...(several?.problems ?? []))
  const channel = several ? several.channels[0]?.channel : readChannel(settings)
  const served = several !== undefined || channel !== undefined
  const port = whole('PORT', 3000, 65_535)
  const simulatorPort = whole('SIMULATOR_PORT', 3001, 65_535)
  if (!served && port === simulatorPort && port !== 0) {
    wrong('SIMULATOR_PORT', 'is the same as PORT', 'give each a number of its own')
  }
  // It would open any free port, and looks like “none”.
  const no0 = 'write a port such as 9464, or leave it out to have none'
  const metricsPort = isSet('METRICS_PORT') ? whole('METRICS_PORT', 0, 65_535, no0) : undefined
  const same = metricsPort === port ? 'PORT' : !served && metricsPort === simulatorPort ? 'SIMULATOR_PORT' : undefined
  if (metricsPort && same) wrong('METRICS_PORT', `is the same as ${same}`, 'give each a number of its own')

  const consolePassword = text('CONSOLE_PASSWORD', shapes.password)
  if (consolePassword && isPlaceholder(consolePassword)) {
    wrong('CONSOLE_PASSWORD', 'is still the text of an example', shapes.password.remedy)
  }
  // What one of several channels needs it may have by itself: here only what is set is looked at.
  const shared = readSettings(env)
  const perChannel = readPerChannel(shared)
  problems.push(...shared.problems.filter(({ name }) => !several || isSet(name)))
  const models = readModels(settings)
  const modelPrices = readModelPrices(settings)
  const common: Common = {
    port,
    host: text('HOST', shapes.host) ?? (served ? '0.0.0.0' : '127.0.0.1'),
    dataDir: text('DATA_DIR') ?? 'data/var',
    databaseUrl: text('DATABASE_URL', shapes.database),
    ...perChannel,
    ...models,
    consolePassword,
    publicUrl: readPublicUrl(settings),
    modelPrices,
    ...readLimits(settings, modelPrices, models),
    keepContentMs: length('KEEP_CONTENT'),
    retention: readRetention(settings),
    metricsPort,
    logLevel: oneOf('LOG_LEVEL', logLevels, 'a level') ?? 'info',
  }
  if (problems.length > 0) return { ok: false, problems }
  const channels = several && { channels: several.channels }
  const config: Config = channel
    ? { ...common, mode: 'line', channel, ...channels }
    : { ...common, mode: 'simulator', simulatorPort }
  return { ok: true, config, variable: (name) => env[name], secrets: [] }
}

/** Every value that nobody may see: none of them is ever in the log. */
export function secretsOf(config: Config): string[] {
  const { consolePassword, databaseUrl, gemini, openai } = config
  const channels = config.mode === 'line' ? config.channels : undefined
  const own = [consolePassword, databaseUrl, passwordIn(databaseUrl), gemini?.apiKey, openai?.apiKey]
  return [...new Set([config, ...(channels ?? [])].flatMap(secretsIn)), ...own.flatMap((value) => value ?? [])]
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

/**
 * Which of these variables are set: container services tell by them what kind of host this is (src/doctor/host.ts).
 * Names only.
 */
export function telling(names: readonly string[], env: Environment = process.env): string[] {
  return names.filter((name) => (env[name] ?? '') !== '')
}
