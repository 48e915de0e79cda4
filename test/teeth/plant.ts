/** A copy of the project in which one bug at a time is planted and taken out again. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Bug } from './bugs.ts'

/** What the checks need of the project; packages are linked and not copied. */
const copied = [
  'src',
  'test',
  'prompts',
  'ops',
  'docs',
  'data/knowledge',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vitest.config.ts',
  '.env.example',
  'README.md',
]

/** The words to be changed are not there, or not only there: the bug means nothing any more. */
export class NotPlanted extends Error {
  override name = 'NotPlanted'
}

/** @returns the texts of the files with the bug in them, by path */
export async function withBug(root: string, bug: Bug): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const { file, find, replace } of bug.edits) {
    const text = texts.get(file) ?? (await readFile(join(root, file), 'utf8'))
    const count = text.split(find).length - 1
    if (count !== 1) {
      throw new NotPlanted(
        `${bug.name}: what it changes in ${file} is there ${count} times: ${find.trim().slice(0, 80)}`,
      )
    }
    texts.set(
      file,
      text.replace(find, () => replace),
    )
  }
  return texts
}

export interface Copy {
  folder: string
  /** @returns takes the bug out again */
  plant(bug: Bug): Promise<() => Promise<void>>
  remove(): Promise<void>
}

export async function copyProject(root = '.'): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-teeth-'))
  for (const name of copied) {
    await cp(join(root, name), join(folder, name), { recursive: true }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    })
  }
  await symlink(resolve(root, 'node_modules'), join(folder, 'node_modules'))
  return {
    folder,
    async plant(bug) {
      const spoiled = await withBug(folder, bug)
      const whole = new Map<string, string>()
      for (const [file, text] of spoiled) {
        whole.set(file, await readFile(join(folder, file), 'utf8'))
        await writeFile(join(folder, file), text)
      }
      return async () => {
        for (const [file, text] of whole) await writeFile(join(folder, file), text)
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
