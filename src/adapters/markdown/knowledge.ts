/** Knowledge from a folder of Markdown files, and a search over it in any language. */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import MiniSearch from 'minisearch'
import type { Passage } from '../../core/request.ts'
import type { Found, Knowledge } from '../../ports/knowledge.ts'
import { BrokenFile, type Mistake } from './broken-file.ts'
import type { Look } from './folders.ts'
import { parsePassages, type Parsed } from './passages.ts'
import { listFiles, readText } from './read-file.ts'
import { watchSource, type Reading, type Watched, type WatchOptions } from './watch.ts'
import { terms } from './words.ts'

const remedy = 'Set KNOWLEDGE_DIR to a folder with the shop’s .md files'

/**
 * Read once, for what looks and ends.
 * @throws BrokenFile with the mistakes of all files
 */
export async function loadKnowledge(dir: string): Promise<Knowledge> {
  const { value, mistakes } = await readKnown(dir)
  if (mistakes.length > 0) throw new BrokenFile(mistakes)
  return value.knowledge
}

/** Knowledge that follows its files: after a change `passages()` is another array. */
export type WatchedKnowledge = Knowledge & Omit<Watched<Knowledge>, 'current'>

/**
 * Read again whenever a file changes, comes or goes, for what runs. A file that is broken later keeps the passages it
 * had; the others go on following theirs. An empty folder, or none, changes nothing.
 * @throws BrokenFile at the start
 */
export async function watchKnowledge(dir: string, options: WatchOptions): Promise<WatchedKnowledge> {
  const files = (look: Look): string[] => look.in(dir).filter((file) => file.endsWith('.md'))
  const { current, ...watched } = await watchSource(
    { what: 'knowledge', folders: [dir], files, read: (last?: Known) => readKnown(dir, last) },
    options,
  )
  const { passages, search } = {
    passages: () => current().knowledge.passages(),
    search: (text: string, limit: number) => current().knowledge.search(text, limit),
  }
  return { passages, search, ...watched }
}

interface Folder {
  /** By the file's name. */
  files: ReadonlyMap<string, readonly Passage[]>
  passages: readonly Passage[]
  mistakes: readonly Mistake[]
}

interface Known extends Pick<Folder, 'files'> {
  knowledge: Knowledge
}

/** @param last whose passages stay for a file that is broken */
async function readKnown(dir: string, last?: Known): Promise<Reading<Known>> {
  const { files, passages, mistakes } = await readFolder(dir, last?.files)
  if (passages.length === 0) throw new BrokenFile(mistakes)
  if (last && isDeepStrictEqual(passages, last.knowledge.passages())) return { value: last, mistakes }
  const index = emptyIndex()
  // Thousands of passages take seconds: webhooks are answered in between.
  await index.addAllAsync(passages, { chunkSize: 20 })
  return { value: { files, knowledge: knowledgeOver(passages, index) }, mistakes }
}

/**
 * The passages of a folder as they are now, and what is wrong with its files.
 * @param last passages that stay for a file that is broken
 * @throws BrokenFile when there is no file at all
 */
export async function readFolder(dir: string, last?: Folder['files']): Promise<Folder> {
  const names = await listFiles(dir, '.md', remedy)
  if (names.length === 0) throw new BrokenFile([{ file: dir, line: 0, problem: 'holds no .md file', remedy }])
  const files = new Map<string, readonly Passage[]>()
  const mistakes: Mistake[] = []
  for (const name of names) {
    const parsed = await readPassages(dir, name)
    mistakes.push(...parsed.mistakes)
    files.set(name, parsed.mistakes.length > 0 ? (last?.get(name) ?? []) : parsed.passages)
  }
  return { files, passages: [...files.values()].flat(), mistakes }
}

async function readPassages(dir: string, name: string): Promise<Parsed> {
  const file = join(dir, name)
  try {
    return parsePassages(await readText(file, remedy), file, name.slice(0, -'.md'.length))
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error
    return { passages: [], mistakes: [...error.mistakes] }
  }
}

/** A knowledge base over passages at hand. */
export function createKnowledge(passages: readonly Passage[]): Knowledge {
  const index = emptyIndex()
  index.addAll(passages)
  return knowledgeOver(passages, index)
}

function emptyIndex(): MiniSearch<Passage> {
  return new MiniSearch<Passage>({
    fields: ['title', 'also', 'text'],
    tokenize: terms,
    // Terms are ready as they are: the default would only change their case, which `terms` has done.
    processTerm: (term) => term,
    searchOptions: { boost: { title: 2, also: 1.5 } },
  })
}

function knowledgeOver(passages: readonly Passage[], index: MiniSearch<Passage>): Knowledge {
  const byId = new Map(passages.map((passage) => [passage.id, passage]))
  return {
    passages: () => passages,
    search: (text, limit) =>
      index
        .search(text)
        .slice(0, limit)
        .flatMap(({ id, score }): Found[] => {
          const passage = byId.get(String(id))
          return passage ? [{ passage, score }] : []
        }),
  }
}
