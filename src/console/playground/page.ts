/** The playground's page: what the customer writes, two prompts, and what each would make of it. All of it is one form. */
import { looksDescribed } from '../../core/content.ts'
import { languages } from '../../core/language.ts'
import { addressOf } from '../addresses.ts'
import { html, type Html } from '../html.ts'
import { languageName } from '../insights/numbers.ts'
import type { ConsoleLanguage } from '../language.ts'
import { caseWordShown } from './case-part.ts'
import { playgroundWords } from './playground-words.ts'
import { promptPart } from './prompt-part.ts'
import { resultsPart, type Results } from './results-part.ts'
import type { Side } from './side.ts'
import { fieldOf, most, sides, type Problem, type SaidBefore, type SideName, type Written } from './written.ts'

export interface PlaygroundPage {
  written: Written
  sides: Record<SideName, Side>
  /** Names of all prompt files. */
  files: readonly string[]
  /** By which model they are tried. */
  model: string
  /** Where it comes from: the customer's name, and whether several people write there. */
  from?: { conversation: string; name: string; several: boolean }
  problems: readonly Problem[]
  /** So many seconds until more may be tried. */
  wait?: number
  /** The day's limit for the model is reached, until about this time. */
  spentUntil?: Html
  results?: Results
  /** What saving a prompt of that side came to, and what is said about that. */
  saved?: { side: SideName; word: Html }
  /** The same of a case. */
  case?: { side: SideName; word: Html }
  /** What was asked for as the new file's name. */
  as: Record<SideName, string>
  /** Ids of passages there are, for a case. */
  passages: readonly string[]
  /** Only owners save prompts. */
  maySave: boolean
  /** Boxes that are asked for beyond those that are filled. */
  more?: 'messages' | 'lines'
  language: ConsoleLanguage
  token: Html
}

export const playgroundPath = '/console/playground'

export function playgroundMain(page: PlaygroundPage): Html {
  const { language, token, model } = page
  const words = playgroundWords[language]
  return html`<h1>${words.title}</h1>
    <p class="lead">${words.lead}${words.between}${words.model(model)}</p>
    ${model === 'offline' && html`<p class="flash asked">${words.offline}</p>`}
    <form
      id="playground"
      method="post"
      action="${playgroundPath}"
      data-under-way="${words.underWay}"
      data-lose-edits="${words.prompt.loseEdits}"
    >
      <button name="do" value="try" hidden></button>
      ${token} ${fromPart(page)} ${customerPart(page)}
      <div class="sides">${sides.map((side) => promptPart(page.sides[side], page))}</div>
      <div id="problems" data-fresh>${problemsShown(page)}</div>
      ${!page.results && sides.map((side) => caseWordShown(side, page))}
      <p class="buttons tries">
        <button class="main" name="do" value="try" id="try">${words.try}</button>
        <span id="under-way" class="under-way" role="status"></span>
      </p>
      <div id="results" data-fresh>${resultsPart(page)}</div>
      <datalist id="passages">${page.passages.map((id) => html`<option value="${id}"></option>`)}</datalist>
    </form>`
}

/** Where it was opened from. What is not the author's own is marked, so that a case made of it is redacted. */
function fromPart({ written, from, language }: PlaygroundPage): Html | false {
  const words = playgroundWords[language].opened
  if (!written.from || !from) return false
  const [before, after] = words.from
  const hasMedia = written.messages.some(looksDescribed)
  return html`<input type="hidden" name="conversation" value="${written.from.conversation}" />
    <input type="hidden" name="turn" value="${written.from.turn}" />
    <p class="notice opened">
      <span
        >${before}<a href="${addressOf(from.conversation)}"><bdi>${from.name}</bdi></a
        >${after}</span
      >
      ${from.several && html`<span>${words.several}</span>`} ${hasMedia && html`<span>${words.media}</span>`}
    </p>`
}

