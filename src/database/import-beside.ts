/** What lies in a data folder beside the conversations: documents, the audit, kept contents, and what is not to come back. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isAbsent, linesOf, parsed, textOf } from '../adapters/files/reading.ts'
import { readKept } from '../adapters/files/kept-file.ts'
import { forgottenFile, forgottenSchema } from '../adapters/files/forgotten-events.ts'
import { keyOf, type Database } from '../adapters/postgres/database.ts'
import { count, type Count } from './count.ts'

/** Small documents, by the names of their files; each of several channels has a service switch of its own. */
const documents = /^(staff|sessions|service(\.[a-z][a-z0-9-]*)?|drafts|destinations)\.json$/

async function documentsOf(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => documents.test(name)).map((name) => name.slice(0, -'.json'.length))
}

export async function importBeside(
  folder: string,
  database: Database,
): Promise<{ counts: Count[]; problems: string[] }> {
  const problems: string[] = []
  const counts = [
    await importDocuments(folder, database, problems),
    await importAudit(folder, database),
    await importSetAside(folder, database),
    await importContents(folder, database),
    await importForgotten(folder, database),
  ]
  return { counts, problems }
}

async function importDocuments(folder: string, database: Database, problems: string[]): Promise<Count> {
  const all = count('documents')
  for (const name of await documentsOf(folder)) {
    const text = await textOf(join(folder, `${name}.json`))
    if (text === undefined) continue
    all.found += 1
    const value = parsed(text)
    if (value === undefined) {
      problems.push(`${name}.json is left out: it is not JSON`)
      continue
    }
    const { rows } = await database.query<{ value: unknown }>('SELECT value FROM kidoku.documents WHERE name = $1', [
      name,
    ])
    const there = rows[0]?.value ?? undefined
    if (there === undefined) {
      await database.query(putDocument, [name, JSON.stringify(value)])
      all.written += 1
    } else if (JSON.stringify(there) === JSON.stringify(value)) all.same += 1
    else {
      all.left += 1
      problems.push(`${name}.json differs from what the database has by now: that is left as it is`)
    }
  }
  return all
}

const anyLine = z.looseObject({ at: z.number() })

async function importAudit(folder: string, database: Database): Promise<Count> {
  const all = count('audit lines')
  for (const line of await linesOf(join(folder, 'audit.jsonl'))) {
    const read = anyLine.safeParse(parsed(line)).data
    if (!read) continue
    const { rowCount } = await database.query(putAudit, [read.at, JSON.stringify(read)])
    add(all, rowCount)
  }
  return all
}

const aside = z.looseObject({ at: z.number(), why: z.string(), raw: z.unknown() })
const eventId = z.looseObject({ webhookEventId: z.string() })

async function importSetAside(folder: string, database: Database): Promise<Count> {
  const all = count('events set aside')
  for (const line of await linesOf(join(folder, 'set-aside.jsonl'))) {
    const read = aside.safeParse(parsed(line)).data
    if (!read) continue
    const event = eventId.safeParse(read.raw).data?.webhookEventId
    const values = [
      read.at,
      event === undefined ? null : keyOf(event),
      keyOf(read.why),
      JSON.stringify(read.raw ?? null),
    ]
    add(all, (await database.query(putAside, values)).rowCount)
  }
  return all
}

/** Files are named by the hash that names the rows. */
async function importContents(folder: string, database: Database): Promise<Count> {
  const all = count('kept contents')
  for (const part of await namesOf(join(folder, 'content'))) {
    if (!/^[0-9a-f]{2}$/.test(part)) continue
    for (const name of await namesOf(join(folder, 'content', part))) {
      const kept = await readKept(join(folder, 'content', part, name))
      if (typeof kept !== 'object') continue
      const { rowCount } = await database.query(putContent, [name, kept.at, keyOf(kept.mime), Buffer.from(kept.bytes)])
      add(all, rowCount)
    }
  }
  return all
}

async function importForgotten(folder: string, database: Database): Promise<Count> {
  const all = count('hashes of forgotten events')
  const found = forgottenSchema.safeParse(parsed((await textOf(join(folder, forgottenFile))) ?? '')).data
  for (const { until, hashes } of found?.events ?? []) {
    all.found += hashes.length
    const { rowCount } = await database.query(putForgotten, [hashes, until])
    all.written += rowCount ?? 0
    all.same += hashes.length - (rowCount ?? 0)
  }
  if (found?.turnsFrom !== undefined) await database.query(putTurnsFrom, [found.turnsFrom])
  return all
}

function add(all: Count, written: number | null): void {
  all.found += 1
  if (written === 1) all.written += 1
  else all.same += 1
}

async function namesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (error) {
    if (isAbsent(error)) return []
    throw error
  }
}

const putDocument = `INSERT INTO kidoku.documents (name, value) VALUES ($1, $2)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = now() WHERE documents.value IS NULL`
const putAudit = `INSERT INTO kidoku.audit (at, line) SELECT $1, $2::text::json
  WHERE NOT EXISTS (SELECT FROM kidoku.audit WHERE at = $1 AND line::text = $2::text)`
const putAside = `INSERT INTO kidoku.set_aside (at, event, why, raw) SELECT $1, $2, $3, $4::text::json
  WHERE NOT EXISTS (SELECT FROM kidoku.set_aside WHERE at = $1 AND raw::text = $4::text)`
const putContent = `INSERT INTO kidoku.contents (message, kept_at, mime, bytes)
  VALUES ($1, to_timestamp($2::float8 / 1000), $3, $4) ON CONFLICT (message) DO NOTHING`
const putForgotten = `INSERT INTO kidoku.forgotten_events
  SELECT hash, to_timestamp($2::float8 / 1000) FROM unnest($1::text[]) AS hash ON CONFLICT (event) DO NOTHING`
const putTurnsFrom = `INSERT INTO kidoku.single_values VALUES ('turns_from', to_json($1::bigint))
  ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE (single_values.value #>> '{}')::bigint < $1`
