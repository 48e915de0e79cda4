/**
 * A kidoku made of the real parts that stops at one named point of each customer's turn, and kills itself as soon as all
 * have come to theirs: what a power cut does. The next start, of the real entry over the same folder or database, has to
 * finish what this one began.
 *
 * Arguments: one JSON object, see `Dying`.
 */
import { createServer } from 'node:http'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { createLine } from '../../src/adapters/line/line.ts'
import { validSignature } from '../../src/adapters/line/signature.ts'
import { longLived } from '../../src/adapters/line/tokens.ts'
import { watchLookUps } from '../../src/adapters/look-ups/live.ts'
import { openFolders } from '../../src/adapters/markdown/folders.ts'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { createWebhookNotifier } from '../../src/adapters/notify/webhook.ts'
import { createOffline } from '../../src/adapters/offline/offline.ts'
import { openPostgresStore } from '../../src/adapters/postgres/store.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { timerWaker } from '../../src/adapters/time/waker.ts'
import { createApp } from '../../src/app.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import type { InboxEvent } from '../../src/core/event.ts'
import type { Given } from '../../src/core/look-ups/declared.ts'
import { createRunner } from '../../src/flow/runner.ts'
import type { Leases } from '../../src/ports/leases.ts'
import type { Line } from '../../src/ports/line.ts'
import type { LiveSystems } from '../../src/ports/look-ups.ts'
import type { Model } from '../../src/ports/model.ts'
import type { Notifier } from '../../src/ports/notifier.ts'
import type { Store } from '../../src/ports/store.ts'
import { noContents } from '../contents.ts'

export interface Dying {
  folder: string
  /** Of a database that has the tables; missing: all is kept in the folder. */
  databaseUrl?: string
  lineUrl: string
  secret: string
  token: string
  notifyUrl: string
  /** Of `assistant` and of the systems it names; missing: the prompts that ship. */
  promptsDir?: string
  /** By customer. */
  points: Record<string, string>
}

const {
  folder,
  databaseUrl,
  lineUrl,
  secret,
  token,
  notifyUrl,
  promptsDir = 'prompts',
  points,
}: Dying = JSON.parse(process.argv[2] ?? '')

const stopped = new Set<string>()
/** Whoever's turn has come to its point, for them nothing is done any more. */
async function at(name: string, conversation: string): Promise<void> {
  const user = conversation.split(':').at(-1) ?? ''
  if (points[user] === name) stopped.add(user)
  if (stopped.size === Object.keys(points).length) process.kill(process.pid, 'SIGKILL')
  if (stopped.has(user)) await new Promise(() => undefined)
}
async function around<T>(name: string, conversation: string, act: () => Promise<T>): Promise<T> {
  await at(`before ${name}`, conversation)
  const result = await act()
  await at(`after ${name}`, conversation)
  return result
}

/** Which write of a turn this is, told by what it adds. */
function nameOf(conversation: Conversation): string {
  const last = conversation.facts.findLast((fact) => ['judged', 'attempted', 'outcome'].includes(fact.type))
  if (last?.type === 'attempted' || last?.type === 'outcome') return `the write of ${last.type} ${last.what}`
  return last ? 'the write of the decision' : 'another write'
}

/** Whose a token is: LINE is called with nothing else. And whose words they are. */
const owners = new Map<string, string>()
const ownerOf = (given: Given): string => owners.get(given['what'] ?? '') ?? ''
function noteTokens(events: readonly InboxEvent[]): void {
  for (const event of events) {
    if (event.type !== 'message') continue
    for (const one of [event.replyToken, event.readToken]) if (one !== undefined) owners.set(one, event.conversation)
    if (event.content.type === 'text') owners.set(event.content.text, event.conversation)
  }
}

const log = { debug() {}, info() {}, warn() {}, error() {} }
async function open(): Promise<{ store: Store; leases?: Leases }> {
  if (databaseUrl === undefined) return { store: await openFilesStore({ folder, log }) }
  const store = await openPostgresStore({ url: databaseUrl, log })
  return { store, leases: store }
}
const { store, leases } = await open()
const dyingStore: Store = {
  ...store,
  receive(events) {
    noteTokens(events)
    return around('the write of the inbox', events[0]?.conversation ?? '', () => store.receive(events))
  },
  commit: (commit) => around(nameOf(commit.conversation), commit.conversation.id, () => store.commit(commit)),
}
const dyingLeases: Leases | undefined = leases && {
  async take(id) {
    const lease = await around('the taking of the lease', id, () => leases.take(id))
    return lease && { release: (wakeAt) => around('the letting go of the lease', id, () => lease.release(wakeAt)) }
  },
}
const line = createLine({ tokens: longLived(token), apiBaseUrl: lineUrl })
const dyingLine: Line = {
  ...line,
  markAsRead: (...args) => around('the call of read', owners.get(args[0]) ?? '', () => line.markAsRead(...args)),
  reply: (...args) => around('the call of reply', owners.get(args[0]) ?? '', () => line.reply(...args)),
}
const telling = createWebhookNotifier(notifyUrl)
const notifier: Notifier = {
  notify: (...args) => around('the call of notify', args[0].conversation, () => telling.notify(...args)),
}
const knowledge = await loadKnowledge('data/knowledge')
const offline = createOffline(knowledge)
const model: Model = {
  name: offline.name,
  takesMedia: offline.takesMedia,
  judge: (request, signal, asking) =>
    around('the call of the model', asking?.conversation ?? '', () => offline.judge(request, signal)),
}
const prompts = await loadPrompts(promptsDir, 'assistant')
const { look_ups, records } = prompts.current().policy
const live = await watchLookUps(promptsDir, { log, folders: openFolders({ log }), variable: () => undefined })
await live.open({ look_ups, records })
/** A sink is told nothing of whose request it is but in its words. */
const dyingLive: LiveSystems = {
  lookUp: live.lookUp,
  sink(name) {
    const sink = live.sink(name)
    return (
      sink && {
        ...sink,
        record: (given, ...others) => around('the call of record', ownerOf(given), () => sink.record(given, ...others)),
      }
    )
  },
}
const clock = systemClock
const runner = createRunner({
  store: dyingStore,
  leases: dyingLeases,
  line: dyingLine,
  contents: noContents,
  model,
  knowledge,
  prompts,
  live: dyingLive,
  notifier,
  clock,
  waker: timerWaker(clock),
  log,
  pushDailyCap: 10,
})
const app = createApp({
  store: dyingStore,
  clock,
  log,
  wake: runner.wake,
  validSignature: (body, signature) => validSignature(body, [secret], signature),
  draining: () => false,
})
const answer = app.callback()
const server = createServer((request, response) => void answer(request, response))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' && address ? address.port : 0)
})
await runner.resume()
