/**
 * Asks for a judgement of a turn: by rule, else by the model. All the model's tries together have 15 s; unusable output
 * gets one more try. Whatever comes back is parsed, never cast.
 */
import { type Conversation } from '../core/conversation.ts'
import { decide, decideFailed, type Deciding } from '../core/decide.ts'
import type { Change } from '../core/facts.ts'
import { parseJudgement, type Judgement, type Origin, type Usage } from '../core/judgement.ts'
import type { Policy } from '../core/policy.ts'
import { requestFor, type Prompt } from '../core/request.ts'
import { judgeByRule } from '../core/rule.ts'
import type { Turn } from '../core/turn.ts'
import { ModelUnavailable, type ModelAnswer } from '../ports/model.ts'
import type { Parts } from './parts.ts'
import { choosePassages } from './passages.ts'

/** All the model's tries together (ms). */
const modelTime = 15_000
/** Judged again and again (unsends), a turn has less: a customer has word 40 s after the newest message (ms). */
const wordWithin = 25_000
const leastTime = 5_000
/** Unusable output is asked for once more. */
const outputs = 2

type Judged = { ok: true; judgement: Judgement; usage?: Usage } | { ok: false; why: string; usage?: Usage }

/** What judging needs of the flow's parts. */
export type JudgeParts = Pick<Parts, 'model' | 'knowledge' | 'clock' | 'log'>

/** What the turn's judgement comes to, as a function of the conversation it will be committed to. */
export type Verdict = (conversation: Conversation, policy: Policy, now: number) => Change

/**
 * Judges a turn with one snapshot of prompt and policy.
 * @throws the signal's reason when aborted: something came in and the judgement is not wanted any more
 */
export async function judge(
  conversation: Conversation,
  turn: Turn,
  prompt: Prompt,
  parts: JudgeParts,
  signal: AbortSignal,
): Promise<Verdict> {
  const ruling = judgeByRule(conversation, turn)
  if (ruling) {
    const { judgement, notice } = ruling
    return (current, policy, now) =>
      decide(deciding(current, turn, policy, now), judgement, new Set(), { by: 'rule' }, notice)
  }
  const began = parts.clock.now()
  const newest = Math.max(...turn.fresh.map((message) => message.receivedAt))
  const most = Math.min(modelTime, Math.max(leastTime, newest + wordWithin - began))
  const given = new Set<string>()
  const deadline = new AbortController()
  const either = AbortSignal.any([signal, deadline.signal])
  const timeUp = parts.clock.after(most, either).then((): Judged => ({ ok: false, why: 'no answer in time' }))
  const ask = async (): Promise<Judged> => {
    const passages = choosePassages(parts.knowledge, turn, prompt.policy.knowledge_budget)
    for (const { id } of passages) given.add(id)
    return askModel(parts, requestFor(conversation, turn, prompt, passages), either)
  }
  const answered = ask().catch((error: unknown): Judged => {
    // Whatever goes wrong in judging, the customer has a notice and staff an entry.
    if (!either.aborted) parts.log.error({ err: error }, 'a turn could not be judged')
    return { ok: false, why: 'judging failed' }
  })
  const result = await Promise.race([answered, timeUp]).finally(() => deadline.abort())
  signal.throwIfAborted()
  const ms = parts.clock.now() - began
  const told = { conversation: conversation.id, model: parts.model.name, ms, usage: result.usage }
  if (result.ok) parts.log.info({ ...told, decision: result.judgement.decision }, 'judged')
  else parts.log.warn({ ...told, why: result.why }, 'no judgement: the customer has a notice, staff an entry')
  const origin: Origin = {
    by: 'model',
    model: parts.model.name,
    prompt: prompt.name,
    promptHash: prompt.hash,
    usage: result.usage,
    ms,
  }
  return (current, policy, now) =>
    result.ok
      ? decide(deciding(current, turn, policy, now), result.judgement, given, origin)
      : decideFailed(deciding(current, turn, policy, now), result.why, origin)
}

const deciding = (conversation: Conversation, turn: Turn, policy: Policy, now: number): Deciding => ({
  conversation,
  turn,
  policy,
  now,
})

async function askModel(
  parts: JudgeParts,
  request: ReturnType<typeof requestFor>,
  signal: AbortSignal,
): Promise<Judged> {
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
      return { ok: false, why: known ? error.message : 'the model failed', usage }
    }
    usage = add(usage, answer.usage)
    const parsed = answer.ok ? parseJudgement(answer.text) : answer
    if (parsed.ok && 'judgement' in parsed) return { ok: true, judgement: parsed.judgement, usage }
    why = 'why' in parsed ? parsed.why : why
    parts.log.debug({ why, output, model: parts.model.name }, 'the model gave nothing usable')
  }
  return { ok: false, why, usage }
}

function add(a: Usage | undefined, b: Usage | undefined): Usage | undefined {
  if (!a || !b) return a ?? b
  return { input: a.input + b.input, output: a.output + b.output }
}
