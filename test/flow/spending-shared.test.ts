/** The spend stop is one limit for all processes that share a store: two of them here, on a real PostgreSQL. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPostgresStore } from '../../src/adapters/postgres/store.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { begin, type Conversation } from '../../src/core/conversation.ts'
import { openSpending } from '../../src/flow/spending.ts'
import type { SpendingLimits } from '../../src/ports/spending.ts'
import type { Store } from '../../src/ports/store.ts'
import { empty, openPostgres, type Postgres } from '../postgres/server.ts'
import { follow, judge, receive, t0, text } from '../core/situations.ts'
import { openShop, quietLog, said } from './shop.ts'

const minute = 60_000
const hour = 60 * minute

let postgres: Postgres
let url: string
let stores: Store[] = []
let now = t0
const clock = { now: () => now }
/** Two processes, each with connections of its own. */
beforeAll(async () => {
  postgres = await openPostgres()
  url = await postgres.database()
})
afterAll(() => postgres.close())
beforeEach(async () => {
  now = t0
  stores = [await openPostgresStore({ url, log: quietLog }), await openPostgresStore({ url, log: quietLog })]
})
afterEach(async () => {
  for (const store of stores) await store.close()
  await empty(url)
})

/** @param place which of the two stores */
async function open(place: 0 | 1, limits: SpendingLimits = { tokens: 100 }) {
  const store = stores[place]!
  let isAway = false
  /** How many turns were told, a number for each look. */
  const looks: number[] = []
  let looking: Promise<void> = Promise.resolve()
  const eachTurn: Store['eachTurn'] = (query, visit) => {
    const place = looks.push(0) - 1
    const told = store.eachTurn(query, (row) => {
      looks[place]! += 1
      visit(row)
    })
    const read = isAway ? told.then(() => Promise.reject(new Error('the database is away'))) : told
    looking = read.catch(() => undefined)
    return read
  }
  const watched = { list: () => Promise.reject(new Error('no list is needed')), eachTurn }
  const prices = new Map([['scripted', { input: 1_000_000, output: 1_000_000 }]])
  const spending = await openSpending({ limits, prices, store: watched, clock, shared: true, log: quietLog })
  const tokens = () => spending.state().tokens
  return {
    spending,
    looks,
    tokens,
    /** The model answers for a customer. */
    spend: (user: string, input: number) => spending.spent('scripted', { input, output: 0 }, idOf(user)),
    away: (is: boolean) => (isAway = is),
    /** Somebody wants to know, some time later; once it has looked, if it does: what it knows then. */
    async look(after = 15_000) {
      now += after
      tokens()
      await looking
      await new Promise(setImmediate)
      return tokens()
    },
  }
}

const idOf = (user: string) => `Ubot:user:${user}`

/** A customer's turn, judged now and not begun to be answered. */
function judged(user: string, input: number, before?: Conversation): Conversation {
  const id = idOf(user)
  const start = before ?? begin(id, 'Ubot', { type: 'user', id: user })
  const c = judge(receive(start, now, text(now, now, { conversation: id })), now)
  const facts = c.facts.map((fact) =>
    fact.type === 'judged' && fact.at === now
      ? { ...fact, origin: { ...fact.origin, model: 'scripted', usage: { input, output: 0 } } }
      : fact,
  )
  return { ...c, facts }
}
const commit = (place: 0 | 1, conversation: Conversation) =>
  stores[place]!.commit({ conversation, entered: [], overflow: [] })
/** It is answered: from now on its turn is in the store, as of when it was judged. */
async function answer(place: 0 | 1, conversation: Conversation): Promise<Conversation> {
  const { c } = follow(conversation, now)
  await commit(place, c)
  return c
}
/** The whole of a turn. */
async function turn(place: 0 | 1, one: { spend(user: string, input: number): void }, user: string, input: number) {
  one.spend(user, input)
  return answer(place, judged(user, input))
}

test.each([
  ['tokens', { tokens: 100 }],
  ['dollars', { dollars: 100 }],
] as const)('what one process spends stops the others within their next look (%s)', async (limit, limits) => {
  const [one, other] = [await open(0, limits), await open(1, limits)]
  await turn(1, other, 'U1', 30)
  await turn(0, one, 'U2', 20)
  await turn(0, one, 'U3', 50)
  expect(await other.look(14_000)).toBe(30)
  expect([one.spending.mayAsk(), other.spending.mayAsk()]).toEqual([true, true])
  expect([await other.look(1_000), await one.look()]).toEqual([100, 100])
  expect([one.spending.mayAsk(), other.spending.mayAsk()]).toEqual([false, false])
  const { stopped, ...figures } = other.spending.state()
  expect(figures).toEqual({ tokens: 100, dollars: 100, limits })
  expect(stopped).toMatchObject({ limit, since: now - 15_000 })

  // What leaves after a day leaves for all of them.
  expect([await one.look(stopped!.until - now), await other.look(0)]).toEqual([0, 0])
  expect([one.spending.mayAsk(), other.spending.mayAsk()]).toEqual([true, true])
})

