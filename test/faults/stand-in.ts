/** A server on loopback that fails on demand: it plays who is told of hand-offs, or a model's provider. */
import { createServer, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Failure } from '../../src/simulator/index.ts'
import type { Asked, Trial } from './cell.ts'

export interface StandIn {
  url: string
  /** Strikes the next calls of the customer's, one after another; nothing is noted before. */
  strike(trial: Trial, failures: readonly Failure[]): void
  asked: Asked[]
  /** How often it has failed. */
  fired: number
  /** Resolves once it has been asked. */
  wasAsked(): Promise<void>
  close(): Promise<void>
}

export interface Playing {
  /** What its calls are called. */
  name: string
  /** What it answers while it works. */
  answer(body: string): string
  /** What it says with another status. */
  refusal(status: number, message: string, retryAfter: string | undefined): string
  /** Only these are struck. */
  strikes(body: string): boolean
}

export async function openStandIn({ name, answer, refusal, strikes }: Playing): Promise<StandIn> {
  const sockets = new Set<Socket>()
  const first = Promise.withResolvers<void>()
  let trial: Trial | undefined
  let left: Failure[] = []
  const asked: Asked[] = []

  const server = createServer(async (request, response) => {
    const body = await text(request)
    const how = strikes(body) ? left.shift() : undefined
    if (how) standIn.fired += 1
    if (trial && strikes(body)) {
      asked.push({ what: `${name} ${wordFor(how)}`, place: trial.shop.line.calls.length, at: trial.clock.now() })
    }
    first.resolve()
    await give(response, how, answer(body))
  })

  /** Fails so, or gives the answer. */
  async function give(response: ServerResponse, how: Failure | undefined, good: string): Promise<void> {
    const send = (status: number, said: string, headers: Record<string, string> = {}, half = false): void => {
      const length = { 'content-length': String(Buffer.byteLength(said)) }
      response.writeHead(status, { 'content-type': 'application/json', ...length, ...headers })
      if (!half) response.end(said)
      else response.write(said.slice(0, said.length / 2), () => how === 'reset-midway' && response.socket?.destroy())
    }
    if (how === undefined) return send(200, good)
    if (how === 'reset-before' || how === 'reset-after') return void response.socket?.destroy()
    if (how === 'never' || how === 'never-after') return
    if (how === 'reset-midway' || how === 'never-midway') return send(200, good, {}, true)
    if ('page' in how) return send(how.status, how.page, { 'content-type': 'text/html' })
    if ('status' in how) {
      const said = refusal(how.status, how.message ?? 'refused', how.headers?.['retry-after'])
      return send(how.status, said, how.headers)
    }
    if ('bytes' in how) throw new Error('only LINE has contents')
    setTimeout(() => send(200, good), how.delayMs).unref()
  }

  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const standIn: StandIn = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    strike(on, failures) {
      trial = on
      left = [...failures]
    },
    asked,
    fired: 0,
    wasAsked: () => first.promise,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return standIn
}

function wordFor(how: Failure | undefined): string {
  if (how === undefined) return '200'
  if (typeof how === 'string') return how.split('-')[0] ?? how
  return 'status' in how ? String(how.status) : 'slow'
}
