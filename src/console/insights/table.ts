/**
 * Tables of figures. What the page shows, what a chart draws and what a CSV file holds come from the same columns, so that
 * they cannot differ.
 */
import type { Figures, Group, Insights, Reason } from '../../core/insights.ts'
import { html, type Html } from '../html.ts'
import type { ConsoleLanguage } from '../language.ts'
import { insightsWords, topicShown, type InsightsWords } from './insights-words.ts'
import { day, languageName, length, number, percent } from './numbers.ts'

export const tables = ['outcomes', 'answer', 'read', 'tokens', 'languages', 'topics', 'variants', 'reasons'] as const
export type TableName = (typeof tables)[number]

type Unit = 'count' | 'ms' | 'money'

interface Column<Row> {
  title: string
  unit: Unit
  of: (row: Row) => number | undefined
  /** The colour of its line or bar (`charts.js`, `insights.css`). */
  colour?: string
}

/** A table whatever its rows are: cells as numbers, for all three uses. */
export interface Table {
  name: TableName
  title: string
  /** What the rows are named by. */
  rowTitle: string
  columns: Column<never>[]
  rows: { name: string; shown: string; cells: (number | undefined)[] }[]
}

const count = (title: string, of: (row: Figures) => number | undefined, colour?: string): Column<Figures> => ({
  title,
  unit: 'count',
  of,
  colour,
})
const time = (title: string, of: (row: Figures) => number | undefined, colour?: string): Column<Figures> => ({
  title,
  unit: 'ms',
  of,
  colour,
})

function columnsOf(name: Exclude<TableName, 'reasons'>, words: InsightsWords, priced: boolean): Column<Figures>[] {
  const { outcomesAre, median, p90 } = words
  const outcomes = [
    count(outcomesAre.assistant, (row) => row.outcomes.assistant, 'assistant'),
    count(outcomesAre.unsolved, (row) => row.outcomes.unsolved, 'unsolved'),
    count(outcomesAre.asked, (row) => row.outcomes.asked, 'question'),
    count(outcomesAre.staff, (row) => row.outcomes.staff, 'staff'),
    count(outcomesAre.untaken, (row) => row.outcomes.untaken, 'untaken'),
    count(outcomesAre.failed, (row) => row.outcomes.failed, 'failed'),
  ]
  const cost: Column<Figures>[] = priced ? [{ title: words.cost, unit: 'money', of: (row) => row.cost }] : []
  switch (name) {
    case 'outcomes':
      return outcomes
    case 'answer':
      return [
        time(median, (row) => row.answered.median, 'assistant'),
        time(p90, (row) => row.answered.p90, 'question'),
        count('n', (row) => row.answered.n),
      ]
    case 'read':
      return [
        time(median, (row) => row.read.median, 'staff'),
        time(p90, (row) => row.read.p90, 'question'),
        count('n', (row) => row.read.n),
      ]
    case 'tokens':
      return [
        count(words.input, (row) => row.input, 'staff'),
        count(words.output, (row) => row.output, 'question'),
        ...cost,
      ]
    case 'languages':
    case 'topics':
    case 'variants':
      return [
        count(words.turns, (row) => row.turns),
        ...outcomes,
        time(`${words.answerTime} (${median})`, (row) => row.answered.median),
        time(`${words.readTime} (${median})`, (row) => row.read.median),
        count(words.silent, (row) => row.silent?.count),
        count(words.returned, (row) => row.returned?.count),
        count(words.notSolved, (row) => row.notSolved?.count),
        count(words.tokens, (row) => row.input + row.output),
        ...cost,
      ]
    default:
      return name satisfies never
  }
}

