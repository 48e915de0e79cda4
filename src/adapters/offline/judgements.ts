/** The offline model's judgements. Its confidence is the share of the question that a passage holds, on the policy's scale. */
import type { Judgement } from '../../core/judgement.ts'
import type { Passage } from '../../core/request.ts'
import type { SmallTalk } from './intents.ts'
import { sayingsIn } from './sayings.ts'

/** What every judgement says of the turn. */
export interface About {
  language: string
  summary: string
}

export function handOver({ language, summary }: About, reason: string, topic = 'other'): Judgement {
  const nothing = { reply: '', sources: [], small_talk: false }
  return { decision: 'handoff', ...nothing, reason, confidence: 0.8, topic, language, summary }
}

export function greet(about: About, talk: SmallTalk): Judgement {
  const reply = sayingsIn(about.language)[talk]
  const reason = 'Nothing but a greeting or thanks.'
  return { ...handOver(about, reason, 'small_talk'), decision: 'resolved', reply, confidence: 0.95, small_talk: true }
}

/** @param coverage share of the question that the passages hold; at the threshold the confidence is just above the floor's default */
export function answerWith(about: About, passages: readonly Passage[], coverage: number): Judgement {
  const titles = passages.map(({ title }) => `“${title}”`).join(' and ')
  return {
    ...handOver(about, `${titles} answers it (${Math.round(coverage * 100)} % of its words).`),
    decision: 'resolved',
    reply: passages.map(({ text }) => text).join('\n\n'),
    confidence: 0.5 + 0.45 * coverage,
    sources: passages.map(({ id }) => id),
  }
}

/** @param titles what was found, to be offered */
export function askBack(about: About, titles: readonly string[], reason: string): Judgement {
  const say = sayingsIn(about.language)
  const reply = titles.length > 0 ? say.offer(titles) : say.more
  return { ...handOver(about, reason), decision: 'needs_info', reply, confidence: 0.7 }
}
