/** What a model answered, and what the customer would have got. */
import { html, type Html } from '../../console/html.ts'
import type { Trial, TrialCase, TrialLookUp, TrialRecord } from '../trial.ts'
import { percent, seconds } from '../numbers.ts'
import { expectedSaid, lookedUpSaid, recordedSaid } from '../systems-said.ts'
import { markOf, marks, markWords } from '../trial-mark.ts'
import { marksShown, nameOf } from './case-parts.ts'
import type { ReadCase } from './read-cases.ts'
import { bubble, said } from './said.ts'
import { decisionMeans, gotWord, loweringWords } from './words.ts'

/** Of one prompt on one model. Repeats that came to the same in the same words are told once. */
export function answersOf(
  { combination, trials }: ReadCase['byCombination'][number],
  one: TrialCase,
  several: boolean,
): Html {
  const alike = [...Map.groupBy(trials, likeness).values()].toSorted(([a], [b]) =>
    a && b ? marks.indexOf(markOf(a)) - marks.indexOf(markOf(b)) : 0,
  )
  return html`<div class="answers">
    ${several && html`<h4>${nameOf(combination)} ${marksShown(trials)}</h4>`}
    ${alike.map(([first, ...rest]) => first && answerShown(first, { one, times: rest.length + 1, of: trials.length }))}
  </div>`
}

function likeness({ decision, said, lowered, reply, texts, sources, why, checks, lookUps, records }: Trial): string {
  const asked = lookUps?.map(({ ms: _ms, ...rest }) => rest)
  return JSON.stringify([decision, said, lowered, reply, texts, sources, why, checks, asked, records])
}

/** @param how `times` of `of` repeats answered like this */
function answerShown(trial: Trial, { one, times, of }: { one: TrialCase; times: number; of: number }): Html {
  const { decision, why, checks } = trial
  const mark = markOf(trial)
  const repeats = of > 1 && html` <span class="quiet">${times} of ${of} repeats</span>`
  return html`<div class="answer">
    <p>
      <span class="pill ${mark}">${markWords[mark].one}</span> expected <b>${expectedSaid(one)}</b>, got
      <b title="${decisionMeans[decision]}">${gotWord(decision)}</b>${repeats}
    </p>
    ${decision === 'failed' ? noJudgement(why) : repliesOf(trial, one)}
    ${checks.filter(({ kept }) => !kept).map(({ rule }) => html`<p class="broken">Broken check: <bdi>${rule}</bdi></p>`)}
    ${aboutAnswer(trial)}
  </div>`
}

export const noJudgement = (why = 'the model failed'): Html => html`<p>No judgement: <bdi>${why}</bdi></p>`

/** A reply that was lowered is not sent: a notice is, and both are shown. */
function repliesOf(trial: Trial, one: TrialCase): Html {
  const { reply, texts, language } = trial
  const got = texts.join('\n')
  const sent = got === reply || got === ''
  return html`${lowered(trial)}
  ${!sent && reply !== '' && html`<p class="quiet">The model wrote, and it was not sent so:</p>`}
  ${reply !== '' && bubble('assistant', said(reply, language))}
  ${
    !sent &&
    html`<p class="quiet">The customer would have got:</p>
      ${bubble('assistant', said(got, one.language))}`
  }`
}

export const lowered = ({ said: before, lowered: why }: { said?: string; lowered?: string }): Html | false =>
  why !== undefined &&
  html`<p class="quiet">
    ${before !== undefined && html`The model said <b>${before}</b>; `}kidoku stepped back:
    <bdi>${loweringWords(why)}</bdi>
  </p>`

interface About {
  reason: string
  sources: readonly string[]
  decision: Trial['decision']
  lookUps?: readonly TrialLookUp[]
  records?: readonly TrialRecord[]
  confidence?: number
  by: 'model' | 'rule'
  ms?: number
}

export function aboutAnswer(about: About): Html {
  const { reason, sources, confidence, by, ms } = about
  const row = (title: string, value: Html | string) =>
    html`<div>
      <dt>${title}</dt>
      <dd>${value}</dd>
    </div>`
  const each = (sentences: readonly string[]): Html =>
    html`${sentences.map((one) => html`<div><bdi>${one}</bdi></div>`)}`
  const [lookedUp, recorded] = [lookedUpSaid(about.lookUps), recordedSaid(about.decision, about.records)]
  const took = ms !== undefined && row('Took', seconds(ms))
  return html`<dl class="about">
    ${reason !== '' && row('Reason', html`<bdi>${reason}</bdi>`)}
    ${row('Sources', sources.length === 0 ? 'none' : html`${sources.map((id) => html`<code>${id}</code> `)}`)}
    ${lookedUp.length > 0 && row('Looked up', each(lookedUp))} ${recorded.length > 0 && row('Records', each(recorded))}
    ${confidence !== undefined && row('Confidence', percent(confidence))}
    ${by === 'rule' ? row('By', 'a rule, without the model') : took}
  </dl>`
}
