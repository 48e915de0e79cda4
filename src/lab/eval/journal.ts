/**
 * Journal: the trials of an evaluation that has not ended, a line each, so that an interrupted one goes on where it was.
 * Its name is a hash of everything that is judged (plan.ts): whatever changes, another journal begins.
 */
import { appendFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { reasonOf } from '../../adapters/markdown/read-file.ts'
import { WrongCommand } from '../command.ts'
import { trialSchema, type Trial } from '../trial.ts'

export interface Journal {
  /** What was judged before, by its key. Failures are not among them: they are tried again. */
  done: ReadonlyMap<string, Trial>
  /** What the failures among them cost (US dollars). */
  failedCost: number
  append(key: string, trial: Trial): Promise<void>
  /** All is judged: nothing is left to resume. */
  remove(): Promise<void>
}

const lineSchema = z.object({ key: z.string(), trial: trialSchema })

/** One that nobody went on with for so long (ms) is forgotten. */
const kept = 14 * 24 * 3_600_000

/**
 * @param name of all that is to be judged
 * @param resume false: what was judged before is forgotten
 */
export async function openJournal(
  folder: string,
  name: string,
  { resume, now }: { resume: boolean; now: number },
): Promise<Journal> {
  try {
    await mkdir(folder, { recursive: true })
    await forgetOld(folder, now)
  } catch (error) {
    const remedy = 'set DATA_DIR to a folder that this user may write'
    throw new WrongCommand(`${folder} cannot be written (${reasonOf(error)}): ${remedy}`)
  }
  const file = join(folder, `${name}.jsonl`)
  if (!resume) await rm(file, { force: true })
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (reasonOf(error) === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n').flatMap((line) => readLine(line) ?? [])
  // Whoever died while writing left half a line: the next one is not to continue it.
  if (text !== '' && !text.endsWith('\n')) await appendFile(file, '\n')
  const isFailed = ({ trial }: (typeof lines)[number]) => trial.decision === 'failed'
  let last: Promise<void> = Promise.resolve()
  return {
    done: new Map(lines.filter((line) => !isFailed(line)).map(({ key, trial }) => [key, trial])),
    failedCost: lines.filter(isFailed).reduce((sum, { trial }) => sum + (trial.cost ?? 0), 0),
    append(key, trial) {
      last = last.then(() => appendFile(file, `${JSON.stringify({ key, trial })}\n`))
      return last
    },
    remove: () => rm(file, { force: true }),
  }
}

function readLine(line: string): z.infer<typeof lineSchema> | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

async function forgetOld(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name)
    const { mtimeMs } = await stat(file)
    if (name.endsWith('.jsonl') && now - mtimeMs > kept) await rm(file, { force: true })
  }
}
