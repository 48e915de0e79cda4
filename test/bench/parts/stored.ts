/**
 * What is stored already: the same load on stores of few, some and many conversations. The cost of an event is all that
 * it takes until its turn has been answered; who writes is new, and, where there are enough of them, somebody whose
 * conversation is stored.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context, Part } from '../context.ts'
import { questionOf, writer, type Webhook } from '../load/webhooks.ts'
import { add, type Figures } from '../results/figures.ts'
import { copyOf, drop } from '../servers/postgres.ts'
import { onStage, type Kidoku } from '../servers/stage.ts'
import { isAnswered, storedUser } from '../stored/conversations.ts'
import { copied, storedFolder } from '../stored/folder.ts'
import { hasHistory, storedDatabase, withHistory } from '../stored/database.ts'
import { hearing, talked } from './observed.ts'

/** Data folders are made once and kept here. */
export const cache = 'node_modules/.cache/kidoku-bench'
export const storeNames = ['few', 'some', 'many'] as const
/** So many take turns: each needs a copy of its store. */
const mostRounds = 2
/** Of fewer stored conversations the same customers would write again and again. */
const enough = 200

interface Store {
  kind: Kidoku
  name: string
  count: number
  /** A folder or a database that is copied for each run. */
  original: string
}

export const measureStored: Part = async (context) => {
  const { sizes, say } = context
  const figures: Figures = {}
  const stores = await prepare(context)
  const rounds = Math.min(sizes.rounds, mostRounds)
  for (let round = 1; round <= rounds; round += 1) {
    for (const store of stores) {
      say(`stored, round ${round} of ${rounds}: ${store.kind}, ${store.name}`)
      await measureOne(context, figures, store)
    }
  }
  for (const { kind, original } of stores) if (kind === 'postgres') await drop(original)
  const [few, some, many] = sizes.stored
  return {
    figures,
    setup: {
      rounds,
      few,
      some,
      many,
      'rows of history': sizes.history,
      'customers who wait at once': sizes.atOnce,
      'warm-up (s)': sizes.warmUp,
      'talk (s)': sizes.talk,
      model: 'a stand-in over HTTP, at once',
    },
  }
}

async function prepare({ ground, sizes, say }: Context): Promise<Store[]> {
  const stores: Store[] = []
  const counts = storeNames.map((name, index) => ({ name, count: sizes.stored[index] ?? 0 }))
  for (const { name, count } of counts) {
    stores.push({ kind: 'files', name, count, original: await storedFolder(cache, count, say) })
  }
  const database = await ground.database()
  let largest = ''
  for (const { name, count } of counts) {
    say(`stored: a database of ${count} conversations is made`)
    largest = await storedDatabase(database, count)
    stores.push({ kind: 'postgres', name, count, original: largest })
  }
  const count = sizes.stored[2]
  say(`stored: ${sizes.history} rows of history beside them`)
  stores.push({ kind: 'postgres', name: 'history', count, original: await withHistory(largest, count, sizes.history) })
  return stores
}

async function measureOne({ ground, sizes }: Context, figures: Figures, store: Store): Promise<void> {
  const { kind, name, count, original } = store
  const folder = await mkdtemp(join(cache, 'run-'))
  const data = join(folder, 'data')
  if (kind === 'files') await copied(original, data)
  const url = kind === 'postgres' ? await copyOf(original) : undefined
  const database = kind === 'postgres' ? await ground.database() : undefined
  const { arrivals, outside: heard } = hearing()
  const setting = { kind, window: 'off', model: 'stand-in', outside: heard, data, url } as const
  try {
    await onStage(ground, setting, async ({ server, outside }) => {
      const place = { port: server.port, servers: [server], outside, database }
      const under = `${kind}.${name}`
      add(figures, under, { ready_ms: server.readyMs })
      add(figures, `${under}.new`, await talked(place, arrivals, newcomers(), sizes))
      if (count >= enough) add(figures, `${under}.back`, await talked(place, arrivals, comingBack(count), sizes))
      const usage = await server.usage()
      add(figures, under, { rss_mb: usage?.rssMb, peak_mb: usage?.peakMb })
      await server.end('SIGTERM')
    })
  } finally {
    if (url !== undefined) await drop(url)
    await rm(folder, { recursive: true, force: true })
  }
}

function newcomers(): () => Webhook {
  const write = writer()
  let index = -1
  return () => {
    index += 1
    return write(`U${randomUUID().replaceAll('-', '')}`, questionOf(index))
  }
}

/** All over the store, never the same one soon again. */
function comingBack(count: number): () => Webhook {
  const write = writer()
  // No divisor of a round number of conversations: every one comes before any comes twice.
  const step = 7_919
  let index = -1
  return () => {
    let number: number
    do {
      index += 1
      number = (index * step) % count
    } while (!isAnswered(number) || hasHistory(number))
    return write(storedUser(number), questionOf(index))
  }
}