test('nothing counts twice, however often it is looked at, and whatever is under way meanwhile', async () => {
  const [one, other] = [await open(0, { tokens: 1_000 }), await open(1, { tokens: 1_000 })]
  const first = await turn(0, one, 'U1', 10)
  expect(one.tokens()).toBe(10)
  expect([await one.look(), await other.look(0)]).toEqual([10, 10])

  // Answered by the model, and not yet a turn in the store: only who spent it knows.
  now += minute
  one.spend('U1', 5)
  const second = judged('U1', 5, first)
  await commit(0, second)
  expect([await one.look(), await other.look(0)]).toEqual([15, 10])
  // It is one after several looks; the other finds it though it was judged before the last of them.
  now += 5 * minute
  expect([await one.look(), await other.look(0)]).toEqual([15, 10])
  await answer(0, second)
  expect([await one.look(), await other.look(0)]).toEqual([15, 15])

  // Another process goes on with the conversation.
  other.spend('U1', 7)
  await answer(1, judged('U1', 7, await stores[1]!.load(idOf('U1'))))
  for (const after of [0, 15_000, minute, 9 * minute, 2 * minute, 11 * minute, 3 * hour])
    expect([await one.look(after), await other.look(0)]).toEqual(after === 0 ? [15, 22] : [22, 22])
})

test('a turn whose row is made anew takes its own place', async () => {
  const one = await open(0, { tokens: 1_000 })
  const c = await answer(1, judged('U1', 10))
  expect(await one.look()).toBe(10)
  const facts = c.facts.map((fact) =>
    fact.type === 'judged' ? { ...fact, origin: { ...fact.origin, usage: { input: 4, output: 0 } } } : fact,
  )
  await commit(1, { ...c, facts })
  expect(await one.look()).toBe(4)
})

test('a day is read once: after that only what is new, and the ten minutes before', async () => {
  for (const user of ['U1', 'U2', 'U3']) await answer(1, judged(user, 10))
  now += hour
  const one = await open(0, { tokens: 1_000 })
  expect([one.tokens(), one.looks]).toEqual([30, [3]])
  await answer(1, judged('U4', 10))
  expect(await one.look()).toBe(40)
  expect(await one.look(9 * minute)).toBe(40)
  // Nobody wanted to know for hours, and for a day.
  expect(await one.look(5 * hour)).toBe(40)
  expect(await one.look()).toBe(40)
  expect(await one.look(24 * hour)).toBe(0)
  expect(one.looks).toEqual([3, 1, 1, 1, 0, 0])
  // Where nothing is limited nobody has to know.
  const free = await open(1, {})
  await free.look()
  expect(free.looks).toEqual([])
})

test('a look that fails changes nothing, and is made again', async () => {
  const one = await open(0)
  await turn(0, one, 'U1', 40)
  expect(await one.look()).toBe(40)
  await answer(1, judged('U2', 60))
  one.spend('U3', 1)
  one.away(true)
  expect(await one.look()).toBe(41)
  expect(await one.look(hour)).toBe(41)
  one.away(false)
  expect([await one.look(500), one.spending.mayAsk()]).toEqual([41, true])
  expect([await one.look(500), one.spending.mayAsk()]).toEqual([101, false])
})

test('a restart of one, or of all, is no way round it', async () => {
  const [one, other] = [await open(0), await open(1)]
  await turn(0, one, 'U1', 60)
  other.spend('U2', 40)
  const underWay = judged('U2', 40)
  await commit(1, underWay)
  const again = await open(1)
  expect(again.tokens()).toBe(60)
  // Whoever takes over what was under way answers it.
  await answer(0, underWay)
  expect([await again.look(), again.spending.mayAsk()]).toEqual([100, false])
  const third = await open(0)
  expect([third.tokens(), third.spending.mayAsk()]).toEqual([100, false])
})

test('what no turn will tell of (staff try a prompt) stays counted where it was spent', async () => {
  const one = await open(0)
  one.spending.spent('scripted', { input: 30, output: 0 })
  await turn(0, one, 'U1', 20)
  for (const after of [0, 15_000, hour, 22 * hour]) expect(await one.look(after)).toBe(50)
  expect(await one.look(2 * hour)).toBe(0)
})

test('clocks that do not agree: what another one’s says is still to come counts, and once', async () => {
  const one = await open(0, { tokens: 1_000 })
  now += 5 * minute
  await answer(1, judged('U1', 10))
  now -= 5 * minute
  for (const after of [15_000, minute, 5 * minute, 10 * minute, 20 * minute]) expect(await one.look(after)).toBe(10)

  // This one's had jumped ahead, and all was over then.
  expect(await one.look(365 * 24 * hour)).toBe(0)
  expect(await one.look(-365 * 24 * hour)).toBe(10)
})

test('in the flow: a customer’s turn counts once where it was judged, and stops the process beside it', async () => {
  const start = Date.now()
  now = start
  const running = { now: () => Date.now() + now - start, after: systemClock.after }
  const [one, other] = [await open(0, { tokens: 30 }), await open(1, { tokens: 30 })]
  const shop = await openShop({ database: url, clock: running, setUp: { spending: one.spending } })
  const writes = async (user: string) => {
    await shop.line.say(user, 'open?', { timestamp: running.now() })
    await shop.line.waitFor(() => said(shop.line, user).length === 2)
    await shop.until(async () => (await shop.conversation(user))?.outbox.length === 0)
  }
  // The scripted model takes 15 for each.
  await writes('U1')
  expect(one.tokens()).toBe(15)
  expect([await one.look(), await other.look(0)]).toEqual([15, 15])
  await writes('U2')
  expect([one.spending.mayAsk(), other.spending.mayAsk()]).toEqual([false, true])
  await shop.close()
  expect([await one.look(), await other.look(0)]).toEqual([30, 30])
  expect(other.spending.mayAsk()).toBe(false)
})
