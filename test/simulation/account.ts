/**
 * The checker's own account of one customer: which message is known since when, which judgement covered it, whom staff
 * were told of, what staff did. `order` is the place of a record in the history: of two in one moment it tells which was
 * first. Where something is the product's word alone (how it closed a message), it comes from what it stored.
 */
import type { Conversation } from '../../src/core/conversation.ts'
import type { Fact } from '../../src/core/facts.ts'
import type { History, Means, Record, Sent } from './history.ts'
import { conversationOf } from './platform.ts'
import { Requests } from './requests.ts'

export interface Known {
  sent: Sent
  event: string
  at: number
  /** The product said 200 to its event, and when it first did (ms). */
  stored?: number
  storedAt?: number
  /** Its event became part of the stored conversation. */
  entered?: number
  /** The same of its unsend. */
  unsent?: number
  /** The customer took it back, whatever the product knows. */
  takenBack: boolean
  /** Its phone shows Read. */
  read?: number
}

export interface Ask {
  ask: number
  asked: number
  judged?: number
  mark?: string
  means?: Means
  covers: readonly string[]
  fresh: readonly string[]
  /** Values that it wants to have recorded. */
  records: readonly string[]
  /** Something was looked up for it, and gave nothing: whatever it says, it resolves nothing. */
  gaveNothing: boolean
}

export interface Listed {
  id: string
  kind: string
  messages: Set<string>
  since: number
  /** When they were told, and when the product heard that they were. */
  told?: number
  heard?: number
  taken?: number
}

/** What staff did, once it counted. */
export interface Act {
  id: string
  action: string
  /** The version of the page; undefined for a card's button. */
  seen?: number
  upTo?: string
  pressed: number
  /** ms */
  at: number
  /** Its event became part of the stored conversation, and what it asks for was done. */
  entered?: number
  counted?: number
}

export type Of<T extends Record['type']> = Extract<Record, { type: T }> & { order: number }
type Call = Of<'called'> & { returned?: Of<'returned'> }

export class Account {
  readonly customer: number
  readonly conversation: string
  readonly records: (Record & { order: number })[]
  readonly messages = new Map<string, Known>()
  readonly byMark = new Map<string, Known>()
  readonly asks = new Map<number, Ask>()
  readonly askByMark = new Map<string, Ask>()
  readonly entries = new Map<string, Listed>()
  readonly acts = new Map<string, Act>()
  readonly calls = new Map<number, Call>()
  readonly requests = new Requests()
  readonly shown: Of<'shown'>[] = []
  readonly commits: Of<'committed'>[] = []
  /** By event: where the product first said 200 to it, and where it became part of the stored conversation. */
  readonly known = new Map<string, number>()
  readonly entered = new Map<string, number>()
  /** Orders of what may have cost this conversation the outcome of a call. */
  readonly mishaps: number[] = []
  readonly facts: readonly Fact[]
  readonly end: Conversation | undefined

  constructor(history: History, customer: number) {
    this.customer = customer
    this.conversation = conversationOf(customer)
    this.records = history.records.flatMap((one, order) =>
      one.customer === customer || one.customer === undefined || one.type === 'crashed' ? [{ ...one, order }] : [],
    )
    this.end = history.end.conversations.find(({ id }) => id === this.conversation)
    this.facts = [...(history.end.overflow.get(this.conversation) ?? []), ...(this.end?.facts ?? [])]
    for (const one of this.records) this.#take(one)
  }

  /** When something last happened to this customer before the world healed (ms). */
  get lastAt(): number {
    const healed = this.records.findIndex(({ type }) => type === 'healed')
    return (
      this.records.slice(0, healed === -1 ? undefined : healed).findLast(({ customer }) => customer !== undefined)
        ?.at ?? 0
    )
  }

