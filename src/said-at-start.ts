/** What a start says in the log of how it is set up, so that nobody looks for a fault where a setting is at work. */
import { inKeys } from './channel-keys.ts'
import type { PerChannel } from './channel-settings.ts'
import type { Config } from './config.ts'
import type { PromptPolicy } from './core/policy.ts'
import { inOrder } from './in-order.ts'
import { inChannel } from './open-channel.ts'
import type { Line } from './ports/line.ts'
import type { Log } from './ports/log.ts'
import { warnOfAnswering, warnOfBotSettings, warnOfSpending, warnOfTelling, warnOfTellingInEach } from './start-up.ts'

export interface SaidParts {
  channels: readonly SaidChannel[]
  /** Whether anybody can come into the console. */
  console: boolean
  log: Log
}

export interface SaidChannel {
  /** Missing: it is the only one. */
  name?: string
  settings: Pick<PerChannel, 'notifyWebhookUrl' | 'readApi' | 'answering'>
  line: Pick<Line, 'botInfo'>
  policy: PromptPolicy
  /** Whether staff are told in LINE; undefined: nobody is set who could be. */
  inLine: 'on' | 'off' | undefined
}

/** LINE is asked about so many channels at once, and may take so long for each (ms). */
const [atOnce, patience] = [8, 5_000]

/** Says it; what only LINE knows is asked for, and said when it is there. */
export function sayAtStart(config: Config, { channels, console, log }: SaidParts): void {
  const { mode, host, publicUrl } = config
  const each = channels.map((one) => {
    const { notifyWebhookUrl, readApi } = one.settings
    const telling = { notifier: notifyWebhookUrl !== undefined, inLine: one.inLine, console, publicUrl, readApi }
    return { ...one, telling, log: one.name === undefined ? log : ofChannel(log, one.name) }
  })
  const named = each.filter(({ name }) => name !== undefined)
  if (named.length > 0) warnOfTellingInEach(named, log)
  else for (const { telling } of each) warnOfTelling({ mode, host, ...telling }, log)
  if (config.keyLeftAlone) log.warn({}, 'OPENAI_API_KEY is set without OPENAI_MODEL: it is not used')
  const sees = config.model === 'gemini' || (config.model === 'openai' && config.openai?.takesMedia === true)
  if (config.keepContentMs !== undefined && !sees)
    log.warn({}, 'KEEP_CONTENT keeps only what a model looked at, and without one that sees nothing is looked at')
  if (mode === 'simulator' && config.databaseUrl !== undefined)
    log.warn({}, 'DATABASE_URL is not used: without a channel the simulator keeps its shop in files')
  for (const { settings, policy, log } of each) {
    warnOfAnswering(settings.answering, log)
    warnOfSpending(config.tokensPerDay, policy, log)
  }
  if (mode === 'line') void checkBots(each)
}

/** With a channel: whether this account lets Read be timed at all. */
async function checkBots(each: readonly (Pick<SaidChannel, 'line' | 'settings'> & { log: Log })[]): Promise<void> {
  const asked = inOrder(each, atOnce, async ({ line, settings, log }) => {
    const said = await line.botInfo(patience).catch((error: unknown) => ({ error }))
    return { said, settings, log }
  })
  for await (const { said, settings, log } of asked) {
    const words = 'LINE could not be asked about this account; kidoku goes on and tries with each message'
    if ('error' in said) log.warn({ err: said.error }, words)
    else warnOfBotSettings(said, log, settings.readApi)
  }
}

/** It names the channel, and the settings as `channels.yaml` calls them. */
function ofChannel(log: Log, name: string): Log {
  const own = inChannel(log, name)
  const inWords =
    (say: Log[keyof Log]): Log[keyof Log] =>
    (fields, message) =>
      say(fields, inKeys(message))
  return { ...own, warn: inWords(own.warn), error: inWords(own.error) }
}
