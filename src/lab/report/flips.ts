/** The cases of a comparison that came out differently, with both answers beside each other. */
import { html, type Html } from '../../console/html.ts'
import type { Flip, FlipSide } from '../compare/compare.ts'
import { aboutAnswer, lowered, noJudgement } from './answer.ts'
import { anchorOf, heldOutLine, lastWords, legend, marks, shownOf, written } from './case-parts.ts'
import { outcomeOf } from './combinations.ts'
import { count, languageName } from './numbers.ts'
import { gotWord, outcomeWords } from './words.ts'
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

export function flipsShown(flips: readonly Flip[], fresh: readonly Flip[], how: How): Html {
  if (flips.length === 0) return html`<p class="empty">No case came out differently.</p>`
  const of = (to: Flip['to']) => flips.filter((flip) => flip.to === to && !fresh.includes(flip))
  const groups: [string, readonly Flip[]][] = [
    ['New false reads', fresh],
    ['Went wrong', of('wrong')],
    ['Wrong before and after, in another way', of('still_wrong')],
    ['Right before and after, in another way', of('still_right')],
    ['Came right', of('right')],
  ]
  return html`${legend()}${groups.map(([title, all]) => {
    const [shown, hidden] = shownOf(all, how.showHeldOut)
    return (
      all.length > 0 &&
      html`<section class="group">
        ${heading(html`${title} <span class="count">${count(all.length)}</span>`, how)}
        ${shown.map((flip) => flipShown(flip, how))}${heldOutLine(hidden)}
      </section>`
    )
  })}`
}

function flipShown({ case: one, a, b }: Flip, how: How): Html {
  const { id, language, expect, heldOut } = one
  const word = outcomeOf(b.trial)
  const words =
    outcomeOf(a.trial) === word ? [gotWord(a.trial.decision), gotWord(b.trial.decision)] : [a, b].map(wordOf)
  const [before, after] = differing(textOf(a), textOf(b), language)
  return html`<details class="case ${word}" id="${anchorIn(one, how)}" open>
    <summary>
      <span class="pill ${word}">${words.join(' → ')}</span>
      <span class="first">${lastWords(one)}</span>
      <span class="id">${id} · ${languageName(language)} · expected <b>${expect}</b>${heldOut && ' · held out'}</span>
    </summary>
    <div>
      ${written(one)}
      <div class="sides">${sideShown('A', a, before)}${sideShown('B', b, after)}</div>
    </div>
  </details>`
}

const wordOf = ({ trial }: FlipSide): string => outcomeWords[outcomeOf(trial)].one

const textOf = ({ trial }: FlipSide): string => trial.texts.join('\n') || trial.reply

function sideShown(name: string, side: FlipSide, text: Html): Html {
  const { trial, trials } = side
  const said =
    textOf(side) === ''
      ? html`<p class="none">Nothing was said.</p>`
      : html`<div class="bubble assistant">${text}</div>`
  return html`<div class="side">
    <p>
      <b>${name}</b> <span class="pill ${outcomeOf(trial)}">${wordOf(side)}</span> got
      <b>${gotWord(trial.decision)}</b> ${trials.length > 1 && marks(trials)}
    </p>
    ${trial.decision === 'failed' ? noJudgement(trial.why) : said}${lowered(trial)}${aboutAnswer(trial)}
  </div>`
}
