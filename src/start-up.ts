/** What start-up tells a person: where to look, and what in the account's settings would break the promise of Read. */
import type { Config } from './config.ts'
import type { BotInfo } from './ports/line.ts'
import type { Log } from './ports/log.ts'

/**
 * LINE: with Chat Off (`chatMode: bot`), or `markAsReadMode: auto`, LINE marks messages read by itself, and no token of
 * ours says anything.
 */
export function warnOfBotSettings(info: BotInfo, log: Log): void {
  if (info.chatMode === 'bot') {
    log.error(
      { account: info.displayName, chatMode: info.chatMode },
      'READ CANNOT BE TIMED: Chat is Off for this account, so LINE marks every message as read by itself. In LINE Official Account Manager open Settings, Response settings, and switch Chat on',
    )
  } else if (info.markAsReadMode === 'auto') {
    log.error(
      { account: info.displayName, markAsReadMode: info.markAsReadMode },
      'READ CANNOT BE TIMED: this account marks messages as read automatically. In LINE Official Account Manager open Settings, Response settings, and switch Chat on with manual responses',
    )
  } else {
    log.info({ account: info.displayName }, 'connected to LINE; Read is ours to give')
  }
}

/** For a terminal. */
export function welcomeText(
  config: Config,
  urls: { webhook: string; simulator?: string; console?: string },
  model: string,
): string {
  const lines = urls.simulator
    ? [
        '  kidoku is up. No LINE channel is set, so the simulator plays LINE:',
        '',
        `    Be a customer      ${urls.simulator}`,
      ]
    : ['  kidoku is up and serves your LINE channel:', '', `    Webhook            ${urls.webhook}`]
  if (urls.console) lines.push(`    Be the staff       ${urls.console}`)
  lines.push(
    '',
    config.gemini
      ? `  ${model} answers.`
      : '  No GEMINI_API_KEY is set: the offline model answers, from the knowledge passages alone.',
    '  Stop with Ctrl+C.',
  )
  return `\n${lines.join('\n')}\n`
}
