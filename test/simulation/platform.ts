/**
 * The LINE Platform as its documentation has it, and the phones of its users. Written from the documentation alone, and
 * on purpose not from src/simulator: it is the judge.
 *
 *   reply token   for one reply, within a minute of its event
 *   retry key     of a push: accepted once in 24 hours, 409 after that
 *   read token    of a message: marks everything up to and including it; it does not end
 */
import type { OutgoingMessage } from '../../src/core/action.ts'
import type { CallResult } from '../../src/core/outcome.ts'
import type { Record } from './history.ts'
import { messageMark } from './marks.ts'
import type { Random } from './random.ts'

const [second, hour] = [1_000, 3_600_000]
export const bot = 'Ubot'
/** Where staff are told, and press the buttons of cards. */
export const staffGroup = 'Cstaff'
export const userOf = (customer: number): string => `Ucustomer${customer}`
export const conversationOf = (customer: number): string => `${bot}:user:${userOf(customer)}`
export function customerOfConversation(id: string): number | undefined {
  const found = /customer(\d+)$/.exec(id)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** A message that a customer wrote, as their phone shows it. */
export interface Written {
  customer: number
  id: string
  timestamp: number
  mark: string
  read: boolean
  unsent: boolean
}

/** A bubble of the account's with buttons under it, which can be tapped until the next message. */
export interface Offered {
  data: string[]
}

/** LINE's order: by time, then by id (digits of one length). */
export const compareSent = (a: Pick<Written, 'timestamp' | 'id'>, b: Pick<Written, 'timestamp' | 'id'>): number =>
  a.timestamp - b.timestamp || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

export interface WebhookEvent {
  customer: number
  id: string
  json: { [name: string]: unknown }
}

export interface PlatformParts {
  now: () => number
  /** LINE's clock is this much ahead of the product's (ms). */
  ahead: number
  /** Free pushes in the month; undefined: any number. */
  limit?: number
  record: (one: Record) => void
  /** Told of each event, to be delivered. */
  deliver: (event: WebhookEvent) => void
}

type Answered = CallResult & { type: 'answered' }
const ok: Answered = { type: 'answered', status: 200 }
const refused = (status: number, message: string): Answered => ({ type: 'answered', status, message })

export class Platform {
  readonly #parts: PlatformParts
  readonly written = new Map<number, Written[]>()
  readonly offered = new Map<number, Offered>()
  readonly blocked = new Set<number>()
  readonly #replyTokens = new Map<string, { customer: number; until: number; used: boolean }>()
  readonly #readTokens = new Map<string, { message: Written; dead: boolean }>()
  readonly #keys = new Map<string, { at: number; sent: string[] }>()
  readonly #counts = new Map<number, { messages: number; events: number }>()
  #ids = 0
  #used = 0

  constructor(parts: PlatformParts) {
    this.#parts = parts
  }

  /** A customer writes. @param content LINE's message object, but its id and tokens; `words` gets the mark put into it */
  write(
    customer: number,
    random: Random,
    content: (mark: string) => { type: string; word?: string; [name: string]: unknown },
  ): Written {
    const count = this.#count(customer, 'messages')
    const mark = messageMark(customer, count)
    const { word, ...body } = content(mark)
    const id = `${500_000_000_000_000_000n + BigInt((this.#ids += 1))}`
    const message: Written = { customer, id, timestamp: this.#clock, mark, read: false, unsent: false }
    this.written.set(customer, [...(this.written.get(customer) ?? []), message])
    this.offered.delete(customer)
    // The field is optional in LINE's description.
    const readToken = random.chance(0.03) ? undefined : `read-${id}`
    if (readToken) this.#readTokens.set(readToken, { message, dead: false })
    const repliable = random.chance(0.98)
    const event = this.#event(customer, 'message', { message: { id, ...body, markAsReadToken: readToken } }, repliable)
    const sent = { id, mark, timestamp: message.timestamp, kind: body.type, word, readToken, repliable }
    this.#parts.record({
      type: 'deed',
      at: this.#parts.now(),
      customer,
      event: event.id,
      what: 'message',
      message: sent,
    })
    this.#parts.deliver(event)
    return message
  }

  unsend(message: Written): void {
    if (message.unsent) return
    message.unsent = true
    const { customer, id } = message
    const event = this.#event(customer, 'unsend', { unsend: { messageId: id } }, false)
    this.#parts.record({ type: 'deed', at: this.#parts.now(), customer, event: event.id, what: 'unsend', message: id })
    this.#parts.deliver(event)
  }

  tap(customer: number, data: string): void {
    const event = this.#event(customer, 'postback', { postback: { data } }, true)
    this.#parts.record({ type: 'deed', at: this.#parts.now(), customer, event: event.id, what: 'tap', data })
    this.#parts.deliver(event)
  }

  block(customer: number, blocks: boolean): void {
    if (this.blocked.has(customer) === blocks) return
    if (blocks) this.blocked.add(customer)
    else this.blocked.delete(customer)
    const type = blocks ? 'unfollow' : 'follow'
    const event = this.#event(customer, type, blocks ? {} : { follow: { isUnblocked: true } }, !blocks)
    this.#parts.record({ type: 'deed', at: this.#parts.now(), customer, event: event.id, what: type })
    this.#parts.deliver(event)
  }

  /** One of the staff presses a button of a card about this customer. Returns the event's id. */
  pressCard(customer: number, data: string): string {
    const source = { type: 'group', groupId: staffGroup, userId: 'Ustaff' }
    const event = this.#event(customer, 'postback', { postback: { data }, source }, false)
    this.#parts.deliver(event)
    return event.id
  }

  messageWith(id: string): Written | undefined {
    return [...this.written.values()].flat().find((one) => one.id === id)
  }

  get #clock(): number {
    return this.#parts.now() + this.#parts.ahead
  }

  #count(customer: number, what: 'messages' | 'events'): number {
    const counts = this.#counts.get(customer) ?? { messages: 0, events: 0 }
    counts[what] += 1
    this.#counts.set(customer, counts)
    return counts[what]
  }

  #event(customer: number, type: string, body: object, repliable: boolean): WebhookEvent {
    const id = `event-${customer}-${this.#count(customer, 'events')}`
    const replyToken = repliable ? `reply-${id}` : undefined
    if (replyToken) {
      this.#replyTokens.set(replyToken, { customer, until: this.#parts.now() + 60 * second, used: false })
    }
    const source = { type: 'user', userId: userOf(customer) }
    const head = { type, webhookEventId: id, timestamp: this.#clock, mode: 'active', source, replyToken }
    return { customer, id, json: { ...head, deliveryContext: { isRedelivery: false }, ...body } }
  }

  /** Whether LINE can still refuse it for good without contradicting itself. */
  spoil(key: string): boolean {
    const reply = this.#replyTokens.get(key)
    const read = this.#readTokens.get(key)
    if (reply && !reply.used) reply.used = true
    else if (read) read.dead = true
    else return false
    return true
  }

  reply(call: number, token: string, messages: OutgoingMessage[]): CallResult {
    const known = this.#replyTokens.get(token)
    if (!known || known.used || this.#parts.now() >= known.until) return refused(400, 'Invalid reply token')
    known.used = true
    return { ...ok, sent: this.#show(call, known.customer, messages) }
  }

  push(call: number, customer: number, messages: OutgoingMessage[], key: string): CallResult {
    const now = this.#parts.now()
    const before = this.#keys.get(key)
    if (before && now - before.at < 24 * hour) {
      return { ...refused(409, 'The retry key is already accepted'), sent: before.sent }
    }
    if (this.#parts.limit !== undefined && this.#used >= this.#parts.limit) {
      return refused(429, 'You have reached your monthly limit.')
    }
    this.#used += 1
    const sent = this.#show(call, customer, messages)
    this.#keys.set(key, { at: now, sent })
    return { ...ok, sent }
  }

  read(call: number, token: string): CallResult {
    const known = this.#readTokens.get(token)
    if (!known || known.dead) return refused(400, 'The mark as read token is invalid')
    const { message } = known
    const upTo = (one: Written) => !one.read && compareSent(one, message) <= 0
    const marked = (this.written.get(message.customer) ?? []).filter(upTo)
    for (const one of marked) one.read = true
    const { customer } = message
    this.#parts.record({ type: 'marked', at: this.#parts.now(), customer, call, messages: marked.map(({ id }) => id) })
    return ok
  }

  quota(): { limit?: number; used: number } {
    return { limit: this.#parts.limit, used: this.#used }
  }

  messageOf(readToken: string): Written | undefined {
    return this.#readTokens.get(readToken)?.message
  }
  customerOf(replyToken: string): number | undefined {
    return this.#replyTokens.get(replyToken)?.customer
  }

  /** LINE takes it for one who has blocked the account too, and shows it nobody. */
  #show(call: number, customer: number, messages: OutgoingMessage[]): string[] {
    const blocked = this.blocked.has(customer)
    const texts = textsOf(messages)
    this.#parts.record({ type: 'shown', at: this.#parts.now(), customer, call, texts, blocked })
    const last = messages.at(-1)
    const data =
      last?.type === 'text'
        ? (last.quickReply?.items ?? []).map(({ action }) => action.data)
        : last?.type === 'template'
          ? last.template.actions.flatMap((action) => ('data' in action ? [action.data] : []))
          : []
    if (!blocked) this.offered.set(customer, { data })
    return messages.map(() => `${500_000_000_000_000_000n + BigInt((this.#ids += 1))}`)
  }
}

export const textsOf = (messages: OutgoingMessage[]): string[] =>
  messages.map((one) => (one.type === 'text' ? one.text : one.altText))
