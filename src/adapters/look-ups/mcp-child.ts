/**
 * The process of an MCP server that speaks over its standard input and output. It has its own group, so that whatever it
 * starts (`npx` starts a shell, and that the server) ends with it, and so that Ctrl-C in a terminal, which goes to all of a
 * group, does not end it before what is being recorded has been answered.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'

export interface ChildOptions {
  /** A program, and what it is given. */
  command: readonly string[]
  inherited: Readonly<Record<string, string>>
  /** All that it has of the environment beside that. */
  env: Readonly<Record<string, string>>
  /** Where it is started. */
  folder: string
}

export interface Child {
  readonly stdin: Writable
  readonly stdout: Readable
  /** When it writes nothing more, or nobody hears it any more: how it ended, for the operator. */
  readonly ended: Promise<string>
  /** What it wrote to standard error of late, which may be anything. Nothing more is kept of it from then on. */
  lastWords(): string
  /** Asks it to end by closing its input, then by SIGTERM, and then ends it. */
  end(): Promise<void>
}

/** After each way of asking it to end (ms). */
const patience = 1_000
/** For what it wrote before it ended to arrive (ms). */
const lastOfIt = 500
/** Of standard error (characters). */
const mostWords = 2_000

type Process = ChildProcessByStdio<Writable, Readable, Readable>

const running = new Set<Process>()
const endAll = (): void => {
  for (const child of running) signal(child, 'SIGKILL')
}

const fault = z.object({ code: z.string().regex(/^\w{1,60}$/) })

/** @returns what to say when it cannot be started */
export async function startChild({
  command,
  inherited,
  env,
  folder,
}: ChildOptions): Promise<Child | { failed: string }> {
  const [program = '', ...given] = command
  try {
    const child = spawn(program, given, {
      cwd: folder,
      env: { ...inherited, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    const { promise: started, resolve, reject } = Promise.withResolvers<void>()
    // Also later: a signal that cannot be sent is told here too, and nobody else listens.
    child.on('error', reject)
    child.once('spawn', resolve)
    await started
    return held(child)
  } catch (error) {
    // What it says quotes the command and what is given to it.
    const { code = 'no reason is known' } = fault.safeParse(error).data ?? {}
    return { failed: `it cannot be started (${code})` }
  }
}

function held(child: Process): Child {
  if (running.size === 0) process.on('exit', endAll)
  running.add(child)
  const { promise: gone, resolve } = Promise.withResolvers<void>()
  // With its output closed too: what it had started is gone as well, or writes elsewhere.
  child.once('close', () => {
    running.delete(child)
    if (running.size === 0) process.off('exit', endAll)
    resolve()
  })
  let words = ''
  let isKept = true
  // Whoever does not read it stops the child once a pipe's worth is written.
  child.stderr.on('data', (chunk: Buffer) => {
    if (isKept) words = (words + chunk.toString()).slice(-mostWords)
  })
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined)
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    ended: endOf(child),
    lastWords() {
      const said = words
      isKept = false
      words = ''
      return said
    },
    async end() {
      child.stdin.end()
      for (const name of ['SIGTERM', 'SIGKILL'] as const) {
        if (await within(gone, patience)) return
        signal(child, name)
      }
      await within(gone, patience)
    },
  }
}

function endOf(child: Process): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const { promise: silent, resolve: fallSilent } = Promise.withResolvers<void>()
  child.stdout.once('close', () => {
    fallSilent()
    // With its output closed it answers nothing more, though it may live on.
    setTimeout(() => resolve('it closed its output'), lastOfIt).unref()
  })
  child.stdin.once('close', () => {
    if (!child.stdin.writableFinished) setTimeout(() => resolve('it closed its input'), lastOfIt).unref()
  })
  child.once('exit', (code, signal) => {
    const said = code === null ? `it was ended by ${signal}` : `it ended with ${code}`
    // What it has started may hold its output open, and for ever.
    void within(silent, lastOfIt).then(() => resolve(said))
  })
  return promise
}

/** Whether it came within so many ms. */
async function within(awaited: Promise<void>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), ms)
  void awaited.then(() => resolve(true))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

/** To all of its group. */
function signal(child: Process, name: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill(name)
    else process.kill(-child.pid, name)
  } catch {
    // It has ended meanwhile.
  }
}
