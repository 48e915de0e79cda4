import { expect, test } from 'vitest'
import { openShop, quietLog } from '../flow/shop.ts'

test('whoever knocks a hundred times without a signature is refused each time and fills no log', async () => {
  const said: object[] = []
  const warn = (fields: object, message: string): void => {
    if (message.includes('signature')) said.push(fields)
  }
  let now = Date.now()
  const clock = { now: () => now, after: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) }
  const shop = await openShop({ log: { ...quietLog, warn }, clock })
  try {
    const knock = (count: number) =>
      Promise.all(
        Array.from({ length: count }, () => fetch(`${shop.url}/webhook`, { method: 'POST', body: '{"events":[]}' })),
      )
    const answers = await knock(100)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
    expect(said).toEqual([{ bytes: 13, times: 1 }])

    now += 61_000
    await knock(1)
    expect(said[1]).toEqual({ bytes: 13, times: 100 })
  } finally {
    await shop.close()
  }
})
