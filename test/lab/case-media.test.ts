/** Pictures and files of cases. */
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contentsOf, sceneOf, trialCaseOf } from '../../src/lab/cases.ts'
import { folderOf, good, load, loadFrom, type Files } from './case-files.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('pictures and files', () => {
  const pictured = `- id: pic
  messages: ['is this yours?', { picture: pictures/cake.jpg }, { file: notes.txt }]
  expect: handoff
`
  const there = { 'en.yaml': pictured, 'pictures/cake.jpg': png, 'notes.txt': 'ten croissants' }
  const never = new AbortController().signal

  test('come from the cases folder, of the type their bytes tell, whatever their name says', async () => {
    const { cases, said } = await load(there)
    expect(said).toEqual([])
    const [one] = cases
    const { messages } = sceneOf(one!)
    const ids = messages.flatMap((message) => (typeof message === 'string' ? [] : [message.id]))
    expect(messages).toMatchObject([
      'is this yours?',
      { content: { type: 'image' } },
      { content: { type: 'file', name: 'notes.txt' } },
    ])
    const { see } = contentsOf(one!)
    const limits = { bytes: 1_000, ms: 1_000 }
    expect(await see({ messageId: ids[0]!, kind: 'image' }, limits, never)).toEqual({
      type: 'inline',
      mime: 'image/png',
      bytes: png,
    })
    expect(await see({ messageId: ids[1]!, kind: 'file' }, limits, never)).toEqual({
      type: 'text',
      text: 'ten croissants',
    })
    expect(await see({ messageId: ids[0]!, kind: 'image' }, { ...limits, bytes: 10 }, never)).toMatchObject({
      why: 'too_big',
    })
    expect(await see({ messageId: 'other', kind: 'image' }, limits, never)).toMatchObject({ why: 'not_there' })
    expect(trialCaseOf(one!).messages).toEqual(['is this yours?', '[image] pictures/cake.jpg', '[file] notes.txt'])
  })

  test.each<[string, Files, RegExp]>([
    ['is missing', { 'pictures/cake.jpg': '' }, /^en\.yaml:2: pic: there is no file notes\.txt\. Put it into/],
    ['is a folder', { 'notes.txt/a': '' }, /^en\.yaml:2: pic: notes\.txt cannot be read \(EISDIR\)/],
    ['is no picture', { 'pictures/cake.jpg': 'words' }, /pictures\/cake\.jpg holds nothing that is known as a picture/],
    ['breaks off', { 'pictures/cake.jpg': png.subarray(0, 5) }, /holds nothing that is known as a picture/],
    ['is too big', { 'notes.txt': 'x'.repeat(10_000_001) }, /notes\.txt has 10\.0 MB\. Up to 10 MB/],
  ])('one that %s is a mistake with its line, and costs its case alone', async (_, change, wrong) => {
    const files: Files = { ...there, 'en.yaml': pictured + good, ...change }
    if (!('notes.txt' in change)) delete files['notes.txt']
    if ('notes.txt/a' in change) delete files['pictures/cake.jpg']
    const { ids, said } = await load(files)
    expect(
      said.some((one) => wrong.test(one)),
      said.join('\n'),
    ).toBe(true)
    expect(ids).toEqual(['good'])
  })

  test('one outside of the cases folder is not read, by no path and no link', async () => {
    const at = (path: string) =>
      `- { id: ${path.replace(/\W/g, '')}, messages: [{ file: '${path}' }], expect: handoff }\n`
    const dir = await folderOf({
      'en.yaml': ['../secret.txt', 'a/../../secret.txt', 'link.txt', '/etc/hostname', 'C:\\secret.txt']
        .map(at)
        .join(''),
      'a/b.txt': '',
    })
    await writeFile(join(dir, '../secret.txt'), 'a secret')
    await symlink(join(dir, '../secret.txt'), join(dir, 'link.txt'))
    const { ids, said } = await loadFrom(dir)
    expect(ids).toEqual([])
    expect(said).toHaveLength(5)
    expect(said.slice(2).map((one) => one.replace(/\. Put.*/, ''))).toEqual([
      'en.yaml:1: secrettxt: ../secret.txt lies outside of the cases folder',
      'en.yaml:2: asecrettxt: a/../../secret.txt lies outside of the cases folder',
      'en.yaml:3: linktxt: link.txt lies outside of the cases folder',
    ])
    expect(said.slice(0, 2).join()).toMatch(/en\.yaml:4: .*a path within.*en\.yaml:5: .*a path within/)
  })
})
