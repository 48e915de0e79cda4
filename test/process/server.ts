/** The real entry, `src/main.ts`, as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ServerProcess {
  child: ChildProcess
  url: string
  /** Everything it printed so far. */
  output: () => string
  /** Resolves with the exit code once it has ended. */
  ended: Promise<number | null>
}

const lowestPort = 12_000
/** Each of the runner's workers chooses among its own, and none twice: two that choose at once never choose the same. */
const portsOfWorker = 1_250
const workers = 16
const worker = Number(process.env['VITEST_POOL_ID'] ?? 0) % workers
const chosen = new Set<number>()

/**
 * A TCP port of 127.0.0.1 that nothing listens on, for a process that is yet to be started, or started again.
 * Chosen below the ports that systems give to outgoing connections (32768 and up on Linux, 49152 elsewhere): one of those
 * can be gone again before the process listens, or while it is down.
 */
export async function freePort(): Promise<number> {
  const port = lowestPort + worker * portsOfWorker + randomInt(portsOfWorker)
  if (chosen.has(port) && chosen.size < portsOfWorker) return freePort()
  chosen.add(port)
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return freePort()
  }
  server.close()
  await once(server, 'close')
  return port
}

/** Tests start hundreds of processes from the same sources: they are compiled once. What is measured starts as a shop does. */
const compiled = process.env['VITEST'] === undefined ? {} : { NODE_COMPILE_CACHE: join(tmpdir(), 'kidoku-compiled') }

/** The environment of a server in a test: nothing of the test runner's own (vitest sets MODE and BASE_URL). */
export function cleanEnvironment(values: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return { PATH, HOME, TMPDIR, ...compiled, ...values }
}

/**
 * Starts it without waiting for anything.
 * @param preload a module that is loaded before it, with which messages can be exchanged
 */
export function spawnServer(env: Record<string, string>, preload?: string): ServerProcess {
  const child = spawn(process.execPath, [...(preload ? ['--import', preload] : []), 'src/main.ts'], {
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe', preload ? 'ipc' : 'ignore'],
  })
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const ended = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null))
  return { child, url: `http://127.0.0.1:${env['PORT']}`, output: () => printed, ended }
}

/** Starts it and resolves once it answers; rejects with what it printed when it ends before. */
export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const port = env['PORT'] ?? String(await freePort())
  const server = spawnServer({ HOST: '127.0.0.1', ...env, PORT: port })
  await isUp(server)
  return server
}

/** Rejects with what it printed when it ends before. */
export function isUp(server: ServerProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (server.output().includes('kidoku is up')) resolve()
    }
    server.child.stdout?.on('data', look)
    void server.ended.then((code) => reject(new Error(`it ended with ${code}: ${server.output()}`)))
  })
}
