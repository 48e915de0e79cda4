/** The cases of a comparison that came out differently, with both answers beside each other. */
import { html, type Html } from '../../console/html.ts'
import { groupsOfFlips, type Flip, type FlipSide, type ModelComparison } from '../compare/compare.ts'
import { count, languageShown } from '../numbers.ts'
import { markOf, markWords } from '../trial-mark.ts'
import { shownOf } from '../trial.ts'
import { aboutAnswer, lowered, noJudgement } from './answer.ts'
import { anchorOf, heldOutLine, lastWords, legend, marksShown, written } from './case-parts.ts'
import { gotWord } from './words.ts'
import { differing } from './word-diff.ts'

export interface How {
  /** More than one model. */
  several: boolean
  /** Of the model. */
  index: number
  /** The words of held-out cases too. */
  showHeldOut: boolean
}

/** A case may flip under each model. */
export const anchorIn = (one: Flip['case'], { index }: How): string => `${anchorOf(one)}-${index}`

/** Under the model's name when there are several. */
export const heading = (words: Html | string, { several }: How): Html =>
  several ? html`<h3>${words}</h3>` : html`<h2>${words}</h2>`

export function flipsShown(one: ModelComparison, how: How): Html {
  if (one.flips.length === 0) return html`<p class="empty">No case came out differently.</p>`
  return html`${legend()}${groupsOfFlips(one).map(({ title, flips }) => {
    const [shown, hidden] = shownOf(flips, how.showHeldOut)
    return html`<section class="group">
      ${heading(html`${title} <span class="count">${count(flips.length)}</span>`, how)}
      ${shown.map((flip) => flipShown(flip, how))}${heldOutLine(hidden)}
    </section>`
  })}`
}

function flipShown({ case: one, a, b }: Flip, how: How): Html {
  const { id, language, expect, heldOut } = one
  const mark = markOf(b.trial)
  const words = markOf(a.trial) === mark ? [gotWord(a.trial.decision), gotWord(b.trial.decision)] : [a, b].map(wordOf)
  const [before, after] = differing(textOf(a), textOf(b), language)
  return html`<details class="case ${mark}" id="${anchorIn(one, how)}" open>
    <summary>
      <span class="pill ${mark}">${words.join(' → ')}</span>
      <span class="first">${lastWords(one)}</span>
      <span class="id">${id} · ${languageShown(language)} · expected <b>${expect}</b>${heldOut && ' · held out'}</span>
    </summary>
    <div>
      ${written(one)}
      <div class="sides">${sideShown('A', a, before)}${sideShown('B', b, after)}</div>
    </div>
  </details>`
}

const wordOf = ({ trial }: FlipSide): string => markWords[markOf(trial)].one

const textOf = ({ trial }: FlipSide): string => trial.texts.join('\n') || trial.reply

function sideShown(name: string, side: FlipSide, text: Html): Html {
  const { trial, trials } = side
  const said =
    textOf(side) === ''
      ? html`<p class="none">Nothing was said.</p>`
      : html`<div class="bubble assistant">${text}</div>`
  return html`<div class="side">
    <p>
      <b>${name}</b> <span class="pill ${markOf(trial)}">${wordOf(side)}</span> got
      <b>${gotWord(trial.decision)}</b> ${trials.length > 1 && marksShown(trials)}
    </p>
    ${trial.decision === 'failed' ? noJudgement(trial.why) : said}${lowered(trial)}${aboutAnswer(trial)}
  </div>`
}
