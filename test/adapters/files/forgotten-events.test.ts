/** What is known of whoever was erased: as little as can be, and for as long as LINE may deliver something again. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openForgottenEvents } from '../../../src/adapters/files/forgotten-events.ts'
import { openFilesStore } from '../../../src/adapters/files/store.ts'
import { begin } from '../../../src/core/conversation.ts'
import { text } from '../../core/situations.ts'
import { quietLog } from '../../flow/shop.ts'
import { newFolder } from './folder.ts'

const hour = 3_600_000

test('of a conversation that would not know its events any more none is kept, and what is known comes back to nobody', async () => {
  const folder = await newFolder()
  const store = await openFilesStore({ folder, log: quietLog })
  const now = Date.now()
  const seenOf = (name: string, seen: { until: number; ids: string[] }[]) => ({
    conversation: { ...begin(`Ubot:user:${name}`, 'Ubot', { type: 'user' as const, id: name }), seen },
    entered: [],
    overflow: [],
  })
  const old = [{ until: now - hour, ids: ['long-ago'] }]
  await store.commit(seenOf('U1', old))
  await store.erase('Ubot:user:U1')
  await expect(readFile(join(folder, 'forgotten.json'))).rejects.toThrow('ENOENT')
  await store.commit(seenOf('U2', [...old, { until: now + hour, ids: ['event-7'] }]))
  await store.erase('Ubot:user:U2')
  const kept: unknown = JSON.parse(await readFile(join(folder, 'forgotten.json'), 'utf8'))
  expect(kept).toMatchObject({ events: [{ hashes: [expect.any(String)] }] })
  await store.receive([text(7, now, { conversation: 'Ubot:user:U2' })])
  expect(await store.waiting('Ubot:user:U2')).toEqual([])
  await store.close()
})

test('what could not be written is not counted as written: the next time it is', async () => {
  const folder = await newFolder()
  const scratch = join(folder, 'nowhere')
  const forgotten = await openForgottenEvents(folder, scratch, () => Promise.resolve())
  await expect(forgotten.add(['event-1'], 4)).rejects.toThrow('ENOENT')
  expect(forgotten.turnsFrom()).toBe(0)
  expect(forgotten.has('event-1')).toBe(false)
})
