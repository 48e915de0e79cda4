/**
 * A model's recorded answers: one file a model, one line of JSON an answer, in the order of their keys, so that a shop can
 * commit it and read what changed. The first line names the model.
 *
 * A file is written whole and under a lock, after what stands in it has been read again: several processes lose nothing
 * of each other's. A line that cannot be read stays where a person can see it.
 */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { lock } from 'proper-lockfile'
import { z } from 'zod'
import { isMissing, makeFolder, writeDurably } from '../files/durable.ts'

const headSchema = z.object({
  format: z.literal(1),
  model: z.string(),
  takesMedia: z.boolean(),
  /** In which its adapter wrote the newest requests. */
  form: z.string().optional(),
})
export type Head = z.infer<typeof headSchema>

const tokens = z.number().int().nonnegative()
const usage = z.object({ input: tokens, output: tokens }).optional()
const entrySchema = z.object({
  key: z.string().min(1),
  /** From 1. */
  repeat: z.number().int().positive(),
  /** From 1: the same request may be asked again within one judgement, after an answer that was no use. */
  ordinal: z.number().int().positive(),
  /** How the newest message begins, for whoever reads the file. */
  message: z.string(),
  /** When it was recorded (ISO 8601), and how long the model took (ms). */
  at: z.string(),
  ms: z.number(),
  answer: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), text: z.string(), usage }),
    z.object({ ok: z.literal(false), why: z.string(), usage }),
  ]),
})
export type Entry = z.infer<typeof entrySchema>

export interface Answers {
  head?: Head
  /** By `placeOf`. */
  entries: Map<string, Entry>
  /** Lines that are none, as they stand there. */
  broken: string[]
  /** A sentence each, with file and line. */
  problems: string[]
}

export const placeOf = ({ key, repeat, ordinal }: Pick<Entry, 'key' | 'repeat' | 'ordinal'>): string =>
  `${key} ${String(repeat).padStart(6, '0')} ${String(ordinal).padStart(6, '0')}`

/** Names of models have slashes and colons in them: `hf.co/org/model:Q4`. */
export const answerFile = (folder: string, model: string): string => join(folder, `${encodeURIComponent(model)}.jsonl`)

/** What is not there is empty. */
export async function readAnswers(file: string): Promise<Answers> {
  try {
    return parse(file, await readFile(file, 'utf8'))
  } catch (error) {
    if (isMissing(error)) return parse(file, '')
    throw error
  }
}

/** What was set when the model's answers were recorded; undefined when none were. */
export function headOf(folder: string, model: string): Head | undefined {
  const file = answerFile(folder, model)
  try {
    return parse(file, readFileSync(file, 'utf8')).head
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Whether the model was shown pictures when its answers were recorded; undefined when none were. */
export const couldSee = (folder: string, model: string): boolean | undefined => headOf(folder, model)?.takesMedia

/**
 * Adds answers, and replaces those at the same place.
 * @returns all that stands there then
 */
export async function addAnswers(file: string, head: Head, added: readonly Entry[]): Promise<Answers> {
  await makeFolder(dirname(file))
  let lost: Error | undefined
  const release = await lock(file, {
    realpath: false,
    stale: 5_000,
    update: 1_000,
    retries: { retries: 200, factor: 1.2, minTimeout: 20, maxTimeout: 250 },
    onCompromised: (error) => (lost = error),
  })
  try {
    const answers = await readAnswers(file)
    for (const entry of added) answers.entries.set(placeOf(entry), entry)
    const sorted = [...answers.entries]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, entry]) => JSON.stringify(entry))
    const lines = [JSON.stringify(head), ...sorted, ...answers.broken]
    if (lost) throw lost
    await writeDurably(file, `${lines.join('\n')}\n`, dirname(file))
    return { ...answers, head }
  } finally {
    if (!lost) await release()
  }
}

function parse(file: string, text: string): Answers {
  const answers: Answers = { entries: new Map(), broken: [], problems: [] }
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const value = json(line)
    const head = headSchema.safeParse(value)
    const entry = entrySchema.safeParse(value)
    if (head.success) answers.head = head.data
    else if (entry.success) answers.entries.set(placeOf(entry.data), entry.data)
    else {
      answers.broken.push(line)
      answers.problems.push(
        `${file}:${index + 1} is no recorded answer, and is left out: remove the line, or take it from an older version of the file`,
      )
    }
  }
  return answers
}

function json(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
