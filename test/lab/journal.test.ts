/** The journal of an evaluation that has not ended: what of it is found again. */
import { appendFile, mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from '../../src/lab/eval/journal.ts'
import type { Trial } from '../../src/lab/trial.ts'
import { aTrial } from './trials.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-journal-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const now = Date.UTC(2026, 10, 22)
const open = (name = 'a', resume = true) => openJournal(folder, name, { resume, now })
const file = () => join(folder, 'a.jsonl')

const trial = (some: Partial<Trial> = {}): Trial => aTrial({ language: 'ja', reason: '人が必要です。', ...some })

test('what was appended is found again, word for word', async () => {
  const journal = await open()
  await Promise.all([journal.append('one', trial()), journal.append('two', trial({ reason: 'two\nlines' }))])
  const { done } = await open()
  expect([...done]).toEqual([
    ['one', trial()],
    ['two', trial({ reason: 'two\nlines' })],
  ])
})

test('half a line is not continued by the next one, and costs no other', async () => {
  await (await open()).append('one', trial())
  await appendFile(file(), '{"key":"half","trial":{"case":"a","pro')
  const journal = await open()
  expect([...journal.done.keys()]).toEqual(['one'])
  await journal.append('two', trial())
  expect([...(await open()).done.keys()]).toEqual(['one', 'two'])
})

test('a failure is tried again, and what it cost stays counted', async () => {
  const journal = await open()
  await journal.append('one', trial({ decision: 'failed', cost: 0.25 }))
  await journal.append('two', trial({ decision: 'failed' }))
  expect(await open()).toMatchObject({ done: new Map(), failedCost: 0.25 })
})

test('another evaluation has another journal', async () => {
  await (await open()).append('one', trial())
  expect((await open('b')).done.size).toBe(0)
})

test('begun anew, or ended, nothing is left', async () => {
  await (await open()).append('one', trial())
  const anew = await open('a', false)
  expect(anew.done.size).toBe(0)
  await anew.append('one', trial())
  await anew.remove()
  expect(await readdir(folder)).toEqual([])
})

test('one that nobody went on with for weeks is forgotten; a younger one is not', async () => {
  await (await open()).append('one', trial())
  const days = (count: number) => new Date(now - count * 24 * 3_600_000)
  await utimes(file(), days(13), days(13))
  await open('b')
  expect(await readFile(file(), 'utf8')).toContain('one')
  await utimes(file(), days(15), days(15))
  await open('b')
  expect(await readdir(folder)).toEqual([])
})
