/** What the two prompts made of it: how they differ in a sentence, then each side. */
import type { Passage } from '../../core/request.ts'
import type { Tried } from '../../core/tried.ts'
import { html, type Html } from '../html.ts'
import type { ConsoleLanguage } from '../language.ts'
import type { PlaygroundPage } from './page.ts'
import { playgroundWords } from './playground-words.ts'
import { resultsWords, type ReadTogether } from './results-words.ts'
import type { Side } from './side.ts'
import { triedPart } from './tried-part.ts'
import { sides, type SideName, type Written } from './written.ts'

/** `mistakes`: its prompt has one. `failed`: by a fault of ours. */
export type SideResult = { type: 'tried'; tried: Tried } | { type: 'mistakes' | 'failed' }

export interface Results {
  /** Each side, and the prompt as it was then. */
  sides: Record<SideName, { prompt: Side; result: SideResult }>
  /** The open messages, as they were judged. */
  messages: readonly { id: string; text: string }[]
  passages: readonly Passage[]
  /** What was written: a case is made of it, whatever is written meanwhile. */
  tried: Pick<Written, 'messages' | 'before'>
  /** What a million of its model's tokens cost. */
  price?: { currency: string; input: number; output: number }
  /** Cases can be saved. */
  cases: boolean
  /** It is a customer's own: names and numbers are taken out of a case. */
  redacts: boolean
}

export function resultsPart(page: PlaygroundPage): Html | false {
  const { results, language } = page
  if (!results) return false
  const words = resultsWords[language]
  return html`<section aria-labelledby="results-title" class="results">
    <h2 id="results-title" tabindex="-1">${words.results}</h2>
    <input type="hidden" name="tried" value="${JSON.stringify(results.tried)}" />
    <p class="difference" id="difference">${difference(results, language)}</p>
    <div class="sides">${sides.map((name) => sideShown(name, results, page))}</div>
  </section>`
}

function sideShown(name: SideName, results: Results, page: PlaygroundPage): Html {
  const { prompt, result } = results.sides[name]
  const words = resultsWords[page.language]
  const called = prompt.edited ? playgroundWords[page.language].prompt.edited(prompt.file || name) : prompt.file
  return html`<section class="card side-${name}" id="result-${name}" aria-labelledby="result-${name}-title">
    <h3 id="result-${name}-title"><bdi>${words.side(name.toUpperCase(), called)}</bdi></h3>
    ${
      result.type === 'tried'
        ? triedPart(name, result.tried, results, page)
        : html`<p class="flash bad">${words.notTried[result.type]}</p>`
    }
  </section>`
}

function difference({ sides: { a, b } }: Results, language: ConsoleLanguage): string {
  const words = resultsWords[language]
  const [first, second] = [a.result, b.result]
  if (first.type !== 'tried' || second.type !== 'tried') {
    if (first.type !== 'tried' && second.type !== 'tried') return ''
    return words.onlyOne(first.type === 'tried' ? 'A' : 'B')
  }
  const [one, other] = [comesTo(first.tried), comesTo(second.tried)]
  const would = ({ decision, read }: ReturnType<typeof comesTo>): [string, string] => [
    words.would[decision],
    words.marks[read],
  ]
  if (one.decision !== other.decision || one.read !== other.read) return words.each(would(one), would(other))
  const same = first.tried.texts.join('\n') === second.tried.texts.join('\n')
  return `${words.both(...would(one))}${playgroundWords[language].between}${same ? words.sameWords : words.otherWords}`
}

function comesTo({ decision, read }: Tried): { decision: Tried['decision']; read: ReadTogether } {
  const kinds = [...new Set(Object.values(read))]
  const [kind = 'no'] = kinds
  return { decision, read: kinds.length > 1 ? 'some' : kind }
}
