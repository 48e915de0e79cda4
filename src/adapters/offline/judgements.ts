/** The offline model's judgements. Its confidence is the share of the question that a passage holds, on the policy's scale. */
import type { Judgement } from '../../core/judgement.ts'
import type { Passage } from '../../core/request.ts'
import type { Given } from '../../core/look-ups/declared.ts'
import { offlineSentence, type OfflineReason } from '../../core/sentences/offline.ts'
import { columnsIn } from './found.ts'
import type { SmallTalk } from './intents.ts'
import { sayingsIn } from './sayings.ts'

/** What every judgement says of the turn. */
export interface About {
  language: string
  summary: string
}

/** Why, and what was found that the sentence names. */
export type Why = OfflineReason | readonly [reason: OfflineReason, ...found: string[]]

/** One look-up or record that it wants, as the schema of an answer has it (core/look-ups/answer.ts). */
export type Named<Key extends string> = Record<Key, string> & { arguments: { name: string; value: string }[] }

/** A judgement, or what is to be looked up before. */
export type Answer = Omit<Judgement, 'decision'> & {
  decision: Judgement['decision'] | 'look_up'
  look_ups?: Named<'look_up'>[]
  records?: Named<'record'>[]
}

/** Of an answer that tells how something stands, and of the question back about it. */
const [statusTopic, missingTopic] = ['order_status', 'missing_number']
/** Of what is recorded, and of the question back about that. */
const [taskTopic, factsTopic] = ['task', 'missing_facts']

const argumentsOf = (given: Given) => Object.entries(given).map(([name, value]) => ({ name, value }))

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

/** @param given by the names of the look-up's arguments */
export function lookUpFirst(about: About, name: string, given: Given): Answer {
  const wanted = { look_up: name, arguments: argumentsOf(given) }
  return { ...handOver(about, ['looks_up', name], statusTopic), decision: 'look_up', look_ups: [wanted] }
}

/** What was found, in its own lines; `order_no` is said as “order no”. */
export function tellFound(about: About, found: readonly Passage[]): Judgement {
  const things = found.map((one) =>
    columnsIn(one)
      .map(({ name, value }) => (name === '' ? value : `${name}: ${value}`))
      .join('\n'),
  )
  return {
    ...handOver(about, ['looked_up', found[0]?.id ?? ''], statusTopic),
    decision: 'resolved',
    reply: [sayingsIn(about.language).found, ...things].join('\n\n'),
    confidence: 0.95,
    sources: found.map(({ id }) => id),
  }
}

/** A question back about something of theirs that is to be looked up. */
export function askForNumber(about: About, reply: string, why: Why): Judgement {
  return { ...handOver(about, why, missingTopic), decision: 'needs_info', reply, confidence: 0.8 }
}

/** A question back about a request that nobody could act on as it stands. */
export function askForFacts(about: About): Judgement {
  const reply = sayingsIn(about.language).facts
  return { ...handOver(about, 'too_little', factsTopic), decision: 'needs_info', reply, confidence: 0.8 }
}

/** @param words as the customer wrote them, in one line */
export function recordAs(about: About, name: string, given: Given, words: string): Answer {
  return {
    ...handOver(about, ['records', name], taskTopic),
    decision: 'resolved',
    reply: sayingsIn(about.language).recorded(words),
    confidence: 0.9,
    records: [{ record: name, arguments: argumentsOf(given) }],
  }
}
