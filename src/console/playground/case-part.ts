/** What was tried, as a case: which decision is right, and on which passage a resolved one rests. */
import { draftLanguage, draftLanguages } from '../../core/draft.ts'
import { guessLanguage } from '../../core/language.ts'
import { decisions, type DecisionWord } from '../../core/judgement.ts'
import type { Tried } from '../../core/tried.ts'
import { html, type Html } from '../html.ts'
import { languageNames } from '../language.ts'
import { learningWords } from '../learning/learning-words.ts'
import type { PlaygroundPage } from './page.ts'
import { playgroundWords } from './playground-words.ts'
import type { Results } from './results-part.ts'
import type { SideName } from './written.ts'

/** What came out is chosen to begin with; where nothing did, a person should have it. */
const expectedOf = ({ decision }: Tried): DecisionWord => (decision === 'failed' ? 'handoff' : decision)

/** What saving it came to. It stands by the button as long as the results are there. */
export const caseWordShown = (name: SideName, page: PlaygroundPage): Html =>
  html`<div id="${name}-case-word" data-fresh>${page.case?.side === name && page.case.word}</div>`

export function caseFieldset(name: SideName, tried: Tried, results: Results, page: PlaygroundPage): Html {
  const { language } = page
  const words = playgroundWords[language].caseOf
  const shared = learningWords[language].makeCase
  const expected = expectedOf(tried)
  // What was just found in the shop's systems is no passage that another day has.
  const found = tried.requests.at(-1)?.looked?.found.map(({ id }) => id) ?? []
  const sources = tried.sources.filter((id) => !found.includes(id))
  const known = results.messages.map(({ text }) => guessLanguage(text)).find((one) => one !== undefined)
  const filed = draftLanguage(tried.language || known)
  return html`<details class="as-case" id="${name}-case">
    <summary>${words.heading}</summary>
    <fieldset class="choices">
      <legend>${shared.expect}</legend>
      ${decisions.map(
        (decision) =>
          html`<label
            ><input type="radio" name="${name}.expect" value="${decision}" ${decision === expected && html`checked`} />
            ${shared.decisions[decision]}</label
          >`,
      )}
    </fieldset>
    <label for="${name}-source">${shared.source}</label>
    <input
      id="${name}-source"
      name="${name}.source"
      value="${expected === 'resolved' ? sources.join(', ') : ''}"
      maxlength="500"
      placeholder="${shared.sourceHint}"
      list="passages"
      autocomplete="off"
    />
    <label class="check"
      ><input type="checkbox" name="${name}.small_talk" ${tried.smallTalk && html`checked`} />
      ${shared.smallTalk}</label
    >
    <label for="${name}-filed">${words.language}</label>
    <select id="${name}-filed" name="${name}.filed">
      ${draftLanguages.map(
        (one) =>
          html`<option value="${one}" ${one === filed && html`selected`} lang="${one}">${languageNames[one]}</option>`,
      )}
    </select>
    ${results.redacts && html`<p class="hint">${words.redacted}</p>`}
    <p class="buttons"><button name="do" value="case_${name}">${words.button}</button></p>
    ${caseWordShown(name, page)}
  </details>`
}
