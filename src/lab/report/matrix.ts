/**
 * A table of decisions against decisions, shaded by their part of the row: green where both are the same, red where the
 * message turns Read and should not, amber for what else differs.
 */
import { html, type Html } from '../../console/html.ts'
import { decisions } from '../../core/judgement.ts'
import { allGot, type Got } from '../figures.ts'
import { count } from '../numbers.ts'
import { decisionMeans } from './words.ts'

type Row = Record<Got, number>

interface Words {
  caption: string
  /** What the colours mean. */
  same: string
  read: string
  other: string
}

/** @param rows a row without a count of its own is left out */
export function matrixShown(title: string, rows: Partial<Record<Got, Row>>, words: Words): Html {
  const all = (row: Row | undefined) => allGot.reduce((sum, word) => sum + (row?.[word] ?? 0), 0)
  const isRow = (word: Got) => (decisions.some((one) => one === word) ? rows[word] !== undefined : all(rows[word]) > 0)
  const columns = allGot.filter(
    (word) => word !== 'failed' || isRow('failed') || decisions.some((row) => (rows[row]?.failed ?? 0) > 0),
  )
  const name = (word: Got) => (word === 'failed' ? 'none' : word)
  return html`<section class="card">
    <h3>${title}</h3>
    <table class="matrix">
      <caption>
        ${words.caption}
      </caption>
      <thead>
        <tr>
          <td></td>
          ${columns.map((word) => html`<th scope="col" title="${decisionMeans[word]}">${name(word)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${allGot.filter(isRow).map((row) => {
          const cells = columns.map((word) => cell(rows[row]?.[word] ?? 0, all(rows[row]), toneOf(row, word)))
          return html`<tr>
            <th scope="row">${name(row)}</th>
            ${cells}
          </tr>`
        })}
      </tbody>
    </table>
    <p class="key">
      <span class="good shade-5"></span> ${words.same} <span class="bad shade-5"></span> ${words.read}
      <span class="asked shade-5"></span> ${words.other}
    </p>
  </section>`
}

const toneOf = (row: Got, word: Got): string => (word === row ? 'good' : word === 'resolved' ? 'bad' : 'asked')

/** A single mistake among many right ones is seen too. */
function cell(many: number, all: number, tone: string): Html {
  const shade = many === 0 ? 0 : Math.max(tone === 'good' ? 1 : 3, Math.ceil((5 * many) / all))
  return html`<td class="${tone} shade-${shade}">${count(many)}</td>`
}
