/** A field to look for something by words, which works without script. */
import { html, type Html } from './html.ts'

export interface SearchWords {
  /** For those who do not see the field. */
  label: string
  placeholder: string
  button: string
  /** Back to all of them. */
  all: string
}

/**
 * @param address the page that shows what is found, and everything when nothing is looked for
 * @param search what was looked for
 */
export const searchForm = (address: string, search: string | undefined, words: SearchWords): Html =>
  html`<search>
    <form class="search" method="get" action="${address}">
      <label class="hidden" for="search">${words.label}</label>
      <input
        id="search"
        type="search"
        name="q"
        value="${search ?? ''}"
        maxlength="200"
        placeholder="${words.placeholder}"
        enterkeyhint="search"
        autocomplete="off"
        dir="auto"
      />
      <button>${words.button}</button>
      ${search !== undefined && html`<a href="${address}">${words.all}</a>`}
    </form>
  </search>`
