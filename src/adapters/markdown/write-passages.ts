/** Questions and answers → a knowledge file, as passages.ts reads it. Nothing in a text can be taken for its marks. */
import { createHash } from 'node:crypto'

/** A passage as people give it; its id comes from the question alone. */
export interface Draft {
  question: string
  answer: string
  /** Missing: the question. */
  title?: string
  /** Other words customers use for it. */
  also?: readonly string[]
}

/** @param title the file's own, which is part of no passage */
export function knowledgeFile(title: string, drafts: readonly Draft[]): string {
  return `# ${inOneLine(title)}\n\n${drafts.map(passageText).join('\n')}`
}

/** One passage, ready to be put at the end of a file: heading, words for finding, text. */
export function passageText({ question, answer, title = question, also = [] }: Draft): string {
  const words = [...(title === question ? [] : [question]), ...also].map(inComment).filter((word) => word !== '')
  const comment = words.length > 0 ? `<!-- also: ${words.join(', ')} -->\n` : ''
  return `## ${inOneLine(title)} {#${slugFor(question)}}\n${comment}${inBody(answer)}\n`
}

/** So many characters of a question stand in its id. */
const slugLength = 40

/**
 * The second part of a passage's id. The same question has the same one, wherever it stands in its file; how it is
 * spaced, in capitals or not, and the mark at its end make no difference.
 */
export function slugFor(question: string): string {
  const asked = sameQuestion(question)
  const words = asked.replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-|-$/g, '')
  const short = Array.from(words).slice(0, slugLength).join('').replace(/-$/, '')
  // What the words do not tell apart (“C++” and “C#”, a long beginning) the hash does.
  if (short !== '' && !asked.includes('-') && short === asked.replaceAll(' ', '-')) return short
  const hash = createHash('sha256').update(asked).digest('hex').slice(0, 8)
  return `${short === '' ? 'q' : short}-${hash}`
}

/** Two questions of which this is the same are one. */
export function sameQuestion(question: string): string {
  return (
    question
      .normalize('NFKC')
      // Which takes the Thai vowel am apart; nobody writes it so.
      .replaceAll('\u0e4d\u0e32', '\u0e33')
      .toLowerCase()
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim()
      .replace(/[\s?!.。…]+$/u, '')
  )
}

const inOneLine = (text: string): string => withoutControls(text).replace(/\s+/g, ' ').trim()

/** Within a comment nothing may end it, and commas part the words. */
const inComment = (word: string): string => inOneLine(word).replaceAll(',', ' ').replace(/--+>?/g, '-')

function inBody(text: string): string {
  return (
    withoutControls(text)
      .trim()
      // A space in front, and it is no heading; a space within, and it is no comment.
      .replace(/^##/gm, ' ##')
      .replaceAll('<!--', '<! --')
      .replace(/\n{3,}/g, '\n\n')
  )
}

/** All ends of lines as one; no other control characters but tabs. */
function withoutControls(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029\v\f\u0085]/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '')
}
