/**
 * Linking accounts: the tokens that LINE issues for it, and the dialog to which a shop's page sends whoever has signed in
 * there. (LINE: User account linking.)
 */
import { Router } from '@koa/router'
import { z } from 'zod'
import type { Answer, BotCall } from './bot-calls.ts'
import { token } from './events.ts'
import type { Phones } from './phones.ts'
import type { Platform } from './platform.ts'

/** A token is valid for ten minutes, and once. */
const LIFE_MS = 10 * 60_000
/** Characters of a nonce, which the shop makes. */
const NONCE = { least: 10, most: 255 }

/** LINE does not say how it refuses; here as for the profile of one who is no friend of the account. */
export function issueLinkToken(platform: Platform, { id = '' }: BotCall): Answer {
  const chat = platform.find(id)
  if (chat?.kind !== 'user' || chat.blocked) return { status: 404, body: { message: 'Not found' }, effect: false }
  const linkToken = token()
  platform.saved.linkTokens[linkToken] = { userId: id, at: platform.now(), used: false }
  return { status: 200, body: { linkToken }, effect: true }
}

/** `invalid`: the bot hears nothing, and the user sees an error. */
export type Linked = 'ok' | 'failed' | 'invalid'

/** @param userId who opens it; LINE looks whether the token was issued for them */
export async function openDialog(
  { saved, now }: Pick<Platform, 'saved' | 'now'>,
  phones: Pick<Phones, 'happens'>,
  { linkToken, nonce, userId }: { linkToken: string; nonce: string; userId?: string },
): Promise<Linked> {
  const issued = Object.hasOwn(saved.linkTokens, linkToken) ? saved.linkTokens[linkToken] : undefined
  if (!issued || issued.used || now() - issued.at >= LIFE_MS) return 'invalid'
  if (nonce.length < NONCE.least || nonce.length > NONCE.most) return 'invalid'
  issued.used = true
  const result = userId === undefined || userId === issued.userId ? 'ok' : 'failed'
  await phones.happens(issued.userId, 'accountLink', { result, nonce })
  return result
}

const Asked = z.object({ linkToken: z.string(), nonce: z.string() })

const PAGES: Record<Linked, { status: number; words: string }> = {
  ok: { status: 200, words: 'Your account is linked. You can go back to the chat.' },
  failed: { status: 200, words: 'Your account could not be linked.' },
  invalid: { status: 400, words: 'This link has ended, or was used already. Ask for a new one in the chat.' },
}

/** LINE's page. It knows no phones: whoever opens it is taken for the one whose token it is. */
export function dialogRoutes(platform: Platform, phones: Pick<Phones, 'happens'>): Router {
  const router = new Router()
  router.get('/dialog/bot/accountLink', async (ctx) => {
    const asked = Asked.safeParse(ctx.query)
    const { status, words } = PAGES[asked.success ? await openDialog(platform, phones, asked.data) : 'invalid']
    ctx.status = status
    ctx.set('cache-control', 'no-store')
    ctx.type = 'html'
    ctx.body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Link accounts</title>
<p>${words}</p>
`
  })
  return router
}
