/** CSV files of look-ups and records, looked at once: whether they could be used as they are. Nothing is written. */
import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DeclaredLookUp } from '../../core/look-ups/declared.ts'
import type { Log } from '../../ports/log.ts'
import { isMissing } from '../files/durable.ts'
import { BrokenFile } from '../markdown/broken-file.ts'
import { readText, reasonOf } from '../markdown/read-file.ts'
import { readBytes } from './csv-bytes.ts'
import { readIndex } from './csv-index.ts'
import { rowsIn } from './csv-rows.ts'
import { sheetOf } from './csv-sheet.ts'
import { ownColumns, type CsvSink, type CsvSource } from './lookups-csv.ts'

const silent = (): void => undefined
const log: Log = { debug: silent, info: silent, warn: silent, error: silent }

/** @throws BrokenFile when nothing could be found in it */
export async function lookAtRows({ shows, proof }: DeclaredLookUp, { file, find }: CsvSource): Promise<void> {
  const { signal } = new AbortController()
  const gives = [...new Set(proof ? [...shows, proof.column] : shows)]
  await readIndex(file, await readBytes(file, signal), { find, gives }, log, signal)
}

/**
 * One that is not there is begun with the first record.
 * @throws BrokenFile when no record could be put there
 */
export async function lookAtSheet({ file, write }: CsvSink): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    (error: unknown) => !isMissing(error),
  )
  try {
    // Beside it stands what it is locked by.
    for (const path of isThere ? [dirname(file), file] : [dirname(file)]) await access(path, constants.W_OK)
  } catch (error) {
    const remedy = isMissing(error) ? 'Make its folder' : 'Let this user write it, and into its folder'
    const problem = `cannot be written (${reasonOf(error)})`
    throw new BrokenFile([{ file, line: 0, problem, remedy: `${remedy}, or correct lookups.yaml` }])
  }
  if (!isThere) return
  const text = await readText(file, 'Let this user read it')
  const [first] = rowsIn(text)
  if (!first || text.trim() === '') return
  const wanted = [...Object.values(write), ...ownColumns]
  const { columns } = sheetOf(text, first, wanted)
  const missing = wanted.filter((column) => !columns.includes(column))
  const remedy = 'Name one so in its first row, or change lookups.yaml'
  const mistakes = missing.map((column) => ({ file, line: 1, problem: `has no column ${column}`, remedy }))
  if (mistakes.length > 0) throw new BrokenFile(mistakes)
}
