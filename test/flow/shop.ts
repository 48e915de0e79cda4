/**
 * A whole shop for a test: the simulator as LINE, the real LINE adapter, real files, the real flow and application. Only
 * the model is written down by the test, since what it says is the situation.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { openPostgresStore } from '../../src/adapters/postgres/store.ts'
import { createContents } from '../../src/adapters/line/contents.ts'
import { createLine } from '../../src/adapters/line/line.ts'
import { createKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { validSignature } from '../../src/adapters/line/signature.ts'
import { longLived, type Tokens } from '../../src/adapters/line/tokens.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { timerWaker } from '../../src/adapters/time/waker.ts'
import { createApp } from '../../src/app.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import type { StaffAction } from '../../src/core/event.ts'
import type { Judgement } from '../../src/core/judgement.ts'
import { policySchema } from '../../src/core/policy.ts'
import type { ModelRequest, Passage, Prompt } from '../../src/core/request.ts'
import type { Parts } from '../../src/flow/parts.ts'
import { createRunner, type Runner } from '../../src/flow/runner.ts'
import { createPresses } from '../../src/flow/presses.ts'
import { createStaff } from '../../src/flow/staff.ts'
import type { AuditLine } from '../../src/ports/audit.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Contents } from '../../src/ports/contents.ts'
import type { Knowledge } from '../../src/ports/knowledge.ts'
import type { Line } from '../../src/ports/line.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Model, ModelAnswer } from '../../src/ports/model.ts'
import type { Notice, Notifier } from '../../src/ports/notifier.ts'
import type { Prompts } from '../../src/ports/prompts.ts'
import type { StaffWords } from '../../src/ports/staff-words.ts'
import type { Staff, StaffResult } from '../../src/ports/staff.ts'
import type { Store } from '../../src/ports/store.ts'
import { startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { judgement } from '../core/situations.ts'
import { databaseOf } from '../postgres/database-of.ts'

export const passage: Passage = { id: 'hours.en#weekend', title: 'Weekend', text: 'From 8:00.', also: '' }

const oneShelf: Knowledge = { passages: () => [passage], search: () => [{ passage, score: 1 }] }
/** Many passages, found by the real search. */
const shelves = (count: number): Knowledge =>
  createKnowledge([
    passage,
    ...Array.from({ length: count }, (_, n) => ({
      id: `shelves.en#${n}`,
      title: `Shelf ${n}`,
      text: `Bread ${n}.`,
      also: '',
    })),
  ])

type Said = ModelAnswer | (Partial<Judgement> & { ok?: undefined }) | Error

/** A model that says what the test wrote, and may be held so that something can happen while it thinks. */
export class ScriptedModel implements Model {
  name = 'scripted'
  takesMedia = true
  requests: ModelRequest[] = []
  aborted = 0
  #says: (request: ModelRequest) => Said = () => ({})
  #held: PromiseWithResolvers<void> | undefined
  #asked = new Set<() => void>()

