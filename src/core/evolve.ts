/**
 * evolve(conversation, change) → conversation: what each fact does to the state. It never refuses and never decides;
 * whoever makes a change has decided (enter, next, decide, outcome). The fact is added to the ledger.
 */
import { compare, isOpen, type Conversation, type CustomerMessage, type Position } from './conversation.ts'
import { factOf, type Change, type Fact } from './facts.ts'
import { addActions, attempted, ended, endActions, onAction, tidy } from './outbox.ts'
import { isReadDue } from './read.ts'
import { dropsUntilFrozen, turnOf } from './turn.ts'

const hour = 3_600_000
/** Event ids are kept this long, so that a repeat is ignored. LINE redelivers for far less. */
const remember = 72 * hour
/** Closed messages and judgements kept for the history and the ledger. */
const keep = { closed: 100, judged: 50 }

/** Takes one change into the state. */
export function evolve(before: Conversation, change: Change): Conversation {
  const after = tidy(addActions(apply(before, change), change))
  return { ...after, facts: [...fold(after.facts, change), factOf(change)] }
}

/** Takes several changes in, in order. */
export const evolveAll = (conversation: Conversation, changes: readonly Change[]): Conversation =>
  changes.reduce(evolve, conversation)

function apply(c: Conversation, change: Change): Conversation {
  switch (change.type) {
    case 'received':
      return received(c, change)
    case 'noted':
    case 'staff_refused':
      return seen(c, change)
    case 'unsent':
      return unsent(c, change)
    case 'stale':
      return { ...setState(c, change.messages, { state: 'stale' }), turns: c.turns + 1 }
    case 'judging':
      return { ...c, judging: { messages: change.messages, at: change.at } }
    case 'judged':
    case 'failed': {
      const { turn, messages, decided } = change
      const language = change.type === 'judged' ? change.language : c.language
      const pending = decided && { turn, messages, ...decided }
      return { ...c, judging: undefined, turns: c.turns + 1, language, pending }
    }
    case 'dropped':
      return dropped(c, change)
    case 'begun':
      return begun(c)
    case 'closed':
      return closed(c, change)
    case 'asked':
      return { ...setState(c, change.messages, { state: 'asked' }), questions: c.questions + 1 }
    case 'unanswered': {
      const noticeAt = change.notice ? change.at : c.noticeAt
      return { ...setState(c, change.messages, { state: 'asked' }), noticeAt }
    }
    case 'reopened':
      return reopened(c, change)
    case 'read_due':
      return c
    case 'handed_off':
      return { ...c, mode: 'staff', staffVersion: c.staffVersion + 1, questions: 0 }
    case 'entered': {
      if (!change.listed) return c
      const entries = [...c.entries, change.listed]
      return { ...c, entries, staffVersion: c.staffVersion + 1 }
    }
    case 'entry_ended': {
      const entries = c.entries.filter((entry) => entry.id !== change.entry)
      return {
        ...endActions(c, (a) => a.kind === 'notify' && a.entry === change.entry),
        entries,
        staffVersion: c.staffVersion + 1,
      }
    }
    case 'taken': {
      const entries = c.entries.map((entry) => ({ ...entry, state: 'taken' as const }))
      const told = endActions(seen(c, change), (action) => action.kind === 'notify')
      return { ...told, mode: 'staff', entries, staffVersion: c.staffVersion + 1 }
    }
    case 'handed_back': {
      const told = endActions(seen(c, change), (action) => action.kind === 'notify')
      const fresh = { drops: 0, frozenAt: undefined, questions: 0 }
      return { ...told, ...fresh, mode: 'assistant', entries: [], staffVersion: c.staffVersion + 1 }
    }
    case 'attempted':
      return attempted(c, change)
    case 'outcome':
      return onAction(c, change.action, (action) => {
        if (!action.tries) return action
        const { open: _open, ...tries } = action.tries
        return { ...action, tries: { ...tries, unknown: tries.unknown || change.result === 'unknown' } }
      })
    case 'waiting':
      return onAction(c, change.action, (action) => ({
        ...action,
        wait: { until: change.until, length: change.length ?? change.until - change.at },
      }))
    case 'push_instead':
      return onAction(c, change.action, (action) => (action.kind === 'reply' ? { ...action, via: 'push' } : action))
    case 'deferred':
      return onAction(c, change.action, (action) => (action.kind === 'reply' ? { ...action, deferred: true } : action))
    case 'token_refused':
      return setState(c, [change.message], { tokenRefused: true })
    case 'read':
      return read(c, change)
    case 'ended':
      return ended(c, change)
    default:
      return change satisfies never
  }
}

type Of<Type extends Fact['type']> = Extract<Change, { type: Type }>

/** How many ids one generation of the seen holds. */
const generation = 64

