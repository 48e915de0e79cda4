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

/** Where a server on this host and port is reached from this machine. */
export function originOf(host: string, port: number): string {
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`
}

/** Who learns of a hand-off? Said loudly where it is nobody, since Read is given for it all the same. */
export function warnOfTelling(
  settings: { mode: Config['mode']; host: string; notifier: boolean; console: boolean },
  log: Log,
): void {
  const { mode, host, notifier, console } = settings
  if (mode === 'simulator') {
    if (host !== '127.0.0.1' && host !== '::1' && host !== 'localhost') {
      log.warn({ host }, 'the simulator has no sign-in, and with this HOST others in the network can open it')
    }
    return
  }
  if (!notifier && !console) {
    log.error(
      {},
      'NOBODY IS TOLD OF A HAND-OFF: neither NOTIFY_WEBHOOK_URL nor CONSOLE_PASSWORD is set, so customers who need a person are marked read and wait unseen. Set at least one of them',
    )
  } else if (!notifier) {
    log.warn({}, 'NOTIFY_WEBHOOK_URL is not set: staff learn of a hand-off only under Waiting in the console')
  } else if (!console) {
    log.warn({}, 'CONSOLE_PASSWORD is not set: the console is off; set it (at least 8 characters) to see who waits')
  }
}

/**
 * What a person can do about an error of the system at start-up, in a sentence; undefined when nobody foresaw it.
 * Such errors are told by their codes.
 */
export function remedyFor(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'EADDRINUSE') return error.message
  const code = 'code' in error ? String(error.code) : ''
  const path = 'path' in error ? String(error.path) : ''
  if ('syscall' in error && error.syscall === 'listen' && code === 'EACCES') {
    return 'this port is only for the system’s own services: set PORT (and SIMULATOR_PORT) to one above 1023'
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
