import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ConversationIndex } from '../../../src/adapters/files/index/conversation-index.ts'
import { readCounts } from '../../../src/adapters/files/index/counts.ts'
import { readPage } from '../../../src/adapters/files/index/lists.ts'
import { eachTurn } from '../../../src/adapters/files/index/turns.ts'
import { openFilesStore } from '../../../src/adapters/files/store.ts'
import { begin, type Conversation } from '../../../src/core/conversation.ts'
import { evolveAll } from '../../../src/core/evolve.ts'
import type { Log } from '../../../src/ports/log.ts'
import type { Store } from '../../../src/ports/store.ts'
import { follow, judge, receive, t0, text, unsend } from '../../core/situations.ts'

const said: string[] = []
const log: Log = {
  debug() {},
  info: (_fields, message) => said.push(message),
  warn: (_fields, message) => said.push(message),
  error: (_fields, message) => said.push(message),
}
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-index-'))
  said.length = 0
})
afterEach(() => rm(folder, { recursive: true, force: true }))
const open = () => openFilesStore({ folder, log })
const path = (end = '') => join(folder, `index.sqlite${end}`)

function person(name: string, words = 'Hello', at = t0): Conversation {
  const empty = begin(`Ubot:user:U-${name}`, 'Ubot', { type: 'user', id: `U-${name}` })
  const wrote = receive(empty, at, text(1, at, { content: { type: 'text', text: words } }))
  return evolveAll(wrote, [{ type: 'known', at, named: true, who: { customer: { name, at } } }])
}
const decided = (c: Conversation, values: Parameters<typeof judge>[2], at = t0) => follow(judge(c, at, values), at).c
const waits = (name: string, at = t0) => decided(person(name, 'Help', at), { decision: 'handoff' }, at)
const commitOf = (conversation: Conversation, values: { wakeAt?: number } = {}) => ({
  conversation,
  entered: [],
  overflow: [],
  ...values,
})
const waiting = async (store: Store) => (await store.list({ list: 'waiting', limit: 100 })).rows.map((row) => row.name)
const whole = (store: Store) =>
  vi.waitFor(async () => expect((await store.list({ list: 'all', limit: 1 })).incomplete).toBeUndefined(), 10_000)

/** All that the lists and figures tell. */
async function told(store: Store) {
  const lists = ['waiting', 'undelivered', 'staff', 'question', 'suspected', 'all'] as const
  const pages = await Promise.all(lists.map((list) => store.list({ list, limit: 100 })))
  const turns = await store.turns({ from: 0, until: Infinity })
  const byKey = turns.toSorted((a, b) => (`${a.conversation} ${a.turn}` < `${b.conversation} ${b.turn}` ? -1 : 1))
  return { pages, counts: await store.counts(), turns: byKey }
}

/** A shop in which everything there is has happened to somebody. */
async function fill(store: Store): Promise<void> {
  const c = waits('taken', t0 + 1)
  const had = evolveAll(c, [{ type: 'taken', at: t0 + 60, event: 'take', by: 'Aoi' }])
  const failing = follow(judge(person('asked', 'Hm', t0 + 2), t0 + 2, { decision: 'needs_info' }), t0 + 2).c
  const back = receive(decided(person('back', 'Cake?', t0 + 3), {}, t0 + 3), t0 + 90, text(2, t0 + 90))
  const chatter = Array.from({ length: 330 }, (_, number) => ({
    type: 'noted' as const,
    at: t0 + number,
    event: `e${number}`,
    what: 'beacon',
    why: 'nothing_to_do' as const,
  }))
  for (const one of [waits('first'), c, failing, back]) await store.commit(commitOf(one))
  await store.turns({ from: 0, until: 1 })
  await store.commit(commitOf(had))
  const long = evolveAll(had, chatter)
  const cut = { ...long, facts: long.facts.slice(-200) }
  await store.commit({ conversation: cut, entered: [], overflow: long.facts.slice(0, -200) })
  await store.commit(commitOf(evolveAll(cut, [{ type: 'handed_back', at: t0 + 999, event: 'b', by: 'Aoi' }])))
}

