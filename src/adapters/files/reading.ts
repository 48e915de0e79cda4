/** Reading what others may have taken away or torn: that is no exception. */
import { access, readdir, readFile } from 'node:fs/promises'
import { isMissing } from './durable.ts'

/** The value that a text of JSON stands for; undefined when it is none. Node's own words for that would quote the text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Undefined when there is no such file. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** None when there is no such file. */
export const linesOf = async (path: string): Promise<string[]> => (await textOf(path))?.split('\n') ?? []

/** The names in a folder; none when there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isAbsent(error)) return []
    throw error
  }
}

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** There is no such file or folder, also where a file is in the way of its folder. */
export const isAbsent = (error: unknown): boolean =>
  isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'ENOTDIR')
