/** Tells staff about an entry: the hand-off card, made from the conversation as it is now. */
import type { NotifyAction } from '../core/action.ts'
import { describe } from '../core/content.ts'
import type { Conversation } from '../core/conversation.ts'
import { fixedReason } from '../core/fixed-reason.ts'
import type { CallResult } from '../core/outcome.ts'
import { isShownRead, waitsSince } from '../core/summary.ts'
import type { Clock } from '../ports/clock.ts'
import type { Notice, Notifier } from '../ports/notifier.ts'
import type { Parts } from './parts.ts'
import type { People } from './people.ts'

/** DESIGN.md: telling has 10 s. Of those the name may take a moment, and a notifier that never answers its own (ms). */
const [nameTime, time, grace] = [700, 8_000, 1_000]
/** Messages on a card: people write in bursts. */
const lastWords = 3

export type TellingParts = Pick<Parts, 'clock' | 'consoleUrl'> & { people: Pick<People, 'whoIs'> }

/** Staff find the chat in OA Manager by the name; telling does not wait long for it, nor fail without it. */
export async function notify(
  conversation: Conversation,
  action: NotifyAction,
  notifier: Notifier,
  parts: TellingParts,
): Promise<CallResult> {
  const { clock } = parts
  const asked = conversation.customer ? undefined : parts.people.whoIs(conversation)
  const known = asked && (await within(asked, nameTime, clock))
  const told = known?.find((change) => change.type === 'known')
  const customer = conversation.customer ?? told?.who?.customer
  const notice = noticeOf(conversation, action, parts)
  const who = { name: customer?.name, pictureUrl: customer?.pictureUrl }
  const result = await within(notifier.notify({ ...notice, ...who }, time), time + grace, clock)
  return result ?? { type: 'no_answer', why: `nothing within ${time / 1000} s` }
}

/** Undefined when it took longer than that (ms). */
async function within<T>(one: Promise<T>, ms: number, clock: Clock): Promise<T | undefined> {
  const over = new AbortController()
  try {
    return await Promise.race([one, clock.after(ms, over.signal).then(() => undefined)])
  } finally {
    over.abort()
  }
}

function noticeOf(conversation: Conversation, action: NotifyAction, { clock, consoleUrl }: TellingParts): Notice {
  const { id, entries, judged, facts, messages, language, profileLanguage } = conversation
  const entry = entries.find((one) => one.id === action.entry)
  const page = consoleUrl?.()
  const text = judged.findLast((one) => one.turn === action.turn)
  const decision = facts.findLast((fact) => fact.type === 'judged' && fact.turn === action.turn)
  const first = messages.findIndex((message) => action.messages.includes(message.id))
  const newest = messages.slice(Math.max(0, first)).filter((message) => message.state !== 'unsent')
  return {
    id: `${id}:${action.id}`,
    conversation: id,
    entry: action.entry,
    kind: entry?.kind ?? 'handoff',
    reminder: action.reminder ?? false,
    withStaff: conversation.mode === 'staff',
    language: language ?? profileLanguage,
    reason: text?.reason ?? '',
    lowered: decision?.type === 'judged' ? decision.lowered : undefined,
    topic: decision?.type === 'judged' ? decision.topic : undefined,
    fixed: fixedReason(conversation, action.turn),
    summary: text?.summary ?? '',
    words: newest.slice(-lastWords).map(describe),
    since: entry ? waitsSince(conversation, [entry]) : clock.now(),
    now: clock.now(),
    // Read that this very telling holds follows it at once: a card that stays is not to say otherwise.
    unread: messages.filter((one) => one.state !== 'unsent' && !isShownRead(conversation, one) && !one.readDue).length,
    consoleUrl: page && `${page}/${encodeURIComponent(id)}`,
  }
}
