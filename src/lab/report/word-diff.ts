/** Two texts beside each other with the words marked that only one of them has. */
import { html, type Html } from '../../console/html.ts'
import { langOf } from './said.ts'

const words = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Above so many pairs of words nothing is marked: comparing takes time and memory by their product. */
const most = 250_000

/** @returns both texts; unmarked when they have too little in common for marks to help, or are too long to compare */
export function differing(a: string, b: string, language?: string): [Html, Html] {
  const [left, right] = [segmentsOf(a), segmentsOf(b)]
  if (left.length * right.length > most) return [marked(left, undefined, language), marked(right, undefined, language)]
  const [inA, inB] = common(left, right)
  const shared = left.filter((one, index) => inA.has(index) && one.trim() !== '').length
  const all = Math.max(left.length, right.length)
  const [keptA, keptB] = shared * 5 < all ? [undefined, undefined] : [inA, inB]
  return [marked(left, keptA, language), marked(right, keptB, language)]
}

const segmentsOf = (text: string): string[] => Array.from(words.segment(text.toWellFormed()), ({ segment }) => segment)

/** The places of a longest common subsequence, in each. */
function common(a: readonly string[], b: readonly string[]): [Set<number>, Set<number>] {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const [inA, inB] = [new Set<number>(), new Set<number>()]
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      inA.add(i++)
      inB.add(j++)
    } else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return [inA, inB]
}

interface Run {
  text: string
  /** Only this text has it. */
  only: boolean
}

/** Lines are kept, so nothing may stand between the tags but the text. */
function marked(segments: readonly string[], kept: ReadonlySet<number> | undefined, language?: string): Html {
  const runs = runsOf(segments.map((text, index) => ({ text, only: kept !== undefined && !kept.has(index) })))
  const parts = runs.map(({ text, only }) => (only && text.trim() !== '' ? html`<mark>${text}</mark>` : text))
  return html`<span class="said" dir="auto" ${langOf(language)}>${parts}</span>`
}

/** Neighbours that are marked are one mark, what only parts two words included: the colon of a time. */
function runsOf(words: readonly Run[]): Run[] {
  const runs: Run[] = []
  for (const [index, { text, only }] of words.entries()) {
    const parts = !/[\p{L}\p{N}\n]/u.test(text) && runs.at(-1)?.only === true && words[index + 1]?.only === true
    const last = runs.at(-1)
    if (last && last.only === (only || parts)) last.text += text
    else runs.push({ text, only })
  }
  return runs
}
