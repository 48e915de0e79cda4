/** What a start says in the log of how it is set up, so that nobody looks for a fault where a setting is at work. */
import type { Config, ReadApi } from './config.ts'
import type { PromptPolicy } from './core/policy.ts'
import type { Line } from './ports/line.ts'
import type { Log } from './ports/log.ts'
import { warnOfAnswering, warnOfBotSettings, warnOfSpending, warnOfTelling } from './start-up.ts'

export interface SaidParts {
  line: Pick<Line, 'botInfo'>
  policy: PromptPolicy
  /** Whether staff are told in LINE; undefined: nobody is set who could be. */
  inLine: 'on' | 'off' | undefined
  /** Whether anybody can come into the console. */
  console: boolean
  log: Log
}

/** Says it; what only LINE knows is asked for, and said when it is there. */
export function sayAtStart(config: Config, { line, policy, inLine, console, log }: SaidParts): void {
  warnOfTelling({ ...config, notifier: config.notifyWebhookUrl !== undefined, inLine, console }, log)
  if (config.keyLeftAlone) log.warn({}, 'OPENAI_API_KEY is set without OPENAI_MODEL: it is not used')
  if (config.mode === 'simulator' && config.databaseUrl !== undefined)
    log.warn({}, 'DATABASE_URL is not used: without a channel the simulator keeps its shop in files')
  warnOfAnswering(config.answering, log)
  warnOfSpending(config.tokensPerDay, policy, log)
  if (config.mode === 'line') void checkBot(line, log, config.readApi)
}

/** With a channel: whether this account lets Read be timed at all. */
async function checkBot(line: Pick<Line, 'botInfo'>, log: Log, readApi: ReadApi): Promise<void> {
  try {
    warnOfBotSettings(await line.botInfo(5_000), log, readApi)
  } catch (error) {
    log.warn({ err: error }, 'LINE could not be asked about this account; kidoku goes on and tries with each message')
  }
}
