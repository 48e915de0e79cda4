/**
 * Webhooks as LINE sends them, signed and ready to be written to a socket before any clock starts. Each holds new events:
 * none repeats an id. Customers write in bursts: some words, then the question; then they wait, and others write.
 */
import { createHmac, randomUUID } from 'node:crypto'

export const secret = 'bench'.repeat(6) + '00'
/** The account's own user id. */
export const destination = `U${'b'.repeat(32)}`

/** Questions that the shop's knowledge answers, so that a turn runs its whole way: judged, marked Read, answered. */
const questions = [
  'are u open this sunday?',
  'do you have gluten free bread?',
  "we're coming by car, is there anywhere to leave it?",
  'how far ahead do I need to order a birthday cake?',
]

export const questionOf = (customer: number): string => questions[customer % questions.length] ?? ''

export interface Webhook {
  /** Head and body as they go over the wire. */
  bytes: Buffer
  eventId: string
  replyToken: string
}

/** Makes webhooks of one message each. Events of one writer have ids of their own. */
export function writer() {
  const run = randomUUID().slice(0, 8)
  let count = 0
  return (userId: string, text: string, timestamp = Date.now()): Webhook => {
    count += 1
    const number = String(count).padStart(12, '0')
    const event = {
      type: 'message',
      mode: 'active',
      timestamp,
      source: { type: 'user', userId },
      webhookEventId: `01BENCH${run}${number}`,
      deliveryContext: { isRedelivery: false },
      replyToken: `reply-${run}-${number}`,
      message: {
        type: 'text',
        id: `5${number}`,
        quoteToken: `quote-${run}-${number}`,
        markAsReadToken: `read-${run}-${number}`,
        text,
      },
    }
    const body = JSON.stringify({ destination, events: [event] })
    return { bytes: requestOf(body), eventId: event.webhookEventId, replyToken: event.replyToken }
  }
}

export const userIdOf = (customer: number): string => `U${customer.toString(16).padStart(32, '0')}`

export interface Crowd {
  customers: number
  /** Messages that a customer writes before the next customer's turn comes. */
  burst: number
}

/**
 * A crowd's webhooks one after another: so many are made beforehand, and what is taken past them is made as it is taken.
 * @param perMs how many are expected a millisecond: LINE's timestamps lie that far apart
 */
export function crowdOf(crowd: Crowd, made: number, perMs: number): () => Webhook {
  const write = writer()
  const from = Date.now()
  const make = (index: number): Webhook => {
    const { customer, text } = saidBy(index, crowd)
    return write(userIdOf(customer), text, from + Math.floor(index / perMs))
  }
  const ready = Array.from({ length: made }, (_, index) => make(index))
  let next = 0
  return () => {
    const webhook = ready[next] ?? make(next)
    next += 1
    return webhook
  }
}

/** Side by side a group of customers writes its first message each, then its second, and so on; then the next group. */
export function saidBy(index: number, { customers, burst }: Crowd): { customer: number; text: string } {
  const group = Math.min(customers, 250)
  const inGroup = index % (group * burst)
  const customer = (Math.floor(index / (group * burst)) * group + (inGroup % group)) % customers
  const isLast = Math.floor(inGroup / group) === burst - 1
  return { customer, text: isLast ? questionOf(customer) : 'Hi!' }
}

function requestOf(body: string): Buffer {
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
