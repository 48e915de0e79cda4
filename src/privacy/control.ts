/**
 * How a command reaches the running server: a socket in the data folder, which only this user can enter; on Windows a named
 * pipe. A question is one line of JSON, and so is its answer. Whoever may use it could change the files as well.
 */
import { createHash } from 'node:crypto'
import { chmod, open, unlink } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { parsed } from '../adapters/files/reading.ts'
import { isWholeId } from '../flow/forget.ts'
import type { Log } from '../ports/log.ts'

/** A path of a socket is cut past this (bytes): 104 on macOS, 108 on Linux. */
const longestPath = 100
/** A question is short (characters). */
const longestLine = 10_000
/** All conversations may have to be looked through (ms). */
const patience = 600_000

const requestSchema = z.object({ do: z.literal('forget'), who: z.string(), by: z.string().max(1_000) })
export type Request = z.infer<typeof requestSchema>

const resultSchema = z.object({
  conversations: z.number(),
  groups: z.number(),
  drafts: z.number(),
  auditLines: z.number(),
})
const answerSchema = z.union([
  z.object({ ok: z.literal(true), result: resultSchema }),
  z.object({ ok: z.literal(false), why: z.string() }),
])
export type Answer = z.infer<typeof answerSchema>

export interface Control {
  close(): Promise<void>
}

export interface ControlOptions {
  /** The data folder, whose lock is ours. */
  folder: string
  /** One question after another. */
  handle: (request: Request) => Promise<z.infer<typeof resultSchema>>
  log: Log
}

/** Where it cannot be opened (a file system without sockets), that is said, and commands ask for a stop first. */
export async function openControl({ folder, handle, log }: ControlOptions): Promise<Control> {
  const place = await placeIn(folder)
  const open = new Set<Socket>()
  let last: Promise<unknown> = Promise.resolve()
  const answerTo = async (line: string): Promise<Answer> => {
    const request = requestSchema.safeParse(parsed(line)).data
    if (!request) return { ok: false, why: 'the running server is of another version: stop it, and run this again' }
    if (!isWholeId(request.who)) return { ok: false, why: 'that is no id of LINE’s: see that the id is whole' }
    const result = last.then(() => handle(request))
    last = result.catch(() => undefined)
    try {
      return { ok: true, result: await result }
    } catch (error) {
      log.error({ err: error }, 'what a command asked for failed')
      return { ok: false, why: error instanceof Error ? error.message : String(error) }
    }
  }
  const serve = async (socket: Socket): Promise<void> => {
    const line = await lineFrom(socket)
    if (line === undefined) return void socket.destroy()
    const answer: Answer =
      line === tooLong ? { ok: false, why: 'what was asked for is too long' } : await answerTo(line)
    socket.end(`${JSON.stringify(answer)}\n`)
  }
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    // A command that was interrupted.
    socket.on('error', () => socket.destroy())
    void serve(socket)
  })
  try {
    await place.free()
    await new Promise<void>((done, fail) => {
      server.once('error', fail)
      server.listen(place.path, done)
    })
    await place.keep()
  } catch (error) {
    log.warn({ err: error, folder }, 'commands such as npm run forget cannot reach this server: stop it before them')
  }
  return {
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise<void>((done) => void server.close(() => done()))
      // What was asked for goes on though nobody waits for its answer.
      await last
      await place.close()
    },
  }
}

/** Asks the server that has this folder; undefined when none answers there. */
export async function askControl(folder: string, request: Request): Promise<Answer | undefined> {
  const place = await placeIn(folder).catch(() => undefined)
  if (!place) return undefined
  try {
    const socket = connect(place.path)
    const reached = await new Promise<boolean>((done) => {
      socket.once('connect', () => done(true))
      socket.once('error', () => done(false))
    })
    if (!reached) return undefined
    socket.setTimeout(patience, () => socket.destroy())
    socket.write(`${JSON.stringify(request)}\n`)
    const line = await lineFrom(socket)
    socket.destroy()
    const answer = answerSchema.safeParse(parsed(typeof line === 'string' ? line : '')).data
    return answer ?? { ok: false, why: 'the server ended before it had answered: run this again' }
  } finally {
    await place.close()
  }
}

interface Place {
  path: string
  /** Takes away what a server that was killed left there. */
  free(): Promise<void>
  /** For this user alone. */
  keep(): Promise<void>
  close(): Promise<void>
}

async function placeIn(folder: string): Promise<Place> {
  const nothing = () => Promise.resolve()
  if (process.platform === 'win32') {
    const name = createHash('sha256').update(resolve(folder).toLowerCase()).digest('hex').slice(0, 32)
    return { path: `\\\\.\\pipe\\kidoku-${name}`, free: nothing, keep: nothing, close: nothing }
  }
  const file = join(folder, 'control.sock')
  const files = {
    free: () => unlink(file).catch(() => undefined),
    keep: () => chmod(file, 0o600),
  }
  if (Buffer.byteLength(file) <= longestPath) return { path: file, ...files, close: nothing }
  // Linux names a folder that is open by a short path.
  const handle = await open(folder, 'r')
  return { path: `/proc/self/fd/${handle.fd}/control.sock`, ...files, close: () => handle.close() }
}

const tooLong = Symbol('too long')

/** The first line that comes; undefined when none does. */
async function lineFrom(socket: Socket): Promise<string | typeof tooLong | undefined> {
  socket.setEncoding('utf8')
  let text = ''
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      text += String(chunk)
      const end = text.indexOf('\n')
      if (end !== -1) return text.slice(0, end)
      if (text.length > longestLine) return tooLong
    }
  } catch {
    return undefined
  }
  return undefined
}
