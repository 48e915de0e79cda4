/**
 * A turn on a disk that fails at its n-th step, for every n, in the real server: what got a 200 is safe, what is not safe
 * gets none, nothing is said twice, and once the disk works again everything goes on by itself.
 */
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { check, endedOf, hasEnded, isServed, noWrongs, readFiles, type Wrongs } from './checking.ts'
import { newCustomer, type Customer } from './customers.ts'
import type { Told, Wish } from './faulty-disk.ts'
import { openShop, type Shop } from './shop.ts'

/**
 * once   one step fails, the next works
 * stays  from that step on all fail, until somebody makes room
 * kill   the same, and then the server is killed with SIGKILL and started on a disk that works
 */
export const ways = ['once', 'stays', 'kill'] as const
export type Way = (typeof ways)[number]

/** What a customer writes, which decides what a turn has to store. */
export const turns = { resolved: 'Is there wifi?', handedOff: 'operator' } as const
export type Turn = keyof typeof turns

export interface DiskFaults {
  planned: number
  fired: number
  accepted: number
  ended: number
  /** How many webhooks were answered with 503. */
  refused: number
  wrongs: Wrongs
}

export const noDiskFaults = (): DiskFaults => ({
  planned: 0,
  fired: 0,
  accepted: 0,
  ended: 0,
  refused: 0,
  wrongs: noWrongs(),
})

const preload = new URL('faulty-disk.ts', import.meta.url).href
const works: Wish = { from: 0, times: 0, code: 'EIO' }
const patience = 60_000

/** The shipped prompts with turns that close at once: nobody here writes in bursts. */
export async function quickPrompts(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-prompts-'))
  await cp('prompts', folder, { recursive: true })
  const path = join(folder, 'assistant.md')
  await writeFile(path, (await readFile(path, 'utf8')).replace('---\n', '---\nquiet: 50ms\nat_most: 200ms\n'))
  return folder
}

const toldSchema: z.ZodType<Told> = z.object({ count: z.number(), failed: z.number(), what: z.string().optional() })

/** Sets what is to fail from now on, or only looks; what has happened since the last wish. */
async function ask(shop: Shop, wish: Wish | 'look'): Promise<Told> {
  const { child } = shop.server()
  const told = once(child, 'message')
  child.send(wish)
  return toldSchema.parse((await told)[0])
}

export const isServedDurably = async (shop: Shop, customer: Customer): Promise<boolean> =>
  isServed(shop.line, customer) && hasEnded(await readFiles(shop.folder), customer)

const isInboxEmpty = async ({ folder }: Shop): Promise<boolean> => (await readdir(join(folder, 'inbox'))).length === 0

/** Looks until it is so, but not for ever. */
export async function until(what: () => Promise<boolean> | boolean, longest = patience): Promise<boolean> {
  for (const end = Date.now() + longest; Date.now() < end; await sleep(20)) if (await what()) return true
  return false
}

/** @param steps which of the turn's steps are to fail; told how many there are */
export async function failEach(
  turn: Turn,
  way: Way,
  steps: (count: number) => readonly number[],
  sum: DiskFaults,
): Promise<void> {
  const prompts = await quickPrompts()
  const shop = await openShop({ env: { PROMPTS_DIR: prompts }, preload })
  try {
    await shop.start()
    await ask(shop, works)
    // The turn's last steps take its piece of the inbox away.
    const whole = async (name: string): Promise<number> => {
      const { customer } = await write(shop, turn, `U${turn}-${way}-${name}`)
      await until(async () => (await isServedDurably(shop, customer)) && (await isInboxEmpty(shop)))
      return (await ask(shop, works)).count
    }
    const count = await whole('first')
    for (const n of steps(count)) await failAt(n, shop, turn, way, sum)
    // What could not be taken away then goes with the next event.
    await whole('last')
    if (!(await isInboxEmpty(shop))) sum.wrongs.others.add(`${turn}, ${way}: something has stayed in the inbox`)
  } finally {
    await shop.close()
    await rm(prompts, { recursive: true, force: true })
  }
}

/** Writes once, whatever the webhook is answered. */
export async function write(shop: Shop, turn: Turn, user: string) {
  const customer = newCustomer(user)
  customer.story = turn
  customer.sends = { least: 1, most: 1 }
  customer.waits = turn === 'handedOff'
  const sent = await shop.line.say(user, turns[turn])
  customer.messages.set(sent.messageId, 'read')
  return { customer, sent }
}

async function failAt(n: number, shop: Shop, turn: Turn, way: Way, sum: DiskFaults): Promise<void> {
  const { line } = shop
  const name = `${turn}, step ${n}, ${way}`
  const { others } = sum.wrongs
  sum.planned += 1
  await ask(shop, { from: n, times: way === 'once' ? 1 : 1_000_000, code: n % 2 === 0 ? 'ENOSPC' : 'EIO' })
  const { customer, sent } = await write(shop, turn, `U${turn}-${way}-${n}`)
  let { delivered } = sent
  if (delivered === 503) sum.refused += 1
  else if (delivered !== 200) others.add(`${name}: a webhook was answered with ${delivered}`)
  if (delivered === 200) customer.accepted.set(sent.webhookEventId, Date.now())

  let told: Told = { count: 0, failed: 0 }
  await until(async () => (told = await ask(shop, 'look')).failed > 0, patience / 4)
  if (told.what !== undefined) customer.story = `${name}, ${told.what}`
  if (told.failed > 0) sum.fired += 1
  // One write less where what LINE tells of the customer came in time for the one before it.
  else if (told.count < n) sum.planned -= 1
  else others.add(`${name}: the turn did not come to this step`)
  if (way === 'kill') {
    await shop.kill()
    await shop.start()
  }
  if (way !== 'once') await ask(shop, works)

  await until(async () => {
    if (delivered !== 200) delivered = await line.redeliver(sent.webhookEventId)
    return delivered === 200
  })
  customer.accepted.set(sent.webhookEventId, Date.now())
  await until(() => isServedDurably(shop, customer))
  const files = await readFiles(shop.folder)
  check(line, files, customer, sum.wrongs)
  sum.accepted += customer.accepted.size
  sum.ended += endedOf(files, customer)
}
