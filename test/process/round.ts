/**
 * One round of a shop's life: customers write, the server is killed with SIGKILL at a moment that chance decides and
 * started again on the same folder, and everything has to come to its end.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Simulator } from '../../src/simulator/index.ts'
import type { Random } from '../simulation/random.ts'
import { hasEnded, isServed, type Files } from './checking.ts'
import { askAgain, live, newCustomer, questions, writeTogether, type Customer, type Town } from './customers.ts'
import type { Shop } from './shop.ts'

/** How many new customers a round brings, and over how long (ms) they begin to write. */
const crowd = { customers: 36, within: 3_500 }
/** A kill comes so long (ms) after the first at the latest: by then most have their answer. */
const latestKill = { fair: 4_500, slow: 9_000, broken: 4_500 }
/** How LINE is in a round: as it should be, slow to take replies, or breaking off connections. */
const often = { fair: 3, slow: 1, broken: 1 }
type Weather = keyof typeof often
/** How often the start after a kill is killed too, and how long (ms) after it began at the latest. */
const again = { chance: 0.2, latest: 900 }
/** Everything has to have ended by then (ms): an answer is due 40 s after the newest message of its turn. */
const patience = 60_000

export interface Recovery {
  /** From the kill until the webhook answered 200 (ms). */
  answering: number
  /** From the kill until the last event that was accepted before it had its end on the phone (ms). */
  caughtUp?: number
  /** The start had to wait for the lock of the dead one. */
  waited: boolean
}

export interface Round {
  kills: number
  recovery: Recovery
  files: Files
}

/** @param name goes into their ids */
export const newcomersOf = (name: string): Customer[] =>
  Array.from({ length: crowd.customers }, (_, index) => newCustomer(`U${name}-${index + 1}`))

export interface Crowd {
  newcomers: Customer[]
  /** Those who come back each round with another question. */
  regulars: Customer[]
}

/** @param number of the round in this shop's life, from 0 */
export async function playRound({ newcomers, regulars }: Crowd, town: Town, number: number): Promise<Round> {
  const { shop, random } = town
  const everybody = [...newcomers, ...regulars]
  const begin = async (act: () => Promise<void>): Promise<void> => {
    await sleep(random.int(0, crowd.within))
    await act()
  }
  const question = questions[number % questions.length] ?? ''
  const weather = random.weighted(often)
  const clear = change(shop.line, weather, random)
  const load = Promise.all([
    begin(() => writeTogether(newcomers.slice(0, 3), town)),
    ...newcomers.slice(3).map((one) => begin(() => live(one, town))),
    ...regulars.map((one) => begin(() => askAgain(one, question, town))),
  ])
  const [killed] = await Promise.all([killAndRecover(shop, latestKill[weather], random), load])
  const files = await settle(shop, everybody)
  clear()
  const { kills, at, answering, waited } = killed
  return { kills, recovery: { answering, waited, caughtUp: caughtUp(shop, everybody, at) }, files }
}

/** Returns what makes it fair again. */
function change(line: Simulator, weather: Weather, random: Random): () => void {
  const faults: Fault[] = []
  if (weather === 'slow') faults.push({ call: 'reply', how: { delayMs: random.int(1_000, 4_000) } })
  if (weather === 'broken') {
    faults.push(
      { call: 'reply', how: 'reset-after', times: 5 },
      { call: 'markAsRead', how: 'reset-after', times: 5 },
      { call: 'markAsRead', how: 'reset-before', times: 5 },
    )
  }
  const ends = faults.map((fault) => line.fault(fault))
  return () => {
    for (const end of ends) end()
  }
}

async function killAndRecover(shop: Shop, latest: number, random: Random) {
  await sleep(random.int(100, latest))
  let kills = 1
  let at = Date.now()
  await shop.kill()
  while (random.chance(again.chance)) {
    // Ended before it was up, as it has to.
    shop.start().catch(() => undefined)
    await sleep(random.int(0, again.latest))
    kills += 1
    at = Date.now()
    await shop.kill()
  }
  const [answered] = await Promise.all([firstAnswer(shop), shop.start()])
  const waited = shop.server().output().includes('waiting some seconds')
  return { kills, at, answering: answered - at, waited }
}

/** When the webhook answered 200 (ms). */
async function firstAnswer(shop: Shop): Promise<number> {
  while ((await shop.check()) !== 200) await sleep(10)
  return Date.now()
}

/** Waits until every phone shows what it has to, and nothing is left to be done; not for ever. */
export async function settle(shop: Shop, everybody: readonly Customer[]): Promise<Files> {
  // What is missing then is told by the check.
  await shop.line.waitFor((line) => everybody.every((one) => isServed(line, one)), patience).catch(() => undefined)
  const end = Date.now() + patience / 3
  for (;;) {
    const files = await shop.conversations()
    if (Date.now() > end || everybody.every((one) => hasEnded(files, one))) return files
    await sleep(100)
  }
}

/** Of those whose events had all been accepted when the kill came, and who were not served yet. */
function caughtUp({ line }: Shop, everybody: readonly Customer[], killed: number): number | undefined {
  const before = everybody.filter(({ accepted }) => [...accepted.values()].every((at) => at < killed))
  const users = new Set(before.map(({ user }) => user))
  const served = line.calls.filter(
    ({ call, chatId, effect, at }) => effect && at > killed && call !== 'loading' && users.has(chatId ?? ''),
  )
  return served.length === 0 ? undefined : Math.max(...served.map(({ at }) => at)) - killed
}
