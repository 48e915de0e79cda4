/** Answers that LINE never gives as a whole, or that are not what they should be. */
import type { Context } from 'koa'
import type { Answer } from './bot-calls.ts'

/** Announces the whole answer, and sends half of it. */
export function sendHalf(ctx: Context, { status, headers, body }: Answer, then: () => void): void {
  const whole = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  ctx.res.writeHead(status, { ...headers, 'content-length': whole.length })
  ctx.res.write(whole.subarray(0, Math.floor(whole.length / 2)), then)
}

const CHUNK = Buffer.alloc(64 * 1024)

/** Made while it is taken, so that a caller who stops early is seen to. */
export function* zeros(count: number, record: { bytes?: number }): Generator<Buffer> {
  record.bytes = 0
  while (record.bytes < count) {
    const chunk = CHUNK.subarray(0, count - record.bytes)
    record.bytes += chunk.length
    yield chunk
  }
}
