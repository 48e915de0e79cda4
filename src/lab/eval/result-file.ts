/** Results as files: written beside their report, read as a baseline. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { WrongCommand } from '../command.ts'
import { resultSchema, type Result } from '../trial.ts'

/**
 * Reads a result that an eval wrote.
 * @throws WrongCommand that says what the file is not
 */
export async function readResult(file: string): Promise<Result> {
  const remedy = 'name the .json that an eval wrote, such as DATA_DIR/lab/…-eval.json'
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new WrongCommand(`${file} ${missing ? 'is not there' : 'cannot be read'}: ${remedy}`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new WrongCommand(`${file} is not JSON: ${remedy}`)
  }
  const parsed = resultSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') || 'the top'
  throw new WrongCommand(`${file} is not the result of an eval (at ${where}): ${remedy}`)
}

/**
 * Writes BASE.json and BASE.html, and resolves with their names.
 * @throws WrongCommand when it cannot
 */
export async function writeResult(base: string, result: Result, report: string): Promise<string[]> {
  try {
    await mkdir(dirname(base), { recursive: true })
    await writeFile(`${base}.json`, `${JSON.stringify(result, null, 1)}\n`)
    await writeFile(`${base}.html`, report)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new WrongCommand(
      `${base}.json cannot be written (${why}): name another place with --out; nothing judged is lost`,
    )
  }
  return [`${base}.html`, `${base}.json`]
}

/** `2026-11-22-0839-05-eval`, in the time of this computer. */
export function nameAt(now: number, what: string): string {
  const at = new Date(now)
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}-${two(at.getHours())}${two(at.getMinutes())}-${two(at.getSeconds())}-${what}`
}
