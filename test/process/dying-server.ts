/**
 * A kidoku made of the real parts that kills itself at one named point of a turn: what a power cut does. The next start,
 * of the real entry over the same folder, has to finish what this one began.
 *
 * Arguments: one JSON object, see `Dying`.
 */
import { createServer } from 'node:http'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { createLine } from '../../src/adapters/line/line.ts'
import { validSignature } from '../../src/adapters/line/signature.ts'
import { longLived } from '../../src/adapters/line/tokens.ts'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { createWebhookNotifier } from '../../src/adapters/notify/webhook.ts'
import { createOffline } from '../../src/adapters/offline/offline.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { timerWaker } from '../../src/adapters/time/waker.ts'
import { createApp } from '../../src/app.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import { createRunner } from '../../src/flow/runner.ts'
import type { Line } from '../../src/ports/line.ts'
import type { Model } from '../../src/ports/model.ts'
import type { Notifier } from '../../src/ports/notifier.ts'
import type { Store } from '../../src/ports/store.ts'
import { noContents } from '../contents.ts'

export interface Dying {
  folder: string
  lineUrl: string
  secret: string
  token: string
  notifyUrl: string
  point: string
}

const { folder, lineUrl, secret, token, notifyUrl, point }: Dying = JSON.parse(process.argv[2] ?? '')

const at = (name: string): void => {
  if (name === point) process.kill(process.pid, 'SIGKILL')
}
async function around<T>(name: string, act: () => Promise<T>): Promise<T> {
  at(`before ${name}`)
  const result = await act()
  at(`after ${name}`)
  return result
}

/** Which write of a turn this is, told by what it adds. */
function nameOf(conversation: Conversation): string {
  const last = conversation.facts.findLast((fact) => ['judged', 'attempted', 'outcome'].includes(fact.type))
  if (last?.type === 'attempted' || last?.type === 'outcome') return `the write of ${last.type} ${last.what}`
  return last ? 'the write of the decision' : 'another write'
}

const log = { debug() {}, info() {}, warn() {}, error() {} }
const store = await openFilesStore({ folder, log })
const dyingStore: Store = {
  ...store,
  receive: (events) => around('the write of the inbox', () => store.receive(events)),
  commit: (commit) => around(nameOf(commit.conversation), () => store.commit(commit)),
}
const line = createLine({ tokens: longLived(token), apiBaseUrl: lineUrl })
const dyingLine: Line = {
  ...line,
  markAsRead: (...args) => around('the call of read', () => line.markAsRead(...args)),
  reply: (...args) => around('the call of reply', () => line.reply(...args)),
}
const telling = createWebhookNotifier(notifyUrl)
const notifier: Notifier = {
  notify: (...args) => around('the call of notify', () => telling.notify(...args)),
}
const knowledge = await loadKnowledge('data/knowledge')
const offline = createOffline(knowledge)
const model: Model = {
  name: offline.name,
  takesMedia: offline.takesMedia,
  judge: (request, signal) => around('the call of the model', () => offline.judge(request, signal)),
}
const clock = systemClock
const runner = createRunner({
  store: dyingStore,
  line: dyingLine,
  contents: noContents,
  model,
  knowledge,
  prompts: await loadPrompts('prompts', 'assistant'),
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
