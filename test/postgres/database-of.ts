/** With TEST_POSTGRES (the address of a database that has the tables) tests of the flow run on PostgreSQL instead of files. */
import { createHash } from 'node:crypto'
import pg from 'pg'

/** The database that stands for a data folder: the same for the same folder. Undefined: files are meant. */
export async function databaseOf(folder: string): Promise<string | undefined> {
  const template = process.env.TEST_POSTGRES
  if (template === undefined) return undefined
  const name = `shop_${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`
  const [, before = '', of = '', after = ''] = /^(.*\/)([^/?]+)(\?.*)?$/.exec(template) ?? []
  const client = new pg.Client(`${before}postgres${after}`)
  await client.connect()
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
  if (rowCount === 0) await client.query(`CREATE DATABASE ${name} TEMPLATE ${of}`)
  await client.end()
  return `${before}${name}${after}`
}
