/**
 * The counter of a shop, for tests: the console over the real application, the real runner and real files. LINE and the
 * model are played by the test; nothing is asked of a model here.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { z } from 'zod'
import { openAccounts } from '../../src/adapters/documents/accounts.ts'
import { openAudit } from '../../src/adapters/files/audit.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { keepContents } from '../../src/adapters/files/kept-contents.ts'
import { openService } from '../../src/adapters/documents/service.ts'
import { openSessions } from '../../src/adapters/documents/sessions.ts'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { timerWaker } from '../../src/adapters/time/waker.ts'
import { createApp } from '../../src/app.ts'
import type { Access } from '../../src/console/access.ts'
import type { Answering } from '../../src/console/answering.ts'
import { createConsole, type ConsoleParts } from '../../src/console/console.ts'
import type { Chats } from '../../src/console/words.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import type { InboxEvent } from '../../src/core/event.ts'
import { policySchema } from '../../src/core/policy.ts'
import { createRunner } from '../../src/flow/runner.ts'
import { createStaff } from '../../src/flow/staff.ts'
import type { Role } from '../../src/ports/accounts.ts'
import type { Audit } from '../../src/ports/audit.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { KeptContents, Seen } from '../../src/ports/contents.ts'
import type { Line } from '../../src/ports/line.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Model } from '../../src/ports/model.ts'
import type { ServiceSwitch } from '../../src/ports/service.ts'
import type { Staff } from '../../src/ports/staff.ts'
import type { Store } from '../../src/ports/store.ts'
import { conversationOf, idOf, messageOf, type Person } from './people.ts'

export const password = 'melon pan at eight'

export interface CounterOptions {
  access?: Access
  people?: Person[]
  chats?: Chats
  /** Instead of answering with the person's name. */
  profile?: Line['profile']
  /** Instead of the real one. */
  staff?: Staff
  clock?: Clock
  answering?: Answering
  /** How long what people sent is kept (ms). Default: an hour. */
  keep?: number
  /** Who has an account. Default: nobody, so that CONSOLE_PASSWORD signs in. */
  accounts?: { name: string; role: Role; password: string }[]
  /** How staff are told, what that costs, which files are broken. */
  telling?: ConsoleParts['telling']
  price?: ConsoleParts['price']
  sources?: ConsoleParts['sources']
  /** What staff teach the assistant; missing: nothing is taught. */
  drafts?: ConsoleParts['drafts']
  knowledge?: ConsoleParts['knowledge']
  /** Where prompts are tried; missing: nowhere. */
  playground?: ConsoleParts['playground']
  prices?: ConsoleParts['prices']
  metrics?: ConsoleParts['metrics']
  spending?: ConsoleParts['spending']
  modelHealth?: ConsoleParts['modelHealth']
  /** What the model says; by default it fails. */
  model?: Model
  policy?: z.input<typeof policySchema>
  /** By default nothing is told. */
  log?: Log
  /** Makes other consoles of it than the one. */
  consoles?: (parts: ConsoleParts, store: Store) => ReturnType<typeof createConsole>
}

export interface Counter {
  url: string
  conversation: (person: Pick<Person, 'id' | 'chat' | 'bot'>) => Promise<Conversation>
  contents: KeptContents
  store: Store
  service: ServiceSwitch
  audit: Audit
  /** Aborts when the server is to end. */
  ending: AbortController
  /** Something that LINE would have sent. */
  receive: (event: InboxEvent) => Promise<void>
  close: () => Promise<void>
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

export async function openCounter(options: CounterOptions = {}): Promise<Counter> {
  const { people = [], clock = systemClock, log = silent, access = { type: 'password', password } } = options
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-console-'))
  const store = await openFilesStore({ folder, log })
  const documents = openFileDocuments(folder, log)
  const accounts = openAccounts(documents)
  for (const { name, role, password: word } of options.accounts ?? []) await accounts.add(name, role, word, clock.now())
  const sessions = await openSessions({ documents, clock })
  const audit = openAudit(folder)
  const service = await openService({ documents, clock, log })
  const ending = new AbortController()
  const { answering, keep = 3_600_000 } = options
  const sent = new Map<string, Seen>()
  const contents = keepContents(
    { see: ({ messageId }) => Promise.resolve(sent.get(messageId) ?? { type: 'unseen', why: 'not_there' }) },
    { folder: join(folder, 'content'), ms: keep, clock, log },
  )
  for (const person of people) {
    const now = clock.now()
    const conversation = conversationOf(person, now)
    await store.commit({ conversation, entered: [], overflow: [] })
    for (const [index, { holds }] of person.wrote.entries()) {
      const messageId = messageOf(person, index, now)
      if (holds) sent.set(messageId, holds)
      await contents.see({ messageId, kind: 'file' }, { bytes: 1e7, ms: 1_000 }, new AbortController().signal)
    }
  }
  const line = playedLine(people, options.profile)
  const prompt = {
    name: 'assistant',
    text: '',
    write: () => '',
    uses: new Set<string>(),
    hash: '',
    policy: policySchema.parse(options.policy ?? {}),
  }
  const runner = createRunner({
    store,
    line,
    contents,
    model: options.model ?? {
      name: 'none',
      takesMedia: false,
      judge: () => Promise.resolve({ ok: false, why: 'no model in this test' }),
    },
    service,
    knowledge: { passages: () => [], search: () => [] },
    prompts: { current: () => prompt },
    clock,
    waker: timerWaker(clock),
    log,
    pushDailyCap: 0,
  })
  const staff = options.staff ?? createStaff({ store, clock, runner, newId: randomUUID })
  const { chats = 'line' } = options
  const app = createApp({
    store,
    clock,
    log,
    wake: (id) => runner.wake(id),
    validSignature: () => false,
    draining: () => false,
    console: (options.consoles ?? createConsole)(
      {
        access,
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
        answering,
        service,
        telling: options.telling ?? (() => [{ where: 'webhook' }]),
        price: options.price,
        sources: options.sources,
        drafts: options.drafts,
        knowledge: options.knowledge,
        playground: options.playground,
        prices: options.prices,
        metrics: options.metrics,
        spending: options.spending,
        modelHealth: options.modelHealth,
        ending: ending.signal,
      },
      store,
    ),
  })
  const answer = app.callback()
  const http = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    async conversation(person) {
      const found = await store.load(idOf(person))
      if (!found) throw new Error(`nobody is called ${person.id}`)
      return found
    },
    contents,
    store,
    service,
    audit,
    ending,
    async receive(event) {
      await store.receive([event])
      runner.wake(event.conversation)
    },
    async close() {
      ending.abort()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      await runner.drain()
      await contents.close()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A counter that closes with the test. */
export async function counter(options: CounterOptions = {}): Promise<Counter> {
  const opened = await openCounter(options)
  onTestFinished(() => opened.close())
  return opened
}

const ok = () => Promise.resolve({ type: 'answered', status: 200 } as const)

function playedLine(people: Person[], profile: Line['profile'] | undefined): Line {
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
    profile:
      profile ??
      ((id) => {
        const name = people.find((person) => person.id === id)?.name
        return Promise.resolve(name === undefined ? undefined : { displayName: name })
      }),
  }
}
