/** A server on loopback that speaks Gemini's `generateContent` wire format, with answers as recorded from Google's. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Recorded {
  status?: number
  /** What Google wrote; a string goes out as it is. */
  body?: unknown
  headers?: Record<string, string>
  /** `reset`: the connection breaks. `hang`: nothing is ever answered. `half`: it breaks within the body. */
  instead?: 'reset' | 'hang' | 'half'
}

export interface GeminiServer {
  url: string
  /** Bodies and headers of the requests, in order. */
  requests: { path: string; headers: IncomingMessage['headers']; body: unknown }[]
  /** Answers to give, in order; the last one is repeated. */
  answer(...answers: Recorded[]): void
  /** Resolves when the next request has come in whole. */
  asked(): Promise<void>
  close(): Promise<void>
}

export async function openGeminiServer(): Promise<GeminiServer> {
  const requests: GeminiServer['requests'] = []
  const sockets = new Set<Socket>()
  let answers: Recorded[] = []
  let waiting: (() => void)[] = []
  const server = createServer(async (request, response) => {
    const body: unknown = JSON.parse(await text(request))
    requests.push({ path: request.url ?? '', headers: request.headers, body })
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    for (const resolve of waiting.splice(0)) resolve()
    if (!answer || answer.instead === 'hang') return
    if (answer.instead === 'reset') {
      request.socket.destroy()
      return
    }
    const said = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {})
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(said),
      ...answer.headers,
    })
    if (answer.instead === 'half') response.write(said.slice(0, 5), () => request.socket.destroy())
    else response.end(said)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    requests,
    answer: (...given) => {
      answers = given
      requests.length = 0
    },
    asked: () => new Promise((resolve) => waiting.push(resolve)),
    close: async () => {
      waiting = []
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

/** A candidate's answer, as Google sends it. */
export function candidate(text: string, finishReason = 'STOP'): Recorded {
  return {
    body: {
      candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason, index: 0 }],
      usageMetadata: {
        promptTokenCount: 1200,
        candidatesTokenCount: 80,
        totalTokenCount: 1300,
        thoughtsTokenCount: 20,
      },
      modelVersion: 'gemini-3.6-flash',
      responseId: 'recorded',
    },
  }
}

/** Google's error body. */
export function failure(status: number, state: string, details: unknown[] = []): Recorded {
  return { status, body: { error: { code: status, message: `${state} as recorded`, status: state, details } } }
}
