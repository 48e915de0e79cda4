/** Headers of every answer of the console: nothing from elsewhere, nothing inline, nothing kept. */
import helmet from 'koa-helmet'
import type { Middleware } from 'koa'
import { pictureOrigins } from './face.ts'
import type { Chats } from './words.ts'

const self = ["'self'"]
const none = ["'none'"]

/** Customers' pictures are where LINE keeps them; the simulator's are on this machine. */
const pictures: Record<Chats, string[]> = {
  line: [...self, ...pictureOrigins],
  simulator: [...self, 'http://localhost:*', 'http://127.0.0.1:*'],
  elsewhere: [...self, ...pictureOrigins],
}

const safe = (chats: Chats): Middleware =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: self,
        styleSrc: self,
        imgSrc: pictures[chats],
        mediaSrc: self,
        connectSrc: self,
        formAction: self,
        baseUri: none,
        frameAncestors: none,
      },
    },
    // With helmet's own `no-referrer` browsers send `Origin: null` with our forms, and we could not tell them from others.
    referrerPolicy: { policy: 'same-origin' },
    // Whether there is https is for whoever stands in front of us; over plain http a browser complains of these.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  })

export function headersFor(chats: Chats): Middleware {
  const set = safe(chats)
  return async (ctx, next) => {
    ctx.set('cache-control', 'no-store')
    await set(ctx, next)
  }
}

export const headers: Middleware = headersFor('line')
