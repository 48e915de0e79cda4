/**
 * The runner: judges what is planned, a few at the same time, until all is judged, the money is spent, or somebody stops
 * it. A model that gives nothing but errors is given up; the others go on.
 */
import { bulkhead } from 'cockatiel'
import type { Budget } from './budget.ts'
import type { Trial } from './trial.ts'

/** So many failures in a row, and no answer ever, and a model is given up; after an answer it has more patience. */
const failuresAtOnce = 5
const failuresLater = 20

/** What one judgement tells of the model. A rule judges without asking: it tells nothing. */
export type Heard = Pick<Trial, 'by' | 'decision' | 'why'>

/** @typeParam P what is planned @typeParam R what came of it */
export interface Running<P, R> {
  /** How many at the same time. */
  parallel: number
  budget: Budget
  /** The name of the model that is asked. */
  modelOf(planned: P): string
  /** As it is called where it cannot be judged: `case refund-1`. What has one name is told once, and no more of it is tried. */
  nameOf(planned: P): string
  /** Judges one; throws what is wrong with itself, and the signal's reason when aborted. */
  judge(planned: P, signal: AbortSignal): Promise<R>
  /** Of each judgement in it. */
  heardIn(result: R): readonly Heard[]
  /** What it cost just now (US dollars): nothing where a kept answer was used. */
  costOf(result: R): number
  /** Told of each as it ends. */
  ended(planned: P, result: R): Promise<void> | void
  /** Why one cannot be judged, for a person. */
  whyOf(error: unknown): string
  /** Told at once what a person should know: a model given up, something that cannot be judged. */
  problem(line: string): void
  signal: AbortSignal
}

export interface Ran<R> {
  /** As they ended. */
  done: R[]
  /** How many were not begun for want of money. */
  unaffordable: number
  /** Somebody stopped it before all was judged. */
  stopped: boolean
}

export async function run<P, R>(plan: readonly P[], running: Running<P, R>): Promise<Ran<R>> {
  const { parallel, budget, signal, problem } = running
  const done: R[] = []
  const patience = createPatience(problem)
  const broken = new Set<string>()
  let unaffordable = 0
  let underWay = 0
  let stopped = false
  const limited = bulkhead(parallel, Infinity)

  const one = async (planned: P): Promise<void> => {
    const [model, name] = [running.modelOf(planned), running.nameOf(planned)]
    stopped ||= signal.aborted
    if (stopped || patience.isGivenUp(model) || broken.has(name)) return
    if (unaffordable > 0 || !budget.allows(underWay)) {
      unaffordable += 1
      return
    }
    try {
      underWay += 1
      const result = await running.judge(planned, signal).finally(() => (underWay -= 1))
      budget.add(running.costOf(result))
      for (const heard of running.heardIn(result)) patience.heard(model, heard)
      done.push(result)
      await running.ended(planned, result)
    } catch (error) {
      if (signal.aborted) {
        stopped = true
        return
      }
      if (!broken.has(name)) problem(`${name} cannot be judged: ${running.whyOf(error)}`)
      broken.add(name)
    }
  }
  let begun = 0
  for (const planned of plan) {
    if (!budget.isUnknown()) break
    begun += 1
    await one(planned)
  }
  await Promise.all(plan.slice(begun).map((planned) => limited.execute(() => one(planned))))
  return { done, unaffordable, stopped }
}

function createPatience(problem: (line: string) => void) {
  const models = new Map<string, { row: number; answered: boolean; givenUp: boolean }>()
  const of = (name: string) => {
    const found = models.get(name) ?? { row: 0, answered: false, givenUp: false }
    models.set(name, found)
    return found
  }
  return {
    isGivenUp: (model: string): boolean => of(model).givenUp,
    heard(model: string, { by, decision, why = 'no reason given' }: Heard): void {
      const now = of(model)
      if (by === 'rule' || now.givenUp) return
      if (decision !== 'failed') {
        now.row = 0
        now.answered = true
        return
      }
      now.row += 1
      if (now.row < (now.answered ? failuresLater : failuresAtOnce)) return
      now.givenUp = true
      const since = now.answered ? '' : ' and no answer'
      problem(`${model} is given up after ${now.row} failures in a row${since}: ${why}`)
    },
  }
}
