/** The whole trace of a world as one hash: two runs of a seed are the same run if theirs is. */
import { createHash } from 'node:crypto'
import type { History } from './history.ts'

export function traceOf({ records, end }: History): string {
  const hash = createHash('sha256')
  for (const one of records) hash.update(JSON.stringify(one)).update('\n')
  for (const one of end.conversations) hash.update(JSON.stringify(one)).update('\n')
  return hash.digest('hex')
}
