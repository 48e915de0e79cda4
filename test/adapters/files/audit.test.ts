import { appendFile, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAudit } from '../../../src/adapters/files/audit.ts'
import { newFolder } from './folder.ts'

const line = (at: number) => ({
  at,
  by: 'Mika',
  action: 'take',
  conversation: 'Ubot:user:U1',
  from: 'console' as const,
})

test('there is nothing at first; then the newest lines, the newest first', async () => {
  const audit = openAudit(join(await newFolder(), 'new'))
  expect(await audit.last(10)).toEqual([])
  for (let at = 0; at < 5; at += 1) await audit.write(line(at))
  await audit.write({ at: 5, by: 'nobody', action: 'sign_in_failed' })
  expect(await audit.last(3)).toEqual([{ at: 5, by: 'nobody', action: 'sign_in_failed' }, line(4), line(3)])
  expect(await audit.last(99)).toHaveLength(6)
  expect(await audit.last(0)).toEqual([])
})

test('a server and its commands write side by side, and each line stays whole', async () => {
  const folder = await newFolder()
  const audits = [openAudit(folder), openAudit(folder), openAudit(folder)]
  const detail = '予約'.repeat(100)
  const writes = audits.flatMap((audit) => Array.from({ length: 30 }, (_, at) => audit.write({ ...line(at), detail })))
  await Promise.all(writes)
  const all = await audits[0]?.last(1_000)
  expect(all).toHaveLength(90)
  expect(all?.every((one) => one.detail === detail)).toBe(true)
})

test('a line that a crash tore is left out, and the next one does not grow into it', async () => {
  const folder = await newFolder()
  const path = join(folder, 'audit.jsonl')
  const audit = openAudit(folder)
  await audit.write(line(1))
  await appendFile(path, '{"at":2,"by":"Ken","act')
  expect(await audit.last(9)).toEqual([line(1)])
  await audit.write(line(3))
  expect(await audit.last(9)).toEqual([line(3), line(1)])
  await appendFile(path, 'null\n{"at":"4"}\n\n')
  expect(await audit.last(9)).toEqual([line(3), line(1)])
})

test('lines that lie across the pieces it is read in are whole, and so are their letters', async () => {
  const folder = await newFolder()
  const lines = Array.from({ length: 3_000 }, (_, at) => ({ ...line(at), detail: 'ร้านขนมปัง'.repeat(at % 9) }))
  await writeFile(join(folder, 'audit.jsonl'), lines.map((one) => `${JSON.stringify(one)}\n`).join(''))
  const audit = openAudit(folder)
  expect(await audit.last(3_000)).toEqual(lines.toReversed())
  expect(await audit.last(700)).toEqual(lines.toReversed().slice(0, 700))
})

test('of 100 MB only the end is read', async () => {
  const folder = await newFolder()
  const path = join(folder, 'audit.jsonl')
  const file = await open(path, 'w')
  // A hole takes no room on the disk; whoever read all of it would need its memory.
  await file.truncate(100_000_000)
  await file.close()
  const audit = openAudit(folder)
  for (let at = 0; at < 300; at += 1) await appendFile(path, `${at === 0 ? '\n' : ''}${JSON.stringify(line(at))}\n`)
  const before = process.memoryUsage().arrayBuffers
  expect((await audit.last(200)).map(({ at }) => at)).toEqual(Array.from({ length: 200 }, (_, i) => 299 - i))
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
  // Even when there are too few, it ends.
  expect(await audit.last(1_000)).toHaveLength(300)
})

test('what somebody typed is cut, and cannot make a second line', async () => {
  const folder = await newFolder()
  const audit = openAudit(folder)
  const detail = `x\n${JSON.stringify(line(9))}\n${'🥐'.repeat(5_000)}`
  await audit.write({ ...line(1), detail })
  const all = await audit.last(9)
  expect(all).toHaveLength(1)
  expect(all[0]?.detail).toHaveLength(500)
  expect(await readFile(join(folder, 'audit.jsonl'), 'utf8')).toMatch(/^[^\n]+\n$/)
})

test('what cannot be written is said', async () => {
  const folder = join(await newFolder(), 'file')
  await writeFile(folder, '')
  await expect(openAudit(folder).write(line(1))).rejects.toThrow()
})
