/**
 * Lowering: why a model's judgement does not stand. Whatever a model was made to say by whatever it was shown, this looks at
 * what came out (docs/injection.md); it can only lower.
 */
import type { Conversation } from './conversation.ts'
import type { Verdict } from './decide.ts'
import type { Lowering } from './facts.ts'
import type { LookUpFact } from './look-ups/looked-up.ts'
import { asksBeside, isOwnWords } from './look-ups/own-words.ts'
import type { WantedRecord } from './look-ups/recording.ts'
import type { Policy } from './policy.ts'
import { holdsFacts, neverSent, unsupported, type Ground } from './supported.ts'
import { plainText, withoutMarkup } from './text.ts'
import { repeatsProse, type Told } from './told.ts'

/** Why it does not stand; what is worst comes first. A question back is no way round: it may say as much as an answer. */
export function lowering(conversation: Conversation, verdict: Verdict, policy: Policy): Lowering | undefined {
  const { judgement, passages, told, records = [], lookUps = [] } = verdict
  if (judgement.decision === 'handoff') return undefined
  if (policy.always_human.includes(judgement.topic)) return 'always_human'
  const asks = judgement.decision === 'needs_info'
  if (verdict.notRecordable) return 'not_recordable'
  if (!asks && lookUps.some(({ fact }) => gaveNothing(fact))) return 'look_up_gave_nothing'
  if (asks && conversation.questions >= 2) return 'third_question'
  // As it would be sent: Markdown may part a number or hide a link.
  const reply = plainText(judgement.reply)
  const cited = [...passages.values()].filter(({ id }) => asks || judgement.sources.includes(id))
  // What is recorded rests on the customer's own words, and is told only once the shop's system has confirmed it.
  const isLive = records.length > 0 || cited.some(({ id }) => verdict.found?.has(id))
  if (!asks && policy.live_topics.includes(judgement.topic) && !isLive) return 'no_source'
  if (!asks && cited.length === 0 && records.length === 0) {
    if (!judgement.small_talk) return 'no_source'
    if (holdsFacts(reply)) return 'small_talk_with_facts'
  }
  const values = records.flatMap(({ given }) => Object.values(given))
  if (cited.length === 0 && asksBeside(records.length > 0 ? (told?.open ?? []) : [], values)) return 'no_source'
  // Knowledge is Markdown too.
  const shop = [...cited.map(({ title, text }) => plainText(`${title}\n${text}`)), ...(told?.values ?? [])]
  const customer = told?.customer ?? []
  if (repeatsProse(reply, told?.prose ?? '', [...shop, ...customer])) return 'repeats_prompt'
  // A day of an order's stands in what was found; one that only today's date supports is a guess.
  const days = lookUps.length > 0 ? [] : (told?.days ?? [])
  const ground = { shop, customer, days, several: conversation.chat.type !== 'user' }
  // What is cut from every text before it is sent was still meant to be.
  if (neverSent(judgement.reply).length + neverSent(withoutMarkup(judgement.reply)).length > 0)
    return 'unsupported_facts'
  if (records.length > 0 && !isAskedFor(records, told, ground)) return 'unsupported_facts'
  if (policy.unsupported_facts === 'handoff') {
    // Once it is recorded, the reply may repeat it. Without a source its words are ours (decide.ts).
    const isOurs = records.length > 0 && cited.length === 0
    if (!isOurs && unsupported(reply, { ...ground, shop: [...shop, ...values] }).length > 0) return 'unsupported_facts'
  }
  return !asks && judgement.confidence < policy.min_confidence ? 'low_confidence' : undefined
}

/**
 * What is recorded is the customer's, its words and its numbers, prices too, and of the messages that are open: what was
 * asked before has been seen to, and nothing that was looked up, or stands in a passage, asks for anything.
 */
function isAskedFor(records: readonly WantedRecord[], told: Told | undefined, ground: Ground): boolean {
  const open = told?.open ?? []
  const own = { ...ground, shop: open, customer: open, days: told?.days ?? [] }
  const values = records.flatMap(({ given }) => Object.values(given))
  return values.every((value) => isOwnWords(value, open) && unsupported(value, own).length === 0)
}

/** Something of the shop's was asked for and is not known. A name that the model made up was never anything to know. */
const gaveNothing = ({ came, name }: LookUpFact): boolean =>
  came !== 'found' && !(came === 'refused' && name === undefined)
