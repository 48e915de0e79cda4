/** Live systems on loopback that behave as a test says, by HTTP or byte by byte. They end with the test. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createPlain, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Log } from '../../../src/ports/log.ts'

export const host = '127.0.0.1'

async function start(server: Server): Promise<string> {
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  return `http://${host}:${typeof address === 'object' && address ? address.port : 0}`
}

export interface Asked {
  method?: string
  url?: string
  headers: IncomingMessage['headers']
  body: string
}

export interface Live {
  url: string
  asked: Asked[]
  /** When the connection of the first request has ended, how much went out on it. */
  ended: Promise<number>
}

/** @param answer is called when all of a request has come; `nth` counts from 1 */
export async function live(answer: (response: ServerResponse, asked: Asked, nth: number) => void): Promise<Live> {
  const asked: Asked[] = []
  const { promise: ended, resolve } = Promise.withResolvers<number>()
  const server = createServer((request, response) => {
    const { socket, method, url, headers } = request
    socket.once('close', () => resolve(socket.bytesWritten))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() }
      asked.push(one)
      answer(response, one, asked.length)
    })
  })
  const url = await start(server)
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url, asked, ended }
}

export interface Raw {
  url: string
  /** One for each connection on which something was asked. */
  connections: Socket[]
  ended: Promise<unknown>
}

/** @param speak is called when the head of a request has come; `nth` counts from 1 */
export async function raw(speak: (socket: Socket, nth: number) => void): Promise<Raw> {
  const connections: Socket[] = []
  const { promise: ended, resolve } = Promise.withResolvers<unknown>()
  const server = createPlain((socket) => {
    socket.on('error', () => undefined)
    socket.once('close', resolve)
    socket.once('data', () => {
      connections.push(socket)
      speak(socket, connections.length)
    })
  })
  const url = await start(server)
  onTestFinished(() => {
    server.close()
    for (const socket of connections) socket.destroy()
  })
  return { url, connections, ended }
}

/** An address on which nothing listens any more. */
export async function dead(): Promise<string> {
  const server = createPlain()
  const url = await start(server)
  server.close()
  await once(server, 'close')
  return url
}

export function json(response: ServerResponse, body: unknown, status = 200, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body))
}

export const jsonHead = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'

/** A log whose lines can be read. */
export function heard(): Log & { lines: string[] } {
  const lines: string[] = []
  const say = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`)
  return { lines, debug: say, info: say, warn: say, error: say }
}
