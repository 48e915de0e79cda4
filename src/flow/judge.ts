/**
 * Asks for a judgement of a turn: by rule, else by the model, which is shown the pictures and files that came. All the
 * model's tries together have 15 s; unusable output, and a reply in another language, get one more try. Whatever comes
 * back is parsed, never cast.
 */
import { wordsOf } from '../core/content.ts'
import type { Conversation } from '../core/conversation.ts'
import { decide, decideFailed, decidePaused, type Verdict } from '../core/decide.ts'
import { enterUnsend } from '../core/enter.ts'
import type { Change } from '../core/facts.ts'
import { parseJudgement, type Judgement, type Origin, type Usage } from '../core/judgement.ts'
import { isInLanguage, languageNames, languageWanted, type SureLanguage } from '../core/language.ts'
import type { Policy } from '../core/policy.ts'
import { requestFor, type Looks, type ModelRequest, type Prompt } from '../core/request.ts'
import { cannotSee, judgeByRule } from '../core/rule.ts'
import type { Turn } from '../core/turn.ts'
import { ModelUnavailable, type ModelAnswer } from '../ports/model.ts'
import type { Parts } from './parts.ts'
import { choosePassages } from './passages.ts'
import { withProfile } from './profile.ts'
import { lookAt } from './seeing.ts'

/** All the model's tries together (ms). */
const modelTime = 15_000
/** Judged again and again (unsends), a turn has less: a customer has word 40 s after the newest message (ms). */
const wordWithin = 25_000
const leastTime = 5_000
/** Unusable output is asked for once more. */
const outputs = 2

type Judged = { ok: true; judgement: Judgement; usage?: Usage } | { ok: false; why: string; usage?: Usage }

/** What judging needs of the flow's parts. */
export type JudgeParts = Pick<Parts, 'model' | 'knowledge' | 'contents' | 'clock' | 'log'> & {
  line: Pick<Parts['line'], 'profile'>
}

/** What is judged, with one snapshot of prompt and policy. */
export interface Judging {
  conversation: Conversation
  turn: Turn
  prompt: Prompt
  policy: Policy
  /** The experiment that gives the conversation this prompt. */
  experiment?: string
  /** The time the prompt is told (ms), where that is not now: a case has one of its own. */
  toldAt?: number
}

/** What the turn's judgement comes to, as a function of the conversation it will be committed to. */
export type JudgedChanges = (conversation: Conversation, policy: Policy, now: number) => Change[]

/**
 * Judges a turn.
 * @throws the signal's reason when aborted: something came in and the judgement is not wanted any more
 */
export async function judge(judging: Judging, parts: JudgeParts, signal: AbortSignal): Promise<JudgedChanges> {
  const { conversation, turn, prompt, policy } = judging
  const { model, clock } = parts
  const now = clock.now()
  // Where nothing is said no fixed text needs a language.
  const known = () => (policy.observe ? Promise.resolve(conversation) : withProfile(conversation, parts))
  const byVerdict =
    (verdict: Verdict): JudgedChanges =>
    (current, at, then) => [decide({ conversation: current, turn, policy: at, now: then }, verdict)]
  // No prompt is asked by a rule; whose conversation it is still counts where prompts are compared.
  const counted = judging.experiment === undefined ? {} : { experiment: judging.experiment, prompt: prompt.name }
  const byRuling = (verdict: Verdict): JudgedChanges =>
    byVerdict({ ...verdict, origin: { ...verdict.origin, ...counted } })

  if (policy.paused) {
    const { profileLanguage } = await known()
    parts.log.info({ conversation: conversation.id }, 'not judged: the assistant is paused')
    return (current, at, then) => {
      const told = { ...current, profileLanguage: current.profileLanguage ?? profileLanguage }
      return [decidePaused({ conversation: told, turn, policy: at, now: then })]
    }
  }
  const byRule = (about: Conversation) =>
    judgeByRule({ conversation: about, turn, policy, now, takesMedia: model.takesMedia })
  const ruling = byRule(conversation) && byRule(await known())
  if (ruling) {
    const { decision, reason } = ruling.judgement
    parts.log.info({ conversation: conversation.id, decision, reason }, 'judged by rule')
    return byRuling(ruling)
  }

  const { looks, unseen } = await lookAt(turn, parts, signal)
  const gone = unseen.find(({ why }) => why === 'gone')
  if (gone) {
    const event = { id: `gone-${gone.message}`, messageId: gone.message, gone: true as const }
    return (current, _, then) => enterUnsend(current, event, then)
  }
  if (unseen.length > 0) {
    parts.log.warn({ conversation: conversation.id, unseen }, 'a message could not be looked at: it goes to staff')
    return byRuling(cannotSee({ conversation: await known(), turn, policy, now }, unseen))
  }

  // A picture or a sticker says nothing of its sender's language; their profile may.
  const isWordless = turn.messages.every((message) => wordsOf(message.content) === '')
  const about = isWordless ? await known() : conversation
  const { result, passages } = await askWithin({ ...judging, conversation: about }, looks, parts, signal)
  signal.throwIfAborted()
  const ms = clock.now() - now
  const figures = { conversation: conversation.id, model: model.name, ms, usage: result.usage }
  if (result.ok) parts.log.info({ ...figures, decision: result.judgement.decision }, 'judged')
  else parts.log.warn({ ...figures, why: result.why }, 'no judgement: the customer has a notice, staff an entry')
  const origin: Origin = {
    by: 'model',
    model: model.name,
    prompt: prompt.name,
    promptHash: prompt.hash,
    ...counted,
    usage: result.usage,
    ms,
  }
  if (result.ok) return byVerdict({ judgement: result.judgement, origin, passages })
  const { profileLanguage } = await known()
  return (current, at, then) => {
    const told = { ...current, profileLanguage: current.profileLanguage ?? profileLanguage }
    return [decideFailed({ conversation: told, turn, policy: at, now: then }, result.why, origin)]
  }
}

