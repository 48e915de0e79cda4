/**
 * A comparison in words, for a terminal. New false reads come first and by name, whatever the test can tell; then the
 * verdict; then the figures, and the cases that flipped with what both sides said.
 */
import type { Paired } from '../../core/paired.ts'
import { harmless, lineWidth, padded, wrapped } from '../eval/width.ts'
import { count, counted, percent } from '../report/numbers.ts'
import {
  newFalseReads,
  type Comparison,
  type Flip,
  type FlipSide,
  type ModelComparison,
  type Verdict,
} from './compare.ts'

export interface Shown {
  /** Whether the words of held-out cases are shown too. */
  showHeldOut: boolean
}

/** Lines of one text. */
const mostLines = 4
const indent = 8

/** As lines. */
export function comparisonText({ a, b, models, problems }: Comparison, shown: Shown): string[] {
  return [
    `A  ${a.prompt} ${a.hash.slice(0, 8)}`,
    `B  ${b.prompt} ${b.hash.slice(0, 8)}`,
    ...models.flatMap((one) => ['', ...modelText(one, shown)]),
    ...(problems.length > 0 ? ['', ...problems.map((problem) => `! ${harmless(problem)}`)] : []),
  ]
}

function modelText(one: ModelComparison, shown: Shown): string[] {
  const isNew = new Set(newFalseReads(one))
  const groups: [string, Flip[]][] = [
    ['New false reads', [...isNew]],
    ['Went wrong', one.flips.filter((flip) => flip.to === 'wrong' && !isNew.has(flip))],
    [
      'Wrong before and after, in another way',
      one.flips.filter((flip) => flip.to === 'still_wrong' && !isNew.has(flip)),
    ],
    [
      'Right before and after, less or more surely',
      one.flips.filter((flip) => flip.to === 'still_right' && !isNew.has(flip)),
    ],
    ['Came right', one.flips.filter((flip) => flip.to === 'right' && !isNew.has(flip))],
  ]
  return [
    one.model,
    ...falseReadLines([...isNew]),
    verdictText(one),
    '',
    ...figures(one),
    ...groups.flatMap(([title, flips]) =>
      flips.length === 0 ? [] : ['', `${title} (${flips.length})`, ...flips.flatMap((flip) => flipText(flip, shown))],
    ),
  ]
}

function falseReadLines(flips: readonly Flip[]): string[] {
  if (flips.length === 0) return []
  const what = counted(flips.length, 'new false read')
  return [
    `${what}: the message would have turned Read, and nobody would have answered it`,
    ...flips.map(
      (flip) => `  ${flip.case.id}${times(flip.b, flip.b.trials.filter((trial) => trial.falseRead).length)}`,
    ),
  ]
}

const times = ({ trials }: FlipSide, count: number): string =>
  trials.length === 1 ? '' : ` (in ${count} of ${counted(trials.length, 'repeat')})`

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
      return `B is ${verdict.type}: ${counts} (${points(difference.estimate)}, 95 % interval ${interval(difference)}; p ${pText(p)}).${but}`
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

/** `+8 points`: of shares in 100. */
const points = (share: number): string => `${signed(share)} points`

const signed = (share: number): string => {
  const rounded = Math.round(share * 1000) / 10
  return rounded > 0 ? `+${rounded}` : rounded < 0 ? `−${-rounded}` : '0'
}

const interval = ({ low, high }: { low: number; high: number }): string => `${signed(low)} to ${signed(high)}`

/** With the sign before it. */
export const pText = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`)

function figures(one: ModelComparison): string[] {
  const row = (name: string, { both, onlyA, onlyB, n, p, difference }: Paired, gone: string, come: string) => [
    name,
    n === 0 ? '–' : `${both + onlyA} → ${both + onlyB} of ${n}`,
    n === 0 ? '' : onlyA + onlyB === 0 ? 'none flipped' : `${onlyB} ${come}, ${onlyA} ${gone}`,
    n === 0 ? '' : `${points(difference.estimate)} (${interval(difference)})`,
    n === 0 || onlyA + onlyB === 0 ? '' : `p ${pText(p)}`,
  ]
  const rows = [
    row('right', one.right, 'went wrong', 'came right'),
    row('false reads', one.falseReads, 'gone', 'new'),
    row('missed hand-offs', one.missedHandoffs, 'gone', 'new'),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)))
  return rows.map((cells) =>
    `  ${cells.map((cell, column) => padded(cell, widths[column] ?? 0)).join('   ')}`.trimEnd(),
  )
}

function flipText({ case: one, a, b }: Flip, { showHeldOut }: Shown): string[] {
  const hidden = one.heldOut && !showHeldOut
  const said = (label: string, text: string) =>
    wrapped(text, lineWidth - indent, mostLines).map(
      (line, index) => `    ${(index === 0 ? label : '').padEnd(indent - 4)}${line}`,
    )
  const side = (label: string, of: FlipSide) => [...said(label, outcome(of)), ...(hidden ? [] : said('', saidIn(of)))]
  return [
    `  ${one.id}   expects ${one.expect}${hidden ? '   (held out: --show-held-out shows the words)' : ''}`,
    ...(hidden ? [] : one.messages.flatMap((message) => said('“', message))),
    ...side('A', a),
    ...side('B', b),
  ]
}

function outcome(of: FlipSide): string {
  const { trial, trials, right, falseRead, missedHandoff } = of
  const what = falseRead ? 'FALSE READ' : missedHandoff ? 'missed hand-off' : right ? 'right' : 'wrong'
  const rights =
    trials.length === 1 ? '' : `, right in ${trials.filter((each) => each.right).length} of ${trials.length}`
  const lowered = trial.lowered === undefined ? '' : `, lowered from ${trial.said ?? 'resolved'}: ${trial.lowered}`
  const sources = trial.sources.length > 0 ? ` [${trial.sources.join(', ')}]` : ''
  return `${trial.decision}: ${what}${rights}${lowered}${sources}`
}

const saidIn = ({ trial }: FlipSide): string => {
  const words = trial.texts.length > 0 ? trial.texts.join('\n') : trial.reply
  return words === '' ? (trial.why ?? trial.reason) : words
}
