/**
 * Drafts in one small file of the data folder. An accepted one is appended to `learned.<language>.md` among the shop's
 * knowledge and to `learned.<language>.yaml` among its cases, each file whole or as it was.
 */
import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import {
  caseText,
  draftSchema,
  freeSlug,
  holdsCase,
  isWhole,
  passageText,
  slugOfDraft,
  type Draft,
} from '../../core/draft.ts'
import type { Accepted, Drafts } from '../../ports/drafts.ts'
import type { Log } from '../../ports/log.ts'
import { DurableJsonFile, isMissing, makeFolder, writeDurably } from './durable.ts'

export interface DraftsOptions {
  /** Of the data folder: where drafts wait. */
  folder: string
  knowledgeDir: string
  /** The folder of the profile's cases (see `casesDir`). */
  casesDir: string
  log: Log
}

const fileSchema = z.object({ format: z.literal(1), drafts: z.array(draftSchema) })

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

export async function openDrafts({ folder, knowledgeDir, casesDir, log }: DraftsOptions): Promise<Drafts> {
  const scratch = join(folder, 'scratch')
  await makeFolder(scratch)
  const path = join(folder, 'drafts.json')
  const adapter = new DurableJsonFile<z.infer<typeof fileSchema>>(path, {
    parse: (value) => fileSchema.parse(value),
    // It stays for whoever repairs it; customers do not wait for that.
    onCorrupt: async (file, why) => {
      const kept = `${file}.corrupt.${Date.now()}`
      await rename(file, kept)
      log.error(
        { file, kept, why },
        'the file of drafts was corrupt and has been set aside: to have them again, repair it, put it back and restart',
      )
    },
    scratch,
  })
  const kept = new Low(adapter, { format: 1, drafts: [] })
  await kept.read()

  /** One at a time: two who accept at once append one after the other. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work)
    last = result.catch(() => undefined)
    return result
  }
  const change = async (drafts: Draft[]): Promise<void> => {
    const before = kept.data.drafts
    kept.data.drafts = drafts
    await kept.write().catch((error: unknown) => {
      kept.data.drafts = before
      throw error
    })
  }
  const without = (id: string): Draft[] => kept.data.drafts.filter((draft) => draft.id !== id)

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

  return {
    list: () => Promise.resolve(kept.data.drafts.toSorted((a, b) => b.at - a.at)),
    put: (draft) => inTurn(() => change([...without(draft.id), draftSchema.parse(draft)])),
    accept: (id) =>
      inTurn(async (): Promise<Accepted> => {
        const draft = kept.data.drafts.find((one) => one.id === id)
        if (!draft) return { type: 'gone' }
        if (!isWhole(draft)) return { type: 'incomplete' }
        let files: string[]
        try {
          files = await write(draft)
        } catch (error) {
          if (!(error instanceof NotWritten)) throw error
          log.warn(
            { file: error.file, why: error.message },
            'a draft was accepted and could not be written; it is kept',
          )
          return { type: 'not_written', file: error.file, why: error.message }
        }
        await change(without(id))
        return { type: 'done', files }
      }),
    discard: (id) =>
      inTurn(async () => {
        const rest = without(id)
        const found = rest.length < kept.data.drafts.length
        if (found) await change(rest)
        return found
      }),
    forget: (conversation) =>
      inTurn(async () => {
        const rest = kept.data.drafts.filter((draft) => draft.conversation !== conversation)
        const count = kept.data.drafts.length - rest.length
        if (count > 0) await change(rest)
        return count
      }),
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