export function tableOf(name: TableName, insights: Insights, language: ConsoleLanguage, priced: boolean): Table {
  const words = insightsWords[language]
  if (name === 'reasons') {
    const rows = insights.byReason.map(({ name, count }) => ({ name, shown: words.reasons[name], cells: [count] }))
    const counted: Column<{ name: Reason; count: number }> = {
      title: words.count,
      unit: 'count',
      of: ({ count }) => count,
    }
    return { name, title: words.byReason, rowTitle: words.reason, columns: [counted], rows }
  }
  const columns = columnsOf(name, words, priced)
  const fill = (groups: Group[], shown: (name: string) => string): Table['rows'] =>
    groups.map((group) => ({
      name: group.name,
      shown: shown(group.name),
      cells: columns.map(({ of }) => of(group)),
    }))
  const dated = (one: string): string => day(one, language, true)
  const titles = { outcomes: words.byDay, answer: words.answerTime, read: words.readTime, tokens: words.tokens }
  switch (name) {
    case 'languages': {
      const rows = fill(insights.byLanguage, (tag) =>
        tag === '' ? words.unknownLanguage : languageName(tag, language),
      )
      return { name, title: words.byLanguage, rowTitle: words.language, columns, rows }
    }
    case 'topics':
      return {
        name,
        title: words.byTopic,
        rowTitle: words.topic,
        columns,
        rows: fill(insights.byTopic, (one) => topicShown(one, language)),
      }
    case 'variants': {
      const rows = fill(insights.byVariant, (one) => one || words.noPrompt)
      return { name, title: words.byVariant, rowTitle: words.variant, columns, rows }
    }
    case 'outcomes':
    case 'answer':
    case 'read':
    case 'tokens':
      return { name, title: titles[name], rowTitle: words.day, columns, rows: fill(insights.byDay, dated) }
    default:
      return name satisfies never
  }
}

export interface Shown {
  language: ConsoleLanguage
  /** How money is written; missing where no prices are known. */
  money?: (value: number) => string
}

export function tableShown({ name, title, rowTitle, columns, rows }: Table, { language, money }: Shown): Html {
  const cell = (value: number | undefined, unit: Unit): Html => {
    if (value === undefined) return html`<td class="no">–</td>`
    const texts = { count: number, ms: length, money: (amount: number) => money?.(amount) ?? String(amount) }
    return html`<td><data value="${value}">${texts[unit](value, language)}</data></td>`
  }
  return html`<div class="scrolls" tabindex="0" role="group" aria-label="${title}">
    <table id="table-${name}">
      <caption class="hidden">
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col">${rowTitle}</th>
          ${columns.map(
            ({ title, unit, colour }) =>
              html`<th scope="col" data-unit="${unit}" ${colour && html`data-colour="${colour}"`}>${title}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row" data-name="${row.name}"><bdi>${row.shown}</bdi></th>
              ${row.cells.map((value, index) => cell(value, columns[index]?.unit ?? 'count'))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** Bars that need no script: how the rows compare, and what each is made of. */
export function barsShown(table: Table, language: ConsoleLanguage, parts: readonly string[]): Html {
  const sums = table.rows.map(({ cells }) => cells[0] ?? 0)
  const most = Math.max(1, ...sums)
  const all = sums.reduce((sum, one) => sum + one, 0)
  return html`<ul class="bars">
      ${table.rows.slice(0, 12).map(({ shown, cells }, index) => {
        const sum = sums[index] ?? 0
        let x = 0
        const rects =
          parts.length === 0
            ? [['staff', sum] as const]
            : parts.map((colour) => [colour, partOf(table, cells, colour)] as const)
        const drawn = rects.map(([colour, value]) => {
          const width = (value / most) * 100
          const rect = html`<rect
            class="fill-${colour}"
            x="${x.toFixed(2)}"
            y="0"
            width="${width.toFixed(2)}"
            height="10"
          />`
          x += width
          return value > 0 && rect
        })
        return html`<li>
          <span class="name"><bdi>${shown}</bdi></span>
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>
          <span class="value"
            >${number(sum, language)} <small>${percent(all === 0 ? 0 : sum / all, language)}</small></span
          >
        </li>`
      })}
    </ul>
    ${parts.length > 0 && legend(table, parts)}`
}

const legend = ({ columns }: Table, parts: readonly string[]): Html =>
  html`<p class="legend">
    ${parts.map((colour) => {
      const title = columns.find((column) => column.colour === colour)?.title
      const dot = html`<svg viewBox="0 0 10 10" aria-hidden="true">
        <rect class="fill-${colour}" width="10" height="10" rx="3" />
      </svg>`
      return html`<span>${dot}${title}</span> `
    })}
  </p>`

const partOf = ({ columns }: Table, cells: readonly (number | undefined)[], colour: string): number =>
  cells[columns.findIndex((column) => column.colour === colour)] ?? 0
