/** One seed: its world lived to the end and checked; what broke is told as a story, in the smallest world that shows it. */
import { check, type Counts } from './check.ts'
import type { Broken } from './history.ts'
import { storyOf } from './story.ts'
import { live, type WorldOptions } from './world.ts'

export interface SeedResult {
  seed: number
  broken: Broken[]
  counts: Counts
  /** How often each fault came, by place and kind. */
  fired: [string, number][]
  /** The first of what broke, with the command that shows it again. */
  story?: string
}

/** @param tells whose story is wanted though nothing broke */
export async function runSeed(options: WorldOptions, tells?: number): Promise<SeedResult> {
  const { history, fired } = await live(options)
  const { broken, counts } = check(history)
  const [first] = broken
  const result: SeedResult = { seed: options.seed, broken, counts, fired: [...fired] }
  if (first) return { ...result, story: await narrowed(options, first, broken.length) }
  if (tells === undefined) return result
  const whole = {
    invariant: 'nothing broke',
    customer: tells,
    at: history.records.at(-1)?.at ?? 0,
    what: 'nothing.',
  }
  return { ...result, story: storyOf(history, whole, commandOf(options)) }
}

/** The same customer alone, if the same thing breaks there too; else in the whole world. */
async function narrowed(options: WorldOptions, first: Broken, count: number): Promise<string> {
  const { customer } = first
  const alone = customer === undefined || options.only?.length === 1 ? undefined : { ...options, only: [customer] }
  if (alone) {
    const { history } = await live(alone)
    const same = check(history).broken.find(({ invariant }) => invariant === first.invariant)
    if (same) return storyOf(history, same, commandOf(alone)) + more(count)
  }
  const { history } = await live(options)
  return storyOf(history, first, commandOf(options)) + more(count)
}

const more = (count: number): string => (count > 1 ? `\n  (${count - 1} more broke in this seed)` : '')

function commandOf({ seed, customers, only }: WorldOptions): string {
  const among = customers === usualCustomers ? '' : ` --customers ${customers}`
  const alone = only?.length === 1 ? ` --only ${only[0]}` : ''
  return `npm run simulate -- --seed ${seed}${among}${alone}`
}

/** In one world. */
export const usualCustomers = 12
