/**
 * `lookups.yaml`, beside the prompts: what the assistant may look up, and what it may have recorded.
 *
 *     hosts: [shop.example.com]           the only ones that are ever asked
 *     look_ups:
 *       orders:
 *         about: How one order stands, by its number.
 *         arguments:
 *           number: { about: the order number as the customer wrote it, shape: '[0-9]{4,10}' }
 *         csv: { file: ../data/orders.csv, find: { number: order_no } }
 *         shows: [order_no, status, sent_on]
 *         proof: { last_digits: 4, of: phone }
 *     records:
 *       tasks:
 *         about: A task for the team.
 *         arguments:
 *           what: { about: what is to be done }
 *         http: { url: 'https://shop.example.com/api/tasks', headers: { authorization: 'Bearer ${TASKS_TOKEN}' } }
 */
import type { DeclaredLookUp, DeclaredRecord, Proof } from '../../core/look-ups/declared.ts'
import type { Mistake } from '../markdown/broken-file.ts'
import { name, oneLine, readArguments } from './lookups-arguments.ts'
import { readColumn, readCsvSink, readCsvSource, type CsvSink, type CsvSource } from './lookups-csv.ts'
import { readHosts, readHttp, type HttpSource } from './lookups-http.ts'
import { startReading, type Environment, type Named, type Place, type Reading } from './lookups-reading.ts'
import { readWritten } from './lookups-yaml.ts'

export interface LookUpsFile {
  lookUps: { declared: DeclaredLookUp; from: CsvSource | HttpSource }[]
  records: { declared: DeclaredRecord; to: CsvSink | HttpSource }[]
  /** As an address names them; one without a port stands for all its ports. */
  hosts: string[]
}

export interface LookUpsFileOptions {
  /** Where the file is: the CSV files it names are looked for from there. */
  path: string
  /** What `${NAME}` stands for. */
  env: Environment
}

export type ReadLookUps = { ok: true; declared: LookUpsFile } | { ok: false; problems: Mistake[] }

/** A model is told of all of them in every turn. */
const mostEntries = 20
const sections = ['look_ups', 'records'] as const
const wayRemedy = { csv: 'write csv: with a file below it, or http: with an address', http: 'keep one of the two' }

export function readLookUpsFile(text: string, { path, env }: LookUpsFileOptions): ReadLookUps {
  const yaml = readWritten(text.replace(/^\uFEFF/, ''))
  if (!yaml.ok) return { ok: false, problems: yaml.wrongs.map((wrong) => ({ file: path, ...wrong })) }
  const reading = startReading(path, env)
  const declared = readAll(reading, { about: '', line: 0, written: yaml.top })
  const problems = reading.mistakes.toSorted((a, b) => a.line - b.line)
  return declared && problems.length === 0 ? { ok: true, declared } : { ok: false, problems }
}

function readAll(reading: Reading, top: Place): LookUpsFile | undefined {
  const { written } = top
  const isEmpty = written?.type === 'map' ? written.entries.length === 0 : written?.type === 'text' && !written.text
  const nothing = 'write look_ups or records, as docs/look-ups.md shows, or remove the file'
  if (isEmpty) return reading.wrong(top, 'declares nothing', nothing)
  const found = reading.fields(
    top,
    ['hosts', ...sections],
    'begin with look_ups: or records: at the beginning of a line',
  )
  if (!found) return undefined
  const hosts = readHosts(reading, found('hosts'))
  const entries = sections.map((section) => {
    const place = found(section)
    const named = place.written ? (reading.named(place, 'write each by its name below it, indented') ?? []) : []
    if (named.length > mostEntries) {
      reading.wrong(place, `holds ${named.length}`, `a model can choose well among ${mostEntries} at the most`)
    }
    return named
  })
  const [lookUps = [], records = []] = entries
  if (entries.flat().length === 0 && reading.mistakes.length === 0) reading.wrong(top, 'declares nothing', nothing)
  checkNames(reading, [...lookUps, ...records])
  return {
    lookUps: lookUps.flatMap((entry) => readLookUp(reading, entry, hosts) ?? []),
    records: records.flatMap((entry) => readRecord(reading, entry, hosts) ?? []),
    hosts,
  }
}

