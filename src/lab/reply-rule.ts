/**
 * Reply rule: something a reply must or must never say. Words are found in any case and width, however they are spaced;
 * `/…/` is a regular expression.
 *
 *     4,200          also “４，２００”
 *     gluten-free    also “Gluten-Free”
 *     /12 ?cm/i      as JavaScript has them, always with Unicode (the flag u)
 */
import { isNativeError } from 'node:util/types'
import { createContext, Script } from 'node:vm'

/**
 * A pattern sees the reply as it was written, and in its plain form: full-width digits as digits.
 * @returns undefined when a pattern takes too long to tell
 */
export function says(rule: string, reply: string): boolean | undefined {
  const pattern = patternOf(rule)
  if (!pattern) return folded(reply).includes(folded(rule))
  const asWritten = isFound(pattern, reply)
  return asWritten === false ? isFound(pattern, reply.normalize('NFKC')) : asWritten
}

/** Some patterns take years on some texts, and nothing else goes on meanwhile, not even Ctrl-C (ms). */
const longest = 1_000
const place: { pattern?: RegExp; reply?: string } = {}
const context = createContext(place)
const test = new Script('pattern.test(reply)')

function isFound(pattern: RegExp, reply: string): boolean | undefined {
  Object.assign(place, { pattern, reply })
  try {
    return Boolean(test.runInContext(context, { timeout: longest }))
  } catch (error) {
    if (isNativeError(error) && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined
    throw error
  }
}

/** What is wrong with a rule, or undefined. */
export function wrongWith(rule: string): string | undefined {
  let pattern: RegExp | undefined
  try {
    pattern = patternOf(rule)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  if (pattern) return pattern.test('') ? `${rule} is found in every reply, even an empty one` : undefined
  return folded(rule) === '' ? 'a rule without words is found in every reply' : undefined
}

/** @throws SyntaxError */
function patternOf(rule: string): RegExp | undefined {
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/su.exec(rule) ?? []
  if (source === undefined) return undefined
  const other = flags.replace(/[imsu]/g, '')
  if (other !== '') throw new SyntaxError(`${rule} has the flag "${other}": only i, m and s are for a reply`)
  return new RegExp(source, flags.includes('u') ? flags : `${flags}u`)
}

/** Nothing that a reader does not see makes a difference. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
