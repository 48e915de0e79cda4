/** A shop over a PostgreSQL for the tests of the commands, which are processes of their own, as they are typed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { cleanEnvironment } from '../process/server.ts'

export interface Ended {
  code: unknown
  out: string
  err: string
}

/** @param command such as privacy, for src/privacy/main.ts; a dot for the server itself */
export async function typed(
  command: string,
  url: string,
  args: readonly string[],
  { env = {}, piped = '' }: { env?: Record<string, string>; piped?: string } = {},
): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-command-'))
  const child = spawn(process.execPath, [`src/${command}/main.ts`, ...args], {
    env: cleanEnvironment({
      DATA_DIR: join(folder, 'data'),
      LINE_CHANNEL_SECRET: 's'.repeat(32),
      LINE_CHANNEL_ACCESS_TOKEN: 'token-of-a-test',
      LINE_API_BASE_URL: 'http://127.0.0.1:1',
      DATABASE_URL: url,
      ...env,
    }),
    stdio: 'pipe',
  })
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()))
  child.stdin.on('error', () => undefined)
  child.stdin.end(piped)
  const [code]: unknown[] = await once(child, 'close')
  await rm(folder, { recursive: true, force: true })
  return { code, ...printed }
}

/** Statements of the test's own. */
export async function sql(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(text, values)
  await client.end()
  return rows
}

/** Every row of every table there is, and what PostgreSQL has noted of them, as one text. */
export async function everything(url: string): Promise<string> {
  const tables = await sql(
    url,
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  )
  const texts = [JSON.stringify(await sql(url, "SELECT * FROM pg_stats WHERE schemaname = 'kidoku'"))]
  for (const { name } of tables) {
    const rows = await sql(url, `SELECT t::text AS row FROM ${String(name)} AS t`)
    texts.push(...rows.map(({ row }) => `${String(name)} ${String(row)}`))
  }
  return texts.join('\n')
}
