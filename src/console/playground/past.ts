/** A past turn as the playground's page holds it, for trying another prompt on it. */
import { describe } from '../../core/content.ts'
import { compare, isOpen, type Conversation } from '../../core/conversation.ts'
import { keptOf } from '../../core/look-ups/kept.ts'
import type { LookedUp } from '../../core/look-ups/looked-up.ts'
import { isJudgement, pastTurn } from '../../core/past-turn.ts'
import type { SceneLine } from '../../core/scene.ts'
import { messagesOf, turnToLearn } from '../learning/turn-words.ts'
import { most } from './written.ts'

export interface Past {
  turn: string
  messages: string[]
  before: SceneLine[]
  /** So many questions in a row had gone back. */
  questions: number
  customer: string
  language: string
  /** What was looked up for it. */
  lookUps: readonly LookedUp[]
  /** The prompt it was judged by. */
  prompt?: string
}

/** @returns undefined when nothing is left of the turn's words */
export function pastOf(conversation: Conversation, asked: string | undefined): Past | undefined {
  const turn = asked ?? conversation.facts.findLast(isJudgement)?.turn ?? turnToLearn(conversation)
  const past = turn === undefined ? undefined : pastTurn(conversation, turn, messagesOf(conversation, turn))
  if (turn === undefined || !past) return undefined
  const { messages, answers, questions, customer, language, profileLanguage } = past.conversation
  const open = messages.filter(isOpen)
  if (open.length === 0) return undefined
  const before = [
    ...messages
      .filter(({ state }) => state !== 'new')
      .map((one) => ({
        at: one.receivedAt,
        line: { from: 'customer' as const, text: describe(one), open: one.state === 'asked' },
      })),
    ...answers
      .filter(({ texts }) => texts.length > 0)
      .map(({ at, texts }) => ({ at, line: { from: 'assistant' as const, text: texts.join('\n') } })),
  ].toSorted((a, b) => a.at - b.at)
  return {
    turn,
    messages: open
      .filter(({ state }) => state === 'new')
      .toSorted(compare)
      .map(describe),
    before: before.slice(-most.lines).map(({ line }) => line),
    questions,
    customer: customer?.name ?? '',
    language: language ?? profileLanguage ?? '',
    lookUps: keptOf(past.fact, conversation),
    prompt: past.fact?.origin.prompt,
  }
}
