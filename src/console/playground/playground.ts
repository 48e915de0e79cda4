/**
 * /console/playground: one writes as a customer and sees what two prompts make of it, side by side. Nothing is said to
 * anybody, and nothing in the store changes. What is saved is a prompt file or a case.
 */
import type { Router } from '@koa/router'
import type { Context } from 'koa'
import type { Conversation } from '../../core/conversation.ts'
import { textIn } from '../learning/parts.ts'
import { nameOf, nameShown } from '../names.ts'
import type { Pages } from '../pages.ts'
import { playgroundMain, type PlaygroundPage } from './page.ts'
import type { PlaygroundParts } from './parts.ts'
import { pastOf, type Past } from './past.ts'
import { playgroundWords } from './playground-words.ts'
import { saveCase, savePrompt } from './saving.ts'
import { sideOf, type Side } from './side.ts'
import { createTries, untilGone } from './tries.ts'
import {
  formSchema,
  largestForm,
  problemsOf,
  readWritten,
  sides,
  type Fields,
  type SideName,
  type Written,
} from './written.ts'

const styles = ['learning.css', 'playground.css']
const scripts = ['playground.js']

export function addPlayground(router: Router, pages: Pages, parts: PlaygroundParts): void {
  const { store, names, files, prompts, drafts, knowledge, ending } = parts
  const tries = createTries(parts)

  /** The page around what is written, with nothing done yet. */
  const pageOf = async (
    ctx: Context,
    written: Written,
    of: Record<SideName, Side>,
    from: Conversation | undefined,
  ): Promise<PlaygroundPage> => {
    const language = pages.language(ctx)
    return {
      written,
      sides: of,
      files: await files.names(),
      model: parts.model,
      from: from && {
        conversation: from.id,
        name: await nameOf(from, names, language),
        several: from.chat.type !== 'user',
      },
      problems: [],
      as: { a: '', b: '' },
      passages: (knowledge?.passages() ?? []).map(({ id }) => id),
      maySave: pages.member(ctx).role === 'owner',
      language,
      token: pages.token(ctx),
    }
  }
  const show = (ctx: Context, page: PlaygroundPage, status = 200): Promise<void> => {
    const title = `${playgroundWords[page.language].title} · kidoku`
    return pages.show(ctx, { title, main: playgroundMain(page), styles, scripts }, status)
  }
  const showGone = (ctx: Context): void =>
    pages.goOn(ctx, '/console/playground', {
      tone: 'bad',
      text: playgroundWords[pages.language(ctx)].opened.gone,
    })
  /** What the page comes from, as long as its words are there. */
  const open = async (id: string, turn?: string): Promise<{ conversation: Conversation; past: Past } | undefined> => {
    const conversation = await store.load(id)
    const past = conversation && pastOf(conversation, turn)
    return conversation && past && { conversation, past }
  }

  router.get('/playground', async (ctx) => {
    const asked = textIn(ctx, 'conversation')
    const opened = asked === undefined ? undefined : await open(asked, textIn(ctx, 'turn'))
    if (asked !== undefined && !opened) return showGone(ctx)
    const [a, b] = await chosen(ctx, opened?.past.prompt)
    const written: Written = {
      messages: opened?.past.messages ?? [],
      before: opened?.past.before ?? [],
      customer: opened?.past.customer ?? '',
      language: opened?.past.language ?? '',
      prompts: { a: { file: a, of: '' }, b: { file: b, of: '' } },
      from: opened && { conversation: opened.conversation.id, turn: opened.past.turn },
    }
    return show(ctx, await pageOf(ctx, written, await bothOf(written), opened?.conversation))
  })

  /** What the two sides begin with: the shop's own prompt, and the other one of a running experiment. */
  const chosen = async (ctx: Context, judgedBy: string | undefined): Promise<[string, string]> => {
    const there = await files.names()
    const known = (name: string | undefined): string | undefined =>
      name !== undefined && there.includes(name) ? name : undefined
    const own = prompts.current().name
    const a = known(textIn(ctx, 'a')) ?? known(judgedBy) ?? own
    const variant = prompts.experiment?.()?.variants.find(({ prompt }) => prompt !== a)?.prompt
    return [a, known(textIn(ctx, 'b')) ?? known(variant) ?? own]
  }
  const bothOf = async ({ prompts: of }: Written, load?: SideName): Promise<Record<SideName, Side>> => ({
    a: await sideOf('a', of.a, files, load === 'a'),
    b: await sideOf('b', of.b, files, load === 'b'),
  })

  router.post('/playground', async (ctx) => {
    const fields = await pages.form(ctx, formSchema, largestForm)
    if (!fields) return
    const written = readWritten(fields)
    const { from } = written
    // It may have been forgotten while the page was open: its words are not to be tried, kept or shown again.
    const opened = from && (await open(from.conversation, from.turn || undefined))
    if (from && !opened) return showGone(ctx)
    const [deed, side] = deedOf(fields)
    const of = await bothOf(written, deed === 'load' ? side : undefined)
    const page = await pageOf(ctx, written, of, opened?.conversation)
    page.as = { a: fields['a.as'] ?? '', b: fields['b.as'] ?? '' }

    switch (deed) {
      case 'more_messages':
      case 'more_lines':
        return show(ctx, { ...page, more: deed === 'more_lines' ? 'lines' : 'messages' })
      case 'load':
        return show(ctx, page)
      case 'save': {
        if (!pages.ownersOnly(ctx)) return
        const { word, file } = await savePrompt(ctx, pages, parts, of[side], page.as[side])
        if (file === undefined) return show(ctx, { ...page, saved: { side, word } })
        const now = await sideOf(side, { file, of: '' }, files)
        const as = { ...page.as, [side]: '' }
        return show(ctx, {
          ...page,
          sides: { ...of, [side]: now },
          files: await files.names(),
          as,
          saved: { side, word },
        })
      }
      case 'case': {
        if (!drafts) return show(ctx, page)
        const about = { fields, side, from: opened?.conversation, names: namesIn(page, opened?.conversation) }
        const word = await saveCase(ctx, pages, { ...parts, drafts }, about)
        return show(ctx, { ...page, ...(word ? { case: { side, word } } : {}) })
      }
      case 'try': {
        const problems = problemsOf(written)
        if (problems.length > 0) return show(ctx, { ...page, problems }, 422)
        const wait = await tries.tooMany(pages.member(ctx).name)
        if (wait !== undefined) {
          ctx.set('retry-after', String(wait))
          return show(ctx, { ...page, wait }, 429)
        }
        const signal = untilGone(ctx, ending)
        const results = await tries.both(written, of, signal)
        // Nobody is there to read it.
        if (signal.aborted) return
        return show(ctx, { ...page, results })
      }
      default:
        return deed satisfies never
    }
  })
}

/** What the customer is known to be called, by the page too; who has no name goes by words of ours, which are none. */
function namesIn({ written, from, language }: PlaygroundPage, conversation: Conversation | undefined): string[] {
  const called = conversation?.customer?.name ?? ''
  const nameless = conversation && nameShown(conversation.chat, undefined, language)
  return [called, written.customer, from && from.name !== nameless ? from.name : '']
}

type Deed = 'try' | 'load' | 'save' | 'case' | 'more_messages' | 'more_lines'

/** What is pressed, and for which side. */
function deedOf({ do: pressed = 'try' }: Fields): [Deed, SideName] {
  if (pressed === 'more_messages' || pressed === 'more_lines') return [pressed, 'a']
  const [what, side] = pressed.split('_')
  const deed = (['load', 'save', 'case'] as const).find((one) => one === what)
  return [deed ?? 'try', sides.find((one) => one === side) ?? 'a']
}
