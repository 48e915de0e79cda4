/**
 * Office hours from a file beside the prompts: `office-hours.<profile>.yaml` where there is one, else
 * `office-hours.yaml`. Without either nothing is said of hours.
 */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { OfficeHours } from '../../ports/office-hours.ts'
import { readText } from '../markdown/read-file.ts'
import { watchSource, type Watched, type WatchOptions } from '../markdown/watch.ts'
import { parseHours } from './hours-file.ts'
import { hoursOf } from './week.ts'

interface Read {
  /** Undefined where there is no file. */
  file?: string
  text: string
  hours: OfficeHours
}

const none: Read = { text: '', hours: { at: () => undefined } }

/**
 * Read once, for what looks and ends.
 * @throws BrokenFile with every mistake in the file
 */
export async function loadOfficeHours(dir: string, profile: string): Promise<OfficeHours & { file?: string }> {
  const { file, hours } = await read(dir, profile)
  return { file, at: (now) => hours.at(now) }
}

export type WatchedOfficeHours = OfficeHours & Omit<Watched<OfficeHours>, 'current'>

/**
 * Read again whenever a file changes, comes or goes, for what runs. Broken later, the last good one goes on.
 * @throws BrokenFile at the start
 */
export async function watchOfficeHours(
  dir: string,
  profile: string,
  options: WatchOptions,
): Promise<WatchedOfficeHours> {
  const { current, ...watched } = await watchSource(
    {
      what: 'office hours',
      folders: [dir],
      files: () => filesOf(dir, profile),
      async read(last?: Read) {
        const now = await read(dir, profile)
        return { value: last?.text === now.text && last.file === now.file ? last : now, mistakes: [] }
      },
    },
    options,
  )
  return { at: (now) => current().hours.at(now), ...watched }
}

const filesOf = (dir: string, profile: string): string[] => [
  join(dir, `office-hours.${profile}.yaml`),
  join(dir, 'office-hours.yaml'),
]

async function read(dir: string, profile: string): Promise<Read> {
  for (const file of filesOf(dir, profile)) {
    const isThere = await access(file).then(
      () => true,
      (error: unknown) => !(error instanceof Error && 'code' in error && error.code === 'ENOENT'),
    )
    if (!isThere) continue
    const text = await readText(file, 'Let this user read it, or remove it if nothing is to be said of hours')
    return { file, text, hours: hoursOf(parseHours(text, file)) }
  }
  return none
}
