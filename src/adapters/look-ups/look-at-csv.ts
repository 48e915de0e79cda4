/** CSV files of look-ups and records, looked at once: whether they could be used as they are. Nothing is written. */
import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DeclaredLookUp, Proof } from '../../core/look-ups/declared.ts'
import { isProven } from '../../core/look-ups/proof.ts'
import { isMissing } from '../files/durable.ts'
import { BrokenFile } from '../markdown/broken-file.ts'
import { readText, reasonOf } from '../markdown/read-file.ts'
import { readBytes } from './csv-bytes.ts'
import { missingColumns } from './csv-columns.ts'
import { rowsIn } from './csv-rows.ts'
import { sheetOf } from './csv-sheet.ts'
import { readRows } from './csv-table.ts'
import { ownColumns, type CsvSink, type CsvSource } from './lookups-csv.ts'

/** What a file has for customers who ask. */
export interface SeenRows {
  /** That can be found. */
  rows: number
  /** Numbers of rows that are left out, as a spreadsheet shows them. */
  leftOut: readonly number[]
  /** Rows that nobody can show to be theirs, and the column in which what they would have to write should stand. */
  unproven?: { rows: number; column: string; by: Proof['by'] }
}

/** @throws BrokenFile when nothing could be found in it */
export async function lookAtRows(declared: DeclaredLookUp, source: CsvSource): Promise<SeenRows> {
  const { shows, proof } = declared
  const { file, find, encoding, lines } = source
  const { signal } = new AbortController()
  const columns = [...new Set([...Object.values(find), ...shows, ...(proof ? [proof.column] : [])])]
  const leftOut: number[] = []
  let [rows, unproven] = [0, 0]
  for await (const { number, cells } of readRows(
    file,
    await readBytes(file, signal, encoding),
    columns,
    signal,
    lines,
  )) {
    if (!cells) {
      leftOut.push(number)
      continue
    }
    rows += 1
    if (proof && !canBeProven(proof, cells[columns.indexOf(proof.column)] ?? '')) unproven += 1
  }
  const seen = { rows, leftOut }
  return proof ? { ...seen, unproven: { rows: unproven, column: proof.column, by: proof.by } } : seen
}

/** Whether whoever has the right digits, or the right account, is believed. */
function canBeProven(proof: Proof, value: string): boolean {
  if (proof.by === 'account_link') return value.trim() !== ''
  const digits = value.normalize('NFKC').replace(/\D/g, '').slice(-proof.digits)
  return isProven(proof, { [proof.column]: value }, { words: [digits], given: [] })
}

/**
 * One that is not there is begun with the first record.
 * @throws BrokenFile when no record could be put there
 */
export async function lookAtSheet({ file, write, lines }: CsvSink): Promise<void> {
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
  const mistakes = missingColumns(file, wanted, columns, lines)
  if (mistakes.length > 0) throw new BrokenFile(mistakes)
}
