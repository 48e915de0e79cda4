/** Judges all turns that were chosen. What is judged when it has to stop is not lost: it is told like a whole replay. */
import type { Usage } from '../../core/judgement.ts'
import { costOf, createBudget } from '../budget.ts'
import type { LabIo } from '../io.ts'
import { dollars } from '../numbers.ts'
import { showProgress } from '../progress.ts'
import { run } from '../runner.ts'
import type { Gathered } from './gather.ts'
import type { ReplayOptions } from './options.ts'
import type { ReplayedTurn } from './replay.ts'
import { replayTurn, type Replayed, type ReplayWith } from './replaying.ts'

export interface JudgeAll extends ReplayWith {
  /** The offline model: nobody is paid. */
  free: boolean
}

export interface JudgedAll {
  /** As they ended. */
  turns: ReplayedTurn[]
  usage: Usage
  /** US dollars; missing when the model's price is not known. */
  cost?: number
  /** Why it ended before all was judged. */
  stopped?: string
  problems: string[]
}

export async function judgeAll(
  { chosen }: Pick<Gathered, 'chosen'>,
  parts: JudgeAll,
  { parallel, maxCost }: Pick<ReplayOptions, 'parallel' | 'maxCost'>,
  io: LabIo,
): Promise<JudgedAll> {
  const { signal, log, config } = io
  const model = parts.model.name
  const problems: string[] = []
  const budget = createBudget(maxCost)
  const progress = showProgress(io, chosen.length, 0)
  const ran = await run(chosen, {
    parallel,
    budget,
    modelOf: () => model,
    nameOf: ({ conversation, turn }) => `conversation ${conversation}, turn ${turn}`,
    judge: (one, until) => replayTurn(one, parts, until),
    heardIn: ({ turn: { now, again } }) => [now, ...(again ? [again] : [])],
    costOf: ({ usage }) => (parts.free ? 0 : (costOf(model, usage, config.modelPrices) ?? 0)),
    ended: () => progress.step(budget.spent()),
    whyOf(error) {
      log.debug({ err: error }, 'a past turn cannot be judged again')
      // Its words might quote what the customer wrote.
      return error instanceof Error ? error.name : 'error'
    },
    problem(line) {
      problems.push(line)
      progress.say(line)
    },
    signal,
  }).finally(() => progress.stop())
  const left = chosen.length - ran.done.length
  const why = ran.stopped
    ? 'Stopped'
    : ran.unaffordable > 0
      ? `--max-cost ${dollars(maxCost ?? 0)} is reached`
      : 'Not all could be judged'
  const priced = parts.free || config.modelPrices?.models.has(model) === true
  return {
    turns: ran.done.map(({ turn }) => turn),
    usage: usageOf(ran.done),
    problems,
    ...(priced ? { cost: budget.spent() } : {}),
    ...(left === 0 ? {} : { stopped: `${why}: ${left} of ${chosen.length} turns are left unjudged.` }),
  }
}

const usageOf = (done: readonly Replayed[]): Usage => ({
  input: done.reduce((sum, { usage }) => sum + usage.input, 0),
  output: done.reduce((sum, { usage }) => sum + usage.output, 0),
})
