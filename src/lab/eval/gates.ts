/**
 * Gates: what may not get worse. Two results are compared over the cases that are the same in both (by their hash), in
 * this order: false reads, missed hand-offs, decisions right, reply checks. A false read in any repeat is one of its case,
 * however sure that is. A missed hand-off or a broken check is one in any repeat where the case is `always` sure, in more
 * than half of them where it is `usually`.
 */
import { judgedCombinations, trialsOf, type Combination } from '../combinations.ts'
import { isRightSurely } from '../figures.ts'
import type { Result, Trial, TrialCase } from '../trial.ts'

export interface Gate {
  name: 'false reads' | 'missed hand-offs' | 'decisions right' | 'reply checks'
  before: number
  after: number
  of: number
  /** The cases that got worse. */
  worse: JudgedCase[]
  broken: boolean
}

export interface Gated {
  combination: Combination
  /** What it is held against; undefined when the baseline has nothing of the kind, and no gate can be checked. */
  against?: Combination
  /** Cases judged in both, only in this one, only in the baseline. */
  same: number
  added: number
  gone: number
  gates: Gate[]
}

/** So much may `decisions right` fall (points of 100). */
const allowedFall = 2

/** Every prompt and model of a result against its like in the baseline. */
export function checkGates(result: Result, baseline: Result): Gated[] {
  const there = judgedCombinations(baseline)
  return judgedCombinations(result).map((combination) => {
    const against = likeOf(combination, there)
    if (!against) return { combination, same: 0, added: 0, gone: 0, gates: [] }
    const now = judged(result, combination)
    const before = judged(baseline, against)
    const same = [...now.values()].flatMap((after): Pair[] => {
      const earlier = before.get(after.case.hash)
      return earlier ? [{ before: earlier, after }] : []
    })
    return {
      combination,
      against,
      same: same.length,
      added: now.size - same.length,
      gone: before.size - same.length,
      gates: gatesOf(same),
    }
  })
}

/** The same prompt by the same model; else the only prompt of that model. What another model did is no measure for it. */
function likeOf({ prompt, model }: Combination, there: readonly Combination[]): Combination | undefined {
  const sameModel = there.filter((one) => one.model === model)
  return sameModel.find((one) => one.prompt === prompt) ?? (sameModel.length === 1 ? sameModel[0] : undefined)
}

/** A case with what its repeats come to. */
export interface JudgedCase {
  case: TrialCase
  right: boolean
  falseRead: boolean
  missedHandoff: boolean
  /** Undefined when it checks no words. */
  checksKept?: boolean
}

interface Pair {
  before: JudgedCase
  after: JudgedCase
}

/** The cases of one prompt and model that were judged at all, by their hash. */
export function judged(result: Result, combination: Combination): Map<string, JudgedCase> {
  const byCase = Map.groupBy(trialsOf(result, combination), (trial) => trial.case)
  return new Map(
    result.cases.flatMap((one): [string, JudgedCase][] => {
      const trials = byCase.get(one.id)
      if (!trials) return []
      const count = (is: (trial: Trial) => boolean) => trials.filter(is).length
      const wrong = (is: (trial: Trial) => boolean) => count(is) > (one.sure === 'always' ? 0 : trials.length / 2)
      return [
        [
          one.hash,
          {
            case: one,
            right: isRightSurely(
              one.sure,
              count((trial) => trial.right),
              trials.length,
            ),
            falseRead: trials.some((trial) => trial.falseRead),
            missedHandoff: wrong((trial) => trial.missedHandoff),
            checksKept: trials.some(({ checks }) => checks.length > 0)
              ? !wrong(({ checks }) => checks.some(({ kept }) => !kept))
              : undefined,
          },
        ],
      ]
    }),
  )
}

function gatesOf(pairs: readonly Pair[]): Gate[] {
  const handoffs = pairs.filter((pair) => pair.after.case.expect === 'handoff')
  const checked = pairs.filter(({ before, after }) => before.checksKept !== undefined && after.checksKept !== undefined)
  const falseReads = measure('false reads', pairs, (one) => one.falseRead, 'bad')
  const missed = measure('missed hand-offs', handoffs, (one) => one.missedHandoff, 'bad')
  const right = measure('decisions right', pairs, (one) => one.right, 'good')
  const checks = measure('reply checks', checked, (one) => one.checksKept === true, 'good')
  return [
    // Nobody pays for one false read with another: no case may become one, however many others got better.
    { ...falseReads, broken: falseReads.worse.length > 0 },
    { ...missed, broken: missed.worse.length > 0 },
    { ...right, broken: (right.before - right.after) * 100 > allowedFall * right.of },
    { ...checks, broken: checks.after < checks.before },
  ]
}

function measure(
  name: Gate['name'],
  pairs: readonly Pair[],
  counts: (one: JudgedCase) => boolean,
  when: 'bad' | 'good',
): Omit<Gate, 'broken'> {
  const bad = when === 'bad'
  const worse = pairs.filter(({ before, after }) => counts(after) === bad && counts(before) !== bad)
  return {
    name,
    before: pairs.filter(({ before }) => counts(before)).length,
    after: pairs.filter(({ after }) => counts(after)).length,
    of: pairs.length,
    worse: worse.map(({ after }) => after),
  }
}
