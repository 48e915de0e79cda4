/**
 * Told: what the model was told beside the passages: what a reply's numbers may rest on too, and the prompt's own words,
 * which are nobody's to read.
 */
import type { Conversation } from './conversation.ts'
import { proofsInWords } from './look-ups/asking.ts'
import type { DeclaredLookUp } from './look-ups/declared.ts'
import { promptValues, todayAt, type Around, type PromptValues } from './prompt-values.ts'
import { historyOf, type ModelRequest, type Prompt } from './request.ts'
import type { Turn } from './turn.ts'
import { alike } from './written-alike.ts'

export interface Told {
  /** The open messages, which alone can ask for something to be recorded. */
  open: readonly string[]
  /** The customer's own words: the open messages, and those of the history that the model was shown. */
  customer: readonly string[]
  /** What the shop's prompt says of itself and of its hours. */
  values: readonly string[]
  /** Today and the days around it, such as `2026-11-23`. */
  days: readonly string[]
  /** The prompt's prose, without what was filled in for this turn. */
  prose: string
}

const day = 24 * 3_600_000
/** "Next Monday" is at most this many days away. */
const daysAhead = 7

/**
 * @param request as the model had it: a text file's words stand in its open messages
 * @param lookUps what it may ask for: a question for the digits that one wants as a proof holds their number
 */
export function toldOf(
  { conversation, turn, prompt }: { conversation: Conversation; turn: Turn; prompt: Prompt },
  { now, office }: Around,
  request: Pick<ModelRequest, 'open'>,
  lookUps: readonly DeclaredLookUp[] = [],
): Told {
  const { policy } = prompt
  // Places to fill are left, so that what stands around them is there.
  const blank = { language: ' ', passages: ' ', history: ' ' }
  const values = promptValues(conversation, policy, { now, office }, blank)
  const said = historyOf(conversation, turn, policy.history).filter(({ role, note }) => role === 'user' && !note)
  const days = Array.from({ length: daysAhead + 2 }, (_, index) =>
    todayAt(policy, { now: now + (index - 1) * day, office }),
  )
  return {
    open: request.open,
    customer: [
      ...request.open,
      ...said.map(({ text }) => text.replace(/^Member \S+: /, '')),
      ...proofsInWords(lookUps),
    ],
    values: [
      ...Object.values(policy.business),
      policy.sender_name ?? '',
      values.time,
      values.office?.opens ?? '',
      values.office?.hours ?? '',
    ].filter((one) => one !== ''),
    days,
    prose: proseOf(prompt, {
      ...values,
      // No word of the prompt's own either; and it would make another prose of each customer's.
      customer: { name: values.customer.name && ' ' },
      office: values.office && { ...values.office, hours: ' ' },
    }),
  }
}

/** So many proses are kept: in a rush many turns have the same, and to write it costs as much as the prompt itself. */
const mostKept = 8
const keepProse = keeper(mostKept)
const keepLetters = keeper(mostKept)

const proseOf = (prompt: Prompt, values: PromptValues): string =>
  keepProse(`${prompt.hash} ${JSON.stringify(values)}`, () => prompt.write(values))

/** So many letters and digits in a row, of which one that is as wide as two counts as two. */
const longRun = 80

/**
 * Whether a reply repeats a long run of the prompt's own words that stands in none of the other texts. Spaces, marks and
 * case make no difference; other words, a translation or short pieces are not found.
 */
export function repeatsProse(reply: string, prose: string, others: readonly string[]): boolean {
  const said = lettersOf(reply)
  if (width(said) < longRun) return false
  const own = lettersOfProse(prose)
  const known = others.map(lettersOf)
  const letters = Array.from(said)
  let from = 0
  let run = ''
  let wide = 0
  for (const letter of letters) {
    run += letter
    wide += width(letter)
    while (wide >= longRun) {
      if (own.includes(run) && !known.some((one) => one.includes(run))) return true
      const first = letters[from] ?? ''
      run = run.slice(first.length)
      wide -= width(first)
      from += 1
    }
  }
  return false
}

const lettersOfProse = (prose: string): string => keepLetters(prose, () => lettersOf(prose))

/** Keeps the texts that were wanted last, by their keys. */
function keeper(most: number): (key: string, make: () => string) => string {
  const kept = new Map<string, string>()
  return (key, make) => {
    const text = kept.get(key) ?? make()
    // Put last again: the one that was wanted longest ago goes first.
    kept.delete(key)
    kept.set(key, text)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return text
  }
}

const lettersOf = (text: string): string =>
  alike(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')

const wideLetter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu
const width = (text: string): number => text.length + (text.match(wideLetter)?.length ?? 0)
