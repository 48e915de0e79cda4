/** One of the two prompts: which file, its text to edit, what is wrong with it, and saving it under a name of its own. */
import type { PromptMistake } from '../../ports/prompt-files.ts'
import { html, type Html } from '../html.ts'
import type { PlaygroundPage } from './page.ts'
import { playgroundWords } from './playground-words.ts'
import type { Side } from './side.ts'
import { fieldOf } from './written.ts'

export function promptPart(side: Side, page: PlaygroundPage): Html {
  const { name, file, text, edited } = side
  const words = playgroundWords[page.language]
  const { prompt } = words
  const mistakes = mistakesOf(side)
  const rows = 22
  const saved = page.saved?.side === name ? page.saved.word : undefined
  return html`<section class="card side-${name}" aria-labelledby="side-${name}">
    <h2 id="side-${name}">${prompt.heading(name.toUpperCase())}</h2>
    <div class="choose" id="${name}-choose" data-fresh>
      <label class="hidden" for="${name}-file">${prompt.file}</label>
      <select id="${name}-file" name="${fieldOf.prompt(name, 'file')}" data-side="${name}">
        <option value="" ${edited && html`selected`} ${!edited && html`hidden`}>${prompt.edited(file || name)}</option>
        ${page.files.map(
          (one) => html`<option value="${one}" ${!edited && one === file && html`selected`}>${one}</option>`,
        )}
      </select>
      <button class="plain load" name="do" value="load_${name}">${prompt.load}</button>
      <input type="hidden" name="${fieldOf.prompt(name, 'of')}" value="${file}" />
    </div>
    <details id="${name}-edit" ${(edited || mistakes.length > 0 || side.tooBig || saved) && html`open`}>
      <summary>${prompt.edit}</summary>
      <textarea
        id="${name}-text"
        name="${fieldOf.prompt(name, 'text')}"
        class="prompt-text"
        rows="${rows}"
        spellcheck="false"
        dir="auto"
        data-side="${name}"
        aria-label="${prompt.text(name.toUpperCase())}"
        aria-describedby="${name}-state"
      >
${text}</textarea>
      <div id="${name}-state" data-fresh>${stateShown(side, page)}</div>
      ${savePart(side, page)}
    </details>
  </section>`
}

const mistakesOf = ({ read }: Side): readonly PromptMistake[] => (read?.ok === false ? read.mistakes : [])

/** What is wrong with the text, each with the line it is in, as it stands there. */
function stateShown(side: Side, { language }: PlaygroundPage): Html | false {
  const { prompt } = playgroundWords[language]
  const mistakes = mistakesOf(side)
  if (side.tooBig) return html`<p class="flash bad" role="alert">${prompt.tooBig}</p>`
  if (side.missing && !side.edited) return html`<p class="flash bad" role="alert">${prompt.missing}</p>`
  if (mistakes.length === 0) return false
  const lines = side.text.split('\n')
  return html`<div class="flash bad mistakes" role="alert">
    <p>
      <b>${prompt.mistakes}</b>
    </p>
    <ul>
      ${mistakes.map(({ file, line, problem, remedy }) => {
        // A file that the prompt holds may have one too; that is not on this page.
        const held = /[\\/](partials[\\/].+)$/.exec(file)?.[1]
        const there = held === undefined ? (lines[line - 1]?.trim() ?? '') : ''
        const place = html`<a
          href="#${side.name}-text"
          data-line="${line}"
          data-in="${side.name}-text"
          lang="${language}"
          >${prompt.line(line)}</a
        >`
        return html`<li lang="en">
          ${
            line > 0 &&
            html`<p class="where">
              ${held === undefined ? place : html`<code>${held}</code> <span lang="${language}">${prompt.line(line)}</span>`}
              ${there !== '' && html`<code dir="auto">${there.slice(0, 120).toWellFormed()}</code>`}
            </p>`
          }
          <p dir="auto">${problem}. ${/[?.]$/.test(remedy) ? remedy : `${remedy}.`}</p>
        </li>`
      })}
    </ul>
  </div>`
}

function savePart({ name }: Side, { language, maySave, saved, as }: PlaygroundPage): Html {
  const { save } = playgroundWords[language]
  const word = saved?.side === name && saved.word
  if (!maySave) return html`<p class="hint">${save.ownersOnly}</p>`
  return html`<fieldset class="save">
    <legend>${save.heading}</legend>
    <label for="${name}-as">${save.name}</label>
    <input
      id="${name}-as"
      name="${name}.as"
      value="${as[name]}"
      maxlength="100"
      dir="auto"
      placeholder="${save.hint}"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
    />
    <button class="plain" name="do" value="save_${name}">${save.button}</button>
    <div id="${name}-saved" class="saved" data-fresh>${word}</div>
  </fieldset>`
}
