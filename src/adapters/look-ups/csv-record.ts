/**
 * Records in a CSV file, a row each: what was asked for, when, and the key of the record. The file may be a sheet that
 * people keep beside: its columns, line ends and rows stay as they are.
 */
import { open, realpath, stat, unlink, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { DeclaredRecord, Given } from '../../core/look-ups/declared.ts'
import type { Log } from '../../ports/log.ts'
import type { Recorded, Sink } from '../../ports/look-ups.ts'
import { isMissing, syncFolder } from '../files/durable.ts'
import { exclusively } from '../files/rewrite.ts'
import { reasonOf } from '../markdown/read-file.ts'
import { append } from './csv-append.ts'
import { rowsIn } from './csv-rows.ts'
import { lookFor, mark, newSheet, rowText, sheetOf, type Sheet } from './csv-sheet.ts'
import { ownColumns, type CsvSink } from './lookups-csv.ts'
import { isKey } from './record-shapes.ts'

export type CsvSinkPlace = Pick<CsvSink, 'file' | 'write'>

export interface CsvSinkOptions {
  log: Log
  now?: () => number
  /** The shop's, as an IANA name; undefined: the computer's. */
  timeZone?: () => string | undefined
}

/** It is read whole for each record (bytes). */
const most = 16 * 1024 * 1024

export function openCsvSink(
  declared: DeclaredRecord,
  { file, write }: CsvSinkPlace,
  { log, now = Date.now, timeZone = () => undefined }: CsvSinkOptions,
): Sink {
  const wanted = [...Object.values(write), ...ownColumns]
  return {
    declared,
    async record(given, key, signal) {
      if (!isKey(key)) return { type: 'refused', detail: 'the key is not 1 to 64 letters, digits and hyphens' }
      const missing = declared.arguments.find(({ name, optional }) => !optional && valueOf(given, name) === '')
      // A row without it says something else.
      if (missing) return { type: 'refused', detail: `its argument ${missing.name} is missing` }
      /** From then on it may stand there. */
      let hasBegun = false
      const begin = (): boolean => (hasBegun = !signal.aborted)
      const told = Promise.withResolvers<Recorded>()
      const isLate = (): void => {
        if (hasBegun) told.resolve({ type: 'unknown', detail: `${file} was being written when the time was over` })
        else told.resolve({ type: 'not_recorded', why: 'slow', detail: `${file} was not reached in time` })
      }
      if (signal.aborted) isLate()
      else signal.addEventListener('abort', isLate, { once: true })
      const values = new Map<string, string>([
        ...Object.entries(write).map(([argument, column]): [string, string] => [column, valueOf(given, argument)]),
        ['recorded_at', timeAt(now(), timeZone())],
        ['key', key],
      ])
      const recorded = signal.aborted ? told.promise : inTurn(file, wanted, values, begin, log)
      try {
        return await Promise.race([recorded, told.promise])
      } catch (error) {
        const detail = `${file}: ${reasonOf(error)}`
        if (reasonOf(error) === 'EISDIR') return { type: 'refused', detail }
        if (hasBegun) return { type: 'unknown', detail }
        return { type: 'not_recorded', why: isBusy(error) ? 'slow' : 'down', detail }
      } finally {
        signal.removeEventListener('abort', isLate)
      }
    },
  }
}

/** `2026-11-22 20:41:10`, which every spreadsheet takes for a day and a time. */
const timeAt = (at: number, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at)

const valueOf = (given: Given, argument: string): string =>
  Object.hasOwn(given, argument) ? (given[argument] ?? '') : ''

/**
 * One at a time, in this process and among several. Without that a row that another process is writing would look torn,
 * and what is taken back after a failure could be its row.
 */
async function inTurn(
  named: string,
  wanted: readonly string[],
  values: ReadonlyMap<string, string>,
  begin: () => boolean,
  log: Log,
): Promise<Recorded> {
  // Whatever leads there, it is one file and has one lock.
  const folder = await realpath(dirname(named))
  const file = await realpath(join(folder, basename(named))).catch((error: unknown) => {
    if (isMissing(error)) return join(folder, basename(named))
    throw error
  })
  return exclusively(`${basename(file)}.kidoku`, join(dirname(file), 'scratch'), async () => {
    const { handle, isNew } = await openToAppend(file)
    let isKept = !isNew
    try {
      const recorded = await record({ file, handle, wanted, values, begin, log })
      isKept ||= recorded.type === 'confirmed' || recorded.type === 'unknown'
      if (isNew && recorded.type === 'confirmed') await syncFolder(dirname(file))
      return recorded
    } finally {
      await handle.close()
      if (!isKept) await unlink(file).catch(() => undefined)
    }
  })
}

interface Putting {
  file: string
  handle: FileHandle
  wanted: readonly string[]
  values: ReadonlyMap<string, string>
  begin: () => boolean
  log: Log
}

async function record({ file, handle, wanted, values, begin, log }: Putting): Promise<Recorded> {
  const refused = (why: string): Recorded => ({ type: 'refused', detail: `${file} ${why}` })
  const found = await handle.stat()
  if (!found.isFile()) return refused('is not a file')
  if (found.size > most) return refused('is larger than 16 MB: begin a new one')
  const bytes = await handle.readFile()
  const text = textOf(bytes)
  const notUtf8 = 'is not UTF-8: save it as CSV UTF-8 once more'
  if (text === undefined) return refused(notUtf8)

  const key = values.get('key') ?? ''
  const { sheet, isEmpty } = readSheet(text, wanted)
  const missing = wanted.filter((column) => !sheet.columns.includes(column))
  if (missing.length > 0) return refused(`has no column ${missing.join(', ')}`)
  const twice = wanted.find((column) => sheet.columns.indexOf(column) !== sheet.columns.lastIndexOf(column))
  if (twice !== undefined) return refused(`has the column ${twice} twice`)

  const cells = sheet.columns.map((column) => values.get(column) ?? '')
  if (!begin()) return { type: 'not_recorded', why: 'slow', detail: `${file} was not reached in time` }
  const row = rowText(sheet, cells)
  const failed = (code: string): Recorded => ({ type: 'not_recorded', why: 'down', detail: `${file}: ${code}` })
  let size = bytes.length
  let put = row
  if (isEmpty) {
    put = mark + rowText(sheet, sheet.columns) + row
    // What is there of a first row is its own, torn.
    if (size > 0) await handle.truncate(0)
    size = 0
  } else {
    const { isThere, last } = lookFor(text, sheet, cells, key)
    const isHalf = Buffer.byteLength(text) < bytes.length
    if (isHalf && typeof last === 'string') return refused(notUtf8)
    if (isThere) put = last === 'not ended' ? endOf(text, sheet) : ''
    else if (last === 'not ended') put = endOf(text, sheet) + row
    else if (last !== 'whole') {
      const whole = Buffer.byteLength(text.slice(0, last.tornFrom))
      try {
        await setAside(`${file}.torn`, bytes.toString('utf8', whole))
        await handle.truncate(whole)
        size = whole
      } catch (error) {
        return failed(reasonOf(error))
      }
      log.warn({ file, aside: `${file}.torn` }, 'a row that was never finished has been set aside')
    }
  }
  // Also when it stands there: whoever wrote it may have died before it was durable.
  const appended = await append(handle, size, put)
  const now = await stat(file).catch(() => undefined)
  // Who saves a sheet often puts another file in its place.
  const isReplaced = now?.ino !== found.ino || now.dev !== found.dev
  if (appended.type === 'done' && isReplaced) return { type: 'unknown', detail: `${file} was replaced meanwhile` }
  if (appended.type === 'done') return { type: 'confirmed', reference: key.slice(0, 8) }
  return appended.type === 'undone' ? failed(appended.code) : { type: 'unknown', detail: `${file}: ${appended.code}` }
}

/**
 * Undefined when it is not UTF-8. A mark in front stays part of it, so that places in it stay places; a character that was
 * torn at its end is left out.
 */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true })
  } catch {
    return undefined
  }
}

/** Nothing but a part of the first row stands there when it was torn. */
function readSheet(text: string, wanted: readonly string[]): { sheet: Sheet; isEmpty: boolean } {
  const own = newSheet([...new Set(wanted)])
  const head = mark + rowText(own, own.columns)
  const [first] = rowsIn(text)
  const isEmpty = text.replace(mark, '').trim() === '' || (text.length < head.length && head.startsWith(text))
  return isEmpty || !first ? { sheet: own, isEmpty: true } : { sheet: sheetOf(text, first, wanted), isEmpty: false }
}

/** Of Windows' two signs the first may be there already. */
const endOf = (text: string, { end }: Sheet): string => (end === '\r\n' && text.endsWith('\r') ? '\n' : end)

async function setAside(file: string, torn: string): Promise<void> {
  const handle = await open(file, 'a')
  try {
    await handle.appendFile(`${torn}\n`)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

async function openToAppend(file: string): Promise<{ handle: FileHandle; isNew: boolean }> {
  try {
    return { handle: await open(file, 'ax+'), isNew: true }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    return { handle: await open(file, 'a+'), isNew: false }
  }
}

/** Another process did not let go of it. SQLITE_BUSY */
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5
