import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
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

/** A webhook whose head says so long a body, of which this much comes, and no more. */
function stalled(url: string, signature: string | undefined, says: number, comes: number): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  const signed = signature === undefined ? '' : `x-line-signature: ${signature}\r\n`
  socket.write(`POST /webhook HTTP/1.1\r\nhost: x\r\n${signed}content-length: ${says}\r\n\r\n`)
  socket.write(Buffer.alloc(comes, 'x'))
  return socket
}
const answerTo = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0]).slice(0, 12)

test('what cannot be signed is refused before its body has come', async () => {
  const shop = await openShop()
  try {
    for (const signature of [undefined, '', 'no base64!', 'A'.repeat(44), `${'A'.repeat(40)}AA==`]) {
      expect(await answerTo(stalled(shop.url, signature, 990_000, 10))).toBe('HTTP/1.1 401')
    }
  } finally {
    await shop.close()
  }
})

test('bodies that may be signed hold so much together and no more; past it they may come again, and LINE’s come in', async () => {
  const shop = await openShop()
  try {
    const flood = Array.from({ length: 70 }, () => stalled(shop.url, `${'A'.repeat(43)}=`, 990_000, 980_000))
    expect(await Promise.race(flood.map(answerTo))).toBe('HTTP/1.1 503')
    for (const socket of flood) socket.destroy()
    await expect.poll(() => shop.line.deliver([shop.line.makeMessageEvent('U1', 'hi')])).toBe(200)
  } finally {
    await shop.close()
  }
})