function customerPart({ written, more, language }: PlaygroundPage): Html {
  const words = playgroundWords[language].writes
  const { messages, before, customer } = written
  const boxes = messages.length === 0 ? [''] : messages
  const shown = more === 'messages' ? [...boxes, ''] : boxes
  return html`<section class="card writes" aria-labelledby="writes">
    <h2 id="writes">${words.heading}</h2>
    <div class="boxes" id="messages-written">${shown.map((text, index) => messageBox(text, index, language))}</div>
    <p><button class="plain" name="do" value="more_messages">${words.another}</button></p>
    <details id="before" ${(before.length > 0 || more === 'lines') && html`open`}>
      <summary>${words.before}</summary>
      <p class="hint">${words.beforeHint}</p>
      <div class="boxes" id="lines-written">
        ${linesShown(before, more === 'lines').map((line, index) => lineBox(line, index, language))}
      </div>
      <p><button class="plain" name="do" value="more_lines">${words.anotherLine}</button></p>
    </details>
    <div class="who-writes">
      <label for="customer">${words.name}</label>
      <input id="customer" name="customer" value="${customer}" maxlength="100" dir="auto" autocomplete="off" />
      <label for="language">${words.language}</label>
      ${languageBox(written.language, language)}
    </div>
  </section>`
}

function messageBox(text: string, index: number, language: ConsoleLanguage): Html {
  const name = fieldOf.message(index)
  return html`<div class="box" id="box-${name}">
    <label for="${name}" class="hidden">${playgroundWords[language].writes.message(index + 1)}</label>
    <textarea
      class="said-here"
      id="${name}"
      name="${name}"
      rows="${rowsOf(text)}"
      maxlength="${most.length}"
      dir="auto"
    >
${text}</textarea>
  </div>`
}

/** One empty line is there to begin with, of whoever speaks next. */
function linesShown(before: readonly SaidBefore[], another: boolean): readonly SaidBefore[] {
  if (before.length > 0 && !another) return before
  const from = before.at(-1)?.from === 'customer' ? 'assistant' : 'customer'
  return [...before, { from, text: '' }]
}

function lineBox({ from, text }: SaidBefore, index: number, language: ConsoleLanguage): Html {
  const words = playgroundWords[language].writes
  const label = words.line(index + 1)
  const name = fieldOf.before(index, 'text')
  return html`<div class="box line" id="box-${name}">
    <select
      name="${fieldOf.before(index, 'from')}"
      id="${fieldOf.before(index, 'from')}"
      aria-label="${label}: ${words.who}"
    >
      ${(['customer', 'assistant'] as const).map(
        (one) => html`<option value="${one}" ${one === from && html`selected`}>${words[one]}</option>`,
      )}
    </select>
    <textarea
      id="${name}"
      name="${name}"
      rows="${rowsOf(text)}"
      maxlength="${most.length}"
      dir="auto"
      aria-label="${label}"
    >
${text}</textarea>
  </div>`
}

function languageBox(chosen: string, language: ConsoleLanguage): Html {
  const known: readonly string[] = languages
  const offered = chosen === '' || known.includes(chosen) ? known : [...known, chosen]
  return html`<select id="language" name="language">
    <option value="">${playgroundWords[language].writes.unknown}</option>
    ${offered.map(
      (one) => html`<option value="${one}" ${one === chosen && html`selected`}>${languageName(one, language)}</option>`,
    )}
  </select>`
}

const rowsOf = (text: string): number => Math.min(8, Math.max(2, text.split('\n').length, Math.ceil(text.length / 60)))

function problemsShown({ problems, wait, spentUntil, language }: PlaygroundPage): Html | false {
  const { problems: words, writes } = playgroundWords[language]
  if (spentUntil) return html`<p class="flash asked" role="alert">${words.spent(spentUntil)}</p>`
  if (wait !== undefined) return html`<p class="flash asked" role="alert">${words.tooOften(wait)}</p>`
  const said = problems.map((problem): string => {
    switch (problem.type) {
      case 'no_message':
        return words.noMessage
      case 'too_many':
        return words.tooMany
      case 'too_long':
        return words.tooLong(problem.what === 'message' ? writes.message(problem.at) : writes.line(problem.at))
      case 'media':
        return words.media(problem.text)
      default:
        return problem satisfies never
    }
  })
  return (
    said.length > 0 &&
    html`<div class="flash asked" role="alert">${said.map((one) => html`<p dir="auto">${one}</p>`)}</div>`
  )
}
