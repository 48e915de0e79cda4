/** What is kept of a message that is no text, read as it lies there: no age is looked at, and nothing is deleted. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { readKept } from '../adapters/files/kept-file.ts'
import type { Found } from '../ports/contents.ts'

export const keptContent =
  (folder: string) =>
  async (messageId: string): Promise<Found | undefined> => {
    const name = createHash('sha256').update(messageId).digest('hex').slice(0, 32)
    const kept = await readKept(join(folder, name.slice(0, 2), name))
    return typeof kept === 'object' ? { mime: kept.mime, bytes: kept.bytes } : undefined
  }
