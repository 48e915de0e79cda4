/**
 * A restore moves names in the data folder, one after another. Should it be broken off (a kill, a power cut), half of it
 * would look like a shop with fewer customers: so what is to be moved is written down before the first, and taken away
 * after the last. While it is there no server starts, and the next restore goes on with it.
 */
import { rename, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readJson, syncFolder, writeDurably } from './durable.ts'
import { isThere, namesIn } from './reading.ts'

/** Beside what is moved, and never part of it. */
const marker = 'restoring-now.json'

const moveSchema = z.object({
  format: z.literal(1),
  /** The folder, in the data folder, in which the backup is put together. */
  staging: z.string().regex(/^restoring-[\w-]+$/),
  /** The folder in which what was there is kept, and its names. */
  aside: z
    .string()
    .regex(/^replaced-[\w-]+$/)
    .optional(),
  there: z.array(z.string()),
  /** What is said when all is done. */
  words: z.array(z.string()),
})
export type Move = z.infer<typeof moveSchema>

/** Its message says what to do. */
export class HalfRestored extends Error {
  override name = 'HalfRestored'
}

/** What a restore that was broken off has left to do. */
export async function halfRestored(folder: string): Promise<Move | undefined> {
  const content = await readJson(join(folder, marker), (value) => moveSchema.parse(value))
  if (content.state === 'corrupt') {
    throw new HalfRestored(
      `${join(folder, marker)} cannot be read: name another data folder (DATA_DIR), and restore the backup there`,
    )
  }
  return content.state === 'read' ? content.data : undefined
}

/** @throws HalfRestored */
export async function refuseHalfRestored(folder: string): Promise<void> {
  if (!(await halfRestored(folder))) return
  const what = `a restore into ${folder} was broken off, so only part of the shop is there`
  throw new HalfRestored(`${what}: run npm run restore -- FOLDER again, which goes on with it`)
}

/** From here on there is no way back but on. Both folders are whole and durable. */
export async function beginMove(folder: string, move: Move): Promise<void> {
  await writeDurably(join(folder, marker), JSON.stringify(move), join(folder, move.staging))
}

/** Does what is left to do, from wherever it was broken off. */
export async function endMove(folder: string, { staging, aside, there }: Move): Promise<void> {
  for (const name of aside === undefined ? [] : there) {
    const kept = join(folder, aside ?? '', name)
    if (!(await isThere(kept)) && (await isThere(join(folder, name)))) await rename(join(folder, name), kept)
  }
  if (aside !== undefined) await syncFolder(join(folder, aside))
  for (const name of await namesIn(join(folder, staging))) await rename(join(folder, staging, name), join(folder, name))
  await syncFolder(folder)
  await rm(join(folder, staging), { recursive: true, force: true })
  await unlink(join(folder, marker))
  await syncFolder(folder)
}
