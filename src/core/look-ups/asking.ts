/**
 * How a model is told of look-ups, and how it asks: in the same JSON object as a judgement, since a model is given one
 * schema (answer.ts). Of what cannot be run it hears why, beside the passages of what could.
 */
import type { NotGiven } from './arguments.ts'
import type { Argument, DeclaredLookUp, Given } from './declared.ts'
import { declaredInWords } from './in-words.ts'

/** In one answer, and in one turn. */
export const mostLookUps = 3

/** The decision that is none yet. */
export const asks = 'look_up'

export interface Wanted {
  declared: DeclaredLookUp
  given: Given
}

export interface Refused {
  /** As the model called it: its own words where there is none of that name. */
  look_up: string
  why: NotGiven | 'unknown_look_up' | 'too_many'
  /** A declared one. */
  argument?: string
}

/** Of the system prompt: what may be asked, and how. Empty when there is nothing. */
export function lookUpsInWords(declared: readonly DeclaredLookUp[]): string {
  if (declared.length === 0) return ''
  return [
    '# Look-ups',
    '',
    'What no passage holds may stand in a system of the shop. These look-ups can be asked for:',
    ...declared.map((one) => `${declaredInWords(one)}${proofInWords(one)}`),
    '',
    `To ask, set \`decision\` to \`${asks}\`, leave \`reply\` empty and list them in \`look_ups\`. What is found comes back as`,
    'passages; answer then, and cite them. Without a look-up leave `look_ups` empty.',
    '- Ask for at most three at once, each only once, and only when the open messages need it.',
    '- Take every value from the customer’s own words, as it stands there. Guess nothing, complete nothing, try nothing out.',
    '- Never ask for a look-up when their words do not hold its arguments: ask the customer for what is missing',
    '  (`needs_info`).',
    '- Until a look-up has found it, you know nothing of it: never say what it might be.',
  ].join('\n')
}

function proofInWords({ proof }: DeclaredLookUp): string {
  if (!proof) return ''
  if (proof.by === 'account_link')
    return ' It shows something only to a customer who has signed in at the shop, and only what is theirs; how they can sign in is told to them by itself, when it is looked up and they have not.'
  return ` It shows something only to a customer who has written the last ${proof.digits} digits of their telephone number; ask for these digits together with the arguments, and for no more of the number.`
}

/**
 * What a reply may ask for as proof. A question for “the last 4 digits” holds a number that nobody has written, unless it
 * may rest on this: beside the customer's words (`Ground.customer`), since as the shop's it would support 4 yen.
 */
export const proofsInWords = (declared: readonly DeclaredLookUp[]): string[] =>
  [...new Set(declared.map((one) => proofInWords(one).trim()))].filter((words) => words !== '')

/**
 * A look-up that gave no passage. Found and not shown, since nothing of it is to be seen, is `failed`. A failure that hangs on
 * what was asked for is `unproven` where a proof is wanted.
 */
export type NothingShown =
  | (Wanted & {
      type: 'not_found' | 'unproven' | 'failed' | 'no_tries_left'
      /** The customer has linked an account. */
      isLinked?: true
    })
  | ({ type: 'refused' } & Refused)

/**
 * For the second request: what became of the look-ups that gave no passage, a line each. Where a proof is wanted, what
 * does not exist and what is somebody else's read the same: else anybody could find out which orders there are.
 * @returns empty when all gave something
 */
export function resultsInWords(results: readonly NothingShown[]): string {
  return [...new Set(results.map(resultInWords))].join('\n')
}

function resultInWords(result: NothingShown): string {
  if (result.type === 'refused') return refusalInWords(result)
  const { declared } = result
  const what = `${declared.name}: `
  switch (result.type) {
    case 'failed':
      return `${what}the shop’s system gave no answer${about(result)}. Say that you cannot see it just now, guess nothing, and hand over.`
    case 'no_tries_left':
      return `${what}it is not looked up any more today${about(result)}, since too many different numbers were given as proof. Hand over; do not say what is right or wrong.`
    case 'not_found':
      return declared.proof
        ? unprovenInWords(result)
        : `${what}there is nothing${about(result)}. Say so${checked(result)}, or hand over.`
    case 'unproven':
      return unprovenInWords(result)
    default:
      return result satisfies never
  }
}

function unprovenInWords(result: Wanted & { isLinked?: true }): string {
  const { name, proof } = result.declared
  const nothing = `${name}: nothing can be shown${about(result)}. You do not know whether there is such a thing: say neither that there is nor that there is none.`
  if (proof?.by === 'account_link' && result.isLinked)
    return `${nothing} Say that it can be shown only to the account it belongs to, and ask the customer to check it; whoever has another account there writes “unlink” first, and then asks again. Or hand over.`
  if (proof?.by !== 'last_digits')
    return `${nothing} Say that it can be shown only to whoever has signed in at the shop with the account it belongs to, and ask them to do so; how they can do that stands below your reply by itself, so write no address. Or hand over.`
  return `${nothing} Ask the customer to check it and to write the last ${proof.digits} digits of the telephone number they gave the shop, or hand over.`
}

function refusalInWords({ look_up: name, why, argument }: Refused): string {
  const what = argument === undefined ? 'an argument' : `\`${argument}\``
  switch (why) {
    case 'unknown_look_up':
      return `There is no look-up ${quoted(name)}, so nothing was looked up. Answer without it, or hand over.`
    case 'too_many':
      return `${name}: one was not looked up, since three at once is the most. Answer nothing of it; hand over what is left open.`
    case 'unknown_argument':
      return `${name}: it was not looked up, since it has no argument of that name. Answer without it, or hand over.`
    case 'missing':
      return `${name}: it was not looked up, since ${what} is missing. Ask the customer for it, or hand over.`
    case 'too_long':
      return `${name}: it was not looked up, since ${what} is too long to be one. Ask the customer whether it is right, or hand over.`
    case 'not_text':
    case 'wrong_shape':
      return `${name}: it was not looked up, since ${what} is not written as one is. Ask the customer whether it is right, or hand over.`
    default:
      return why satisfies never
  }
}

/** ` for number “9999”`, of what was asked. */
function about({ declared, given }: Wanted): string {
  const each = askedOf(declared.arguments, given).map(({ name }) => `${name} ${quoted(given[name] ?? '')}`)
  return each.length === 0 ? '' : ` for ${each.join(' and ')}`
}

/** ` and ask whether the number is right`, where anything was asked. */
function checked({ declared, given }: Wanted): string {
  const names = askedOf(declared.arguments, given).map(({ name }) => `the ${name}`)
  return names.length === 0 ? '' : ` and ask whether ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} right`
}

const askedOf = (all: readonly Argument[], given: Given): Argument[] =>
  all.filter(({ name }) => Object.hasOwn(given, name))

const longestQuoted = 80

/** Somebody else's words, so that they end where they end, and no bracket begins a tag of ours. */
function quoted(text: string): string {
  const line = text
    .slice(0, longestQuoted * 4)
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim()
  const short = Array.from(line)
  const ended = short.length <= longestQuoted ? line : `${short.slice(0, longestQuoted).join('')}…`
  return `“${ended
    .replace(/["“”„‟«»`]/g, "'")
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')}”`
}
