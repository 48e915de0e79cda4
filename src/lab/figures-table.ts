/** Figures as tables for a terminal. */
import { decisions } from '../core/judgement.ts'
import type { Rate } from '../core/interval.ts'
import { outcomes, type TrialFigures } from './figures.ts'

/** One row a group, in the order given. What no row has anything of is left out. */
export function tableOf(rows: readonly (readonly [string, TrialFigures])[]): string {
  const columns: [string, (figures: TrialFigures) => string, isWanted?: (figures: TrialFigures) => boolean][] = [
    ['cases', ({ cases }) => String(cases)],
    ['judged', ({ trials }) => String(trials), ({ trials, cases }) => trials !== cases],
    ['right', ({ right }) => withInterval(right)],
    ['false reads', ({ falseReads }) => counted(falseReads)],
    ['of them wrong source', ({ wrongSource }) => String(wrongSource)],
    ['missed hand-offs', ({ missedHandoffs }) => counted(missedHandoffs)],
    ['failed', ({ failed }) => String(failed), ({ failed }) => failed > 0],
    ['replies kept', ({ checks }) => `${checks.kept} of ${checks.kept + checks.broken}`, hasChecks],
    ['tokens in+out', ({ tokens }) => `${number(tokens.input)}+${number(tokens.output)}`, hasTokens],
    ['cost', ({ cost }) => (cost === undefined ? 'not known' : `$${cost.toFixed(4)}`), hasTokens],
    ['p50/p95', ({ ms }) => (ms ? `${seconds(ms.p50)}/${seconds(ms.p95)}` : '–'), ({ ms }) => (ms?.p95 ?? 0) >= 100],
  ]
  const shown = columns.filter(([, , isWanted]) => !isWanted || rows.some(([, figures]) => isWanted(figures)))
  return aligned([
    ['', ...shown.map(([title]) => title)],
    ...rows.map(([name, figures]) => [name, ...shown.map(([, cell]) => cell(figures))]),
  ])
}

/** Expected × got. */
export function matrixTable({ matrix, failed }: TrialFigures): string {
  const got = outcomes.filter((one) => one !== 'failed' || failed > 0)
  return aligned([
    ['expected \\ got', ...got],
    ...decisions.map((expected) => [expected, ...got.map((one) => String(matrix[expected][one]))]),
  ])
}

function aligned(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const hasChecks = ({ checks }: TrialFigures): boolean => checks.kept + checks.broken > 0
const hasTokens = ({ tokens }: TrialFigures): boolean => tokens.input + tokens.output > 0

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`
const number = (value: number): string => value.toLocaleString('en')
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

const counted = (rate: Rate | undefined): string => (rate ? `${rate.count} of ${rate.n} (${percent(rate.rate)})` : '–')

/** `83 of 84 (98.8 %, 93.6–99.8)` */
const withInterval = (rate: Rate | undefined): string =>
  rate
    ? `${rate.count} of ${rate.n} (${percent(rate.rate)}, ${(100 * rate.low).toFixed(1)}–${(100 * rate.high).toFixed(1)})`
    : '–'
