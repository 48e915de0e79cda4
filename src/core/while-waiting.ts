/**
 * What a customer's message means beside its turn: one who waits for a person while nobody is there hears once per closed
 * time that they are not forgotten; and one who quotes a message that is not ours has probably been answered by staff in
 * LINE's own chat, of which LINE tells a bot nothing.
 */
import type { Conversation } from './conversation.ts'
import type { MessageEvent } from './event.ts'
import type { Change } from './facts.ts'
import { fixedLanguage } from './fixed-language.ts'
import { noticeLanguage } from './language.ts'
import { noticeText, type Policy } from './policy.ts'
import { fillWhen } from './notice-hours.ts'
import { reply } from './reply.ts'

/** Free words by the message's own token: nobody is pushed at night. */
export function reassurance(conversation: Conversation, event: MessageEvent, policy: Policy, now: number): Change[] {
  const { office, observe } = policy
  const { closedSince: period, opensAt } = office ?? {}
  const waits = conversation.mode === 'staff' && conversation.entries.some((entry) => entry.state === 'waiting')
  const { replyToken: value, receivedAt, timestamp } = event
  if (!waits || observe || !office || value === undefined) return []
  if (period === undefined || opensAt === undefined || conversation.reassuredIn === period) return []
  const turn = { messages: [], fresh: [] }
  const language = fixedLanguage(conversation, turn, policy)
  const text = fillWhen(noticeText(policy, 'not_forgotten', language), opensAt, office, noticeLanguage(language), now)
  const words = reply({ conversation, turn, policy }, `waits-${event.id}`, [text], {
    notice: true,
    language,
    offered: [{ button: 'back' }],
    token: { value, receivedAt, timestamp },
  })
  const actions = [{ ...words, tokenOnly: true as const, whileWaiting: true as const }]
  return [{ type: 'reassured', at: now, message: event.messageId, period, actions }]
}

/** Ids of LINE's messages grow: a longer one, or a later one of the same length, came after. */
const isAfter = (id: string, other: string): boolean =>
  id.length > other.length || (id.length === other.length && id > other)

/** It only suggests that staff wrote: a greeting of the account's own, or a broadcast, can be quoted too. */
export function suspicion(conversation: Conversation, event: MessageEvent, now: number): Change[] {
  const { mode, chat, answers, messages, suspected } = conversation
  const { quotes } = event
  if (quotes === undefined || mode === 'staff' || chat.type !== 'user' || suspected?.message === quotes) return []
  const ours = answers.some(({ sent = [] }) => sent.includes(quotes)) || messages.some(({ id }) => id === quotes)
  // Older than what is kept here, it may well be our own.
  const [oldest] = messages
  if (ours || !oldest || !isAfter(quotes, oldest.id)) return []
  // An answer whose ids LINE never told may be the one that is quoted.
  if (answers.some(({ sent, texts }) => sent === undefined && texts.length > 0)) return []
  return [{ type: 'suspected', at: now, message: quotes }]
}
