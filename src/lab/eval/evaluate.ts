/** Evaluates: judges all that is planned, going on where an interrupted run was, and keeps each trial as it ends. */
import { join } from 'node:path'
import { trialCaseOf } from '../cases.ts'
import type { LabIo } from '../io.ts'
import type { Result, Trial } from '../trial.ts'
import { createBudget } from './budget.ts'
import type { Opened } from './inputs.ts'
import { openJournal } from './journal.ts'
import { judgeTrial, type JudgeWith } from './judge.ts'
import type { EvalOptions } from './options.ts'
import { nameOf, planOf, type Planned } from './plan.ts'
import { inDollars, showProgress } from './progress.ts'
import { runTrials } from './runner.ts'

/** Any time: what is written down of the shop's hours is told with every state of them. */
const someDay = Date.UTC(2026, 10, 18)

export type EvaluateOptions = Pick<EvalOptions, 'parallel' | 'maxCost' | 'recording' | 'resume'>

export interface Evaluated {
  result: Result
  /** For once the result is safe: what was kept for a resume goes. Where something is left to judge it stays. */
  forget(): Promise<void>
}

/** Undefined: somebody stopped it. */
export async function evaluate(inputs: Opened, options: EvaluateOptions, io: LabIo): Promise<Evaluated | undefined> {
  const { prompts, models, cases } = inputs
  const problems = [...inputs.problems]
  const { config, clock, log, signal } = io
  const knowledge = await io.openKnowledge()
  const parts: JudgeWith = { knowledge, clock, log, office: await io.openOffice(), prices: config.modelPrices }
  const around = JSON.stringify([parts.office.at(someDay), options.recording])
  const plan = planOf({ prompts, models, cases, knowledge, around })
  const journal = await openJournal(join(io.folder, 'unfinished'), nameOf(plan), {
    resume: options.resume,
    now: clock.now(),
  })
  const before = plan.flatMap(({ key }) => journal.done.get(key) ?? [])
  if (before.length > 0) io.say(`${before.length} of ${plan.length} were done already; --no-resume begins anew`)
  const costOf = (trial: Trial) => (options.recording === 'use' ? 0 : (trial.cost ?? 0))
  const spent = journal.failedCost + before.reduce((sum, trial) => sum + costOf(trial), 0)
  const budget = createBudget(options.maxCost, { spent, trials: before.length })
  const progress = showProgress(io, plan.length, before.length)
  const problem = (line: string) => {
    problems.push(line)
    progress.say(line)
  }
  let unwritten = false
  try {
    const ran = await runTrials(
      plan.filter(({ key }) => !journal.done.has(key)),
      {
        parallel: options.parallel,
        budget,
        costOf,
        judge: (planned, until) => judgeTrial(planned, parts, until),
        async ended({ key }, trial) {
          progress.step(budget.spent())
          await journal.append(key, trial).catch((error: unknown) => {
            if (!unwritten) problem(`what is done cannot be kept for a resume: ${String(error)}`)
            unwritten = true
          })
        },
        problem,
        signal,
      },
    )
    const [unrecorded] = inputs.unrecorded
    if (unrecorded !== undefined) {
      problem(`${inputs.unrecorded.length} answers are missing that --record would keep: ${unrecorded}`)
    }
    const trials = [...before, ...ran.trials]
    const left = plan.length - trials.length
    const limit = inDollars(options.maxCost ?? 0)
    const stopped =
      ran.unaffordable === 0
        ? undefined
        : `--max-cost ${limit} is reached: ${inDollars(budget.spent())} spent, ${ran.unaffordable} of ${plan.length} left undone; ` +
          'a higher limit goes on from here'
    const result: Result = {
      format: 1,
      at: clock.now(),
      prompts: prompts.map(({ name, hash }) => ({ name, hash })),
      models: models.map(({ name }) => name),
      repeats: Math.max(0, ...models.map(({ repeats }) => repeats.length)),
      cases: cases.map(trialCaseOf),
      trials: inOrder(trials, plan),
      stopped,
      problems,
    }
    return { result, forget: async () => (left === 0 ? journal.remove() : undefined) }
  } catch (error) {
    if (!signal.aborted) throw error
    progress.say('Stopped. What is done is kept: the same command goes on from there.')
    return undefined
  } finally {
    progress.stop()
  }
}

/** As planned, not as they happened to end. */
function inOrder(trials: readonly Trial[], plan: readonly Planned[]): Trial[] {
  const keyOf = (one: Pick<Trial, 'prompt' | 'model' | 'case' | 'repeat'>) =>
    JSON.stringify([one.prompt, one.model, one.case, one.repeat])
  const byKey = new Map(trials.map((trial) => [keyOf(trial), trial]))
  return plan.flatMap(
    ({ prompt, model, case: one, repeat }) =>
      byKey.get(keyOf({ prompt: prompt.name, model: model.name, case: one.id, repeat })) ?? [],
  )
}
