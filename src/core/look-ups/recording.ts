/**
 * How a model is told of records, and how it wants one: beside a judgement that resolves. What is wanted is stored through
 * the outbox, and only once the sink has confirmed it is the customer told and are their messages Read.
 */
import type { NotGiven } from './arguments.ts'
import type { DeclaredRecord, Given } from './declared.ts'
import { declaredInWords } from './in-words.ts'

/** In one answer. */
export const mostRecords = 3

export interface WantedRecord {
  declared: DeclaredRecord
  given: Given
  /** What tells its sink from another of that name. */
  same?: string
}

/** What a model wanted to be recorded and cannot be: `record` and `argument` are declared names. */
export interface RefusedRecord {
  record?: string
  why: NotGiven | 'unknown_record' | 'too_many' | 'not_resolved'
  argument?: string
}

/** Of the system prompt: what may be recorded, and how. Empty when there is nothing. */
export function recordsInWords(declared: readonly DeclaredRecord[]): string {
  if (declared.length === 0) return ''
  return [
    '# Records',
    '',
    'A request can be stored in a system of the shop. These records can be made:',
    ...declared.map(declaredInWords),
    '',
    'To have one made, set `decision` to `resolved` and list it in `records`; `sources` may be empty then. The reply says',
    'what was recorded: it is sent only after the system has confirmed it, and a person takes over when it does not.',
    '- Record only what the open messages ask for, each request once; up to three. Else leave `records` empty.',
    '- Take every value from the customer’s own words. Guess nothing and add nothing: what is missing, and needed, you ask',
    '  for (`needs_info`).',
    '- Never say that something is recorded without listing it in `records`.',
  ].join('\n')
}

/**
 * For the one more try that a model gets, which does not see its last answer: why nothing of what it wanted to be recorded
 * was, a line each. Empty when all can be.
 */
export function refusedInWords(refused: readonly RefusedRecord[]): string {
  if (refused.length === 0) return ''
  const intro = 'Your last answer was not used, since it listed in `records` what cannot be recorded:'
  return [intro, ...new Set(refused.map(refusalInWords))].join('\n')
}

function refusalInWords({ record = 'records', why, argument }: RefusedRecord): string {
  const what = argument === undefined ? 'an argument' : `\`${argument}\``
  switch (why) {
    case 'unknown_record':
      return 'There is no record of that name, so nothing was recorded. Use a listed one, or hand over.'
    case 'too_many':
      return `${record}: nothing was recorded, since three at once is the most. Hand over.`
    case 'not_resolved':
      return 'Nothing was recorded: records are made with the decision `resolved` alone. Ask without them, or resolve.'
    case 'unknown_argument':
      return `${record}: nothing was recorded, since it has no argument of that name. Use those listed, or hand over.`
    case 'missing':
      return `${record}: nothing was recorded, since ${what} is missing. Ask the customer for it, or hand over.`
    case 'too_long':
      return `${record}: nothing was recorded, since ${what} is too long. Shorten nothing that matters; else hand over.`
    case 'not_text':
    case 'wrong_shape':
      return `${record}: nothing was recorded, since ${what} is not written as one is. Ask the customer, or hand over.`
    default:
      return why satisfies never
  }
}

/** What the customer is told of them: each in a line, in their own words. */
export const recordsSaid = (records: readonly WantedRecord[]): string[] =>
  records.map(({ declared, given }) =>
    ['・', declared.arguments.flatMap(({ name }) => given[name] ?? []).join(' · ')].join(''),
  )
