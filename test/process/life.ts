/**
 * A shop's life: rounds of load and kills over one data folder, then an orderly stop and a look at the whole: what ended
 * well must not have been touched by any later start.
 */
import type { Random } from '../simulation/random.ts'
import { check, endedOf, type Wrongs } from './checking.ts'
import { newCustomer, type Customer } from './customers.ts'
import { newcomersOf, playRound, type Recovery } from './round.ts'
import { openShop, type Shop } from './shop.ts'

/** So many customers come back each round. */
const faithful = 5

export interface Tally {
  rounds: number
  kills: number
  accepted: number
  ended: number
  recoveries: Recovery[]
  wrongs: Wrongs
}

export interface Life {
  /** Goes into the ids of its customers. */
  name: string
  rounds: number
  random: Random
  tally: Tally
  /** Told after each round. */
  onRound: () => void
  /** Default: one process over a data folder. */
  open?: () => Promise<Shop>
}

/** @throws Error when the server does not start, or does not end with 0 when it is asked to */
export async function liveThrough({ name, rounds, random, tally, onRound, open = openShop }: Life): Promise<void> {
  const shop = await open()
  const { wrongs } = tally
  const regulars = Array.from({ length: faithful }, (_, index) => newCustomer(`U${name}-regular-${index + 1}`))
  const everybody: Customer[] = [...regulars]
  const odd = (status: number): void => void wrongs.others.add(`a webhook was answered with ${status}`)
  try {
    await shop.start()
    for (let number = 0; number < rounds; number += 1) {
      const newcomers = newcomersOf(`${name}-${number + 1}`)
      everybody.push(...newcomers)
      const round = await playRound({ newcomers, regulars }, { shop, random, odd }, number)
      tally.rounds += 1
      tally.kills += round.kills
      tally.recoveries.push(round.recovery)
      for (const one of [...newcomers, ...regulars]) check(shop.line, round.files, one, wrongs)
      onRound()
    }
    const code = await shop.stop()
    if (code !== 0) wrongs.others.add(`${name}: asked to end, it ended with ${code}: ${shop.server().output()}`)
  } finally {
    // Also of a life that broke off: what it had accepted counts.
    for (const { accepted } of everybody) tally.accepted += accepted.size
    const files = await shop.conversations()
    for (const one of everybody) {
      check(shop.line, files, one, wrongs)
      tally.ended += endedOf(files, one)
    }
    await shop.close()
  }
}
