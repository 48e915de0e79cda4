/** Requests that no browser would make, to the simulator's pages and LINE API: its own fault is none of them. (The console's are in the fuzzer.) */
import { expect, test } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { Connection, type Answer } from './connection.ts'
import { mutate } from './mutate.ts'
import { drawPage } from './pages.ts'
import { Random } from './random.ts'
import { treeOf, written } from './tree.ts'

const deeds = [
  { do: 'say', userId: 'U1', text: 'are u open?', chatId: 'C1', quotedMessageId: '5' },
  { do: 'sticker', userId: 'U1', face: 'x', keywords: ['cony'] },
  { do: 'location', userId: 'U1', title: 'Kyoto', address: 'Shimogyo' },
  { do: 'press', userId: 'U1', messageId: '5', button: 1 },
  { do: 'unsend', userId: 'U1', messageId: '5' },
  { do: 'arrive', name: 'Emma', language: 'en' },
  { to: 'U1', messages: [{ type: 'text', text: 'From 8:00.' }] },
  { replyToken: 'reply-1', messages: [{ type: 'text', text: 'From 8:00.', quickReply: { items: [] } }] },
  { chatId: 'U1', loadingSeconds: 20 },
  { markAsReadToken: 'read-1' },
]
const calls = [
  '/api/do',
  '/v2/bot/message/reply',
  '/v2/bot/message/push',
  '/v2/bot/chat/loading/start',
  '/v2/bot/chat/markAsRead',
]

/** What its page and the bot send, spoilt like events. */
function drawCall(random: Random) {
  const bytes = Buffer.from(written(mutate(treeOf(random.pick(deeds)), random)))
  const headers = { 'content-type': 'application/json', authorization: 'Bearer a token' }
  return { bytes, headers, method: 'POST', path: random.pick(calls) }
}

test('two thousand odd requests: never a 5xx, and the page is there afterwards', async () => {
  const keys = { channelSecret: 'a secret', channelAccessToken: 'a token' }
  const simulator = await startSimulator({ host: '127.0.0.1', port: 0, ...keys })
  const connections = Array.from({ length: 4 }, () => new Connection(Number(new URL(simulator.url).port)))
  const found = new Map<Answer, string>()
  await Promise.all(
    connections.map(async (connection, nth) => {
      for (let number = nth; number < 2_000; number += connections.length) {
        const random = new Random(11, number)
        const page = random.chance(0.4) ? drawCall(random) : drawPage(random)
        const answer = await connection.send({ first: number, inputs: 1, kind: 'a page', ...page }, false)
        found.set(answer, `${page.method} ${page.path} ${page.bytes.toString()}`)
      }
    }),
  )
  for (const connection of connections) connection.close()
  const wrong = [...found].filter(([answer]) => typeof answer !== 'number' || answer >= 500)
  expect(wrong).toEqual([])
  expect(found.size).toBeGreaterThan(3)
  expect((await fetch(simulator.url)).status).toBe(200)
  await simulator.close()
})
