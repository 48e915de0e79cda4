/**
 * What wakes conversations here: graphile-worker, when a time has come that some process wrote down as it let go of one;
 * other processes, when something came for one that this process has; and a sweep that finds what a dead process left.
 * Whoever is woken takes the lease first, so that a wake too many does no harm. A conversation of an account that is not
 * served here stays due: the sweep of a process that serves it finds it, whoever heard that its time had come.
 */
import { Logger, run } from 'graphile-worker'
import pg from 'pg'
import { z } from 'zod'
import type { Log } from '../../ports/log.ts'
import type { Queries } from './database.ts'
import { isFree } from './leases.ts'
import type { News } from './news.ts'
import { Unserved } from './unserved.ts'

/** What has been due for `overdue` is looked for this often (ms): with `aliveFor` that is less than 15 s after a death. */
const sweepEvery = 2_000
const overdue = 1_000
/** More are left for the next sweep, or for another process. */
const sweptAtOnce = 500

const payloadSchema = z.object({ conversation: z.string() })

export interface WakesOptions {
  url: string
  queries: Queries
  news: News
  /** @returns false: it is of an account that is not served here, and stays as it is */
  wake: (conversation: string) => boolean
  /** Whether this process has it. */
  isHeld: (conversation: string) => boolean
  log: Log
}

export interface Wakes {
  /** More accounts are served here than before. */
  lookAgain: () => void
  close(): Promise<void>
}

export async function openWakes({ url, queries, news, wake, isHeld, log }: WakesOptions): Promise<Wakes> {
  const unserved = new Unserved()
  const tell = (conversation: string): void => {
    if (!wake(conversation)) unserved.add(conversation)
  }
  // Whoever has it looks again, and nobody else: the others would find it taken, and call for it once more, in a circle.
  const silence = news.on('called', (conversation) => {
    if (isHeld(conversation)) tell(conversation)
  })
  const pool = new pg.Pool({ connectionString: url, max: 3, application_name: 'kidoku wakes' })
  const broken = (error: Error): void =>
    log.warn({ err: error }, 'a connection to PostgreSQL broke; the next one is new')
  pool.on('error', broken)
  // Its connection that listens is never given back to the pool.
  pool.on('connect', (client) => void client.on('error', broken))
  const runner = await run({
    pgPool: pool,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 2_000,
    parsedCronItems: [],
    logger: workerLogger(log),
    taskList: {
      wake(payload) {
        tell(payloadSchema.parse(payload).conversation)
      },
    },
  })
  // Without it the sweep still finds what is due.
  runner.promise.catch((error: unknown) => log.error({ err: error }, 'graphile-worker has ended'))
  let sweeping: Promise<void> | undefined
  const sweep = async (): Promise<void> => {
    try {
      for (let isInTheWay = true; isInTheWay;) {
        const leftOut = unserved.accounts()
        const { rows } = await queries.query<{ id: string }>(sweepSql, [`${overdue} ms`, sweptAtOnce, leftOut])
        for (const { id } of rows) tell(id)
        // Who is served may stand behind those who are not, and who are left out only now.
        isInTheWay = rows.length === sweptAtOnce && unserved.accounts().length > leftOut.length
      }
    } catch (error) {
      log.warn({ err: error }, 'PostgreSQL could not be asked for what is due; it is asked again')
    }
  }
  const timer = setInterval(() => {
    sweeping ??= sweep().finally(() => (sweeping = undefined))
  }, sweepEvery)
  timer.unref()
  await sweep()
  return {
    lookAgain: () => unserved.forget(),
    async close() {
      silence()
      clearInterval(timer)
      await sweeping
      await runner.stop()
      await pool.end()
    },
  }
}

/** What has been due for $1, but of the accounts $3: $2 at most. */
export const sweepSql = `SELECT id FROM kidoku.conversations AS c
  WHERE wake_at < now() - $1::interval AND split_part(c.id, ':', 1) <> ALL ($3::text[]) AND ${isFree}
  ORDER BY wake_at LIMIT $2`

const workerLogger = (log: Log): Logger =>
  new Logger(() => (level, message, meta) => {
    const fields = { worker: true, ...(meta?.error === undefined ? {} : { err: meta.error }) }
    if (level === 'error') log.error(fields, message)
    else if (level === 'warning') log.warn(fields, message)
    else log.debug(fields, message)
  })
