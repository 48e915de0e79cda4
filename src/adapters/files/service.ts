/**
 * The service switch: `service.json` in the data folder. When the file is corrupt the assistant is paused: a customer who
 * waits unread is seen by staff and answered later, while what the assistant says after somebody stopped it cannot be
 * taken back.
 */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Service, ServiceSwitch } from '../../ports/service.ts'
import { DurableJsonFile, makeFolder } from './durable.ts'

const setSchema = z.object({ by: z.string(), at: z.number() })
const fileSchema: z.ZodType<Service> = z.object({
  paused: setSchema.optional(),
  tellInLine: setSchema.optional(),
  experimentsOff: setSchema.optional(),
})

export interface ServiceOptions {
  folder: string
  clock: Pick<Clock, 'now'>
  log: Log
}

export async function openService({ folder, clock, log }: ServiceOptions): Promise<ServiceSwitch> {
  const scratch = join(folder, 'scratch')
  await makeFolder(scratch)
  const path = join(folder, 'service.json')
  let lost = false
  const onCorrupt = async (): Promise<void> => {
    const kept = `${path}.corrupt.${clock.now()}`
    // The corrupt one stays until the pause is written: a crash here must not lose it.
    await copyFile(path, kept)
    lost = true
    const remedy = 'end the pause in the console if nobody wanted it'
    log.error(
      { file: path, kept },
      `THE ASSISTANT IS PAUSED: whether it was to be could not be read (a copy is kept); ${remedy}`,
    )
  }
  const parse = (value: unknown): Service => fileSchema.parse(value)
  const file = new Low<Service>(new DurableJsonFile(path, { parse, onCorrupt, scratch }), {})
  await file.read()
  if (lost) {
    file.data = { paused: { by: 'kidoku', at: clock.now() } }
    await file.write()
  }

  let current = file.data
  let last: Promise<void> = Promise.resolve()
  const write = async (change: Partial<Service>): Promise<void> => {
    const next = { ...current, ...change }
    file.data = next
    await file.write()
    current = next
  }
  return {
    current: () => current,
    change(change) {
      const written = last.then(() => write(change))
      last = written.catch(() => undefined)
      return written
    },
  }
}
