/** What one prompt made of it: decision, what the customer sees, reason, sources, cost, and what the model was given. */
import type { Passage } from '../../core/request.ts'
import { loweringSentence } from '../../core/sentences/lowering.ts'
import { lookUpLines, recordLines, type LookUpLine } from '../../core/sentences/looked-up.ts'
import { offlineSentence, readOfflineReason } from '../../core/sentences/offline.ts'
import type { Tried } from '../../core/tried.ts'
import { costOf } from '../../core/model-price.ts'
import { bubble, langOf } from '../card.ts'
import { html, type Html } from '../html.ts'
import { languageName, length, money, number, percent } from '../insights/numbers.ts'
import type { ConsoleLanguage } from '../language.ts'
import { topicShown } from '../insights/insights-words.ts'
import { caseFieldset } from './case-part.ts'
import type { PlaygroundPage } from './page.ts'
import { resultsWords } from './results-words.ts'
import type { Results } from './results-part.ts'
import type { SideName } from './written.ts'

const icons: Record<Tried['decision'], string> = { resolved: '✓', needs_info: '?', handoff: '→', failed: '!' }

export function triedPart(name: SideName, tried: Tried, results: Results, page: PlaygroundPage): Html {
  const { language } = page
  const found = tried.requests.at(-1)?.looked?.found ?? []
  return html`${decisionShown(tried, language)} ${phone(tried, results, language)} ${told(tried, language)}
  ${lookedUp(tried, results.redacts, language)} ${toRecord(tried, language)}
  ${sourcesShown(tried, [...found, ...results.passages], language)} ${spent(tried, results, language)}
  ${given(name, tried, language)} ${results.cases && caseFieldset(name, tried, results, page)}`
}

function decisionShown({ decision, said, lowered, topic, by, why }: Tried, language: ConsoleLanguage): Html {
  const words = resultsWords[language]
  return html`<p class="decision ${decision}" data-decision="${decision}">
      <span aria-hidden="true">${icons[decision]}</span> <b>${words.decisions[decision]}</b>
    </p>
    ${
      lowered &&
      html`<p class="lowered">
        ${said && words.lowered(words.decisions[said])} ${loweringSentence(lowered, topic, language)}
      </p>`
    }
    ${by === 'rule' && html`<p class="lowered">${words.byRule}</p>`}
    ${why !== undefined && html`<p class="lowered" lang="en" dir="auto">${why}</p>`}`
}

/** As in the customer's LINE: their messages with Read or without, and what comes back. */
function phone(tried: Tried, { messages }: Results, language: ConsoleLanguage): Html {
  const words = resultsWords[language]
  const { read, texts, reply, decision } = tried
  const isUnsaid = reply !== '' && decision !== 'resolved' && decision !== 'needs_info'
  return html`<div class="seen-by" role="group" aria-label="${words.gets}">
    <ol>
      ${messages.map(({ id, text }) => {
        const mark = read[id] ?? 'no'
        return html`<li class="own">
          <p class="stamp">
            <span class="${mark === 'no' ? 'unread' : 'read'}" data-read="${mark}">${words.read[mark]}</span>
          </p>
          ${bubble({ text, verbatim: true }, tried.language)}
        </li>`
      })}
      ${texts.map((text) => html`<li class="bot"><div class="said">${bubble({ text, verbatim: true }, tried.language)}</div></li>`)}
      ${texts.length === 0 && html`<li class="system"><span>${words.getsNothing}</span></li>`}
      ${
        isUnsaid &&
        html`<li class="bot unsaid">
          <div class="said">
            <p class="not">${words.unsaid}</p>
            ${bubble({ text: reply, verbatim: true }, tried.language)}
          </div>
        </li>`
      }
    </ol>
  </div>`
}

function told(
  { reason, summary, confidence, topic, language: theirs, decision }: Tried,
  language: ConsoleLanguage,
): Html {
  const words = resultsWords[language]
  if (decision === 'failed') return html``
  const fixed = readOfflineReason(reason)
  const why = fixed ? offlineSentence(fixed.reason, fixed.found, language) : reason
  const line = (label: string, value: Html | string): Html | false =>
    value !== '' &&
    html`<div>
      <dt>${label}</dt>
      <dd dir="auto">${value}</dd>
    </div>`
  const wants = summary === '' ? '' : html`<span ${langOf(summary, undefined)}>${summary}</span>`
  return html`<dl class="told">
    ${line(words.reason, why)} ${line(words.wants, wants)}
    ${line(words.confidence, confidence === undefined ? '' : percent(confidence, language))}
    ${line(words.topic, topicShown(topic, language))}
    ${line(words.language, theirs === '' ? '' : languageName(theirs, language))}
  </dl>`
}

