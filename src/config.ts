/**
 * Configuration: the only reader of the environment. Every wrong value is named with its remedy, all at once, and no
 * value is ever repeated: a secret may have been pasted into the wrong line.
 */
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import {
  isPlaceholder,
  readSettings,
  whereToFind,
  type Environment,
  type Problem,
  type Settings,
  type Shape,
} from './settings.ts'

export type { Environment, Problem } from './settings.ts'

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

interface Common {
  /** 0 takes any free port. */
  port: number
  host: string
  dataDir: string
  promptsDir: string
  knowledgeDir: string
  /** The prompt's name: `assistant` is `assistant.md` in `promptsDir`. */
  profile: string
  /** Missing: the offline model answers. */
  gemini?: { apiKey: string; model: string; baseUrl?: string }
  /** Missing: with a channel set, the console is off. */
  consolePassword?: string
  notifyWebhookUrl?: string
  /** Where staff reach the server, without a slash at its end. */
  publicUrl?: string
  /** The most pushes a day, since they cost. */
  pushDailyCap: number
  logLevel: LogLevel
}

export interface LineChannel {
  /** Several while a secret is being rotated; at least one. */
  secrets: string[]
  accessToken: string
  /** Origins. Missing: LINE's. */
  apiBaseUrl?: string
  dataApiBaseUrl?: string
}

/** `simulator`: no channel is set, and the simulator plays LINE. */
export type Config = Common & ({ mode: 'simulator'; simulatorPort: number } | { mode: 'line'; channel: LineChannel })

export type ReadConfig = { ok: true; config: Config } | { ok: false; problems: Problem[] }

/** Settings that the design has and this version does not: set and ignored, they would be believed to work. */
const notYet: Record<string, string> = {
  MODE: 'remove it; this version answers everyone',
  TESTERS: 'remove it; this version answers everyone',
  LINE_CHANNEL_ID: 'remove it, and set LINE_CHANNEL_ACCESS_TOKEN',
  DATABASE_URL: 'remove it; this version keeps everything in files under DATA_DIR',
}

const shapes = {
  host: { fits: /^[\w.:-]+$/, problem: 'is not an address', remedy: 'write one such as 127.0.0.1' },
  model: { fits: /^[\w./-]+$/, problem: 'is not the name of a model', remedy: 'write one such as gemini-3.6-flash' },
  profile: {
    fits: /^[\p{L}\p{N}_-]+$/u,
    problem: 'is not the name of a prompt',
    remedy: 'write it without folder and without .md, such as assistant',
  },
  password: { fits: /^.{8,}$/u, problem: 'is too short', remedy: 'choose one of at least 8 characters' },
  level: {
    fits: new RegExp(`^(${logLevels.join('|')})$`),
    problem: 'is not a level',
    remedy: `write one of ${logLevels.join(', ')}`,
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
  return readConfig({ ...parseEnv(text.replace(/^\uFEFF/, '')), ...env })
}

/** What is empty counts as not set. */
export function readConfig(env: Environment): ReadConfig {
  const settings = readSettings(env)
  const { isSet, text, whole, url, secret, wrong, problems } = settings

  for (const [name, remedy] of Object.entries(notYet)) {
    // `MODE=on` is what this version does.
    if (isSet(name) && !(name === 'MODE' && env[name] === 'on')) wrong(name, 'is not in this version', remedy)
  }
  const channel = readChannel(settings)
  const port = whole('PORT', 3000, 65_535)
  const simulatorPort = whole('SIMULATOR_PORT', 3001, 65_535)
  if (!channel && port === simulatorPort && port !== 0) {
    wrong('SIMULATOR_PORT', 'is the same as PORT', 'give each a number of its own')
  }

  const apiKey = secret('GEMINI_API_KEY')
  const model = text('GEMINI_MODEL', shapes.model)
  const baseUrl = url('GEMINI_BASE_URL', ['https:', 'http:'], 'path')
  const level = text('LOG_LEVEL', shapes.level)
  const consolePassword = text('CONSOLE_PASSWORD', shapes.password)
  if (consolePassword && isPlaceholder(consolePassword)) {
    wrong('CONSOLE_PASSWORD', 'is still the text of an example', shapes.password.remedy)
  }
  const common: Common = {
    port,
    host: text('HOST', shapes.host) ?? (channel ? '0.0.0.0' : '127.0.0.1'),
    dataDir: text('DATA_DIR') ?? 'data/var',
    promptsDir: text('PROMPTS_DIR') ?? 'prompts',
    knowledgeDir: text('KNOWLEDGE_DIR') ?? 'data/knowledge',
    profile: text('PROFILE', shapes.profile) ?? 'assistant',
    gemini: apiKey === undefined ? undefined : { apiKey, model: model ?? 'gemini-3.6-flash', baseUrl },
    consolePassword,
    notifyWebhookUrl: url('NOTIFY_WEBHOOK_URL', ['https:', 'http:'], 'path and query'),
    publicUrl: url('PUBLIC_URL', ['https:'], 'path'),
    pushDailyCap: whole('PUSH_DAILY_CAP', 200, 1_000_000),
    logLevel: logLevels.find((known) => known === level) ?? 'info',
  }
  if (problems.length > 0) return { ok: false, problems }
  const config: Config = channel
    ? { ...common, mode: 'line', channel }
    : { ...common, mode: 'simulator', simulatorPort }
  return { ok: true, config }
}

/** One line each, for a person: `LINE_CHANNEL_ACCESS_TOKEN is missing: copy it from …`. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(({ name, problem, remedy }) => `${name} ${problem}: ${remedy}`).join('\n')
}

/** Undefined when no channel is set, and when it is set wrongly, which is then among the problems. */
function readChannel({ isSet, secret, url, wrong }: Settings): LineChannel | undefined {
  const pair = ['LINE_CHANNEL_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN'] as const
  const begun = pair.some(isSet)
  for (const name of begun ? pair.filter((one) => !isSet(one)) : []) wrong(name, 'is missing', whereToFind[name])

  const whole = secret('LINE_CHANNEL_SECRET', ',')
  const accessToken = secret('LINE_CHANNEL_ACCESS_TOKEN')
  const secrets = (whole ?? '').split(',').flatMap((one) => one.trim() || [])
  // A channel secret is 32 hexadecimal digits; an access token is far longer.
  if (secrets.some((one) => one.length > 100)) {
    wrong('LINE_CHANNEL_SECRET', 'looks like an access token', whereToFind.LINE_CHANNEL_SECRET)
  }
  if (accessToken !== undefined && /^[0-9a-f]{32}$/.test(accessToken)) {
    wrong('LINE_CHANNEL_ACCESS_TOKEN', 'looks like a channel secret', whereToFind.LINE_CHANNEL_ACCESS_TOKEN)
  }
  if (whole !== undefined && secrets.length === 0) {
    wrong('LINE_CHANNEL_SECRET', 'holds only commas', whereToFind.LINE_CHANNEL_SECRET)
  }

  const addresses = ['LINE_API_BASE_URL', 'LINE_DATA_API_BASE_URL'] as const
  const [apiBaseUrl, dataApiBaseUrl] = addresses.map((name) => url(name, ['https:', 'http:'], 'nothing'))
  for (const name of begun ? [] : addresses.filter(isSet)) {
    wrong(name, 'is set but no channel is', `set ${pair.join(' and ')} too, or remove it`)
  }
  return accessToken === undefined || secrets.length === 0
    ? undefined
    : { secrets, accessToken, apiBaseUrl, dataApiBaseUrl }
}
