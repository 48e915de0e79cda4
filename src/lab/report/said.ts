/** What customers, models and shops wrote, in a report: text and nothing else, in its own direction and lines. */
import { html, type Html } from '../../console/html.ts'
import { looksLikeTag } from '../../core/language.ts'

/** Above so many characters a text folds. */
const long = 420
const shownOfLong = 220

/** @param language BCP 47 as far as it is known: the letters of Japanese and Chinese are drawn by it */
export function said(text: string, language?: string): Html {
  if (text.trim() === '') return html`<span class="none">(nothing)</span>`
  const beginning = cut(text, long) === undefined ? undefined : cut(text, shownOfLong)
  if (beginning === undefined) return words(text, language)
  return html`<details class="long">
    <summary>${words(`${beginning.trimEnd()} …`, language)}<span class="more">show all</span></summary>
    ${words(text, language)}
  </details>`
}

/** Lines are kept, so nothing may stand between the tags but the text. */
const words = (text: string, language?: string): Html =>
  html`<span class="said" dir="auto" ${langOf(language)}>${shown(text)}</span>`

export const langOf = (language?: string): Html | false =>
  language !== undefined && looksLikeTag(language) && html`lang="${language}"`

/** One line of it, for lists. */
export function beginningOf(text: string, language?: string, most = 140): Html {
  const line = text.replace(/\s+/gu, ' ').trim()
  const beginning = cut(line, most)
  return html`<bdi ${langOf(language)}>${shown(beginning === undefined ? line : `${beginning.trimEnd()} …`)}</bdi>`
}

/** Control characters, which a page must not hold and nobody would see, as the signs for them. */
const shown = (text: string): string =>
  text.toWellFormed().replace(/[^\P{Cc}\t\n\r]/gu, (control) => {
    const code = control.codePointAt(0) ?? 0
    return code < 0x20 ? String.fromCodePoint(0x24_00 + code) : '␡'
  })

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Its beginning if it is longer: `most` in UTF-16 units, but never through a character, however many marks that is built of. */
function cut(text: string, most: number): string | undefined {
  if (text.length <= most) return undefined
  const last = segmenter.segment(text).containing(most)
  const end = last && last.index > 0 ? last.index : (last?.segment.length ?? most)
  return end < text.length ? text.slice(0, end) : undefined
}

/** A bubble of a chat. */
export const bubble = (from: 'customer' | 'assistant', text: Html, who?: string): Html =>
  html`<div class="bubble ${from}">${who !== undefined && html`<small>${who}</small>`}${text}</div>`
