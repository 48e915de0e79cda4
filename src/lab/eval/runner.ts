/**
 * The runner: judges what is planned, a few trials at the same time, until all is judged, the money is spent, or somebody
 * stops it. A model that gives nothing but errors is given up; the others go on.
 */
import { bulkhead } from 'cockatiel'
import type { Trial } from '../trial.ts'
import type { Budget } from './budget.ts'
import type { Planned, PlannedModel } from './plan.ts'

/** So many failures in a row, and no answer ever, and a model is given up; after an answer it has more patience. */
const failuresAtOnce = 5
const failuresLater = 20

export interface Running {
  parallel: number
  budget: Budget
  /** What a trial cost just now (US dollars): nothing where a kept answer was used. */
  costOf(trial: Trial): number
  /** Judges one; throws what is wrong with the case itself, and the signal's reason when aborted. */
  judge(planned: Planned, signal: AbortSignal): Promise<Trial>
  /** Told of each trial as it ends. */
  ended(planned: Planned, trial: Trial): Promise<void>
  /** Told at once what a person should know: a model given up, a case that cannot be judged. */
  problem(line: string): void
  signal: AbortSignal
}

export interface Ran {
  trials: Trial[]
  /** How many were not begun for want of money. */
  unaffordable: number
  /** Names of the models that were given up. */
  givenUp: string[]
}

/** @throws the signal's reason when aborted */
export async function runTrials(plan: readonly Planned[], running: Running): Promise<Ran> {
  const { parallel, budget, signal } = running
  const trials: Trial[] = []
  const patience = createPatience(running.problem)
  const broken = new Set<string>()
  let unaffordable = 0
  let underWay = 0
  const limited = bulkhead(parallel, Infinity)

  const one = async (planned: Planned): Promise<void> => {
    signal.throwIfAborted()
    if (patience.isGivenUp(planned.model) || broken.has(planned.case.id)) return
    if (unaffordable > 0 || !budget.allows(underWay)) {
      unaffordable += 1
      return
    }
    try {
      underWay += 1
      const trial = await running.judge(planned, signal).finally(() => (underWay -= 1))
      budget.add(running.costOf(trial))
      patience.heard(planned.model, trial)
      trials.push(trial)
      await running.ended(planned, trial)
    } catch (error) {
      signal.throwIfAborted()
      if (!broken.has(planned.case.id)) {
        running.problem(
          `case ${planned.case.id} cannot be judged: ${error instanceof Error ? error.message : 'unknown'}`,
        )
      }
      broken.add(planned.case.id)
    }
  }
  await Promise.all(plan.map((planned) => limited.execute(() => one(planned))))
  return { trials, unaffordable, givenUp: patience.givenUp() }
}

function createPatience(problem: Running['problem']) {
  const models = new Map<string, { row: number; answered: boolean; givenUp: boolean }>()
  const of = ({ name }: PlannedModel) => {
    const found = models.get(name) ?? { row: 0, answered: false, givenUp: false }
    models.set(name, found)
    return found
  }
  return {
    isGivenUp: (model: PlannedModel) => of(model).givenUp,
    givenUp: () => [...models].filter(([, { givenUp }]) => givenUp).map(([name]) => name),
    heard(model: PlannedModel, trial: Trial): void {
      const now = of(model)
      // A rule judges without asking: it tells nothing of the model.
      if (trial.by === 'rule' || now.givenUp) return
      if (trial.decision !== 'failed') {
        now.row = 0
        now.answered = true
        return
      }
      now.row += 1
      if (now.row < (now.answered ? failuresLater : failuresAtOnce)) return
      now.givenUp = true
      const since = now.answered ? '' : ' and no answer'
      problem(`${model.name} is given up after ${now.row} failures in a row${since}: ${trial.why ?? 'no reason given'}`)
    },
  }
}