function seen(c: Conversation, change: { event: string; at: number }): Conversation {
  const until = change.at + remember
  const last = c.seen.at(-1)
  if (last && last.ids.length < generation) {
    return { ...c, seen: [...c.seen.slice(0, -1), { until, ids: [...last.ids, change.event] }] }
  }
  return { ...c, seen: [...c.seen.filter((one) => one.until > change.at), { until, ids: [change.event] }] }
}

function received(c: Conversation, change: Of<'received'>): Conversation {
  const known = seen(c, change)
  if (!change.content) return known
  const { content, receivedAt, replyToken, readToken } = change.content
  const takenBack = c.unsentEarly.includes(change.message)
  const message: CustomerMessage = {
    id: change.message,
    timestamp: change.timestamp,
    receivedAt,
    kind: change.kind,
    state: takenBack ? 'unsent' : 'new',
    content: takenBack ? undefined : content,
    replyToken,
    readToken,
    tokenRefused: false,
    readDue: false,
    duringStaff: c.mode === 'staff',
  }
  // Nearly always the newest; an event that comes late goes to its place.
  const after = c.messages.findLastIndex((one) => compare(one, message) < 0)
  return { ...known, messages: forget(c.messages.toSpliced(after + 1, 0, message)) }
}

/** Drops the oldest closed messages past what the history needs; one for which Read is still due stays. */
function forget(messages: CustomerMessage[]): CustomerMessage[] {
  const done = messages.filter((message) => !isOpen(message) && !isReadDue(message))
  const gone = new Set(done.slice(0, Math.max(0, done.length - keep.closed)))
  return gone.size === 0 ? messages : messages.filter((message) => !gone.has(message))
}

/** Takes a message out: its content goes at once, and so do the summaries and unattempted words that came of it. */
function unsent(c: Conversation, change: Of<'unsent'>): Conversation {
  const known = seen(c, change)
  const id = change.message
  if (!c.messages.some((message) => message.id === id)) {
    return { ...known, unsentEarly: [...c.unsentEarly.slice(-99), id] }
  }
  const judged = c.judged.map((text) => (text.messages.includes(id) ? { ...text, reason: '', summary: '' } : text))
  const answers = c.answers.map((answer) => (answer.messages.includes(id) ? { ...answer, texts: [] } : answer))
  return setState({ ...known, judged, answers }, [id], { state: 'unsent', content: undefined, readDue: false })
}

function dropped(c: Conversation, change: Of<'dropped'>): Conversation {
  const rest = { ...c, judging: undefined, pending: undefined }
  if (!turnOf(rest)) return { ...rest, drops: 0, frozenAt: undefined }
  const drops = c.drops + 1
  return { ...rest, drops, frozenAt: drops === dropsUntilFrozen ? change.at : c.frozenAt }
}

function begun(c: Conversation): Conversation {
  const { pending } = c
  if (!pending) return c
  const judged = pending.text ? [...c.judged, pending.text].slice(-keep.judged) : c.judged
  const effective = pending.changes.reduce(evolve, {
    ...c,
    pending: undefined,
    drops: 0,
    frozenAt: undefined,
    judged,
  })
  return addActions(effective, pending)
}

function closed(c: Conversation, change: Of<'closed'>): Conversation {
  const messages = setState(c, change.messages, { state: 'closed', readDue: change.read, heldBy: change.heldBy })
  return change.as === 'resolved' ? { ...messages, questions: 0 } : messages
}

/** LINE marks everything up to and including the token's message, so all of it is Read now. */
function read(c: Conversation, change: Of<'read'>): Conversation {
  const upTo = c.messages.find((message) => message.id === change.upTo)
  if (!upTo) return c
  const watermark: Position =
    c.watermark && compare(c.watermark, upTo) > 0 ? c.watermark : { timestamp: upTo.timestamp, id: upTo.id }
  const messages = c.messages.map((message) =>
    message.readAt === undefined && compare(message, upTo) <= 0 ? { ...message, readAt: change.at } : message,
  )
  return { ...c, watermark, messages }
}

/** What is left of a turn whose reply was dropped is new again; a question of it that nobody got does not count. */
function reopened(c: Conversation, change: Of<'reopened'>): Conversation {
  const asked = c.messages.some((message) => change.messages.includes(message.id) && message.state === 'asked')
  const open = setState(c, change.messages, { state: 'new', readDue: false, heldBy: undefined })
  return asked ? { ...open, questions: Math.max(0, c.questions - 1) } : open
}

function setState(c: Conversation, ids: readonly string[], values: Partial<CustomerMessage>): Conversation {
  const messages = c.messages.map((message) => (ids.includes(message.id) ? { ...message, ...values } : message))
  return { ...c, messages }
}

/** The tries of one action that fail alike for hours are not to push the story out of the ledger: the last stands for them. */
function fold(facts: Fact[], change: Change): Fact[] {
  if (change.type !== 'attempted' || change.what === 'reply' || change.attempt < 3) return facts
  const last = facts.slice(-3)
  const same = last.length === 3 && last.every((fact) => 'action' in fact && fact.action === change.action)
  return same ? facts.slice(0, -3) : facts
}
