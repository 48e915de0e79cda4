/** What a process has used, from /proc: Linux only; elsewhere nothing is known. */
import { readdir, readFile } from 'node:fs/promises'

export interface Usage {
  /** Processor time so far, user and system, all threads (ms). It comes in steps of 10 ms. */
  cpuMs: number
  /** Memory it holds now, and the most it has held (MB). */
  rssMb: number
  peakMb: number
}

export async function usageOf(pid: number | undefined): Promise<Usage | undefined> {
  try {
    const { own } = await timesOf(String(pid))
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const megabytes = (name: string): number =>
      Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1_024)
    return { cpuMs: own, rssMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') }
  } catch {
    return undefined
  }
}

/** The processor time of a process and of all that it has started, those that have ended too (ms). */
export async function familyCpu(pid: number | undefined): Promise<number | undefined> {
  try {
    const { own, ended } = await timesOf(String(pid))
    let sum = own + ended
    for (const other of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      // It may have ended by now.
      const times = await timesOf(other).catch(() => undefined)
      if (times && times.parent === pid) sum += times.own + times.ended
    }
    return sum
  } catch {
    return undefined
  }
}

/** Fields of /proc/PID/stat after the name, which may hold anything: times in hundredths of a second. */
async function timesOf(pid: string): Promise<{ parent: number; own: number; ended: number }> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8'))
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number)
  const [, parent = 0] = fields
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15)
  return { parent, own: (user + system) * 10, ended: (endedUser + endedSystem) * 10 }
}
