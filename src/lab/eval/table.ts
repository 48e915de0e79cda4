/** An evaluation as a table for a terminal: a column for each prompt and model, and below it what was expected and got. */
import { matrixTable } from '../figures-table.ts'
import { figuresOfTrials, type TrialFigures } from '../figures.ts'
import type { Rate } from '../../core/interval.ts'
import type { Result } from '../trial.ts'
import { groupsOf, trialsOf, type Group } from './groups.ts'
import { inDollars } from './progress.ts'
import { lineWidth, padded, widthOf } from './width.ts'

type Row = readonly [name: string, cell: (column: Column) => string]

interface Column extends Group {
  all: TrialFigures
  part(which: Which): TrialFigures
}

interface Which {
  language?: string
  heldOut?: boolean
}

/** Lines, none wider than `lineWidth` unless a name is. */
export function tableOf(result: Result): string[] {
  const columns = groupsOf(result).map((group): Column => {
    const trials = trialsOf(result, group)
    const part = ({ language, heldOut }: Which) =>
      figuresOfTrials(
        trials,
        result.cases.filter(
          (one) => (language ?? one.language) === one.language && (heldOut ?? one.heldOut) === one.heldOut,
        ),
      )
    return { ...group, all: part({}), part }
  })
  const rows = rowsOf(result, columns)
  return [
    ...chunks(columns, rows).flatMap((some) => ['', ...tableLines(some, rows)]),
    ...columns.flatMap(({ prompt, model, all }) => ['', `${prompt} · ${model}`, ...matrixTable(all).split('\n')]),
  ]
}

function rowsOf({ cases }: Result, columns: readonly Column[]): Row[] {
  const languages = [...new Set(cases.map(({ language }) => language))]
  const some = (is: (figures: TrialFigures) => boolean): boolean => columns.some(({ all }) => is(all))
  const rows: (Row | false)[] = [
    ['prompt', ({ prompt }) => prompt],
    ['model', ({ model }) => model],
    ['cases', ({ all }) => String(all.cases)],
    some(({ cases, trials }) => cases !== trials) && ['judgements', ({ all }) => String(all.trials)],
    ['decisions right', ({ all }) => counted(all.right)],
    ['  95 % interval', ({ all }) => interval(all.right)],
    ...(languages.length > 1
      ? languages.map((language): Row => [`  ${language}`, (column) => counted(column.part({ language }).right)])
      : []),
    cases.some(({ heldOut }) => heldOut) && ['  held out', (column) => counted(column.part({ heldOut: true }).right)],
    ['false reads', ({ all }) => counted(all.falseReads)],
    some(({ wrongSource }) => wrongSource > 0) && ['  by a wrong passage', ({ all }) => String(all.wrongSource)],
    ['missed hand-offs', ({ all }) => counted(all.missedHandoffs)],
    some(({ failed }) => failed > 0) && ['no judgement', ({ all }) => String(all.failed)],
    some(({ checks }) => checks.kept + checks.broken > 0) && [
      'reply checks kept',
      ({ all: { checks } }) => `${checks.kept} of ${checks.kept + checks.broken}`,
    ],
    some(({ tokens }) => tokens.input > 0) && [
      'tokens in / out',
      ({ all: { tokens } }) => `${tokens.input.toLocaleString('en')} / ${tokens.output.toLocaleString('en')}`,
    ],
    some(({ tokens }) => tokens.input > 0) && ['cost', ({ all }) => costShown(all)],
    ['time p50 / p95', ({ all: { ms } }) => (ms ? `${seconds(ms.p50)} / ${seconds(ms.p95)}` : '–')],
  ]
  return rows.filter((row) => row !== false)
}

/** As many columns side by side as there is room for. */
function chunks(columns: readonly Column[], rows: readonly Row[]): Column[][] {
  const [names, widths] = widthsOf(columns, rows)
  const all: Column[][] = []
  let used = Infinity
  for (const [index, column] of columns.entries()) {
    const width = 2 + (widths[index] ?? 0)
    if (used + width > lineWidth) {
      all.push([])
      used = names
    }
    all.at(-1)?.push(column)
    used += width
  }
  return all
}

function tableLines(columns: readonly Column[], rows: readonly Row[]): string[] {
  const [names, widths] = widthsOf(columns, rows)
  return rows.map(([name, cell]) =>
    [padded(name, names), ...columns.map((column, index) => padded(cell(column), widths[index] ?? 0))]
      .join('  ')
      .trimEnd(),
  )
}

const widthsOf = (columns: readonly Column[], rows: readonly Row[]): [names: number, columns: number[]] => [
  Math.max(...rows.map(([name]) => widthOf(name))),
  columns.map((column) => Math.max(...rows.map(([, cell]) => widthOf(cell(column))))),
]

const costShown = ({ tokens, cost }: TrialFigures): string =>
  cost !== undefined ? inDollars(cost) : tokens.input === 0 ? '–' : 'not known: MODEL_PRICES'

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`
const counted = (rate: Rate | undefined): string => (rate ? `${rate.count} of ${rate.n} (${percent(rate.rate)})` : '–')
const interval = (rate: Rate | undefined): string => (rate ? `${percent(rate.low)} to ${percent(rate.high)}` : '–')
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : 1)} s`
