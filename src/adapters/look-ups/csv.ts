/**
 * Look-ups in a CSV file that something else writes: an export of the shop's system, a sheet that people keep. It is read
 * whole into memory, and again when it has changed and has been still; while it is being written, missing or broken the
 * last good reading answers, until it is mended.
 */
import type { DeclaredLookUp } from '../../core/look-ups/declared.ts'
import type { Log } from '../../ports/log.ts'
import type { LookUp } from '../../ports/look-ups.ts'
import type { Sources } from '../../ports/sources.ts'
import { watchSource } from '../markdown/watch.ts'
import { readBytes } from './csv-bytes.ts'
import { followFile } from './csv-follow.ts'
import { readIndex, type CsvIndex } from './csv-index.ts'
import type { CsvSource } from './lookups-csv.ts'

export type CsvPlace = Omit<CsvSource, 'type'>

export interface CsvOptions {
  log: Log
  /** How often it is looked whether the file has changed (ms). */
  lookEvery?: number
}

export interface CsvLookUp extends LookUp, Sources {
  close(): Promise<void>
}

interface Read {
  /** Missing: there has been no good reading yet. */
  index?: CsvIndex
}

/** It resolves once the file has been read, or could not be. */
export async function openCsvLookUp(
  declared: DeclaredLookUp,
  { file, find, encoding, lines }: CsvPlace,
  { log, lookEvery = 1_000 }: CsvOptions,
): Promise<CsvLookUp> {
  const closing = new AbortController()
  // All other columns stay in the file.
  const gives = [...new Set([...declared.shows, ...(declared.proof ? [declared.proof.column] : [])])]
  const follower = followFile(file, lookEvery)
  const watched = await watchSource<Read>(
    {
      what: `look-up ${declared.name}`,
      folders: [file],
      files: () => [file],
      async read() {
        const bytes = await readBytes(file, closing.signal, encoding)
        const index = await readIndex(file, bytes, { find, gives, lines }, log, closing.signal)
        return { value: { index }, mistakes: [] }
      },
      without: {},
    },
    { log, folders: follower },
  )
  return {
    declared,
    broken: watched.broken,
    async find(given, signal) {
      if (signal.aborted) return { type: 'failed', why: 'slow', detail: 'there was no time left' }
      const { index } = watched.current()
      return index?.find(given) ?? { type: 'failed', why: 'broken', detail: `${file} could not be read yet` }
    },
    async close() {
      const closed = watched.close()
      closing.abort()
      follower.close()
      await closed
    },
  }
}
