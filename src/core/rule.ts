/**
 * Judgements that need no model: a customer who types a word for "a person" gets one, also in an outage; so do the other
 * words that stand for a button; and what the assistant cannot look at goes to somebody who can.
 */
import { typedButton, type Button } from './buttons.ts'
import { contentText, describe, isMedia, wordsOf } from './content.ts'
import type { Conversation, CustomerMessage } from './conversation.ts'
import type { Verdict } from './decide.ts'
import { lastResolved, type Unseen } from './facts.ts'
import { fixedLanguage } from './fixed-language.ts'
import { notSolved } from './handoff.ts'
import type { Judgement } from './judgement.ts'
import type { Limit } from './limits.ts'
import type { Notices } from './notices.ts'
import { givesRead, noticeText, type Policy } from './policy.ts'
import { limitSentences } from './sentences/limits.ts'
import { idsOf, type Turn } from './turn.ts'

/** How long after an answer "not solved" still means that answer (ms). */
const day = 24 * 3_600_000

export interface Ruling {
  conversation: Conversation
  turn: Turn
  policy: Policy
  now: number
  /** Whether the model can be shown pictures, sound and files. */
  takesMedia: boolean
}

/** The judgement a rule makes of this turn; undefined when it is for the model. */
export function judgeByRule(ruling: Ruling): Verdict | undefined {
  const { conversation, turn, now } = ruling
  const typed = turn.fresh.map((message) => typedButton(wordsOf(message.content)))
  const person = typed.find((one) => one?.button === 'person')
  if (person) return handOver(ruling, 'The customer asked for a person.', 'handoff', { language: person.language })

  const [only] = typed
  // While anything else is open such words may well be the answer to a question of ours.
  if (!only || turn.messages.length > 1) return unlookable(ruling)
  const last = only.button === 'not_solved' ? lastResolved(conversation.facts) : undefined
  if (last && now - last.at < day) {
    const outcome = { turn: last.turn, solved: false }
    return { ...handOver(ruling, notSolved, 'handoff', { language: only.language }), outcome }
  }
  return saidByButton(ruling, only.button, only.language) ?? unlookable(ruling)
}

/** What no model is shown: content that lies elsewhere, and what this model cannot take. */
function unlookable(ruling: Ruling): Verdict | undefined {
  const { conversation, turn, policy, takesMedia } = ruling
  const language = fixedLanguage(conversation, turn, policy)
  const elsewhere = turn.messages.find(({ content }) => content && isMedia(content) && content.external)
  if (elsewhere) return cannotSee(ruling, [{ message: elsewhere.id, why: 'external' }])
  // A type of message that LINE has and we do not know.
  const unknown = turn.messages.find(({ content }) => content?.type === 'other')
  if (unknown) return { ...cannotSee(ruling, [{ message: unknown.id, why: 'unknown_type' }]), notice: 'cannot_see' }
  const unseen = turn.fresh.find(
    ({ content }) => content && contentText(content) === undefined && !(takesMedia && isMedia(content)),
  )
  if (!unseen) return undefined
  const reason = `The customer sent a message the assistant cannot see (${unseen.kind}).`
  return handOver(ruling, reason, 'cannot_see', { language })
}

/** What could not be looked at goes to a person, with the reason; nobody has seen it, so it is not Read before they take it. */
export function cannotSee(
  ruling: Omit<Ruling, 'takesMedia'>,
  unseen: readonly { message: string; why: Unseen }[],
): Verdict {
  const { conversation, turn, policy } = ruling
  const language = fixedLanguage(conversation, turn, policy)
  const tooBig = unseen.some(({ why }) => why === 'too_big')
  const whys = [...new Set(unseen.map(({ why }) => unseenReasons[why]))].join('; ')
  return {
    ...handOver(ruling, `The assistant could not look at it: ${whys}.`, tooBig ? 'too_big' : 'cannot_open', {
      language,
    }),
    unseen,
  }
}

/** What is past a limit is a person's: the model is not asked. */
export function pastLimit({ conversation, turn, policy }: Omit<Ruling, 'takesMedia'>, limit: Limit): Verdict {
  const language = fixedLanguage(conversation, turn, policy)
  const notice = limit === 'too_much' ? 'too_much' : 'handoff'
  return { ...handOver({ turn }, limitSentences.en[limit], notice, { language }), limit }
}

export const unseenReasons: Record<Unseen, string> = {
  gone: 'LINE has it no more, the customer took it back',
  not_there: 'LINE has no content for it',
  too_big: 'it is too big',
  too_slow: 'fetching it took too long',
  broken: 'the download broke off',
  not_prepared: 'LINE could not prepare it',
  unknown_type: 'it is of a kind that cannot be opened',
  external: 'it lies with somebody else and is never fetched from there',
}

/** Words typed for a button that asks for an answer of a few words. */
function saidByButton(ruling: Ruling, button: Button, language: string): Verdict | undefined {
  const { conversation, policy, now } = ruling
  switch (button) {
    case 'solved': {
      const asked = conversation.outcomes?.findLast((one) => one.solved === undefined && now - one.at < day)
      return asked && { ...sayFixed(ruling, 'solved', language), outcome: { turn: asked.turn, solved: true } }
    }
    case 'read': {
      if (!givesRead(policy, 'text', 'customer')) return undefined
      const reads = idsOf(conversation.messages.filter((message) => isWaitingForReader(message, policy)))
      return { ...sayFixed(ruling, 'marked_read', language), reads }
    }
    case 'back':
    case 'person':
    case 'not_solved':
    case 'answer':
    case 'unlink':
      return undefined
    default:
      return button satisfies never
  }
}

const isWaitingForReader = (message: CustomerMessage, policy: Policy): boolean =>
  message.state === 'closed' &&
  message.readAt === undefined &&
  !message.readDue &&
  !message.duringStaff &&
  givesRead(policy, message.kind, 'customer')

function sayFixed({ turn, policy }: Ruling, kind: keyof Notices, language: string): Verdict {
  const judgement: Judgement = {
    ...empty(turn),
    decision: 'resolved',
    reply: noticeText(policy, kind, language),
    reason: 'The customer typed what stands on a button.',
    small_talk: true,
    language,
  }
  return { judgement, origin: { by: 'rule' }, passages: new Map(), fixed: true }
}

function handOver(
  { turn }: Pick<Ruling, 'turn'>,
  reason: string,
  notice: keyof Notices,
  { language }: { language: string },
): Verdict {
  const judgement: Judgement = { ...empty(turn), decision: 'handoff', reason, language }
  return { judgement, origin: { by: 'rule' }, passages: new Map(), notice }
}

const empty = (turn: Turn): Judgement => ({
  decision: 'handoff',
  reply: '',
  reason: '',
  confidence: 1,
  sources: [],
  small_talk: false,
  topic: 'other',
  language: 'en',
  summary: turn.messages.map(describe).join(' / ').slice(0, 500),
})
