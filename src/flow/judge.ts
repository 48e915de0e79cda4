/**
 * Asks for a judgement of a turn: by rule, else by the model, which is shown the pictures and files that came. All the
 * model's tries together have 15 s; unusable output, and a reply in another language, get one more try. Whatever comes
 * back is parsed, never cast.
 */
import { isMedia, wordsOf } from '../core/content.ts'
import type { Conversation } from '../core/conversation.ts'
import { decideFailed, decideLimited, decidePaused } from '../core/decide.ts'
import { enterUnsend } from '../core/enter.ts'
import { parseJudgement, type Judgement, type Origin, type Usage } from '../core/judgement.ts'
import { isInLanguage, languageNames, languageWanted, type SureLanguage } from '../core/language.ts'
import { dayLimit, isTooMuch } from '../core/limits.ts'
import { requestFor, type Looks, type ModelRequest, type Passage } from '../core/request.ts'
import { cannotSee, judgeByRule } from '../core/rule.ts'
import { toldOf, type Told } from '../core/told.ts'
import type { Turn } from '../core/turn.ts'
import { ModelUnavailable, NoAnswerInTime, NotAsked, type ModelAnswer } from '../ports/model.ts'
import { choosePassages } from './passages.ts'
import { lookAt } from './seeing.ts'
import { waysOf, type JudgedChanges, type JudgeParts, type Judging, type Ways } from './ways.ts'

/** All the model's tries together (ms). */
const modelTime = 15_000
/** Judged again and again (unsends), a turn has less: a customer has word 40 s after the newest message (ms). */
const wordWithin = 25_000
const leastTime = 5_000
/** Unusable output is asked for once more. */
const outputs = 2

type Judged =
  | { ok: true; judgement: Judgement; usage?: Usage }
  /** `spared`: the model was not even asked. */
  | { ok: false; why: string; usage?: Usage; spared?: true }

/**
 * Judges a turn.
 * @throws the signal's reason when aborted: something came in and the judgement is not wanted any more
 */
export async function judge(judging: Judging, parts: JudgeParts, signal: AbortSignal): Promise<JudgedChanges> {
  const { conversation, turn, policy } = judging
  const { log, clock, model } = parts
  const now = clock.now()
  const ways = waysOf(judging, parts)

  if (policy.paused) {
    log.info({ conversation: conversation.id }, 'not judged: the assistant is paused')
    return ways.unjudged(decidePaused)
  }
  const byRule = (about: Conversation) =>
    judgeByRule({ conversation: about, turn, policy, now, takesMedia: model.takesMedia })
  const ruling = byRule(conversation) && byRule(await ways.known())
  if (ruling) {
    const { decision, reason } = ruling.judgement
    log.info({ conversation: conversation.id, decision, reason }, 'judged by rule')
    return ways.ruled(ruling)
  }
  const limit = isTooMuch(turn) ? 'too_much' : dayLimit(conversation, policy, now)
  if (limit) return ways.past(limit)

  // What a turn's pictures and files take in memory is taken only once it is its turn.
  const heavy = turn.messages.some(({ content }) => content && isMedia(content))
  const leave = await parts.queue?.enter(queueTime(turn, now), heavy, signal)
  try {
    const stop = parts.queue && !leave ? 'queue' : parts.spending?.mayAsk() === false ? 'spending' : undefined
    if (!stop) return await judgeByModel(judging, ways, parts, signal)
    log.warn({ conversation: conversation.id, limit: stop }, 'not judged: a limit is reached')
    return await ways.unjudged((deciding) => decideLimited(deciding, stop, ways.origin))
  } finally {
    leave?.()
  }
}

