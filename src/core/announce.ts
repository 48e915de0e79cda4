/**
 * Announcement: when a turn's reply token will end before its answer can be ready (after a restart, say) and no push may
 * bring the answer later, the token is spent on a button, "Show the answer". Its tap brings a fresh token, and so does any
 * other sign of the customer's. An answer that is ready is always sent itself.
 */
import type { OutgoingMessage } from './action.ts'
import { actionFor } from './buttons.ts'
import type { Conversation } from './conversation.ts'
import type { Change } from './facts.ts'
import { fixedLanguage } from './fixed-language.ts'
import { noticeText, type Policy } from './policy.ts'
import { newestToken, reply, tokenLife } from './reply.ts'
import { idsOf, type Turn } from './turn.ts'

/** Judging takes up to this long, with what has to be fetched (ms); under way in this process it is left to end. */
const judgingTakes = 26_000
/** Less than this is not worth trying (ms). */
const callNeeds = 3_000

export function announcement(conversation: Conversation, turn: Turn, policy: Policy, now: number): Change | undefined {
  if (policy.mayPush !== false || policy.observe || policy.paused) return undefined
  const token = newestToken(turn)
  const left = token === undefined ? 0 : token.receivedAt + tokenLife - now
  if (left > judgingTakes || left < callNeeds) return undefined
  if (conversation.judging && now - conversation.judging.at < judgingTakes) return undefined
  const id = `show-${turn.messages.at(-1)?.id ?? ''}`
  const language = fixedLanguage(conversation, turn, policy)
  const words = reply({ conversation, turn, policy }, id, [''], { notice: true, language })
  const body = [template(policy, language)]
  return {
    type: 'announced',
    at: now,
    turn: id,
    messages: idsOf(turn.messages),
    actions: [{ ...words, body, announces: true, tokenOnly: true }],
  }
}

function template(policy: Policy, language: string): OutgoingMessage {
  const text = noticeText(policy, 'announcement', language)
  const action = actionFor({ button: 'answer' }, language)
  const sender = policy.sender_name === undefined ? undefined : { name: policy.sender_name }
  // Where a template is not shown, the label can be typed.
  return {
    type: 'template',
    altText: `${text} → ${action.label}`,
    template: { type: 'buttons', text, actions: [action] },
    sender,
  }
}
