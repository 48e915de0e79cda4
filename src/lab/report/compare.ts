/** The report of a comparison as one HTML file: the verdict, new false reads, the three figures as differences, and every case that flipped. */
import type { Paired } from '../../core/paired.ts'
import { html, type Html } from '../../console/html.ts'
import { newFalseReads, type Comparison, type Flip, type ModelComparison } from '../compare/compare.ts'
import { verdictText } from '../compare/verdict-text.ts'
import { counted, moment, pShown, shortHash, signed, signedInterval } from '../numbers.ts'
import { shownOf } from '../trial.ts'
import { caseLink, heldOutLine, marksShown } from './case-parts.ts'
import { differenceAxis } from './charts.ts'
import { anchorIn, flipsShown, heading, type How } from './flips.ts'
import { framed } from './frame.ts'
import { falseReadMeans } from './words.ts'

export interface CompareReport {
  comparison: Comparison
  /** The results that were compared: when each ended (ms). */
  a: { at: number }
  b: { at: number }
  /** The words of held-out cases too; else they are counted, and not in the file. */
  showHeldOut?: boolean
}

/** @returns a whole HTML document that needs no other file */
export function compareReport({ comparison, a, b, showHeldOut = false }: CompareReport): string {
  const { models, problems } = comparison
  const side = (letter: string, { prompt, hash }: Comparison['a'], at: number) =>
    html`${letter}: <bdi>${prompt}</bdi> <code title="${hash}">${shortHash(hash)}</code>, judged
      <time datetime="${new Date(at).toISOString()}">${moment(at)}</time>`
  const several = models.length > 1
  return framed({
    kind: 'Comparison',
    title: `${comparison.a.prompt} → ${comparison.b.prompt}`,
    about: html`${side('A', comparison.a, a.at)}<br />${side('B', comparison.b, b.at)}`,
    main: html`${models.length === 0 && html`<p class="banner asked"><b>Nothing could be compared.</b></p>`}
    ${models.map((one, index) => modelShown(one, { several, index, showHeldOut }))}
    ${
      problems.length > 0 &&
      html`<section class="banner asked">
        <b>To be kept in mind</b>
        <ul>
          ${problems.map((problem) => html`<li><bdi>${problem}</bdi></li>`)}
        </ul>
      </section>`
    }`,
  })
}

function modelShown(one: ModelComparison, how: How): Html {
  const fresh = newFalseReads(one)
  const { verdict, model } = one
  const tone =
    verdict.type === 'better' ? (fresh.length > 0 ? 'asked' : 'good') : verdict.type === 'worse' ? 'bad' : 'quiet'
  return html`<section class="model" aria-label="${model}">
    ${how.several && html`<h2><bdi>${model}</bdi></h2>`}
    <p class="banner verdict ${tone}"><b>${verdictText(one)}</b></p>
    ${fresh.length > 0 && newlyRead(fresh, how)} ${heading('Differences, B less A', how)}
    <p class="means">
      In cases out of 100, with the 95 % interval: the true difference may well be anywhere on the line. Green is the
      side where B is better. p: how often chance alone would do as much.
    </p>
    <div class="tiles">
      ${differenceShown('Decisions right', one.right, 'right', ['came right', 'went wrong'])}
      ${differenceShown('False reads', one.falseReads, 'left', ['new', 'gone'])}
      ${differenceShown('Missed hand-offs', one.missedHandoffs, 'left', ['new', 'gone'])}
    </div>
    ${flipsShown(one, how)}
  </section>`
}

function newlyRead(fresh: readonly Flip[], how: How): Html {
  const [shown, hidden] = shownOf(fresh, how.showHeldOut)
  return html`<div class="banner bad">
    <p><b>${counted(fresh.length, 'new false read')}.</b> ${falseReadMeans}</p>
    <ol class="list">
      ${shown.map(({ case: one, a, b }) => caseLink(one, html`${marksShown(a.trials)} → ${marksShown(b.trials)}`, anchorIn(one, how)))}
    </ol>
    ${heldOutLine(hidden)}
  </div>`
}

/** @param better the side of zero on which B is better */
function differenceShown(name: string, paired: Paired, better: 'left' | 'right', [come, gone]: [string, string]): Html {
  const { both, onlyA, onlyB, n, p, difference } = paired
  if (n === 0)
    return html`<div class="tile">
      <p><b>${name}</b></p>
      <p>No case is about that.</p>
    </div>`
  const reach = Math.max(Math.abs(difference.low), Math.abs(difference.high))
  const end = [0.05, 0.1, 0.2, 0.3, 0.5].find((one) => reach <= one) ?? 1
  const interval = signedInterval(difference)
  const label = `${name}: B less A ${signed(difference.estimate)} of 100 cases, 95 % interval ${interval}`
  return html`<div class="tile">
    <p><b>${name}</b></p>
    <p class="big">${signed(difference.estimate)}</p>
    <p>95 % interval ${interval}${onlyA + onlyB > 0 && html` · <span class="nowrap">p ${pShown(p)}</span>`}</p>
    ${differenceAxis(difference.estimate, difference, { end, better, label })}
    <p class="ends"><span>−${end * 100}</span><span>0</span><span>+${end * 100}</span></p>
    <p class="means">${both + onlyA} → ${both + onlyB} of ${counted(n, 'case')}: ${onlyB} ${come}, ${onlyA} ${gone}</p>
  </div>`
}
