/**
 * A stand-in of LINE, as a process of its own: it answers every call well, at once or after `LINE_MS`, and counts. The
 * real rules are the simulator's; they would cost more than the servers that are measured.
 *
 * `GET /counts` tells what has been asked for so far.
 */
import { createServer, type ServerResponse } from 'node:http'

const delay = Number(process.env['LINE_MS'] ?? 0)
const calls: Record<string, number> = {}
const used = new Set<string>()
let usedTwice = 0

const bot = { userId: 'Ubot', basicId: '@bench', displayName: 'Bench', chatMode: 'chat', markAsReadMode: 'manual' }

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const path = request.url ?? ''
    if (path === '/counts') return answer(response, 200, { calls, usedTwice })
    calls[path] = (calls[path] ?? 0) + 1
    const act = (): void => answerCall(response, path, Buffer.concat(chunks).toString())
    if (delay > 0) setTimeout(act, delay)
    else act()
  })
})
server.keepAliveTimeout = 60_000
server.listen(Number(process.env['PORT']), '127.0.0.1')

function answerCall(response: ServerResponse, path: string, body: string): void {
  switch (path) {
    case '/v2/bot/info':
      return answer(response, 200, bot)
    case '/v2/bot/message/quota':
    case '/v2/bot/message/quota/consumption':
      return answer(response, 200, { type: 'none', totalUsage: 0 })
    case '/v2/bot/chat/loading/start':
      return answer(response, 202, {})
    case '/v2/bot/message/reply': {
      const token = /"replyToken":"([^"]+)"/.exec(body)?.[1] ?? ''
      if (used.has(token)) usedTwice += 1
      used.add(token)
      return answer(response, 200, { sentMessages: [{ id: '1', quoteToken: 'q' }] })
    }
    default:
      return answer(response, 200, {})
  }
}

function answer(response: ServerResponse, status: number, value: object): void {
  const body = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
