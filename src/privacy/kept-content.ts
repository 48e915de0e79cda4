/** What is kept of a message that is no text, read as it lies there: no age is looked at, and nothing is deleted. */
import { pathOfKept } from '../adapters/files/kept-contents.ts'
import { readKept } from '../adapters/files/kept-file.ts'
import type { Found } from '../ports/contents.ts'

export const keptContent =
  (folder: string) =>
  async (messageId: string): Promise<Found | undefined> => {
    const kept = await readKept(pathOfKept(folder, messageId))
    return typeof kept === 'object' ? { mime: kept.mime, bytes: kept.bytes } : undefined
  }
