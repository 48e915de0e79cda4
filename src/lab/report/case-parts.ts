/** Parts of a case that several pages of a report show: what was written, its small marks, a link to it. */
import { html, type Html } from '../../console/html.ts'
import type { Trial, TrialCase } from '../trial.ts'
import { outcomeOf, outcomes } from './combinations.ts'
import { counted } from './numbers.ts'
import { beginningOf, bubble, said } from './said.ts'
import { outcomeWords } from './words.ts'

export const anchorOf = ({ id }: TrialCase): string => `case-${id.replace(/[^\w-]/g, '_')}`

/** A line that leads to a case. */
export const caseLink = (one: TrialCase, beside: Html, anchor = anchorOf(one)): Html =>
  html`<li>
    <div>
      <a href="#${anchor}">${lastWords(one)}</a>
      <small>${one.id} · expected ${one.expect}</small>
    </div>
    <div class="beside">${beside}</div>
  </li>`

/**
 * Held-out cases are told by their number alone: whoever reads them writes prompts to fit them, and then they measure
 * nothing any more.
 * @param more what became of them
 */
export const heldOutLine = (many: number, more = ''): Html | false =>
  many > 0 &&
  html`<p class="means held">
    ${counted(many, 'held-out case')}${more}: counted, and not shown, so that no prompt is written to fit
    ${many === 1 ? 'it' : 'them'}. With <code>--show-held-out</code> they are in the report.
  </p>`

/** Those that may be shown, and how many may not. */
export function shownOf<T extends { case: TrialCase }>(all: readonly T[], showHeldOut: boolean): [T[], number] {
  const shown = all.filter((one) => showHeldOut || !one.case.heldOut)
  return [shown, all.length - shown.length]
}

/** Of the customer, in one line. */
export const lastWords = ({ messages, language }: TrialCase): Html => beginningOf(messages.at(-1) ?? '', language)

/** What the customer wrote; what was said before is folded. */
export const written = ({ history, messages, language }: Pick<TrialCase, 'history' | 'messages' | 'language'>): Html =>
  html`<div class="chat">
    ${
      history.length > 0 &&
      html`<details class="before">
        <summary>${counted(history.length, 'message')} before</summary>
        ${history.map(({ from, text }) => bubble(from, said(text, language)))}
      </details>`
    }${messages.map((text) => bubble('customer', said(text, language)))}
  </div>`

/** One repeat is one small mark. */
export function marks(trials: readonly Trial[], whose = ''): Html {
  const words = trials.map(outcomeOf)
  const counts = outcomes
    .map((word) => ({ word, many: words.filter((one) => one === word).length }))
    .filter(({ many }) => many > 0)
    .map(({ word, many }) => (trials.length === 1 ? outcomeWords[word].one : `${many} × ${outcomeWords[word].one}`))
  const label = `${whose === '' ? '' : `${whose}: `}${counts.join(', ')}`
  const each = words.map((word) => html`<i class="${word}">${outcomeWords[word].mark}</i>`)
  return html`<span class="marks" role="img" aria-label="${label}" title="${label}">${each}</span>`
}

/** What the small marks mean. */
export const legend = (): Html =>
  html`<p class="legend">
    One mark is one repeat:
    ${outcomes.toReversed().map((word) => {
      const mark = html`<span class="marks" aria-hidden="true"><i class="${word}">${outcomeWords[word].mark}</i></span>`
      return html`<span>${mark} ${outcomeWords[word].one}</span>`
    })}
  </p>`

export const nameOf = ({ prompt, model }: { prompt: string; model: string }): Html =>
  html`<bdi>${prompt}</bdi> <span class="on">on</span> <bdi>${model}</bdi>`
