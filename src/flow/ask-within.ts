/**
 * The time in which a model is asked for a turn, and what is looked up in between: all its tries together have 15 s, with
 * look-ups 25 s.
 */
import type { Verdict } from '../core/decide.ts'
import type { Live, Looks, Passage } from '../core/request.ts'
import { requestFor } from '../core/request.ts'
import { toldOf } from '../core/told.ts'
import type { Clock } from '../ports/clock.ts'
import { NoAnswerInTime } from '../ports/model.ts'
import { askModel, type Answers, type Judged } from './ask-model.ts'
import { boundTo, lookUpAll, offeredTo, type Offered } from './look-ups.ts'
import { choosePassages } from './passages.ts'
import type { JudgeParts, Judging } from './ways.ts'

/** All the model's tries together (ms). */
const modelTime = 15_000
/** Judged again and again (unsends), a turn has less: a customer has word 40 s after the newest message (ms). */
export const wordWithin = 25_000
export const leastTime = 5_000
/** With look-ups all of it together has so long (ms), and a customer has word so much later; still within the 40 s. */
const timeWithLookUps = 25_000
const longerWithLookUps = 5_000
/** The look-ups of a turn, which run at once, have so long (ms), and leave the model so much for what was found. */
const lookUpTime = 8_000
const secondTime = 5_000
const second = 1_000

/** What a verdict rests on, beside the model's words. */
export type Rests = Pick<Verdict, 'passages' | 'told' | 'lookUps' | 'found' | 'proofs'>

/** Asks the model, and looks up in between what it wants to know, within the time there is. */
export async function askWithin(
  judging: Judging,
  looks: Looks,
  parts: JudgeParts,
  signal: AbortSignal,
): Promise<Rests & { result: Judged }> {
  const { turn, prompt, conversation } = judging
  const { clock } = parts
  // What is judged again after a later sign, as a linked account, is as new as that.
  const newest = Math.max(...turn.fresh.map((message) => message.tokenFrom?.receivedAt ?? message.receivedAt))
  const began = clock.now()
  const most = Math.min(modelTime, Math.max(leastTime, newest + wordWithin - began))
  const mostInAll = Math.min(timeWithLookUps, Math.max(leastTime, newest + wordWithin + longerWithLookUps - began))
  const passages = new Map<string, Passage>()
  const rests: Rests = { passages }
  const deadline = new AbortController()
  const either = AbortSignal.any([signal, deadline.signal])
  const answers: Answers = {}
  const offered = offeredTo(conversation, prompt.policy, parts.live)
  let looksUp = false
  const ask = async (): Promise<Judged> => {
    const chosen = choosePassages(parts.knowledge, turn, prompt.policy.knowledge_budget, looks)
    for (const passage of chosen) passages.set(passage.id, passage)
    const around = { now: judging.toldAt ?? clock.now(), office: judging.policy.office }
    const { lookUps } = offered
    const request = requestFor(judging, chosen, around, looks, present(offered))
    rests.told = toldOf(judging, around, request, lookUps)
    const asking = { judging, answers, hasFullTime: most === modelTime }
    const first = await askModel(parts, request, asking, either)
    if (first.ok !== 'wants') return first

    looksUp = true
    judging.goesOn?.()
    const left = began + mostInAll - clock.now() - secondTime
    const time = limitedTo(Math.min(lookUpTime, Math.max(second, left)), clock, either)
    const looked = await lookUpAll({ conversation, ...first, taken: passages.keys() }, parts, time.signal)
    time.over()
    either.throwIfAborted()
    const { found, nothing, lookUps: all, proofs } = looked
    const ids = new Set(found.map(({ id }) => id))
    Object.assign(rests, { lookUps: all, found: ids, ...(proofs && { proofs }) } satisfies Partial<Rests>)
    for (const passage of found) passages.set(passage.id, passage)
    const known = { ...present({ records: offered.records }), looked: { found, nothing } }
    const again = requestFor(judging, chosen, around, looks, known)
    rests.told = toldOf(judging, around, again, lookUps)
    const judged = await askModel(parts, again, { ...asking, hasFullTime: false }, either)
    return judged.ok === 'wants' ? { ok: false, why: 'look-ups are wanted twice', usage: judged.usage } : judged
  }
  const timeUp = async (): Promise<Judged> => {
    await clock.after(most, either)
    if (looksUp) await clock.after(mostInAll - most, either)
    return answers.usable ?? { ok: false, why: 'no answer in time', usage: answers.usage }
  }
  const answered = ask().catch((error: unknown): Judged => {
    // Whatever goes wrong in judging, the customer has a notice and staff an entry.
    if (!either.aborted) parts.log.error({ err: error }, 'a turn could not be judged')
    return { ok: false, why: 'judging failed' }
  })
  const result = await Promise.race([answered, timeUp()]).finally(() =>
    deadline.abort(new NoAnswerInTime('no answer in time')),
  )
  if (!result.ok || !result.records) return { ...rests, result }
  return { ...rests, result: { ...result, records: boundTo(offered, result.records) } }
}

/** A request says nothing of what there is none of. */
const present = ({ lookUps = [], records = [] }: Partial<Offered>): Live => ({
  ...(lookUps.length > 0 && { lookUps }),
  ...(records.length > 0 && { records }),
})

/** A signal that aborts after `ms` too, unless it is over before. */
function limitedTo(ms: number, clock: Clock, signal: AbortSignal): { signal: AbortSignal; over: () => void } {
  const [late, done] = [new AbortController(), new AbortController()]
  clock.after(ms, AbortSignal.any([signal, done.signal])).then(
    () => late.abort(),
    () => undefined,
  )
  return { signal: AbortSignal.any([signal, late.signal]), over: () => done.abort() }
}
