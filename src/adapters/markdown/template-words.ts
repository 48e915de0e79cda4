/** Which tags and filters of Liquid there are in a prompt, and what Liquid says of a mistake in words that say what to do. */
import type { Mistake } from './broken-file.ts'
import { nearest } from './nearest.ts'

export const templateTags = 'assign break capture case comment continue for if raw render unless #'.split(' ')
const innerTags = 'else elsif when endcapture endcase endcomment endfor endif endraw endunless'.split(' ')
export const templateFilters = (
  'abs append at_least at_most capitalize ceil default divided_by downcase first floor join last lstrip minus modulo plus ' +
  'prepend remove remove_first remove_last replace replace_first replace_last round rstrip size slice split squish strip ' +
  'strip_newlines times truncate truncatewords upcase url_encode'
).split(' ')

/** Characters of a file; a prompt of a page has 5,000. */
export const longestFile = 200_000

const listed = 'docs/prompts.md lists them all'

type Words = Pick<Mistake, 'problem' | 'remedy'>

const tooLong: Words = {
  problem: 'its loops, lists or texts are too long',
  remedy: 'Write it with fewer or shorter ones',
}
const limits: Record<string, Words> = {
  'memory alloc': tooLong,
  text: tooLong,
  'parse length': { problem: `longer than ${longestFile} characters`, remedy: 'Move knowledge into KNOWLEDGE_DIR' },
}

/** @param said by Liquid */
export function inWords(said: string): Words {
  const [, limit = ''] = /^(.*) limit exceeded$/.exec(said) ?? []
  if (limits[limit]) return limits[limit]
  const [, tag] = /^tag "(.*)" not found$/.exec(said) ?? []
  if (tag !== undefined) return aboutTag(tag)
  const [, filter] = /^undefined filter: (.*)$/.exec(said) ?? []
  if (filter !== undefined) {
    const right = nearest(filter, templateFilters)
    const use = `Use one of these: ${templateFilters.join(', ')}`
    return {
      problem: `there is no filter ${filter}`,
      remedy: right === undefined ? use : `Did you mean ${right}? ${listed}`,
    }
  }
  const [, what, open] = /^(tag|output|raw) (.*) not closed$/.exec(said.replaceAll('"', '')) ?? []
  if (open !== undefined) {
    const [, block] = /^\{%-?\s*(\w+).*%\}$/.exec(open) ?? []
    const end = what === 'output' ? '}}' : block === undefined ? '%}' : `{% end${block} %}`
    return what === 'raw'
      ? { problem: '{% raw %} does not end', remedy: 'Write {% endraw %}, without a dash, where it ends' }
      : { problem: `${open} does not end`, remedy: `Write ${end} where it ends` }
  }
  return {
    problem: `not a template: ${said}`,
    remedy: said.startsWith('expected "|"')
      ? 'After a name only | and a filter may stand; compare with == and !='
      : 'Write {{ a variable }} and {% a tag %}; braces that are meant as they are stand between {% raw %} and {% endraw %}',
  }
}

function aboutTag(tag: string): Words {
  if (innerTags.includes(tag)) {
    return { problem: `${tag} without its beginning`, remedy: 'Write that before it, or take this out' }
  }
  const right = nearest(tag, [...templateTags, ...innerTags])
  const use = `Use one of these: ${templateTags.filter((name) => name !== '#').join(', ')}`
  return { problem: `there is no tag ${tag}`, remedy: right === undefined ? use : `Did you mean ${right}? ${listed}` }
}