describe('the index of the lists', () => {
  test('made anew from the files it tells the same as the one that was kept, also of facts that are beside them', async () => {
    const first = await open()
    await fill(first)
    const before = await told(first)
    expect(before.turns).toHaveLength(4)
    await first.close()
    await rm(path())
    const store = await open()
    await whole(store)
    expect(await told(store)).toEqual(before)
    expect(said.filter((message) => message.includes('list'))).toEqual([
      'the lists are being made from the conversations: until then they show fewer',
      'the lists are whole',
      'the lists are being made from the conversations: until then they show fewer',
      'the lists are whole',
    ])
    await store.close()
    const again = await open()
    expect(await told(again)).toEqual(before)
    expect(said).toHaveLength(4)
    await again.close()
  })

  test.for<[what: string, harm: () => Promise<void>]>([
    ['is missing, as in a folder of an earlier version', () => rm(path())],
    ['is empty', () => writeFile(path(), '')],
    ['is something else', () => writeFile(path(), 'not a database, but long enough to be read as one\n'.repeat(1_000))],
    ['was cut off', async () => truncate(path(), (await stat(path())).size - 8_192)],
    ['is of another version', () => Promise.resolve(change('PRAGMA user_version = 99; DELETE FROM conversations'))],
    [
      'was not closed before the machine stopped',
      () =>
        Promise.resolve(change(`DELETE FROM conversations; UPDATE state SET value = 'before' WHERE name = 'opened'`)),
    ],
    [
      'cannot be written',
      async () => {
        await rm(path())
        await mkdir(join(path(), 'in the way'), { recursive: true })
      },
    ],
  ])('an index that %s costs nothing: who waits is there at once, the others soon', async ([, harm]) => {
    const first = await open()
    for (const name of ['a', 'b']) await first.commit(commitOf(waits(name)))
    for (const name of ['c', 'd']) await first.commit(commitOf(person(name)))
    await first.close()
    await harm()
    const store = await open()
    expect(new Set(await waiting(store))).toEqual(new Set(['a', 'b']))
    expect(await store.counts()).toMatchObject({ waiting: 2 })
    await whole(store)
    expect(await store.list({ list: 'all', limit: 10 })).toMatchObject({ total: 4 })
    await store.close()
  })

  const change = (sql: string): void => {
    const db = new DatabaseSync(path())
    db.exec(sql)
    db.close()
  }

  test('one that turns out to be corrupt while it is used is made anew meanwhile, and no commit fails', async () => {
    const first = await open()
    for (let number = 0; number < 200; number += 1) await first.commit(commitOf(waits(`n${number}`, t0 + number)))
    await first.close()
    const size = (await stat(path())).size
    const bytes = await readFile(path())
    // The first page, the tables' roots and what tells its state stay as they are.
    bytes.fill(0xa5, 16 * 4_096, size)
    await writeFile(path(), bytes)
    const store = await open()
    await store.commit(commitOf(waits('new', t0 - 1)))
    expect((await waiting(store))[0]).toBe('new')
    await whole(store)
    expect(await store.counts()).toMatchObject({ waiting: 201, waitingSince: t0 - 1 })
    expect(said.join()).toContain('was corrupt; it is thrown away and made anew')
    await store.close()
  })

  test('what is committed while it is being made wins over what had been read before', async () => {
    const index = new ConversationIndex({ path: path(), log, onLost: () => undefined })
    index.reading(true)
    const before = waits('Hana')
    index.note(evolveAll(before, [{ type: 'taken', at: t0 + 1, event: 'take', by: 'Aoi' }]))
    index.flush()
    index.restore([before, waits('Mio')])
    expect(index.counts()).toMatchObject({ waiting: 1, staff: 1 })
    index.reading(false)
    index.close()
  })

  test('a commit while it is being made is in the lists in the end', async () => {
    const first = await open()
    const people = Array.from({ length: 60 }, (_, number) => waits(`n${number}`))
    for (const one of people) await first.commit(commitOf(one))
    await first.close()
    await rm(path())
    const store = await open()
    const take = (one: Conversation) => evolveAll(one, [{ type: 'taken', at: t0 + 1, event: 'take', by: 'Aoi' }])
    await Promise.all(people.map((one) => store.commit(commitOf(take(one)))))
    await whole(store)
    expect(await store.counts()).toMatchObject({ waiting: 0, staff: 60 })
    await store.close()
  })

  test('stopped while it is being made, the next start goes on', async () => {
    const first = await open()
    for (let number = 0; number < 200; number += 1) await first.commit(commitOf(person(`n${number}`)))
    await first.close()
    await rm(path())
    const stopped = await open()
    await vi.waitFor(async () => expect((await stopped.list({ list: 'all', limit: 1 })).total).not.toBe(0), {
      interval: 1,
    })
    await stopped.close()
    const store = await open()
    await whole(store)
    expect((await store.list({ list: 'all', limit: 1 })).total).toBe(200)
    await store.close()
  })

  test('a conversation whose file is corrupt is missing, and all others are there', async () => {
    const first = await open()
    for (const name of ['a', 'b', 'c']) await first.commit(commitOf(person(name)))
    await first.close()
    await rm(path())
    const names = await readdir(join(folder, 'conversations'), { recursive: true })
    const file = names.find((name) => name.endsWith('.json')) ?? ''
    await writeFile(join(folder, 'conversations', file), '{"format":1,')
    const store = await open()
    await whole(store)
    expect((await store.list({ list: 'all', limit: 1 })).total).toBe(2)
    await store.close()
  })
})

