/** One entry of `lookups.yaml`: a look-up and where it is asked, or a record and where it goes. */
import type { DeclaredLookUp, DeclaredRecord } from '../../core/look-ups/declared.ts'
import { oneLine, readArguments, readAskedBy, type ReadArguments } from './lookups-arguments.ts'
import { linesOfColumns, readColumn, readCsvSink, readCsvSource, type CsvSink, type CsvSource } from './lookups-csv.ts'
import { readHttp, readHttpSink, type HttpSink, type HttpSource } from './lookups-http.ts'
import { readMcpSink, readMcpSource, type McpLookUpSource, type McpSinkSource } from './lookups-mcp.ts'
import { checkProof, readProof } from './lookups-proof.ts'
import type { Named, Place, Reading } from './lookups-reading.ts'

/** Where a look-up is asked, and where a record goes. */
export type LookUpSource = CsvSource | HttpSource | McpLookUpSource
export type RecordSink = CsvSink | HttpSink | McpSinkSource

/** What of the file an entry may use. */
export interface Used {
  hosts: readonly string[]
  servers: Place
}

export interface LookUpEntry {
  declared: DeclaredLookUp
  from: LookUpSource
}

export interface RecordEntry {
  declared: DeclaredRecord
  to: RecordSink
}

const ways = ['csv', 'http', 'mcp'] as const
type Way = (typeof ways)[number]
const wayRemedy = {
  none: 'write csv: with a file below it, http: with an address, or mcp: with a server',
  several: 'keep one of them',
}

export function readLookUp(reading: Reading, entry: Named, used: Used): LookUpEntry | undefined {
  const read = lookUpIn(reading, entry)
  if (!read) return undefined
  const { found, asked, declared, proof } = read
  const way = readWay(reading, entry, found)
  const from = way && readSource(reading, way, found(way), used, asked)
  if (proof && from) checkProof(reading, found('proof'), proof, from, asked.names)
  if (!declared || !from) return undefined
  return { declared, from: from.type === 'csv' ? { ...from, lines: linesOfColumns(entry) } : from }
}

/** What it is, wherever it is asked. */
export const readDeclaredLookUp = (reading: Reading, entry: Named): DeclaredLookUp | undefined =>
  lookUpIn(reading, entry)?.declared

function lookUpIn(reading: Reading, entry: Named) {
  const found = reading.fields(entry, ['about', 'arguments', ...ways, 'shows', 'proof'])
  if (!found) return undefined
  const about = reading.text(found('about'), 'say, for the model, when it is of use')
  const asked = readArguments(reading, found('arguments'), 'look-up')
  const shows = readShows(reading, found('shows'))
  const proof = found('proof').written ? readProof(reading, found('proof')) : undefined
  if (about === undefined || !asked.args || !shows) return { found, asked, proof }
  const declared: DeclaredLookUp = { name: entry.name, about: oneLine(about), arguments: asked.args, shows }
  return { found, asked, proof, declared: proof ? { ...declared, proof } : declared }
}

function readSource(
  reading: Reading,
  way: Way,
  place: Place,
  used: Used,
  asked: ReadArguments,
): LookUpSource | undefined {
  switch (way) {
    case 'csv':
      return readCsvSource(reading, place, asked.names)
    case 'http':
      return readHttp(reading, place, used.hosts, 'look-up', asked.names)
    case 'mcp':
      return readMcpSource(reading, place, used, asked)
    default:
      return way satisfies never
  }
}

export function readRecord(reading: Reading, entry: Named, used: Used): RecordEntry | undefined {
  const read = recordIn(reading, entry)
  if (!read) return undefined
  const { found, told, declared } = read
  const way = readWay(reading, entry, found)
  const to = way && readSink(reading, way, found(way), used, told)
  if (!declared || !to) return undefined
  return { declared, to: to.type === 'csv' ? { ...to, lines: linesOfColumns(entry) } : to }
}

/** What it is, wherever it goes. */
export const readDeclaredRecord = (reading: Reading, entry: Named): DeclaredRecord | undefined =>
  recordIn(reading, entry)?.declared

function recordIn(reading: Reading, entry: Named) {
  const found = reading.fields(entry, ['about', 'arguments', 'asked_by', ...ways])
  if (!found) return undefined
  const about = reading.text(found('about'), 'say, for the model, when it is of use')
  const { names, args } = readArguments(reading, found('arguments'), 'record')
  const askedBy = found('asked_by').written ? readAskedBy(reading, found('asked_by'), names) : undefined
  // Where none could be read, which they are is not known.
  const told: ReadArguments = { names: askedBy === undefined || names.length === 0 ? names : [...names, askedBy], args }
  if (args?.every(({ optional }) => optional)) {
    reading.wrong(found('arguments'), 'can all be missing', 'leave optional out of one at least')
  }
  if (about === undefined || !args) return { found, told }
  const declared: DeclaredRecord = { name: entry.name, about: oneLine(about), arguments: args }
  return { found, told, declared: askedBy === undefined ? declared : { ...declared, askedBy } }
}

function readSink(reading: Reading, way: Way, place: Place, used: Used, told: ReadArguments): RecordSink | undefined {
  switch (way) {
    case 'csv':
      return readCsvSink(reading, place, told.names)
    case 'http':
      return readHttpSink(reading, place, used.hosts, told)
    case 'mcp':
      return readMcpSink(reading, place, used, told)
    default:
      return way satisfies never
  }
}

/** The one way that is written. */
function readWay(reading: Reading, entry: Place, found: (way: Way) => Place): Way | undefined {
  const [first, second] = ways.filter((way) => found(way).written)
  if (first !== undefined && second !== undefined) {
    return reading.wrong(found(second), `stands beside ${first}`, wayRemedy.several)
  }
  return first ?? reading.wrong(entry, 'does not say where it is', wayRemedy.none)
}

/** Columns that the model and staff may see. */
function readShows(reading: Reading, place: Place): string[] | undefined {
  const remedy = 'write the columns that the assistant may see, such as [order_no, status]'
  const items = reading.list(place, remedy)
  const columns = items?.flatMap((item) => readColumn(reading, item.place) ?? [])
  if (columns && new Set(columns).size < columns.length) {
    return reading.wrong(place, 'names a column twice', 'remove one of them')
  }
  return columns
}
