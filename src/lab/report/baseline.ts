/**
 * A result against an earlier one: what got worse first. Which prompt and model is held against which, and what counts,
 * is what the gates say (eval/gates.ts), so that the page and the exit code tell the same.
 */
import { html, type Html } from '../../console/html.ts'
import { checkGates, type Gate, type Gated } from '../eval/gates.ts'
import { trialsOf } from '../eval/groups.ts'
import type { Result, Trial, TrialCase } from '../trial.ts'
import { caseLink, heldOutLine, marks, nameOf, shownOf } from './case-parts.ts'
import { outcomeOf, type OutcomeWord } from './combinations.ts'
import { count, counted, moment } from './numbers.ts'

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
  /** Above zero: it is worse now. */
  by: number
}

/** Cases in which something is worse or better, the greatest change first. */
function changesOf({ group, against }: Gated, result: Result, baseline: Result): Change[] {
  if (!against) return []
  const hashes = new Map(baseline.cases.map(({ id, hash }) => [id, hash]))
  const before = Map.groupBy(trialsOf(baseline, against), (trial) => hashes.get(trial.case))
  const now = Map.groupBy(trialsOf(result, group), (trial) => trial.case)
  return result.cases
    .flatMap((one): Change[] => {
      const [earlier, later] = [before.get(one.hash), now.get(one.id)]
      if (!earlier || !later) return []
      return [{ case: one, before: earlier, now: later, by: badnessOf(later) - badnessOf(earlier) }]
    })
    .filter(({ by }) => by !== 0)
    .toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))
}

/** A false read outweighs any number of other mistakes. */
const weights: Record<OutcomeWord, number> = {
  false_read: 100,
  missed_handoff: 2,
  wrong: 1,
  failed: 1,
  check: 0.1,
  right: 0,
}

/** Of one case, its repeats taken together. */
const badnessOf = (trials: readonly Trial[]): number =>
  trials.reduce((sum, trial) => sum + weights[outcomeOf(trial)], 0) / trials.length

function pairShown(
  { group, against, same, added, gone, gates }: Gated,
  changes: readonly Change[],
  showHeldOut: boolean,
): Html {
  const worse = changes.filter(({ by }) => by > 0)
  const better = changes.filter(({ by }) => by < 0)
  const left = [added > 0 && `${count(added)} are new`, gone > 0 && `${count(gone)} are gone`]
    .filter(Boolean)
    .join(', ')
  const other = against && (against.prompt !== group.prompt || against.model !== group.model)
  return html`<div class="card">
    <h3>${nameOf(group)}</h3>
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
      ${shown.map(({ case: one, before, now }) => caseLink(one, html`${marks(before)} → ${marks(now)}`))}
    </ol>
    ${heldOutLine(hidden)}`
}

const table = (gates: readonly Gate[]): Html =>
  html`<table class="change">
    <caption>
      Cases, each counted once: a case that must always be right is wrong if one repeat is.
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
