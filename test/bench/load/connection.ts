/**
 * One kept-alive HTTP connection that sends bytes made ready beforehand. It does next to nothing, so that the sender is
 * not what a run measures: on two cores a general client would cost more than the servers it asks.
 */
import { connect, type Socket } from 'node:net'

const headEnd = Buffer.from('\r\n\r\n')

export class Connection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #answer: PromiseWithResolvers<number> | undefined
  #failure: Error | undefined

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (chunk) => this.#read(chunk))
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  /**
   * One request at a time.
   * @param request head and body as they go over the wire
   * @returns the answer's status
   * @throws Error when the connection breaks
   */
  send(request: Buffer): Promise<number> {
    if (this.#failure) return Promise.reject(this.#failure)
    this.#answer = Promise.withResolvers()
    this.#socket.write(request)
    return this.#answer.promise
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const end = this.#received.indexOf(headEnd)
    if (end < 0) return
    const head = this.#received.toString('latin1', 0, end)
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    if (this.#received.length < end + headEnd.length + length) return
    this.#received = Buffer.alloc(0)
    const answer = this.#answer
    this.#answer = undefined
    answer?.resolve(Number(head.slice(9, 12)))
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#answer?.reject(this.#failure)
    this.#answer = undefined
  }
}
