import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, test, type TestContext } from 'vitest'
import { randomOf } from '../simulation/random.ts'
import { openPostgres } from '../postgres/server.ts'
import { check, endedOf, noWrongs } from './checking.ts'
import { openCluster } from './cluster.ts'
import { ask, newCustomer, saidTo, type Customer } from './customers.ts'
import { linesOf } from './figures.ts'
import { settle } from './round.ts'
import { openShop, type Shop } from './shop.ts'

/** Told at a test's end: tests that run at the same time each have their own. */
type AtEnd = TestContext['onTestFinished']

async function newShop(atEnd: AtEnd): Promise<Shop> {
  const shop = await openShop()
  atEnd(() => shop.close())
  return shop
}

/** Of one process over a PostgreSQL of its own. */
async function newShopOnPostgres(atEnd: AtEnd): Promise<Shop> {
  const postgres = await openPostgres()
  atEnd(() => postgres.close())
  const random = randomOf('one process')
  const shop = await openCluster({ url: await postgres.database(), processes: 1, random, restart: postgres.restart })
  atEnd(() => shop.close())
  return shop
}

/** Each asks one question, and delivers it until it is taken. */
function crowd(shop: Shop, name: string, count: number, odd: (status: number) => void = () => undefined) {
  const customers = Array.from({ length: count }, (_, index) => newCustomer(`U${name}-${index + 1}`))
  const random = randomOf(name)
  return { customers, taken: Promise.all(customers.map((one) => ask(one, { shop, random, odd }))) }
}

async function expectAllEnded(shop: Shop, customers: readonly Customer[]): Promise<void> {
  const files = await settle(shop, customers)
  const wrongs = noWrongs()
  for (const one of customers) check(shop.line, files, one, wrongs)
  expect(linesOf(wrongs)).toEqual([])
  expect(customers.map((one) => endedOf(files, one))).toEqual(customers.map(() => 1))
}

/** A model that takes every question and never answers. */
async function silentModel(atEnd: AtEnd) {
  const asked = Promise.withResolvers<void>()
  const server = createServer(() => asked.resolve()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const env = { GEMINI_API_KEY: 'the-key-of-this-test', GEMINI_BASE_URL: `http://127.0.0.1:${port}` }
  return { env, asked: asked.promise }
}

// The process itself gives up after 20 s, with another code than 0.
describe('asked to end (SIGTERM)', { concurrent: true, timeout: 120_000 }, () => {
  test('under load it ends with 0: each webhook was stored or refused, and the next start finishes everything', async ({
    onTestFinished,
  }) => {
    const shop = await newShop(onTestFinished)
    await shop.start()
    const statuses = new Set<number>()
    const odd = (status: number) => void statuses.add(status)
    const early = crowd(shop, 'early', 40, odd)
    await shop.line.waitFor((line) => early.customers.some((one) => saidTo(line, one).length > 0), 60_000)
    const ending = shop.stop()
    const late = crowd(shop, 'late', 20, odd)
    expect(await ending).toBe(0)
    await shop.start()
    await Promise.all([early.taken, late.taken])
    expect([...statuses]).toEqual([])
    await expectAllEnded(shop, [...early.customers, ...late.customers])
  })

  test('while LINE does what it is asked and never says so, it ends in time; nothing is said again', async ({
    onTestFinished,
  }) => {
    const shop = await newShop(onTestFinished)
    await shop.start()
    const plugIn = shop.line.fault({ call: 'reply', how: 'never-after' })
    const { customers, taken } = crowd(shop, 'asking', 5)
    await taken
    await shop.line.waitFor((line) => customers.every((one) => saidTo(line, one).length > 0), 60_000)
    expect(await shop.stop()).toBe(0)
    plugIn()
    await shop.start()
    await expectAllEnded(shop, customers)
  })

  test('while LINE hears nothing at all, it ends in time; the next start says it', async ({ onTestFinished }) => {
    const shop = await newShop(onTestFinished)
    await shop.start()
    const plugIn = shop.line.fault({ call: 'all', how: 'never' })
    const { customers, taken } = crowd(shop, 'asking', 5)
    await taken
    await shop.line.waitFor((line) => line.calls.some(({ call }) => call === 'markAsRead'), 60_000)
    expect(await shop.stop()).toBe(0)
    plugIn()
    await shop.start()
    await expectAllEnded(shop, customers)
  })

  test('while the model never answers, it ends at once; the next start judges', async ({ onTestFinished }) => {
    const shop = await newShop(onTestFinished)
    const model = await silentModel(onTestFinished)
    await shop.start(model.env)
    const { customers, taken } = crowd(shop, 'asking', 5)
    await taken
    await model.asked
    expect(await shop.stop()).toBe(0)
    await shop.start()
    await expectAllEnded(shop, customers)
  })

  // All of that at once, since what a store has to do with it is the same each time.
  test('on PostgreSQL, under load and while LINE, then the model is silent, it ends with 0 each time; the last start finishes everything', async ({
    onTestFinished,
  }) => {
    const shop = await newShopOnPostgres(onTestFinished)
    await shop.start()
    const statuses = new Set<number>()
    const odd = (status: number) => void statuses.add(status)
    const unheard = crowd(shop, 'unheard', 3, odd)
    const unreached = crowd(shop, 'unreached', 3, odd)
    const faults = [
      ...unheard.customers.map(({ user }) => shop.line.fault({ call: 'reply', how: 'never-after', userId: user })),
      ...unreached.customers.map(({ user }) => shop.line.fault({ call: 'all', how: 'never', userId: user })),
    ]
    const early = crowd(shop, 'early', 15, odd)
    await shop.line.waitFor(
      (line) =>
        early.customers.some((one) => saidTo(line, one).length > 0) &&
        unheard.customers.every((one) => saidTo(line, one).length > 0) &&
        unreached.customers.every(({ user }) =>
          line.calls.some(({ call, chatId }) => call === 'markAsRead' && chatId === user),
        ),
      60_000,
    )
    const ending = shop.stop()
    const late = crowd(shop, 'late', 6, odd)
    expect(await ending).toBe(0)
    for (const plugIn of faults) plugIn()
    const model = await silentModel(onTestFinished)
    await shop.start(model.env)
    await model.asked
    expect(await shop.stop()).toBe(0)
    await shop.start()
    const all = [unheard, unreached, early, late]
    await Promise.all(all.map(({ taken }) => taken))
    expect([...statuses]).toEqual([])
    await expectAllEnded(
      shop,
      all.flatMap(({ customers }) => customers),
    )
  })
})
