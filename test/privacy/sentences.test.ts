/** What somebody mistypes, or may not do, is answered with a sentence, and nothing is made. */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { inSentences } from '../../src/privacy/refused.ts'
import { newFolder } from '../adapters/files/folder.ts'
import { inProcess, run } from './house.ts'

const user = `U${'a'.repeat(31)}1`

let folder: string
beforeEach(async () => {
  folder = await newFolder()
  await writeFile(join(folder, 'staff.json'), '{"format":1,"accounts":[]}')
})

test('who asks for --help is told how, and it ends with 0', async () => {
  const { code, output } = await run(folder, 'backup', '--help')
  expect(output).toContain('npm run backup -- FOLDER')
  expect(code).toBe(0)
})

describe('a backup', () => {
  test('of a shop with accounts that nobody has written to yet is made, and counts its one file as one', async () => {
    const target = join(await newFolder(), 'backup')
    const { code, output } = await inProcess(folder, 'backup', target)
    expect(output).toMatch(/^1 file, /)
    expect(code).toBe(0)
    expect(await readFile(join(target, 'staff.json'), 'utf8')).toContain('accounts')
  })

  test('of a folder that is none of ours is refused, and so is one of nothing', async () => {
    const other = await newFolder()
    await writeFile(join(other, 'letter.txt'), 'Dear aunt')
    for (const one of [other, join(other, 'nowhere')]) {
      const { code, output } = await inProcess(one, 'backup', join(await newFolder(), 'b'))
      expect(output).toContain('nothing to back up')
      expect(code).toBe(1)
    }
  })

  test('into a file, into nothing, or into a folder that others may write to is refused', async () => {
    const open = await newFolder()
    await chmod(open, 0o777)
    const file = join(await newFolder(), 'file')
    await writeFile(file, '')
    const refusals: [string, string][] = [
      [file, 'is no folder'],
      [join(file, 'backup'), 'in the way of a folder'],
      ['', 'npm run backup -- FOLDER'],
      [open, 'other users of this computer may write to'],
    ]
    for (const [target, why] of refusals) {
      const { code, output } = await inProcess(folder, 'backup', target)
      expect(output).toContain(why)
      expect(code).toBe(1)
    }
    expect(await readdir(open)).toEqual([])
  })
})

test.each([
  ['EACCES', 'may not be read or written'],
  ['EPERM', 'may not be read or written'],
  ['ENOSPC', 'the disk is full'],
  ['EROFS', 'cannot be written to'],
  ['ENOTDIR', 'in the way of a folder'],
  ['EMFILE', '/shop/data: EMFILE'],
])('what the system refuses (%s) is a sentence that names the path', async (code, words) => {
  const error = Object.assign(new Error('scandir'), { code, path: '/shop/data' })
  const trying = inSentences(() => Promise.reject(error))
  await expect(trying).rejects.toThrow(words)
  await expect(trying).rejects.toThrow('/shop/data')
  await expect(trying).rejects.toMatchObject({ name: 'Refused' })
})

test('a fault of ours is none of the system’s', async () => {
  await expect(inSentences(() => Promise.reject(new TypeError('x is undefined')))).rejects.toThrow(TypeError)
})

test('an export into nothing is refused with how it is done', async () => {
  await mkdir(join(folder, 'conversations'))
  expect((await inProcess(folder, 'export', user, '--out', '')).output).toContain('npm run export -- USER')
})
