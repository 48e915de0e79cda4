/** Starts a house under fire as a process of its own, and asks it. When it dies every question rejects with how. */
import { fork } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { makeTempFolder } from './folder.ts'
import type { House, Seen } from './seen.ts'

const counts = z.record(z.string(), z.number())
const texts = z.array(z.string())
const seenSchema = z.object({
  arrived: texts,
  stuck: texts,
  unsigned: texts,
  errors: counts,
  unfit: counts,
  pages: texts,
  heap: z.number().optional(),
  conversations: z.number(),
  events: z.number(),
}) satisfies z.ZodType<Seen>
const answerSchema = z.object({ number: z.number(), value: z.unknown().optional() })

/** @param database see `HouseOptions` */
export async function startHouse(secret: string, database?: string): Promise<House> {
  const path = fileURLToPath(new URL('house-process.ts', import.meta.url))
  const folder = await makeTempFolder()
  const args = [secret, folder, ...(database === undefined ? [] : [database])]
  const child = fork(path, args, { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  let last = ''
  child.stderr?.on('data', (chunk: Buffer) => (last = `${last}${chunk.toString()}`.slice(-2_000)))
  const open = new Map<number, PromiseWithResolvers<unknown>>()
  let closing = false
  let gone: Error | undefined
  child.on('exit', (code, signal) => {
    if (closing) for (const { resolve } of open.values()) resolve(undefined)
    gone = new Error(`the server died (${signal ?? code}): ${last.trim()}`)
    for (const { reject } of open.values()) reject(gone)
  })
  child.on('message', (message) => {
    const { number, value } = answerSchema.parse(message)
    open.get(number)?.resolve(value)
    open.delete(number)
  })
  const answerTo = (number: number): Promise<unknown> => {
    const answer = Promise.withResolvers<unknown>()
    if (gone) answer.reject(gone)
    else open.set(number, answer)
    return answer.promise
  }
  let asked = 0
  const ask = (what: 'settle' | 'close'): Promise<unknown> => {
    asked += 1
    const answer = answerTo(asked)
    if (!gone) child.send({ number: asked, what })
    return answer
  }
  const port = z.number().parse(await answerTo(0))
  return {
    port,
    pid: child.pid,
    settle: async () => seenSchema.parse(await ask('settle')),
    async close() {
      closing = true
      if (!gone) await ask('close')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
