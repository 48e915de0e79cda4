/** Customers who wait, written down as values: what they wrote, what was answered, why they stand in the list. */
import { begin, type Conversation, type Entry } from '../../src/core/conversation.ts'
import type { Content } from '../../src/core/content.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import type { Chat } from '../../src/core/event.ts'
import type { Change, Lowering } from '../../src/core/facts.ts'
import type { Seen } from '../../src/ports/contents.ts'

export const minute = 60_000

export interface Written {
  /** Minutes ago. */
  ago: number
  text?: string
  content?: Content
  read?: boolean
  unsent?: boolean
  /** Answered long before the hand-off, and no part of it. */
  earlier?: boolean
  /** Who of a group wrote it. */
  by?: string
  /** What it turned out to hold, when the assistant looked. */
  holds?: Seen
}

export interface Person {
  id: string
  name?: string
  language?: string
  wrote: Written[]
  answered?: { ago: number; text: string }[]
  /** Why they wait; missing when they do not. */
  entry?: {
    kind: Entry['kind']
    ago: number
    summary?: string
    reason?: string
    lowered?: Lowering
    topic?: string
    /** No model was asked. */
    rule?: boolean
    /** Telling staff has failed so often. */
    untold?: number
  }
  /** Taken so many minutes ago. */
  taken?: number
  /** Several people write there. */
  chat?: 'group' | 'room'
  /** To which LINE account they write. */
  bot?: string
  /** What else happened, after all that. `messages` are the ids of what was written. */
  afterwards?: (now: number, messages: string[]) => Change[]
}

export const idOf = ({ id, chat, bot = 'Ubot' }: Pick<Person, 'id' | 'chat' | 'bot'>): string =>
  `${bot}:${chat ?? 'user'}:${id}`

/** The address of their conversation's page. */
export const pathOf = (person: Pick<Person, 'id' | 'chat' | 'bot'>): string =>
  `/console/${encodeURIComponent(idOf(person))}`

/** The id of what somebody wrote, by its place. */
export const messageOf = ({ wrote }: Person, index: number, now: number): string =>
  `${index + 1}${Math.abs(Math.trunc(now - (wrote[index]?.ago ?? 0) * minute)) % 1_000_000}`

export function conversationOf(person: Person, now: number): Conversation {
  const id = idOf(person)
  const chat: Chat = { type: person.chat ?? 'user', id: person.id }
  const wrote = person.wrote.flatMap((one, index) => writing(one, index, person, now))
  const messages = person.wrote.map((_, index) => messageOf(person, index, now))
  const changes = [...wrote, ...entering(person, now), ...(person.afterwards?.(now, messages) ?? [])]
  const said = evolveAll(begin(id, person.bot ?? 'Ubot', chat), changes)
  const since = Math.max(...person.wrote.map(({ ago, earlier }) => (earlier ? 0 : ago)))
  const answers = (person.answered ?? []).map(({ ago, text }) => ({
    at: now - ago * minute,
    turn: ago > since ? 't0' : 't1',
    messages: [],
    texts: [text],
  }))
  const { summary = '', reason = '' } = person.entry ?? {}
  const judged = [{ turn: 't1', messages: said.messages.map((message) => message.id), reason, summary }, ...said.judged]
  return { ...said, language: person.language, answers: [...answers, ...said.answers], judged }
}

function writing(written: Written, index: number, person: Person, now: number) {
  const { ago, text = '', content, read, unsent, earlier, by } = written
  const at = now - ago * minute
  const message = messageOf(person, index, now)
  const changes: Change[] = [
    {
      type: 'received',
      at,
      event: `${person.id}-${message}`,
      message,
      timestamp: at,
      kind: content?.type ?? 'text',
      late: false,
      redelivery: false,
      content: { content: content ?? { type: 'text', text }, receivedAt: at, readToken: `read-${message}`, by },
    },
  ]
  if (earlier) {
    changes.push({
      type: 'closed',
      at: at + 2_000,
      turn: 't0',
      messages: [message],
      as: 'resolved',
      read: read === true,
    })
  }
  if (read) changes.push({ type: 'read', at: at + 3_000, upTo: message, messages: [message] })
  if (unsent) changes.push({ type: 'unsent', at: at + 4_000, event: `unsend-${message}`, message })
  return changes
}

/** What a judgement of all messages came to, so far as staff see it. */
function entering(person: Person, now: number): Change[] {
  const { id, wrote, entry, taken, language = 'en' } = person
  const takenAt = now - (taken ?? 0) * minute
  const take: Change[] = taken === undefined ? [] : [{ type: 'taken', at: takenAt, event: `take-${id}`, by: 'Staff' }]
  if (!entry) return take
  const { kind, ago, lowered, topic = 'other', untold, rule } = entry
  const at = now - ago * minute
  const messages = wrote.flatMap((one, index) =>
    one.ago >= ago && !one.earlier ? [messageOf(person, index, now)] : [],
  )
  const listed: Entry = { id: `t1.${kind}`, kind, at, turn: 't1', messages, state: 'waiting', readWhenTaken: true }
  const telling = { kind: 'notify', id: 't1.notify', turn: 't1', messages, entry: listed.id } as const
  const tries = { count: untold ?? 0, firstAt: at, unknown: false }
  const actions = untold === undefined ? [] : [{ ...telling, tries }]
  const origin = rule ? ({ by: 'rule' } as const) : ({ by: 'model', model: 'gemini-3.6-flash' } as const)
  const said = {
    said: lowered ? 'resolved' : 'handoff',
    decision: 'handoff',
    lowered,
    confidence: 0.6,
    sources: [],
    smallTalk: false,
  } as const
  const handedOff: Change[] = [
    { type: 'judged', at, turn: 't1', messages, ...said, sources: [], topic, language, origin },
    { type: 'begun', at, turn: 't1' },
    { type: 'entered', at, entry: listed.id, kind, listed, actions },
    { type: 'handed_off', at, turn: 't1' },
    { type: 'closed', at, turn: 't1', messages, as: 'handoff', read: true },
  ]
  const others: Record<Exclude<Entry['kind'], 'handoff'>, Change[]> = {
    no_judgement: [
      { type: 'failed', at, turn: 't1', messages, why: 'no answer within 15 s', origin },
      { type: 'begun', at, turn: 't1' },
    ],
    paused: [{ type: 'failed', at, turn: 't1', messages, why: 'the assistant is paused', origin: { by: 'rule' } }],
    limit: [
      { type: 'failed', at, turn: 't1', messages, why: 'too many wrote', limit: 'queue', origin: { by: 'rule' } },
      { type: 'begun', at, turn: 't1' },
    ],
    stale: [{ type: 'stale', at, turn: 't1', messages }],
    undelivered: [],
    uncertain: [],
  }
  const entered: Change = { type: 'entered', at, entry: listed.id, kind, listed, actions }
  return [...(kind === 'handoff' ? handedOff : [...others[kind], entered]), ...take]
}
