/**
 * The outside world of a run: stand-ins of LINE and of a model in one small HTTP server. Every call is answered well, at
 * once or after a set time, and counted. The real rules are the simulator's; they would cost more than the servers that
 * are measured.
 *
 * `GET /counts` tells what has been asked for so far.
 */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { completionOf } from './model.ts'

export const countsSchema = z.object({
  reply: z.number(),
  read: z.number(),
  loading: z.number(),
  profile: z.number(),
  push: z.number(),
  model: z.number(),
  /** Anything else: what a start asks LINE. */
  other: z.number(),
  /** Replies with a token that had been used. */
  usedTwice: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
})
/** Calls so far, by kind. */
export type Counts = z.infer<typeof countsSchema>

/** What a turn asks of LINE. */
export const lineCalls = ['reply', 'read', 'loading', 'profile', 'push'] as const

export interface OutsideOptions {
  /** Missing: any that is free. */
  port?: number
  /** How long the model takes (ms). */
  modelMs?: number
  /** Told of each reply as it arrives (`performance.now`). */
  onReply?: (token: string, at: number) => void
}

export interface Outside {
  url: string
  counts(): Promise<Counts>
  /** How long a call of this kind took here, of all so far (ms, mean). */
  took(kind: 'read' | 'model'): number
  end(): Promise<void>
}

type Kind = Exclude<keyof Counts, 'usedTwice' | 'inputTokens' | 'outputTokens'>

const kinds: Record<string, Kind> = {
  '/v2/bot/message/reply': 'reply',
  '/v2/bot/message/push': 'push',
  '/v2/bot/chat/markAsRead': 'read',
  '/v2/bot/chat/loading/start': 'loading',
  '/v1/chat/completions': 'model',
}
const kindOf = (path: string): Kind => kinds[path] ?? (path.startsWith('/v2/bot/profile/') ? 'profile' : 'other')

const bot = { userId: 'Ubot', basicId: '@bench', displayName: 'Bench', chatMode: 'chat', markAsReadMode: 'manual' }

export async function openOutside({ port = 0, modelMs = 0, onReply }: OutsideOptions = {}): Promise<Outside> {
  const counts: Counts = countsSchema.parse(
    Object.fromEntries(Object.keys(countsSchema.shape).map((name) => [name, 0])),
  )
  const spent = { read: 0, model: 0 }
  const used = new Set<string>()

  const answerCall = (response: ServerResponse, path: string, kind: Kind, body: string): void => {
    switch (kind) {
      case 'reply': {
        const token = /"replyToken":"([^"]+)"/.exec(body)?.[1] ?? ''
        if (used.has(token)) counts.usedTwice += 1
        used.add(token)
        return answer(response, 200, { sentMessages: [{ id: '1', quoteToken: 'q' }] })
      }
      case 'model': {
        const { body: completion, input, output } = completionOf(body)
        // Who has hung up has not had it.
        if (!response.destroyed) counts.outputTokens += output
        counts.inputTokens += input
        return answer(response, 200, completion)
      }
      case 'loading':
        return answer(response, 202, {})
      case 'profile':
        return answer(response, 200, { userId: path.slice(-33), displayName: 'Customer', language: 'en' })
      case 'push':
        return answer(response, 200, { sentMessages: [{ id: '1', quoteToken: 'q' }] })
      case 'read':
        return answer(response, 200, {})
      case 'other':
        return answer(response, 200, path.includes('/quota') ? { type: 'none', totalUsage: 0 } : bot)
      default:
        return kind satisfies never
    }
  }

  const server = createServer((request, response) => {
    const path = request.url ?? ''
    if (path === '/counts') return answer(response, 200, counts)
    const began = performance.now()
    const kind = kindOf(path)
    counts[kind] += 1
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      if (kind === 'reply') onReply?.(/"replyToken":"([^"]+)"/.exec(body)?.[1] ?? '', performance.now())
      const act = (): void => {
        answerCall(response, path, kind, body)
        if (kind === 'read' || kind === 'model') spent[kind] += performance.now() - began
      }
      if (kind === 'model' && modelMs > 0) setTimeout(act, modelMs)
      else act()
    })
  })
  server.keepAliveTimeout = 60_000
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`,
    counts: () => Promise.resolve({ ...counts }),
    took: (kind) => (counts[kind] === 0 ? 0 : spent[kind] / counts[kind]),
    async end() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function answer(response: ServerResponse, status: number, value: object): void {
  const body = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
