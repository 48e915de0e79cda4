/** Tells staff by an incoming webhook in Slack's form: POST of JSON `{text}`. Mattermost, Google Chat and others take it too. */
import { z } from 'zod'
import type { Entry } from '../../core/conversation.ts'
import type { CallResult } from '../../core/outcome.ts'
import { shorten } from '../../core/text.ts'
import type { Notice, Notifier } from '../../ports/notifier.ts'

const headlines: Record<Entry['kind'], string> = {
  handoff: 'A customer waits for a person',
  no_judgement: 'The assistant could not answer a customer',
  stale: 'A message came too late for the assistant',
  undelivered: 'An answer did not reach a customer',
  uncertain: 'It is not certain that an answer reached a customer',
}

/** @param url Slack's "incoming webhook"; whoever has it can write there, so it is never logged */
export function createWebhookNotifier(url: string): Notifier {
  return {
    async notify(notice, timeout) {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text: textOf(notice) }),
          // Followed, a redirect becomes a GET whose 200 would pass for "told".
          redirect: 'manual',
          signal: AbortSignal.timeout(timeout),
        })
        // Some receivers answer with what they were sent: a customer's words have no place in a log or the ledger.
        const answer = oneLine(await response.text(), 200)
        const message = !response.ok && /^[\w .:-]{1,60}$/.test(answer) ? answer : undefined
        return { type: 'answered', status: response.status, message, retryAfter: retryAfterOf(response.headers) }
      } catch (error) {
        return failureOf(error, timeout)
      }
    },
  }
}

/** Exported for the tests: what staff read. Without a word for what is empty. */
export function textOf({ conversation, name, kind, reason, summary, words, consoleUrl }: Notice): string {
  const headline = new Map(Object.entries(headlines)).get(kind) ?? 'A conversation needs a person'
  const lines = [
    ['Customer', name ?? conversation.split(':').at(-1)],
    ['Why', reason],
    ['Wants', summary],
    ['Last words', words],
  ]
    .map(([label, text = '']) => [label, oneLine(text, 300)])
    .filter(([, text]) => text !== '')
    .map(([label, text]) => `${label}: ${harmless(text ?? '')}`)
  return [`*${headline}*`, ...lines, ...(consoleUrl ? [`Take it: ${escape(consoleUrl)}`] : [])].join('\n')
}

/** Slack: these three are markup in a text (`<!channel>`, `<https://…|label>`), everything else is plain. */
const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** A customer's words, or what a model made of them: also without Markdown's links and mentions (`@all`), by a space nobody sees. */
const harmless = (text: string): string => escape(text).replace(/@|\](?=\()/g, '$&\u200B')

function oneLine(text: string, units: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= units ? line : shorten(line, units)
}

/** Slack: seconds, with a 429. In ms. */
function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after')
  return value !== null && /^\d+$/.test(value) ? Number(value) * 1_000 : undefined
}

const connecting = z.object({ code: z.string().optional(), syscall: z.enum(['connect', 'getaddrinfo']).optional() })

/** Only codes are told, since messages may quote the address. */
function failureOf(error: unknown, timeout: number): CallResult {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return { type: 'no_answer', why: `nothing within ${timeout / 1000} s` }
  }
  const { data } = connecting.safeParse(error instanceof Error ? error.cause : undefined)
  if (data?.syscall) return { type: 'not_sent', why: `the notification webhook cannot be reached (${data.code})` }
  return { type: 'no_answer', why: data?.code ? `the connection broke (${data.code})` : 'the call failed' }
}
