/** Several processes over one database: which has a conversation, what it may write, and who is woken when. */
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPostgresStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts'
import { LeaseLost, type Lease } from '../../../src/ports/leases.ts'
import type { Log } from '../../../src/ports/log.ts'
import { conversation, receive, t0, text } from '../../core/situations.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} }
const { id } = conversation()

let postgres: Postgres
let url: string
let stores: PostgresStore[]
const open = async (): Promise<PostgresStore> => {
  const store = await openPostgresStore({ url, log: quiet })
  stores.push(store)
  return store
}
const ask = async (sql: string): Promise<void> => {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(sql)
  await client.end()
}
/** As if none of the processes had been heard of for long. */
const allSeemDead = () => ask(`UPDATE kidoku.processes SET alive_until = now() - interval '1 second'`)
/** Resolves with the next conversation that is woken there. */
const nextWake = (store: PostgresStore): Promise<string> =>
  new Promise((resolve) => {
    void store.wakeBy((woken) => {
      resolve(woken)
      return true
    })
  })

async function taken(store: PostgresStore): Promise<Lease> {
  const lease = await store.take(id)
  if (!lease) throw new Error('another process has it')
  return lease
}

beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())
beforeEach(async () => {
  url = await postgres.database()
  stores = []
})
afterEach(async () => {
  for (const store of stores) await store.close()
})

describe('a conversation that one process has', () => {
  test('is not another’s, until it is let go', async () => {
    const [one, other] = [await open(), await open()]
    await one.receive([text(1, t0)])
    const lease = await taken(one)
    await one.waiting(id)
    expect(await other.take(id)).toBeUndefined()
    // The other one called for it.
    expect(await lease.release(undefined)).toBe(false)
    await one.waiting(id)
    expect(await lease.release(undefined)).toBe(true)
    expect(await other.take(id)).toBeDefined()
  })

  test('is called for at whoever has it, and wakes no third: that one would call for it too, and so on', async () => {
    const [one, other, third] = [await open(), await open(), await open()]
    await one.receive([text(1, t0)])
    await taken(one)
    const woken: string[] = []
    const called = nextWake(one)
    await third.wakeBy((which) => {
      woken.push(which)
      return true
    })
    // News is heard in the order in which it was told.
    const heardAll = new Promise<void>((resolve) => void third.news.on('changed', () => resolve()))
    expect(await other.take(id)).toBeUndefined()
    expect(await called).toBe(id)
    other.news.tell('changed', 'something')
    await heardAll
    expect(woken).toEqual([])
  })

  test('lost to another process it is nobody’s business here any more, however it was found out', async () => {
    const one = await open()
    await one.receive([text(1, t0)])
    await taken(one)
    await one.waiting(id)
    await allSeemDead()
    const other = await open()
    await taken(other)
    await expect(one.commit({ conversation: conversation(), entered: [], overflow: [] })).rejects.toThrow(LeaseLost)
    await allSeemDead()
    const third = await open()
    await taken(third)
    // Found taken: the same as lost.
    expect(await other.take(id)).toBeUndefined()
    const woken: string[] = []
    for (const store of [one, other]) {
      await store.wakeBy((which) => {
        woken.push(which)
        return true
      })
    }
    const called = nextWake(third)
    const heardAll = [one, other].map(
      (store) => new Promise<void>((resolve) => void store.news.on('changed', () => resolve())),
    )
    const fourth = await open()
    expect(await fourth.take(id)).toBeUndefined()
    expect(await called).toBe(id)
    fourth.news.tell('changed', 'something')
    await Promise.all(heardAll)
    expect(woken).toEqual([])
  })

  test('is looked at again when something came in after its last look, whoever took that in', async () => {
    const [one, other] = [await open(), await open()]
    await one.receive([text(1, t0)])
    const lease = await taken(one)
    expect(await one.waiting(id)).toHaveLength(1)
    await other.receive([text(2, t0)])
    expect(await lease.release(undefined)).toBe(false)
    expect(await one.waiting(id)).toHaveLength(2)
    expect(await lease.release(undefined)).toBe(true)
  })

  test('is let go of by who was refused, took it once more and has looked', async () => {
    const [one, other] = [await open(), await open()]
    await one.receive([text(1, t0)])
    const lease = await taken(one)
    await one.waiting(id)
    await other.receive([text(2, t0)])
    expect(await lease.release(undefined)).toBe(false)
    const again = await taken(one)
    expect(await one.waiting(id)).toHaveLength(2)
    expect(await again.release(undefined)).toBe(true)
  })

  test('is due at once when what waits was not looked at before a commit', async () => {
    const [one, other] = [await open(), await open()]
    await one.receive([text(1, t0)])
    await taken(one)
    await one.commit({ conversation: conversation(), entered: [], overflow: [] })
    expect(await other.due()).toEqual([id])
  })

  test('is due at once when a commit did not know of what had come in', async () => {
    const [one, other] = [await open(), await open()]
    await one.receive([text(1, t0)])
    await taken(one)
    await one.waiting(id)
    await other.receive([text(2, t0)])
    const c = receive(conversation(), t0, text(1, t0))
    await one.commit({ conversation: c, entered: ['event-1'], overflow: [], wakeAt: undefined })
    expect(await other.due()).toEqual([id])
  })

  test('is told that it is called for', async () => {
    const [one, other] = [await open(), await open()]
    await one.receive([text(1, t0)])
    await taken(one)
    const woken = nextWake(one)
    await other.take(id)
    expect(await woken).toBe(id)
  })

  test('nobody else may write it, with or without a lease of its own', async () => {
    const [one, other] = [await open(), await open()]
    await one.receive([text(1, t0)])
    await taken(one)
    const c = receive(conversation(), t0, text(1, t0))
    const commit = { conversation: c, entered: ['event-1'], overflow: [], wakeAt: undefined }
    await expect(other.commit(commit)).rejects.toThrow(LeaseLost)
    expect(await one.load(id)).toBeUndefined()
    expect(await one.waiting(id)).toHaveLength(1)
  })
})

