/** Parts of a case that several pages of a report show: what was written, its small marks, a link to it. */
import { html, type Html } from '../../console/html.ts'
import { counted } from '../numbers.ts'
import { systemsSaid } from '../systems-said.ts'
import { markOf, marks, markWords } from '../trial-mark.ts'
import type { Trial, TrialCase } from '../trial.ts'
import { beginningOf, bubble, said } from './said.ts'

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

/** Of the customer, in one line. */
export const lastWords = ({ messages, language }: TrialCase): Html => beginningOf(messages.at(-1) ?? '', language)

type Written = Pick<TrialCase, 'history' | 'messages' | 'language' | 'lookUps'>

/** What the customer wrote; what was said before is folded, and so is what the shop's systems say of it. */
export const written = ({ history, messages, language, lookUps }: Written): Html =>
  html`<div class="chat">
    ${
      history.length > 0 &&
      html`<details class="before">
        <summary>${counted(history.length, 'message')} before</summary>
        ${history.map(({ from, text }) => bubble(from, said(text, language)))}
      </details>`
    }${messages.map((text) => bubble('customer', said(text, language)))}${
      lookUps &&
      html`<details class="before">
        <summary>What the shop’s systems say</summary>
        ${systemsSaid({ lookUps }).map((line) => html`<p class="note"><bdi>${line}</bdi></p>`)}
      </details>`
    }
  </div>`

/** One repeat is one small mark. */
export function marksShown(trials: readonly Trial[], whose = ''): Html {
  const all = trials.map(markOf)
  const counts = marks
    .map((mark) => ({ mark, many: all.filter((one) => one === mark).length }))
    .filter(({ many }) => many > 0)
    .map(({ mark, many }) => (trials.length === 1 ? markWords[mark].one : `${many} × ${markWords[mark].one}`))
  const label = `${whose === '' ? '' : `${whose}: `}${counts.join(', ')}`
  const each = all.map((mark) => html`<i class="${mark}">${markWords[mark].sign}</i>`)
  return html`<span class="marks" role="img" aria-label="${label}" title="${label}">${each}</span>`
}

/** What the small marks mean. */
export const legend = (): Html =>
  html`<p class="legend">
    One mark is one repeat:
    ${marks.toReversed().map((mark) => {
      const sign = html`<span class="marks" aria-hidden="true"><i class="${mark}">${markWords[mark].sign}</i></span>`
      return html`<span>${sign} ${markWords[mark].one}</span>`
    })}
  </p>`

export const nameOf = ({ prompt, model }: { prompt: string; model: string }): Html =>
  html`<bdi>${prompt}</bdi> <span class="on">on</span> <bdi>${model}</bdi>`
