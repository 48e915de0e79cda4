/**
 * /console/playground: one writes as a customer and sees what two prompts make of it, side by side. Nothing is said to
 * anybody, and nothing in the store changes. What is saved is a prompt file or a case.
 */
import type { Router } from '@koa/router'
import type { Context } from 'koa'
import { textIn } from '../learning/parts.ts'
import type { Pages } from '../pages.ts'
import { deedOf, saveAsCase, saveSide, tryBoth, type Answered, type Deed, type Pressed } from './deeds.ts'
import { bothSides, openPast, pageOf, writtenAtFirst } from './opening.ts'
import { playgroundMain, playgroundPath, type PlaygroundPage } from './page.ts'
import type { PlaygroundParts } from './parts.ts'
import { playgroundWords } from './playground-words.ts'
import { createTrying } from './trying.ts'
import { formSchema, largestForm, readWritten } from './written.ts'

const styles = ['learning.css', 'playground.css']
const scripts = ['playground.js']

export function addPlayground(router: Router, pages: Pages, parts: PlaygroundParts): void {
  const trying = createTrying(parts)

  router.get('/playground', async (ctx) => {
    const asked = textIn(ctx, 'conversation')
    const opened = asked === undefined ? undefined : await openPast(parts, asked, textIn(ctx, 'turn'))
    if (asked !== undefined && !opened) return showGone(ctx, pages)
    const written = await writtenAtFirst(ctx, parts, opened)
    const sides = await bothSides(written, parts)
    return show(ctx, pages, await pageOf(ctx, pages, parts, { written, sides, from: opened?.conversation }))
  })

  router.post('/playground', async (ctx) => {
    const fields = await pages.form(ctx, formSchema, largestForm)
    if (!fields) return
    const written = readWritten(fields)
    const { from } = written
    // It may have been forgotten while the page was open: its words are not to be tried, kept or shown again.
    const opened = from && (await openPast(parts, from.conversation, from.turn || undefined))
    if (from && !opened) return showGone(ctx, pages)
    const [deed, side] = deedOf(fields)
    const sides = await bothSides(written, parts, deed === 'load' ? side : undefined)
    const page = await pageOf(ctx, pages, parts, { written, sides, from: opened?.conversation })
    page.as = { a: fields['a.as'] ?? '', b: fields['b.as'] ?? '' }
    const answered = await answerTo(deed, { ctx, pages, parts, trying, fields, side, page, opened })
    return answered && show(ctx, pages, answered.page, answered.status)
  })
}

async function answerTo(deed: Deed, pressed: Pressed): Promise<Answered> {
  const { page } = pressed
  switch (deed) {
    case 'more_messages':
      return { page: { ...page, more: 'messages' } }
    case 'more_lines':
      return { page: { ...page, more: 'lines' } }
    case 'load':
      return { page }
    case 'save':
      return saveSide(pressed)
    case 'case':
      return saveAsCase(pressed)
    case 'try':
      return tryBoth(pressed)
    default:
      return deed satisfies never
  }
}

function show(ctx: Context, pages: Pages, page: PlaygroundPage, status = 200): Promise<void> {
  const title = `${playgroundWords[page.language].title} · kidoku`
  return pages.show(ctx, { title, main: playgroundMain(page), styles, scripts }, status)
}

const showGone = (ctx: Context, pages: Pages): void =>
  pages.goOn(ctx, playgroundPath, { tone: 'bad', text: playgroundWords[pages.language(ctx)].opened.gone })
