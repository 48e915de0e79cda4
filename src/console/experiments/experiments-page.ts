/** The page of live experiments: what each prompt's conversations have come to, and what may be said of that today. */
import { verdictOf } from '../../core/difference.ts'
import { measures, type Measure, type VariantResults } from '../../core/experiment-results.ts'
import type { ListedExperiment } from '../../core/experiment.ts'
import { enough, type Rate } from '../../core/interval.ts'
import { html, type Html } from '../html.ts'
import { money, number, percent, short, tooFew } from '../insights/numbers.ts'
import type { ConsoleLanguage } from '../language.ts'
import { time } from '../time.ts'
import { experimentsWords, type ExperimentsWords } from './experiments-words.ts'

export interface ShownExperiment extends ListedExperiment {
  state: 'running' | 'off' | 'ended' | 'idle'
  /** By prompt; one that nobody has had is missing. */
  results: ReadonlyMap<string, VariantResults>
}

export interface ExperimentsPage {
  experiments: readonly ShownExperiment[]
  /** The shop's own prompt: what the others are compared with. */
  own: string
  off: { by: string; at: number } | undefined
  /** Whether somebody may switch them on again. */
  isOwner: boolean
  now: number
  language: ConsoleLanguage
  token: Html
  /** In which `cost` is. */
  currency: string | undefined
}

export function experimentsMain(page: ExperimentsPage): Html {
  const words = experimentsWords[page.language]
  const { experiments } = page
  return html`<h1>${words.title}</h1>
    ${
      experiments.length === 0
        ? nothingYet(words, page.own)
        : html`<p class="lead">${words.lead}</p>
            ${switchOf(page, words)} ${experiments.map((one) => card(one, page, words))}
            <p class="span">${words.daily}</p>`
    }`
}

const nothingYet = (words: ExperimentsWords, own: string): Html =>
  html`<section class="figure empty-figure">
    <h2>${words.none.title}</h2>
    <p>${words.none.text}</p>
    <pre dir="ltr"><code>- name: shorter-replies
  variants:
    ${own}: 9
    shorter: 1</code></pre>
    <p>${words.none.more}</p>
  </section>`

/** Anybody may stop; what comes after is what the shop had before. */
function switchOf({ off, isOwner, now, language, own, token, experiments }: ExperimentsPage, words: ExperimentsWords) {
  if (off) {
    const by = html`<bdi>${off.by}</bdi>`
    return html`<div class="flash asked">
      <p>${words.start.text(by, time(off.at, now, 'minutes', language), own)} ${!isOwner && words.start.owners}</p>
      ${
        isOwner &&
        html`<form method="post" action="/console/experiments/start">
          ${token}<button class="plain">${words.start.button}</button>
        </form>`
      }
    </div>`
  }
  if (!experiments.some(({ state }) => state === 'running')) return undefined
  return html`<form method="post" action="/console/experiments/stop" class="stop-experiment">
    ${token}<button class="danger">${words.stop.button}</button>
    <small>${words.stop.text}</small>
  </form>`
}

function card(one: ShownExperiment, page: ExperimentsPage, words: ExperimentsWords): Html {
  const { language } = page
  const whole = one.variants.reduce((sum, { weight }) => sum + weight, 0)
  const split = one.variants.map(({ prompt, weight }) => `${prompt} ${percent(weight / whole, language)}`).join(' · ')
  const isOurs = one.variants.some(({ prompt }) => prompt === page.own)
  // Of another profile's nobody knows here which prompt is the shop's own: the first is what the others are held against.
  const control = isOurs ? page.own : (one.variants[0]?.prompt ?? '')
  const id = `experiment-${one.name}`
  return html`<section class="figure experiment" aria-labelledby="${id}">
    <header>
      <h2 id="${id}">${one.name}</h2>
      <span class="state state-${one.state}">${words.states[one.state]}</span>
    </header>
    ${one.state === 'idle' && html`<p class="flash asked">${words.idle(page.own)}</p>`}
    ${one.state !== 'ended' && html`<p class="span">${words.split(split)}</p>`}
    <div class="variants">${one.variants.map(({ prompt }) => variant(prompt, one, page, words))}</div>
    ${
      // Of nobody there is nothing to draw.
      one.results.size === 0
        ? html`<p class="verdict">${words.thin(number(enough, language))}</p>`
        : html`<div class="measures">${measures.map((name) => measure(name, one, control, page, words))}</div>`
    }
  </section>`
}

