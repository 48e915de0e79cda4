/**
 * The turns of a kept conversation, each as it was (core/past-turn.ts) and with what was decided then; or why one cannot be
 * judged again.
 */
import { isMedia } from '../../core/content.ts'
import type { Conversation } from '../../core/conversation.ts'
import { givenRead as foretold } from '../../core/given-read.ts'
import type { Fact } from '../../core/facts.ts'
import { keptOf } from '../../core/look-ups/kept.ts'
import type { LookedUp } from '../../core/look-ups/looked-up.ts'
import { isJudgement, judgedTurns } from '../../core/past-turn.ts'
import { turnRows } from '../../core/turn-row.ts'
import { givenRead, type Judged, type LeftOut } from './replay.ts'

export interface PastTurn {
  type: 'turn'
  /** When it was decided, and when judging it began (ms). */
  at: number
  judgedAt: number
  language: string
  /** With everything in it as it was: nothing is redacted yet. */
  conversation: Conversation
  /** What it looked up, as far as its words are kept. */
  lookUps: readonly LookedUp[]
  /** Something was looked up in its conversation, then or in another turn. */
  hasProofs: boolean
  then: Judged
}

export type Past = PastTurn | { type: 'left_out'; at: number; why: Exclude<LeftOut, 'limit'> }

type JudgedFact = Fact & { type: 'judged' }

/** @param since ms; turns decided before it are not given */
export function pastTurns(conversation: Conversation, since: number): Past[] {
  const rows = turnRows(conversation).filter(({ at }) => at >= since)
  if (rows.length === 0) return []
  const before = judgedTurns(conversation, new Set(rows.map(({ turn }) => turn)))
  const hasProofs = conversation.facts.some((one) => isJudgement(one) && one.lookUps !== undefined)
  return rows.map(({ at, turn, decision, language }): Past => {
    const found = before.get(turn)
    if (decision === 'tap') return { type: 'left_out', at, why: 'tap' }
    if (found?.fact.type !== 'judged' || decision === 'failed' || decision === 'stale')
      return { type: 'left_out', at, why: 'not_judged' }
    const { fact } = found
    const why = lost(fact, conversation)
    if (why) return { type: 'left_out', at, why }
    return {
      type: 'turn',
      at: fact.at,
      judgedAt: fact.at - (fact.origin.ms ?? 0),
      language,
      // oxlint-disable-next-line unicorn/no-thenable -- the word for what was decided in its time
      then: thenOf(fact, withoutHolds(found.conversation), conversation),
      conversation: found.conversation,
      lookUps: keptOf(fact, conversation),
      hasProofs,
    }
  })
}

/** Why it cannot be judged again. */
function lost({ messages }: JudgedFact, conversation: Conversation): 'erased' | 'media' | 'place' | undefined {
  const contents = messages.map((id) => conversation.messages.find((one) => one.id === id)?.content)
  if (contents.length === 0 || contents.includes(undefined)) return 'erased'
  if (contents.some((content) => content && (isMedia(content) || content.type === 'other'))) return 'media'
  return contents.some((content) => content?.type === 'location') ? 'place' : undefined
}

/** What held an earlier Read has long been decided, one way or the other; the ledger does not tell it to the state. */
const withoutHolds = (conversation: Conversation): Conversation => ({
  ...conversation,
  messages: conversation.messages.map((message) => ({ ...message, heldBy: undefined })),
})

/** @param before as it was right before that judgement */
function thenOf(fact: JudgedFact, before: Conversation, { facts, answers, judged }: Conversation): Judged {
  const { turn, decision, said, lowered, confidence, sources, topic, origin } = fact
  const { by, model, prompt, promptHash } = origin
  const words = judged.find((one) => one.turn === turn)
  const lookUps = fact.lookUps?.map((one, index) => ({ ...one, given: words?.lookUps?.[index]?.given }))
  const records = words?.records ?? fact.records?.map((record) => ({ record, given: {} }))
  const changes = facts.filter((one) => (one.type === 'closed' || one.type === 'asked') && one.turn === turn)
  return {
    decision,
    said,
    ...(lowered === undefined ? {} : { lowered }),
    by,
    ...(prompt === undefined ? {} : { prompt: { name: prompt, hash: promptHash ?? '' } }),
    ...(model === undefined ? {} : { model }),
    texts: answers.filter((one) => one.turn === turn).flatMap(({ texts }) => texts),
    ...(words?.reply === undefined ? {} : { unsaid: words.reply }),
    reason: words?.reason ?? '',
    sources,
    ...(lookUps && { lookUps }),
    ...(records && { records }),
    ...(by === 'model' ? { confidence } : {}),
    topic,
    read: givenRead(Object.values(foretold(before, changes, fact.messages))),
  }
}
