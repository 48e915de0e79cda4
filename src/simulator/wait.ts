/** Waiting for something to have happened, without sleeping: looked at again at every change of state. */
import type { ApiCall } from './api.ts'
import type { Platform } from './platform.ts'

const SHOWN_CALLS = 12

export function waitForChange<T>(
  platform: Platform,
  look: () => T | false | undefined | null,
  timeoutMs: number,
  story: () => string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer)
      stop()
    }
    const again = (): void => {
      try {
        const found = look()
        if (found === false || found === undefined || found === null) return
        end()
        resolve(found)
      } catch (error) {
        end()
        reject(error)
      }
    }
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`Waited ${timeoutMs} ms in vain. ${story()}`))
    }, timeoutMs)
    const stop = platform.onChange(again)
    again()
  })
}

/** The last calls and the phones in words, for whoever reads a failed test. */
export function tell(platform: Platform, calls: readonly ApiCall[]): string {
  const started = calls[0]?.at ?? 0
  const lines = calls.slice(-SHOWN_CALLS).map((call) => {
    const said = call.texts.length > 0 ? ` ${JSON.stringify(call.texts.join(' / ').slice(0, 80))}` : ''
    return `  +${call.at - started} ms ${call.call} ${call.chatId ?? ''}${said} → ${call.status}${call.effect ? '' : ', no effect'}`
  })
  const phones = platform.saved.chats
    .filter(({ messages }) => messages.length > 0)
    .map((chat) => {
      const messages = chat.messages.slice(-6).map((message) => {
        const mark = message.readAt ? ' (Read)' : ''
        return `    ${message.from}: ${message.unsent ? 'unsent' : message.text.slice(0, 60)}${mark}`
      })
      return [`  ${chat.id}:`, ...messages].join('\n')
    })
  const heading = calls.length === 0 ? 'The bot made no calls.' : `The last of ${calls.length} calls:`
  return [heading, ...lines, 'The phones:', ...phones].join('\n')
}
