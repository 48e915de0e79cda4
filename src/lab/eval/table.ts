/** An evaluation as a table for a terminal: a column for each prompt and model, and below it what was expected and got. */
import { decisions } from '../../core/judgement.ts'
import type { Rate } from '../../core/interval.ts'
import { judgedCombinations, trialsOf, type Combination } from '../combinations.ts'
import { allGot, figuresOfTrials, type Got, type TrialFigures } from '../figures.ts'
import { count, dollars, intervalShown, ofAll, seconds } from '../numbers.ts'
import { aligned, lineWidth, padded, widthOf } from '../terminal.ts'
import type { Result } from '../trial.ts'

type Row = readonly [name: string, cell: (column: Column) => string]

interface Column extends Combination {
  all: TrialFigures
  part(which: Which): TrialFigures
}

interface Which {
  language?: string
  heldOut?: boolean
}

/** Lines, none wider than `lineWidth` unless a name is. */
export function tableOf(result: Result): string[] {
  const columns = judgedCombinations(result).map((combination): Column => {
    const trials = trialsOf(result, combination)
    const part = ({ language, heldOut }: Which) =>
      figuresOfTrials(
        trials,
        result.cases.filter(
          (one) => (language ?? one.language) === one.language && (heldOut ?? one.heldOut) === one.heldOut,
        ),
      )
    return { ...combination, all: part({}), part }
  })
  const rows = rowsOf(result, columns)
  return [
    ...chunks(columns, rows).flatMap((some) => ['', ...tableLines(some, rows)]),
    ...columns.flatMap(({ prompt, model, all }) => [
      '',
      `${prompt} · ${model}`,
      ...matrixTable(all.matrix, 'expected \\ got'),
    ]),
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
    ['  95 % interval', ({ all }) => (all.right ? intervalShown(all.right) : '–')],
    ...(languages.length > 1
      ? languages.map((language): Row => [`  ${language}`, (column) => counted(column.part({ language }).right)])
      : []),
    cases.some(({ heldOut }) => heldOut) && ['  held out', (column) => counted(column.part({ heldOut: true }).right)],
    ['false reads', ({ all }) => counted(all.falseReads)],
    some(({ wrongSource }) => wrongSource > 0) && ['  resolved otherwise', ({ all }) => String(all.wrongSource)],
    ['missed hand-offs', ({ all }) => counted(all.missedHandoffs)],
    some(({ failed }) => failed > 0) && ['no judgement', ({ all }) => String(all.failed)],
    some(({ checks }) => checks.kept + checks.broken > 0) && [
      'reply checks kept',
      ({ all: { checks } }) => `${checks.kept} of ${checks.kept + checks.broken}`,
    ],
    some(({ tokens }) => tokens.input > 0) && [
      'tokens in / out',
      ({ all: { tokens } }) => `${count(tokens.input)} / ${count(tokens.output)}`,
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
  cost !== undefined ? dollars(cost) : tokens.input === 0 ? '–' : 'not known: MODEL_PRICES'

const counted = (rate: Rate | undefined): string => (rate ? ofAll(rate.count, rate.n) : '–')

/** Decisions against those that came. A column without judgement is there only where there is one without. */
export function matrixTable(matrix: Record<(typeof decisions)[number], Record<Got, number>>, corner: string): string[] {
  const got = allGot.filter((one) => one !== 'failed' || decisions.some((row) => matrix[row].failed > 0))
  return aligned([[corner, ...got], ...decisions.map((row) => [row, ...got.map((one) => count(matrix[row][one]))])])
}
