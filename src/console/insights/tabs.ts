/** The four pages that look back, and the way between them. */
import { html, type Html } from '../html.ts'
import type { ConsoleLanguage } from '../language.ts'
import { navWords } from '../nav-words.ts'

export const lookingBack = ['insights', 'sample', 'gaps', 'knowledge'] as const
export type LookingBack = (typeof lookingBack)[number]

/** The page's heading, with the others beside it, unless there is nothing to learn from here. */
export function headOf(current: LookingBack, language: ConsoleLanguage, alone = false): Html {
  const { pages } = navWords[language]
  const others = lookingBack.filter((one) => one !== current)
  return html`<div class="head">
    <h1>${pages[current]}</h1>
    ${!alone && html`<p class="others">${others.map((one) => html`<a href="/console/${one}">${pages[one]}</a> `)}</p>`}
  </div>`
}

export const titleOf = (current: LookingBack, language: ConsoleLanguage): string =>
  `${navWords[language].pages[current]} · kidoku`
