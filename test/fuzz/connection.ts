/**
 * One kept-alive connection that sends a body as it is, with whatever headers are wrong about it, and reads the status.
 * A connection that was closed is opened anew for the next.
 */
import { connect, type Socket } from 'node:net'
import type { Body } from './bodies.ts'
import { unsignedHeader } from './seen.ts'

const headEnd = Buffer.from('\r\n\r\n')
/** What does not answer within this (ms) hangs; LINE waits two seconds. */
const patience = 20_000

export class Connection {
  readonly #port: number
  #socket: Socket | undefined
  #received: Buffer = Buffer.alloc(0)
  #answer: PromiseWithResolvers<Answer> | undefined
  #isHead = false

  constructor(port: number) {
    this.#port = port
  }

  /** One at a time. `broken`: the connection was closed before there was an answer; `silent`: there was none in time. */
  async send(body: Body, unsigned: boolean): Promise<Answer> {
    const socket = (this.#socket ??= this.#open())
    const answer = Promise.withResolvers<Answer>()
    this.#answer = answer
    this.#received = Buffer.alloc(0)
    this.#isHead = body.method === 'HEAD'
    socket.write(Buffer.concat([Buffer.from(headOf(body, unsigned)), body.bytes]))
    // A body that is said to be longer than it is never ends: nothing is lost by hanging up soon.
    const isShort = (body.length ?? 0) > body.bytes.length
    const timer = setTimeout(() => this.#end('silent'), isShort ? 200 : patience)
    const answered = await answer.promise
    clearTimeout(timer)
    // What is left of such a request would be read as the next one.
    if (typeof answered === 'string' || body.length !== undefined || body.headers?.['content-length']) this.close()
    return isShort && answered === 'silent' ? 'broken' : answered
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
    // Whoever still waits for an answer gets none.
    this.#end('broken')
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('error', () => this.#gone(socket))
    socket.on('close', () => this.#gone(socket))
    return socket
  }

  #gone(socket: Socket): void {
    if (this.#socket !== socket) return
    this.#socket = undefined
    this.#end('broken')
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const end = this.#received.indexOf(headEnd)
    if (end < 0) return
    const head = this.#received.toString('latin1', 0, end)
    // Nothing follows these heads, whatever length they tell.
    const isAlone = this.#isHead || / (?:204|304) /.test(head.slice(8, 13))
    const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? []
    if (this.#received.length < end + headEnd.length + (isAlone ? 0 : Number(length ?? 0))) return
    // Of an answer whose end is not told, such as a stream of events, the status is enough.
    this.#end(Number(head.slice(9, 12)))
    if (length === undefined || /\r\nconnection: *close/i.test(head)) this.close()
  }

  #end(answer: Answer): void {
    this.#answer?.resolve(answer)
    this.#answer = undefined
  }
}

export type Answer = number | 'broken' | 'silent'

function headOf(body: Body, unsigned: boolean): string {
  const { bytes, signature, headers = {}, method = 'POST', path = '/webhook', length = bytes.length } = body
  const lines = {
    host: '127.0.0.1',
    'user-agent': 'LineBotWebhook/2.0',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(length),
    ...(signature === undefined ? {} : { 'x-line-signature': signature }),
    ...(unsigned ? { [unsignedHeader]: body.kind } : {}),
    ...headers,
  }
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`)
  return `${method} ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`
}
