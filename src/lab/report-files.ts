/** Where a report goes: BASE.html for people, and BASE.json for programs. */
import { constants } from 'node:fs'
import { access, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { reasonOf } from '../adapters/markdown/read-file.ts'
import { WrongCommand } from './command.ts'

export interface Report {
  html: string
  /** What BASE.json holds; missing: there is none. */
  json?: unknown
}

/**
 * Asked before anything is judged, so that nobody pays for what cannot be written down. It makes nothing yet: a place
 * that was mistyped leaves no folders behind.
 * @throws WrongCommand
 */
export async function checkPlace(base: string): Promise<void> {
  try {
    const folder = await nearestThere(dirname(base))
    if (!folder.isDirectory) throw cannotWrite(base, `${folder.path} is no folder`)
    await access(folder.path, constants.W_OK)
    for (const file of [`${base}.html`, `${base}.json`]) {
      const { path, isDirectory } = await nearestThere(file)
      if (path !== file) continue
      if (isDirectory) throw cannotWrite(base, `${file} is a folder`)
      await access(file, constants.W_OK)
    }
  } catch (error) {
    throw error instanceof WrongCommand ? error : cannotWrite(base, reasonOf(error))
  }
}

/** A path itself, or what is there of the way to it. */
async function nearestThere(path: string): Promise<{ path: string; isDirectory: boolean }> {
  try {
    return { path, isDirectory: (await stat(path)).isDirectory() }
  } catch (error) {
    const isFurtherUp = ['ENOENT', 'ENOTDIR'].includes(reasonOf(error)) && dirname(path) !== path
    if (!isFurtherUp) throw error
    return nearestThere(dirname(path))
  }
}

/**
 * @param mode of files that are new (octal); missing: what the user's mask leaves
 * @returns the names of the files
 * @throws WrongCommand when they cannot be written
 */
export async function writeReport(base: string, { html, json }: Report, { mode }: { mode?: number } = {}) {
  const files = [
    ...(json === undefined ? [] : [[`${base}.json`, `${JSON.stringify(json, null, 1)}\n`] as const]),
    [`${base}.html`, html] as const,
  ]
  try {
    await mkdir(dirname(base), { recursive: true })
    for (const [file, text] of files) await replaceFile(file, text, mode)
  } catch (error) {
    throw cannotWrite(base, reasonOf(error))
  }
  return files.map(([file]) => file).toReversed()
}

/** The one that is there stays until the new one is whole: a disk may be full. */
async function replaceFile(file: string, text: string, mode: number | undefined): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`
  try {
    await writeFile(beside, text, { mode })
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

const cannotWrite = (base: string, why: string): WrongCommand =>
  new WrongCommand(`${base}.html cannot be written (${why}): name another place with --out`)

/** `2026-11-22-0839-05-eval-7f3a`, in the time of this computer; two that begin at once have two names. */
export function nameAt(now: number, what: string): string {
  const at = new Date(now)
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}-${two(at.getHours())}${two(at.getMinutes())}-${two(at.getSeconds())}-${what}-${process.pid.toString(16)}`
}
