import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BrokenFile } from '../../../src/adapters/markdown/broken-file.ts'
import { createKnowledge, loadKnowledge } from '../../../src/adapters/markdown/knowledge.ts'
import { parsePassages } from '../../../src/adapters/markdown/passages.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kidoku-knowledge-'))
})
afterAll(() => rm(root, { recursive: true }))

async function folder(files: Record<string, string | Uint8Array>): Promise<string> {
  const dir = await mkdtemp(join(root, 'case-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content)
  return dir
}

async function broken(files: Record<string, string | Uint8Array>): Promise<BrokenFile> {
  const error: unknown = await loadKnowledge(await folder(files)).catch((thrown: unknown) => thrown)
  if (!(error instanceof BrokenFile)) throw new Error('it loaded')
  return error
}

test('a passage has its id from the file and the heading, its text without comments, and its words for finding', () => {
  const text =
    '# Hours\n\n## Weekends {#weekend}\n<!-- also: sat,\nsunday -->\nFrom 8:00.\n\n- One\n<!-- a note -->\n## 定休日\n月曜日です。\n'
  expect(parsePassages(text, 'hours.en.md', 'hours.en')).toEqual({
    mistakes: [],
    passages: [
      { id: 'hours.en#weekend', title: 'Weekends', text: 'From 8:00.\n\n- One', also: 'sat,\nsunday' },
      { id: 'hours.en#定休日', title: '定休日', text: '月曜日です。', also: '' },
    ],
  })
})

test('files with Windows line ends and a byte order mark load like any', async () => {
  const knowledge = await loadKnowledge(await folder({ 'a.en.md': '\uFEFF## One\r\nText\r\n' }))
  expect(knowledge.passages()).toEqual([{ id: 'a.en#one', title: 'One', text: 'Text', also: '' }])
})

test('the shipped knowledge loads', async () => {
  const knowledge = await loadKnowledge('data/knowledge')
  expect(knowledge.passages().length).toBeGreaterThanOrEqual(80)
})

test('the example in the docs is a knowledge file', async () => {
  const page = await readFile('docs/knowledge.md', 'utf8')
  const example = /```md\n([^]*?)```/.exec(page)?.[1] ?? ''
  const knowledge = await loadKnowledge(await folder({ 'hours.en.md': example }))
  expect(knowledge.passages().map(({ id }) => id)).toEqual(['hours.en#weekend'])
})

test.each([
  ['no heading', '# Only a title\n', 1, /no passage/],
  ['text before the first heading', '# Title\n\nLost words\n## One\nText\n', 3, /belongs to no passage/],
  ['an id twice', '## One {#a}\nText\n\n## Two {#a}\nText\n', 4, /taken by line 1/],
  ['an empty passage', '## One\nText\n## Two\n<!-- also: x -->\n', 3, /“Two” is empty/],
  ['an id that is none', '## One {#a b}\nText\n', 1, /cannot be part of an id/],
  ['a heading without a space', '## One\nText\n##Parking\nText\n', 3, /without a space/],
  ['a first heading without a space', '##Parking\nText\n', 1, /without a space/],
  ['a heading with a wide space', '## One\nText\n##　駐車場\nText\n', 3, /without a space/],
  ['a smaller heading without a space', '## One\nText\n###Cars\nText\n', 3, /without a space/],
  ['a comment left open', '## One\n<!-- also: x\nText\n', 1, /not closed/],
])('%s stops with file, line and remedy', async (_, content, line, problem) => {
  const error = await broken({ 'hours.en.md': content })
  expect(error.mistakes).toHaveLength(1)
  expect(error.mistakes[0]).toMatchObject({
    line,
    problem: expect.stringMatching(problem),
    remedy: expect.stringMatching(/\S/),
  })
  expect(error.message).toContain(`hours.en.md:${line}: `)
})

test('hashtags, rows of # and code are no headings without a space', () => {
  const text = '## One\n#sale and ##both\n ##x\n####\n```\n##define\n```\n### Small'
  expect(parsePassages(text, 'a.md', 'a')).toMatchObject({ mistakes: [], passages: [{ id: 'a#one' }] })
})

test('what is not UTF-8 is named with its line', async () => {
  const error = await broken({
    'a.md': Uint8Array.from([...new TextEncoder().encode('## One\nfine\n'), 0x93, 0xfa, 0x0a]),
  })
  expect(error.mistakes[0]).toMatchObject({ line: 3, problem: 'is not UTF-8 text' })
})

test('the mistakes of all files come at once', async () => {
  const error = await broken({ 'a.md': '', 'b.md': '## One\n', 'c.md': '## Fine\nText' })
  expect(error.mistakes.map(({ file }) => file.slice(-4))).toEqual(['a.md', 'b.md'])
})

test('a folder that is not there, or holds nothing, names the setting', async () => {
  await expect(loadKnowledge(join(root, 'nowhere'))).rejects.toThrow(/ENOENT.*KNOWLEDGE_DIR/)
  expect((await broken({ 'note.txt': 'x' })).message).toMatch(/no \.md file.*KNOWLEDGE_DIR/)
})

test.each([
  ['which day are you closed', 'hours.en#closed'],
  ['何曜日が休みですか', 'hours.ja#closed'],
  ['哪天店休', 'hours.zh-TW#closed'],
  ['ร้านหยุดวันไหนคะ', 'hours.th#closed'],
  ['ＷＩＦＩ　パスワード', 'visit.ja#wifi'],
])('a search finds by words in any script: %s', async (question, id) => {
  const knowledge = await loadKnowledge('data/knowledge')
  expect(knowledge.search(question, 3)[0]?.passage.id).toBe(id)
})

test('a search gives no more than asked for, best first, and nothing for words nobody uses', () => {
  const passages = ['bread', 'bread and cake', 'cake'].map((text, n) => ({ id: `a#${n}`, title: 'T', text, also: '' }))
  const knowledge = createKnowledge(passages)
  expect(knowledge.search('bread and cake', 2).map(({ passage }) => passage.id)[0]).toBe('a#1')
  expect(knowledge.search('bread and cake', 2)).toHaveLength(2)
  expect(knowledge.search('zzz', 5)).toEqual([])
  expect(knowledge.search('', 5)).toEqual([])
})
