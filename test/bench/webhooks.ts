/**
 * Webhooks as LINE sends them, signed and ready to be written to a socket before any clock starts. Each holds new events:
 * none repeats an id. Customers write in bursts: some words, then the question; then they wait, and others write.
 */
import { createHmac, randomUUID } from 'node:crypto'

/** Questions that the shop's knowledge answers, so that a turn runs its whole way: judged, marked Read, answered. */
const questions = [
  'are u open this sunday?',
  'do you have gluten free bread',
  "we're coming by car, is there anywhere to leave it?",
  'how far ahead do I need to order a birthday cake?',
]

export interface Crowd {
  customers: number
  /** Messages that a customer writes before the next customer's turn comes. */
  burst: number
  /** Events in one request. */
  perRequest: number
}

export interface Webhook {
  /** Head and body as they go over the wire. */
  bytes: Buffer
  eventIds: string[]
}

/**
 * @param count how many requests
 * @param spread over how much time from now LINE's timestamps lie (ms)
 */
export function prepareWebhooks(count: number, crowd: Crowd, secret: string, spread: number): Webhook[] {
  const run = randomUUID().slice(0, 8)
  const from = Date.now()
  const total = count * crowd.perRequest
  const webhooks: Webhook[] = []
  for (let first = 0; first < total; first += crowd.perRequest) {
    const events = Array.from({ length: crowd.perRequest }, (_, offset) => {
      const index = first + offset
      return eventOf(index, run, crowd, from + Math.floor((index / total) * spread))
    })
    const body = JSON.stringify({ destination: `U${'b'.repeat(32)}`, events })
    webhooks.push({ bytes: requestOf(body, secret), eventIds: events.map((event) => event.webhookEventId) })
  }
  return webhooks
}

/** Side by side a group of customers writes its first message each, then its second, and so on; then the next group. */
function eventOf(index: number, run: string, { customers, burst }: Crowd, timestamp: number) {
  const group = Math.min(customers, 250)
  const inGroup = index % (group * burst)
  const customer = (Math.floor(index / (group * burst)) * group + (inGroup % group)) % customers
  const isLast = Math.floor(inGroup / group) === burst - 1
  const number = String(index).padStart(12, '0')
  return {
    type: 'message',
    mode: 'active',
    timestamp,
    source: { type: 'user', userId: `U${String(customer).padStart(32, '0')}` },
    webhookEventId: `01BENCH${run}${number}`,
    deliveryContext: { isRedelivery: false },
    replyToken: `reply-${run}-${number}`,
    message: {
      type: 'text',
      id: `5${number}`,
      quoteToken: `quote-${run}-${number}`,
      markAsReadToken: `read-${run}-${number}`,
      text: isLast ? questions[customer % questions.length] : 'Hi!',
    },
  }
}

function requestOf(body: string, secret: string): Buffer {
  const signature = createHmac('sha256', secret).update(body).digest('base64')
  const head = [
    'POST /webhook HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json; charset=utf-8',
    'user-agent: LineBotWebhook/2.0',
    `x-line-signature: ${signature}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}
