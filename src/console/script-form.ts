/**
 * Forms that the page's own script sends (`page/sending.js`), so that what was written is not lost with a page that does
 * not come. It is told where a form leads instead of being led there: it would use up the word about what was done.
 */
import type { Context } from 'koa'

export const isSentByScript = (ctx: Context): boolean => ctx.get('x-form') !== ''

export function tellScript(ctx: Context): void {
  const address = ctx.response.get('location')
  if (!isSentByScript(ctx) || !address) return
  ctx.remove('location')
  ctx.set('x-go-to', address)
  ctx.status = 204
}
