/**
 * The report of an evaluation as one HTML file. It begins with what matters most: a broken gate, then false reads, missed
 * hand-offs and right decisions, then what got worse since the baseline; charts and cases follow.
 */
import { html, type Html } from '../../console/html.ts'
import { combinationsOf, trialsOf } from '../combinations.ts'
import type { ToldGate } from '../eval/gate-lines.ts'
import { figuresOfTrials } from '../figures.ts'
import { counted, count, languageShown, moment, shortHash } from '../numbers.ts'
import { shownOf, type Result } from '../trial.ts'
import { sinceBaseline } from './baseline.ts'
import { caseLink, heldOutLine, marksShown, nameOf } from './case-parts.ts'
import { casesShown, type CasesHow } from './cases.ts'
import { combinationShown } from './combination.ts'
import { framed } from './frame.ts'
import { overview } from './overview.ts'
import { casesOf, type ReadCase } from './read-cases.ts'
import { falseReadMeans } from './words.ts'

export interface EvalReport {
  result: Result
  /** An earlier result to hold it against. */
  baseline?: Result
  gates?: readonly ToldGate[]
  /** The words of held-out cases too; else they are counted, and not in the file. */
  showHeldOut?: boolean
}

/** @returns a whole HTML document that needs no other file */
export function evalReport({ result, baseline, gates = [], showHeldOut = false }: EvalReport): string {
  const combinations = combinationsOf(result)
  const cases = casesOf(result, combinations)
  const measured = combinations.map((combination) => {
    const trials = trialsOf(result, combination)
    return { combination, trials, figures: figuresOfTrials(trials, result.cases) }
  })
  const how = { several: combinations.length > 1, showHeldOut }
  return framed({
    kind: 'Evaluation',
    title: titleOf(result),
    about: about(result),
    main: html`${gatesShown(gates)}${troubles(result)}${overview(measured)}${falseReads(cases, how)}
      ${baseline && sinceBaseline(result, baseline, showHeldOut)}
      <div class="combinations">
        ${measured.map((one) => combinationShown(one, { cases: result.cases, all: measured }))}
      </div>
      <section aria-labelledby="cases">
        <h2 id="cases">Cases, worst first</h2>
        ${casesShown(cases, how)}
      </section>`,
  })
}

function titleOf({ prompts, models }: Result): string {
  const names = prompts.map(({ name }) => name)
  const what = names.length <= 3 ? names.join(', ') : `${names.length} prompts`
  if (what === '') return 'Nothing was judged'
  return models.length === 0 ? what : `${what} on ${models.length === 1 ? models[0] : counted(models.length, 'model')}`
}

function about({ at, prompts, models, repeats, cases, trials }: Result): Html {
  const languages = [...new Set(cases.map(({ language }) => language))].map(languageShown)
  return html`<time datetime="${new Date(at).toISOString()}">${moment(at)}</time> ·
    ${counted(cases.length, 'case')}${languages.length > 0 && ` (${languages.join(', ')})`} ·
    ${counted(repeats, 'repeat')} · ${counted(trials.length, 'judgement')}<br />
    Prompts:
    ${prompts.map(({ name, hash }, index) => html`${index > 0 && ', '}<bdi>${name}</bdi> <code title="${hash}">${shortHash(hash)}</code>`)}
    · models: ${models.join(', ')}`
}

/** A broken gate is said before anything else. */
function gatesShown(gates: readonly ToldGate[]): Html | false {
  const broken = gates.filter((gate) => gate.broken)
  if (gates.length === 0) return false
  if (broken.length === 0)
    return html`<p class="banner good">
      <b>Every gate holds.</b> ${gates.map(({ name, text }) => `${name}: ${text}`).join(' · ')}
    </p>`
  return html`<div class="banner bad" role="alert">
    <p>
      <b>${broken.length === 1 ? 'A gate is broken' : `${broken.length} gates are broken`}: do not publish this.</b>
    </p>
    <ul>
      ${broken.map(({ name, text }) => html`<li><b>${name}</b>: ${text}</li>`)}
    </ul>
  </div>`
}

function troubles({ stopped, problems }: Result): Html {
  return html`${stopped !== undefined && html`<p class="banner asked"><b>This evaluation stopped early:</b> <bdi>${stopped}</bdi> What follows is of what was judged until then.</p>`}
  ${
    problems.length > 0 &&
    html`<details class="banner asked" ${problems.length < 4 && html`open`}>
      <summary><b>${counted(problems.length, 'thing')} could not be used</b></summary>
      <ul>
        ${problems.map((problem) => html`<li><bdi>${problem}</bdi></li>`)}
      </ul>
    </details>`
  }`
}

/** What must not happen, each with a link to the case. */
function falseReads(cases: readonly ReadCase[], { several, showHeldOut }: CasesHow): Html | false {
  const bad = cases.filter(({ worst }) => worst === 'false_read')
  if (cases.length === 0) return false
  if (bad.length === 0)
    return html`<p class="banner good"><b>No false read</b> in ${counted(cases.length, 'case')}.</p>`
  const [shown, hidden] = shownOf(bad, showHeldOut)
  return html`<section aria-labelledby="false-reads">
    <h2 id="false-reads">False reads, case by case <span class="count">${count(bad.length)}</span></h2>
    ${several && html`<p class="means">${falseReadMeans}</p>`}
    <ol class="list">
      ${shown.map(({ case: one, byCombination }) => {
        const those = byCombination.filter(({ trials }) => trials.some(({ falseRead }) => falseRead))
        const beside = those.map(
          ({ combination, trials }) =>
            html`<p>${several && html`<small>${nameOf(combination)}</small>`}${marksShown(trials)}</p>`,
        )
        return caseLink(one, html`${beside}`)
      })}
    </ol>
    ${heldOutLine(hidden)}
  </section>`
}
