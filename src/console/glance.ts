/**
 * What staff see of a conversation at a glance: who it is, what they want, why the assistant stepped back, the last words,
 * since when, what is unread, and what can be done.
 */
import { isOpen, type Conversation, type CustomerMessage, type Entry } from '../core/conversation.ts'
import { failedRecord } from '../core/fixed-reason.ts'
import { reasonOf } from '../core/sentences.ts'
import { isShownRead, isTap, placeOf, summaryOf, waitsSince, type Place } from '../core/summary.ts'
import { holderOf, type Holder } from './holder.ts'
import type { ConsoleLanguage } from './language.ts'
import { membersOf, whyOf } from './words.ts'

/** What a person can do about it now, by a button. */
export type Act = 'take' | 'done' | 'hand_back' | 'read'

export interface Glance {
  id: string
  chat: Conversation['chat']
  /** The version that what staff do names. */
  staffVersion: number
  place: Place
  kinds: Entry['kind'][]
  /** Waiting since, taken or asked back at (ms). Undefined when the ledger no longer tells. */
  since?: number
  /** Who has it, while it is with staff. */
  holder?: Holder
  /** What came last was left alone (`MODE=testers`). */
  leftAlone: boolean
  wants: string
  why: string[]
  /** The last words, oldest first. */
  words: { message: CustomerMessage; read: boolean; by?: string }[]
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
  /** Of the customer's words, as far as anything told it. */
  language?: string
  pictureUrl?: string
  /** The chat's own address in OA Manager, as staff pasted it. */
  chatAddress?: string
  /** Somebody of the staff seems to be answering, without having taken it. */
  suspected: boolean
  /** The message that came in last: what comes after it has not been seen. */
  upTo?: string
  /** The first is the main one. */
  acts: Act[]
}

/** How many of the last messages are shown: people write in bursts. */
const lastWords = 3

/**
 * @param language of whoever reads it
 * @param reader their name
 */
export function glanceAt(conversation: Conversation, language: ConsoleLanguage, reader?: string): Glance {
  const { id, chat, staffVersion, entries, messages, customer, chatAddress } = conversation
  const place = placeOf(conversation)
  const waiting = entries.filter((entry) => entry.state === 'waiting')
  const shown = waiting.length > 0 ? waiting : entries
  const news = place === 'staff' ? messages.filter(isOpen).length : 0
  const words = wordsOf(conversation, shown, language)
  const { unread, suspected, takenBy, leftAlone = false } = summaryOf(conversation)
  const holder = holderOf(takenBy, reader)
  return {
    id,
    staffVersion,
    place,
    kinds: [...new Set(shown.map((entry) => entry.kind))],
    since: sinceOf(conversation, place, waiting),
    holder,
    leftAlone,
    wants: shown.map((entry) => wantedIn(conversation, entry)).findLast(Boolean) ?? '',
    why: [...new Set(shown.map((entry) => whyEntered(conversation, entry, language)))],
    words,
    tookBack: words.length === 0 && shown.some((entry) => entry.messages.length > 0),
    unread,
    read: unread === 0 && messages.some((message) => message.state !== 'unsent'),
    news,
    untold: untold(conversation),
    language: conversation.language ?? conversation.profileLanguage,
    pictureUrl: customer?.pictureUrl,
    chat,
    chatAddress,
    suspected,
    upTo: messages.toSorted((a, b) => a.receivedAt - b.receivedAt).at(-1)?.id,
    acts: actsFor({ place, mode: conversation.mode, news, unread, holder }),
  }
}

/**
 * Read by a person's word means that it is handled: not while the assistant has it. What a colleague has is theirs to
 * end: whoever wants to do that takes it over first.
 */
function actsFor({
  place,
  mode,
  news,
  unread,
  holder,
}: Pick<Glance, 'place' | 'news' | 'unread' | 'holder'> & Pick<Conversation, 'mode'>) {
  const handBack: Act[] = mode === 'staff' ? ['hand_back'] : []
  const read: Act[] = unread > 0 ? ['read'] : []
  switch (place) {
    case 'waiting':
    case 'undelivered':
      return ['take', 'done', ...handBack, ...read] satisfies Act[]
    case 'staff':
      if (holder && !holder.you) return ['take', 'done', ...handBack, ...read] satisfies Act[]
      return ['done', ...(news > 0 ? (['take'] as const) : []), ...handBack, ...read] satisfies Act[]
    case 'question':
    case 'assistant':
      return ['take'] satisfies Act[]
    default:
      return place satisfies never
  }
}

function sinceOf(conversation: Conversation, place: Place, waiting: readonly Entry[]): number | undefined {
  if (waiting.length > 0) return waitsSince(conversation, waiting)
  if (place === 'question') return summaryOf(conversation).since
  if (place !== 'staff') return undefined
  return conversation.facts.findLast((fact) => fact.type === 'taken')?.at ?? conversation.staffAt
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

function whyEntered(conversation: Conversation, entry: Entry, language: ConsoleLanguage): string {
  const judged = judgedIn(conversation, entry)
  const reason = reasonOf(conversation, entry.turn, textOf(conversation, entry)?.reason ?? '', language)
  if (failedRecord(conversation, entry.turn)) return reason
  return whyOf(entry.kind, judged?.type === 'judged' ? judged : undefined, reason, language)
}

/** The last messages of what staff were given, and whatever came after; what was taken back is gone. */
function wordsOf(conversation: Conversation, entries: readonly Entry[], language: ConsoleLanguage): Glance['words'] {
  const { messages } = conversation
  const member = membersOf(conversation, language)
  const given = new Set(entries.flatMap((entry) => entry.messages))
  const first = messages.findIndex((message) => given.has(message.id))
  return messages
    .slice(Math.max(first, 0))
    .filter((message) => message.state !== 'unsent')
    .slice(-lastWords)
    .map((message) => ({ message, read: isShownRead(conversation, message), by: member(message) }))
}

/** How often telling staff has been tried, when it failed and is put off. */
function untold({ outbox }: Conversation): number | undefined {
  const failing = outbox.find((action) => action.kind === 'notify' && (action.tries?.count ?? 0) > 0)
  const { count = 0, open } = failing?.tries ?? {}
  const failed = open ? count - 1 : count
  return failed > 0 ? failed : undefined
}