  says(what: (request: ModelRequest) => Said): void {
    this.#says = what
  }
  hold(): void {
    this.#held = Promise.withResolvers()
  }
  release(): void {
    this.#held?.resolve()
    this.#held = undefined
  }
  /** Resolves once it has been asked `count` times in all. */
  async asked(count: number): Promise<void> {
    while (this.requests.length < count) await new Promise<void>((resolve) => this.#asked.add(resolve))
  }
  async judge(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
    this.requests.push(request)
    for (const tell of this.#asked) tell()
    this.#asked.clear()
    const aborted = Promise.withResolvers<never>()
    const onAbort = () => {
      this.aborted += 1
      aborted.reject(new DOMException('aborted', 'AbortError'))
    }
    signal.addEventListener('abort', onAbort)
    await Promise.race([this.#held?.promise, aborted.promise]).finally(() =>
      signal.removeEventListener('abort', onAbort),
    )
    const said = this.#says(request)
    if (said instanceof Error) throw said
    if (said.ok !== undefined) return said
    return { ok: true, text: JSON.stringify(judgement(said)), usage: { input: 10, output: 5 } }
  }
}

/** The words in the staff's chat as plain as can be: what they say is the adapter's. */
const plainWords: StaffWords = {
  word: (result, { name = 'somebody', by = '' }) => [{ type: 'text', text: `${result} ${name} ${by}`.trim() }],
}

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

export interface ShopOptions {
  policy?: object
  notify?: boolean
  log?: Log
  folder?: string
  store?: (store: Store) => Store
  pushDailyCap?: number
  /** As the settings would have it: observing, testers, which way Read is marked. */
  setUp?: Pick<
    Parts,
    | 'observe'
    | 'live'
    | 'testers'
    | 'readsAll'
    | 'retention'
    | 'service'
    | 'office'
    | 'forgotten'
    | 'measuring'
    | 'spending'
    | 'queue'
  >
  /** Beside the shop's own: what an experiment names. */
  prompts?: Pick<Prompts, 'named' | 'experiment'>
  clock?: Clock
  /** LINE goes by the same clock: tokens end with it. */
  lineClock?: Pick<Clock, 'now'>
  /** Before the shop's own, which is given: calls that never reach LINE, say. */
  calling?: (line: Line) => Line
  looking?: (contents: Contents, made: { tokens: Tokens; dataApiBaseUrl: string }) => Contents
  /** Missing: the long-lived token. */
  tokens?: (line: Simulator, secret: string, clock: Clock) => Tokens
  /** Missing: the scripted one. */
  asking?: Model
  /** Missing: `notices` and `telling`. */
  notifier?: (line: Line) => Notifier
  staffGroup?: string
  staffUsers?: string[]
  /** How many passages there are besides the one. */
  passages?: number
  /** The address of a database that has the tables; missing: files. */
  database?: string
  /** Whether the process is to end. Missing: once it is closed. */
  draining?: () => boolean
  /** Another process of the same shop: with the same LINE, which goes on delivering there. */
  beside?: Shop
}

export interface Shop {
  line: Simulator
  /** The channel's secret and access token. */
  keys: { secret: string; channelAccessToken: string }
  model: ScriptedModel
  url: string
  folder: string
  store: Store
  runner: Runner
  notices: Notice[]
  /** What was written to the audit. */
  audited: AuditLine[]
  /** What the notifier answers next: true to be told; else with this status (500). */
  telling: { works: boolean; status?: number; never?: boolean }
  conversation(user: string): Promise<Conversation | undefined>
  /** As it is in memory, with what is not stored yet. */
  look(user: string): Promise<Conversation | undefined>
  act(user: string, action: StaffAction, values?: { seen?: number; upTo?: string; by?: string }): Promise<StaffResult>
  staff: Staff
  /** Resolves with what `look` gives once it is something: looked at after every commit and notice. */
  until<T>(look: () => Promise<T> | T, timeoutMs?: number): Promise<NonNullable<T>>
  /** The calls of one kind that LINE got, in order. */
  calls(...kinds: string[]): Simulator['calls'][number][]
  close(): Promise<void>
}

export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'kidoku-')))
  const log = options.log ?? quietLog
  const keys = options.beside?.keys ?? { secret: randomUUID(), channelAccessToken: randomUUID() }
  const { secret, channelAccessToken } = keys
  const line = options.beside?.line ?? (await startLine(keys, options))
  const model = new ScriptedModel()
  const database = options.database ?? (await databaseOf(folder))
  const shared = database === undefined ? undefined : await openPostgresStore({ url: database, log })
  const opened = shared ?? (await openFilesStore({ folder, log }))
  // Whatever a test waits for is looked at again after each of these.
  const changes = new Set<() => void>()
  const changed = () => {
    for (const tell of changes) tell()
  }
  const faulty = options.store ? options.store(opened) : opened
  const store: Store = {
    ...faulty,
    async commit(commit) {
      await faulty.commit(commit)
      changed()
    },
  }
  const prompt: Prompt = {
    name: 'assistant',
    text: 'Be kind.',
    write: () => 'Be kind.',
    uses: new Set(),
    hash: 'abc',
    policy: policySchema.parse({ quiet: '30ms', quiet_media: '60ms', at_most: '400ms', ...options.policy }),
  }
  const notices: Notice[] = []
  const telling: Shop['telling'] = { works: true }
  const notifier: Notifier = {
    notify(notice) {
      notices.push(notice)
      changed()
      if (telling.never) return new Promise(() => undefined)
      return Promise.resolve({ type: 'answered', status: telling.works ? 200 : (telling.status ?? 500) })
    },
  }
  const clock = options.clock ?? systemClock
  const tokens = options.tokens?.(line, secret, clock) ?? longLived(channelAccessToken)
  const own = createLine({ tokens, apiBaseUrl: line.url })
  const calling = options.calling?.(own) ?? own
  const looking = createContents({ tokens, dataApiBaseUrl: line.url, log })
  const parts: Parts = {
    store,
    leases: shared,
    line: calling,
    contents: options.looking?.(looking, { tokens, dataApiBaseUrl: line.url }) ?? looking,
    ...options.setUp,
    model: options.asking ?? model,
    knowledge: options.passages === undefined ? oneShelf : shelves(options.passages),
    prompts: { current: () => prompt, ...options.prompts },
    notifier: options.notify === false ? undefined : (options.notifier?.(calling) ?? notifier),
    clock,
    waker: timerWaker(clock),
    log,
  }
  const runner = createRunner({ ...parts, pushDailyCap: options.pushDailyCap ?? 100 })
  const staff = createStaff({ store, clock, runner, newId: randomUUID })
  const audited: AuditLine[] = []
  const audit = {
    write(one: AuditLine) {
      audited.push(one)
      return Promise.resolve()
    },
  }
  const presses = createPresses({ store, line: parts.line, runner, words: plainWords, audit, clock, log })
  let draining = false
  const app = createApp({
    store,
    clock,
    log,
    wake: runner.wake,
    validSignature: (body, signature) => validSignature(body, [secret], signature),
    draining: () => draining || options.draining?.() === true,
    shared: shared !== undefined,
    staffGroup: options.staffGroup,
    staffUsers: options.staffUsers,
    presses,
    testers: options.setUp?.testers,
    simulator: { url: () => line.url, chatUrl: line.chatUrl, look: runner.look },
  })
  const answer = app.callback()
  const http = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  if (!options.beside) line.connect(`${url}/webhook`, url)
  if (shared) {
    await shared.wakeBy(runner.wake)
    await runner.wakeAll()
  } else await runner.resume()
  const idOf = (user: string) => `${line.botUserId}:user:${user}`
  return {
    line,
    keys,
    model,
    url,
    folder,
    store,
    runner,
    notices,
    audited,
    telling,
    conversation: (user) => store.load(idOf(user)),
    look: (user) => runner.look(idOf(user)),
    staff,
    async act(user, action, { seen, upTo, by = 'Owner' } = {}) {
      const version = seen ?? (await store.load(idOf(user)))?.staffVersion ?? 0
      return staff.act({ conversation: idOf(user), action, by, seen: version, upTo })
    },
    async until(look, timeoutMs = 10_000) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`waited ${timeoutMs} ms in vain for: ${look.toString()}`)), timeoutMs)
      })
      try {
        for (;;) {
          const next = Promise.withResolvers<void>()
          changes.add(next.resolve)
          const found = await look()
          if (found) return found
          await Promise.race([next.promise, late])
          changes.delete(next.resolve)
        }
      } finally {
        clearTimeout(timer)
      }
    },
    calls: (...kinds) => line.calls.filter((call) => kinds.includes(call.call)),
    async close() {
      draining = true
      model.release()
      await runner.drain()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      await store.close()
      if (!options.beside) await line.close()
      if (!options.folder) await rm(folder, { recursive: true, force: true })
    },
  }
}

function startLine(
  { secret, channelAccessToken }: Shop['keys'],
  { lineClock, notifier }: ShopOptions,
): Promise<Simulator> {
  return startSimulator({
    host: '127.0.0.1',
    port: 0,
    channelSecret: secret,
    channelAccessToken,
    staff: notifier !== undefined,
    now: lineClock && (() => lineClock.now()),
  })
}

/** The bot's texts on a phone. */
export const said = (line: Simulator, user: string): string[] =>
  line.chat(user).messages.flatMap((message) => (message.from === 'bot' ? [message.text] : []))

/** Whether each of the customer's messages shows Read. */
export const readMarks = (line: Simulator, user: string): boolean[] =>
  line
    .chat(user)
    .messages.flatMap((message) =>
      message.from === 'customer' && !message.byTap ? [message.readAt !== undefined] : [],
    )
