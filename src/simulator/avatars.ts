/** A picture of each person: the first letter on a soft colour of one's own, as the page draws the faces. */
import { Router } from '@koa/router'
import type { Chat } from './chats.ts'
import type { Platform } from './platform.ts'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The same hues as on the page (colours.css, `.hue-0` and so on). */
const HUES = [350, 20, 45, 80, 130, 160, 185, 205, 230, 260, 290, 320]

export const pictureAddress = (origin: string, userId: string): string =>
  `${origin}/avatars/${encodeURIComponent(userId)}`

/** Where a bot, and what shows its messages, finds them. LINE's are JPEG or PNG; a drawing is as good for a page. */
export function avatarRoutes(platform: Platform): Router {
  const router = new Router()
  router.get('/avatars/:userId', (ctx) => {
    const chat = platform.find(ctx.params.userId ?? '')
    if (!chat) return
    ctx.type = 'image/svg+xml'
    ctx.set('cache-control', 'max-age=3600')
    // Pages of the bot's own, at another port, may show it.
    ctx.set('cross-origin-resource-policy', 'cross-origin')
    ctx.body = drawing(chat)
  })
  return router
}

function drawing({ id, name }: Chat): string {
  const hue = HUES[(Number.parseInt(id.slice(1, 5), 16) || 0) % HUES.length] ?? 0
  const letter = graphemes.segment(name)[Symbol.iterator]().next().value?.segment ?? '?'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">
  <rect width="96" height="96" fill="hsl(${hue} 55% 84%)"/>
  <text x="48" y="50" text-anchor="middle" dominant-baseline="central" font-family="system-ui, sans-serif"
    font-size="42" font-weight="600" fill="hsl(${hue} 60% 22%)">${escaped(letter)}</text>
</svg>`
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
