/** The processes of a run: kidoku's real entry, the peer, and the stand-in of LINE, each a child of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { cleanEnvironment, freePort } from '../process/server.ts'

export const secret = 'bench'.repeat(6) + '00'
const token = 'token-of-the-bench'

export interface Server {
  port: number
  /** Processor time it has used (ms) and the most memory it held (MB); undefined where there is no /proc. */
  usage(): Promise<{ cpuMs: number; peakMb: number } | undefined>
  /** Resolves once the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** @param folder where it keeps its data and its log */
export const startKidoku = (entry: string, folder: string, lineUrl: string, nodeOptions: string[]): Promise<Server> =>
  start([...nodeOptions, entry], join(folder, 'log'), {
    ...channel(lineUrl),
    DATA_DIR: join(folder, 'data'),
    HOST: '127.0.0.1',
  })

export const startEcho = (folder: string, lineUrl: string): Promise<Server> =>
  start([join(import.meta.dirname, 'echo.ts')], join(folder, 'log'), channel(lineUrl))

export interface LineStandIn {
  url: string
  counts(): Promise<Counts>
  end(): Promise<void>
}

const countsSchema = z.object({ calls: z.record(z.string(), z.number()), usedTwice: z.number() })

/** Calls so far, by kind. */
export interface Counts {
  replies: number
  reads: number
  loading: number
  pushes: number
  /** Replies with a token that had been used. */
  usedTwice: number
}

/** @param ms how long it takes for an answer */
export async function startLine(folder: string, ms: number): Promise<LineStandIn> {
  const script = join(import.meta.dirname, 'line.ts')
  const server = await start([script], join(folder, 'line.log'), { LINE_MS: String(ms) }, '/counts')
  const url = `http://127.0.0.1:${server.port}`
  return {
    url,
    async counts() {
      const { calls, usedTwice } = countsSchema.parse(await (await fetch(`${url}/counts`)).json())
      const of = (path: string): number => calls[path] ?? 0
      return {
        replies: of('/v2/bot/message/reply'),
        reads: of('/v2/bot/chat/markAsRead'),
        loading: of('/v2/bot/chat/loading/start'),
        pushes: of('/v2/bot/message/push'),
        usedTwice,
      }
    },
    end: () => server.end('SIGTERM'),
  }
}

const channel = (lineUrl: string): Record<string, string> => ({
  LINE_CHANNEL_SECRET: secret,
  LINE_CHANNEL_ACCESS_TOKEN: token,
  LINE_API_BASE_URL: lineUrl,
  LINE_DATA_API_BASE_URL: lineUrl,
})

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

async function start(
  args: string[],
  logFile: string,
  env: Record<string, string>,
  healthPath = '/healthz',
): Promise<Server> {
  const port = await freePort()
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, args, {
    env: cleanEnvironment({ ...env, PORT: String(port) }),
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  running.add(child)
  const ended = once(child, 'exit').then(() => running.delete(child))
  await answering(`http://127.0.0.1:${port}${healthPath}`, child, logFile)
  return {
    port,
    usage: () => usageOf(child.pid),
    async end(signal) {
      child.kill(signal)
      await ended
    },
  }
}

async function answering(url: string, child: ChildProcess, logFile: string): Promise<void> {
  for (;;) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (ok) return
    if (child.exitCode !== null) throw new Error(`it did not start: ${await readFile(logFile, 'utf8')}`)
    await wait(50)
  }
}

/** Linux only: user and system time come in hundredths of a second. */
async function usageOf(pid: number | undefined): Promise<{ cpuMs: number; peakMb: number } | undefined> {
  try {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ')
    const peak = /VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, peakMb: Math.round(Number(peak?.[1] ?? 0) / 1_024) }
  } catch {
    return undefined
  }
}
