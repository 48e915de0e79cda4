/** A restore that is broken off is no shop, the next one ends it; and what it brings back is said. */
import { appendFile, cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { beginMove, HalfRestored } from '../../src/adapters/files/half-restored.ts'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { restoreCommand } from '../../src/privacy/restore-command.ts'
import { Refused } from '../../src/privacy/refused.ts'
import { newFolder } from '../adapters/files/folder.ts'
import { conversation, receive, t0, text } from '../core/situations.ts'
import { quietLog } from '../flow/shop.ts'
import { inProcess } from './house.ts'

const accounts = (...names: [string, string][]): string =>
  JSON.stringify({ format: 1, accounts: names.map(([name, role]) => ({ name, role, version: '1', added: 1 })) })

/** A folder as a server leaves it. */
async function data(words: string, staff?: string): Promise<string> {
  const folder = await newFolder()
  const store = await openFilesStore({ folder, log: quietLog })
  const event = text(1, t0, { content: { type: 'text', text: words } })
  await store.commit({ conversation: receive(conversation(), t0, event), entered: [], overflow: [], wakeAt: t0 })
  await store.close()
  if (staff !== undefined) await writeFile(join(folder, 'staff.json'), staff)
  return folder
}

async function wordsIn(folder: string): Promise<unknown> {
  const store = await openFilesStore({ folder, log: quietLog })
  const kept = await store.load(conversation().id)
  await store.close()
  return kept?.messages[0]?.content
}

let backup: string
beforeEach(async () => {
  backup = join(await newFolder(), 'backup')
})

describe('a restore that was broken off', () => {
  test.each([0, 1, 3, 99])(
    'after %i of its moves: no server starts, no backup is made, and the next ends it',
    async (moves) => {
      await inProcess(await data('from the backup'), 'backup', backup)
      const elsewhere = join(await newFolder(), 'restored')
      await inProcess(elsewhere, 'restore', backup)
      const folder = await data('from now')
      const there = (await readdir(folder)).filter((name) => !/^(lock|scratch)/.test(name)).toSorted()
      await cp(elsewhere, join(folder, 'restoring-x'), {
        recursive: true,
        filter: (path) => !/lock|scratch/.test(path),
      })
      await mkdir(join(folder, 'replaced-x'))
      const move = { format: 1 as const, staging: 'restoring-x', aside: 'replaced-x', there, words: ['All is well.'] }
      await beginMove(folder, move)
      const put = await readdir(join(folder, 'restoring-x'))
      const steps = [
        ...there.map((name) => [name, join('replaced-x', name)]),
        ...put.map((name) => [join('restoring-x', name), name]),
      ]
      for (const [from = '', to = ''] of steps.slice(0, moves)) await rename(join(folder, from), join(folder, to))

      await expect(openFilesStore({ folder, log: quietLog })).rejects.toThrow(HalfRestored)
      await expect(inProcess(folder, 'backup', join(await newFolder(), 'b'))).rejects.toThrow('was broken off')
      const again = await inProcess(folder, 'restore', backup)
      expect(again.output).toContain('All is well.')
      expect(again.code).toBe(0)
      expect(await wordsIn(folder)).toEqual({ type: 'text', text: 'from the backup' })
      expect(await wordsIn(join(folder, 'replaced-x'))).toEqual({ type: 'text', text: 'from now' })
      expect((await readdir(folder)).filter((name) => name.startsWith('restoring-'))).toEqual([])
    },
  )

  test('before its first move: what it had put together goes, and nothing was changed', async () => {
    await inProcess(await data('from the backup'), 'backup', backup)
    const folder = await data('from now')
    await mkdir(join(folder, 'restoring-y'))
    await writeFile(join(folder, 'restoring-y', 'half'), 'words')
    expect(await wordsIn(folder)).toEqual({ type: 'text', text: 'from now' })
    expect(await inProcess(folder, 'restore', backup, '--replace')).toMatchObject({ code: 0 })
    expect((await readdir(folder)).filter((name) => name.startsWith('restoring-'))).toEqual([])
  })
})

test.each(['staff.json', 'conversations'])(
  'a backup whose %s changes after it was checked is not restored',
  async (what) => {
    await inProcess(await data('from the backup', accounts(['Mika', 'owner'])), 'backup', backup)
    const [path = ''] = (await readdir(backup, { recursive: true })).filter(
      (one) => one.startsWith(what) && one.endsWith('.json'),
    )
    const folder = join(await newFolder(), 'data')
    const lock = async () => {
      await appendFile(join(backup, path), ' ')
      return () => Promise.resolve()
    }
    const restoring = restoreCommand([backup], { folder, lock, now: Date.now, say: () => undefined })
    await expect(restoring).rejects.toThrow(Refused)
    expect(await readdir(folder)).toEqual([])
  },
)

test('accounts that were not there just now and come back are named', async () => {
  const then = accounts(['Mika', 'owner'], ['Ken', 'owner'], ['Aya', 'staff'])
  await inProcess(await data('then', then), 'backup', backup)
  const folder = await data('now', accounts(['Mika', 'owner'], ['Aya', 'staff']))
  const replaced = await inProcess(folder, 'restore', backup, '--replace')
  expect(replaced.output).toContain('were not there just now: Ken (owner).')
  const fresh = await inProcess(join(await newFolder(), 'data'), 'restore', backup)
  expect(fresh.output).toContain('Accounts are those of then: Mika (owner), Ken (owner), Aya.')
})

test('turns are counted on from now, in every conversation and in those that begin', async () => {
  await inProcess(await data('then'), 'backup', backup)
  const folder = join(await newFolder(), 'data')
  const begun = Math.floor(Date.now() / 1_000)
  await inProcess(folder, 'restore', backup)
  const store = await openFilesStore({ folder, log: quietLog })
  expect(await store.turnsFrom()).toBeGreaterThanOrEqual(begun)
  expect((await store.load(conversation().id))?.turns).toBe(await store.turnsFrom())
  await store.close()
  expect(await readFile(join(folder, 'forgotten.json'), 'utf8')).toContain('turnsFrom')
})