function checkNames(reading: Reading, entries: readonly Named[]): void {
  const first = new Map<string, Named>()
  for (const entry of entries) {
    const before = first.get(entry.name)
    first.set(entry.name, before ?? entry)
    if (!name.fits.test(entry.name)) reading.wrong(entry, 'is not a name', name.remedy)
    else if (before)
      reading.wrong(entry, `has the name of ${before.about} on line ${before.line}`, 'give it another one')
  }
}

function readLookUp(
  reading: Reading,
  entry: Named,
  hosts: readonly string[],
): LookUpsFile['lookUps'][number] | undefined {
  const found = reading.fields(entry, ['about', 'arguments', 'csv', 'http', 'shows', 'proof'])
  if (!found) return undefined
  const about = reading.text(found('about'), 'say, for the model, when it is of use')
  const { names, args } = readArguments(reading, found('arguments'), 'look-up')
  const shows = readShows(reading, found('shows'))
  const way = readWay(reading, entry, found('csv'), found('http'))
  const from =
    way === 'csv'
      ? readCsvSource(reading, found('csv'), names)
      : way && readHttp(reading, found('http'), hosts, 'look-up', names)
  const proof = found('proof').written && readProof(reading, found('proof'))
  if (proof?.by === 'last_digits' && from?.type === 'csv' && Object.values(from.find).includes(proof.column)) {
    const remedy = 'take another column for the proof, or for finding the row'
    reading.wrong(found('proof'), `is of ${proof.column}, by which the row is found: so it proves nothing`, remedy)
  }
  if (about === undefined || !args || !shows || !from) return undefined
  const declared = { name: entry.name, about: oneLine(about), arguments: args, shows }
  return { declared: proof ? { ...declared, proof } : declared, from }
}

function readRecord(
  reading: Reading,
  entry: Named,
  hosts: readonly string[],
): LookUpsFile['records'][number] | undefined {
  const found = reading.fields(entry, ['about', 'arguments', 'csv', 'http'])
  if (!found) return undefined
  const about = reading.text(found('about'), 'say, for the model, when it is of use')
  const { names, args } = readArguments(reading, found('arguments'), 'record')
  if (args?.every(({ optional }) => optional)) {
    reading.wrong(found('arguments'), 'can all be missing', 'leave optional out of one at least')
  }
  const way = readWay(reading, entry, found('csv'), found('http'))
  const to =
    way === 'csv'
      ? readCsvSink(reading, found('csv'), names)
      : way && readHttp(reading, found('http'), hosts, 'record', names)
  if (about === undefined || !args || !to) return undefined
  return { declared: { name: entry.name, about: oneLine(about), arguments: args }, to }
}

function readWay(reading: Reading, entry: Place, csv: Place, http: Place): 'csv' | 'http' | undefined {
  if (csv.written && http.written) return reading.wrong(http, 'stands beside csv', wayRemedy.http)
  if (!csv.written && !http.written) return reading.wrong(entry, 'does not say where it is', wayRemedy.csv)
  return csv.written ? 'csv' : 'http'
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

function readProof(reading: Reading, place: Place): Proof | undefined {
  const example = 'write { last_digits: 4, of: phone } or { account_link: customer_id }'
  const found = reading.fields(place, ['last_digits', 'of', 'account_link'], example)
  if (!found) return undefined
  const [last, of, link] = [found('last_digits'), found('of'), found('account_link')]
  if (link.written) {
    if (last.written || of.written) return reading.wrong(place, 'asks for two proofs', example)
    const column = readColumn(reading, link)
    return column === undefined ? undefined : { by: 'account_link', column }
  }
  if (!last.written) return reading.wrong(place, 'does not say what the proof is', example)
  // Three digits are guessed by who tries often.
  const digits = reading.whole(last, 4, 10)
  const column = readColumn(reading, of)
  return digits === undefined || column === undefined ? undefined : { by: 'last_digits', column, digits }
}
