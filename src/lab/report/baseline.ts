/**
 * A result against an earlier one: what got worse first. Which prompt and model is held against which, and what counts,
 * is what the gates say (eval/gates.ts), so that the page and the exit code tell the same.
 */
import { html, type Html } from '../../console/html.ts'
import { checkGates, type Gate, type Gated } from '../eval/gates.ts'
import { trialsOf } from '../combinations.ts'
import { count, counted, moment } from '../numbers.ts'
import { worseFirst } from '../trial-mark.ts'
import { shownOf, type Result, type Trial, type TrialCase } from '../trial.ts'
import { caseLink, heldOutLine, marksShown, nameOf } from './case-parts.ts'

export function sinceBaseline(result: Result, baseline: Result, showHeldOut: boolean): Html {
  const compared = checkGates(result, baseline).filter(({ against }) => against !== undefined)
  const none = html`<p class="empty">It judged none of these prompts with these models: nothing can be compared.</p>`
  return html`<section class="compared" aria-labelledby="baseline">
    <h2 id="baseline">Against the baseline</h2>
    <p class="means">The baseline is of ${moment(baseline.at)}. Only cases that are the same in both count here.</p>
    ${compared.length === 0 ? none : compared.map((gated) => pairShown(gated, changesOf(gated, result, baseline), showHeldOut))}
  </section>`
}

interface Change {
  case: TrialCase
  before: Trial[]
  now: Trial[]
}

/** The cases that both judged. */
function changesOf({ combination, against }: Gated, result: Result, baseline: Result): Change[] {
  if (!against) return []
  const hashes = new Map(baseline.cases.map(({ id, hash }) => [id, hash]))
  const before = Map.groupBy(trialsOf(baseline, against), (trial) => hashes.get(trial.case))
  const now = Map.groupBy(trialsOf(result, combination), (trial) => trial.case)
  return result.cases.flatMap((one): Change[] => {
    const [earlier, later] = [before.get(one.hash), now.get(one.id)]
    return earlier && later ? [{ case: one, before: earlier, now: later }] : []
  })
}

function pairShown(
  { combination, against, same, added, gone, gates }: Gated,
  changes: readonly Change[],
  showHeldOut: boolean,
): Html {
  const worse = changes
    .filter(({ before, now }) => worseFirst(now, before) < 0)
    .toSorted((a, b) => worseFirst(a.now, b.now))
  const better = changes
    .filter(({ before, now }) => worseFirst(now, before) > 0)
    .toSorted((a, b) => worseFirst(a.before, b.before))
  const left = [added > 0 && `${count(added)} are new`, gone > 0 && `${count(gone)} are gone`]
    .filter(Boolean)
    .join(', ')
  const other = against && against.prompt !== combination.prompt
  return html`<div class="card">
    <h3>${nameOf(combination)}</h3>
    <p class="means">
      ${other && html`Held against ${nameOf(against)}. `}${counted(same, 'case')} the same in
      both${left !== '' && ` (${left} or changed)`}.
    </p>
    <h4>${worse.length === 0 ? 'Nothing got worse' : `Got worse: ${counted(worse.length, 'case')}`}</h4>
    ${worse.length > 0 && list(worse, showHeldOut)}${gates.length > 0 && table(gates)}
    ${
      better.length > 0 &&
      html`<details>
        <summary>Got better: ${counted(better.length, 'case')}</summary>
        ${list(better, showHeldOut)}
      </details>`
    }
  </div>`
}

function list(changes: readonly Change[], showHeldOut: boolean): Html {
  const [shown, hidden] = shownOf(changes, showHeldOut)
  return html`<ol class="list">
      ${shown.map(({ case: one, before, now }) => caseLink(one, html`${marksShown(before)} → ${marksShown(now)}`))}
    </ol>
    ${heldOutLine(hidden)}`
}

const table = (gates: readonly Gate[]): Html =>
  html`<table class="change">
    <caption>
      Cases, each counted once. A false read in any repeat counts; a case that must always be right is wrong if one
      repeat is.
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">Baseline</th>
        <th scope="col">Now</th>
        <th scope="col">Gate</th>
      </tr>
    </thead>
    <tbody>
      ${gates.map(
        ({ name, before, after, of, broken }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${before} <small>of ${of}</small></td>
            <td><b>${after}</b> <small>of ${of}</small></td>
            <td>
              ${broken ? html`<span class="pill false_read">broken</span>` : html`<span class="pill right">holds</span>`}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`
