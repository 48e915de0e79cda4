/**
 * `lookups.yaml`, beside the prompts: what the assistant may look up, and what it may have recorded.
 *
 *     hosts: [shop.example.com]           the only ones that are ever asked
 *     servers:                            MCP servers, of which a tool can be asked or told
 *       shop: { command: [node, tools/shop-server.mjs], env: { SHOP_TOKEN: '${SHOP_TOKEN}' } }
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
 *
 * An entry counts only where a prompt names it. So what is wrong with one is its own, and takes no other away.
 */
import type { DeclaredLookUp, DeclaredRecord } from '../../core/look-ups/declared.ts'
import type { Mistake } from '../markdown/broken-file.ts'
import { readAccountLink, type AccountLinkSource } from './lookups-account.ts'
import { name } from './lookups-arguments.ts'
import {
  readDeclaredLookUp,
  readDeclaredRecord,
  readLookUp,
  readRecord,
  type LookUpEntry,
  type RecordEntry,
  type Used,
} from './lookups-entries.ts'
import { readHosts } from './lookups-http.ts'
import { startReading, type Named, type Place, type Reading, type Variable } from './lookups-reading.ts'
import { readWritten } from './lookups-yaml.ts'

/** One that can be used, or what is wrong with it. */
export type Entry<T> = { ok: true; value: T } | { ok: false; mistakes: Mistake[] }

/** Entries by their names, as they are written: one that is no name is among them too, and is not right. */
export interface EntriesOf<L, R> {
  lookUps: ReadonlyMap<string, Entry<L>>
  records: ReadonlyMap<string, Entry<R>>
}

export interface LookUpsFile extends EntriesOf<LookUpEntry, RecordEntry> {
  /** How customers link their accounts; missing: they cannot. */
  accountLink?: Entry<AccountLinkSource>
  /** As an address names them; one without a port stands for all its ports. */
  hosts: readonly string[]
}

/** What there is, wherever it is: for whom nothing is asked. */
export type DeclaredAlone = EntriesOf<DeclaredLookUp, DeclaredRecord>

/** `mistakes` are those of the file as a whole: with one of them none of its entries can be used. */
export type ReadLookUps<T = LookUpsFile> = { ok: true; declared: T } | { ok: false; mistakes: Mistake[] }

export interface LookUpsFileOptions {
  /** Where the file is: the CSV files it names are looked for from there. */
  path: string
  /** What `${NAME}` stands for. */
  variable: Variable
}

/** A model is told of all of them in every turn. */
const mostEntries = 20
const sections = ['look_ups', 'records'] as const

export const readLookUpsFile = (text: string, options: LookUpsFileOptions): ReadLookUps =>
  readWith(text, options, {
    lookUp: readLookUp,
    record: readRecord,
    wantsLink: ({ declared }) => declared.proof?.by === 'account_link',
  })

/** The same without where anything is: whether that is right, and set, is not looked at. */
export const readDeclaredAlone = (text: string, path: string): ReadLookUps<DeclaredAlone> =>
  readWith(
    text,
    { path, variable: () => undefined },
    { lookUp: readDeclaredLookUp, record: readDeclaredRecord, wantsLink: () => false },
  )

type ReadEntry<T> = (reading: Reading, entry: Named, used: Used) => T | undefined

