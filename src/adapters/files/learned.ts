/**
 * What staff taught: an accepted draft is appended to `learned.<language>.md` among the shop's knowledge and to
 * `learned.<language>.yaml` among its cases, each file whole or as it was.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { caseText, freeSlug, holdsCase, passageText, slugOfDraft, type Draft } from '../../core/draft.ts'
import type { Learn } from '../../ports/drafts.ts'
import { isMissing, writeDurably } from './durable.ts'

export interface LearnedFilesOptions {
  knowledgeDir: string
  /** The folder of the profile's cases (see `casesDir`). */
  casesDir: string
}

/** The shipped profile's cases stand in `cases` itself, any other's in a folder of their own. */
export const casesDir = (promptsDir: string, profile: string): string =>
  profile === 'assistant' ? join(promptsDir, 'cases') : join(promptsDir, 'cases', profile)

/** A file of the shop's cannot be written; its message is the system's word for why. */
class NotWritten extends Error {
  readonly file: string
  constructor(file: string, why: string) {
    super(why)
    this.file = file
  }
}

export function learnedFiles({ knowledgeDir, casesDir }: LearnedFilesOptions): Learn {
  const write = async (draft: Draft): Promise<string[]> => {
    const files: string[] = []
    let source = draft.case?.source ?? []
    if (draft.passage) {
      const file = join(knowledgeDir, `learned.${draft.language}.md`)
      const text = (await contentOf(file)) ?? '# Learned from answers of staff\n'
      const there = slugOfDraft(text, draft.id)
      const slug = there ?? freeSlug(draft.passage.title, text)
      if (there === undefined) await replace(file, `${ended(text)}\n${passageText(draft.passage, slug, draft.id)}`)
      files.push(file)
      source = [`learned.${draft.language}#${slug}`, ...source]
    }
    if (draft.case) {
      const file = join(casesDir, `learned.${draft.language}.yaml`)
      const text =
        (await contentOf(file)) ?? '# Cases from conversations, their words redacted and accepted by a person.\n'
      if (!isList(text)) throw new NotWritten(file, 'it is not a list of cases: repair it')
      if (!holdsCase(text, draft.id)) {
        const one = caseText(draft.case, { draft: draft.id, id: `learned-${draft.id}`, source })
        await replace(file, `${ended(text)}${one}`)
      }
      files.push(file)
    }
    return files
  }

  return async (draft) => {
    try {
      return { type: 'done', files: await write(draft) }
    } catch (error) {
      if (!(error instanceof NotWritten)) throw error
      return { type: 'not_written', file: error.file, why: error.message }
    }
  }
}

/** Undefined when there is none. */
async function contentOf(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw new NotWritten(file, reasonOf(error))
  }
}

/** The half-written file lies beside the whole one, since both must be of one file system; no reader takes its name. */
async function replace(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeDurably(file, text, dirname(file))
  } catch (error) {
    throw new NotWritten(file, reasonOf(error))
  }
}

const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)

/** Whether another case can stand at its end. */
const isList = (text: string): boolean => {
  const first = text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#'))
  return first === undefined || first.startsWith('- ')
}

/** `EROFS` and its like say enough. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}
