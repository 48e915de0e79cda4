/** What start-up tells a person: where to look, and what in the account's settings would break the promise of Read. */
import type { Answering, ChannelSettings, Config, ReadApi } from './config.ts'
import { answering } from './doctor/answering.ts'
import { botSettings } from './doctor/bot-settings.ts'
import { inOneLine, type Finding } from './doctor/finding.ts'
import { spendStop } from './doctor/spend-stop.ts'
import { channelTelling, sharedTelling, tellingFindings, type Telling } from './doctor/telling.ts'
import type { PromptPolicy } from './core/policy.ts'
import type { BotInfo } from './ports/line.ts'
import type { Log } from './ports/log.ts'

/** Whether this account lets Read be timed at all: what the doctor would find. */
export function warnOfBotSettings(info: BotInfo, log: Log, readApi: ReadApi = 'token'): void {
  const { displayName: account, chatMode, markAsReadMode } = info
  const finding = botSettings(info, readApi)
  if (finding.level === 'ok') log.info({ account }, 'connected to LINE; Read is ours to give')
  else say(finding, log, { account, chatMode, markAsReadMode })
}

/** What the doctor would say of it, in one line of the log; of what is in order, nothing. */
function say(finding: Finding, log: Log, fields: object = {}): void {
  if (finding.level === 'problem') log.error(fields, inOneLine(finding))
  else if (finding.level === 'warning') log.warn(fields, inOneLine(finding))
}

