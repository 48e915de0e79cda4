/**
 * Tells staff by an incoming webhook: POST of JSON, in Slack's form (Mattermost, Google Chat and others take it too) or in
 * Discord's.
 */
import { z } from 'zod'
import type { CallResult } from '../../core/outcome.ts'
import type { Notice, Notifier } from '../../ports/notifier.ts'
import type { StaffLanguage } from '../../ports/staff-words.ts'
import { discordBody } from './discord.ts'
import { slackBody } from './slack.ts'

export type WebhookForm = 'slack' | 'discord'

const bodies: Record<WebhookForm, (notice: Notice, language: StaffLanguage) => unknown> = {
  slack: slackBody,
  discord: discordBody,
}

export interface WebhookOptions {
  /** Default: told from the address. */
  form?: WebhookForm
  language?: StaffLanguage
}

/** @param url an "incoming webhook"; whoever has it can write there, so it is never logged */
export function createWebhookNotifier(url: string, { form, language = 'en' }: WebhookOptions = {}): Notifier {
  const bodyOf = bodies[form ?? formOf(url)]
  return {
    async notify(notice, timeout) {
      try {
        const body = JSON.stringify(bodyOf(notice, language))
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          // Followed, a redirect becomes a GET whose 200 would pass for "told".
          redirect: 'manual',
          signal: AbortSignal.timeout(timeout),
        })
        const answer = await answered(response)
        return {
          type: 'answered',
          status: response.status,
          message: response.ok ? undefined : messageOf(answer, body),
          retryAfter: retryAfterOf(response.headers, answer),
        }
      } catch (error) {
        return failureOf(error, timeout)
      }
    },
  }
}

/** Discord's own addresses; behind `/slack` it takes Slack's form, and behind `/github` neither. */
export function formOf(url: string): WebhookForm {
  const { hostname, pathname } = new URL(url)
  const theirs = /^(?:[a-z]+\.)?discord(?:app)?\.com$/.test(hostname)
  return theirs && /^\/api\/(?:v\d+\/)?webhooks\//.test(pathname) && !/\/(?:slack|github)\/?$/.test(pathname)
    ? 'discord'
    : 'slack'
}

/** More than this of an answer is not read (bytes). */
const longest = 10_000

async function answered(response: Response): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > longest) return ''
  }
  return text
}

const refusal = z.object({ message: z.string().optional(), retry_after: z.number().nonnegative().optional() })

function parsed(answer: string): z.infer<typeof refusal> | undefined {
  try {
    return refusal.safeParse(JSON.parse(answer)).data
  } catch {
    return undefined
  }
}

/** Some receivers answer with what they were sent: a customer's words have no place in a log or the ledger. */
function messageOf(answer: string, sent: string): string | undefined {
  const message = (parsed(answer)?.message ?? answer).trim()
  return /^[\w .:-]{1,60}$/.test(message) && !sent.includes(message) ? message : undefined
}

/** Slack: seconds in the header, with a 429. Discord: seconds in the answer, with a fraction. In ms. */
function retryAfterOf(headers: Headers, answer: string): number | undefined {
  const value = headers.get('retry-after')
  const seconds =
    parsed(answer)?.retry_after ?? (value !== null && /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined)
  return seconds === undefined ? undefined : Math.ceil(seconds * 1_000)
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
