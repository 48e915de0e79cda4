/**
 * The lists with many conversations: `node test/bench/lists.ts [--count 100000] [--folder DIR]`. It makes the conversations
 * once (a folder that has them is used again), then measures a start, each list, searches, counts, the making of a lost
 * index, and what the index costs a commit. Figures depend on the machine: compare those of one run.
 */
import { statSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ConversationFiles } from '../../src/adapters/files/conversation-files.ts'
import { ConversationIndex } from '../../src/adapters/files/index/conversation-index.ts'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import type { Log } from '../../src/ports/log.ts'
import type { ListName, ListQuery, Store } from '../../src/ports/store.ts'
import { receive, text } from '../core/situations.ts'
import { storedConversation } from './stored/conversations.ts'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, folder: { type: 'string' } },
})
const count = Number(values.count)
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'kidoku-lists-')))
const log: Log = { debug() {}, info() {}, warn: console.warn, error: console.error }
const day = 86_400_000
const now = Date.now()

/** Most are answered; one in ten waits, one in twenty is with staff, one in twenty was asked back. */
function make(number: number): Conversation {
  const part = number % 20
  const place = part < 2 ? 'waiting' : part === 2 ? 'staff' : part === 3 ? 'asked' : 'answered'
  const at = now - Math.floor(((number * 7_919) % count) * ((30 * day) / count))
  return storedConversation(number, { place, at, turns: 1, destination: 'Ubot' })
}

const commitOf = (conversation: Conversation) => ({ conversation, entered: [], overflow: [] })
const ms = (value: number): string => `${value.toFixed(1)} ms`
const say = (what: string, value: string): void => console.log(`${what.padEnd(44)}${value}`)
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

async function timed<T>(act: () => Promise<T>): Promise<[time: number, value: T]> {
  const before = performance.now()
  const value = await act()
  return [performance.now() - before, value]
}

/** The longest time in which nothing else could run, while something is done. */
async function watched<T>(act: () => Promise<T>): Promise<[longest: number, value: T]> {
  let last = performance.now()
  let longest = 0
  const tick = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 1)
    last = performance.now()
  }, 1)
  const value = await act()
  clearInterval(tick)
  return [Math.max(longest, performance.now() - last - 1), value]
}

async function inParallel(many: number, act: (number: number) => Promise<void>): Promise<void> {
  let next = 0
  const one = async () => {
    while (next < many) await act(next++)
  }
  await Promise.all(Array.from({ length: 32 }, one))
}

async function median(act: () => Promise<unknown>): Promise<string> {
  const times: number[] = []
  for (let round = 0; round < 9; round += 1) times.push((await timed(act))[0])
  times.sort((a, b) => a - b)
  return `${ms(times[4] ?? 0)} (longest ${ms(times[8] ?? 0)})`
}

async function isWhole(store: Store): Promise<void> {
  while ((await store.list({ list: 'all', limit: 1 })).incomplete) await new Promise((go) => setTimeout(go, 50))
}

const open = (): Promise<Store> => openFilesStore({ folder, log })

{
  const store = await open()
  await isWhole(store)
  const there = (await store.list({ list: 'all', limit: 1 })).total
  if (there < count) {
    const [time] = await timed(() => inParallel(count, (number) => store.commit(commitOf(make(number)))))
    say(`${count} conversations were written`, ms(time))
  }
  await store.close()
}

const [start, store] = await timed(open)
say('start after a clean stop', ms(start))
say('its first look at the counts', ms((await timed(() => store.counts()))[0]))
say('counts', JSON.stringify(await store.counts()))
say('counts, nothing changed', await median(() => store.counts()))
const again = make(5)
say(
  'a commit, then counts',
  await median(async () => {
    await store.commit(commitOf({ ...again, version: again.version + 1 }))
    return store.counts()
  }),
)
const lists: ListName[] = ['waiting', 'undelivered', 'staff', 'question', 'suspected', 'all']
for (const list of lists) say(`a page of 50: ${list}`, await median(() => store.list({ list, limit: 50 })))

