/** One customer writes as fast as a machine: all of it is stored, it stays a few turns, and nobody else waits for it. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openShop, readMarks, said, type Shop } from '../flow/shop.ts'

let shop: Shop
afterEach(() => shop.close())

/** Sent at once; the statuses of the webhooks. LINE sends again what had no answer within two seconds. */
const flood = (count: number, text: (n: number) => string): Promise<number[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const { delivered, webhookEventId } = await shop.line.say('Uflood', text(n))
      return delivered === 0 ? shop.line.redeliver(webhookEventId) : delivered
    }),
  )

const isAtRest = async (user: string, count: number): Promise<boolean> => {
  const conversation = await shop.conversation(user)
  const kept = conversation?.messages.filter(({ state }) => state !== 'new') ?? []
  return conversation?.outbox.length === 0 && !conversation.pending && kept.length === count
}

test('forty messages at once are a turn or two: one answer each, all Read', async () => {
  shop = await openShop()
  expect(new Set(await flood(40, (n) => `line ${n}`))).toEqual(new Set([200]))
  await shop.until(() => isAtRest('Uflood', 40), 30_000)
  const turns = shop.calls('reply').length
  expect(turns).toBeGreaterThan(0)
  expect(turns).toBeLessThanOrEqual(4)
  expect(shop.model.requests.length).toBeLessThanOrEqual(8)
  expect(new Set(readMarks(shop.line, 'Uflood'))).toEqual(new Set([true]))
})

test('two hundred messages of five thousand characters: all stored, a person has them, no model is asked for a million', async () => {
  shop = await openShop({ policy: { quiet: '600ms', at_most: '5s' } })
  const flooding = flood(200, (n) => `${n} ${'x'.repeat(4_990)}`)
  // Somebody else writes meanwhile.
  const other = await shop.line.say('Uother', 'are u open this sunday?')
  expect(other.delivered).toBe(200)
  expect(new Set(await flooding)).toEqual(new Set([200]))
  await shop.until(() => said(shop.line, 'Uother').length > 0)
  await shop.until(async () => (await shop.conversation('Uflood'))?.mode === 'staff', 30_000)
  await shop.until(async () => {
    const { id = '', outbox = [] } = (await shop.conversation('Uflood')) ?? {}
    return outbox.length === 0 && (await shop.store.waiting(id)).length === 0
  }, 30_000)

  expect(shop.line.chat('Uflood').messages.filter(({ from }) => from === 'customer')).toHaveLength(200)
  expect(shop.calls('reply').length).toBeLessThanOrEqual(6)
  expect(shop.notices.length).toBeLessThanOrEqual(2)
  const sizes = shop.model.requests.map(({ system, contents }) =>
    contents.reduce((sum, { text }) => sum + text.length, system.length),
  )
  expect(Math.max(...sizes)).toBeLessThan(150_000)
  expect(await largestFile(join(shop.folder, 'conversations'))).toBeLessThan(2_000_000)
})

async function largestFile(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true })
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return Math.max(...sizes)
}
