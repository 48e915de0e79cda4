/** A data folder read from outside, while a server may be at work on it. */
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConversations } from '../../../src/adapters/files/read-conversations.ts'
import { openFilesStore } from '../../../src/adapters/files/store.ts'
import { begin } from '../../../src/core/conversation.ts'
import type { Fact } from '../../../src/core/facts.ts'
import type { ReadConversation } from '../../../src/ports/conversations.ts'
import { quietLog } from '../../flow/shop.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-read-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const read = async (): Promise<ReadConversation[]> => {
  const all: ReadConversation[] = []
  for await (const one of readConversations(folder)) all.push(one)
  return all
}
const fact = (at: number): Fact => ({ type: 'judging', at, messages: [`m${at}`] })
const conversation = (user: string, facts: Fact[]) => ({
  ...begin(`Ubot:user:${user}`, 'Ubot', { type: 'user' as const, id: user }),
  facts,
})
const files = async (ending: string): Promise<string[]> => {
  const all = await readdir(folder, { recursive: true })
  return all.filter((name) => name.endsWith(ending)).map((name) => join(folder, name))
}

test('every conversation with all its facts, although another process has the lock', async () => {
  const store = await openFilesStore({ folder, log: quietLog })
  await store.commit({ conversation: conversation('U1', [fact(3)]), entered: [], overflow: [fact(1), fact(2)] })
  await store.commit({ conversation: conversation('U2', [fact(4)]), entered: [], overflow: [] })
  const found = (await read()).flatMap((one) => (one.ok ? [one.conversation] : []))
  const facts = Object.fromEntries(found.map(({ id, facts: all }) => [id, all.map(({ at }) => at)]))
  expect(facts).toEqual({ 'Ubot:user:U1': [1, 2, 3], 'Ubot:user:U2': [4] })
  await store.close()
})

test('facts that have just moved to the file beside are told once; a torn line is left out', async () => {
  const store = await openFilesStore({ folder, log: quietLog })
  await store.commit({
    conversation: conversation('U1', [fact(3), fact(4)]),
    entered: [],
    overflow: [fact(1), fact(2)],
  })
  await store.close()
  const [beside = ''] = await files('.facts.jsonl')
  await appendFile(beside, `${JSON.stringify(fact(3))}\n{"type":"judg`)
  const [one] = await read()
  expect(one?.ok && one.conversation.facts.map(({ at }) => at)).toEqual([1, 2, 3, 4])
})

test('a file that is no conversation is named without a word of it, stays, and the others are read', async () => {
  const store = await openFilesStore({ folder, log: quietLog })
  for (const user of ['U1', 'U2', 'U3', 'U4']) {
    await store.commit({ conversation: conversation(user, []), entered: [], overflow: [] })
  }
  await store.close()
  const [torn = '', other = '', worded = ''] = (await files('.json')).filter((path) => path.includes('conversations'))
  await writeFile(torn, '{"format":1,"id":"secret words')
  await writeFile(other, '["secret words"]')
  const whole: unknown = JSON.parse(await readFile(worded, 'utf8'))
  const message = { id: '1', timestamp: 1, receivedAt: 1, kind: 'text', state: 'closed', content: { type: 'text' } }
  await writeFile(worded, JSON.stringify(Object.assign({}, whole, { messages: [message] })))
  const all = await read()
  expect(all.filter(({ ok }) => ok)).toHaveLength(1)
  const broken = Object.fromEntries(all.flatMap((one) => (one.ok ? [] : [[one.path, one.why]])))
  expect(broken).toEqual({
    [torn]: 'it is not JSON: torn, or changed by hand',
    [other]: 'it is not a conversation (at the top)',
    [worded]: 'it is not a conversation (at messages.0.content)',
  })
  expect(await readFile(torn, 'utf8')).toContain('secret words')
})

test('a folder in which no server has ever been is said to be none', async () => {
  await expect(read()).rejects.toThrow(`there are no conversations in ${folder}: set DATA_DIR`)
  await mkdir(join(folder, 'conversations'))
  expect(await read()).toEqual([])
})
