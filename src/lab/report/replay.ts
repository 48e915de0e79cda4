/**
 * The report of a replay as one HTML file: which decisions another prompt would have changed, with the texts of both
 * beside each other. What comes in is redacted; nothing is added to it that tells whose it was.
 */
import { html, type Html } from '../../console/html.ts'
import { leftOutReasons, leftOutWords, type Replay } from '../replay/replay.ts'
import { framed } from './frame.ts'
import { matrixShown } from './matrix.ts'
import { count, counted, day, dollars, moment, percent, shortHash } from '../numbers.ts'
import { groupsOf, turnsShown } from './turns.ts'

/** @returns a whole HTML document that needs no other file */
export function replayReport(replay: Replay): string {
  const { at, days, since, prompt, own, model, totals } = replay
  return framed({
    kind: 'Replay',
    title: `What ${prompt.name} would have decided`,
    about: html`<time datetime="${new Date(at).toISOString()}">${moment(at)}</time> · the last ${counted(days, 'day')},
      from ${day(since)} · ${counted(totals.turns, 'turn')} of ${counted(totals.conversations, 'conversation')}<br />
      Prompt: <bdi>${prompt.name}</bdi> <code title="${prompt.hash}">${shortHash(prompt.hash)}</code> on
      <bdi>${model}</bdi
      >${own && html` · the shop’s own again: <bdi>${own.name}</bdi> <code title="${own.hash}">${shortHash(own.hash)}</code>`}<br />
      Nothing was sent to anybody. Names, numbers and addresses are taken out.`,
    main: html`${verdict(replay)}${troubles(replay)}${turnsShown(replay)}${overview(replay)}`,
  })
}

function verdict({ totals, turns }: Replay): Html {
  if (totals.replayed === 0) return html`<p class="banner asked"><b>No turn could be replayed.</b></p>`
  const { read, staff } = groupsOf(turns)
  const of = `${count(totals.changed)} of ${counted(totals.replayed, 'turn')}`
  const unjudged =
    totals.failed > 0 &&
    html` ${counted(totals.failed, 'turn')} could not be judged: the model failed, and nothing is known of them.`
  if (totals.failed === totals.replayed)
    return html`<p class="banner asked verdict"><b>Nothing could be judged.</b>${unjudged}</p>`
  if (totals.changed === 0 && read.length === 0)
    return html`<p class="banner good verdict">
      <b>Nothing changes:</b> every one of ${counted(totals.replayed - totals.failed, 'turn')} that was judged would
      have been decided as it was.${unjudged}
    </p>`
  const chance =
    totals.againChanged !== undefined &&
    html` The shop’s own prompt, judged again today, would itself have changed ${count(totals.againChanged)}: so much
    comes by chance, and by what changed
    since${totals.apart !== undefined && html`. Judged alike, the two prompts differ in ${count(totals.apart)}`}.`
  return html`<p class="banner verdict ${read.length > 0 ? 'asked' : 'quiet'}">
    <b>${of} (${percent(totals.changed / totals.replayed)}) would have been decided otherwise:</b>
    ${count(read.length)} would newly be answered and Read, ${count(staff.length)} would newly go to
    staff.${chance}${unjudged}
  </p>`
}

function troubles({ stopped, problems, totals }: Replay): Html {
  const left = leftOutReasons.filter((why) => totals.leftOut[why] > 0)
  const all = left.reduce((sum, why) => sum + totals.leftOut[why], 0)
  return html`${stopped !== undefined && html`<p class="banner asked"><b>The replay stopped early:</b> <bdi>${stopped}</bdi></p>`}
  ${
    problems.length > 0 &&
    html`<div class="banner asked">
      <b>${counted(problems.length, 'thing')} could not be used</b>
      <ul>
        ${problems.map((problem) => html`<li><bdi>${problem}</bdi></li>`)}
      </ul>
    </div>`
  }
  ${
    (all > 0 || totals.forgotten > 0) &&
    html`<details class="left">
      <summary>${counted(all, 'turn')} not replayed</summary>
      <ul>
        ${left.map((why) => html`<li>${counted(totals.leftOut[why], 'turn')}: ${leftOutWords[why]}</li>`)}
        ${totals.forgotten > 0 && html`<li>${counted(totals.forgotten, 'conversation')} forgotten since: nothing is known of them</li>`}
      </ul>
    </details>`
  }`
}

const matrixWords = {
  caption: 'Rows: what was decided then. Columns: what would be now.',
  same: 'as then',
  read: 'newly answered and Read',
  other: 'otherwise different',
}

function overview({ totals, matrix, againMatrix }: Replay): Html {
  const { usage, cost, replayed, failed } = totals
  return html`<section aria-labelledby="all">
    <h2 id="all">All ${counted(replayed, 'turn')}</h2>
    <div class="columns">
      ${matrixShown('Then → now', matrix, matrixWords)}
      ${againMatrix && matrixShown('Then → the shop’s own prompt, again', againMatrix, matrixWords)}
      <section class="card">
        <h3>This replay</h3>
        <dl class="facts">
          <div>
            <dt>Replayed</dt>
            <dd>${counted(replayed, 'turn')}${failed > 0 && `, ${count(failed)} without judgement`}</dd>
          </div>
          <div>
            <dt>Tokens in</dt>
            <dd>${count(usage.input)}</dd>
          </div>
          <div>
            <dt>Tokens out</dt>
            <dd>${count(usage.output)}</dd>
          </div>
          <div>
            <dt>Cost</dt>
            <dd>${cost === undefined ? 'not known' : dollars(cost)}</dd>
          </div>
        </dl>
      </section>
    </div>
  </section>`
}