describe('the index by LINE account', () => {
  test('a file of an earlier version, which was not made by it, is not made anew', async () => {
    const first = await open()
    for (const name of ['a', 'b']) await first.commit(commitOf(waits(name)))
    await first.close()
    said.length = 0
    const db = new DatabaseSync(path())
    const found = `SELECT name FROM sqlite_schema WHERE name LIKE '%by_destination%'`
    const indexes = db.prepare(found).all()
    expect(indexes).toHaveLength(4)
    for (const { name } of indexes) db.exec(`DROP INDEX ${String(name)}`)
    db.close()
    const store = await open()
    expect(said).toEqual([])
    expect(await store.list({ list: 'waiting', limit: 9, destinations: ['Ubot'] })).toMatchObject({ total: 2 })
    expect(await store.turns({ from: 0, until: Infinity, destinations: ['Ubot'] })).toHaveLength(2)
    await store.close()
    const after = new DatabaseSync(path())
    expect(after.prepare(found).all()).toEqual(indexes)
    after.close()
  })

  test('pages, counts and turns of one are read by it, and rows of others are not looked at', async () => {
    await (await open()).close()
    const plans: string[] = []
    class Explained extends DatabaseSync {
      override prepare(sql: string) {
        const plan = super.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()
        plans.push(...plan.map(({ detail }) => String(detail)))
        return super.prepare(sql)
      }
    }
    const db = new Explained(path())
    const planOf = async (read: () => unknown): Promise<string[]> => {
      plans.length = 0
      await read()
      return plans.filter((plan) => !plan.includes('USING INTEGER PRIMARY KEY'))
    }
    const page = (list: 'waiting' | 'all' | 'suspected') =>
      planOf(() => readPage(db, { list, limit: 9, destinations: ['Ubot'] }, () => 0))
    expect(await page('waiting')).toEqual([
      'SEARCH conversations USING COVERING INDEX by_destination_and_place (<expr>=? AND place=? AND since>?)',
    ])
    expect(await page('all')).toEqual([
      'SEARCH conversations USING COVERING INDEX by_destination_and_at (<expr>=? AND at<?)',
    ])
    expect(await page('suspected')).toEqual([
      expect.stringMatching(
        /^SEARCH conversations USING .*INDEX by_destination_and_suspicion \(<expr>=\? AND at>\?\)$/,
      ),
    ])
    const counted = await planOf(() => readCounts(db, 'Ubot'))
    expect(counted.map((plan) => plan.replace(/^.*INDEX (\w+ \(.*\))$/, '$1'))).toEqual([
      'by_destination_and_place (<expr>=? AND place=?)',
      'by_destination_and_suspicion (<expr>=?)',
      expect.stringMatching(/^by_destination_and_\w+ \(<expr>=\?\)$/),
    ])
    const turns = { from: 0, until: t0, destinations: ['Ubot'] }
    const told = (newest: boolean) =>
      planOf(() =>
        eachTurn(
          () => db,
          turns,
          () => undefined,
          newest,
        ),
      )
    const byIndex = ['SEARCH turns USING INDEX turns_by_destination (<expr>=? AND at>? AND at<?)']
    expect([await told(false), await told(true)]).toEqual([byIndex, byIndex])
    db.close()
  })
})

