/** Backups made while the real server works, and what comes of a restore: nothing lost, and nothing said twice. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { appendFile, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readConversations } from '../../src/adapters/files/read-conversations.ts'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { isOpen, type Conversation } from '../../src/core/conversation.ts'
import { backupCommand } from '../../src/privacy/backup-command.ts'
import { startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { newFolder } from '../adapters/files/folder.ts'
import { conversation, receive, t0, text } from '../core/situations.ts'
import { quietLog, said } from '../flow/shop.ts'
import { freePort, startServerProcess, type ServerProcess } from '../process/server.ts'
import { inProcess, run } from './house.ts'

const secret = 's'.repeat(32)
const token = 'token-of-a-test'
const userOf = (n: number): string => `U${String(n).padStart(32, '0')}`
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

interface Place {
  line: Simulator
  notifyUrl: string
  start(folder: string): Promise<ServerProcess>
}

async function openPlace(): Promise<Place> {
  const line = await startSimulator({ host: '127.0.0.1', port: 0, channelSecret: secret, channelAccessToken: token })
  closing.push(() => line.close())
  const staff = createServer((request, response) => void request.resume().on('end', () => response.end('ok')))
  await once(staff.listen(0, '127.0.0.1'), 'listening')
  closing.push(async () => void staff.close())
  const address = staff.address()
  const notifyUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  return {
    line,
    notifyUrl,
    async start(folder) {
      const server = await startServerProcess({
        PORT: String(await freePort()),
        DATA_DIR: folder,
        LINE_CHANNEL_SECRET: secret,
        LINE_CHANNEL_ACCESS_TOKEN: token,
        LINE_API_BASE_URL: line.url,
        NOTIFY_WEBHOOK_URL: notifyUrl,
      })
      closing.push(async () => {
        server.child.kill('SIGKILL')
        await server.ended
      })
      line.connect(`${server.url}/webhook`)
      return server
    },
  }
}

async function all(folder: string): Promise<Conversation[]> {
  const found: Conversation[] = []
  for await (const read of readConversations(folder)) {
    if (!read.ok) throw new Error(`${read.path}: ${read.why}`)
    found.push(read.conversation)
  }
  return found
}

test(
  'a backup under load, a kill, an empty disk: what got 200 before comes to an end, and is said once',
  { timeout: 120_000 },
  async () => {
    const place = await openPlace()
    const { line } = place
    const folder = await newFolder()
    const target = join(await newFolder(), 'backup')
    const server = await place.start(folder)
    const questions = ['Are you open on Sunday?', 'Where are you?', 'operator', 'thanks!']
    /** Who had a 200 before the backup began, by message. */
    const accepted = new Map<string, string>()
    let begun = false
    let next = 0
    const over = new AbortController()
    const customers = Array.from({ length: 8 }, async () => {
      while (!over.signal.aborted) {
        const n = next++
        const { delivered, messageId } = await line.say(userOf(n), questions[n % questions.length] ?? '')
        if (delivered === 200 && !begun) accepted.set(messageId, userOf(n))
      }
    })
    await vi.waitFor(() => expect(accepted.size).toBeGreaterThan(24), { timeout: 20_000, interval: 20 })
    begun = true
    const backed = await run(folder, 'backup', target)
    expect(backed).toMatchObject({ code: 0 })
    over.abort()
    await Promise.all(customers)
    // The server goes on, and answers what was under way: that is on the phones, and in no backup.
    await line.waitFor(() => [...accepted.values()].every((who) => said(line, who).length > 0), 40_000)
    server.child.kill('SIGKILL')
    await server.ended
    await rm(folder, { recursive: true, force: true })

    const restored = await run(folder, 'restore', target)
    expect(restored.output).toMatch(/[1-9]\d* conversations were under way/)
    expect(restored.code).toBe(0)
    const before = line.calls.length
    const spoken = () => line.calls.slice(before).filter(({ call }) => call === 'reply' || call === 'push')
    await place.start(folder)
    await vi.waitFor(
      async () => {
        if (spoken().length > 0) return
        const conversations = await all(folder)
        const kept = new Map(conversations.flatMap((one) => one.messages.map((message) => [message.id, one] as const)))
        for (const id of accepted.keys()) {
          const one = kept.get(id)
          if (!one) throw new Error(`${id} is lost`)
          const ended = one.outbox.length === 0 && !one.pending && one.messages.every(({ state }) => state !== 'new')
          if (!ended) throw new Error(`${id} has not come to an end`)
          // It is closed, asked back, or a person has it.
          const open = one.messages.filter((message) => isOpen(message) && message.state !== 'asked')
          expect(open.every(({ id: message }) => one.entries.some(({ messages }) => messages.includes(message)))).toBe(
            true,
          )
        }
      },
      { timeout: 40_000, interval: 200 },
    )
    // All of it had been answered meanwhile: whatever the machine says now, it says twice.
    expect(spoken().map(({ call, texts }) => [call, ...texts])).toEqual([])
  },
)

