/** What the assistant knows: drafts that wait for a person, files and their passages, and files that are broken. */
import type { Draft } from '../../core/draft.ts'
import type { Passage } from '../../core/request.ts'
import type { BrokenSource } from '../../ports/sources.ts'
import { html, type Html } from '../html.ts'
import { headOf } from '../insights/tabs.ts'
import { number } from '../insights/numbers.ts'
import type { ConsoleLanguage } from '../language.ts'
import { time } from '../time.ts'
import { caseFields, languageField, linesOfCase, passageFields } from './draft-form.ts'
import { learningWords } from './learning-words.ts'

export interface KnowledgePage {
  drafts: readonly Draft[]
  passages: readonly Passage[]
  broken: readonly BrokenSource[]
  /** Only owners accept. */
  mayAccept: boolean
  now: number
  language: ConsoleLanguage
  token: Html
}

export function knowledgeMain(page: KnowledgePage): Html {
  const { drafts, language } = page
  const words = learningWords[language].knowledge
  return html`${headOf('knowledge', language)} ${brokenShown(page)}
    <section aria-labelledby="drafts">
      <h2 id="drafts">${words.drafts} <span class="number">${number(drafts.length, language)}</span></h2>
      ${drafts.length === 0 ? html`<p class="empty">${words.noDrafts}</p>` : drafts.map((draft) => draftShown(draft, page))}
    </section>
    ${filesShown(page)}`
}

function draftShown(draft: Draft, { passages, mayAccept, now, language, token }: KnowledgePage): Html {
  const words = learningWords[language].knowledge
  const { id, passage, case: one } = draft
  const kind = [passage && words.passage, one && words.aCase].filter(Boolean).join(' + ')
  const ids = passages.map((known) => known.id)
  const title = passage?.title ?? one?.messages.join(' ') ?? ''
  return html`<details class="draft" id="draft-${id}">
    <summary>
      <b dir="auto">${title.slice(0, 120).toWellFormed()}</b>
      <span class="chip">${kind}</span>
      <small><bdi>${words.from(draft.by)}</bdi> ${time(draft.at, now)}</small>
    </summary>
    <form method="post" action="/console/knowledge/${id}">
      ${token} ${passage && passageFields(passage, language, id)}
      ${
        one &&
        html`<h3>${words.aCase}</h3>
          ${caseFields({ lines: linesOfCase(one), ...one, passages: ids, ownPassage: passage !== undefined }, language, id)}`
      }
      ${languageField(draft.language, language, id)}
      <p class="buttons">
        <button name="do" value="save">${words.save}</button>
        ${mayAccept && html`<button class="main" name="do" value="accept">${words.accept}</button>`}
        <button name="do" value="discard" formnovalidate>${words.discard}</button>
      </p>
      ${!mayAccept && html`<p class="hint">${words.acceptAsOwner}</p>`}
    </form>
  </details>`
}

function brokenShown({ broken, language, now }: KnowledgePage): Html | false {
  const words = learningWords[language].knowledge
  return (
    broken.length > 0 &&
    html`<section class="broken" aria-labelledby="broken">
      <h2 id="broken">${words.broken}</h2>
      <ul>
        ${broken.map(
          ({ file, why, since }) =>
            html`<li>
              <code>${file}</code> ${time(since, now)}
              <p>${why}</p>
            </li>`,
        )}
      </ul>
    </section>`
  )
}

function filesShown({ passages, broken, language }: KnowledgePage): Html {
  const words = learningWords[language].knowledge
  const counts = new Map<string, number>()
  for (const { id } of passages) {
    const file = `${id.split('#')[0]}.md`
    counts.set(file, (counts.get(file) ?? 0) + 1)
  }
  const rows = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return html`<section aria-labelledby="files">
    <h2 id="files">${words.files}</h2>
    ${broken.length === 0 && rows.length > 0 && html`<p class="span">${words.allGood} ${words.learnedHint}</p>`}
    ${
      rows.length === 0
        ? html`<p class="empty">${words.noFiles}</p>`
        : html`<div class="scrolls figure" tabindex="0" role="group" aria-labelledby="files">
            <table>
              <thead>
                <tr>
                  <th scope="col">${words.file}</th>
                  <th scope="col">${words.passages}</th>
                </tr>
              </thead>
              <tbody>
                ${rows.map(
                  ([file, count]) =>
                    html`<tr>
                      <th scope="row"><code>${file}</code></th>
                      <td>${number(count, language)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`
}
