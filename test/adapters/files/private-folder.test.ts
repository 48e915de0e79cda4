import { chmod, chown, lstat, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lookAtAccess, makePrivate, NotPrivate } from '../../../src/adapters/files/private-folder.ts'
import { newFolder } from './folder.ts'

const modeOf = async (path: string): Promise<number> => (await lstat(path)).mode & 0o777
const us = process.getuid?.() ?? 0
/** Somebody who is neither us nor the administrator: to them what is ours is another's. */
const other = us + 1000

describe.skipIf(process.platform === 'win32')('a folder whose files are believed', () => {
  const open = async (mode: number): Promise<string> => {
    const folder = join(await newFolder(), 'data')
    await mkdir(folder)
    await chmod(folder, mode)
    return folder
  }
  const made = async (folder: string, who = us): Promise<string[]> => {
    const said: string[] = []
    await makePrivate(folder, (words) => said.push(words), who)
    return said
  }

  test.each([0o777, 0o775, 0o722, 0o1777])('that others may write to (%o) is put right, with a word', async (mode) => {
    const folder = await open(mode)
    expect(await lookAtAccess(folder)).toEqual({ type: 'open' })
    expect(await made(folder)).toEqual([
      expect.stringContaining(`other users of this computer could write to ${folder}`),
    ])
    expect(await modeOf(folder)).toBe(0o700)
    expect(await lookAtAccess(folder)).toEqual({ type: 'private' })
    expect(await made(folder)).toEqual([])
  })

  test.each([0o700, 0o755, 0o750])('that others may at most read (%o) is left as it is', async (mode) => {
    const folder = await open(mode)
    expect(await made(folder)).toEqual([])
    expect(await modeOf(folder)).toBe(mode)
  })

  test('that is not there yet is nobody’s', async () => {
    const folder = join(await newFolder(), 'later')
    expect(await lookAtAccess(folder)).toEqual({ type: 'missing' })
    expect(await made(folder)).toEqual([])
  })

  test('that is another’s is refused, with its name and what to do, and stays as it is', async () => {
    const folder = await open(0o777)
    if (us === 0) await chown(folder, 4242, 4242)
    const as = us === 0 ? us : other
    await expect(made(folder, as)).rejects.toThrow(NotPrivate)
    await expect(made(folder, as)).rejects.toThrow(
      new RegExp(`^${folder} belongs to another user of this computer, .*: .*chown .*another folder`),
    )
    expect(await modeOf(folder)).toBe(0o777)
  })

  test('in which somebody else has put a file is refused, and the file is named', async () => {
    const folder = await open(0o777)
    await writeFile(join(folder, 'staff.json'), '{}')
    if (us === 0) await chown(join(folder, 'staff.json'), 4242, 4242)
    else await chmod(folder, 0o700)
    await expect(made(folder, us === 0 ? us : other)).rejects.toThrow(NotPrivate)
    if (us !== 0) return
    await expect(made(folder)).rejects.toThrow(/staff\.json belongs to another user.*look at it/)
    // Nothing of ours is there, so nobody else may begin to write either.
    expect(await modeOf(folder)).toBe(0o700)
  })

  test('that a link leads to is looked at itself; what the administrator left in it does no harm', async () => {
    const folder = await open(0o777)
    const link = join(await newFolder(), 'link')
    await symlink(folder, link)
    await symlink('/etc/hostname', join(folder, 'links-to-root'))
    expect(await made(link)).toHaveLength(1)
    expect(await modeOf(folder)).toBe(0o700)
  })
})
