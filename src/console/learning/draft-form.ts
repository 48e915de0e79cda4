/**
 * The fields in which drafts are looked at and changed, the same on every page, and how they are read again. The lines of
 * a conversation are numbered: `said.3.text`, `said.3.use`.
 */
import { z } from 'zod'
import {
  caseDraftSchema,
  draftLanguages,
  passageDraftSchema,
  type CaseDraft,
  type Draft,
  type PassageDraft,
} from '../../core/draft.ts'
import { decisions } from '../../core/judgement.ts'
import { html, type Html } from '../html.ts'
import { languageNames, type ConsoleLanguage } from '../language.ts'
import { learningWords } from './learning-words.ts'

export const mostLines = 40

export interface CaseLine {
  from: 'customer' | 'assistant'
  text: string
  use: 'judge' | 'before' | 'out'
}

/** What a form holds: an own part of a draft. */
export const formSchema = z.record(z.string().max(40), z.string().max(5_000))
export type Fields = z.infer<typeof formSchema>

export function languageField(chosen: string, language: ConsoleLanguage, id: string): Html {
  return html`<label for="${id}-language">${learningWords[language].language}</label>
    <select id="${id}-language" name="language">
      ${draftLanguages.map((one) => html`<option value="${one}" ${one === chosen && html`selected`} lang="${one}">${languageNames[one]}</option>`)}
    </select>`
}

/** @param id the beginning of the fields' ids: several such forms stand on one page */
export function passageFields(passage: PassageDraft, language: ConsoleLanguage, id: string): Html {
  const words = learningWords[language].learn
  return html`<label for="${id}-text">${words.answer}</label>
    <p class="hint" id="${id}-text-hint">${words.answerHint}</p>
    <textarea
      id="${id}-text"
      name="text"
      rows="5"
      maxlength="4000"
      required
      dir="auto"
      aria-describedby="${id}-text-hint"
    >
${passage.text}</textarea>
    <label for="${id}-title">${words.passageTitle}</label>
    <input
      id="${id}-title"
      name="title"
      value="${passage.title}"
      maxlength="200"
      required
      dir="auto"
      placeholder="${words.titleHint}"
      autocomplete="off"
    />
    <label for="${id}-also">${words.also}</label>
    <input
      id="${id}-also"
      name="also"
      value="${passage.also}"
      maxlength="1000"
      dir="auto"
      placeholder="${words.alsoHint}"
      autocomplete="off"
    />`
}

export interface CaseFields {
  lines: readonly CaseLine[]
  expect: CaseDraft['expect']
  source: readonly string[]
  smallTalk: boolean
  /** Ids of passages there are, for choosing one. */
  passages: readonly string[]
  /** The case rests on the passage drafted with it. */
  ownPassage: boolean
}

export function caseFields(one: CaseFields, language: ConsoleLanguage, id: string): Html {
  const words = learningWords[language].makeCase
  const resolved = one.expect === 'resolved'
  return html`<fieldset class="said-lines">
      <legend>${words.said}</legend>
      ${one.lines.map((line, index) => lineField(line, index, language, id))}
    </fieldset>
    <fieldset class="choices">
      <legend>${words.expect}</legend>
      ${decisions.map(
        (decision) =>
          html`<label
            ><input type="radio" name="expect" value="${decision}" ${decision === one.expect && html`checked`} />
            ${words.decisions[decision]}</label
          >`,
      )}
    </fieldset>
    ${
      !one.ownPassage &&
      html`<label for="${id}-source">${words.source}</label>
        <input
          id="${id}-source"
          name="source"
          value="${resolved ? one.source.join(', ') : ''}"
          maxlength="500"
          list="${id}-passages"
          placeholder="${words.sourceHint}"
          autocomplete="off"
        />
        <datalist id="${id}-passages">
          ${one.passages.map((passage) => html`<option value="${passage}"></option>`)}
        </datalist>
        <label class="check"
          ><input type="checkbox" name="small_talk" ${one.smallTalk && html`checked`} /> ${words.smallTalk}</label
        >`
    }`
}

function lineField({ from, text, use }: CaseLine, index: number, language: ConsoleLanguage, id: string): Html {
  const words = learningWords[language].makeCase
  const uses = from === 'customer' ? (['judge', 'before', 'out'] as const) : (['before', 'out'] as const)
  const name = `said.${index}`
  const who = words[from]
  return html`<div class="said-line ${from}">
    <label for="${id}-${name}">${who} ${index + 1}</label>
    <select name="${name}.use" aria-label="${who} ${index + 1}: ${words.said}">
      ${uses.map((one) => html`<option value="${one}" ${one === use && html`selected`}>${words.use[one]}</option>`)}
    </select>
    <input type="hidden" name="${name}.from" value="${from}" />
    <textarea
      id="${id}-${name}"
      name="${name}.text"
      rows="${Math.min(6, Math.ceil(text.length / 50) + 1)}"
      maxlength="4000"
      dir="auto"
    >
${text}</textarea>
  </div>`
}

type Parts = Pick<Draft, 'language' | 'passage' | 'case'>

/** Undefined when something is missing that a person has to write. */
export function readDraft(fields: Fields, parts: { passage: boolean; case: boolean }): Parts | undefined {
  const language = draftLanguages.find((one) => one === fields['language']) ?? 'en'
  const passage = parts.passage ? passageDraftSchema.safeParse(fields) : undefined
  const one = parts.case ? caseDraftSchema.safeParse(caseIn(fields)) : undefined
  if (passage?.success === false || one?.success === false || (!passage && !one)) return undefined
  return { language, passage: passage?.data, case: one?.data }
}

function caseIn(fields: Fields): unknown {
  const history: unknown[] = []
  const messages: string[] = []
  for (let index = 0; index < mostLines; index++) {
    const text = fields[`said.${index}.text`]?.trim() ?? ''
    if (text === '') continue
    const use = fields[`said.${index}.use`]
    if (use === 'judge') messages.push(text)
    else if (use === 'before') history.push({ from: fields[`said.${index}.from`], text })
  }
  const source = (fields['source'] ?? '').split(/[,、，\s]+/).filter((one) => one !== '')
  return { history, messages, expect: fields['expect'], source, smallTalk: fields['small_talk'] !== undefined }
}

/** A case as its lines. */
export const linesOfCase = ({ history, messages }: CaseDraft): CaseLine[] => [
  ...history.map(({ from, text }): CaseLine => ({ from, text, use: 'before' })),
  ...messages.map((text): CaseLine => ({ from: 'customer', text, use: 'judge' })),
]
