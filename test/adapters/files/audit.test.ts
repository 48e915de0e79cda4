import { appendFile, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAudit } from '../../../src/adapters/files/audit.ts'
import { auditContract, line } from '../../contract/audit.ts'
import { newFolder } from './folder.ts'

auditContract('files', async () => {
  const folder = join(await newFolder(), 'new')
  return () => openAudit(folder)
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

test('a line that somebody typed is no line of the file', async () => {
  const folder = await newFolder()
  await openAudit(folder).write({ ...line(1), detail: `x\n${JSON.stringify(line(9))}\n` })
  expect(await readFile(join(folder, 'audit.jsonl'), 'utf8')).toMatch(/^[^\n]+\n$/)
})

test('what cannot be written is said', async () => {
  const folder = join(await newFolder(), 'file')
  await writeFile(folder, '')
  await expect(openAudit(folder).write(line(1))).rejects.toThrow()
})