/** Where a server on this host and port is reached from this machine. */
export function originOf(host: string, port: number): string {
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`
}

interface TellingSettings {
  mode: Config['mode']
  host: string
  notifier: boolean
  inLine?: 'on' | 'off'
  console: boolean
  publicUrl?: string
  readApi?: ReadApi
}

/** Who learns of a hand-off? Said loudly where it is nobody, since Read is given for it all the same. */
export function warnOfTelling(settings: TellingSettings, log: Log): void {
  const { mode, host, notifier, inLine, console, publicUrl, readApi = 'token' } = settings
  if (mode === 'simulator') {
    if (host !== '127.0.0.1' && host !== '::1' && host !== 'localhost') {
      log.warn({ host }, 'the simulator has no sign-in, and with this HOST others in the network can open it')
    }
    return
  }
  for (const finding of tellingFindings({ notifier, inLine, console, publicUrl, readApi })) say(finding, log)
}

/** The same with several channels: what is one for all of them is said once. */
export function warnOfTellingInEach(channels: readonly { telling: Telling; log: Log }[], log: Log): void {
  const tellings = channels.map(({ telling }) => telling)
  for (const finding of sharedTelling(tellings)) say(finding, log)
  for (const { telling, log } of channels) say(channelTelling(telling), log)
}

/** Not everybody is answered: said at each start, so that nobody looks for a fault where a setting is at work. */
export function warnOfAnswering(set: Answering, log: Log): void {
  say(answering(set), log, { mode: set.mode })
}

/** Whether one customer can use up what the model may take for all of them. */
export function warnOfSpending(
  tokensPerDay: number | undefined,
  policy: Pick<PromptPolicy, 'tokens_a_day'>,
  log: Log,
): void {
  const finding = spendStop(tokensPerDay, policy)
  if (finding) say(finding, log)
}

/**
 * What a person can do about an error of the system at start-up, in a sentence; undefined when nobody foresaw it.
 * Such errors are told by their codes.
 * @param ports the settings, by which a port's is found
 */
export function remedyFor(error: unknown, ports?: Ports): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'EADDRINUSE') return error.message
  const code = 'code' in error ? String(error.code) : ''
  const path = 'path' in error ? String(error.path) : ''
  if ('syscall' in error && error.syscall === 'listen' && code === 'EACCES') {
    const port = 'port' in error ? Number(error.port) : 0
    return `port ${port} is only for the system’s own services: set ${settingOf(port, ports)} to one above 1023`
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return 'HOST is not an address of this computer: set it to 127.0.0.1 (this computer only) or 0.0.0.0 (everybody)'
  }
  if (path && ['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return `${path} cannot be written: give this user the right to, or set DATA_DIR to a folder that can be`
  }
  if (path && ['ENOTDIR', 'EEXIST'].includes(code))
    return `${path} is in the way of a folder: set DATA_DIR to another place`
  if (code === 'ENOSPC') return 'the disk is full: make room where DATA_DIR is'
  return undefined
}

type Ports = Pick<Config, 'port' | 'metricsPort'> & { simulatorPort?: number }

function settingOf(port: number, ports?: Ports): string {
  if (port === ports?.port) return 'PORT'
  if (port === ports?.metricsPort) return 'METRICS_PORT'
  if (port === ports?.simulatorPort) return 'SIMULATOR_PORT'
  return 'PORT, METRICS_PORT or SIMULATOR_PORT, whichever it is,'
}

/** What `MODE` means, in a line of the welcome. */
const modes: Record<Answering['mode'], string | undefined> = {
  on: undefined,
  testers: 'only the users in TESTERS are answered; all others are left alone.',
  observe: 'nothing is said, marked as read or handed over.',
}

/** So many are named. */
const most = 5
const andMore = (number: number): string => (number > most ? ` and ${number - most} more` : '')

export interface WelcomeModel {
  name: string
  /** The profiles under which the offline one can decide nothing. */
  undecided: readonly string[]
}

/**
 * For a terminal.
 * @param broken channels that are not served, since their files cannot be read
 */
export function welcomeText(
  config: Config,
  urls: { webhook: string; simulator?: string; console?: string },
  model: WelcomeModel,
  broken: readonly string[] = [],
): string {
  const channels = config.mode === 'line' ? config.channels?.filter(({ name }) => !broken.includes(name)) : undefined
  const lines = urls.simulator
    ? [
        '  kidoku is up. No LINE channel is set, so the simulator plays LINE:',
        '',
        `    Be a customer      ${urls.simulator}`,
      ]
    : channels
      ? [
          `  kidoku is up and serves ${count(channels.length, 'LINE channel')}:`,
          '',
          ...webhooks(channels, urls.webhook),
        ]
      : ['  kidoku is up and serves your LINE channel:', '', `    Webhook            ${urls.webhook}`]
  if (urls.console) lines.push(`    Be the staff       ${urls.console}`)
  lines.push('', `  ${answersBy(config, model)}`)
  if (broken.length > 0) {
    const names = broken.slice(0, most).join(', ') + andMore(broken.length)
    lines.push(`  NOT SERVED, since their files cannot be read (the log says what to mend): ${names}.`)
  }
  if (config.keyLeftAlone) lines.push('  OPENAI_API_KEY is set without OPENAI_MODEL: it is not used.')
  lines.push(...(channels ? modesOf(channels) : modeOf(config.answering)), '  Stop with Ctrl+C.')
  return `\n${lines.join('\n')}\n`
}

function answersBy(config: Config, { name, undecided }: WelcomeModel): string {
  if (config.model !== 'offline') return `${name} answers.`
  const none = config.gemini || config.openai ? 'MODEL=offline' : 'No model is set (GEMINI_API_KEY, or OPENAI_MODEL)'
  if (undecided.length === 0) return `${none}: the offline model answers, from the knowledge passages alone.`
  const [whose, decides] = undecided.length === 1 ? ['profile', 'decides'] : ['profiles', 'decide']
  const profiles =
    undecided
      .slice(0, most)
      .map((profile) => `“${profile}”`)
      .join(', ') + andMore(undecided.length)
  return `${none}, and the ${whose} ${profiles} ${decides} little without one: all but greetings, plain look-ups and what is recorded goes to a person.`
}

function webhooks(channels: readonly ChannelSettings[], webhook: string): string[] {
  const shown = channels.slice(0, most)
  const width = Math.max(...shown.map(({ name }) => name.length))
  const lines = shown.map(({ name, title }, index) => {
    const label = index === 0 ? (channels.length === 1 ? 'Webhook' : 'Webhooks') : ''
    const address = `${webhook}/${name}`
    const padded = address.padEnd(webhook.length + 1 + width)
    return `    ${label.padEnd(19)}${title === name ? address : `${padded}  ${title}`}`
  })
  return channels.length > most ? [...lines, `${' '.repeat(23)}and ${channels.length - most} more`] : lines
}

function modeOf({ mode }: Answering): string[] {
  const meaning = modes[mode]
  return meaning === undefined ? [] : [`  MODE=${mode}: ${meaning}`]
}

/** Which channels do not answer everybody. */
function modesOf(channels: readonly ChannelSettings[]): string[] {
  return (['testers', 'observe'] as const).flatMap((mode) => {
    const names = channels.filter(({ answering }) => answering.mode === mode).map(({ name }) => name)
    const where =
      names.length === channels.length ? '' : ` (${names.slice(0, most).join(', ')}${andMore(names.length)})`
    return names.length === 0 ? [] : [`  mode: ${mode}${where}: ${modes[mode]?.replace('TESTERS', 'testers')}`]
  })
}

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`
