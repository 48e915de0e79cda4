/**
 * A knowledge file → passages. `hours.ja.md`:
 *
 *     # Opening hours                     the file's own title, not part of any passage
 *     ## Weekends {#weekend}              a passage; its id is hours.ja#weekend
 *     <!-- also: sat, sunday -->          other words customers use for it, for finding only
 *     On Saturdays and Sundays …          its text
 */
import type { Passage } from '../../core/request.ts'
import type { Mistake } from './broken-file.ts'

export interface Parsed {
  passages: Passage[]
  mistakes: Mistake[]
}

interface Section {
  line: number
  title: string
  slug: string
  lines: string[]
}

/**
 * @param file as shown in mistakes
 * @param name the file's name without `.md`: the first part of every id
 */
export function parsePassages(text: string, file: string, name: string): Parsed {
  const mistakes: Mistake[] = []
  const wrong = (line: number, problem: string, remedy: string) => void mistakes.push({ file, line, problem, remedy })
  if (!/^[\p{L}\p{M}\p{N}._-]+$/u.test(name)) {
    wrong(0, 'the name cannot be part of an id', 'Use letters, digits, dots and dashes only, such as hours.en.md')
  }
  const sections = sectionsOf(text, wrong)
  if (sections.length === 0)
    wrong(1, 'no passage', 'Give each piece of knowledge a heading such as ## Weekends {#weekend}')

  const taken = new Map<string, number>()
  const passages = sections.map((section): Passage => {
    const first = taken.get(section.slug)
    if (first !== undefined) {
      wrong(
        section.line,
        `the id ${name}#${section.slug} is taken by line ${first}`,
        'Give this heading another {#name}',
      )
    }
    taken.set(section.slug, first ?? section.line)
    const { body, also, unclosed } = withoutComments(section.lines.join('\n'))
    if (unclosed) wrong(section.line, 'a comment is not closed', 'End it with -->')
    else if (body === '')
      wrong(section.line, `the passage “${section.title}” is empty`, 'Write its text or remove its heading')
    return { id: `${name}#${section.slug}`, title: section.title, text: body, also }
  })
  return { passages, mistakes }
}

type Wrong = (line: number, problem: string, remedy: string) => void

function sectionsOf(text: string, wrong: Wrong): Section[] {
  const sections: Section[] = []
  let titled = false
  let lost = false
  let inCode = false
  for (const [index, line] of text.split('\n').entries()) {
    if (/^[ \t]*(```|~~~)/.test(line)) inCode = !inCode
    const stuck = inCode ? undefined : /^(##+)([^# \t\r].*)$/.exec(line)
    if (stuck) wrong(index + 1, 'a heading without a space', `Put a space after ${stuck[1]}`)
    const heading = stuck?.[2] ?? /^##[ \t]+(.*)$/.exec(line)?.[1]
    if (heading !== undefined) {
      sections.push({ ...headingOf(heading, index + 1, wrong), line: index + 1, lines: [] })
    } else if (sections.length > 0) {
      sections.at(-1)?.lines.push(line)
    } else if (!titled && /^#[ \t]/.test(line)) {
      titled = true
    } else if (!lost && line.trim() !== '' && !/^<!--.*-->$/.test(line.trim())) {
      lost = true
      wrong(index + 1, 'text that belongs to no passage', 'Put it under a ## heading')
    }
  }
  return sections
}

function headingOf(heading: string, line: number, wrong: Wrong): { title: string; slug: string } {
  const found = /^(.*?)[ \t]*\{#([^}]*)\}[ \t]*$/.exec(heading)
  const title = (found?.[1] ?? heading).trim()
  const slug = found?.[2] ?? slugOf(title)
  if (title === '') wrong(line, 'a heading without words', 'Say what the passage is about')
  else if (!/^[\p{L}\p{M}\p{N}._-]+$/u.test(slug)) {
    wrong(line, `“${slug}” cannot be part of an id`, 'Use letters, digits and dashes, such as {#weekend}')
  }
  return { title, slug }
}

/** For a heading without a name of its own. Example: `Days we are closed` → `days-we-are-closed`. */
function slugOf(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

function withoutComments(lines: string): { body: string; also: string; unclosed: boolean } {
  const also = [...lines.matchAll(/<!--\s*also:([\s\S]*?)-->/gi)].map((match) => match[1]?.trim() ?? '')
  const body = lines.replace(/<!--[\s\S]*?-->/g, '').replace(/\n{3,}/g, '\n\n')
  return { body: body.trim(), also: also.join(', '), unclosed: body.includes('<!--') }
}
