/** Starts a server as a process of its own, and waits until it is ready. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { cleanEnvironment, freePort } from '../../process/server.ts'
import { usageOf, type Usage } from './usage.ts'

/** It is asked this often whether it is ready (ms). */
const askedEvery = 10
/** Nothing takes longer to start (ms). */
const longestStart = 120_000

export interface Server {
  port: number
  pid: number | undefined
  /** From its start until it said that it is ready (ms). */
  readyMs: number
  usage(): Promise<Usage | undefined>
  /** Resolves once the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export interface Program {
  /** Arguments of node. */
  args: string[]
  /** Where what it prints goes. */
  logFile: string
  env: Record<string, string>
  /** The path that answers 200 once it is ready. */
  readyPath: string
}

/** @throws Error with what it printed, when it ends before it is ready */
export async function start({ args, logFile, env, readyPath }: Program): Promise<Server> {
  const port = await freePort()
  const log = openSync(logFile, 'a')
  const began = performance.now()
  const child = spawn(process.execPath, args, {
    env: cleanEnvironment({ ...env, PORT: String(port) }),
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  running.add(child)
  const ended = once(child, 'exit').then(() => running.delete(child))
  await ready(`http://127.0.0.1:${port}${readyPath}`, child, logFile)
  return {
    port,
    pid: child.pid,
    readyMs: performance.now() - began,
    usage: () => usageOf(child.pid),
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await ended
    },
  }
}

async function ready(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const until = performance.now() + longestStart
  while (performance.now() < until) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (ok) return
    if (child.exitCode !== null) throw new Error(`it did not start: ${await readFile(logFile, 'utf8')}`)
    await wait(askedEvery)
  }
  child.kill('SIGKILL')
  throw new Error(`it was not ready within ${longestStart / 1_000} s: ${await readFile(logFile, 'utf8')}`)
}
