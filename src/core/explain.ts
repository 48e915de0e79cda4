/**
 * The ledger in plain words: for every message, why it is Read or not; and the story of the whole conversation. English,
 * for staff and prompt authors.
 */
import { compare, type Conversation, type CustomerMessage } from './conversation.ts'
import { contentText } from './event.ts'
import type { Ending, Fact, Lowering } from './facts.ts'

export interface Explained {
  id: string
  /** LINE's time (ms). */
  at: number
  text: string
  state: CustomerMessage['state']
  read: boolean
  readAt?: number
  why: string[]
}

export interface Ledger {
  mode: Conversation['mode']
  messages: Explained[]
  story: { at: number; text: string }[]
}

export function explain(conversation: Conversation): Ledger {
  const about = messagesOfActions(conversation)
  return {
    mode: conversation.mode,
    messages: conversation.messages.map((message) => ({
      id: message.id,
      at: message.timestamp,
      text: textOf(message),
      state: message.state,
      read: message.readAt !== undefined,
      readAt: message.readAt,
      why: whyOf(conversation, message, about),
    })),
    story: conversation.facts.flatMap((fact) => {
      const text = sentence(fact, conversation)
      return text === undefined ? [] : [{ at: fact.at, text }]
    }),
  }
}

function textOf(message: CustomerMessage): string {
  if (message.state === 'unsent') return '(unsent)'
  return (message.content && contentText(message.content)) ?? `[${message.kind}]`
}

/** Which messages an action was about, found by its turn: ended actions are gone, but turns stay in the facts. */
function messagesOfActions(conversation: Conversation): (action: string) => readonly string[] {
  const turns = new Map<string, readonly string[]>()
  for (const fact of conversation.facts) {
    if ('turn' in fact && 'messages' in fact) turns.set(fact.turn, [...(turns.get(fact.turn) ?? []), ...fact.messages])
  }
  return (action) => turns.get(action.slice(0, action.indexOf('.', action.startsWith('staff.') ? 6 : 0))) ?? []
}

function whyOf(
  conversation: Conversation,
  message: CustomerMessage,
  about: (action: string) => readonly string[],
): string[] {
  const told = conversation.facts.filter((fact) => concerns(fact, message.id, about))
  const sentences = told.flatMap((fact) => sentence(fact, conversation) ?? [])
  return [...sentences, ...conclusion(conversation, message)]
}

function concerns(fact: Fact, message: string, about: (action: string) => readonly string[]): boolean {
  if ('message' in fact) return fact.message === message
  if ('messages' in fact) return fact.messages.includes(message)
  if ('action' in fact && fact.type !== 'staff_refused') return about(fact.action).includes(message)
  return false
}

/** The last word: how it stands now. */
function conclusion(conversation: Conversation, message: CustomerMessage): string[] {
  if (message.readAt !== undefined || message.state === 'unsent') return []
  if (message.state === 'asked') return ['Unread: it is still open, and the next answer that resolves it marks it.']
  if (message.state === 'stale') return ['Unread: it waits for staff.']
  if (message.state === 'new') {
    return [
      message.duringStaff || conversation.mode === 'staff'
        ? 'Unread: it came while staff have the conversation, and is theirs.'
        : 'Unread: being handled.',
    ]
  }
  if (!message.readDue) return ['Unread: the policy (read_on) gives no Read for this, or it was closed as staff’s own.']
  if (message.heldBy !== undefined) return ['Unread: Read waits until staff have been told.']
  if (message.readToken === undefined) return ['Unread: LINE gave no read token for it; a later token covers it.']
  const { watermark } = conversation
  if (watermark && compare(message, watermark) < 0) return ['It came late: LINE showed it Read from the start.']
  if (message.tokenRefused) return ['Unread: LINE refused its read token; a later token covers it.']
  return ['Unread: Read is due and is being sent.']
}

const lowered: Record<Lowering, string> = {
  no_source: 'no passage supports the answer',
  small_talk_with_facts: 'it was called small talk but holds digits or a link',
  low_confidence: 'the confidence is below the floor',
  always_human: 'the topic always belongs to a person',
  third_question: 'it would be the third question in a row',
}