describe('after a kill', () => {
  /** Does this in a process of its own, which is killed before the index can have written anything. */
  const killed = async (doing: string): Promise<void> => {
    const at = (file: string) => JSON.stringify(new URL(`../../../${file}`, import.meta.url).href)
    const script = `
      import { openFilesStore } from ${at('src/adapters/files/store.ts')}
      import { begin } from ${at('src/core/conversation.ts')}
      import { evolveAll } from ${at('src/core/evolve.ts')}
      import { conversation, follow, judge, receive, t0, text } from ${at('test/core/situations.ts')}
      const log = { debug() {}, info() {}, warn() {}, error() {} }
      const store = await openFilesStore({ folder: ${JSON.stringify(folder)}, log })
      const waits = follow(judge(receive(conversation(), t0, text(1, t0)), t0, { decision: 'handoff' }), t0).c
      const commit = (conversation, entered = [], wakeAt) => store.commit({ conversation, entered, overflow: [], wakeAt })
      ${doing}
      process.kill(process.pid, 'SIGKILL')`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL')
  }

  test('an event that had entered is in the lists, though the index had not heard of it', async () => {
    await killed(`
      await store.receive([text(1, t0)])
      await commit(waits, ['event-1'])`)
    const store = await open()
    expect(await store.counts()).toMatchObject({ waiting: 1, waitingSince: t0 })
    expect(await store.turns({ from: 0, until: Infinity })).toHaveLength(1)
    await store.close()
  }, 30_000)

  test('what a timer did without any event is in the lists', async () => {
    await killed(
      `
      await commit(evolveAll(waits, [{ type: 'taken', at: t0 + 1, event: 'take', by: 'Aoi' }]), [], t0 + 9)
      await store.close()
      const again = await openFilesStore({ folder: ${JSON.stringify(folder)}, log })
      const back = [{ type: 'taken', at: t0 + 1, event: 'take', by: 'Aoi' }, { type: 'handed_back', at: t0 + 9, event: 'resume', by: 'kidoku', time: true }]
      await again.commit({ conversation: evolveAll(waits, back), entered: [], overflow: [] })`,
    )
    const store = await open()
    await vi.waitFor(async () => expect(await store.counts()).toMatchObject({ staff: 0 }), 10_000)
    expect((await store.list({ list: 'all', limit: 1 })).total).toBe(1)
    await store.close()
  }, 30_000)
})

describe('what a customer takes back, or asks to be forgotten', () => {
  const canaries = ['canary-name', 'canary-words', 'canary-wish', 'カナリア']
  const bytes = async (): Promise<string> => {
    const names = (await readdir(folder)).filter((name) => name.startsWith('index.sqlite'))
    return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join()
  }
  const left = async () => {
    const all = (await bytes()).toLowerCase()
    return canaries.filter((canary) => all.includes(canary))
  }
  const bird = () =>
    decided(person('canary-name', 'canary-words カナリア'), { decision: 'handoff', summary: 'canary-wish' })
  const others = async (store: Store) => {
    for (let number = 0; number < 50; number += 1) await store.commit(commitOf(person(`n${number}`, 'x'.repeat(140))))
  }

  test('forgotten: no byte of name, words and wish is left in the index', async () => {
    const store = await open()
    await others(store)
    await store.commit(commitOf(bird()))
    await store.counts()
    expect(await left()).toEqual(canaries)
    await store.commit(commitOf(evolveAll(bird(), [{ type: 'forgotten', at: t0 + 1, event: 'f', by: 'Owner' }])))
    // Soon, while it runs on; its id, which is all that the conversation keeps, goes from the index too.
    await vi.waitFor(async () => expect(await left()).toEqual([]), 10_000)
    expect((await bytes()).toLowerCase()).not.toContain('canary')
    await store.close()
    expect(await left()).toEqual([])
  })

  test('taken back: no byte of the words and of what was made of them is left in the index', async () => {
    const store = await open()
    await others(store)
    await store.commit(commitOf(bird()))
    await store.counts()
    await store.commit(commitOf(receive(bird(), t0 + 1, unsend(1, t0 + 1))))
    await store.close()
    expect(await left()).toEqual(['canary-name'])
  })

  test('words that newer ones took the place of do not stay either', async () => {
    const store = await open()
    await store.commit(commitOf(person('Hana', 'canary-words')))
    await store.counts()
    await store.commit(commitOf(receive(person('Hana', 'canary-words'), t0 + 1, text(2, t0 + 1))))
    await store.close()
    expect(await left()).toEqual([])
  })
})
