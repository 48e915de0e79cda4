/** For owners: who has an account, where they are signed in, and what everybody did. */
import type { Router } from '@koa/router'
import { z } from 'zod'
import { nameKey, type Accounts, type KeptAccount } from '../ports/accounts.ts'
import type { Audit } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Session, Sessions } from '../ports/sessions.ts'
import { membersAddress, membersMain, type MemberRow } from './members-page.ts'
import { membersWords } from './members-words.ts'
import type { Pages } from './pages.ts'
import { ownerName, secretOf } from './session.ts'

export interface MembersParts {
  accounts: Accounts
  sessions: Sessions
  audit: Pick<Audit, 'last'>
  clock: Pick<Clock, 'now'>
}

const shownLines = 200

const endForm = z.object({ session: z.string().min(1).max(100) })

/** Puts the page on a router whose visitors are signed in (`createDoor`). */
export function addMembers(router: Router, pages: Pages, { accounts, sessions, audit, clock }: MembersParts): void {
  router.get('/members', async (ctx) => {
    if (!pages.ownersOnly(ctx)) return
    const [all, lines] = await Promise.all([accounts.all(), audit.last(shownLines)])
    const language = pages.language(ctx)
    const own = (await sessions.find(secretOf(ctx)))?.id
    const signedIn = await sessions.all()
    const none = all.length === 0
    const rows = none
      ? rowsWithout(signedIn, await sessions.lastSignIn(''))
      : await Promise.all(all.map(async (one) => rowOf(one, signedIn, await sessions.lastSignIn(nameKey(one.name)))))
    const without = none ? (own === undefined ? 'open' : 'password') : undefined
    const page = { rows, without, audit: lines, own, now: clock.now(), language, token: pages.token(ctx) } as const
    await pages.show(ctx, { title: membersWords[language].title, main: membersMain(page), styles: ['members.css'] })
  })

  router.post('/members/end-session', async (ctx) => {
    if (!pages.ownersOnly(ctx)) return
    const form = await pages.form(ctx, endForm)
    if (!form) return
    const words = membersWords[pages.language(ctx)]
    const session = (await sessions.all()).find(({ id }) => id === form.session)
    if (!session) return pages.goOn(ctx, membersAddress, { tone: 'bad', text: words.alreadyOver })
    await sessions.end(session.id)
    const name = session.name ?? ownerName
    await pages.audit(ctx, 'session_ended', { detail: name })
    pages.goOn(ctx, membersAddress, { tone: 'good', text: words.ended(name) })
  })
}

function rowOf(
  { name, role, version, added }: KeptAccount,
  all: readonly Session[],
  last: number | undefined,
): MemberRow {
  return {
    name,
    role,
    // Somebody else may have had the name before.
    lastSignIn: last !== undefined && last >= added ? last : undefined,
    sessions: all.filter((session) => session.name === name && session.version === version),
  }
}

/** While there are no accounts there is one member, whoever has CONSOLE_PASSWORD; none where it is open. */
function rowsWithout(all: readonly Session[], lastSignIn: number | undefined): MemberRow[] {
  const sessions = all.filter(({ name }) => name === undefined)
  return sessions.length === 0 ? [] : [{ name: ownerName, role: 'owner', lastSignIn, sessions }]
}
