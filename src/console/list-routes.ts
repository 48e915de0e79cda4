/** The lists' addresses: who waits at `/console`, the others below it. */
import type { Router } from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Clock } from '../ports/clock.ts'
import type { ListName } from '../ports/store.ts'
import type { Answering } from './answering.ts'
import type { ConsoleChannels } from './channels.ts'
import { rowsMain, waitingMain } from './list-page.ts'
import { listWords } from './list-words.ts'
import type { Lists, Place } from './lists.ts'
import { tabs, type Tab } from './nav.ts'
import { navWords } from './nav-words.ts'
import type { Pages } from './pages.ts'
import type { Chats } from './words.ts'

export interface ListRoutesParts {
  lists: Lists
  clock: Pick<Clock, 'now'>
  chats: Chats
  answering: Answering
  channels?: ConsoleChannels
  /** Missing: all are. */
  isServed?: (conversation: string) => boolean
}

const listOf: Record<Exclude<Tab, 'waiting'>, ListName> = {
  staff: 'staff',
  questions: 'question',
  undelivered: 'undelivered',
  all: 'all',
}

/** More of it (characters) is not looked for. */
const longestSearch = 200
/** There is something in it that can be seen, and so be found. */
const isSearchable = (text: string): boolean => /[^\p{C}\p{Z}]/u.test(text)

/** What an address may say; what is none of ours is as if it were not there. */
const query = z.object({
  after: z.string().min(1).max(1_000).optional().catch(undefined),
  before: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
  q: z
    .string()
    .transform((text) => text.trim().slice(0, longestSearch).toWellFormed())
    .optional()
    .catch(undefined),
})

const noRows = { rows: [], slice: { start: 0, shown: 0, total: 0 } }

export function addLists(router: Router, pages: Pages, parts: ListRoutesParts): void {
  const { lists, clock, chats, answering, channels, isServed } = parts
  const placeOf = (ctx: Context): Place => {
    const { after, before, q } = query.parse({ ...ctx.query })
    return { after, before, search: q === '' ? undefined : q }
  }
  const about = (ctx: Context) => ({
    language: pages.language(ctx),
    now: clock.now(),
    chats,
    reader: pages.member(ctx).name,
    channels,
    isServed,
  })

  router.get('/', async (ctx) => {
    const reader = { ...about(ctx), token: pages.token(ctx), from: ctx.url }
    const read = await lists.waiting({ ...placeOf(ctx), search: undefined }, reader)
    const main = waitingMain({ ...read, ...about(ctx), observing: answering.mode === 'observe' })
    await pages.show(ctx, { title: navWords[pages.language(ctx)].lists.waiting, main, live: true })
  })

  const addRows = (tab: Exclude<Tab, 'waiting'>): void => {
    router.get(tabs[tab].path.replace('/console', ''), async (ctx) => {
      const place = placeOf(ctx)
      const asked = tab === 'all' ? place : { ...place, search: undefined }
      const nothing = asked.search !== undefined && !isSearchable(asked.search)
      const read = nothing ? noRows : await lists.rows(listOf[tab], asked, pages.language(ctx))
      const main = rowsMain({ tab, ...read, ...about(ctx), search: asked.search })
      await pages.show(ctx, { title: listWords[pages.language(ctx)].headings[tab], main, live: true })
    })
  }
  for (const tab of ['staff', 'questions', 'undelivered', 'all'] as const) addRows(tab)
}
