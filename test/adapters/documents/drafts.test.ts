/** Drafts that become files of the shop; see also test/contract/kept-in-documents.ts. */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDrafts } from '../../../src/adapters/documents/drafts.ts'
import { openFileDocuments } from '../../../src/adapters/files/documents.ts'
import { casesDir, learnedFiles } from '../../../src/adapters/files/learned.ts'
import { loadKnowledge } from '../../../src/adapters/markdown/knowledge.ts'
import type { Draft } from '../../../src/core/draft.ts'
import { loadCases } from '../../../src/lab/cases.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

const dogs: Draft = {
  id: 'd1',
  at: 1,
  by: 'Ken',
  conversation: 'Ubot:user:U1',
  language: 'en',
  passage: { title: 'Dogs', also: 'pets', text: 'Dogs may sit with you outside.' },
  case: { history: [], messages: ['can my dog come?'], expect: 'resolved', source: [], smallTalk: false },
}

async function folder() {
  const root = await mkdtemp(join(tmpdir(), 'kidoku-drafts-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const dirs = { folder: join(root, 'var'), knowledgeDir: join(root, 'knowledge'), casesDir: join(root, 'cases') }
  await mkdir(dirs.knowledgeDir)
  const open = () => openDrafts({ documents: openFileDocuments(dirs.folder, log), learn: learnedFiles(dirs), log })
  return { root, ...dirs, open }
}

test('an accepted draft becomes a passage that the server reads and a case that the lab reads', async () => {
  const { open, knowledgeDir, casesDir } = await folder()
  await writeFile(join(knowledgeDir, 'learned.en.md'), '# By hand\n\n## Dogs\nAn older one, without a line end')
  const drafts = await open()
  await drafts.put(dogs)
  expect(await drafts.accept('d1')).toEqual({
    type: 'done',
    files: [join(knowledgeDir, 'learned.en.md'), join(casesDir, 'learned.en.yaml')],
  })
  const passages = (await loadKnowledge(knowledgeDir)).passages()
  expect(passages.map(({ id, text }) => [id, text])).toEqual([
    ['learned.en#dogs', 'An older one, without a line end'],
    ['learned.en#dogs-2', 'Dogs may sit with you outside.'],
  ])
  const { cases, mistakes } = await loadCases(casesDir, new Set(passages.map(({ id }) => id)))
  expect(mistakes).toEqual([])
  expect(cases).toMatchObject([{ id: 'learned-d1', messages: ['can my dog come?'], source: ['learned.en#dogs-2'] }])
  expect(await drafts.list()).toEqual([])
  expect(await readdir(knowledgeDir)).toEqual(['learned.en.md'])
})

test('two who accept at once: both stand in the file, and of the same draft only one was first', async () => {
  const { open, knowledgeDir, casesDir } = await folder()
  const drafts = await open()
  await drafts.put(dogs)
  await drafts.put({ ...dogs, id: 'd2' })
  const results = await Promise.all([drafts.accept('d1'), drafts.accept('d2'), drafts.accept('d1')])
  expect(results.map(({ type }) => type)).toEqual(['done', 'done', 'gone'])
  const passages = (await loadKnowledge(knowledgeDir)).passages()
  expect(passages.map(({ id }) => id)).toEqual(['learned.en#dogs', 'learned.en#dogs-2'])
  const { cases, mistakes } = await loadCases(casesDir, new Set(passages.map(({ id }) => id)))
  expect([cases.length, mistakes]).toEqual([2, []])
})

test('forgetting a conversation discards what was drafted from it', async () => {
  const { open, folder: data } = await folder()
  const drafts = await open()
  await drafts.put(dogs)
  await drafts.put({ ...dogs, id: 'd2', conversation: 'Ubot:user:U2' })
  expect(await drafts.forget('Ubot:user:U1')).toBe(1)
  expect((await drafts.list()).map(({ id }) => id)).toEqual(['d2'])
  expect(await readFile(join(data, 'drafts.json'), 'utf8')).not.toContain('U1')
})

test('a folder that cannot be written keeps the draft and names the file; after a repair it goes on and repeats nothing', async () => {
  const { open, knowledgeDir, casesDir } = await folder()
  // A file stands where the folder should be, which no user can write to, not even root.
  await writeFile(casesDir, '')
  const drafts = await open()
  await drafts.put(dogs)
  const refused = await drafts.accept('d1')
  expect(refused).toMatchObject({ type: 'not_written', file: join(casesDir, 'learned.en.yaml') })
  expect(await drafts.list()).toHaveLength(1)
  await rm(casesDir)
  expect(await drafts.accept('d1')).toMatchObject({ type: 'done' })
  const passages = (await loadKnowledge(knowledgeDir)).passages()
  expect(passages.map(({ id }) => id)).toEqual(['learned.en#dogs'])
  const { cases } = await loadCases(casesDir, new Set(['learned.en#dogs']))
  expect(cases).toMatchObject([{ source: ['learned.en#dogs'] }])
})

test('a resolved case that rests on nothing is not accepted', async () => {
  const { open } = await folder()
  const drafts = await open()
  await drafts.put({ ...dogs, passage: undefined })
  expect(await drafts.accept('d1')).toEqual({ type: 'incomplete' })
  expect(await drafts.list()).toHaveLength(1)
})

test('a file of cases that is no list is left as it is', async () => {
  const { open, casesDir } = await folder()
  await mkdir(casesDir)
  await writeFile(join(casesDir, 'learned.en.yaml'), '[]\n')
  const drafts = await open()
  await drafts.put({ ...dogs, passage: undefined, case: { ...dogs.case!, expect: 'handoff' } })
  expect(await drafts.accept('d1')).toMatchObject({ type: 'not_written', why: expect.stringContaining('not a list') })
  expect(await readFile(join(casesDir, 'learned.en.yaml'), 'utf8')).toBe('[]\n')
})

test('a torn file of drafts is set aside whole, and new ones are taken', async () => {
  const { open, folder: data } = await folder()
  await mkdir(data)
  await writeFile(join(data, 'drafts.json'), '{"format":1,"dra')
  const drafts = await open()
  await drafts.put(dogs)
  const kept = (await readdir(data)).filter((name) => name.startsWith('drafts.json.corrupt'))
  expect(await Promise.all(kept.map((name) => readFile(join(data, name), 'utf8')))).toEqual(['{"format":1,"dra'])
  expect(await (await open()).list()).toEqual([dogs])
})

test('the shipped profile’s cases stand in the folder itself, others’ in one of their own', () => {
  expect(casesDir('prompts', 'assistant')).toBe(join('prompts', 'cases'))
  expect(casesDir('prompts', 'teaching')).toBe(join('prompts', 'cases', 'teaching'))
})
