/** Headers of every answer of the console: nothing from elsewhere, nothing inline, nothing kept. */
import helmet from 'koa-helmet'
import type { Middleware } from 'koa'

const self = ["'self'"]
const none = ["'none'"]

const safe = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: none,
      scriptSrc: self,
      styleSrc: self,
      imgSrc: self,
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

export const headers: Middleware = async (ctx, next) => {
  ctx.set('cache-control', 'no-store')
  await safe(ctx, next)
}
