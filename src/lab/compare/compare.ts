/**
 * Comparison: two prompts over the same cases, a pair a case. What a case comes to over its repeats is what `figures.ts`
 * says; only repeats that both sides have are paired, so an interrupted run tilts nothing. A false read in any repeat is
 * a false read of the case: that is nothing to be averaged away.
 */
import type { DecisionWord } from '../../core/judgement.ts'
import { level, missable, pairedOf, pairsNeeded, type Paired } from '../../core/paired.ts'
import { isRightSurely } from '../figures.ts'
import { counted, shortHash } from '../numbers.ts'
import { shownOf, type Trial, type TrialCase } from '../trial.ts'

export interface Comparison {
  a: Side
  b: Side
  /** In the order of A's trials. */
  models: ModelComparison[]
  /** What could not be compared, or not as one would think: a line each, with what and why. */
  problems: string[]
}

export interface Side {
  /** The prompt's name. */
  prompt: string
  hash: string
}

export interface ModelComparison {
  /** As the model names itself; `one → other` where each side was judged by another model. */
  model: string
  verdict: Verdict
  /** Cases that are right: over all pairs. */
  right: Paired
  /** Cases with a false read: over all pairs. */
  falseReads: Paired
  /** Hand-offs missed: over the pairs that expect one. */
  missedHandoffs: Paired
  /** Cases whose outcome differs: new false reads first, then what went wrong, what is as good or bad, what came right. */
  flips: Flip[]
}

export type Verdict =
  /** Not one case came right or went wrong. `missable`: what flips in this share of cases or more would have shown, 19 times of 20. */
  | { type: 'nothing_flipped'; of: number; missable: number }
  /** The test tells. `by`: in which figure. */
  | { type: 'better' | 'worse'; by: 'right' | 'falseReads' | 'missedHandoffs' }
  /** `need`: about how many cases would do if the difference is as seen; missing when as much flipped each way. */
  | { type: 'undecided'; flipped: number; of: number; need?: number }

export interface Flip {
  case: TrialCase
  /** `still_right`, `still_wrong`: as right or wrong as before, and yet not the same. */
  to: 'right' | 'wrong' | 'still_right' | 'still_wrong'
  a: FlipSide
  b: FlipSide
}

export interface FlipSide {
  /** What most repeats came to. */
  decision: DecisionWord | 'failed'
  right: boolean
  falseRead: boolean
  missedHandoff: boolean
  /** The repeat that shows it: a false read if there is one, else one that is as right or wrong as the case. */
  trial: Trial
  /** All repeats that were paired. */
  trials: Trial[]
}

export interface FlipGroup {
  title: string
  flips: Flip[]
}

/** In the order in which they are read; those that hold nothing are not there. */
export function groupsOfFlips(one: Pick<ModelComparison, 'flips'>): FlipGroup[] {
  const of = (to: Flip['to']) => one.flips.filter((flip) => flip.to === to && !isNewFalseRead(flip))
  const groups = [
    { title: 'New false reads', flips: newFalseReads(one) },
    { title: 'Went wrong', flips: of('wrong') },
    { title: 'Wrong before and after, in another way', flips: of('still_wrong') },
    { title: 'Right before and after, in another way', flips: of('still_right') },
    { title: 'Came right', flips: of('right') },
  ]
  return groups.filter(({ flips }) => flips.length > 0)
}

/** False reads that A did not have. */
export const newFalseReads = ({ flips }: Pick<ModelComparison, 'flips'>): Flip[] => flips.filter(isNewFalseRead)

const isNewFalseRead = ({ a, b }: Pick<Flip, 'a' | 'b'>): boolean => b.falseRead && !a.falseRead

/**
 * @param cases that are the same on both sides ({@link sameCases}); trials of others are left out
 */
