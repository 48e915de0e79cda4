/** What each button of the playground does. */
import type { Context } from 'koa'
import type { Conversation } from '../../core/conversation.ts'
import { nameShown } from '../names.ts'
import type { Pages } from '../pages.ts'
import { time } from '../time.ts'
import type { Opened } from './opening.ts'
import type { PlaygroundPage } from './page.ts'
import type { PlaygroundParts } from './parts.ts'
import { saveCase, savePrompt } from './saving.ts'
import { sideOf } from './side.ts'
import { untilGone, type Trying } from './trying.ts'
import { problemsOf, sides, type Fields, type SideName } from './written.ts'

export type Deed = 'try' | 'load' | 'save' | 'case' | 'more_messages' | 'more_lines'

/** What is pressed, and for which side. */
export function deedOf({ do: pressed = 'try' }: Fields): [Deed, SideName] {
  if (pressed === 'more_messages' || pressed === 'more_lines') return [pressed, 'a']
  const [what, side] = pressed.split('_')
  const deed = (['load', 'save', 'case'] as const).find((one) => one === what)
  return [deed ?? 'try', sides.find((one) => one === side) ?? 'a']
}

export interface Pressed {
  ctx: Context
  pages: Pages
  parts: PlaygroundParts
  trying: Trying
  fields: Fields
  side: SideName
  /** As it was sent. */
  page: PlaygroundPage
  opened?: Opened
}

/** The page as it is then; undefined when it is answered already, or nobody is there to read it. */
export type Answered = { page: PlaygroundPage; status?: number } | undefined

export async function saveSide({ ctx, pages, parts, side, page }: Pressed): Promise<Answered> {
  if (!pages.ownersOnly(ctx)) return undefined
  const { word, file } = await savePrompt(ctx, pages, parts, page.sides[side], page.as[side])
  const saved = { side, word }
  if (file === undefined) return { page: { ...page, saved } }
  const now = await sideOf(side, { file, of: '' }, parts.files)
  const files = await parts.files.names()
  return { page: { ...page, sides: { ...page.sides, [side]: now }, files, as: { ...page.as, [side]: '' }, saved } }
}

export async function saveAsCase({ ctx, pages, parts, fields, side, page, opened }: Pressed): Promise<Answered> {
  const { drafts } = parts
  if (!drafts) return { page }
  const about = { fields, side, from: opened?.conversation, names: namesIn(page, opened?.conversation) }
  const word = await saveCase(ctx, pages, { ...parts, drafts }, about)
  return { page: { ...page, case: { side, word } } }
}

/** What the customer is known to be called, by the page too; who has no name goes by words of ours, which are none. */
function namesIn({ written, from, language }: PlaygroundPage, conversation: Conversation | undefined): string[] {
  const called = conversation?.customer?.name ?? ''
  const nameless = conversation && nameShown(conversation.chat, undefined, language)
  return [called, written.customer, from && from.name !== nameless ? from.name : '']
}

export async function tryBoth({ ctx, pages, parts, trying, page, opened }: Pressed): Promise<Answered> {
  const problems = problemsOf(page.written)
  if (problems.length > 0) return { page: { ...page, problems }, status: 422 }
  const until = parts.stoppedUntil?.()
  if (until !== undefined) {
    const spentUntil = time(until, parts.clock.now(), 'minutes', page.language)
    return { page: { ...page, spentUntil }, status: 429 }
  }
  const member = pages.member(ctx).name
  const wait = await trying.tooMany(member)
  if (wait !== undefined) {
    ctx.set('retry-after', String(wait))
    return { page: { ...page, wait }, status: 429 }
  }
  const signal = untilGone(ctx, parts.ending)
  const results = await trying.both(page.written, page.sides, { member, known: opened?.past }, signal)
  return signal.aborted ? undefined : { page: { ...page, results } }
}
