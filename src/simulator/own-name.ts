/**
 * The simulator is for whoever sits at this computer. A page elsewhere may point a name of its own at 127.0.0.1 (DNS
 * rebinding): it would play the customer, with the shop's key and money. So where the simulator listens on this computer
 * alone, it answers to this computer's names alone.
 */
import type { Middleware } from 'koa'
import { isLoopback } from '../loopback.ts'

export const onlyByOwnName =
  (host: string): Middleware =>
  async (ctx, next) => {
    if (!isLoopback(host) || isLoopback(ctx.hostname)) await next()
    else {
      ctx.status = 403
      ctx.body = 'This simulator answers to localhost alone.'
    }
  }