describe('a process that is not heard of any more', () => {
  test('loses what it had: another one takes it, and nothing that it still writes counts', async () => {
    const [one, other] = [await open(), await open()]
    await one.receive([text(1, t0)])
    const lease = await taken(one)
    await one.waiting(id)
    await allSeemDead()
    await taken(other)
    const c = receive(conversation(), t0, text(1, t0))
    const commit = { conversation: c, entered: ['event-1'], overflow: [], wakeAt: undefined }
    await expect(one.commit(commit)).rejects.toThrow(LeaseLost)
    expect(await one.waiting(id)).toHaveLength(1)
    expect(await lease.release(undefined)).toBe(true)
    await other.waiting(id)
    await other.commit(commit)
    expect((await other.load(id))?.messages).toHaveLength(1)
  })

  test('leaves what was due to the others', async () => {
    const one = await open()
    await one.receive([text(1, t0)])
    await taken(one)
    await allSeemDead()
    const other = await open()
    expect(await nextWake(other)).toBe(id)
  })

  test('cannot bring back a conversation that was erased meanwhile', async () => {
    const [one, other] = [await open(), await open()]
    await one.receive([text(1, t0)])
    await taken(one)
    const [event] = await one.waiting(id)
    const c = receive(conversation(), t0, text(1, t0))
    const commit = { conversation: c, entered: [event?.id ?? ''], overflow: [], wakeAt: undefined }
    await one.commit(commit)
    await allSeemDead()
    await taken(other)
    await other.erase(id)
    await expect(one.commit(commit)).rejects.toThrow(LeaseLost)
    expect(await other.load(id)).toBeUndefined()
  })
})

describe('what is to be looked at later', () => {
  test('is woken at its time, by whichever process is there', async () => {
    const [one, other] = [await open(), await open()]
    await one.receive([text(1, t0)])
    const lease = await taken(one)
    await one.waiting(id)
    const woken = nextWake(other)
    await lease.release(Date.now() + 300)
    await one.close()
    stores = [other]
    expect(await woken).toBe(id)
  })

  test('what nobody has been told of is found, and nobody is woken for what is not due', async () => {
    const one = await open()
    await one.receive([text(1, t0)])
    expect(await nextWake(await open())).toBe(id)
  })
})
