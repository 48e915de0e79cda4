/** Some thousand inputs of the fuzzer, on both stores, and faults planted in the house it runs against: it must find each. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import { openPostgres } from '../postgres/server.ts'
import { drawBody } from './bodies.ts'
import { fuzz, heapBound, type FuzzOptions } from './fuzz.ts'
import { openHouse, type HouseOptions } from './house.ts'
import { startHouse } from './house-remote.ts'
import type { House } from './seen.ts'
import { shrink } from './shrink.ts'

const secret = 'a secret of this test'

let opened: House | undefined
afterEach(async () => {
  await opened?.close()
  opened = undefined
})

async function run(inputs: number, options: Partial<HouseOptions> = {}, more: Partial<FuzzOptions> = {}) {
  opened = await openHouse({ secret, patience: 2_000, ...options })
  return fuzz(opened, { inputs, seed: 7, secret, ...more })
}

test('three thousand inputs: no 5xx, no error, nothing by the unsigned, no neighbour lost, all at rest', async () => {
  const { passed, figures, faults } = await run(3_000, { patience: 60_000 })
  expect(faults).toEqual([])
  expect(passed).toBe(true)
  expect(figures.inputs).toBeGreaterThanOrEqual(3_000)
  expect(figures.neighbours_sent).toBeGreaterThan(200)
  expect(figures.events).toBeGreaterThan(1_000)
  expect(figures.healthz_asked).toBeGreaterThan(0)
})

test('four hundred inputs on PostgreSQL, which refuses texts that files take: the same', async ({ onTestFinished }) => {
  const postgres = await openPostgres()
  // After the house, which is closed before.
  onTestFinished(() => postgres.close())
  const options = { database: await postgres.database(), patience: 60_000 }
  // By this seed there is NUL in ids too, which is rare.
  const { passed, figures, faults } = await run(400, options, { seed: 200 })
  expect(faults).toEqual([])
  expect(passed).toBe(true)
  expect(figures.neighbours_sent).toBeGreaterThan(20)
  expect(figures.events).toBeGreaterThan(150)
})

test('the same seed and number give the same body', () => {
  const draw = (seed: number) =>
    Array.from({ length: 300 }, (_, first) => drawBody({ seed, first, secret, now: 1_800_000_000_000 }))
  expect(draw(3)).toEqual(draw(3))
  expect(draw(3)).not.toEqual(draw(4))
})

describe('a fault is found', () => {
  test('an app that answers 500 to an event of a certain shape; it is shown in a small body', async () => {
    const store = (files: Store): Store => ({
      ...files,
      receive: (events) =>
        events.some((event) => event.type === 'message' && event.content.type === 'sticker')
          ? Promise.reject(new Error('planted: no stickers'))
          : files.receive(events),
    })
    const { passed, figures, faults } = await run(400, { store })
    expect(passed).toBe(false)
    expect(figures.five_xx).toBeGreaterThan(0)
    const fault = faults.find(({ kind, body }) => kind === 'five_xx' && body?.kind === 'events')
    expect(fault?.what).toBe('503 to events')
    const smaller = await shrink(fault!, { secret, store })
    expect(JSON.parse(smaller ?? '{}')).toMatchObject({ events: [{ message: { type: 'sticker' } }] })
    expect(smaller?.length).toBeLessThan(400)
  })

  test('an app that looks at no signature', async () => {
    const { passed, figures, faults } = await run(300, { validSignature: () => true })
    expect(passed).toBe(false)
    expect(figures.unsigned_effects).toBeGreaterThan(0)
    expect(faults.map(({ what }) => what)).toContain('200 to unsigned: of another secret')
  })

  test('a body with a bad event that costs its neighbours', async () => {
    const store = (files: Store): Store => {
      let spoilt = false
      return {
        ...files,
        setAside(...what) {
          spoilt = true
          return files.setAside(...what)
        },
        receive(events) {
          const isLost = spoilt
          spoilt = false
          return isLost ? Promise.resolve() : files.receive(events)
        },
      }
    }
    const { passed, figures } = await run(400, { store })
    expect(passed).toBe(false)
    expect(figures.neighbours_lost).toBeGreaterThan(0)
    expect(figures.five_xx).toBe(0)
  })

  test('a conversation that cannot go on', async () => {
    const store = (files: Store): Store => ({
      ...files,
      commit: (commit) =>
        commit.conversation.chat.id.endsWith('1') ? Promise.reject(new Error('planted')) : files.commit(commit),
    })
    const { passed, figures } = await run(300, { store, patience: 300 })
    expect(passed).toBe(false)
    expect(figures.stuck).toBeGreaterThan(0)
    expect(figures.errors_logged).toBeGreaterThan(0)
  })

  test('memory that grows with every input', async () => {
    const kept: Buffer[] = []
    const store = (files: Store): Store => ({
      ...files,
      receive(events) {
        kept.push(Buffer.alloc(2_000_000))
        return files.receive(events)
      },
    })
    const { passed, figures } = await run(400, { store, collect: collector() }, { every: 100 })
    expect(passed).toBe(false)
    expect(figures.heap_growth).toBeGreaterThan(heapBound)
    expect(kept.length).toBeGreaterThan(0)
  })

  test('a process that dies', async () => {
    const house = await startHouse(secret)
    opened = house
    const running = fuzz(house, { inputs: 1_000_000, seed: 7, secret })
    process.kill(house.pid!, 'SIGKILL')
    const { passed, figures, faults } = await running
    expect(passed).toBe(false)
    expect(figures.crashes).toBe(1)
    expect(faults.find(({ kind }) => kind === 'crashes')?.what).toContain('the server died (SIGKILL)')
  })
})

/** The collector, which Node gives only to who asks for it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  if (typeof gc !== 'function') throw new Error('there is no collector')
  return () => void gc()
}
