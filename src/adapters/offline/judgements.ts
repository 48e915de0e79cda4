/** The offline model's judgements. Its confidence is the share of the question that a passage holds, on the policy's scale. */
import type { Judgement } from '../../core/judgement.ts'
import type { Passage } from '../../core/request.ts'
import { offlineSentence, type OfflineReason } from '../../core/sentences/offline.ts'
import type { SmallTalk } from './intents.ts'
import { sayingsIn } from './sayings.ts'

/** What every judgement says of the turn. */
export interface About {
  language: string
  summary: string
}

/** Why, and what was found that the sentence names. */
export type Why = OfflineReason | readonly [reason: OfflineReason, ...found: string[]]

/** In English, as a model's reasons are; staff read it in their language (core/sentences/offline.ts). */
function reasonFor(why: Why): string {
  const [reason, ...found] = typeof why === 'string' ? [why] : why
  return offlineSentence(reason, found, 'en')
}

export function handOver({ language, summary }: About, why: Why, topic = 'other'): Judgement {
  const nothing = { reply: '', sources: [], small_talk: false }
  return { decision: 'handoff', ...nothing, reason: reasonFor(why), confidence: 0.8, topic, language, summary }
}

export function greet(about: About, talk: SmallTalk): Judgement {
  const reply = sayingsIn(about.language)[talk]
  return {
    ...handOver(about, 'only_greeting', 'small_talk'),
    decision: 'resolved',
    reply,
    confidence: 0.95,
    small_talk: true,
  }
}

/** @param coverage share of the question that the passages hold; at the threshold the confidence is just above the floor's default */
export function answerWith(about: About, passages: readonly Passage[], coverage: number): Judgement {
  const share = String(Math.round(coverage * 100))
  const [first = '', second] = passages.map(({ title }) => title)
  return {
    ...handOver(about, second === undefined ? ['answers', first, share] : ['both_answer', first, second, share]),
    decision: 'resolved',
    reply: passages.map(({ text }) => text).join('\n\n'),
    confidence: 0.5 + 0.45 * coverage,
    sources: passages.map(({ id }) => id),
  }
}

/** @param titles what was found, to be offered */
export function askBack(about: About, titles: readonly string[], why: Why): Judgement {
  const say = sayingsIn(about.language)
  const reply = titles.length > 0 ? say.offer(titles) : say.more
  return { ...handOver(about, why), decision: 'needs_info', reply, confidence: 0.7 }
}
