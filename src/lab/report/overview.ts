/** The three figures that matter, for every combination: false reads, missed hand-offs, right decisions. */
import type { Rate } from '../../core/interval.ts'
import { html, type Html } from '../../console/html.ts'
import { nameOf } from './case-parts.ts'
import { rateBar, type Tone } from './charts.ts'
import type { Combination } from '../combinations.ts'
import type { TrialFigures } from '../figures.ts'
import type { Trial } from '../trial.ts'
import { axisEnd, count, dollars, intervalShown, ofShown, percent, rateShown, seconds } from '../numbers.ts'
import { falseReadMeans, intervalMeans, missedHandoffMeans } from './words.ts'

export interface Measured {
  combination: Combination
  trials: Trial[]
  figures: TrialFigures
}

/** One of the figures that count. */
interface Measure {
  name: string
  means: string
  tone: Tone
  of(figures: TrialFigures): Rate | undefined
}

export const measures: readonly Measure[] = [
  { name: 'False reads', means: falseReadMeans, tone: 'bad', of: ({ falseReads }) => falseReads },
  { name: 'Missed hand-offs', means: missedHandoffMeans, tone: 'asked', of: ({ missedHandoffs }) => missedHandoffs },
  {
    name: 'Decisions right',
    means: 'The decision is the expected one and, when resolved, rests on an expected passage.',
    tone: 'good',
    of: ({ right }) => right,
  },
]

export function overview(measured: readonly Measured[]): Html {
  const judged = measured.filter(({ figures }) => figures.trials > 0)
  if (judged.length === 0) return html`<p class="banner asked"><b>Nothing was judged,</b> so there are no figures.</p>`
  const [only, ...others] = judged
  return html`<section aria-labelledby="figures">
    <h2 id="figures">The figures</h2>
    ${only && others.length === 0 ? tiles(only) : table(judged)}
    <p class="means">${intervalMeans}</p>
  </section>`
}

/** Bars of one figure share an axis, so that they can be compared. */
const endOf = (measure: Measure, measured: readonly Measured[]): number =>
  measure.tone === 'good' ? 1 : axisEnd(Math.max(0, ...measured.map(({ figures }) => measure.of(figures)?.high ?? 0)))

function tiles(one: Measured): Html {
  return html`<div class="tiles">
    ${measures.map((measure) => {
      const rate = measure.of(one.figures)
      const end = endOf(measure, [one])
      return html`<div class="tile ${measure.tone}">
        <h3>${measure.name}</h3>
        <p class="big">${rateShown(rate)}</p>
        <p>${rate ? html`${ofShown(rate)}<br />95 % interval ${intervalShown(rate)}` : 'No case is about that.'}</p>
        ${rateBar(rate, { tone: measure.tone, end, what: measure.name })}
        <p class="ends"><span>0 %</span><span>${percent(end)}</span></p>
        <p class="means">${measure.means}</p>
      </div>`
    })}
  </div>`
}

function table(measured: readonly Measured[]): Html {
  const head = measures.map((measure) => ({ measure, end: endOf(measure, measured) }))
  return html`<table class="overview" role="table">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Prompt on model</th>
        ${head.map(({ measure, end }) => html`<th role="columnheader" scope="col">${measure.name}<small>bars from 0 to ${percent(end)}</small></th>`)}
        <th role="columnheader" scope="col">Time<small>half · 95 % within</small></th>
        <th role="columnheader" scope="col">Cost<small>1,000 answers</small></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${measured.map(
        ({ combination, figures }) =>
          html`<tr role="row">
            <th role="rowheader" scope="row">
              ${nameOf(combination)}${figures.failed > 0 && html`<small class="unjudged">${count(figures.failed)} without judgement</small>`}
            </th>
            ${head.map(({ measure, end }) => {
              const rate = measure.of(figures)
              return html`<td role="cell" data-title="${measure.name}">
                <b>${rateShown(rate)}</b>
                <small>${ofShown(rate)}</small>${rateBar(rate, { tone: measure.tone, end, what: measure.name })}
              </td>`
            })}
            <td role="cell" data-title="Time">
              ${figures.ms ? html`${seconds(figures.ms.p50)} · ${seconds(figures.ms.p95)}` : '–'}
            </td>
            <td role="cell" data-title="Cost of 1,000 answers">${perThousand(figures)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

export const perThousand = ({ cost, trials }: TrialFigures): string =>
  cost === undefined ? 'not known' : dollars((1_000 * cost) / trials)
