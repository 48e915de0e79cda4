/**
 * Loaded before a server (`--import`): writes down where each of its connections wants to go, and lets none out of this
 * computer. HOSTS_FILE gets a line for each.
 */
import { appendFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { z } from 'zod'

const file = process.env['HOSTS_FILE'] ?? ''
const target = z.object({
  host: z.string().default('localhost'),
  port: z.coerce.number().optional(),
  path: z.string().optional(),
})
const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

const connect = Socket.prototype.connect
function watched(this: Socket, ...args: unknown[]): Socket {
  // Node hands its own callers' arguments on as one array.
  const [first] = args
  const given: unknown = Array.isArray(first)
    ? first[0]
    : typeof first === 'object'
      ? first
      : { port: first, host: args[1] }
  const { host, path } = target.parse(given)
  if (path !== undefined) return Reflect.apply(connect, this, args)
  appendFileSync(file, `${host}\n`)
  if (loopback.has(host)) return Reflect.apply(connect, this, args)
  const refused = Object.assign(new Error('nothing leaves this computer'), { code: 'ECONNREFUSED', syscall: 'connect' })
  process.nextTick(() => this.destroy(refused))
  return this
}
Object.defineProperty(Socket.prototype, 'connect', { value: watched, writable: true, configurable: true })
