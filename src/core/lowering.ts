/**
 * Lowering: why a model's judgement does not stand. Whatever a model was made to say by whatever it was shown, this looks at
 * what came out (docs/injection.md); it can only lower.
 */
import type { Conversation } from './conversation.ts'
import type { Verdict } from './decide.ts'
import type { Lowering } from './facts.ts'
import type { Policy } from './policy.ts'
import { holdsFacts, neverSent, unsupported } from './supported.ts'
import { plainText, withoutMarkup } from './text.ts'
import { repeatsProse } from './told.ts'

/** Why it does not stand; what is worst comes first. A question back is no way round: it may say as much as an answer. */
export function lowering(conversation: Conversation, verdict: Verdict, policy: Policy): Lowering | undefined {
  const { judgement, passages, told } = verdict
  if (judgement.decision === 'handoff') return undefined
  if (policy.always_human.includes(judgement.topic)) return 'always_human'
  const asks = judgement.decision === 'needs_info'
  if (asks && conversation.questions >= 2) return 'third_question'
  // As it would be sent: Markdown may part a number or hide a link.
  const reply = plainText(judgement.reply)
  const cited = [...passages.values()].filter(({ id }) => asks || judgement.sources.includes(id))
  if (!asks && cited.length === 0) {
    if (!judgement.small_talk) return 'no_source'
    if (holdsFacts(reply)) return 'small_talk_with_facts'
  }
  // Knowledge is Markdown too.
  const shop = [...cited.map(({ title, text }) => plainText(`${title}\n${text}`)), ...(told?.values ?? [])]
  const customer = told?.customer ?? []
  if (repeatsProse(reply, told?.prose ?? '', [...shop, ...customer])) return 'repeats_prompt'
  const ground = { shop, customer, days: told?.days ?? [], several: conversation.chat.type !== 'user' }
  // What is cut from every text before it is sent was still meant to be.
  if (neverSent(judgement.reply).length + neverSent(withoutMarkup(judgement.reply)).length > 0)
    return 'unsupported_facts'
  if (policy.unsupported_facts === 'handoff' && unsupported(reply, ground).length > 0) return 'unsupported_facts'
  return !asks && judgement.confidence < policy.min_confidence ? 'low_confidence' : undefined
}
