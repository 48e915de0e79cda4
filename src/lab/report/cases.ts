/** The cases of an evaluation, worst first: what the customer wrote, what was expected, and what every combination made of it. */
import { html, type Html } from '../../console/html.ts'
import { count, counted, languageShown } from '../numbers.ts'
import { markOf, marks, markWords, type Mark } from '../trial-mark.ts'
import { shownOf, type Trial } from '../trial.ts'
import { answersOf } from './answer.ts'
import { anchorOf, heldOutLine, lastWords, legend, marksShown, written } from './case-parts.ts'
import type { ReadCase } from './read-cases.ts'

export interface CasesHow {
  /** More than one combination. */
  several: boolean
  /** The words of held-out cases too. */
  showHeldOut: boolean
}

/** All of them in groups; the script shows fewer of them, and without it they are all there. */
export function casesShown(all: readonly ReadCase[], how: CasesHow): Html {
  if (all.length === 0) return html`<p class="empty">No case was judged.</p>`
  const [cases] = shownOf(all, how.showHeldOut)
  const hidden = all.filter((one) => !cases.includes(one))
  if (cases.length === 0) return html`${heldBack(hidden)}`
  return html`${legend()}${chooser(cases)}
    ${marks.map((mark) =>
      group(
        mark,
        cases.filter(({ worst }) => worst === mark),
        how,
      ),
    )}
    <p class="empty" data-none hidden>No case is like that.</p>
    ${heldBack(hidden)}`
}

function heldBack(hidden: readonly ReadCase[]): Html | false {
  const counts = [...Map.groupBy(hidden, ({ worst }) => worst)].map(
    ([mark, some]) => `${count(some.length)} × ${markWords[mark].one}`,
  )
  return heldOutLine(hidden.length, ` (${counts.join(', ')})`)
}

function group(mark: Mark, cases: readonly ReadCase[], how: CasesHow): Html | false {
  if (cases.length === 0) return false
  const title = html`<h3>${markWords[mark].group} <span class="count">${count(cases.length)}</span></h3>`
  const all = cases.map((one) => caseShown(one, how.several))
  if (mark !== 'right') return html`<section class="group" data-group>${title}${all}</section>`
  return html`<details class="group right" data-group>
    <summary>${title}</summary>
    ${all}
  </details>`
}

/** Only a script can use it, so the script shows it. */
function chooser(cases: readonly ReadCase[]): Html {
  const languages = [...new Set(cases.map(({ case: { language } }) => language))]
  return html`<form class="chooser" data-chooser hidden>
    <label
      >Text <input type="search" name="text" placeholder="words of a message or a reply" autocomplete="off"
    /></label>
    <label>
      Language
      <select name="language">
        <option value="">all</option>
        ${languages.map((tag) => html`<option value="${tag}">${languageShown(tag)}</option>`)}
      </select>
    </label>
    <label><input type="checkbox" name="wrong" /> only what went wrong</label>
    <output data-shown></output>
  </form>`
}

function caseShown({ case: one, worst, byCombination }: ReadCase, several: boolean): Html {
  const { id, language, expect, sure } = one
  const strips = byCombination.map(({ combination: { prompt, model }, trials }) =>
    marksShown(trials, several ? `${prompt} on ${model}` : ''),
  )
  return html`<details
    class="case ${worst}"
    id="${anchorOf(one)}"
    data-case
    data-language="${language}"
    data-worst="${worst}"
  >
    <summary>
      <span class="pill ${worst}">${markWords[worst].one}</span>
      <span class="first">${lastWords(one)}</span>
      <span class="id">
        ${id} · ${languageShown(language)} · expected
        <b>${expect}</b>${sure === 'usually' && ' (usually)'}${one.heldOut && ' · held out'}
      </span>
      <span class="strips">${strips}</span>
    </summary>
    ${written(one)}${answers(byCombination, one, several)}
  </details>`
}

/** Where some went wrong, those that were right all the time fold. */
function answers(byCombination: ReadCase['byCombination'], one: ReadCase['case'], several: boolean): Html {
  const isRight = ({ trials }: { trials: Trial[] }) => trials.every((trial) => markOf(trial) === 'right')
  const wrong = byCombination.filter((by) => !isRight(by))
  const right = byCombination.filter(isRight)
  const all = right.map((by) => answersOf(by, one, several))
  if (wrong.length === 0 || right.length === 0)
    return html`${(wrong.length === 0 ? right : wrong).map((by) => answersOf(by, one, several))}`
  return html`${wrong.map((by) => answersOf(by, one, several))}
    <details class="others">
      <summary>Always right with ${counted(right.length, 'other')}</summary>
      ${all}
    </details>`
}
