/** A word about what was just done, carried by a cookie over the redirect and shown once. */
import type { Context } from 'koa'
import { z } from 'zod'
import { html, type Html } from './html.ts'
import type { Chats } from './words.ts'

const cookie = 'kidoku_said'
const path = '/console'
/** A redirect takes a moment; a word nobody came back for is forgotten (ms). */
const life = 60_000

/** What became of the last Take, Hand back or Forget; `failed`: it could not even be stored. */
const wordSchema = z.object({
  result: z.enum(['done', 'not_yet', 'changed_meanwhile', 'unknown_conversation', 'failed']),
  action: z.enum(['take', 'hand_back', 'forget']),
  conversation: z.string(),
})

export type Word = z.infer<typeof wordSchema>

export function leaveWord(ctx: Context, word: Word): void {
  const value = Buffer.from(JSON.stringify(word)).toString('base64url')
  ctx.cookies.set(cookie, value, { path, httpOnly: true, sameSite: 'strict', maxAge: life, overwrite: true })
}

/** Undefined when there is none. The page's own refresh leaves it for the next page that somebody opens. */
export function takeWord(ctx: Context): Word | undefined {
  const value = ctx.cookies.get(cookie)
  if (value === undefined || ctx.get('x-refresh') !== '') return undefined
  ctx.cookies.set(cookie, null, { path })
  try {
    return wordSchema.parse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

export function wordShown({ result, action }: Word, name: string, chats: Chats): Html {
  const who = html`<b><bdi>${name}</bdi></b>`
  const answer = chats === 'line' ? ' Answer in LINE’s chat; the' : ' The'
  const sentences: Record<Word['result'], Html> = {
    done: {
      take: html`You have ${who} now.${answer} assistant stays silent until you hand back.`,
      hand_back: html`The assistant has ${who} again, and answers from the next message on.`,
      forget: html`Everything that was said with ${who} is erased here.`,
    }[action],
    not_yet: html`Not yet: it is stored and takes effect by itself. Look again in a moment.`,
    changed_meanwhile: html`Somebody was faster: look again. Nothing was changed for ${who}.`,
    unknown_conversation: html`There is no such conversation.`,
    failed: html`It could not be stored, so nothing was changed. Try again in a moment.`,
  }
  const tones = {
    done: 'good',
    not_yet: 'asked',
    changed_meanwhile: 'asked',
    unknown_conversation: 'bad',
    failed: 'bad',
  }
  return html`<p class="flash ${tones[result]}" role="status">${sentences[result]}</p>`
}
