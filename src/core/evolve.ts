/**
 * evolve(conversation, change) → conversation: what each fact does to the state. It never refuses and never decides;
 * whoever makes a change has decided (enter, next, decide, outcome). The fact is added to the ledger.
 */
import type { Action } from './action.ts'
import { begin, isOpen, type Conversation, type CustomerMessage, type Entry } from './conversation.ts'
import { factOf, type Change, type Fact } from './facts.ts'
import { counted } from './limits.ts'
import { remembered, wordless } from './look-ups/looked-up.ts'
import { linked, withoutLink } from './link-changes.ts'
import { askedToRead, closed, read, received, reopened, setState, unsent } from './message-changes.ts'
import { addActions, attempted, ended, endActions, held, onAction, tidy, withoutRead } from './outbox.ts'
import { expire, isWordless } from './retention.ts'
import { dropsUntilFrozen, turnOf } from './turn.ts'

const hour = 3_600_000
/** Event ids are kept this long, so that a repeat is ignored. LINE redelivers for far less. */
const remember = 72 * hour
/** Judgements, and answers asked about, kept for the history and the ledger. */
const keep = { judged: 50, outcomes: 20 }

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
      return received(seen(c, change), change)
    case 'noted':
    case 'tapped':
    case 'answered':
    case 'link_refused':
    case 'staff_refused':
    case 'graded':
      return seen(c, change)
    case 'staff_read':
      return { ...seen(c, change), staffAt: change.at, staffVersion: c.staffVersion + 1 }
    case 'address_kept':
      return { ...seen(c, change), chatAddress: change.address || undefined }
    case 'suspected':
      return { ...c, suspected: { message: change.message, at: change.at } }
    case 'not_answering':
      return { ...seen(c, change), suspected: undefined }
    case 'reminded': {
      const { entry, count: reminders, next: remindAt } = change
      const count = (one: Entry): Entry => {
        // A time of the future was a clock's that had jumped.
        const toldAt = one.toldAt === undefined ? undefined : Math.min(one.toldAt, change.at)
        return { ...one, reminders, remindAt, toldAt }
      }
      return { ...c, entries: c.entries.map((one) => (one.id === entry ? count(one) : one)) }
    }
    case 'reassured':
      return { ...c, reassuredIn: change.period }
    case 'known': {
      // It was asked before everything was forgotten.
      if (isWordless(c)) return c
      const { customer, language } = change.who ?? {}
      return { ...c, customer: customer ?? c.customer, profileLanguage: language ?? c.profileLanguage }
    }
    case 'followed':
      return here(seen(c, change), change.timestamp)
    case 'left':
      return {
        ...withoutLink(seen(c, change)),
        gone: true,
        leftAt: change.timestamp,
        judging: undefined,
        pending: undefined,
      }
    case 'link_offered':
      return { ...c, linkOffered: change.messages }
    case 'link_asked':
      // LINE: only a friend of the account can link it, so they are there.
      return { ...here(seen(c, change), change.timestamp), linking: change.linking }
    case 'link_waits':
      return { ...c, linking: c.linking && { ...c.linking, tries: c.linking.tries + 1, next: change.until } }
    case 'linked':
      return linked(c, change)
    case 'link_failed':
      return { ...c, linking: undefined, linkOffered: undefined }
    case 'unlinked':
      return withoutLink(c)
    case 'forgotten':
      return forgotten(c, change)
    case 'expired':
      return expire(c, change)
    case 'unsent':
      return unsent(seen(c, change), change)
    case 'stale':
      return { ...setState(c, change.messages, { state: 'stale' }), turns: c.turns + 1 }
    case 'assigned':
      return { ...c, assigned: { experiment: change.experiment, prompt: change.prompt } }
    case 'judging':
      return { ...c, judging: { messages: change.messages, at: change.at } }
    case 'judged':
    case 'failed': {
      const { turn, messages, decided } = change
      const language = change.type === 'judged' ? change.language : c.language
      const pending = decided && { turn, messages, ...decided }
      const used = counted(c.used, change.origin, change.at)
      const proofs = change.proofs ? remembered(c.proofs, change.proofs, change.at) : c.proofs
      return { ...c, judging: undefined, turns: c.turns + 1, used, language, proofs, pending }
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
      return reopened(c, change.messages)
    case 'unseen':
    case 'read_due':
    case 'restored':
      return c
    case 'asked_to_read':
      return askedToRead(c, change)
    case 'outcome_asked':
      return { ...c, outcomes: [...(c.outcomes ?? []).slice(1 - keep.outcomes), { turn: change.turn, at: change.at }] }
    case 'told_outcome': {
      const outcomes = (c.outcomes ?? []).map((one) =>
        one.turn === change.turn ? { ...one, solved: change.solved } : one,
      )
      return { ...c, outcomes }
    }
    case 'announced':
      // Its token brings the announcement; the answer comes by the customer's next one.
      return setState(c, change.messages, { replyToken: undefined })
    case 'token_for_turn': {
      const { token } = change
      if (!token) return c
      const { value: replyToken, ...tokenFrom } = token
      const given = setState(c, [change.message], { replyToken, tokenFrom })
      const take = (action: Action): Action =>
        action.kind === 'reply' ? { ...action, via: 'reply', token, wait: undefined } : action
      return { ...given, pending: given.pending && { ...given.pending, actions: given.pending.actions.map(take) } }
    }
    case 'token_found':
      return onAction(c, change.action, (action) =>
        action.kind === 'reply'
          ? { ...action, deferred: false, via: 'reply', token: change.token, wait: undefined, tries: undefined }
          : action,
      )
    case 'handed_off':
      return {
        ...c,
        mode: 'staff',
        staffVersion: c.staffVersion + 1,
        questions: 0,
        judged: change.text ? keepJudged(c.judged, change.text) : c.judged,
      }
    case 'entered': {
      if (!change.listed) return c
      const entries = [...c.entries, change.listed]
      return { ...c, entries, staffVersion: c.staffVersion + 1 }
    }
    case 'entry_grown': {
      const more = (entry: Entry) => [...new Set([...entry.messages, ...change.messages])]
      const entries = c.entries.map((one) => (one.id === change.entry ? { ...one, messages: more(one) } : one))
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
      const staffVersion = c.staffVersion + 1
      return { ...told, mode: 'staff', entries, staffVersion, staffAt: change.at, suspected: undefined }
    }
    case 'handed_back':
      return handedBack(seen(c, change), change)
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
      return held(
        onAction(c, change.action, (action) => (action.kind === 'reply' ? { ...action, deferred: true } : action)),
        change.action,
      )
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

const here = (c: Conversation, timestamp: number): Conversation => ({
  ...c,
  gone: undefined,
  hereAt: Math.max(c.hereAt ?? 0, timestamp),
})

function dropped(c: Conversation, change: Of<'dropped'>): Conversation {
  const rest = { ...c, judging: undefined, pending: undefined }
  if (!turnOf(rest)) return { ...rest, drops: 0, frozenAt: undefined }
  const drops = c.drops + 1
  return { ...rest, drops, frozenAt: drops === dropsUntilFrozen ? change.at : c.frozenAt }
}

function begun(c: Conversation): Conversation {
  const { pending } = c
  if (!pending) return c
  const judged = pending.text ? keepJudged(c.judged, pending.text) : c.judged
  const effective = pending.changes.reduce(evolve, {
    ...c,
    pending: undefined,
    drops: 0,
    frozenAt: undefined,
    judged,
  })
  return addActions(effective, pending)
}

const keepJudged = (judged: Conversation['judged'], text: Conversation['judged'][number]) =>
  [...judged, text].slice(-keep.judged)

/**
 * Staff hand back what is theirs. A customer who goes back takes nothing from staff that they have not had: an entry that
 * nobody took stands on, with its telling, and what was written meanwhile is the assistant's again.
 */
function handedBack(c: Conversation, change: Of<'handed_back'>): Conversation {
  // Where the assistant had it all the time, what it was at goes on: its questions are still in a row.
  const anew = { drops: 0, frozenAt: undefined, questions: 0, mode: 'assistant' as const }
  const fresh = c.mode === 'staff' ? anew : {}
  const staffVersion = c.staffVersion + 1
  const stands = ({ id, state }: Entry) =>
    state === 'waiting' && (change.customer === true || (change.entries !== undefined && !change.entries.includes(id)))
  const waiting = c.entries.filter(stands)
  const kept = new Set(waiting.map((entry) => entry.id))
  const over = c.outbox.filter((action) => action.kind === 'notify' && !kept.has(action.entry)).map(({ id }) => id)
  // Read that waited for a telling goes with it, unless staff say that it is handled.
  const held = change.done ? c : withoutRead(c, over)
  const told = endActions(held, (action) => over.includes(action.id))
  if (waiting.length > 0 && !change.customer) {
    return { ...told, entries: waiting, staffVersion, staffAt: change.at }
  }
  // What is still open now, and was not closed as theirs, is the assistant's.
  const messages = told.messages.map((one): CustomerMessage => {
    if (change.unseen?.includes(one.id)) return { ...one, state: 'new', duringStaff: false }
    return isOpen(one) && one.duringStaff ? { ...one, duringStaff: false } : one
  })
  return { ...told, ...fresh, messages, entries: waiting, staffVersion, suspected: undefined }
}

/** As if nothing had ever been said. What has been seen stays known, and turns are counted on: their keys are used up. */
function forgotten(c: Conversation, change: Of<'forgotten'>): Conversation {
  const { id, destination, chat, version, turns, used, assigned, gone, hereAt, leftAt, staffAt } = c
  const fresh = begin(id, destination, chat)
  const known = { version, turns, used, assigned, gone, hereAt, leftAt, staffAt, staffVersion: c.staffVersion + 1 }
  const proofs = wordless(c.proofs)
  return { ...fresh, ...known, ...(proofs && { proofs }), seen: seen(c, change).seen }
}

/** The tries of one action that fail alike for hours are not to push the story out of the ledger: the last stands for them. */
function fold(facts: Fact[], change: Change): Fact[] {
  if (change.type !== 'attempted' || change.what === 'reply' || change.attempt < 3) return facts
  const last = facts.slice(-3)
  const same = last.length === 3 && last.every((fact) => 'action' in fact && fact.action === change.action)
  return same ? facts.slice(0, -3) : facts
}
