/**
 * Judgements that need no model: a customer who types a word for "a person" gets one, also in an outage, and what the
 * assistant cannot see goes to somebody who can.
 */
import type { Conversation } from './conversation.ts'
import { languageOf } from './decide.ts'
import { contentText } from './event.ts'
import type { Judgement } from './judgement.ts'
import { asksForPerson } from './notices.ts'
import type { Turn } from './turn.ts'

export interface Ruling {
  judgement: Judgement
  notice: 'handoff' | 'cannot_see'
}

/** The judgement a rule makes of this turn; undefined when it is for the model. */
export function judgeByRule(conversation: Conversation, turn: Turn): Ruling | undefined {
  const asked = turn.fresh.map((m) => m.content?.type === 'text' && asksForPerson(m.content.text)).find(Boolean)
  if (asked) {
    return { judgement: handoff('The customer asked for a person.', turn, asked), notice: 'handoff' }
  }
  const unseen = turn.fresh.find((message) => message.content && contentText(message.content) === undefined)
  if (unseen) {
    const reason = `The customer sent a message the assistant cannot see (${unseen.kind}).`
    return { judgement: handoff(reason, turn, languageOf(conversation, turn)), notice: 'cannot_see' }
  }
  return undefined
}

function handoff(reason: string, turn: Turn, language: string): Judgement {
  const words = turn.messages.map((message) => (message.content && contentText(message.content)) ?? `[${message.kind}]`)
  return {
    decision: 'handoff',
    reply: '',
    reason,
    confidence: 1,
    sources: [],
    small_talk: false,
    topic: 'other',
    language,
    summary: words.join(' / ').slice(0, 500),
  }
}
