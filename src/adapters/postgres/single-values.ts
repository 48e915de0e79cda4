/** Single values: how far turns have been counted, and the like. */
import type { Queries } from './database.ts'

export async function valueOf(queries: Queries, name: string): Promise<unknown> {
  const { rows } = await queries.query<{ value: unknown }>('SELECT value FROM kidoku.single_values WHERE name = $1', [
    name,
  ])
  return rows[0]?.value
}

export async function keepValue(queries: Queries, name: string, value: unknown): Promise<void> {
  await queries.query(
    'INSERT INTO kidoku.single_values VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [name, JSON.stringify(value)],
  )
}
