/**
 * A desk at which two of the staff sit, for tests of a conversation's page: Aya the owner and Ken, over the real console,
 * runner and files. LINE is played by the test; nothing is asked of a model here.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openAudit } from '../../src/adapters/files/audit.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { keepContents } from '../../src/adapters/files/kept-contents.ts'
import { openSessions } from '../../src/adapters/documents/sessions.ts'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { timerWaker } from '../../src/adapters/time/waker.ts'
import { createApp } from '../../src/app.ts'
import { createConsole } from '../../src/console/console.ts'
import type { Chats } from '../../src/console/words.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import { policySchema } from '../../src/core/policy.ts'
import { createRunner } from '../../src/flow/runner.ts'
import { createStaff } from '../../src/flow/staff.ts'
import type { Audit } from '../../src/ports/audit.ts'
import type { KeptContents, Seen } from '../../src/ports/contents.ts'
import type { Line } from '../../src/ports/line.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Staff } from '../../src/ports/staff.ts'
import type { Store } from '../../src/ports/store.ts'
import { conversationOf, idOf, messageOf, type Person } from './people.ts'
import { Visitor } from './visitor.ts'

export interface DeskOptions {
  people?: Person[]
  chats?: Chats
  /** Instead of the real one. */
  staff?: Staff
  /** Changes what is kept of a person before anybody looks. */
  more?: (conversation: Conversation) => Conversation
}

export interface Desk {
  url: string
  aya: Visitor
  ken: Visitor
  store: Store
  audit: Audit
  contents: KeptContents
  conversation: (person: Pick<Person, 'id' | 'chat'>) => Promise<Conversation>
}

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }

const members = [
  { name: 'Aya', role: 'owner', version: '1', added: 0 },
  { name: 'Ken', role: 'staff', version: '1', added: 0 },
] as const
const passwordOf = (name: string): string => `${name} bakes at eight`
const accounts = {
  all: () => Promise.resolve([...members]),
  check: (name: string, password: string) =>
    Promise.resolve(members.find((one) => one.name === name && password === passwordOf(name))),
}

export async function desk(options: DeskOptions = {}): Promise<Desk> {
  const { people = [], chats = 'line', more = (one) => one } = options
  const clock = systemClock
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-desk-'))
  const store = await openFilesStore({ folder, log })
  const sent = new Map<string, Seen>()
  const contents = keepContents(
    { see: ({ messageId }) => Promise.resolve(sent.get(messageId) ?? { type: 'unseen', why: 'not_there' }) },
    { folder: join(folder, 'content'), ms: 3_600_000, clock, log },
  )
  for (const person of people) {
    const now = clock.now()
    await store.commit({ conversation: more(conversationOf(person, now)), entered: [], overflow: [] })
    for (const [index, { holds }] of person.wrote.entries()) {
      const messageId = messageOf(person, index, now)
      if (holds) sent.set(messageId, holds)
      await contents.see({ messageId, kind: 'file' }, { bytes: 1e7, ms: 1_000 }, new AbortController().signal)
    }
  }
  const line = playedLine(people)
  const prompt = {
    name: 'assistant',
    text: '',
    write: () => '',
    uses: new Set<string>(),
    hash: '',
    policy: policySchema.parse({}),
  }
  const judge = () => Promise.resolve({ ok: false, why: 'no model in this test' } as const)
  const runner = createRunner({
    store,
    line,
    contents,
    model: { name: 'none', takesMedia: false, judge },
    knowledge: { passages: () => [], search: () => [] },
    prompts: { current: () => prompt },
    clock,
    waker: timerWaker(clock),
    log,
    pushDailyCap: 0,
  })
  const staff = options.staff ?? createStaff({ store, clock, runner, newId: randomUUID })
  const audit = openAudit(folder)
  const sessions = await openSessions({ documents: openFileDocuments(folder, log), clock })
  const ending = new AbortController()
  const app = createApp({
    store,
    clock,
    log,
    wake: (id) => runner.wake(id),
    validSignature: () => false,
    draining: () => false,
    console: createConsole({
      access: { type: 'off', why: 'channel' },
      accounts,
      sessions,
      audit,
      store,
      line,
      staff,
      clock,
      log,
      chats,
      contents,
      ending: ending.signal,
    }),
  })
  const answer = app.callback()
  const http = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  onTestFinished(async () => {
    ending.abort()
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
    await runner.drain()
    await contents.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  const sit = async (name: string): Promise<Visitor> => {
    const visitor = new Visitor(url)
    const { status, text } = await visitor.send('/console/sign-in', { name, password: passwordOf(name) })
    if (status !== 303) throw new Error(`${name} could not sign in: ${status} ${text.slice(0, 2_000)}`)
    return visitor
  }
  return {
    url,
    aya: await sit('Aya'),
    ken: await sit('Ken'),
    store,
    audit,
    contents,
    async conversation(person) {
      const found = await store.load(idOf(person))
      if (!found) throw new Error(`nobody is called ${person.id}`)
      return found
    },
  }
}

/** In another language of the console. */
export const inLanguage = (language: string): Record<string, string> => ({ 'accept-language': language })

const ok = () => Promise.resolve({ type: 'answered', status: 200 } as const)

function playedLine(people: Person[]): Line {
  return {
    reply: ok,
    push: ok,
    markAsRead: ok,
    markAllAsRead: ok,
    webhook: () => Promise.resolve(undefined),
    testWebhook: () => Promise.reject(new Error('not asked for here')),
    showLoading: ok,
    botInfo: () => Promise.reject(new Error('not asked for here')),
    quota: () => Promise.resolve({ used: 0 }),
    groupName: () => Promise.resolve(undefined),
    groupSize: () => Promise.resolve(undefined),
    memberName: () => Promise.resolve(undefined),
    linkToken: () => Promise.resolve(undefined),
    profile: (id) => {
      const name = people.find((person) => person.id === id)?.name
      return Promise.resolve(name === undefined ? undefined : { displayName: name })
    },
  }
}

/** The fields of the first form on a page that is sent to such an address of the console; undefined when there is none. */
export function formTo(path: string, page: string): Record<string, string> | undefined {
  const [, form] = new RegExp(`action="/console/${path}"[^>]*>([^]*?)</form>`).exec(page) ?? []
  if (form === undefined) return undefined
  const fields = form.matchAll(/name="(\w+)"\s+value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]))
}

/** Presses the first such button on a page, and goes where that leads. */
export async function press(visitor: Visitor, path: string, page: string, more: Record<string, string> = {}) {
  const form = formTo(path, page)
  if (!form) throw new Error(`there is no form to ${path}`)
  const { status, location } = await visitor.send(`/console/${path}`, { ...form, ...more })
  const { text } = location === null ? { text: '' } : await visitor.get(location)
  const [, word = ''] = /id="word">\s*<p[^>]*>([^]*?)<\/p>/.exec(text) ?? []
  return { status, location, text, word }
}
