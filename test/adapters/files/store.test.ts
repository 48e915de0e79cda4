import { spawn } from 'node:child_process'
import { readdirSync, watch } from 'node:fs'
import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FolderTaken } from '../../../src/adapters/files/lock.ts'
import { openFilesStore } from '../../../src/adapters/files/store.ts'
import { begin } from '../../../src/core/conversation.ts'
import type { Log } from '../../../src/ports/log.ts'
import { erasingContract } from '../../contract/erasing.ts'
import { storeContract } from '../../contract/store.ts'
import { conversation, follow, judge, receive, t0, text } from '../../core/situations.ts'

const errors: string[] = []
const log: Log = {
  debug() {},
  info() {},
  warn() {},
  error: (fields, message) => errors.push(`${message} ${JSON.stringify(fields)}`),
}
const newFolder = () => mkdtemp(join(tmpdir(), 'kidoku-files-'))
const id = conversation().id

const prepare = async () => {
  const folder = await newFolder()
  return { open: () => openFilesStore({ folder, log }), remove: () => rm(folder, { recursive: true, force: true }) }
}
storeContract('files', prepare)
erasingContract('files', prepare)

describe('the files store', () => {
  let folder: string
  beforeEach(async () => {
    folder = await newFolder()
    errors.length = 0
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const files = async (...path: string[]) => (await readdir(join(folder, ...path), { recursive: true })).toSorted()
  const commit = (name: string, wakeAt?: number) => ({
    conversation: begin(name, 'Ubot', { type: 'user' as const, id: name }),
    entered: [],
    overflow: [],
    wakeAt,
  })

  test('a line that a crash tore is left out; what was answered with 200 before it is there', async () => {
    const first = await openFilesStore({ folder, log })
    await first.receive([text(1, t0)])
    const [segment] = await files('inbox')
    await first.close()
    await appendFile(join(folder, 'inbox', segment!), '{"id":"event-2","conver')
    const store = await openFilesStore({ folder, log })
    expect((await store.waiting(id)).map((event) => event.id)).toEqual(['event-1'])
    await store.receive([text(3, t0)])
    await store.close()
    const again = await openFilesStore({ folder, log })
    expect((await again.waiting(id)).map((event) => event.id)).toEqual(['event-1', 'event-3'])
    await again.close()
  })

  test('a line that has lost its end alone is whole, and a segment that somebody took away stops nothing', async () => {
    const first = await openFilesStore({ folder, log })
    await first.receive([text(1, t0)])
    const [segment] = await files('inbox')
    await first.close()
    const path = join(folder, 'inbox', segment!)
    await writeFile(path, (await readFile(path, 'utf8')).trimEnd())
    const store = await openFilesStore({ folder, log })
    expect((await store.waiting(id)).map((event) => event.id)).toEqual(['event-1'])
    await store.receive([text(2, t0)])
    await rm(path)
    await store.commit({ conversation: conversation(), entered: ['event-1', 'event-2'], overflow: [], wakeAt: t0 })
    await store.close()
    expect(await files('inbox')).toEqual([])
  })

  test('a corrupt conversation is set aside with an error that names it, and all others are untouched', async () => {
    const first = await openFilesStore({ folder, log })
    await first.commit(commit('good', t0))
    await first.commit(commit('bad', t0))
    await first.close()
    const names = (await files('conversations')).filter((name) => name.endsWith('.json'))
    for (const name of names) {
      const path = join(folder, 'conversations', name)
      if ((await readFile(path, 'utf8')).includes('"bad"')) await writeFile(path, '{"format":1,"id":"ba')
    }
    const store = await openFilesStore({ folder, log })
    expect(await store.load('good')).toBeDefined()
    expect(await store.load('bad')).toBeUndefined()
    expect(await files('corrupt')).toHaveLength(1)
    expect(errors.join()).toContain('has been set aside')
    await store.receive([text(1, t0)])
    await store.commit(commit('bad'))
    expect(await store.load('bad')).toBeDefined()
    await store.close()
  })

  test('two who find a conversation corrupt at once set it aside once, and what comes then is counted past its turns', async () => {
    const first = await openFilesStore({ folder, log })
    await first.commit(commit('bad', t0))
    await first.close()
    const [path = ''] = (await files('conversations')).filter((name) => name.endsWith('.json'))
    await writeFile(join(folder, 'conversations', path), '{"format":1,"id":"ba')
    const store = await openFilesStore({ folder, log })
    expect(await store.turnsFrom()).toBe(0)
    expect(await Promise.all([store.load('bad'), store.load('bad')])).toEqual([undefined, undefined])
    expect(await files('corrupt')).toHaveLength(1)
    expect(await store.turnsFrom()).toBeGreaterThan(1_000_000_000)
    await store.close()
  })

  test('a corrupt inbox line and a corrupt due file cost nothing else', async () => {
    const first = await openFilesStore({ folder, log })
    await first.receive([text(1, t0), text(2, t0)])
    const [segment] = await files('inbox')
    await first.close()
    const path = join(folder, 'inbox', segment!)
    const lines = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, [lines[0], 'garbage', lines[1], ''].join('\n'))
    await writeFile(join(folder, 'due.json'), '')
    const store = await openFilesStore({ folder, log })
    expect(await store.waiting(id)).toHaveLength(2)
    await store.close()
  })

  test('a write that fails leaves the old state, on disk and in memory, and the next one goes through', async () => {
    const store = await openFilesStore({ folder, log })
    const c = receive(conversation(), t0, text(1, t0))
    await store.receive([text(1, t0)])
    await store.commit({ conversation: c, entered: [], overflow: [], wakeAt: t0 })
    await rename(join(folder, 'conversations'), join(folder, 'elsewhere'))
    await writeFile(join(folder, 'conversations'), 'in the way')
    const next = { conversation: { ...c, version: 9 }, entered: ['event-1'], overflow: [], wakeAt: undefined }
    await expect(store.commit(next)).rejects.toThrow()
    expect(await store.waiting(id)).toHaveLength(1)
    await rm(join(folder, 'conversations'))
    await rename(join(folder, 'elsewhere'), join(folder, 'conversations'))
    expect((await store.load(id))?.version).toBe(0)
    await store.commit(next)
    expect((await store.load(id))?.version).toBe(9)
    expect(await store.waiting(id)).toEqual([])
    await store.close()
  })

  test('an inbox that cannot be written refuses, keeps nothing of it, and heals', async () => {
    const store = await openFilesStore({ folder, log })
    await rename(join(folder, 'inbox'), join(folder, 'elsewhere'))
    await writeFile(join(folder, 'inbox'), 'in the way')
    await expect(store.receive([text(1, t0)])).rejects.toThrow()
    expect(await store.waiting(id)).toEqual([])
    await rm(join(folder, 'inbox'))
    await rename(join(folder, 'elsewhere'), join(folder, 'inbox'))
    await store.receive([text(1, t0)])
    expect(await store.waiting(id)).toHaveLength(1)
    await store.close()
  })

  test('an inbox segment is deleted once all in it has entered, and what is due is named elsewhere by then', async () => {
    const store = await openFilesStore({ folder, log })
    const long = 'x'.repeat(10_000)
    for (let number = 1; number <= 250; number += 1) {
      await store.receive([text(number, t0, { content: { type: 'text', text: long } })])
    }
    const before = await files('inbox')
    expect(before.length).toBeGreaterThan(1)
    const entered = (await store.waiting(id)).map((event) => event.id)
    await store.commit({ conversation: conversation(), entered, overflow: [], wakeAt: t0 + 1 })
    await store.close()
    expect(await files('inbox')).toEqual([])
    expect(JSON.parse(await readFile(join(folder, 'due.json'), 'utf8'))).toEqual({ conversations: [id] })
  })

  test('the last segment goes too, soon after all in it has entered: nothing that was unsent stays there', async () => {
    const store = await openFilesStore({ folder, log })
    await store.receive([text(1, t0, { content: { type: 'text', text: 'my secret' } })])
    const gone = new Promise<void>((resolve) => {
      const watcher = watch(join(folder, 'inbox'), () => {
        if (readdirSync(join(folder, 'inbox')).length > 0) return
        watcher.close()
        resolve()
      })
    })
    await store.commit({ conversation: conversation(), entered: ['event-1'], overflow: [], wakeAt: undefined })
    await gone
    await store.receive([text(2, t0)])
    expect(await store.waiting(id)).toHaveLength(1)
    await store.close()
  })

  test('without due.json, or with a corrupt one, every conversation is looked at once: nobody who waits is forgotten', async () => {
    const first = await openFilesStore({ folder, log })
    const handed = follow(judge(receive(conversation(), t0, text(1, t0)), t0, { decision: 'handoff' }), t0).c
    await first.commit({ conversation: handed, entered: [], overflow: [], wakeAt: undefined })
    await first.close()
    for (const content of ['', '{"conversations":', '{"conversations":null}']) {
      await writeFile(join(folder, 'due.json'), content)
      const store = await openFilesStore({ folder, log })
      expect(await store.due()).toEqual([id])
      expect((await store.list({ list: 'waiting', limit: 10 })).rows).toMatchObject([{ id }])
      await store.close()
    }
  })

  test('twenty who ask at once whether it is ready hear the same', async () => {
    const store = await openFilesStore({ folder, log })
    const answers = await Promise.all(Array.from({ length: 20 }, () => store.ready()))
    expect(answers.every(Boolean)).toBe(true)
    await store.close()
  })

  test('facts past the last 200 go to a file beside the conversation', async () => {
    const store = await openFilesStore({ folder, log })
    const overflow = [{ type: 'begun' as const, at: t0, turn: 't1' }]
    await store.commit({ ...commit('one'), overflow })
    await store.commit({ ...commit('one'), overflow })
    const [facts] = (await files('conversations')).filter((name) => name.endsWith('.facts.jsonl'))
    expect((await readFile(join(folder, 'conversations', facts!), 'utf8')).trim().split('\n')).toHaveLength(2)
    await store.close()
  })

  test('of a conversation that was forgotten nothing is left beside it either', async () => {
    const store = await openFilesStore({ folder, log })
    await store.commit({ ...commit('one'), overflow: [{ type: 'begun', at: t0, turn: 't1' }] })
    const erased = commit('one')
    const forgotten = { type: 'forgotten' as const, at: t0, event: 'e1', by: 'Owner' }
    await store.commit({ ...erased, conversation: { ...erased.conversation, facts: [forgotten] } })
    expect((await files('conversations')).filter((name) => name.endsWith('.facts.jsonl'))).toEqual([])
    await store.close()
  })

  test('no half-written file is left behind, and what a killed process left is cleared away', async () => {
    await (await openFilesStore({ folder, log })).close()
    await writeFile(join(folder, 'scratch', 'left.tmp'), 'half a conversation')
    const store = await openFilesStore({ folder, log })
    await Promise.all(['a', 'b', 'c'].map((name) => store.commit(commit(name))))
    expect((await files()).filter((name) => name.endsWith('.tmp'))).toEqual([])
    // The lock goes where the data goes.
    expect(await files()).toContain('lock')
    await store.close()
  })
})

describe('the lock', () => {
  /** A process of its own that opens the folder, says so, and stays. */
  const owner = (folder: string) => {
    const script = `
      import { openFilesStore } from ${JSON.stringify(new URL('../../../src/adapters/files/store.ts', import.meta.url).href)}
      const log = { debug() {}, info() {}, warn() {}, error() {} }
      await openFilesStore({ folder: ${JSON.stringify(folder)}, log })
      console.log('open')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return { child, open: new Promise((resolve) => child.stdout.once('data', resolve)) }
  }

  test('keeps a second process out while the first lives', async () => {
    const folder = await newFolder()
    const { child, open } = owner(folder)
    await open
    await expect(openFilesStore({ folder, log })).rejects.toThrow(FolderTaken)
    child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  test('a start takes over when a killed owner’s heartbeat has stopped', async () => {
    const folder = await newFolder()
    const { child, open } = owner(folder)
    await open
    child.kill('SIGKILL')
    const store = await openFilesStore({ folder, log })
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
})