function readWith<L, R>(
  text: string,
  { path, variable }: LookUpsFileOptions,
  read: { lookUp: ReadEntry<L>; record: ReadEntry<R>; wantsLink: (one: L) => boolean },
): ReadLookUps<EntriesOf<L, R> & Pick<LookUpsFile, 'hosts' | 'accountLink'>> {
  const yaml = readWritten(text.replace(/^\uFEFF/, ''))
  if (!yaml.ok) return { ok: false, mistakes: yaml.wrongs.map((wrong) => ({ file: path, ...wrong })) }
  const reading = startReading(path, variable)
  const top = readTop(reading, { about: '', line: 0, written: yaml.top })
  if (!top || reading.mistakes.length > 0) return { ok: false, mistakes: inOrder(reading.mistakes) }
  const { hosts, servers, lookUps, records } = top
  const first = firstByName([...lookUps, ...records])
  const readEach = <T>(entries: readonly Named[], one: ReadEntry<T>) =>
    new Map(
      entries.map((entry): [string, Entry<T>] => {
        const own = startReading(path, variable)
        checkName(own, entry, first)
        const value = one(own, entry, { hosts, servers })
        const isRight = value !== undefined && own.mistakes.length === 0
        return [entry.name, isRight ? { ok: true, value } : { ok: false, mistakes: inOrder(own.mistakes) }]
      }),
    )
  const own = startReading(path, variable)
  const link = readAccountLink(own, top.accountLink, hosts)
  const accountLink: Entry<AccountLinkSource> | undefined = link
    ? { ok: true, value: link }
    : top.accountLink.written && { ok: false, mistakes: inOrder(own.mistakes) }
  const lookUp: ReadEntry<L> = (its, entry, used) => {
    const value = read.lookUp(its, entry, used)
    if (value !== undefined && read.wantsLink(value)) checkLink(its, entry, accountLink)
    return value
  }
  const declared = { lookUps: readEach(lookUps, lookUp), records: readEach(records, read.record), hosts }
  return { ok: true, declared: accountLink ? { ...declared, accountLink } : declared }
}

/** Without a way to link accounts nothing of it would ever be shown. */
function checkLink(reading: Reading, entry: Named, link: Entry<AccountLinkSource> | undefined): void {
  if (link?.ok) return
  if (link) reading.mistakes.push(...link.mistakes)
  else {
    const remedy = 'write account_link at the top of this file, as docs/look-ups.md shows, or take another proof'
    reading.wrong(entry, 'wants linked accounts, and nothing says how they are linked', remedy)
  }
}

const inOrder = (mistakes: readonly Mistake[]): Mistake[] => mistakes.toSorted((a, b) => a.line - b.line)

interface Top {
  hosts: string[]
  /** What is wrong with one is told where it is used. */
  servers: Place
  accountLink: Place
  lookUps: Named[]
  records: Named[]
}

function readTop(reading: Reading, top: Place): Top | undefined {
  const { written } = top
  const isEmpty = written?.type === 'map' ? written.entries.length === 0 : written?.type === 'text' && !written.text
  const nothing = 'write look_ups or records, as docs/look-ups.md shows, or remove the file'
  if (isEmpty) return reading.wrong(top, 'declares nothing', nothing)
  const found = reading.fields(
    top,
    ['hosts', 'account_link', ...sections, 'servers'],
    'begin with look_ups: or records: at the beginning of a line',
  )
  if (!found) return undefined
  const hosts = readHosts(reading, found('hosts'))
  const [lookUps = [], records = []] = sections.map((section) => {
    const place = found(section)
    const named = place.written ? (reading.named(place, 'write each by its name below it, indented') ?? []) : []
    if (named.length > mostEntries) {
      reading.wrong(place, `holds ${named.length}`, `a model can choose well among ${mostEntries} at the most`)
    }
    return named
  })
  if (lookUps.length + records.length === 0 && reading.mistakes.length === 0) {
    reading.wrong(top, 'declares nothing', nothing)
  }
  return { hosts, servers: found('servers'), accountLink: found('account_link'), lookUps, records }
}

/** A look-up and a record cannot have one name. */
function firstByName(entries: readonly Named[]): ReadonlyMap<string, Named> {
  const first = new Map<string, Named>()
  for (const entry of entries) if (!first.has(entry.name)) first.set(entry.name, entry)
  return first
}

function checkName(reading: Reading, entry: Named, first: ReadonlyMap<string, Named>): void {
  const before = first.get(entry.name)
  if (!name.fits.test(entry.name)) reading.wrong(entry, 'is not a name', name.remedy)
  else if (before && before !== entry) {
    reading.wrong(entry, `has the name of ${before.about} on line ${before.line}`, 'give it another one')
  }
}
