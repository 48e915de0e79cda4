/**
 * Summary: one conversation as it stands in the lists that staff look at. It is made from the state at every commit; the
 * store keeps it as an index that can be rebuilt, and finds, orders and pages by it.
 *
 *   waiting      an entry that nobody has taken: a person is needed
 *   undelivered  the same, only because an answer did not arrive, or perhaps not
 *   staff        a person has it
 *   question     the assistant asked back, and the customer is silent
 *   assistant    all others
 */
import { z } from 'zod'
import { compare, isOpen, type Conversation, type CustomerMessage, type Entry } from './conversation.ts'
import { describe } from './content.ts'
import type { Chat } from './event.ts'

export type Place = 'waiting' | 'undelivered' | 'staff' | 'question' | 'assistant'
export const places: readonly Place[] = ['waiting', 'undelivered', 'staff', 'question', 'assistant']

export interface Summary {
  id: string
  chat: Chat
  place: Place
  staffVersion: number
  /** As LINE tells it, cut. */
  name?: string
  /** The newest words of the customer, cut: of what was not taken back. */
  words: string
  /** What the model said that they want; empty when it did not. */
  wants: string
  /** Who has taken it, while it is with staff; missing when the ledger no longer tells. */
  takenBy?: string
  /** What came last was left alone (`MODE=testers`): no word of it is kept, and nobody else answers it. */
  leftAlone?: true
  /** Since when it stands in its place (ms): waits, was taken, was asked back; else the last sign of the customer. */
  since: number
  /** The last sign of anybody (ms). */
  at: number
  /** Messages that the customer does not see as Read. */
  unread: number
  /** Somebody of the staff seems to be answering, without having taken it. */
  suspected: boolean
}

const chatTypes = ['user', 'group', 'room', 'account'] as const
/** As a store has kept it. */
export const summarySchema = z.object({
  id: z.string(),
  chat: z.object({ type: z.enum(chatTypes), id: z.string() }),
  place: z.enum(places),
  staffVersion: z.number(),
  name: z.string().optional(),
  words: z.string(),
  wants: z.string(),
  takenBy: z.string().optional(),
  leftAlone: z.literal(true).optional(),
  since: z.number(),
  at: z.number(),
  unread: z.number(),
  suspected: z.boolean(),
})

const units = 160

/** In one line, and no longer than a list shows. */
const cut = (text: string): string =>
  text
    .slice(0, 4 * units)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, units)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed()

export function summaryOf(conversation: Conversation): Summary {
  const { id, chat, staffVersion, messages, answers, judged, customer, suspected, facts } = conversation
  const there = messages.filter((message) => message.state !== 'unsent')
  const newest = there.toSorted(compare).at(-1)
  const place = placeOf(conversation)
  // Who has written nothing has followed, or tapped, or was forgotten.
  const written = messages.length > 0 ? Math.max(...messages.map((one) => one.receivedAt)) : (facts.at(-1)?.at ?? 0)
  const ignored = place === 'assistant' ? leftAloneAt(conversation) : undefined
  const lastSign = Math.max(written, ignored ?? 0)
  return {
    id,
    chat,
    place,
    staffVersion,
    name: cut(customer?.name ?? '') || undefined,
    words: newest?.content ? cut(describe(newest)) : '',
    wants: cut(judged.at(-1)?.summary ?? ''),
    ...(place === 'staff' ? { takenBy: takenBy(conversation) } : {}),
    ...(ignored === undefined ? {} : { leftAlone: true as const }),
    since: sinceOf(conversation, place) ?? lastSign,
    at: Math.max(lastSign, answers.at(-1)?.at ?? 0, conversation.staffAt ?? 0),
    unread: there.filter((message) => !isShownRead(conversation, message)).length,
    suspected: suspected !== undefined && conversation.mode === 'assistant',
  }
}

/** Everything was forgotten, and nothing has been said since: it stands in no list. */
export const isErased = ({ facts, messages, answers, entries }: Conversation): boolean =>
  facts[0]?.type === 'forgotten' && messages.length + answers.length + entries.length === 0

const onlyDelivery: ReadonlySet<Entry['kind']> = new Set(['undelivered', 'uncertain'])

/** Whom a conversation is with now. */
export function placeOf({ entries, mode, messages }: Conversation): Place {
  const waiting = entries.filter((entry) => entry.state === 'waiting')
  if (waiting.some((entry) => !onlyDelivery.has(entry.kind))) return 'waiting'
  if (waiting.length > 0) return 'undelivered'
  if (mode === 'staff') return 'staff'
  const open = messages.filter(isOpen)
  return open.length > 0 && open.every((message) => message.state === 'asked') ? 'question' : 'assistant'
}

/** Who of the staff has it: whoever took it last, and has not ended it since. */
export function takenBy({ mode, facts }: Conversation): string | undefined {
  const last = facts.findLast(({ type }) => type === 'taken' || type === 'handed_back' || type === 'forgotten')
  return mode === 'staff' && last?.type === 'taken' ? last.by : undefined
}

/** When the customer was last left alone because only testers are answered (ms); undefined once something has come in since. */
export function leftAloneAt({ facts }: Pick<Conversation, 'facts'>): number | undefined {
  const last = facts.findLast(
    (fact) => fact.type === 'received' || (fact.type === 'noted' && fact.why !== 'nothing_to_do'),
  )
  return last?.type === 'noted' && last.why === 'not_tester' ? last.at : undefined
}

/** Whether LINE shows a message as Read: it marks everything up to the watermark, also what came late below it. */
export function isShownRead({ watermark }: Conversation, message: CustomerMessage): boolean {
  return message.readAt !== undefined || (watermark !== undefined && compare(message, watermark) <= 0)
}

function sinceOf(conversation: Conversation, place: Place): number | undefined {
  const { entries, facts, messages, answers } = conversation
  switch (place) {
    case 'waiting':
    case 'undelivered':
      return waitsSince(
        conversation,
        entries.filter((entry) => entry.state === 'waiting'),
      )
    case 'staff':
      return facts.findLast((fact) => fact.type === 'taken')?.at ?? conversation.staffAt
    case 'question': {
      const asked = new Set(messages.filter((message) => message.state === 'asked').map(({ id }) => id))
      return answers.findLast((answer) => answer.messages.some((id) => asked.has(id)))?.at
    }
    case 'assistant':
      return undefined
    default:
      return place satisfies never
  }
}

/**
 * The longest wait counts. It began when the turn was written, not when an older question of ours was; after a tap, with
 * the tap: what it is about may have been answered long ago.
 */
export function waitsSince({ messages }: Pick<Conversation, 'messages'>, waiting: readonly Entry[]): number {
  const starts = waiting.map((entry) => {
    const times = messages.filter((message) => entry.messages.includes(message.id)).map((one) => one.timestamp)
    if (times.length === 0 || isTap(entry.turn)) return entry.at
    return Math.min(entry.at, entry.kind === 'stale' ? Math.min(...times) : Math.max(...times))
  })
  return Math.min(...starts)
}

/** A turn that a tap on a button began. */
export const isTap = (turn: string): boolean => turn.startsWith('tap-')
