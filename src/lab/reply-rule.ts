/**
 * Reply rule: something a reply must or must never say. Words are found in any case and width, however they are spaced;
 * `/…/` is a regular expression.
 *
 *     4,200          also “４，２００”
 *     gluten-free    also “Gluten-Free”
 *     /12 ?cm/i      as JavaScript has them, always with Unicode (the flag u)
 */

/** A pattern sees the reply as it was written, and in its plain form: full-width digits as digits. */
export function says(rule: string, reply: string): boolean {
  const pattern = patternOf(rule)
  if (pattern) return pattern.test(reply) || pattern.test(reply.normalize('NFKC'))
  return folded(reply).includes(folded(rule))
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
