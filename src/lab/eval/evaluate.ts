/** Evaluates: judges all that is planned, going on where an interrupted run was, and keeps each trial as it ends. */
import { join } from 'node:path'
import type { Prompt } from '../../core/request.ts'
import { createBudget } from '../budget.ts'
import { trialCaseOf, type Case } from '../cases.ts'
import type { LabIo } from '../io.ts'
import { judgeTrial, momentOf, type JudgeWith } from '../judge-case.ts'
import { dollars } from '../numbers.ts'
import { showProgress } from '../progress.ts'
import { run } from '../runner.ts'
import type { Result, Trial } from '../trial.ts'
import type { Opened } from './inputs.ts'
import { openJournal } from './journal.ts'
import type { EvalOptions } from './options.ts'
import { nameOf, planOf, type Planned } from './plan.ts'

export type EvaluateOptions = Pick<EvalOptions, 'parallel' | 'maxCost' | 'recording' | 'resume'>

export interface Evaluated {
  result: Result
  /** For once the result is safe: what was kept for a resume goes. Where something is left to judge it stays. */
  forget(): Promise<void>
}

/**
 * Each trial is on the disk as it ends.
 * @returns undefined where somebody stopped it: then it goes on another time
 */
export async function evaluate(inputs: Opened, options: EvaluateOptions, io: LabIo): Promise<Evaluated | undefined> {
  const { prompts, models, cases } = inputs
  const problems = [...inputs.problems]
  const { config, clock, log, signal } = io
  const knowledge = await io.openKnowledge()
  const [office, systems] = [await io.openOffice(), await io.openSystems()]
  const parts: JudgeWith = { knowledge, clock, log, office, systems, prices: config.modelPrices }
  const moment = (one: Case, prompt: Prompt) => momentOf(one, prompt, parts.office)
  const plan = planOf({ prompts, models, cases, knowledge, systems, moment, recording: options.recording })
  const journal = await openJournal(join(io.folder, 'unfinished'), nameOf(plan), {
    resume: options.resume,
    now: clock.now(),
  })
  const before = plan.flatMap(({ key }) => journal.done.get(key) ?? [])
  if (before.length > 0) io.say(`${before.length} of ${plan.length} were done already; --no-resume begins anew`)
  const costOf = (trial: Trial) => (options.recording === 'use' ? 0 : (trial.cost ?? 0))
  const spent = journal.failedCost + before.reduce((sum, trial) => sum + costOf(trial), 0)
  const budget = createBudget(options.maxCost, { spent, judged: before.length })
  const progress = showProgress(io, plan.length, before.length)
  const problem = (line: string) => {
    problems.push(line)
    progress.say(line)
  }
  let unwritten = false
  try {
    const ran = await run(
      plan.filter(({ key }) => !journal.done.has(key)),
      {
        parallel: options.parallel,
        budget,
        modelOf: ({ model }) => model.name,
        nameOf: (planned) => `case ${planned.case.id}`,
        judge: (planned, until) => judgeTrial(planned, parts, until),
        heardIn: (trial) => [trial],
        costOf,
        async ended({ key }, trial) {
          progress.step(budget.spent())
          await journal.append(key, trial).catch((error: unknown) => {
            if (!unwritten) problem(`what is done cannot be kept for a resume: ${String(error)}`)
            unwritten = true
          })
        },
        whyOf: (error) => (error instanceof Error ? error.message : 'unknown'),
        problem,
        signal,
      },
    )
    if (ran.stopped) {
      progress.say('Stopped. What is done is kept: the same command goes on from there.')
      return undefined
    }
    const [unrecorded] = inputs.unrecorded
    if (unrecorded !== undefined) {
      problem(`${inputs.unrecorded.length} answers are missing that --record would keep: ${unrecorded}`)
    }
    const trials = [...before, ...ran.done]
    const left = plan.length - trials.length
    const limit = dollars(options.maxCost ?? 0)
    const stopped =
      ran.unaffordable === 0
        ? undefined
        : `--max-cost ${limit} is reached: ${dollars(budget.spent())} spent, ${ran.unaffordable} of ${plan.length} left undone; ` +
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