export function compareResults(a: readonly Trial[], b: readonly Trial[], cases: readonly TrialCase[]): Comparison {
  const { pairs: models, problems } = pairModels(a, b)
  const [sideA, sideB] = [sideOf(a), sideOf(b)]
  const compared: ModelComparison[] = []
  for (const [modelA, modelB] of models) {
    const model = modelA === modelB ? modelA : `${modelA} → ${modelB}`
    const pairs = pairCases(trialsOf(a, modelA), trialsOf(b, modelB), cases)
    if (pairs.length === 0) problems.push(`${model}: no case was judged on both sides`)
    else compared.push(compareModel(model, pairs))
  }
  if (sideA.hash === sideB.hash && models.some(([modelA, modelB]) => modelA === modelB)) {
    problems.push(`A and B are the same prompt (${shortHash(sideA.hash)}): what differs between them is chance`)
  }
  for (const [letter, trials] of [['A', a] as const, ['B', b] as const]) {
    const failed = trials.filter(({ decision }) => decision === 'failed')
    if (failed.length === 0) continue
    const why = failed.find((trial) => trial.why !== undefined)?.why
    const because = why === undefined ? '' : `, such as: ${why}`
    problems.push(`${letter}: ${failed.length} of ${trials.length} have no judgement and count as wrong${because}`)
  }
  return { a: sideA, b: sideB, models: compared, problems }
}

