/** The verdict of a comparison in words, for the terminal and the report. */
import { count, counted, percent, pShown, signed, signedInterval } from '../numbers.ts'
import { newFalseReads, type ModelComparison, type Verdict } from './compare.ts'

const figureWords: Record<Extract<Verdict, { by: string }>['by'], string> = {
  right: 'right',
  falseReads: 'false reads',
  missedHandoffs: 'missed hand-offs',
}

/** The verdict as one sentence, or two. */
export function verdictText(one: ModelComparison): string {
  const { verdict } = one
  switch (verdict.type) {
    case 'better':
    case 'worse': {
      const { both, onlyA, onlyB, n, p, difference } = one[verdict.by]
      const counts = `${figureWords[verdict.by]} in ${both + onlyB} of ${counted(n, 'case')}, with A in ${both + onlyA}`
      const but =
        verdict.type === 'better' && newFalseReads(one).length > 0 ? ' Look at the new false reads first.' : ''
      return `B is ${verdict.type}: ${counts} (${signed(difference.estimate)} points, 95 % interval ${signedInterval(difference)}; p ${pShown(p)}).${but}`
    }
    case 'nothing_flipped': {
      const missed = `What flips in ${percent(verdict.missable)} of cases or more would have shown, 19 times of 20.`
      return `Nothing flipped in ${counted(verdict.of, 'case')}. ${missed}`
    }
    case 'undecided': {
      const flipped = `Not enough cases to tell: ${verdict.flipped} flipped of ${verdict.of}`
      if (verdict.need === undefined) return `${flipped}, as many each way: no number of cases would show a difference.`
      return `${flipped}; if the true difference is as seen, about ${count(roundUp(verdict.need))} cases would do (80 % power, 5 %).`
    }
    default:
      return verdict satisfies never
  }
}

/** 937 as 940: it is no more exact than that. */
const roundUp = (need: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(need)) - 1)
  return Math.ceil(need / step) * step
}
