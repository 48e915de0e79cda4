/**
 * The house under fire: the real application, flow and store on a loopback port; LINE and the model are stand-ins.
 * It notes what nobody outside can see: which good events entered their conversations, what a request without a valid
 * signature touched, which errors were logged, and what has not come to its end.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { openAccounts } from '../../src/adapters/documents/accounts.ts'
import { openService } from '../../src/adapters/documents/service.ts'
import { openSessions } from '../../src/adapters/documents/sessions.ts'
import { validSignature } from '../../src/adapters/line/signature.ts'
import { createStaffWords } from '../../src/adapters/notify/staff-words.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { timerWaker } from '../../src/adapters/time/waker.ts'
import { createApp } from '../../src/app.ts'
import type { ReceivingChannel } from '../../src/webhook.ts'
import { createConsole } from '../../src/console/console.ts'
import { policySchema } from '../../src/core/policy.ts'
import type { Prompt } from '../../src/core/request.ts'
import { turnOf } from '../../src/core/turn.ts'
import { createPresses } from '../../src/flow/presses.ts'
import { createRunner } from '../../src/flow/runner.ts'
import { createStaff } from '../../src/flow/staff.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Store } from '../../src/ports/store.ts'
import { staffGroup, staffUser } from './events.ts'
import { isThere, nothingSeen, unsignedHeader, type House } from './seen.ts'
import { oneShelf, playedContents, playedLine, playedModel, playedNotifier } from './stand-ins.ts'
import { makeTempFolder } from './folder.ts'
import { keepInFiles, keepInPostgres } from './kept.ts'

export interface HouseOptions {
  secret: string
  /** Somebody else's to make and remove. */
  folder?: string
  /** The address of a PostgreSQL database that has the tables. Missing: all is kept in files. */
  database?: string
  /** A fault planted by a test, to see that it is found. */
  store?: (store: Store) => Store
  validSignature?: ReceivingChannel['validSignature']
  /** So long (ms) everything may take to come to its end. */
  patience?: number
  /** Collects garbage; missing: what `--expose-gc` gives, if anything. */
  collect?: () => void
}