/** @param isPast the words are a customer's */
function lookedUp({ lookUps }: Tried, isPast: boolean, language: ConsoleLanguage): Html | false {
  const words = resultsWords[language]
  const texts = lookUps.flatMap(({ text }) => text ?? [])
  const lines = lookUpLines(
    lookUps.map(({ fact }) => fact),
    texts,
    language,
  )
  return (
    lines.length > 0 &&
    html`<div class="sources looked">
      ${heading(words.lookedUp)} ${linesShown(lines)} ${isPast && html`<p class="hint">${words.foundThen}</p>`}
    </div>`
  )
}

/** What it wants to have recorded: with any other decision than `resolved` nobody would. */
function toRecord({ records, decision }: Tried, language: ConsoleLanguage): Html | false {
  const words = resultsWords[language]
  const lines = recordLines(
    records.map(({ record }) => record),
    records,
    true,
    language,
  )
  const named = lines.map((line, index) => ({ ...line, what: records[index]?.record ?? line.what }))
  return (
    lines.length > 0 &&
    html`<div class="sources to-record">
      ${heading(decision === 'resolved' ? words.toRecord : words.notToRecord)} ${linesShown(named)}
      <p class="hint">${words.recordsNothing}</p>
    </div>`
  )
}

const heading = (text: string): Html => html`<h4>${text}</h4>`

const linesShown = (lines: readonly LookUpLine[]): Html =>
  html`<ul>
    ${lines.map(
      ({ what, came, took, things }) =>
        html`<li>
          <span dir="auto">${what}${came !== '' && `: ${came}`}</span
          >${took !== undefined && html` <span class="hint">${took}</span>`}
          ${things.map((thing) => html`<p class="hint" dir="auto">${thing.map(([name, value]) => `${name}: ${value}`).join(' · ')}</p>`)}
        </li>`,
    )}
  </ul>`

function sourcesShown({ sources, decision }: Tried, passages: readonly Passage[], language: ConsoleLanguage): Html {
  const words = resultsWords[language]
  if (decision === 'failed') return html``
  const shown = sources.map((id) => {
    const passage = passages.find((one) => one.id === id)
    if (!passage) return html`<li><code>${id}</code> <span class="chip waiting">${words.noSuchPassage}</span></li>`
    return html`<li>
      <details>
        <summary><code>${id}</code> <bdi>${passage.title}</bdi></summary>
        <p class="passage" dir="auto" ${langOf(passage.text, undefined)}>${passage.text}</p>
      </details>
    </li>`
  })
  return html`<div class="sources">
    <h4>${words.sources}</h4>
    ${
      shown.length > 0
        ? html`<ul>
            ${shown}
          </ul>`
        : html`<p class="hint">${words.noSources}</p>`
    }
  </div>`
}

function spent({ usage, ms }: Tried, { price }: Results, language: ConsoleLanguage): Html {
  const words = resultsWords[language]
  const cost = usage && price && costOf(usage, price)
  const parts = [
    length(ms, language),
    ...(usage ? [words.tokens(number(usage.input, language), number(usage.output, language))] : []),
    ...(cost !== undefined && price ? [`≈ ${money(cost, price.currency, language)}`] : []),
  ]
  return html`<p class="hint spent">${parts.join(' · ')}</p>`
}

/** The request as the model had it. */
function given(name: SideName, { requests }: Tried, language: ConsoleLanguage): Html | false {
  const words = resultsWords[language]
  const last = requests.at(-1)
  if (!last) return false
  return html`<details class="given" id="given-${name}">
    <summary>${words.given}</summary>
    ${requests.length > 1 && html`<p class="hint">${words.asked(requests.length)}</p>`}
    <h4>${words.system}</h4>
    <pre dir="auto" tabindex="0">${last.system}</pre>
    <h4>${words.chat}</h4>
    <ol class="contents">
      ${last.contents.map(
        ({ role, text }) =>
          html`<li>
            <code>${role}</code>
            <pre dir="auto" tabindex="0">${text}</pre>
          </li>`,
      )}
    </ol>
  </details>`
}
