/**
 * A tap on one of our buttons, or the same typed as a word where it must act at once. A tap's data comes from outside: what
 * it names must be something this conversation knows and waits for; a second tap, and a forged one, does nothing.
 */
import type { ReplyAction, ReplyToken } from './action.ts'
import { pressed, type Button, type Pressed } from './buttons.ts'
import { describe } from './content.ts'
import type { Conversation } from './conversation.ts'
import type { PostbackEvent } from './event.ts'
import { evolve, evolveAll } from './evolve.ts'
import { lastResolved, type Change } from './facts.ts'
import { fixedLanguage } from './fixed-language.ts'
import { goBack } from './hand-back.ts'
import { handedOff, notSolved } from './handoff.ts'
import { promiseText } from './notice-hours.ts'
import type { Notices } from './notices.ts'
import { withActions } from './outbox.ts'
import { givesRead, noticeText, type Policy } from './policy.ts'
import { readAction } from './read.ts'
import { isUnsaid, newestToken, reply, tokenLife } from './reply.ts'
import { idsOf, turnOf } from './turn.ts'

/** A tap, and where it is made. */
interface Tap {
  conversation: Conversation
  event: { id: string; replyToken?: string; receivedAt: number; timestamp: number }
  policy: Policy
  now: number
}

/** The changes a postback makes. One that is not ours, such as a rich menu's, is recorded. */
export function enterTap(conversation: Conversation, event: PostbackEvent, policy: Policy, now: number): Change[] {
  const tap: Tap = { conversation, event, policy, now }
  const press = pressed(event.data)
  const changes = press && !policy.observe ? changesOf(tap, press) : undefined
  const entered: Change =
    press && changes
      ? { type: 'tapped', at: now, event: event.id, button: press.button }
      : {
          type: 'noted',
          at: now,
          event: event.id,
          what: 'postback',
          why: policy.observe ? 'observing' : 'nothing_to_do',
        }
  const all = [entered, ...(changes ?? [])]
  const answers = all.some(({ actions = [] }) => actions.some((action) => action.kind === 'reply'))
  return answers ? all : [...all, ...tokenFor(evolveAll(conversation, all), event, now)]
}

/** Undefined when there is nothing that it could mean here. */
function changesOf(tap: Tap, { button, about }: Pressed): Change[] | undefined {
  const { conversation, policy, now } = tap
  const asked = conversation.outcomes?.findLast((one) => one.turn === about && one.solved === undefined)
  switch (button) {
    case 'person':
      return conversation.mode === 'staff' ? [] : toStaff(tap, [], 'The customer tapped “Talk to a person”.')
    case 'back':
      if (isOutdated(conversation, tap.event, policy)) return undefined
      return [
        ...(conversation.mode === 'staff' ? goBack(conversation, tap.event.id, policy, now) : []),
        say(tap, 'back'),
      ]
    case 'solved':
      return (
        asked && [{ type: 'told_outcome', at: now, turn: asked.turn, solved: true }, ...sayUnlessStaff(tap, 'solved')]
      )
    case 'not_solved':
      return asked && [{ type: 'told_outcome', at: now, turn: asked.turn, solved: false }, ...reopened(tap, asked.turn)]
    case 'read':
      return askedToRead(tap, about)
    case 'answer':
      return waitingAnswer(conversation) ? [] : tokenForTurn(tap)
    case 'unlink':
      return unlinked(tap)
    default:
      return button satisfies never
  }
}

/** LINE: whoever links their account can undo it at any time, also while staff have the conversation. */
export function unlinked(tap: Tap): Change[] | undefined {
  if (!isLinked(tap.conversation)) return undefined
  return [{ type: 'unlinked', at: tap.now }, ...sayUnlessStaff(tap, 'unlinked')]
}

const isLinked = ({ linked, linking }: Conversation): boolean => (linked ?? linking) !== undefined

/** While staff have the conversation a machine says nothing. */
const sayUnlessStaff = (tap: Tap, kind: keyof Notices): Change[] =>
  tap.conversation.mode === 'staff' ? [] : [say(tap, kind)]

/** LINE's clock and ours may differ by this much (ms). */
const skew = 5_000

/** A sign that was given before staff got the conversation, or long ago, and only came now: it does not take it from them. */
export function isOutdated(
  { facts }: Conversation,
  { timestamp, receivedAt }: { timestamp: number; receivedAt: number },
  policy: Policy,
): boolean {
  const given = facts.findLast(({ type }) => type === 'handed_off' || type === 'taken')
  return receivedAt - timestamp > policy.stale_after || (given !== undefined && timestamp + skew < given.at)
}

/** Read cannot be taken back in LINE, so what was not solved goes to a person, with the messages it was about. */
function reopened(tap: Tap, turn: string): Change[] {
  if (tap.conversation.mode === 'staff') return []
  const about = tap.conversation.facts.flatMap((fact) =>
    fact.type === 'closed' && fact.turn === turn ? fact.messages : [],
  )
  return toStaff(tap, about, notSolved)
}