test('six backups during continuous writing are each whole and without a corrupt file', async () => {
  const folder = await newFolder()
  const store = await openFilesStore({ folder, log: quietLog })
  const over = new AbortController()
  let n = 0
  const writing = (async () => {
    while (!over.signal.aborted) {
      n += 1
      const event = text(n, t0 + n, { conversation: `Ubot:user:${userOf(n % 50)}` })
      await store.receive([event])
      const before = (await store.load(event.conversation)) ?? { ...conversation(), id: event.conversation }
      const overflow = n % 3 === 0 ? before.facts.slice(0, 1) : []
      await store.commit({ conversation: receive(before, t0 + n, event), entered: [event.id], overflow, wakeAt: t0 })
    }
  })()
  const targets: string[] = []
  for (let round = 0; round < 6; round += 1) {
    const target = join(await newFolder(), 'backup')
    await vi.waitFor(() => expect(n).toBeGreaterThan((round + 1) * 20), { timeout: 20_000 })
    expect(await inProcess(folder, 'backup', target)).toMatchObject({ code: 0 })
    targets.push(target)
  }
  over.abort()
  await writing
  await store.close()
  for (const target of targets) {
    const fresh = join(await newFolder(), 'data')
    expect(await inProcess(fresh, 'restore', target)).toMatchObject({ code: 0 })
    expect((await all(fresh)).length).toBeGreaterThan(10)
    const again = await openFilesStore({ folder: fresh, log: quietLog })
    for (const id of await again.due()) {
      expect((await again.load(id)) ?? (await again.waiting(id))[0]).toBeDefined()
    }
    await again.close()
    expect(await readdir(join(fresh, 'corrupt'))).toEqual([])
  }
})

test('an event that leaves the inbox for its conversation while it is copied is in the backup', async () => {
  const folder = await newFolder()
  const store = await openFilesStore({ folder, log: quietLog })
  // Something is to be copied of each kind.
  await store.commit({ conversation: { ...conversation(), id: 'Ubot:user:other' }, entered: [], overflow: [] })
  const event = text(1, t0)
  await store.receive([event])
  const target = join(await newFolder(), 'backup')
  let entered = false
  const progress = async (): Promise<void> => {
    if (entered) return
    entered = true
    await store.commit({
      conversation: receive(conversation(), t0, event),
      entered: [event.id],
      overflow: [],
      wakeAt: t0,
    })
    // Then its piece of the inbox has gone, and not a second later.
    await store.close()
  }
  await backupCommand([target], { folder, now: Date.now, say: () => undefined, progress })
  expect(await readdir(join(folder, 'inbox'))).toEqual([])
  const fresh = join(await newFolder(), 'data')
  expect(await inProcess(fresh, 'restore', target)).toMatchObject({ code: 0 })
  const kept = (await all(fresh)).flatMap(({ messages }) => messages.map(({ id }) => id))
  expect(kept).toEqual([event.messageId])
})

describe('a backup', () => {
  /** A folder as a server leaves it, with a secret of each kind. */
  async function data(): Promise<string> {
    const folder = await newFolder()
    const store = await openFilesStore({ folder, log: quietLog })
    const asked = receive(conversation(), t0, text(1, t0))
    await store.commit({ conversation: asked, entered: [], overflow: [], wakeAt: t0 })
    await store.close()
    await writeFile(join(folder, 'sessions.json'), 'SECRET')
    await writeFile(join(folder, 'channel-access-token.json'), 'SECRET')
    await writeFile(join(folder, 'audit.jsonl'), '{"at":1}\n{"at":2')
    return folder
  }

  test('holds no secret, no half line, and is for its owner alone', async () => {
    const target = join(await newFolder(), 'backup')
    expect(await inProcess(await data(), 'backup', target)).toMatchObject({ code: 0 })
    const entries = await readdir(target, { recursive: true, withFileTypes: true })
    const texts = entries.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'utf8'))
    expect((await Promise.all(texts)).join()).not.toContain('SECRET')
    expect(await readFile(join(target, 'audit.jsonl'), 'utf8')).toBe('{"at":1}\n')
    for (const one of entries) {
      const { mode } = await stat(join(one.parentPath, one.name))
      expect(mode & 0o077).toBe(0)
    }
  })

  test('that is half, damaged or has a file too few is refused before anything is touched', async () => {
    const target = join(await newFolder(), 'backup')
    await inProcess(await data(), 'backup', target)
    const fresh = join(await newFolder(), 'data')
    await appendFile(join(target, 'audit.jsonl'), ' ')
    const damaged = await inProcess(fresh, 'restore', target)
    expect(damaged).toMatchObject({ code: 1 })
    expect(damaged.output).toContain('missing or damaged (audit.jsonl)')
    await rm(join(target, 'manifest.json'))
    const half = await inProcess(fresh, 'restore', target)
    expect(half).toMatchObject({ code: 1 })
    expect(half.output).toContain('no whole backup')
    expect(await readdir(fresh).catch(() => [])).toEqual([])
  })

  test('takes the place of what is there only when told, and that is kept beside it', async () => {
    const target = join(await newFolder(), 'backup')
    await inProcess(await data(), 'backup', target)
    const used = await data()
    const refused = await inProcess(used, 'restore', target)
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.output).toContain('is not empty')
    expect(await readFile(join(used, 'sessions.json'), 'utf8')).toBe('SECRET')
    expect(await inProcess(used, 'restore', target, '--replace')).toMatchObject({ code: 0 })
    const [aside = ''] = (await readdir(used)).filter((name) => name.startsWith('replaced-'))
    expect(await readFile(join(used, aside, 'sessions.json'), 'utf8')).toBe('SECRET')
    expect((await all(used)).map(({ messages }) => messages[0])).toMatchObject([{ restored: true }])
  })

  test('into a folder with something in it, or within the data folder, is refused before anything is made', async () => {
    const folder = await data()
    const target = await newFolder()
    await mkdir(join(target, 'something'))
    expect((await run(folder, 'backup', target)).output).toContain('is not empty')
    const before = await readdir(folder, { recursive: true })
    await symlink(folder, join(target, 'link'))
    for (const within of [join(folder, 'backup'), join(folder, 'some', 'where'), join(target, 'link', 'backup')]) {
      expect((await inProcess(folder, 'backup', within)).output).toContain('lie within one another')
    }
    expect(await readdir(folder, { recursive: true })).toEqual(before)
  })
})
