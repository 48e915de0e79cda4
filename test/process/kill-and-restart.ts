/**
 * Customers write, a server dies at named points of their turns (dying-server.ts), and the real one goes on with what it
 * left: on files of a folder, or on a PostgreSQL.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { z } from 'zod'
import { openPostgresStore } from '../../src/adapters/postgres/store.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import { startSimulator, type ApiCall } from '../../src/simulator/index.ts'
import { readFiles, type Files } from './checking.ts'
import type { Dying } from './dying-server.ts'
import { cleanEnvironment, freePort, startServerProcess } from './server.ts'

/** A customer, the point of their turn, and what they write. */
export interface Writing {
  user: string
  point: string
  text: string
}

export interface Outcome {
  /** LINE was asked for, about this customer. */
  calls: ApiCall[]
  /** What staff were told about them. */
  told: string[]
  /** What stands in the shop's system, of their words. */
  recorded: string[]
}

/** What the dead server and the next one share. */
export interface Shared {
  folder: string
  databaseUrl?: string
  conversations(): Promise<Files>
  /** Plays the time after which others take a dead process for dead. */
  takeForDead(): Promise<unknown>
  close(): Promise<void>
}

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'kidoku-kill-'))

export async function onFiles(): Promise<Shared> {
  const folder = await newFolder()
  return {
    folder,
    conversations: () => readFiles(folder),
    takeForDead: () => Promise.resolve(),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

/** @param databaseUrl of a database that has the tables */
export async function onPostgres(databaseUrl: string): Promise<Shared> {
  const folder = await newFolder()
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }
  const store = await openPostgresStore({ url: databaseUrl, connections: 2, log: quiet })
  return {
    folder,
    databaseUrl,
    async conversations() {
      const found = new Map<string, Conversation>()
      for await (const { conversations } of store.all()) for (const one of conversations) found.set(one.chat.id, one)
      return found
    },
    takeForDead: () => store.database.query('UPDATE kidoku.processes SET alive_until = now()'),
    async close() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** By customer. It closes what is shared. */
export async function killAndRestart(writing: readonly Writing[], shared: Shared): Promise<Map<string, Outcome>> {
  const { folder, databaseUrl } = shared
  const [secret, token] = ['s'.repeat(32), 'token-of-a-test']
  const line = await startSimulator({ host: '127.0.0.1', port: 0, channelSecret: secret, channelAccessToken: token })
  const staff = await openStaffRoom()
  const tasks = await openTasks()
  const promptsDir = await promptsThatRecord(folder, tasks.url)
  const children: { kill(signal: NodeJS.Signals): unknown }[] = []
  try {
    const points = Object.fromEntries(writing.map(({ user, point }) => [user, point]))
    const dying: Dying = {
      folder,
      databaseUrl,
      lineUrl: line.url,
      secret,
      token,
      notifyUrl: staff.url,
      promptsDir,
      points,
    }
    const child = spawn(process.execPath, ['test/process/dying-server.ts', JSON.stringify(dying)], {
      env: cleanEnvironment({}),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const exit = once(child, 'exit')
    const [port] = await once(child.stdout, 'data')
    line.connect(`http://127.0.0.1:${Number(String(port))}/webhook`)
    const sent = await Promise.all(writing.map(({ user, text }) => line.say(user, text)))
    const [, signal] = await exit
    expect(signal).toBe('SIGKILL')
    await shared.takeForDead()

    const server = await startServerProcess({
      PORT: String(await freePort()),
      DATA_DIR: folder,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      LINE_CHANNEL_SECRET: secret,
      LINE_CHANNEL_ACCESS_TOKEN: token,
      LINE_API_BASE_URL: line.url,
      NOTIFY_WEBHOOK_URL: staff.url,
      PROMPTS_DIR: promptsDir,
    })
    children.push(server.child)
    line.connect(`${server.url}/webhook`)
    // What got no 200 LINE delivers again; what did is kidoku's to finish.
    const again = sent.filter(({ delivered }) => delivered !== 200)
    const statuses = await Promise.all(again.map(({ webhookEventId }) => line.redeliver(webhookEventId)))
    expect(statuses.filter((status) => status !== 200)).toEqual([])
    const isServed = (user: string): boolean => {
      const { messages } = line.chat(user)
      return messages.some(({ from }) => from === 'bot') && messages[0]?.readAt !== undefined
    }
    await line.waitFor(() => writing.every(({ user }) => isServed(user)), 60_000)
    // What the phone shows is not the end of it: a second answer would come from what is still in the outbox.
    const restless = async (): Promise<string[]> => {
      const all = await shared.conversations()
      return writing.flatMap(({ user }) => (isAtRest(all.get(user)) ? [] : user))
    }
    await vi.waitFor(async () => expect(await restless()).toEqual([]), { timeout: 60_000 })
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    const outcomeOf = ({ user, text }: Writing): Outcome => ({
      calls: line.calls.filter(({ chatId }) => chatId === user),
      told: staff.told.filter((notice) => notice.includes(text)),
      recorded: tasks.all.filter((task) => task === text),
    })
    return new Map(writing.map((one) => [one.user, outcomeOf(one)]))
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await line.close()
    staff.close()
    tasks.close()
    await shared.close()
  }
}

function isAtRest(conversation: Conversation | undefined): boolean {
  if (!conversation || conversation.messages.length === 0) return false
  const { outbox, pending, messages } = conversation
  return outbox.length === 0 && !pending && messages.every(({ state }) => state !== 'new')
}

/** The shop's own prompts, with an assistant that may have tasks recorded. */
async function promptsThatRecord(folder: string, url: string): Promise<string> {
  const dir = join(folder, 'prompts')
  await cp('prompts', dir, { recursive: true, filter: (path) => !path.includes('cases') })
  const file = join(dir, 'assistant.md')
  await writeFile(file, (await readFile(file, 'utf8')).replace('---\n', '---\nrecords: [tasks]\n'))
  const tasks = `{ about: A task for the team., arguments: { what: { about: what is to be done } }, http: { url: '${url}' } }`
  await writeFile(join(dir, 'lookups.yaml'), `hosts: [127.0.0.1]\nrecords:\n  tasks: ${tasks}\n`)
  return dir
}

/** A system of tasks that keeps its keys: the same one again stands there once. */
async function openTasks() {
  const all: string[] = []
  const keys = new Set<string>()
  const server = createServer((request, response) => {
    request.setEncoding('utf8')
    let body = ''
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const key = String(request.headers['idempotency-key'])
      if (!keys.has(key)) all.push(z.object({ what: z.string() }).parse(JSON.parse(body)).what)
      keys.add(key)
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `T-${keys.size}` }))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { all, url: `http://127.0.0.1:${port}/tasks`, close: () => server.close() }
}

/** Takes what staff are told. */
async function openStaffRoom() {
  const told: string[] = []
  const server = createServer((request, response) => {
    request.setEncoding('utf8')
    let notice = ''
    request.on('data', (chunk: string) => (notice += chunk))
    request.on('end', () => {
      told.push(notice)
      response.end('ok')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { told, url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}
