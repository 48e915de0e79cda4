/**
 * enter(conversation, event) → changes: how an event comes into a conversation. It enters once, by its id, whatever
 * LINE delivers again; a repeat changes nothing.
 */
import type { Action, RecordAction } from './action.ts'
import { typedButton } from './buttons.ts'
import { mentionsAccount, wordsOf } from './content.ts'
import { compare, isOpen, type Conversation, type Position } from './conversation.ts'
import type { FollowEvent, InboxEvent, LeftEvent, MessageEvent } from './event.ts'
import { evolve, evolveAll } from './evolve.ts'
import type { Change, LeftAlone } from './facts.ts'
import { fixedLanguage } from './fixed-language.ts'
import { goBack, resume } from './hand-back.ts'
import { enter as enterForStaff } from './handoff.ts'
import { withActions } from './outbox.ts'
import { enterLink } from './linking.ts'
import { givesRead, isLeftAlone, noticeText, type Policy } from './policy.ts'
import { readAction } from './read.ts'
import { mayBeRecorded } from './recorded.ts'
import { endReplies, isUnsaid, reply } from './reply.ts'
import { enterNote, enterStaff } from './staff-acts.ts'
import { reassurance, suspicion } from './while-waiting.ts'
import { actsAtOnce, enterTap, say, tokenFor, unlinked } from './tap.ts'
import { idsOf } from './turn.ts'
import { giveUp } from './undelivered.ts'

/** Takes in what waits in the inbox, in LINE's order. Without anything new the very same conversation comes back. */
export function enterAll(
  conversation: Conversation,
  events: readonly InboxEvent[],
  policy: Policy,
  now: number,
): Conversation {
  return events
    .toSorted((a, b) => compare(position(a), position(b)))
    .reduce((c, event) => evolveAll(c, enter(c, event, policy, now)), conversation)
}

/** LINE's order: by `timestamp`, then by message id. */
const position = (event: InboxEvent): Position => ({
  timestamp: event.timestamp,
  id: event.type === 'message' ? event.messageId : event.id,
})

/** The changes one event makes. Of what comes from a backup nothing is said: it may have been, since that was made. */
export function enter(conversation: Conversation, event: InboxEvent, policy: Policy, now: number): Change[] {
  if (conversation.seen.some(({ ids }) => ids.includes(event.id))) return []
  const changes = changesOf(conversation, event, policy, now)
  return event.restored ? changes.map(withoutReplies) : changes
}

const withoutReplies = (change: Change): Change =>
  change.actions ? { ...change, actions: change.actions.filter(({ kind }) => kind !== 'reply') } : change

function changesOf(conversation: Conversation, event: InboxEvent, policy: Policy, now: number): Change[] {
  const noted = (what: string, why: LeftAlone): Change[] => [{ type: 'noted', at: now, event: event.id, what, why }]
  // Events stored by an earlier version name no user.
  const alone = isLeftAlone(policy, event.by ?? (event.chat.type === 'user' ? event.chat.id : undefined))
  switch (event.type) {
    case 'message': {
      if (alone) return noted('message', 'not_tester')
      // Its time had come before this was written: it is the assistant's.
      const back = resume(conversation, policy, now, Math.min(now, event.receivedAt))
      if (back.length > 0) return [...back, ...enter(evolveAll(conversation, back), event, policy, now)]
      return isMeant(conversation, event) ? enterMessage(conversation, event, policy, now) : noted('message', 'group')
    }
    case 'unsend':
      return enterUnsend(conversation, event, now, policy)
    case 'postback':
      if (hasLeftSince(conversation, event)) return noted('postback', 'nothing_to_do')
      return alone ? noted('postback', 'not_tester') : enterTap(conversation, event, policy, now)
    case 'follow':
      return alone ? noted('follow', 'not_tester') : enterFollow(conversation, event, policy, now)
    case 'link':
      if (hasLeftSince(conversation, event)) return noted('accountLink', 'nothing_to_do')
      return alone ? noted('accountLink', 'not_tester') : enterLink(conversation, event, policy, now)
    case 'left':
      return enterLeft(conversation, event, policy, now)
    case 'noted': {
      const changes = noted(event.event, event.why)
      return event.why === 'standby' ? changes : [...changes, ...tokenFor(conversation, event, now)]
    }
    case 'staff':
      return enterStaff(conversation, event, policy, now)
    case 'note':
      return enterNote(conversation, event, now)
    default:
      return event satisfies never
  }
}