async function judgeByModel(
  judging: Judging,
  ways: Ways,
  parts: JudgeParts,
  signal: AbortSignal,
): Promise<JudgedChanges> {
  const { conversation, turn, prompt, policy } = judging
  const { model, clock } = parts
  const now = clock.now()
  const { looks, unseen } = await lookAt(turn, { ...parts, destination: conversation.destination }, signal)
  const gone = unseen.find(({ why }) => why === 'gone')
  if (gone) {
    const event = { id: `gone-${gone.message}`, messageId: gone.message, gone: true as const }
    return (current, _, then) => enterUnsend(current, event, then)
  }
  if (unseen.length > 0) {
    parts.log.warn({ conversation: conversation.id, unseen }, 'a message could not be looked at: it goes to staff')
    return ways.ruled(cannotSee({ conversation: await ways.known(), turn, policy, now }, unseen))
  }
  if (isTooMuch(turn, looks)) return ways.past('too_much')

  // A picture or a sticker says nothing of its sender's language; their profile may.
  const isWordless = turn.messages.every((message) => wordsOf(message.content) === '')
  const about = isWordless ? await ways.known() : conversation
  const { result, passages, told } = await askWithin({ ...judging, conversation: about }, looks, parts, signal)
  signal.throwIfAborted()
  if (!result.ok && result.spared) {
    const { why } = result
    parts.log.warn({ conversation: conversation.id, why }, 'not judged: the model is not asked')
    // Its name tells this from a pause. It took nothing of the customer's day, and was not slow either.
    return ways.unjudged((deciding) => decideFailed(deciding, why, { ...ways.origin, model: model.name }))
  }
  const ms = clock.now() - now
  const figures = { conversation: conversation.id, model: model.name, ms, usage: result.usage }
  if (result.ok) parts.log.info({ ...figures, decision: result.judgement.decision }, 'judged')
  else parts.log.warn({ ...figures, why: result.why }, 'no judgement: the customer has a notice, staff an entry')
  const origin: Origin = {
    by: 'model',
    model: model.name,
    prompt: prompt.name,
    promptHash: prompt.hash,
    ...ways.counted,
    usage: result.usage,
    ms,
  }
  if (result.ok) return ways.judged({ judgement: result.judgement, origin, passages, told })
  const { why } = result
  return ways.unjudged((deciding) => decideFailed(deciding, why, origin))
}

/** How long a turn may wait for the model (ms): what is left for an answer must do. One that is late already waits as long. */
function queueTime({ fresh }: Turn, now: number): number {
  const most = wordWithin - leastTime
  const left = Math.max(...fresh.map((message) => message.receivedAt)) + most - now
  return left > 0 ? Math.min(left, most) : most
}

/** Asks the model, within the time there is. */
async function askWithin(
  judging: Judging,
  looks: Looks,
  parts: JudgeParts,
  signal: AbortSignal,
): Promise<{ result: Judged; passages: ReadonlyMap<string, Passage>; told?: Told }> {
  const { turn, prompt } = judging
  const newest = Math.max(...turn.fresh.map((message) => message.receivedAt))
  const most = Math.min(modelTime, Math.max(leastTime, newest + wordWithin - parts.clock.now()))
  const passages = new Map<string, Passage>()
  let told: Told | undefined
  const deadline = new AbortController()
  const either = AbortSignal.any([signal, deadline.signal])
  const answers: Answers = {}
  const ask = async (): Promise<Judged> => {
    const chosen = choosePassages(parts.knowledge, turn, prompt.policy.knowledge_budget, looks)
    for (const passage of chosen) passages.set(passage.id, passage)
    const around = { now: judging.toldAt ?? parts.clock.now(), office: judging.policy.office }
    const request = requestFor(judging, chosen, around, looks)
    told = toldOf(judging, around, request)
    return askModel(parts, request, { judging, answers, hasFullTime: most === modelTime }, either)
  }
  const timeUp = parts.clock
    .after(most, either)
    .then((): Judged => answers.usable ?? { ok: false, why: 'no answer in time', usage: answers.usage })
  const answered = ask().catch((error: unknown): Judged => {
    // Whatever goes wrong in judging, the customer has a notice and staff an entry.
    if (!either.aborted) parts.log.error({ err: error }, 'a turn could not be judged')
    return { ok: false, why: 'judging failed' }
  })
  const result = await Promise.race([answered, timeUp]).finally(() =>
    deadline.abort(new NoAnswerInTime('no answer in time')),
  )
  return { result, passages, told }
}

/** An answer that is usable, though not in the right language: better than none. */
interface Answers {
  usable?: Judged & { ok: true }
  /** What all answers so far took. */
  usage?: Usage
}

async function askModel(
  parts: JudgeParts,
  first: ModelRequest,
  { judging, answers, hasFullTime }: { judging: Judging; answers: Answers; hasFullTime: boolean },
  signal: AbortSignal,
): Promise<Judged> {
  const { id: conversation } = judging.conversation
  let request = first
  let usage: Usage | undefined
  let why = 'no answer'
  for (let output = 1; output <= outputs; output += 1) {
    let answer: ModelAnswer
    try {
      // What the first took of the time the second has not.
      answer = await parts.model.judge(request, signal, { conversation, hasFullTime: hasFullTime && output === 1 })
    } catch (error) {
      if (signal.aborted) throw error
      if (error instanceof NotAsked && output === 1) return { ok: false, why: error.message, spared: true }
      const known = error instanceof ModelUnavailable
      if (!known) parts.log.warn({ err: error, model: parts.model.name }, 'the model failed')
      return answers.usable ?? { ok: false, why: known ? error.message : 'the model failed', usage }
    }
    parts.spending?.spent(parts.model.name, answer.usage, conversation)
    usage = add(usage, answer.usage)
    answers.usage = usage
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