function variant(prompt: string, one: ShownExperiment, page: ExperimentsPage, words: ExperimentsWords) {
  const { language, currency } = page
  const results = one.results.get(prompt)
  const name = html`<h3><bdi>${prompt}</bdi> ${prompt === page.own && html`<small>${words.control}</small>`}</h3>`
  if (!results)
    return html`<div>
      ${name}
      <p>${words.nobody}</p>
    </div>`
  const { conversations, hashes, decisions, turns, input, output, cost } = results
  return html`<div>
    ${name}
    <p>
      ${words.conversations(number(conversations, language))} ·
      ${hashes.length > 1 ? words.changed(hashes.length) : html`<span dir="ltr">${words.version((hashes[0] ?? '').slice(0, 6))}</span>`}
    </p>
    ${decisionsBar(decisions, turns, words, language)}
    ${
      input + output > 0 &&
      html`<p class="span">
        ${words.tokens(short(Math.round((input + output) / conversations), language))}${
          cost !== undefined && currency !== undefined
            ? html` · ${words.cost(money(cost / conversations, currency, language))}`
            : ''
        }
      </p>`
    }
  </div>`
}

const decisionNames = ['resolved', 'needs_info', 'handoff', 'failed'] as const
const fills = { resolved: 'assistant', needs_info: 'question', handoff: 'staff', failed: 'failed' }

function decisionsBar(
  decisions: VariantResults['decisions'],
  turns: number,
  words: ExperimentsWords,
  language: ConsoleLanguage,
): Html {
  let from = 0
  const shares = decisionNames.map((name) => {
    const width = turns === 0 ? 0 : (100 * decisions[name]) / turns
    const part = { name, width, from }
    from += width
    return part
  })
  return html`<div class="decisions">
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      ${shares.map(({ name, width, from: x }) => html`<rect class="fill-${fills[name]}" x="${x}" y="0" width="${width}" height="10" />`)}
    </svg>
    <ul aria-label="${words.decisions}">
      ${shares.map(
        ({ name, width }) =>
          decisions[name] > 0 &&
          html`<li>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <rect class="fill-${fills[name]}" width="10" height="10" rx="3" />
            </svg>
            ${words.decisionNames[name]} ${number(decisions[name], language)} (${percent(width / 100, language)})
          </li>`,
      )}
    </ul>
  </div>`
}

function measure(name: Measure, one: ShownExperiment, control: string, page: ExperimentsPage, words: ExperimentsWords) {
  const { language } = page
  const rateOf = (prompt: string): Rate | undefined => one.results.get(prompt)?.rates[name]
  const verdicts = one.variants
    .filter(({ prompt }) => prompt !== control)
    .map(({ prompt }) => verdictText(prompt, rateOf(control), rateOf(prompt), words, language))
  return html`<section class="measure">
    <h3>${words.measures[name].title} <small>${words.measures[name].of}</small></h3>
    ${one.variants.map(({ prompt }) => rateRow(prompt, rateOf(prompt), words, language))}
    ${verdicts.map((verdict) => html`<p class="verdict ${verdict.told && 'told'}">${verdict.text}</p>`)}
  </section>`
}

function rateRow(prompt: string, rate: Rate | undefined, words: ExperimentsWords, language: ConsoleLanguage): Html {
  const { count, n, low, high } = rate ?? { count: 0, n: 0, low: 0, high: 1 }
  const counted = words.of(number(count, language), number(n, language))
  const likely = words.between(percent(low, language), percent(high, language))
  const told = rate && !tooFew(rate)
  return html`<div class="rate">
    <bdi>${prompt}</bdi>
    <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" x="0" y="5" width="100" height="2" />
      ${n > 0 && html`<rect class="likely" x="${low * 100}" y="2" width="${Math.max(0.6, (high - low) * 100)}" height="8" rx="1" />`}
      ${told && html`<rect class="point" x="${Math.min(99, rate.rate * 100)}" y="0" width="1" height="12" />`}
    </svg>
    <span
      >${told ? html`<b>${percent(rate.rate, language)}</b> · ` : ''}${counted}${n > 0 ? html` · ${told ? likely : words.tooFew}` : ''}</span
    >
  </div>`
}

function verdictText(
  prompt: string,
  control: Rate | undefined,
  variant: Rate | undefined,
  words: ExperimentsWords,
  language: ConsoleLanguage,
): { told: boolean; text: string } {
  const none = { count: 0, n: 0 }
  const verdict = verdictOf(control ?? none, variant ?? none)
  const points = (share: number): string => number(Math.max(1, Math.round(Math.abs(share) * 100)), language)
  switch (verdict.type) {
    case 'thin':
      return { told: false, text: words.thin(number(verdict.need, language)) }
    case 'no_difference_seen': {
      const { low, high } = verdict.interval
      return { told: false, text: words.noDifference(points(Math.min(0, low)), points(Math.max(0, high))) }
    }
    case 'higher':
      return { told: true, text: words.higher(prompt, points(verdict.interval.low), points(verdict.interval.high)) }
    case 'lower':
      return { told: true, text: words.lower(prompt, points(verdict.interval.high), points(verdict.interval.low)) }
    default:
      return verdict satisfies never
  }
}
