/** One prompt on one model in detail: which decision came where which was expected, languages, times, tokens and cost. */
import { html, type Html } from '../../console/html.ts'
import type { Trial, TrialCase } from '../trial.ts'
import { nameOf } from './case-parts.ts'
import { matrixShown } from './matrix.ts'
import { rateBar, timeBars } from './charts.ts'
import { figuresOfTrials, type TrialFigures } from '../figures.ts'
import { count, dollars, languageShown, ofShown, rateShown, seconds } from '../numbers.ts'
import { measures, perThousand, type Measured } from './overview.ts'

const matrixWords = {
  caption: 'Rows: what was expected. Columns: what came.',
  same: 'as expected',
  read: 'turns Read, wrongly',
  other: 'another mistake',
}

interface Around {
  cases: readonly TrialCase[]
  /** All combinations: their time axes end alike. */
  all: readonly Measured[]
}

export function combinationShown({ combination, trials, figures }: Measured, { cases, all }: Around): Html {
  if (trials.length === 0)
    return html`<section class="combination">
      <h2>${nameOf(combination)}</h2>
      <p class="empty">Nothing was judged.</p>
    </section>`
  const many = all.length > 4
  return html`<details class="combination" ${!many && html`open`}>
    <summary><h2>${nameOf(combination)}</h2></summary>
    <div class="columns">
      ${matrixShown('Decisions', figures.matrix, matrixWords)} ${byLanguage(trials, cases)}
      ${times(figures, timesOf(trials), endOf(all))} ${cost(figures)}
    </div>
  </details>`
}

function byLanguage(trials: readonly Trial[], cases: readonly TrialCase[]): Html {
  const groups: [string, TrialCase[]][] = [
    ...[...Map.groupBy(cases, ({ language }) => language)].map(([tag, some]): [string, TrialCase[]] => [
      languageShown(tag),
      some,
    ]),
    ['Held out', cases.filter(({ heldOut }) => heldOut)],
  ]
  const rows = groups
    .map(([name, some]): [string, TrialFigures] => [name, figuresOfTrials(trials, some)])
    .filter(([, figures]) => figures.trials > 0)
  return html`<section class="card">
    <h3>By language</h3>
    <table class="languages">
      <thead>
        <tr>
          <td></td>
          ${measures.map(({ name }) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, figures]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${measures.map((measure) => {
                const rate = measure.of(figures)
                return html`<td>
                  <b>${rateShown(rate)}</b>
                  <small>${ofShown(rate)}</small
                  >${measure.tone === 'good' && rateBar(rate, { tone: 'good', what: `${name}, ${measure.name}` })}
                </td>`
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}

/** A round time, at least the longest 95th percentile and some more, so that one slow answer does not flatten the rest. */
function endOf(all: readonly Measured[]): number {
  const longest = Math.max(0, ...all.map(({ figures }) => figures.ms?.p95 ?? 0)) * 1.25
  return (
    [500, 1_000, 2_000, 3_000, 5_000, 8_000, 10_000, 15_000, 20_000, 30_000].find((end) => longest <= end) ?? longest
  )
}

/** How long the model took, shortest first; a rule takes no time. */
const timesOf = (trials: readonly Trial[]): number[] =>
  trials.flatMap(({ by, ms }) => (by === 'model' ? [ms] : [])).toSorted((a, b) => a - b)

function times({ ms }: TrialFigures, all: readonly number[], end: number): Html {
  const longest = all.at(-1)
  if (!ms || longest === undefined)
    return html`<section class="card">
      <h3>Time</h3>
      <p class="empty">The model judged nothing.</p>
    </section>`
  return html`<section class="card">
    <h3>Time</h3>
    <p>
      Half within <b class="p50">${seconds(ms.p50)}</b>, 95 % within <b class="p95">${seconds(ms.p95)}</b>, the longest
      ${seconds(longest)}.
    </p>
    ${timeBars(all, ms, end)}
    <p class="ends"><span>0 s</span><span>${seconds(end)}${longest > end && ' and more'}</span></p>
  </section>`
}

function cost(figures: TrialFigures): Html {
  const { tokens, trials, failed, checks, cost } = figures
  const each = (sum: number) => (sum === 0 ? 'not counted' : count(Math.round(sum / trials)))
  const all = checks.kept + checks.broken
  const row = (title: string, value: string | Html) =>
    html`<div>
      <dt>${title}</dt>
      <dd>${value}</dd>
    </div>`
  return html`<section class="card">
    <h3>Tokens, cost, checks</h3>
    <dl class="facts">
      ${row('Judgements', `${count(trials)}${failed > 0 ? `, ${count(failed)} of them failed` : ''}`)}
      ${row('Tokens in, an answer', each(tokens.input))} ${row('Tokens out, an answer', each(tokens.output))}
      ${row('Cost of this run', cost === undefined ? 'not known' : dollars(cost))}
      ${row('Cost of 1,000 answers', perThousand(figures))}
      ${row('Broken reply checks', all === 0 ? 'no checks' : `${count(checks.broken)} of ${count(all)}`)}
    </dl>
  </section>`
}
