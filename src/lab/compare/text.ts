/**
 * A comparison in words, for a terminal. New false reads come first and by name, whatever the test can tell; then the
 * verdict; then the figures, and the cases that flipped with what both sides said.
 */
import type { Paired } from '../../core/paired.ts'
import { counted, pShown, shortHash, signed, signedInterval } from '../numbers.ts'
import { aligned, harmless, lineWidth, wrapped } from '../terminal.ts'
import { markOf, markWords } from '../trial-mark.ts'
import { shownOf } from '../trial.ts'
import {
  groupsOfFlips,
  newFalseReads,
  type Comparison,
  type Flip,
  type FlipSide,
  type ModelComparison,
} from './compare.ts'
import { verdictText } from './verdict-text.ts'

export interface Shown {
  /** Whether held-out cases are told too; else they are counted. */
  showHeldOut: boolean
}

/** Lines of one text. */
const mostLines = 4
const indent = 8

/** As lines. */
export function comparisonText({ a, b, models, problems }: Comparison, shown: Shown): string[] {
  return [
    `A  ${a.prompt} ${shortHash(a.hash)}`,
    `B  ${b.prompt} ${shortHash(b.hash)}`,
    ...models.flatMap((one) => ['', ...modelText(one, shown)]),
    ...(problems.length > 0 ? ['', ...problems.map((problem) => `! ${harmless(problem)}`)] : []),
  ]
}

function modelText(one: ModelComparison, shown: Shown): string[] {
  return [
    one.model,
    ...falseReadLines(newFalseReads(one), shown),
    verdictText(one),
    '',
    ...figures(one),
    ...groupsOfFlips(one).flatMap(({ title, flips }) => groupLines(title, flips, shown)),
  ]
}

function falseReadLines(flips: readonly Flip[], { showHeldOut }: Shown): string[] {
  if (flips.length === 0) return []
  const [told, hidden] = shownOf(flips, showHeldOut)
  return [
    `${counted(flips.length, 'new false read')}: the message would have turned Read, and nobody would have answered it`,
    ...told.map((flip) => `  ${flip.case.id}${times(flip.b, flip.b.trials.filter((trial) => trial.falseRead).length)}`),
    ...heldOutLine(hidden),
  ]
}

/** Of each kind of flip so many are told whole. */
const mostTold = 10

function groupLines(title: string, flips: readonly Flip[], { showHeldOut }: Shown): string[] {
  const [told, hidden] = shownOf(flips, showHeldOut)
  const more = told.length - mostTold
  const rest = more > 0 ? [`  and ${more} more: the report has all of them`] : []
  const shown = told.slice(0, mostTold).flatMap(flipText)
  return ['', `${title} (${flips.length})`, ...shown, ...rest, ...heldOutLine(hidden)]
}

const heldOutLine = (hidden: number): string[] =>
  hidden === 0 ? [] : [`  ${counted(hidden, 'held-out case')}, not told here (--show-held-out)`]

const times = ({ trials }: FlipSide, count: number): string =>
  trials.length === 1 ? '' : ` (in ${count} of ${counted(trials.length, 'repeat')})`

function figures(one: ModelComparison): string[] {
  const row = (name: string, { both, onlyA, onlyB, n, p, difference }: Paired, gone: string, come: string) => [
    name,
    n === 0 ? '–' : `${both + onlyA} → ${both + onlyB} of ${n}`,
    n === 0 ? '' : onlyA + onlyB === 0 ? 'none flipped' : `${onlyB} ${come}, ${onlyA} ${gone}`,
    n === 0 ? '' : `${signed(difference.estimate)} points (${signedInterval(difference)})`,
    n === 0 || onlyA + onlyB === 0 ? '' : `p ${pShown(p)}`,
  ]
  const rows = [
    row('right', one.right, 'went wrong', 'came right'),
    row('false reads', one.falseReads, 'gone', 'new'),
    row('missed hand-offs', one.missedHandoffs, 'gone', 'new'),
  ]
  return aligned(rows, '   ').map((line) => `  ${line}`)
}

function flipText({ case: one, a, b }: Flip): string[] {
  const said = (label: string, text: string) =>
    wrapped(text, lineWidth - indent, mostLines).map(
      (line, index) => `    ${(index === 0 ? label : '').padEnd(indent - 4)}${line}`,
    )
  const side = (label: string, of: FlipSide) => [...said(label, sideText(of)), ...said('', saidIn(of))]
  return [
    `  ${one.id}   expects ${one.expect}`,
    ...one.messages.flatMap((message) => said('“', message)),
    ...side('A', a),
    ...side('B', b),
  ]
}

function sideText({ trial, trials }: FlipSide): string {
  const mark = markOf(trial)
  const what = mark === 'false_read' ? 'FALSE READ' : markWords[mark].one
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