const endings: Record<Ending, string | undefined> = {
  done: undefined,
  refused: 'LINE refused the last read token that was due.',
  undelivered: 'The answer could not be delivered; staff have an entry.',
  uncertain: 'Whether the answer arrived is not certain; staff have an entry.',
  nothing_to_do: 'There was nothing left to mark.',
  superseded: undefined,
  unsent: 'The answer was dropped: its messages were unsent.',
  taken: 'The answer was dropped: staff took over.',
}

/** One fact as a sentence; undefined for those that say nothing to a person. */
function sentence(fact: Fact, conversation: Conversation): string | undefined {
  switch (fact.type) {
    case 'received': {
      const again = fact.redelivery ? ' (delivered again by LINE)' : ''
      const late = fact.late ? ' It came late: LINE had already shown it Read.' : ''
      return `Received${again}.${late}`
    }
    case 'noted':
      return {
        standby: 'Another module has the chat: left alone.',
        group: 'A group or room: left alone.',
        nothing_to_do: `Event “${fact.what}”: nothing to do.`,
      }[fact.why]
    case 'unsent':
      return 'The customer unsent it.'
    case 'stale':
      return 'Too old for the assistant: given to staff, unread until they take it.'
    case 'judging':
      return 'The assistant began to think.'
    case 'judged': {
      const reason = conversation.judged.findLast((text) => text.turn === fact.turn)?.reason
      const by = fact.origin.by === 'rule' ? 'By rule' : `By ${fact.origin.model ?? 'the model'}`
      const down = fact.lowered ? ` (it said ${fact.said}; lowered: ${lowered[fact.lowered]})` : ''
      const sources =
        fact.sources.length > 0 && fact.decision === 'resolved' ? ` Source: ${fact.sources.join(', ')}.` : ''
      return `${by}: ${fact.decision}${down}, confidence ${fact.confidence.toFixed(2)}.${reason ? ` ${reason}` : ''}${sources}`
    }
    case 'failed':
      return `No judgement: ${fact.why}.`
    case 'dropped':
      return {
        message: 'Something more was written meanwhile: judged again, together.',
        unsend: 'A message was unsent meanwhile: judged again without it.',
        staff: 'Staff took over meanwhile: the decision was dropped.',
      }[fact.why]
    case 'closed':
      return { resolved: 'Handled.', handoff: 'Handed to a person.', staff: 'Closed as staff’s own.' }[fact.as]
    case 'asked':
      return 'A question goes back: it stays open and unread.'
    case 'unanswered':
      return fact.notice ? 'A notice goes back: staff see it, it stays unread.' : 'Staff see it; it stays unread.'
    case 'reopened':
      return 'Judged again, since part of the turn was unsent.'
    case 'handed_off':
      return 'Staff have the conversation: the assistant is silent.'
    case 'taken':
      return `${fact.by} took the conversation.`
    case 'handed_back':
      return `${fact.by} handed the conversation back to the assistant.`
    case 'staff_refused':
      return `${fact.by}: refused, something had changed meanwhile.`
    case 'entered':
      return 'An entry stands under Waiting.'
    case 'outcome':
      return outcomeSentence(fact)
    case 'waiting':
      return `Put off for ${Math.max(1, Math.round((fact.until - fact.at) / 1_000))} s: ${fact.why}.`
    case 'push_instead':
      return 'Its reply token is of no use any more: sent as a push.'
    case 'deferred':
      return 'A push would cost too much now: it goes out in front of the next reply.'
    case 'token_refused':
      return 'LINE refused its read token.'
    case 'read':
      return 'Read: LINE confirmed it.'
    case 'ended':
      return endings[fact.how]
    case 'begun':
    case 'read_due':
    case 'attempted':
    case 'entry_ended':
      return undefined
    default:
      return fact satisfies never
  }
}

function outcomeSentence(fact: Extract<Fact, { type: 'outcome' }>): string | undefined {
  const what = { read: 'Mark as read', reply: 'The reply', notify: 'Telling staff' }[fact.what]
  const detail = [fact.status, fact.detail].filter((part) => part !== undefined).join(' ')
  switch (fact.result) {
    case 'done':
      return { read: undefined, reply: 'The reply was delivered.', notify: 'Staff were told.' }[fact.what]
    case 'refused':
      return `${what}: refused (${detail}).`
    case 'unknown':
      return `${what}: no certain outcome (${detail}); tried again the same way.`
    default:
      return fact.result satisfies never
  }
}