export async function openHouse(options: HouseOptions): Promise<House> {
  const { patience = 120_000, collect = globalThis.gc } = options
  const folder = options.folder ?? (await makeTempFolder())
  const within = new AsyncLocalStorage<{ unsigned?: string }>()
  let seen = nothingSeen()
  let touched = new Set<string>()
  const count = (where: Record<string, number>, what: string) => void (where[what] = (where[what] ?? 0) + 1)
  const complain = (where: string, what: string) => count(seen.unfit, `${where}: ${what}`)
  const log: Log = {
    debug() {},
    info() {},
    warn() {},
    error(fields, message) {
      const err: unknown = 'err' in fields ? fields.err : undefined
      // What is no HTTP at all is the client's own fault, at whatever level it is told.
      if (err instanceof Error && 'code' in err && String(err.code).startsWith('HPE_')) return
      count(seen.errors, err instanceof Error ? `${message}: ${firstLines(err)}` : message)
    },
  }
  const kept = await (options.database === undefined ? keepInFiles(folder, log) : keepInPostgres(options.database, log))
  const { documents, audit } = kept
  const effect = (what: string): void => {
    const unsigned = within.getStore()?.unsigned
    if (unsigned !== undefined) seen.unsigned.push(`${what}, by ${unsigned}`)
  }
  const faulty = options.store?.(kept.store) ?? kept.store
  const store: Store = {
    ...faulty,
    receive(events) {
      effect('receive')
      for (const { conversation } of events) touched.add(conversation)
      seen.events += events.length
      return faulty.receive(events)
    },
    setAside(...what) {
      effect('setAside')
      return faulty.setAside(...what)
    },
    async commit(commit) {
      effect('commit')
      await faulty.commit(commit)
      for (const id of commit.entered) if (isThere(id, commit.conversation)) seen.arrived.push(id)
    },
  }
  const clock = systemClock
  const line = playedLine(complain)
  const prompt: Prompt = {
    name: 'assistant',
    text: '',
    write: () => 'Be kind.',
    uses: new Set(),
    hash: 'fuzz',
    policy: policySchema.parse({
      quiet: '20ms',
      quiet_media: '20ms',
      at_most: '80ms',
      remind_after: 'never',
      greeting: true,
      read_on: ['resolved', 'handoff', 'customer'],
      topics: ['opening hours'],
    }),
  }
  const runner = createRunner({
    store,
    leases: kept.leases,
    line,
    contents: playedContents,
    model: playedModel(complain),
    knowledge: oneShelf,
    prompts: { current: () => prompt },
    notifier: playedNotifier(complain),
    clock,
    waker: timerWaker(clock),
    log,
    pushDailyCap: 1e9,
  })
  const staff = createStaff({ store, clock, runner, newId: randomUUID })
  const service = await openService({ documents, clock, log })
  const presses = createPresses({ store, line, runner, words: createStaffWords('ja'), clock, log })
  const ending = new AbortController()
  const app = createApp({
    store,
    clock,
    log,
    wake: (id) => {
      effect('wake')
      runner.wake(id)
    },
    validSignature: options.validSignature ?? ((body, signature) => validSignature(body, [options.secret], signature)),
    draining: () => false,
    shared: kept.leases !== undefined,
    staffGroup,
    staffUsers: [staffUser],
    presses,
    console: createConsole({
      access: { type: 'open' },
      accounts: openAccounts(documents),
      sessions: await openSessions({ documents, clock }),
      audit,
      store,
      line,
      staff,
      clock,
      log,
      chats: 'line',
      service,
      ending: ending.signal,
    }),
  })
  const answer = app.callback()
  const http = createServer((request, response) => {
    const unsigned = request.headers[unsignedHeader]?.toString()
    within.run({ unsigned }, () => void answer(request, response))
  })
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await kept.wakeBy?.(runner.wake)

  /** Whether nothing waits in it for the machine. */
  const isAtRest = async (id: string): Promise<boolean> => {
    if ((await store.waiting(id)).length > 0) return false
    const conversation = await store.load(id)
    if (!conversation) return true
    const { pending } = conversation
    // Pushes are let through a few a minute: what waits for that has a time at which it goes on.
    return pending ? pending.actions.some(({ wait }) => wait !== undefined) : !turnOf(conversation)
  }
  const restless = async (ids: Iterable<string>): Promise<string[]> => {
    const found: string[] = []
    for (const id of ids) if (!(await isAtRest(id))) found.push(id)
    return found
  }
  /** The strangest have the longest files: their pages are looked at. */
  const lookAtPages = async (ids: readonly string[]): Promise<void> => {
    const paths = ['', '/all', '/staff', '/questions', '/undelivered', ...ids.map((id) => `/${encodeURIComponent(id)}`)]
    for (const path of paths) {
      const url = `http://127.0.0.1:${port}/console${path}`
      const response = await fetch(url, { headers: { 'accept-language': 'ja' } })
      await response.text()
      if (response.status >= 500) seen.pages.push(`${path}: ${response.status}`)
    }
  }
  /** So that conversations stay small, and because it is a thing that owners do. */
  const forget = async (id: string): Promise<void> => {
    const conversation = await store.load(id)
    if (!conversation || conversation.chat.type === 'account') return
    const { type } = await staff.act({ conversation: id, action: 'forget', by: 'Aya', seen: conversation.staffVersion })
    if (type !== 'done') seen.stuck.push(`${id}: forget: ${type}`)
  }

  return {
    port,
    async settle() {
      const deadline = Date.now() + patience
      let left = await restless(touched)
      while (left.length > 0 && Date.now() < deadline) {
        await clock.after(50)
        left = await restless(left)
      }
      seen.stuck.push(...left)
      const ids = [...touched]
      await lookAtPages(ids.slice(0, 40))
      for (let n = 0; n < ids.length; n += 50) await Promise.all(ids.slice(n, n + 50).map(forget))
      await kept.dropSetAside()
      const result = { ...seen, conversations: touched.size, heap: heapInUse(collect) }
      seen = nothingSeen()
      touched = new Set()
      return result
    },
    async close() {
      ending.abort()
      await runner.drain()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      await store.close()
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

const firstLines = ({ stack = '' }: Error): string => stack.split('\n').slice(0, 3).join(' ').slice(0, 400)

function heapInUse(collect: (() => void) | undefined): number | undefined {
  if (!collect) return undefined
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return Math.round((heapUsed + external) / 1e5) / 10
}
