/** The PostgreSQL of the bench: a real server from npm with its own defaults, so a commit waits for the disk. */
import pg from 'pg'
import { openPostgres, type Postgres } from '../../postgres/server.ts'
import { familyCpu } from './usage.ts'

export interface Database extends Postgres {
  /** Processor time of all its processes so far (ms). */
  cpuMs(): Promise<number | undefined>
}

/** @param parent where its data goes: a disk */
export async function openDatabase(parent: string): Promise<Database> {
  const postgres = await openPostgres({ fsync: 'on' }, parent)
  return { ...postgres, cpuMs: () => familyCpu(postgres.pid()) }
}

let copies = 0

/** @returns the address of a copy, whose original nobody may have open */
export async function copyOf(url: string): Promise<string> {
  copies += 1
  const [before, name, after] = partsOf(url)
  const copy = `copy_${process.pid}_${copies}`
  await withClient(`${before}postgres${after}`, (client) =>
    client.query(`CREATE DATABASE ${copy} TEMPLATE ${name} STRATEGY FILE_COPY`),
  )
  return `${before}${copy}${after}`
}

/** What is left of a database has nothing to do any more while others are measured. */
export async function drop(url: string): Promise<void> {
  const [before, name, after] = partsOf(url)
  await withClient(`${before}postgres${after}`, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
}

function partsOf(url: string): [before: string, name: string, after: string] {
  const [, before = '', name = '', after = ''] = /^(.*\/)([^/?]+)(\?.*)?$/.exec(url) ?? []
  return [before, name, after]
}

export async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