const deep = async (): Promise<string | undefined> => {
  let after: string | undefined
  for (let page = 0; page < 100; page += 1) after = (await store.list({ list: 'all', limit: 100, after })).next ?? after
  return after
}
const after = await deep()
say('a page of 50: all, 10,000 rows down', await median(() => store.list({ list: 'all', limit: 50, after })))

const searches = [
  '車',
  '駐車',
  '駐車場は',
  '龍',
  'ก',
  'จอ',
  'ที่จอดรถ',
  'a',
  'zq',
  'gluten',
  'sunday maria',
  '#77777',
  '%',
  '0009e3779b1',
]
for (const search of searches) {
  const query: ListQuery = { list: 'all', limit: 50, search }
  const [longest, { total }] = await watched(() => store.list(query))
  const time = await median(() => store.list(query))
  say(`search ${search} (${total} found)`, `${time}, nothing else for ${ms(longest)}`)
}
const waiting: ListQuery = { list: 'waiting', limit: 50, search: '駐車' }
say('search 駐車 in waiting', await median(() => store.list(waiting)))
say('memory (resident) until here', megabytes(process.memoryUsage().rss))
const [turnsTime, turns] = await timed(() => store.turns({ from: 0, until: now + day }))
say(`${turns.length} turns`, ms(turnsTime))
const [eachTime] = await timed(() => store.eachTurn({ from: 0, until: now + day }, () => undefined))
say('the same with eachTurn', ms(eachTime))
await store.close()
say('size of the index', megabytes(statSync(join(folder, 'index.sqlite')).size))

await rm(join(folder, 'index.sqlite'))
const [newStart, anew] = await timed(open)
say('start without an index', ms(newStart))
say('  until Waiting is right', ms((await timed(() => anew.counts()))[0]))
const [longest, [making]] = await watched(() => timed(() => isWhole(anew)))
say('  until all lists are whole', `${ms(making)}, nothing else for ${ms(longest)}`)
await anew.close()

/** Commits of a conversation that goes on: with and without the index, in turns, over files of their own. */
const aside = await mkdtemp(join(tmpdir(), 'kidoku-commits-'))
await mkdir(join(aside, 'scratch'))
const files = new ConversationFiles({
  folder: join(aside, 'conversations'),
  scratch: join(aside, 'scratch'),
  onCorrupt: () => Promise.reject(new Error('corrupt')),
})
const index = new ConversationIndex({ path: join(aside, 'index.sqlite'), log, onLost: () => undefined })
const some = Array.from({ length: 2_000 }, (_, number) => make(number))
const cost = { without: { wall: 0, cpu: 0 }, with: { wall: 0, cpu: 0 } }
for (let round = 0; round < 10; round += 1) {
  for (const way of round % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const)) {
    const before = process.cpuUsage()
    const [wall] = await timed(() =>
      inParallel(some.length, async (number) => {
        const base = some[number]
        if (!base) return
        const c = receive(base, now, text(1_000_000 + round * some.length + number, now))
        await files.write(c, [])
        if (way === 'with') index.note(c)
      }),
    )
    if (way === 'with') index.flush()
    const { user, system } = process.cpuUsage(before)
    // The first round warms up.
    if (round < 2) continue
    cost[way].wall += wall
    cost[way].cpu += (user + system) / 1_000
  }
}
index.close()
const commits = 8 * some.length
for (const way of ['without', 'with'] as const) {
  const { wall, cpu } = cost[way]
  say(
    `commits ${way} the index`,
    `${((commits / wall) * 1_000).toFixed(0)} a second, ${((cpu / commits) * 1_000).toFixed(0)} µs of CPU each`,
  )
}
say('ratio (commits a second, with to without)', (cost.without.wall / cost.with.wall).toFixed(2))
await rm(aside, { recursive: true })
if (!values.folder) await rm(folder, { recursive: true })
