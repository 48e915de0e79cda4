/** How the shop's systems answer, or fail to. */
import { Readable } from 'node:stream'
import type { Context } from 'koa'
import type { Answer } from '../bot-calls.ts'
import { sendHalf } from '../broken-answers.ts'
import type { ShopCall, ShopFailure } from './calls.ts'

export interface Asked {
  ctx: Context
  failure: ShopFailure | undefined
  /** Does what is asked. */
  act(): Promise<Answer>
  /** Waits, unless it is told not to any more. */
  wait(ms: number): Promise<void>
  /** It is seen what became of it. */
  end(status: ShopCall['status']): void
}

const json = { 'content-type': 'application/json; charset=utf-8' }

export async function answerAsked({ ctx, failure, act, wait, end }: Asked): Promise<void> {
  const give = ({ status, headers, body }: Answer): void => {
    ctx.status = status
    ctx.set({ ...json, ...headers })
    ctx.body = body
    end(status)
  }
  const hold = (status: 'reset' | 'never'): void => {
    ctx.respond = false
    if (status === 'reset') ctx.req.socket.destroy()
    end(status)
  }
  if (failure === undefined || failure === 'confirm-twice') return give(await act())
  if (failure === 'reset-after' || failure === 'never-after') await act()
  if (failure === 'reset-before' || failure === 'reset-after') return hold('reset')
  if (failure === 'never' || failure === 'never-after') return hold('never')
  if (failure === 'reset-midway' || failure === 'never-midway') {
    const breaks = failure === 'reset-midway'
    const whole = await act()
    ctx.respond = false
    sendHalf(ctx, { ...whole, headers: json }, () => breaks && ctx.req.socket.destroy())
    return end(breaks ? 'reset' : 'never')
  }
  if ('bytes' in failure) {
    const { status, body } = await act()
    return give({ status, body: Readable.from(padded(body, failure.bytes)), effect: false })
  }
  if ('delayMs' in failure) {
    await wait(failure.delayMs)
    return give(await act())
  }
  if (failure.effect) await act()
  const { status } = failure
  if (!('page' in failure)) {
    const { headers, message = 'The system has a fault.' } = failure
    return give({ status, headers, body: { message }, effect: false })
  }
  return give({ status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: failure.page, effect: false })
}

const chunk = 'x'.repeat(64 * 1024)

/** The answer as JSON, and so many bytes in it that nobody wants. Made while it is taken. */
function* padded(body: unknown, bytes: number): Generator<string> {
  yield `${JSON.stringify(body).slice(0, -1)},"padding":"`
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk.slice(0, left)
  yield '"}'
}