/** In a group only what mentions the account, or quotes it, is meant for it (LINE: `isSelf`). */
function isMeant({ answers }: Conversation, { chat, content, quotes }: MessageEvent): boolean {
  if (chat.type === 'user' || mentionsAccount(content)) return true
  return quotes !== undefined && answers.some(({ sent = [] }) => sent.includes(quotes))
}

/** It was done before the customer left, and only came now. */
const hasLeftSince = ({ gone, leftAt = 0 }: Conversation, { timestamp }: { timestamp: number }): boolean =>
  gone === true && timestamp <= leftAt

function enterMessage(conversation: Conversation, event: MessageEvent, policy: Policy, now: number): Change[] {
  // It was here before, or nobody is there any more to be answered.
  if (hasLeftSince(conversation, event) || conversation.messages.some((message) => message.id === event.messageId)) {
    return [{ type: 'noted', at: now, event: event.id, what: 'message', why: 'nothing_to_do' }]
  }
  const { watermark } = conversation
  const late = watermark !== undefined && compare({ timestamp: event.timestamp, id: event.messageId }, watermark) < 0
  const { content, receivedAt, replyToken, quoteToken, messageId, restored } = event
  // The old endpoint takes no token; it knows users only.
  const readToken = policy.readsAll ? (event.chat.type === 'user' ? messageId : undefined) : event.readToken
  const by = event.chat.type === 'user' ? undefined : event.by
  const received: Change = {
    type: 'received',
    at: now,
    event: event.id,
    message: messageId,
    timestamp: event.timestamp,
    kind: content.type,
    late,
    redelivery: event.redelivery,
    content: { content, receivedAt, replyToken, readToken, quoteToken, by, restored },
  }
  const acts = atOnce(conversation, received, event, policy, now)
  const waits = acts.length > 0 ? [] : reassurance(conversation, event, policy, now)
  return [received, ...acts, ...waits, ...suspicion(conversation, event, now)]
}

/** Words that do what a button does and do not wait for a turn: back from staff, and the answer that waits for a sign. */
function atOnce(
  conversation: Conversation,
  received: Change,
  event: MessageEvent,
  policy: Policy,
  now: number,
): Change[] {
  const typed = typedButton(wordsOf(event.content))
  if (!typed || policy.observe || !actsAtOnce(typed.button, conversation, event, policy)) return []
  const { id, messageId } = event
  const closed: Change = {
    type: 'closed',
    at: now,
    turn: `tap-${id}`,
    messages: [messageId],
    as: 'resolved',
    read: givesRead(policy, 'text', 'resolved'),
  }
  const tap = { conversation, event, policy, now }
  const undone = typed.button === 'unlink' ? unlinked(tap) : undefined
  const answered =
    typed.button === 'back'
      ? [...goBack(conversation, id, policy, now), say(tap, 'back')]
      : (undone ?? tokenFor(conversation, event, now))
  const all = [closed, ...answered]
  const marks = readAction(evolveAll(conversation, [received, ...all]), `tap-${id}`)
  return withActions(all, marks)
}

/**
 * An unsend takes its message out of what is pending by itself (`next` sees another turn). What is decided but not yet
 * said is dropped if all its messages are gone, else the rest is judged again; Read, once given, is not given twice.
 * @param event `gone`: it was found out otherwise, by LINE's 410 for its content; `erased`: whoever wrote it is forgotten
 * @param policy while staff have the conversation nothing is judged again: what is left of the answer is theirs, by an
 *   entry; without a policy there is none
 */
export function enterUnsend(
  conversation: Conversation,
  event: { id: string; messageId: string; gone?: true; erased?: true },
  now: number,
  policy?: Policy,
): Change[] {
  const { id, messageId, gone, erased } = event
  const unsent: Change = { type: 'unsent', at: now, event: id, message: messageId, gone, ...(erased && { erased }) }
  const after = evolve(conversation, unsent)
  const changes: Change[] = [unsent]
  for (const action of conversation.outbox) {
    if (action.kind !== 'reply' || !action.messages.includes(event.messageId)) continue
    if (!isUnsaid(conversation.outbox, action)) continue
    const left = after.messages.filter((m) => action.messages.includes(m.id) && m.state !== 'unsent')
    if (left.length > 0 && action.notice) continue
    // What is left of a request that may be recorded is not judged again: it would be recorded once more.
    const isRecorded = mayBeRecorded(conversation, action.turn)
    if (left.length > 0 && (conversation.mode === 'staff' || isRecorded) && policy) {
      changes.push(...giveUp(after, { ...action, messages: idsOf(left) }, 'undelivered', policy, now))
      continue
    }
    changes.push({ type: 'ended', at: now, action: action.id, what: 'reply', how: 'unsent' })
    if (left.length > 0 && conversation.mode === 'assistant' && !isRecorded)
      changes.push({ type: 'reopened', at: now, messages: idsOf(left) })
    if (left.length === 0 && isRecorded && policy) changes.push(toLookAt(after, action, policy, now))
  }
  const then = evolveAll(conversation, changes)
  if (policy) return [...changes, ...withdrawn(conversation, event.messageId, then, policy, now)]
  // Whoever is forgotten asks for nothing any more, and nobody is told of them.
  return [...changes, ...endRecords(recordsOf(then, messageId), now)]
}

