/** The routes of one conversation: its page, what is kept of it, and what erases it. What staff do is in act-routes.ts. */
import type { Router } from '@koa/router'
import type { Context } from 'koa'
import type { Clock } from '../ports/clock.ts'
import type { KeptContents } from '../ports/contents.ts'
import type { Store } from '../ports/store.ts'
import { addActs, type ActParts } from './act-routes.ts'
import { addressOf } from './addresses.ts'
import { sendContent, withContent } from './content.ts'
import { conversationMain } from './conversation-page.ts'
import { forgetMain } from './forget-page.ts'
import { forgetWords } from './forget-words.ts'
import { glanceAt } from './glance.ts'
import { nameOf } from './names.ts'
import type { Pages } from './pages.ts'
import { showNotKept, showUnknown } from './plain-pages.ts'
import { whoIn } from './words.ts'

export interface ConversationParts extends ActParts {
  store: Pick<Store, 'load'>
  clock: Pick<Clock, 'now'>
  /** What customers sent that is not text, as far as it is kept. Missing: nothing is. */
  contents?: Pick<KeptContents, 'find' | 'types'>
  /** There is a playground. */
  tries?: boolean
}

/** Put on the router after the pages whose addresses are fixed: a conversation's is any other. */
export function addConversation(router: Router, pages: Pages, parts: ConversationParts): void {
  const { store, names, clock, chats, contents, tries, channels, isServed = () => true } = parts

  const showConversation = async (ctx: Context, asked: string): Promise<void> => {
    const conversation = await store.load(asked)
    if (!conversation) return showUnknown(ctx)
    const language = pages.language(ctx)
    const name = await nameOf(conversation, names, language)
    const kept = (await contents?.types(withContent(conversation).map((one) => one.id))) ?? new Map<string, string>()
    const main = conversationMain({
      conversation,
      name,
      now: clock.now(),
      chats,
      kept,
      language,
      tries,
      member: pages.member(ctx),
      token: pages.token(ctx),
      list: ctx.query['list'],
      fromAll: channels !== undefined && ctx.query['from'] === 'all',
      channels,
      isServed: isServed(conversation.id),
    })
    await pages.show(ctx, { title: `${name} · kidoku`, main, live: true, scripts: ['copy.js'] })
  }

  router.get('/open', (ctx) => {
    const { conversation } = ctx.query
    const isOne = typeof conversation === 'string' && conversation.trim() !== ''
    pages.goOn(ctx, isOne ? addressOf(conversation.trim()) : '/console')
  })
  addActs(router, pages, parts)

  router.get('/:conversation', async (ctx, next) => {
    const asked = ctx.params['conversation'] ?? ''
    // Ids hold colons; whatever does not is somebody else's page.
    if (asked.includes(':')) return showConversation(ctx, asked)
    await next()
    if (ctx.status === 404 && ctx.body === undefined) showUnknown(ctx)
    return undefined
  })

  router.get('/:conversation/content/:message', async (ctx) => {
    const conversation = await store.load(ctx.params['conversation'] ?? '')
    const message = conversation && withContent(conversation).find((one) => one.id === ctx.params['message'])
    const found = message && (await contents?.find(message.id))
    if (message && found) sendContent(ctx, message, found)
    else showNotKept(ctx)
  })

  router.get('/:conversation/forget', async (ctx) => {
    if (!pages.ownersOnly(ctx)) return
    const conversation = await store.load(ctx.params['conversation'] ?? '')
    if (!conversation) return showUnknown(ctx)
    const language = pages.language(ctx)
    const name = await nameOf(conversation, names, language)
    const glance = glanceAt(conversation, language)
    const token = isServed(conversation.id) ? pages.token(ctx) : undefined
    const main = forgetMain({ glance, who: whoIn(conversation.chat), name, language, token })
    await pages.show(ctx, { title: `${forgetWords[language].title(name)} · kidoku`, main })
  })
}
