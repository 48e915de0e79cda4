/**
 * The disk: what survives a crash. What is read is a copy, by way of JSON as with files. Values of the core are never
 * changed in place, so that a conversation is written down only when it is read, and its facts not at all; in some worlds
 * all of it is written at once, and compared. The store over the disk fails by seed: a write is refused without a trace, is slow, is durable though it was
 * said to have failed, or is the last thing the process lives to do.
 */
import type { Conversation } from '../../src/core/conversation.ts'
import type { InboxEvent } from '../../src/core/event.ts'
import type { Fact } from '../../src/core/facts.ts'
import { turnRows } from '../../src/core/turn-row.ts'
import type { Store } from '../../src/ports/store.ts'
import type { Chaos } from './chaos.ts'
import type { Record } from './history.ts'
import { Injected, type Process } from './process.ts'

export class Disk {
  /** Events by conversation, in the order in which they came. */
  readonly inbox = new Map<string, Map<string, string>>()
  readonly conversations = new Map<string, Conversation>()
  readonly overflow = new Map<string, Fact[]>()
  readonly due = new Set<string>()
  readonly #written: Map<string, string> | undefined

  /** @param careful whether each conversation is written down at once, to find out whether it is changed later */
  constructor(careful: boolean) {
    this.#written = careful ? new Map() : undefined
  }

  write(conversation: Conversation): void {
    this.conversations.set(conversation.id, conversation)
    this.#written?.set(conversation.id, JSON.stringify(conversation))
  }
  load(id: string): Conversation | undefined {
    const found = this.conversations.get(id)
    if (!found) return undefined
    if (this.#written) {
      const text = JSON.stringify(found)
      if (this.#written.get(id) !== text) throw new Error(`${id} was changed after it was stored`)
      return JSON.parse(text)
    }
    const { facts, ...rest } = found
    return { ...JSON.parse(JSON.stringify(rest)), facts: [...facts] }
  }
  waiting(id: string): InboxEvent[] {
    return [...(this.inbox.get(id)?.values() ?? [])].map((text) => JSON.parse(text))
  }
}

export interface StoreParts {
  disk: Disk
  process: Process
  chaos: Chaos
  now: () => number
  /** Whose conversation it is; undefined for none of a customer's. */
  customerOf: (conversation: string) => number | undefined
  record: (one: Record) => void
}

export function openDisk({ disk, process, chaos, now, customerOf, record }: StoreParts): Store {
  const failed = (where: 'receive' | 'commit', kind: string, customer: number | undefined): never => {
    record({ type: 'fault', at: now(), customer, where, kind })
    throw new Injected(`${where}: the disk is full`)
  }
  return {
    receive(events) {
      const customer = customerOf(events[0]?.conversation ?? '')
      return process.cross('receive', customer, async () => {
        const fault = chaos.draw('receive', customer, now())
        if (fault === 'rejects') failed('receive', fault, customer)
        if (fault) {
          record({ type: 'fault', at: now(), customer, where: 'receive', kind: fault })
          const random = chaos.random(customer, 'slow disk')
          await process.wait(fault === 'slow' ? random.int(100, 1_500) : random.int(2_500, 6_000))
        }
        for (const event of events) {
          const waiting = disk.inbox.get(event.conversation) ?? new Map<string, string>()
          disk.inbox.set(event.conversation, waiting.set(event.id, JSON.stringify(event)))
        }
      })
    },
    setAside: ([first]) =>
      process.look(() => record({ type: 'failed', at: now(), why: `an event was set aside: ${first?.why}` })),
    load: (id) => process.look(() => disk.load(id)),
    waiting: (id) => process.look(() => disk.waiting(id)),
    commit({ conversation, entered, overflow, wakeAt }) {
      const { id } = conversation
      const customer = customerOf(id)
      return process.cross('commit', customer, async () => {
        const fault = chaos.draw('commit', customer, now())
        if (fault === 'rejects') failed('commit', fault, customer)
        if (fault === 'slow') {
          record({ type: 'fault', at: now(), customer, where: 'commit', kind: fault })
          await process.wait(chaos.random(customer, 'slow disk').int(50, 4_000))
        }
        disk.write(conversation)
        if (overflow.length > 0) disk.overflow.set(id, [...(disk.overflow.get(id) ?? []), ...overflow])
        const waiting = disk.inbox.get(id)
        for (const event of entered) waiting?.delete(event)
        if (wakeAt !== undefined || conversation.mode === 'staff' || conversation.entries.length > 0) disk.due.add(id)
        else disk.due.delete(id)
        record({ type: 'committed', at: now(), customer, entered, conversation })
        if (fault === 'rejects_after') failed('commit', fault, customer)
      })
    },
    due: () =>
      process.look(() => {
        const unread = [...disk.inbox].flatMap(([id, waiting]) => (waiting.size > 0 ? [id] : []))
        return [...new Set([...disk.due, ...unread])]
      }),
    list: () => Promise.reject(new Error('no lists here')),
    counts: () => Promise.reject(new Error('no lists here')),
    countsByDestination: () => Promise.reject(new Error('no lists here')),
    turns: () => Promise.resolve([]),
    eachTurn: ({ from, until }, visit) =>
      process.look(() => {
        const rows = [...disk.conversations.values()].flatMap((one) =>
          turnRows({ ...one, facts: [...(disk.overflow.get(one.id) ?? []), ...one.facts] }),
        )
        for (const row of rows) if (row.at >= from && row.at < until) visit(row)
      }),
    onCommit: () => () => undefined,
    ready: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  }
}
