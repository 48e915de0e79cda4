/** Knowledge from a folder of Markdown files, read once at the start, and a search over it in any language. */
import { join } from 'node:path'
import MiniSearch from 'minisearch'
import type { Passage } from '../../core/request.ts'
import type { Found, Knowledge } from '../../ports/knowledge.ts'
import { BrokenFile } from './broken-file.ts'
import { parsePassages } from './passages.ts'
import { listFiles, readText } from './read-file.ts'
import { terms } from './words.ts'

const remedy = 'Set KNOWLEDGE_DIR to a folder with the shop’s .md files'

/** @throws BrokenFile with the mistakes of all files */
export async function loadKnowledge(dir: string): Promise<Knowledge> {
  const names = await listFiles(dir, '.md', remedy)
  if (names.length === 0) throw new BrokenFile([{ file: dir, line: 0, problem: 'holds no .md file', remedy }])
  const passages: Passage[] = []
  const mistakes: BrokenFile['mistakes'][number][] = []
  for (const name of names) {
    const file = join(dir, name)
    try {
      const parsed = parsePassages(await readText(file, remedy), file, name.slice(0, -'.md'.length))
      passages.push(...parsed.passages)
      mistakes.push(...parsed.mistakes)
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error
      mistakes.push(...error.mistakes)
    }
  }
  if (mistakes.length > 0) throw new BrokenFile(mistakes)
  return createKnowledge(passages)
}

/** A knowledge base over passages at hand. */
export function createKnowledge(passages: readonly Passage[]): Knowledge {
  const byId = new Map(passages.map((passage) => [passage.id, passage]))
  const index = new MiniSearch<Passage>({
    fields: ['title', 'also', 'text'],
    tokenize: terms,
    // Terms are ready as they are: the default would only change their case, which `terms` has done.
    processTerm: (term) => term,
    searchOptions: { boost: { title: 2, also: 1.5 } },
  })
  index.addAll(passages)
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
