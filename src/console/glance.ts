/**
 * What staff see of a conversation at a glance: what the customer wants, why the assistant stepped back, the last words,
 * since when, and what can be done.
 */
import { compare, isOpen, type Conversation, type CustomerMessage, type Entry } from '../core/conversation.ts'
import { membersOf, whyOf } from './words.ts'

/** Whom a conversation is with now: it waits for a person, a person has it, or the assistant has it. */
export type Place = 'waiting' | 'staff' | 'assistant'

export interface Glance {
  id: string
  /** The version that Take and Hand back name. */
  staffVersion: number
  place: Place
  kinds: Entry['kind'][]
  /** Waiting since, or taken at (ms). Undefined when the ledger no longer tells. */
  since?: number
  wants: string
  why: string[]
  /** The last words, oldest first. */
  words: { message: CustomerMessage; by?: string }[]
  /** All that staff were given was taken back. */
  tookBack: boolean
  /** Messages that the customer does not see as Read. */
  unread: number
  /** There are messages, and all of them are shown as Read. */
  read: boolean
  /** Messages that came since a person took it. */
  news: number
  /** Telling staff failed: how often it was tried. */
  untold?: number
  language?: string
  canTake: boolean
  canHandBack: boolean
}

/** How many of the last messages are shown: people write in bursts. */
const lastWords = 3

export function glanceAt(conversation: Conversation): Glance {
  const { id, mode, staffVersion, entries, messages, language } = conversation
  const waiting = entries.filter((entry) => entry.state === 'waiting')
  const place: Place = waiting.length > 0 ? 'waiting' : mode === 'staff' ? 'staff' : 'assistant'
  const shown = place === 'waiting' ? waiting : entries
  const news = place === 'staff' ? messages.filter(isOpen).length : 0
  const words = wordsOf(conversation, shown)
  const there = messages.filter((message) => message.state !== 'unsent')
  const unread = there.filter((message) => !isShownRead(conversation, message)).length
  return {
    id,
    staffVersion,
    place,
    kinds: [...new Set(shown.map((entry) => entry.kind))],
    since: place === 'waiting' ? waitsSince(conversation, waiting) : takenAt(conversation),
    wants: shown.map((entry) => wantedIn(conversation, entry)).findLast(Boolean) ?? '',
    why: [...new Set(shown.map((entry) => whyEntered(conversation, entry)))],
    words,
    tookBack: words.length === 0 && shown.some((entry) => entry.messages.length > 0),
    unread,
    read: there.length > 0 && unread === 0,
    news,
    untold: untold(conversation),
    language,
    canTake: place !== 'staff' || news > 0,
    canHandBack: mode === 'staff',
  }
}

/** Whether LINE shows a message as Read: it marks everything up to the watermark, also what came late below it. */
export function isShownRead({ watermark }: Conversation, message: CustomerMessage): boolean {
  return message.readAt !== undefined || (watermark !== undefined && compare(message, watermark) <= 0)
}

const textOf = (conversation: Conversation, entry: Entry) =>
  conversation.judged.findLast((text) => text.turn === entry.turn)

const judgedIn = (conversation: Conversation, entry: Entry) =>
  conversation.facts.findLast((fact) => fact.type === 'judged' && fact.turn === entry.turn)

/**
 * The model's summary. A rule, and a tap on a button, make none but the words themselves, which are shown anyway; for a
 * tap that is about an earlier answer ("Not solved") it is what the model said of that.
 */
function wantedIn(conversation: Conversation, entry: Entry): string {
  const ours = (turn: string): boolean =>
    isTap(turn) ||
    conversation.facts.some((fact) => fact.type === 'judged' && fact.turn === turn && fact.origin.by === 'rule')
  const about = conversation.judged.findLast(({ turn, messages }) => {
    if (ours(turn)) return false
    return isTap(entry.turn) ? messages.some((id) => entry.messages.includes(id)) : turn === entry.turn
  })
  return about?.summary ?? ''
}

const isTap = (turn: string): boolean => turn.startsWith('tap-')

function whyEntered(conversation: Conversation, entry: Entry): string {
  const judged = judgedIn(conversation, entry)
  const reason = textOf(conversation, entry)?.reason ?? ''
  return whyOf(entry.kind, judged?.type === 'judged' ? judged : undefined, reason)
}

/**
 * The longest wait counts. It began when the turn was written, not when an older question of ours was; after a tap, with
 * the tap: what it is about may have been answered long ago.
 */
function waitsSince({ messages }: Conversation, waiting: readonly Entry[]): number {
  const starts = waiting.map((entry) => {
    const times = messages.filter((message) => entry.messages.includes(message.id)).map((one) => one.timestamp)
    if (times.length === 0 || isTap(entry.turn)) return entry.at
    return Math.min(entry.at, entry.kind === 'stale' ? Math.min(...times) : Math.max(...times))
  })
  return Math.min(...starts)
}

const takenAt = ({ facts }: Conversation): number | undefined => facts.findLast((fact) => fact.type === 'taken')?.at

/** The last messages of what staff were given, and whatever came after; what was taken back is gone. */
function wordsOf(conversation: Conversation, entries: readonly Entry[]): Glance['words'] {
  const { messages } = conversation
  const member = membersOf(conversation)
  const given = new Set(entries.flatMap((entry) => entry.messages))
  const first = messages.findIndex((message) => given.has(message.id))
  return messages
    .slice(Math.max(first, 0))
    .filter((message) => message.state !== 'unsent')
    .slice(-lastWords)
    .map((message) => ({ message, by: member(message) }))
}

/** How often telling staff has been tried, when it failed and is put off. */
function untold({ outbox }: Conversation): number | undefined {
  const failing = outbox.find((action) => action.kind === 'notify' && (action.tries?.count ?? 0) > 0)
  const { count = 0, open } = failing?.tries ?? {}
  const failed = open ? count - 1 : count
  return failed > 0 ? failed : undefined
}