/** Another case under the same id is another case: it is named and left out. Of held-out ones only the number is told. */
export function sameCases(
  a: readonly TrialCase[],
  b: readonly TrialCase[],
  showHeldOut = false,
): { cases: TrialCase[]; problems: string[] } {
  const others = new Map(b.map((one) => [one.id, one]))
  const changed = a.filter(({ id, hash }) => others.has(id) && others.get(id)?.hash !== hash)
  const [shown, hidden] = shownOf(
    changed.map((one) => ({ case: one })),
    showHeldOut,
  )
  const cases = a.filter(({ id, hash }) => others.get(id)?.hash === hash)
  const ids = new Set(a.map(({ id }) => id))
  const without = (count: number, side: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? 'case is' : 'cases are'} in ${side} only, and left out`]
  return {
    cases,
    problems: [
      ...shown.map((one) => `case ${one.case.id} was changed between the two results, and is left out`),
      ...(hidden === 0 ? [] : [`${counted(hidden, 'held-out case')}, changed between the two results: left out`]),
      ...without(a.filter(({ id }) => !others.has(id)).length, 'A'),
      ...without(b.filter(({ id }) => !ids.has(id)).length, 'B'),
    ],
  }
}

const sideOf = ([first]: readonly Trial[]): Side => ({ prompt: first?.prompt ?? '', hash: first?.promptHash ?? '' })

const trialsOf = (trials: readonly Trial[], model: string): Trial[] => trials.filter((trial) => trial.model === model)

/** Each model with itself. Only where each side has another single one are two models compared. */
function pairModels(a: readonly Trial[], b: readonly Trial[]): { pairs: [string, string][]; problems: string[] } {
  const [modelsA, modelsB] = [a, b].map((trials) => [...new Set(trials.map(({ model }) => model))])
  if (!modelsA || !modelsB) return { pairs: [], problems: [] }
  const [onlyA, onlyB] = [modelsA[0], modelsB[0]]
  if (modelsA.length === 1 && modelsB.length === 1 && onlyA !== undefined && onlyB !== undefined) {
    return { pairs: [[onlyA, onlyB]], problems: [] }
  }
  const lonely = (models: string[], others: string[], side: string) =>
    models.filter((one) => !others.includes(one)).map((one) => `${one} judged ${side} only, and is left out`)
  return {
    pairs: modelsA.filter((one) => modelsB.includes(one)).map((one) => [one, one]),
    problems: [...lonely(modelsA, modelsB, 'A'), ...lonely(modelsB, modelsA, 'B')],
  }
}

type CasePair = Pick<Flip, 'case' | 'a' | 'b'>

function pairCases(a: readonly Trial[], b: readonly Trial[], cases: readonly TrialCase[]): CasePair[] {
  const [ofA, ofB] = [Map.groupBy(a, (trial) => trial.case), Map.groupBy(b, (trial) => trial.case)]
  return cases.flatMap((one): CasePair[] => {
    const [all, others] = [ofA.get(one.id) ?? [], ofB.get(one.id) ?? []]
    const inBoth = (trials: readonly Trial[], there: readonly Trial[]) =>
      trials.filter(({ repeat }) => there.some((other) => other.repeat === repeat))
    const sides = [flipSide(one, inBoth(all, others)), flipSide(one, inBoth(others, all))]
    return sides[0] && sides[1] ? [{ case: one, a: sides[0], b: sides[1] }] : []
  })
}

function flipSide(one: TrialCase, trials: Trial[]): FlipSide | undefined {
  const right = isRightSurely(one.sure, trials.filter((trial) => trial.right).length, trials.length)
  const falseRead = trials.find((trial) => trial.falseRead)
  const counts = Map.groupBy(trials, ({ decision }) => decision)
  const most = [...counts.values()].toSorted((a, b) => b.length - a.length)[0]
  const like = (among: readonly Trial[] = []) => among.find((trial) => trial.right === right)
  const trial = falseRead ?? like(most) ?? like(trials)
  if (!trial || !most?.[0]) return undefined
  const missedHandoff = !right && trials.some((each) => each.missedHandoff)
  return { decision: most[0].decision, right, falseRead: falseRead !== undefined, missedHandoff, trial, trials }
}

function compareModel(model: string, pairs: readonly CasePair[]): ModelComparison {
  const right = paired(pairs, (side) => side.right)
  const falseReads = paired(pairs, (side) => side.falseRead)
  const missedHandoffs = paired(
    pairs.filter((pair) => pair.case.expect === 'handoff'),
    (side) => side.missedHandoff,
  )
  const flips = pairs
    .filter(({ a, b }) => a.right !== b.right || a.falseRead !== b.falseRead || a.decision !== b.decision)
    .map((pair): Flip => ({ ...pair, to: directionOf(pair) }))
    .toSorted((a, b) => rank(a) - rank(b))
  return { model, verdict: verdictOn({ right, falseReads, missedHandoffs }), right, falseReads, missedHandoffs, flips }
}

function paired(pairs: readonly CasePair[], has: (side: FlipSide) => boolean): Paired {
  const count = (a: boolean, b: boolean) => pairs.filter((pair) => has(pair.a) === a && has(pair.b) === b).length
  const [both, onlyA, onlyB, neither] = [count(true, true), count(true, false), count(false, true), count(false, false)]
  return pairedOf({ both, onlyA, onlyB, neither })
}

const directionOf = ({ a, b }: CasePair): Flip['to'] =>
  a.right === b.right ? (b.right ? 'still_right' : 'still_wrong') : b.right ? 'right' : 'wrong'

function rank(flip: Flip): number {
  return isNewFalseRead(flip) ? 0 : ['wrong', 'still_wrong', 'still_right', 'right'].indexOf(flip.to) + 1
}

type Figures = Pick<ModelComparison, 'right' | 'falseReads' | 'missedHandoffs'>

/** What makes B worse goes before what makes it better, and false reads go before everything. */
function verdictOn(figures: Figures): Verdict {
  const { right, falseReads, missedHandoffs } = figures
  const more = ({ onlyA, onlyB, p }: Paired) => onlyB > onlyA && p <= level
  const fewer = ({ onlyA, onlyB, p }: Paired) => onlyB < onlyA && p <= level
  if (more(falseReads)) return { type: 'worse', by: 'falseReads' }
  if (more(missedHandoffs)) return { type: 'worse', by: 'missedHandoffs' }
  if (fewer(right)) return { type: 'worse', by: 'right' }
  if (more(right)) return { type: 'better', by: 'right' }
  if (fewer(falseReads)) return { type: 'better', by: 'falseReads' }
  if (fewer(missedHandoffs)) return { type: 'better', by: 'missedHandoffs' }
  const flippedIn = ({ onlyA, onlyB }: Paired) => onlyA + onlyB
  const seen = flippedIn(right) > 0 ? right : falseReads
  if (flippedIn(seen) === 0) return { type: 'nothing_flipped', of: seen.n, missable: missable(seen.n) }
  const needed = pairsNeeded(seen)
  // So many were not enough this time, so as many again are not what to ask for.
  const need = needed === undefined ? undefined : Math.max(needed, seen.n + 1)
  return { type: 'undecided', flipped: flippedIn(seen), of: seen.n, need }
}
