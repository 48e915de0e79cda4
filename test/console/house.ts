/**
 * A house with nothing in it but its door: the real door, pages and files, one room that says who came in, and the page
 * about members. It can be shut and opened again on the same files, as a server is.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Router } from '@koa/router'
import Koa from 'koa'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { openAccounts } from '../../src/adapters/documents/accounts.ts'
import { openAudit } from '../../src/adapters/files/audit.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { openSessions } from '../../src/adapters/documents/sessions.ts'
import type { Access } from '../../src/console/access.ts'
import { serveAsset } from '../../src/console/assets.ts'
import { createDoor } from '../../src/console/door.ts'
import { tokenField } from '../../src/console/form.ts'
import { headers } from '../../src/console/headers.ts'
import { html } from '../../src/console/html.ts'
import { addMembers } from '../../src/console/members.ts'
import { createPages } from '../../src/console/pages.ts'
import { showFailed } from '../../src/console/plain-pages.ts'
import type { AccountBook } from '../../src/ports/accounts.ts'
import type { Audit } from '../../src/ports/audit.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Sessions } from '../../src/ports/sessions.ts'
import type { Counts } from '../../src/ports/store.ts'
import { documentsIn } from '../adapters/files/folder.ts'
import { Visitor } from './visitor.ts'

export const consolePassword = 'melon pan at eight'

export interface House {
  url: string
  folder: string
  accounts: AccountBook
  sessions: Sessions
  audit: Audit
  /** Warnings and errors of its log, oldest first. */
  said: string[]
  /** Shuts it, and opens another one on the same files. */
  again(access?: Access): Promise<House>
}

export interface HouseOptions {
  access?: Access
  folder?: string
}

const counts: Counts = { waiting: 0, staff: 0, question: 0, undelivered: 0, suspected: 0 }

export async function openHouse({
  access = { type: 'password', password: consolePassword },
  ...options
}: HouseOptions = {}) {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'kidoku-door-')))
  // The whole house goes by the one clock that the limits go by too, which a test may set.
  const clock = { now: () => Date.now() }
  const said: string[] = []
  const note = (_: object, message: string): void => void said.push(message)
  const log: Log = { debug() {}, info() {}, warn: note, error: note }
  const documents = openFileDocuments(folder, log)
  const accounts = openAccounts(documents)
  const audit = openAudit(folder)
  const sessions = await openSessions({ documents, clock })

  const router = new Router({ prefix: '/console', sensitive: true })
  router.use(headers)
  router.use((ctx, next) =>
    next().catch((error: unknown) => {
      log.error({}, error instanceof Error ? error.message : String(error))
      showFailed(ctx)
    }),
  )
  router.get('/page/:file', (ctx) => serveAsset(ctx, ctx.params['file'] ?? ''))
  const door = createDoor(router, { access, accounts, sessions, audit, clock, log })
  const store = { counts: () => Promise.resolve(counts) }
  const places = ['members'] as const
  const pages = createPages({ door, store, clock, chats: 'line', audit, places, banners: () => Promise.resolve([]) })
  addMembers(router, pages, { accounts, sessions, audit, clock })
  router.get(['/', '/:conversation', '/:conversation/:page'], (ctx) => {
    const member = door.member(ctx)
    const { name, role } = member
    ctx.type = 'html'
    ctx.body = html`In here: ${name} (${role})${tokenField(member)}`.text
  })
  router.post('/do', async (ctx) => {
    const form = await door.form(ctx, z.object({ what: z.string() }))
    if (!form) return
    await audit.write({ at: clock.now(), by: door.member(ctx).name, action: form.what, from: 'console' })
    ctx.body = 'It is done.'
  })

  const app = new Koa()
  app.use(router.routes())
  const answer = app.callback()
  const http = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const close = async (): Promise<void> => {
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  }
  const house: House = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    folder,
    accounts,
    sessions,
    audit,
    said,
    async again(other = access) {
      await close()
      return openHouse({ access: other, folder })
    },
  }
  onTestFinished(close)
  if (options.folder === undefined) onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return house
}

/** Two who have accounts: Mika the owner, and Ken. */
export const passwords = { Mika: 'bread and nine rolls', Ken: 'seven anpan a day' }

/** Their file, made once: each password takes its time. */
let staffFile: Promise<string> | undefined
async function makeStaffFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-door-'))
  const accounts = openAccounts(documentsIn(folder))
  await accounts.add('Mika', 'owner', passwords.Mika, Date.now())
  await accounts.add('Ken', 'staff', passwords.Ken, Date.now())
  const text = await readFile(join(folder, 'staff.json'), 'utf8')
  await rm(folder, { recursive: true })
  return text
}

export async function houseWithStaff(options: HouseOptions = {}): Promise<House> {
  const house = await openHouse(options)
  await writeFile(join(house.folder, 'staff.json'), await (staffFile ??= makeStaffFile()))
  return house
}

/** Somebody who is signed in already: the password, which takes its time, is for tests about signing in. */
export async function inside(house: House, name: keyof typeof passwords, browser?: string): Promise<Visitor> {
  const account = (await house.accounts.all()).find((one) => one.name === name)
  const { secret } = await house.sessions.begin({ name, version: account?.version ?? '', browser })
  const visitor = new Visitor(house.url)
  visitor.cookies.set('kidoku_console', secret)
  return visitor
}
