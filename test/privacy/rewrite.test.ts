/** Lines are taken out of a file while others append to it: none of theirs is lost, and none stands twice. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { appendDurably } from '../../src/adapters/files/conversation-files.ts'
import { exclusively, rewriteLines } from '../../src/adapters/files/rewrite.ts'
import { newFolder } from '../adapters/files/folder.ts'

interface Place {
  path: string
  append(line: string): Promise<void>
  /** Takes out what is to go; `meanwhile` when it comes to that. */
  rewrite(meanwhile?: () => void): Promise<number>
  lines(): Promise<string[]>
  another(does: 'append' | 'die'): ChildProcessWithoutNullStreams
}

async function open(): Promise<Place> {
  const folder = await newFolder()
  const [path, scratch] = [join(folder, 'audit.jsonl'), join(folder, 'scratch')]
  await mkdir(scratch)
  await writeFile(path, 'stays 0\ngone 0\n')
  return {
    path,
    append: (line) => exclusively(path, scratch, () => appendDurably(path, `${line}\n`)),
    rewrite: (meanwhile) =>
      rewriteLines(path, scratch, (line) => {
        if (!line.startsWith('gone')) return line
        meanwhile?.()
        return undefined
      }),
    lines: async () => (await readFile(path, 'utf8')).trimEnd().split('\n'),
    another(does) {
      const child = spawn(process.execPath, ['test/privacy/another-writer.ts', path, scratch, does])
      onTestFinished(() => void child.kill('SIGKILL'))
      return child
    },
  }
}

const numbered = (count: number, name: string): string[] => Array.from({ length: count }, (_, n) => `${name} ${n + 1}`)

test('by the same process', async () => {
  const place = await open()
  const appends: Promise<void>[] = []
  for (let round = 1; round <= 20; round += 1) {
    // The file has been read, and is not replaced yet.
    await place.rewrite(() => appends.push(place.append(`stays ${round}`), place.append('gone')))
  }
  await Promise.all(appends)
  await place.rewrite()
  expect(await place.lines()).toEqual(['stays 0', ...numbered(20, 'stays')])
})

test('by another process', async () => {
  const place = await open()
  const other = place.another('append')
  let output = ''
  other.stdout.on('data', (piece: Buffer) => (output += piece.toString()))
  await once(other.stdout, 'data')
  for (let round = 0; round < 20; round += 1) {
    await place.rewrite()
    await place.append(`stays ${round + 1}`)
  }
  other.stdin.end()
  await once(other, 'close')
  await place.rewrite()
  const lines = await place.lines()
  const appended = Number(output.split('\n')[1])
  expect(appended).toBeGreaterThan(1)
  expect(lines.filter((line) => line.includes('other'))).toEqual(numbered(appended, 'stays other'))
  expect(lines.filter((line) => !line.includes('other'))).toEqual(['stays 0', ...numbered(20, 'stays')])
})

test('and whoever dies in the middle of it leaves every line, and keeps nobody waiting', async () => {
  const place = await open()
  const other = place.another('die')
  expect(await once(other, 'close')).toEqual([null, 'SIGKILL'])
  await place.append('stays 1')
  expect(await place.lines()).toEqual(['stays 0', 'gone 0', 'stays 1'])
  expect(await place.rewrite()).toBe(1)
  expect(await place.lines()).toEqual(['stays 0', 'stays 1'])
})
