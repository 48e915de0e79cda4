/** /console/metrics: the figures for Prometheus, for an owner who is signed in and wants to see what there is. */
import type { Router } from '@koa/router'
import type { Metrics } from '../ports/metrics.ts'
import type { Pages } from './pages.ts'

export function addMetrics(router: Router, pages: Pages, metrics: Pick<Metrics, 'scrape'>): void {
  router.get('/metrics', async (ctx) => {
    if (!pages.ownersOnly(ctx)) return
    const { type, body } = await metrics.scrape()
    ctx.type = type
    ctx.body = body
  })
}
