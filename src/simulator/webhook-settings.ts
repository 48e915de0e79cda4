/** The Messaging API tab of the console: whether a webhook URL is set and used, and LINE's own test of it. */
import { z } from 'zod'
import type { Answer } from './bot-calls.ts'
import { call, sign } from './webhooks.ts'

/** To be changed freely by tests. */
export interface WebhookSettings {
  /** "Use webhook" is on. */
  active: boolean
  /** No URL has been written there. */
  missing: boolean
}

export interface WebhookTesting {
  settings: WebhookSettings
  url: () => string
  /** The account's user id. */
  destination: string
  channelSecret: string
  timeoutMs: number
  now: () => number
}

const NOT_SET: Answer = { status: 404, body: { message: 'Webhook endpoint not found' }, effect: false }

export function tellWebhook({ settings, url }: WebhookTesting): Answer {
  if (settings.missing || url() === '') return NOT_SET
  return { status: 200, body: { endpoint: url(), active: settings.active }, effect: false }
}

const TestBody = z.object({ endpoint: z.string().optional() })

/** LINE POSTs a signed body without events and tells what came of it. */
export async function testWebhook(testing: WebhookTesting, body: unknown): Promise<Answer> {
  const { settings, url, destination, channelSecret, timeoutMs, now } = testing
  const set = settings.missing ? '' : url()
  const endpoint = TestBody.safeParse(body).data?.endpoint ?? set
  if (endpoint === '') return NOT_SET
  if (!URL.canParse(endpoint)) return { status: 400, body: { message: 'Invalid webhook endpoint URL' }, effect: false }
  const rawBody = JSON.stringify({ destination, events: [] })
  const answered = await call(endpoint, rawBody, sign(rawBody, channelSecret), timeoutMs)
  const told = { timestamp: new Date(now()).toISOString(), ...words(answered) }
  return { status: 200, body: told, effect: true }
}

/** In the words of LINE's reference ("Test webhook endpoint"). */
function words(answered: number | 'timeout' | 'no connection'): object {
  if (answered === 200) return { success: true, statusCode: 200, reason: 'OK', detail: '200' }
  if (answered === 'timeout')
    return { success: false, statusCode: 0, reason: 'REQUEST_TIMEOUT', detail: 'Request timeout' }
  if (answered === 'no connection')
    return { success: false, statusCode: 0, reason: 'COULD_NOT_CONNECT', detail: 'Failure to connect' }
  return { success: false, statusCode: answered, reason: 'ERROR_STATUS_CODE', detail: String(answered) }
}
