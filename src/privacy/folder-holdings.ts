/** What a data folder holds, read as it lies there. */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { isMissing } from '../adapters/files/durable.ts'
import { refuseHalfRestored } from '../adapters/files/half-restored.ts'
import { pathOfKept } from '../adapters/files/kept-contents.ts'
import { readKept } from '../adapters/files/kept-file.ts'
import { readConversations } from '../adapters/files/read-conversations.ts'
import { linesOf, namesIn, parsed, textOf } from '../adapters/files/reading.ts'
import { namesAny } from '../core/naming.ts'
import type { Holdings } from '../ports/holdings.ts'

const record = z.record(z.string(), z.unknown())
/** What stands there was written by staff. */
const ofStaff = /^(staff|service(\..+)?|sessions)\.json$/

export const holdingsOf = (folder: string): Holdings => ({
  place: folder,
  setting: 'DATA_DIR',
  unit: 'file',
  async naming(kind, ids) {
    await refuseHalfRestored(folder)
    const found: Record<string, unknown>[] = []
    for (const path of await filesOf(kind, folder)) {
      for (const line of await linesOf(path)) {
        const read = namesAny(line, ids) ? record.safeParse(parsed(line)).data : undefined
        if (read) found.push(read)
      }
    }
    return found
  },
  conversations: () => readConversations(folder),
  drafts: async () => parsed((await textOf(join(folder, 'drafts.json'))) ?? ''),
  async find(messageId) {
    const kept = await readKept(pathOfKept(join(folder, 'content'), messageId))
    return typeof kept === 'object' ? { mime: kept.mime, bytes: kept.bytes } : undefined
  },
  async ofStaff() {
    const names = (await readdir(folder)).filter((name) => ofStaff.test(name))
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')))
  },
  async *everything() {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name)
      try {
        yield { place: relative(folder, path), bytes: await readFile(path) }
      } catch (error) {
        // It was replaced or deleted meanwhile, by a server at work.
        if (!isMissing(error)) throw error
      }
    }
  },
})

async function filesOf(kind: 'inbox' | 'audit' | 'set_aside', folder: string): Promise<string[]> {
  if (kind === 'audit') return [join(folder, 'audit.jsonl')]
  if (kind === 'set_aside') return [join(folder, 'set-aside.jsonl')]
  return (await namesIn(join(folder, 'inbox'))).toSorted().map((name) => join(folder, 'inbox', name))
}