const recordsOf = ({ outbox }: Conversation, message: string): RecordAction[] =>
  outbox.filter((action): action is RecordAction => action.kind === 'record' && action.messages.includes(message))

const endRecords = (records: readonly RecordAction[], now: number): Change[] =>
  records.map(({ id }): Change => ({ type: 'ended', at: now, action: id, what: 'record', how: 'unsent' }))

/** What may stand in the shop's system, and was taken back, is for a person to look at. */
const toLookAt = (after: Conversation, { messages, turn }: Action, policy: Policy, now: number): Change => {
  const about = after.messages.filter(({ id }) => messages.includes(id))
  return enterForStaff({ conversation: after, turn: { messages: about, fresh: [] }, policy, now }, turn, 'uncertain')
}

/**
 * Of what is being recorded something was taken back. What was not sent yet is not recorded any more: nobody knows which of
 * the messages it rests on. When everything was taken back, what may stand in the shop's system by now is for a person to
 * look at.
 */
function withdrawn(before: Conversation, message: string, after: Conversation, policy: Policy, now: number): Change[] {
  const records = recordsOf(after, message)
  const about = after.messages.filter(({ id }) => records.some(({ messages }) => messages.includes(id)))
  const isPart = about.some(({ state }) => state !== 'unsent')
  const [first] = records
  const over = isPart ? records.filter(({ tries }) => !tries) : records
  const ended = endRecords(over, now)
  if (!first || !mayBeRecorded(before, first.turn)) return ended
  // With its answer a person has heard of it already.
  if ((isPart && over.length === 0) || after.entries.some(({ turn }) => turn === first.turn)) return ended
  const turn = { messages: isPart ? about.filter(({ state }) => state !== 'unsent') : about, fresh: [] }
  const kind = isPart ? 'undelivered' : 'uncertain'
  return [...ended, enterForStaff({ conversation: after, turn, policy, now }, first.turn, kind)]
}

/** A greeting is off unless the policy says so, since OA Manager sends one by itself. */
function enterFollow(conversation: Conversation, event: FollowEvent, policy: Policy, now: number): Change[] {
  const { id, again, timestamp: followedAt } = event
  const followed: Change = { type: 'followed', at: now, event: id, again, timestamp: followedAt }
  const { replyToken: value, receivedAt, timestamp } = event
  if (!policy.greeting || policy.observe || value === undefined || conversation.mode === 'staff') {
    return [followed, ...tokenFor(conversation, event, now)]
  }
  const turn = { messages: [], fresh: [] }
  const language = fixedLanguage(conversation, turn, policy)
  const words = reply(
    { conversation, turn, policy },
    `follow-${event.id}`,
    [noticeText(policy, 'greeting', language)],
    {
      notice: true,
      introduces: true,
      language,
      token: { value, receivedAt, timestamp },
    },
  )
  return [{ ...followed, actions: [{ ...words, tokenOnly: true }] }]
}

/** Who has blocked the account is answered no more: what was due is cancelled. What staff were told of stays theirs. */
function enterLeft(conversation: Conversation, event: LeftEvent, policy: Policy, now: number): Change[] {
  // Events come in any order: who has written or come back since is there.
  if (event.timestamp < (conversation.hereAt ?? 0)) {
    return [{ type: 'noted', at: now, event: event.id, what: event.event, why: 'nothing_to_do' }]
  }
  const open = idsOf(conversation.messages.filter(isOpen))
  const changes: Change[] = [
    { type: 'left', at: now, event: event.id, what: event.event, timestamp: event.timestamp },
    ...(open.length === 0
      ? []
      : [
          {
            type: 'closed' as const,
            at: now,
            turn: `left-${event.id}`,
            messages: open,
            as: 'left' as const,
            read: false,
          },
        ]),
    ...endReplies(conversation, 'left', now),
  ]
  if (policy.on_unfollow === 'keep') return changes
  return [...changes, { type: 'forgotten', at: now, event: event.id, by: 'on_unfollow' }]
}
