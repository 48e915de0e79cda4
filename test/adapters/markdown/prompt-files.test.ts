import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openPromptFiles } from '../../../src/adapters/markdown/prompt-files.ts'
import { loadPrompts } from '../../../src/adapters/markdown/prompts.ts'

const good = '---\nmin_confidence: 0.5\n---\nYou are the assistant.\n'

async function folder() {
  const dir = await mkdtemp(join(tmpdir(), 'kidoku-prompts-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await writeFile(join(dir, 'assistant.md'), good)
  return { dir, files: openPromptFiles(dir) }
}

test('all prompt files are named in order, those too that cannot be used, and nothing else', async () => {
  const { dir, files } = await folder()
  await writeFile(join(dir, 'broken.md'), 'no front matter')
  await writeFile(join(dir, 'office-hours.yaml'), '')
  await writeFile(join(dir, '.half.md'), good)
  await mkdir(join(dir, 'partials'))
  await writeFile(join(dir, 'partials', 'rules.md'), 'Be kind.')
  expect(await files.names()).toEqual(['assistant', 'broken'])
})

test('a prompt is read with its text as it stands, and a broken one with where its mistake is', async () => {
  const { dir, files } = await folder()
  expect(await files.read('assistant')).toMatchObject({
    ok: true,
    content: good,
    prompt: { name: 'assistant', policy: { min_confidence: 0.5 } },
  })
  await writeFile(join(dir, 'broken.md'), '---\nmin_confidence: high\n---\nText.\r\n')
  const broken = await files.read('broken')
  expect(broken).toMatchObject({
    ok: false,
    content: '---\nmin_confidence: high\n---\nText.\n',
    mistakes: [{ file: join(dir, 'broken.md'), line: 2, remedy: 'Write a number from 0 to 1, such as 0.7' }],
  })
  await writeFile(join(dir, 'bytes.md'), Buffer.from([0xff, 0xfe]))
  expect(await files.read('bytes')).toMatchObject({ ok: false, mistakes: [{ problem: 'is not UTF-8 text' }] })
})

test('no name leads out of the folder', async () => {
  const { dir, files } = await folder()
  await writeFile(join(dir, '..', 'kidoku-outside.md'), good)
  onTestFinished(() => rm(join(dir, '..', 'kidoku-outside.md'), { force: true }))
  expect(await files.read('../kidoku-outside')).toBeUndefined()
  expect(await files.read('nobody')).toBeUndefined()
  for (const name of ['../kidoku-outside', 'a/b', 'a.b', '', ' ', 'a b', 'x'.repeat(61), '.x']) {
    expect(await files.save(name, good), name).toEqual({ type: 'bad_name' })
  }
})

test('a text is told what it would be, with the partials that are there, and nothing is written', async () => {
  const { dir, files } = await folder()
  await mkdir(join(dir, 'partials'))
  await writeFile(join(dir, 'partials', 'rules.md'), 'Be kind.')
  const read = await files.parse('new', "---\n---\nHello. {% render 'rules' %}\n")
  expect(read).toMatchObject({ ok: true, prompt: { name: 'new' } })
  expect(await files.parse('new', "---\n---\nHello.\n\n{% render 'ruels' %}\n")).toMatchObject({
    ok: false,
    mistakes: [{ line: 5 }],
  })
  expect(await readdir(dir)).toEqual(['assistant.md', 'partials'])
})

test('a new prompt is saved whole, in any script, and loads as one', async () => {
  const { dir, files } = await folder()
  const saved = await files.save('週末_2', '---\r\nmin_confidence: 0.9\r\n---\r\nYou are kind.')
  expect(saved).toMatchObject({ type: 'done', file: join(dir, '週末_2.md'), prompt: { name: '週末_2' } })
  expect(await readFile(join(dir, '週末_2.md'), 'utf8')).toBe('---\nmin_confidence: 0.9\n---\nYou are kind.\n')
  const loaded = (await loadPrompts(dir, '週末_2')).current()
  expect(saved.type === 'done' && saved.prompt.hash).toBe(loaded.hash)
  expect(await files.names()).toEqual(['assistant', '週末_2'])
  expect(await readdir(dir)).toEqual(['assistant.md', '週末_2.md'])
})

test('a file that is there is never written over, whatever two people do at once', async () => {
  const { dir, files } = await folder()
  expect(await files.save('assistant', `${good}Another.\n`)).toEqual({ type: 'taken' })
  expect(await readFile(join(dir, 'assistant.md'), 'utf8')).toBe(good)
  const both = await Promise.all([files.save('new', `${good}A\n`), files.save('new', `${good}B\n`)])
  expect(both.map(({ type }) => type).toSorted()).toEqual(['done', 'taken'])
  // A link to nowhere is a name that is taken too.
  await symlink(join(dir, 'nowhere.md'), join(dir, 'link.md'))
  expect(await files.save('link', good)).toEqual({ type: 'taken' })
  expect(await readdir(dir)).toEqual(['assistant.md', 'link.md', 'new.md'])
})

test('a text with a mistake is not saved, and one that cannot be written leaves nothing behind', async () => {
  const { dir, files } = await folder()
  expect(await files.save('new', '---\nmin_confidence: 7\n---\nText.\n')).toMatchObject({
    type: 'mistakes',
    mistakes: [{ line: 2 }],
  })
  await rm(dir, { recursive: true })
  const gone = await files.save('new', good)
  expect(gone).toEqual({ type: 'not_written', file: join(dir, 'new.md'), why: 'ENOENT' })
  await mkdir(dir)
  await chmod(dir, 0o500)
  // Whoever is root may write everywhere.
  if (process.getuid?.() !== 0) expect(await files.save('new', good)).toMatchObject({ type: 'not_written' })
  await chmod(dir, 0o700)
})

test('a name in Thai or Hindi is a name; one that another system could not tell apart, or could not write, is none', async () => {
  const { files } = await folder()
  for (const name of ['ผู้ช่วย', 'सहायक', 'アシスタント'])
    expect(await files.save(name, good)).toMatchObject({ type: 'done' })
  for (const name of ['Assistant', 'ASSISTANT']) expect(await files.save(name, good)).toEqual({ type: 'taken' })
  for (const name of ['CON', 'nul', 'com1', '-rf', '_x'])
    expect(await files.save(name, good)).toEqual({ type: 'bad_name' })
})