function toStaff(tap: Tap, about: readonly string[], reason: string): Change[] {
  const { conversation, event, policy, now } = tap
  const id = `tap-${event.id}`
  const open = conversation.messages.filter((message) => message.state === 'new' || message.state === 'asked')
  const turn = { messages: open, fresh: [] }
  // Somebody who asks for a person out of the blue means what was last spoken of.
  const last = lastResolved(conversation.facts)?.messages ?? []
  const meant = about.length > 0 || open.length > 0 ? about : last
  const known = conversation.messages.filter((message) => meant.includes(message.id) && message.state !== 'unsent')
  const language = fixedLanguage(conversation, turn, policy)
  const { changes, actions } = handedOff({ conversation, turn, policy, now }, id, {
    notice: promiseText(policy, 'handoff', language, now),
    language,
    about: idsOf(known),
    token: tokenOf(event),
  })
  const words = [...known, ...open].map(describe).join(' / ').slice(0, 500)
  const text = { turn: id, messages: idsOf([...known, ...open]), reason, summary: words }
  const told = changes.map((change) => (change.type === 'handed_off' ? { ...change, text } : change))
  return withActions(told, actions)
}

/**
 * By the rule for open messages: those that are closed are marked now, as far as nothing older is open; one that is still
 * open is marked when it is closed. What staff have is theirs.
 */
function askedToRead({ conversation, event, policy, now }: Tap, about: string | undefined): Change[] | undefined {
  const upTo = conversation.messages.findIndex((message) => message.id === about)
  const wanted = conversation.messages
    .slice(0, upTo + 1)
    .filter(
      (message) =>
        givesRead(policy, message.kind, 'customer') &&
        message.readToken !== undefined &&
        message.readAt === undefined &&
        message.state !== 'unsent' &&
        !message.duringStaff &&
        !message.readDue &&
        !message.readWanted,
    )
  // A button stands under the newest message of its turn: what it named must be among what is still unread.
  if (!wanted.some((message) => message.id === about)) return undefined
  const asked: Change = { type: 'asked_to_read', at: now, messages: idsOf(wanted) }
  return [{ ...asked, actions: readAction(evolve(conversation, asked), `tap-${event.id}`) }]
}

/** A few words back, so that a tap is not met with silence; they are not worth a push. */
export function say({ conversation, event, policy, now }: Tap, kind: keyof Notices): Change {
  const turn = { messages: [], fresh: [] }
  const id = `tap-${event.id}`
  const language = fixedLanguage(conversation, turn, policy)
  const words = reply({ conversation, turn, policy }, id, [noticeText(policy, kind, language)], {
    notice: true,
    language,
    token: tokenOf(event),
  })
  const actions = words.token ? [{ ...words, tokenOnly: true as const }] : []
  return { type: 'answered', at: now, event: event.id, with: kind, actions }
}

/** The newest answer that waits for a sign of the customer's, since no push may bring it. */
export function waitingAnswer({ outbox }: Conversation): ReplyAction | undefined {
  return outbox.findLast(
    (action): action is ReplyAction =>
      action.kind === 'reply' && action.deferred && !action.joinedBy && isUnsaid(outbox, action),
  )
}

/** The answer is not ready yet: it may use this token. */
function tokenForTurn({ conversation, event, now }: Tap): Change[] | undefined {
  const turn = turnOf(conversation)
  const newest = turn?.messages.at(-1)
  const token = tokenOf(event)
  const living = turn && newestToken(turn)
  if (!newest || !token || (living && now < living.receivedAt + tokenLife)) return undefined
  return [{ type: 'token_for_turn', at: now, message: newest.id, token }]
}

/** Any event with a token brings the answer that waits for one. */
export function tokenFor(
  conversation: Conversation,
  event: { replyToken?: string; receivedAt: number; timestamp: number },
  now: number,
): Change[] {
  const token = tokenOf(event)
  const waiting = token && waitingAnswer(conversation)
  return waiting ? [{ type: 'token_found', at: now, action: waiting.id, token }] : []
}

const tokenOf = ({ replyToken, receivedAt, timestamp }: Omit<Tap['event'], 'id'>): ReplyToken | undefined =>
  replyToken === undefined ? undefined : { value: replyToken, receivedAt, timestamp }

/** Buttons whose typed words act at once and not as part of a turn. */
export const actsAtOnce = (
  button: Button,
  conversation: Conversation,
  event: { timestamp: number; receivedAt: number },
  policy: Policy,
): boolean =>
  (button === 'back' && conversation.mode === 'staff' && !isOutdated(conversation, event, policy)) ||
  (button === 'answer' && conversation.mode === 'assistant' && waitingAnswer(conversation) !== undefined) ||
  (button === 'unlink' && isLinked(conversation))