/** Asks the model, within the time there is. */
async function askWithin(
  judging: Judging,
  looks: Looks,
  parts: JudgeParts,
  signal: AbortSignal,
): Promise<{ result: Judged; passages: ReadonlySet<string> }> {
  const { turn, prompt } = judging
  const newest = Math.max(...turn.fresh.map((message) => message.receivedAt))
  const most = Math.min(modelTime, Math.max(leastTime, newest + wordWithin - parts.clock.now()))
  const passages = new Set<string>()
  const deadline = new AbortController()
  const either = AbortSignal.any([signal, deadline.signal])
  const answers: Answers = {}
  const ask = async (): Promise<Judged> => {
    const chosen = choosePassages(parts.knowledge, turn, prompt.policy.knowledge_budget, looks)
    for (const { id } of chosen) passages.add(id)
    const around = { now: judging.toldAt ?? parts.clock.now(), office: judging.policy.office }
    return askModel(parts, requestFor(judging, chosen, around, looks), { judging, answers }, either)
  }
  const timeUp = parts.clock
    .after(most, either)
    .then((): Judged => answers.usable ?? { ok: false, why: 'no answer in time' })
  const answered = ask().catch((error: unknown): Judged => {
    // Whatever goes wrong in judging, the customer has a notice and staff an entry.
    if (!either.aborted) parts.log.error({ err: error }, 'a turn could not be judged')
    return { ok: false, why: 'judging failed' }
  })
  const result = await Promise.race([answered, timeUp]).finally(() => deadline.abort())
  return { result, passages }
}

/** An answer that is usable, though not in the right language: better than none. */
interface Answers {
  usable?: Judged & { ok: true }
}

async function askModel(
  parts: JudgeParts,
  first: ModelRequest,
  { judging, answers }: { judging: Judging; answers: Answers },
  signal: AbortSignal,
): Promise<Judged> {
  let request = first
  let usage: Usage | undefined
  let why = 'no answer'
  for (let output = 1; output <= outputs; output += 1) {
    let answer: ModelAnswer
    try {
      answer = await parts.model.judge(request, signal)
    } catch (error) {
      if (signal.aborted) throw error
      const known = error instanceof ModelUnavailable
      if (!known) parts.log.warn({ err: error, model: parts.model.name }, 'the model failed')
      return answers.usable ?? { ok: false, why: known ? error.message : 'the model failed', usage }
    }
    usage = add(usage, answer.usage)
    const parsed = answer.ok ? parseJudgement(answer.text) : answer
    if (parsed.ok && 'judgement' in parsed) {
      const judged = { ok: true as const, judgement: parsed.judgement, usage }
      const wanted = otherLanguage(parsed.judgement, judging)
      if (wanted === undefined) return judged
      parts.log.warn(
        { wanted, output, model: parts.model.name },
        'the reply is in another language than the customer’s',
      )
      answers.usable = judged
      request = { ...first, system: `${first.system}\n\nWrite \`reply\` in ${languageNames[wanted]}.` }
      continue
    }
    why = 'why' in parsed ? parsed.why : why
    parts.log.debug({ why, output, model: parts.model.name }, 'the model gave nothing usable')
  }
  return answers.usable ?? { ok: false, why, usage }
}

/**
 * The language the reply should have been in; undefined when it is, or when nobody can tell. Of a burst in several
 * languages any will do.
 */
function otherLanguage({ decision, reply, language }: Judgement, { turn, policy }: Judging): SureLanguage | undefined {
  if (decision === 'handoff' || !policy.match_language) return undefined
  const words = turn.fresh.map((message) => wordsOf(message.content)).filter((text) => text !== '')
  const wanted = words.flatMap((text) => languageWanted(text, language) ?? [])
  return wanted.some((one) => isInLanguage(reply, one)) ? undefined : wanted.at(-1)
}

function add(a: Usage | undefined, b: Usage | undefined): Usage | undefined {
  if (!a || !b) return a ?? b
  return { input: a.input + b.input, output: a.output + b.output }
}