  /** The last commit before this place in the history. */
  commitBefore(order: number): Of<'committed'> | undefined {
    let [low, high] = [0, this.commits.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.commits[middle]!.order < order) low = middle + 1
      else high = middle
    }
    return this.commits[low - 1]
  }

  /** The last judgement before this place that was asked about the message. */
  latestAsk({ sent }: Known, before = Infinity): Ask | undefined {
    return [...this.asks.values()].findLast(
      (ask) => (ask.judged ?? Infinity) < before && ask.covers.includes(sent.mark),
    )
  }

  entriesOf({ sent }: Known): Listed[] {
    return [...this.entries.values()].filter(({ messages }) => messages.has(sent.id))
  }

  /** How the product says that it closed a message last, by its facts until that time (ms). */
  closedAs(id: string, until = Infinity): (Fact & { type: 'closed' }) | undefined {
    const found = this.facts.findLast(
      (fact) => fact.type === 'closed' && fact.at <= until && fact.messages.includes(id),
    )
    return found?.type === 'closed' ? found : undefined
  }

  #take(one: Record & { order: number }): void {
    const { order } = one
    switch (one.type) {
      case 'deed':
        if (one.what === 'message') {
          const message: Known = { sent: one.message, event: one.event, at: one.at, takenBack: false }
          this.messages.set(one.message.id, message)
          this.byMark.set(one.message.mark, message)
          this.#byEvent.set(one.event, { message, what: 'message' })
        } else if (one.what === 'unsend') {
          const message = this.messages.get(one.message)
          if (!message) return
          message.takenBack = true
          this.#byEvent.set(one.event, { message, what: 'unsend' })
        }
        break
      case 'delivered': {
        if (one.stored && !this.known.has(one.event)) this.known.set(one.event, order)
        const about = this.#byEvent.get(one.event)
        if (one.stored && about?.what === 'message') {
          about.message.stored ??= order
          about.message.storedAt ??= one.at
        }
        break
      }
      case 'committed':
        this.#commit(one)
        break
      case 'asked': {
        const { ask, covers, fresh, looked = false } = one
        const gaveNothing = looked && this.requests.gaveNothing
        this.asks.set(ask, { ask, asked: order, covers, fresh, records: [], gaveNothing })
        break
      }
      case 'judged': {
        const ask = this.asks.get(one.ask)
        if (!ask) return
        const resolves = one.means === 'resolved' || one.means === 'small_talk'
        const means = ask.gaveNothing && resolves ? 'handoff' : one.means
        Object.assign(ask, { judged: order, mark: one.mark, means, records: one.records ?? [] })
        this.requests.take(one)
        this.askByMark.set(one.mark, ask)
        break
      }
      case 'notified': {
        const entry = this.entries.get(one.entry)
        if (entry && one.told) entry.told ??= order
        if (entry && (one.result === 'told' || one.result === 'slow')) entry.heard ??= order
        break
      }
      case 'acted':
        if (one.result === 'pressed') {
          this.acts.set(one.act, {
            id: one.act,
            action: one.action,
            seen: one.seen,
            upTo: one.upTo,
            pressed: order,
            at: one.at,
          })
        }
        break
      case 'looked':
      case 'recording':
      case 'kept':
      case 'recorded':
        this.requests.take(one)
        break
      case 'called':
        this.calls.set(one.call, one)
        break
      case 'shown':
        this.shown.push(one)
        break
      case 'returned':
        Object.assign(this.calls.get(one.call) ?? {}, { returned: one })
        break
      case 'marked':
        for (const id of one.messages) {
          const message = this.messages.get(id)
          if (message) message.read ??= order
        }
        break
      case 'crashed':
        this.mishaps.push(order)
        break
      case 'fault':
        if (one.where === 'commit') this.mishaps.push(order)
        break
      case 'aborted':
      case 'started':
      case 'paused':
      case 'failed':
      case 'healed':
        break
      default:
        one satisfies never
    }
  }

  readonly #byEvent = new Map<string, { message: Known; what: 'message' | 'unsend' }>()

  #commit(one: Of<'committed'>): void {
    const { order, entered, conversation } = one
    this.commits.push(one)
    for (const event of entered) {
      if (!this.entered.has(event)) this.entered.set(event, order)
      const about = this.#byEvent.get(event)
      if (about?.what === 'message') about.message.entered ??= order
      if (about?.what === 'unsend') about.message.unsent ??= order
      const act = this.acts.get(event)
      const refused = act && conversation.facts.some((fact) => fact.type === 'staff_refused' && fact.event === event)
      if (act) act.entered ??= order
      if (act && !refused) act.counted ??= order
    }
    for (const { id, kind, messages, state } of conversation.entries) {
      const listed: Listed = this.entries.get(id) ?? { id, kind, messages: new Set(), since: order }
      for (const message of messages) listed.messages.add(message)
      if (state === 'taken') listed.taken ??= order
      this.entries.set(id, listed)
    }
  }
}
