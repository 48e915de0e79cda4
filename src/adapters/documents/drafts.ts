/** Drafts: the document `drafts`, which goes on without what has been accepted. */
import { z } from 'zod'
import { draftSchema, isWhole, type Draft } from '../../core/draft.ts'
import type { DocumentKind, Documents } from '../../ports/documents.ts'
import type { Accepted, Drafts, Learn } from '../../ports/drafts.ts'
import type { Log } from '../../ports/log.ts'

export interface DraftsOptions {
  documents: Documents
  learn: Learn
  log: Log
}

const bookSchema = z.object({ format: z.literal(1), drafts: z.array(draftSchema) })
type Book = z.infer<typeof bookSchema>

const none = (): Book => ({ format: 1, drafts: [] })
const kind: DocumentKind<Book> = {
  name: 'drafts',
  parse: (value) => bookSchema.parse(value),
  first: none,
  // The broken ones stay for whoever repairs them; customers do not wait for that.
  broken: {
    instead: none,
    words:
      'the file of drafts was corrupt and has been set aside: to have them again, repair it, put it back and restart',
  },
}

export async function openDrafts({ documents, learn, log }: DraftsOptions): Promise<Drafts> {
  const document = documents.open(kind)
  // Corrupt ones are told of at the start.
  await document.read()

  /** Tells how many they were. */
  const takeOut = (isOut: (draft: Draft) => boolean): Promise<number> =>
    document.change(({ drafts }) => {
      const rest = drafts.filter((draft) => !isOut(draft))
      const count = drafts.length - rest.length
      return { next: count > 0 ? { format: 1, drafts: rest } : undefined, result: count }
    })

  return {
    list: async () => (await document.read()).drafts.toSorted((a, b) => b.at - a.at),
    put: (draft) =>
      document.change(({ drafts }) => {
        const others = drafts.filter(({ id }) => id !== draft.id)
        return { next: { format: 1, drafts: [...others, draftSchema.parse(draft)] }, result: undefined }
      }),
    // Two who accept at once append one after the other.
    accept: (id) =>
      document.change<Accepted>(async ({ drafts }) => {
        const draft = drafts.find((one) => one.id === id)
        if (!draft) return { result: { type: 'gone' } }
        if (!isWhole(draft)) return { result: { type: 'incomplete' } }
        const result = await learn(draft)
        if (result.type === 'done') {
          return { next: { format: 1, drafts: drafts.filter((one) => one !== draft) }, result }
        }
        const { file, why } = result
        log.warn({ file, why }, 'a draft was accepted and could not be written; it is kept')
        return { result }
      }),
    discard: async (id) => (await takeOut((draft) => draft.id === id)) > 0,
    forget: (conversation) => takeOut((draft) => draft.conversation === conversation),
  }
}
