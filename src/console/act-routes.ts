/** What staff do about a conversation: each a plain form, tried, written in the audit, and answered with a word. */
import type { Router } from '@koa/router'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import type { StaffAction } from '../core/event.ts'
import type { Log } from '../ports/log.ts'
import type { Staff, StaffResult } from '../ports/staff.ts'
import type { Store } from '../ports/store.ts'
import { actWords } from './act-words.ts'
import { actPaths, everyAct } from './acts.ts'
import { addressOf } from './addresses.ts'
import { linkTo, type ConsoleChannels } from './channels.ts'
import { readChatAddress } from './chat-address.ts'
import { conversationWords } from './conversation-words.ts'
import type { ConsoleLanguage } from './language.ts'
import { nameOf, type Names } from './names.ts'
import type { Pages } from './pages.ts'
import { isolated, type Chats } from './words.ts'

export interface ActParts {
  store: Pick<Store, 'load'>
  staff: Staff
  names: Names
  log: Log
  /** Where staff see and answer customers. */
  chats: Chats
  /** Missing: there is one. */
  channels?: ConsoleChannels
  /** Whether the account of a conversation is served. Missing: it is. */
  isServed?: (conversation: string) => boolean
}

const id = z.string().min(1).max(500)
const actForm = z.object({
  conversation: id,
  seen: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  upTo: z
    .string()
    .max(200)
    .transform((text) => text || undefined)
    .optional(),
  /** The page to come back to: the conversation's own (from there to the list of all channels), or a list's address. */
  from: z.union([
    z.enum(['conversation', 'conversation_of_all']),
    z.string().regex(/^\/console(\/(staff|questions|undelivered|all))?(\?[\w=&%.+~*-]{0,2000})?$/),
  ]),
})
const addressForm = z.object({ conversation: id, address: z.string().max(2_000) })
const aboutForm = z.object({ conversation: id })

type Outcome = StaffResult | { type: 'failed' | 'not_served' }

export function addActs(router: Router, pages: Pages, parts: ActParts): void {
  const { store, staff, names, log, chats, channels, isServed = () => true } = parts
  /** For a sentence about them. */
  const whoIs = async (conversation: string, language: ConsoleLanguage): Promise<string> => {
    const known = await store.load(conversation)
    return known ? isolated(await nameOf(known, names, language)) : ''
  }

  const ownAddress = (conversation: string, from: string): string =>
    from === 'conversation_of_all' ? `${addressOf(conversation)}?from=all` : linkTo(conversation, channels)

  /** Why it is not even tried. */
  const refusedAs = async (conversation: string): Promise<Outcome | undefined> => {
    // Whom this console does not know is not its to act on.
    if (!(await store.load(conversation))) return { type: 'unknown_conversation' }
    // It would wait for as long as nobody serves it, and take effect long after anybody wanted it.
    return isServed(conversation) ? undefined : { type: 'not_served' }
  }

  /** What somebody did is tried, and what came of it is written down. */
  const tried = async (
    ctx: Context,
    action: string,
    conversation: string,
    doing: () => Promise<StaffResult>,
  ): Promise<Outcome> => {
    const refused = await refusedAs(conversation)
    const result: Outcome =
      refused ??
      (await doing().catch((error: unknown) => {
        log.error({ err: error, conversation, action }, 'what staff did could not be stored')
        return { type: 'failed' as const }
      }))
    await pages.audit(ctx, action, { conversation, detail: result.type })
    return result
  }

  /** What is said of anything that came to nothing; undefined when it was done. */
  const refusal = (result: Outcome, who: string, language: ConsoleLanguage) => {
    const words = actWords[language]
    switch (result.type) {
      case 'done':
        return undefined
      case 'not_yet':
        return { tone: 'asked' as const, text: words.notYet }
      case 'changed_meanwhile':
        return { tone: 'asked' as const, text: words.faster(who, result.by && isolated(result.by)) }
      case 'unknown_conversation':
        return { tone: 'bad' as const, text: words.unknown }
      case 'not_served':
        return { tone: 'bad' as const, text: words.notServed }
      case 'failed':
        return { tone: 'bad' as const, text: words.failed }
      default:
        return result satisfies never
    }
  }

  const act =
    (action: StaffAction): Middleware =>
    async (ctx) => {
      if (action === 'forget' && !pages.ownersOnly(ctx)) return
      const form = await pages.form(ctx, actForm)
      if (!form) return
      const { conversation, seen, upTo, from } = form
      const language = pages.language(ctx)
      const who = await whoIs(conversation, language)
      const { name: by } = pages.member(ctx)
      const result = await tried(ctx, action, conversation, () => staff.act({ conversation, action, by, seen, upTo }))
      const words = actWords[language]
      const text = action === 'take' ? words.taken(who, chats === 'line') : words.done[action](who)
      const word = refusal(result, who, language) ?? { tone: 'good' as const, text }
      pages.goOn(ctx, afterwards(action, result, from, ownAddress(conversation, from)), word)
    }

  for (const action of everyAct) router.post(`/${actPaths[action]}`, act(action))
  router.post('/forget', act('forget'))

  router.post('/address', async (ctx) => {
    const form = await pages.form(ctx, addressForm)
    if (!form) return
    const { conversation } = form
    const language = pages.language(ctx)
    const words = conversationWords[language].finding
    const pasted = form.address.trim()
    const address = pasted === '' ? '' : readChatAddress(pasted)
    if (address === undefined) return pages.goOn(ctx, addressOf(conversation), { tone: 'bad', text: words.wrong })
    const by = pages.member(ctx).name
    const result = await tried(ctx, 'chat_address', conversation, () =>
      staff.note(conversation, { what: 'chat_address', address }, by),
    )
    const text = address === '' ? words.forgotten : words.kept
    pages.goOn(
      ctx,
      addressOf(conversation),
      refusal(result, await whoIs(conversation, language), language) ?? { tone: 'good', text },
    )
  })

  router.post('/not-answering', async (ctx) => {
    const form = await pages.form(ctx, aboutForm)
    if (!form) return
    const { conversation } = form
    const language = pages.language(ctx)
    const by = pages.member(ctx).name
    const result = await tried(ctx, 'not_answering', conversation, () =>
      staff.note(conversation, { what: 'not_answering' }, by),
    )
    const word = refusal(result, await whoIs(conversation, language), language) ?? {
      tone: 'good' as const,
      text: actWords[language].noted,
    }
    pages.goOn(ctx, addressOf(conversation), word)
  })
}

/** Whoever takes a conversation answers next, and the way to the chat is on its page. What is erased has no page to see. */
function afterwards(action: StaffAction, { type }: Outcome, from: string, own: string): string {
  const done = type === 'done' || type === 'not_yet'
  if (action === 'forget' && done) return '/console'
  const isList = from.startsWith('/')
  if (type === 'unknown_conversation') return isList ? from : '/console'
  return !isList || (action === 'take' && done) ? own : from
}
