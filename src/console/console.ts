/**
 * createConsole(parts): what staff see, under `/console`. Plain pages and forms that work without script: who waits and
 * why, who is with staff, one conversation with its ledger and what is kept of it, and the buttons Take, Hand back and
 * Forget.
 */
import { Router } from '@koa/router'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import type { Clock } from '../ports/clock.ts'
import type { KeptContents } from '../ports/contents.ts'
import type { Line } from '../ports/line.ts'
import type { Log } from '../ports/log.ts'
import type { Staff } from '../ports/staff.ts'
import type { Store } from '../ports/store.ts'
import { isFromHere, isOwnForm, type Access } from './access.ts'
import { addressOf } from './addresses.ts'
import { answeringBanner, namesShown, type Answering } from './answering.ts'
import { serveAsset } from './assets.ts'
import { sendContent, withContent } from './content.ts'
import { conversationMain } from './conversation-page.ts'
import { createDoor } from './door.ts'
import { leaveWord, takeWord, wordShown } from './flash.ts'
import { forgetMain } from './forget-page.ts'
import { readForm } from './form.ts'
import type { Frame } from './frame.ts'
import { headers } from './headers.ts'
import { html, type Html } from './html.ts'
import { listMain, listTitle } from './list-page.ts'
import { createLists } from './lists.ts'
import { createNames } from './names.ts'
import {
  show,
  showFailed,
  showFromElsewhere,
  showNotKept,
  showNotUnderstood,
  showOff,
  showUnknown,
} from './plain-pages.ts'
import type { Chats } from './words.ts'

export interface ConsoleParts {
  access: Access
  store: Pick<Store, 'listed' | 'load'>
  line: Pick<Line, 'profile' | 'groupName'>
  staff: Staff
  clock: Clock
  log: Log
  /** Where staff see and answer customers. */
  chats: Chats
  /** What customers sent that is not text, as far as it is kept. Missing: nothing is. */
  contents?: Pick<KeptContents, 'find' | 'types'>
  /** Who is answered. Missing: everybody. */
  answering?: Answering
}

const actForm = z.object({
  conversation: z.string().min(1).max(500),
  seen: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  from: z.enum(['list', 'conversation']),
})

/** There is one password, so the ledger cannot say who. */
const by = 'Staff'

export function createConsole(parts: ConsoleParts): ReturnType<Router['routes']> {
  const { access, store, staff, clock, log, chats, contents, answering = { mode: 'on' } } = parts
  const names = createNames(parts)
  const lists = createLists({ store, names, clock, chats, contents })
  const frame: Pick<Frame, 'signedIn' | 'chats' | 'quiet'> = {
    signedIn: access.type === 'password',
    chats,
    quiet: access.type === 'open' ? 'Open without sign-in, because only this computer can reach kidoku.' : undefined,
  }

  /** The word about what was just done. */
  const flash = async (ctx: Context): Promise<Html | undefined> => {
    const word = takeWord(ctx)
    if (!word) return undefined
    const conversation = await store.load(word.conversation)
    const [name] = conversation ? await names.of([conversation.chat]) : []
    return wordShown(word, name ?? 'this customer', chats)
  }

  /** Every page of those who may see the console says it when not everybody is answered. */
  const banner = async (): Promise<Html | undefined> => {
    const testers = answering.mode === 'testers' ? answering.testers : []
    const few = testers.length > namesShown ? [] : testers
    return answeringBanner(answering, await names.of(few.map((id) => ({ type: 'user', id }))), chats)
  }

  const act =
    (action: 'take' | 'hand_back' | 'forget'): Middleware =>
    async (ctx) => {
      const form = await readForm(ctx, actForm)
      if (!form) return showNotUnderstood(ctx)
      const { conversation, seen, from } = form
      const result = await staff.act(conversation, action, by, seen).catch((error: unknown) => {
        log.error({ err: error, conversation, action }, 'what staff did could not be stored')
        return 'failed' as const
      })
      leaveWord(ctx, { result, action, conversation })
      ctx.status = 303
      const gone = action === 'forget' && (result === 'done' || result === 'not_yet')
      ctx.redirect(from === 'conversation' && !gone ? addressOf(conversation) : '/console')
    }

  const router = new Router({ prefix: '/console', sensitive: true })
  router.use(headers)
  router.use((ctx, next) =>
    next().catch((error: unknown) => {
      log.error({ err: error }, 'a page of the console could not be made')
      showFailed(ctx)
    }),
  )
  router.get('/page/:file', (ctx) => serveAsset(ctx, ctx.params['file'] ?? ''))

  // Whatever is put on the router from here on is for those who may see the console.
  if (access.type === 'off') router.use((ctx) => showOff(ctx, access.why))
  else if (access.type === 'open') router.use((ctx, next) => (isFromHere(ctx) ? next() : showOff(ctx, 'not_local')))
  router.use((ctx, next) => {
    if (ctx.method !== 'POST' || isOwnForm(ctx)) return next()
    log.warn({ origin: ctx.get('origin') }, 'a form for the console was sent from elsewhere: refused')
    return showFromElsewhere(ctx)
  })
  if (access.type === 'password') createDoor(router, access.password, parts)

  router.get('/', async (ctx) => {
    const observing = answering.mode === 'observe'
    const list = { ...(await lists.read()), now: clock.now(), chats, observing }
    const main = html`${await flash(ctx)}${listMain(list)}`
    const title = listTitle(list)
    show(ctx, { ...frame, banner: await banner(), title, main, live: { withoutScript: '/console' } })
  })
  router.get('/open', (ctx) => {
    const { conversation } = ctx.query
    ctx.status = 303
    ctx.redirect(typeof conversation === 'string' && conversation !== '' ? addressOf(conversation.trim()) : '/console')
  })
  router.get('/:conversation', async (ctx) => {
    const conversation = await store.load(ctx.params['conversation'] ?? '')
    if (!conversation) return showUnknown(ctx)
    const [name = ''] = await names.of([conversation.chat])
    const kept = (await contents?.types(withContent(conversation).map(({ id }) => id))) ?? new Map<string, string>()
    const page = { conversation, name, now: clock.now(), chats, kept }
    const main = html`${await flash(ctx)}${conversationMain(page)}`
    show(ctx, { ...frame, banner: await banner(), title: `${name} · kidoku console`, main, live: {} })
  })
  router.get('/:conversation/content/:message', async (ctx) => {
    const conversation = await store.load(ctx.params['conversation'] ?? '')
    const message = conversation && withContent(conversation).find(({ id }) => id === ctx.params['message'])
    const found = message && (await contents?.find(message.id))
    if (message && found) sendContent(ctx, message, found)
    else showNotKept(ctx)
  })
  router.get('/:conversation/forget', async (ctx) => {
    const conversation = await store.load(ctx.params['conversation'] ?? '')
    if (!conversation) return showUnknown(ctx)
    const [name = ''] = await names.of([conversation.chat])
    const main = forgetMain(conversation, name)
    show(ctx, { ...frame, banner: await banner(), title: `Forget ${name}? · kidoku console`, main, live: 'still' })
  })
  router.post('/take', act('take'))
  router.post('/hand-back', act('hand_back'))
  router.post('/forget', act('forget'))
  return router.routes()
}
