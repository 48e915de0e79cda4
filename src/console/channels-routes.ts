/**
 * What only the console of all channels has: the page that lists them, the consoles of each, and the way from a
 * conversation's address to its channel's console.
 */
import type { Router } from '@koa/router'
import { z } from 'zod'
import type { Clock } from '../ports/clock.ts'
import type { Counts } from '../ports/store.ts'
import { channelAddress } from './addresses.ts'
import type { ConsoleChannels } from './channels.ts'
import { channelsMain } from './channels-page.ts'
import { channelsWords } from './channels-words.ts'
import { serveChannel, type ChannelConsoles } from './mount.ts'
import type { Pages } from './pages.ts'
import { showNoPage } from './plain-pages.ts'

const query = z.object({
  q: z
    .string()
    .transform((text) => text.trim().slice(0, 200).toWellFormed() || undefined)
    .optional()
    .catch(undefined),
})

interface ChannelsParts {
  channels: ConsoleChannels
  consoles?: ChannelConsoles
  clock: Pick<Clock, 'now'>
}

const nobody: Counts = { waiting: 0, undelivered: 0, staff: 0, question: 0, suspected: 0 }

/** Put on the router before the routes of one conversation. */
export function addChannels(router: Router, pages: Pages, { channels, consoles, clock }: ChannelsParts): void {
  router.get('/channels', async (ctx) => {
    const language = pages.language(ctx)
    const { q: search } = query.parse({ ...ctx.query })
    const counts = await channels.counts()
    const all = channels.all.map((place) => ({
      place,
      counts: counts.get(place.name) ?? nobody,
      trouble: channels.trouble(place.name),
    }))
    const down = (channels.down ?? []).map((place) => ({ place, counts: nobody, trouble: ['down'] as const }))
    const main = channelsMain({ channels: [...down, ...all], search, language, now: clock.now() })
    await pages.show(ctx, { title: channelsWords[language].title, main, live: true })
  })
  // Behind the door: a console is made for whoever is in, and tells nobody else which names there are.
  if (consoles)
    router.all(['/channels/:name', '/channels/:name/*rest'], (ctx, next) => serveChannel(consoles, ctx, next))
  router.get('/channels/*rest', (ctx) => showNoPage(ctx))

  // Links in notifications say no channel.
  router.get(['/:conversation', '/:conversation/*rest'], (ctx, next) => {
    const place = channels.of(ctx.params['conversation'] ?? '')
    if (!place) return next()
    return pages.goOn(ctx, `${channelAddress(place.name)}${ctx.path.slice('/console'.length)}${ctx.search}`)
  })
}
