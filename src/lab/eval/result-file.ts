/** Results that were written before: read as a baseline, and to be compared. */
import { readFile } from 'node:fs/promises'
import { reasonOf } from '../../adapters/markdown/read-file.ts'
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
    const code = reasonOf(error)
    throw new WrongCommand(`${file} ${code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`}: ${remedy}`)
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
