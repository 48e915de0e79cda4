/** A past conversation as it was before a turn was judged, for trying another prompt on it. */
import { contentText, describe, isMedia } from '../../core/content.ts'
import { compare, type Conversation, type CustomerMessage } from '../../core/conversation.ts'
import type { Fact } from '../../core/facts.ts'
import { messagesOf, turnToLearn } from '../learning/turn-words.ts'
import { most, type SaidBefore } from './written.ts'

export interface Past {
  turn: string
  messages: string[]
  before: SaidBefore[]
  customer: string
  language: string
  /** The prompt it was judged by. */
  prompt?: string
  /** A picture or its like is among the messages. */
  hasMedia: boolean
  /** Several people write there. */
  several: boolean
}

type Judged = Extract<Fact, { type: 'judged' | 'failed' }>

/** @returns undefined when nothing is left of the turn's words */
export function pastOf(conversation: Conversation, asked: string | undefined): Past | undefined {
  const { facts, messages, answers, customer, profileLanguage } = conversation
  const turn = asked ?? lastJudged(conversation)?.turn ?? turnToLearn(conversation)
  if (turn === undefined) return undefined
  const judged = facts.findLast((fact): fact is Judged => isJudged(fact) && fact.turn === turn)
  const ids = messagesOf(conversation, turn)
  const there = messages.filter(({ content, state }) => content !== undefined && state !== 'unsent')
  const open = there.filter(({ id }) => ids.includes(id)).toSorted(compare)
  const newest = open.at(-1)
  if (!newest) return undefined

  const until = judged?.at ?? newest.receivedAt
  const said = answers.filter(({ at, texts }) => at < until && texts.length > 0)
  // What a question has gone back about stands before that question; its mark says there that it is still open.
  const wasAsked = new Set(facts.flatMap((fact) => (fact.type === 'asked' && fact.at < until ? fact.messages : [])))
  const isQuestion = /[?？]\s*$/.test(said.at(-1)?.texts.join('\n') ?? '')
  const earlier = (message: CustomerMessage): boolean =>
    ids.includes(message.id) ? isQuestion && wasAsked.has(message.id) : compare(message, newest) < 0
  const fresh = open.filter((message) => !earlier(message))
  const before = [
    ...there
      .filter(earlier)
      .map((message) => ({ at: message.receivedAt, line: { from: 'customer' as const, text: textOf(message) } })),
    ...said.map(({ at, texts }) => ({ at, line: { from: 'assistant' as const, text: texts.join('\n') } })),
  ].toSorted((a, b) => a.at - b.at)
  return {
    turn,
    messages: (fresh.length > 0 ? fresh : open).map(textOf),
    before: before.slice(-most.lines).map(({ line }) => line),
    customer: customer?.name ?? '',
    language: languageBefore(facts, until) ?? profileLanguage ?? '',
    prompt: judged?.origin.prompt,
    hasMedia: open.some(({ content }) => content !== undefined && isMedia(content)),
    several: conversation.chat.type !== 'user',
  }
}

const isJudged = (fact: Fact): fact is Judged => fact.type === 'judged' || fact.type === 'failed'

const lastJudged = ({ facts }: Conversation): Judged | undefined => facts.findLast(isJudged)

/** As the last judgement before had told it. */
function languageBefore(facts: readonly Fact[], until: number): string | undefined {
  const fact = facts.findLast((one) => one.type === 'judged' && one.at < until)
  return fact?.type === 'judged' ? fact.language : undefined
}

const textOf = (message: CustomerMessage): string =>
  (message.content && contentText(message.content)) ?? describe(message)
