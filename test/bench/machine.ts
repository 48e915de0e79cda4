/** What is measured on, and what is measured. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { latencyOf } from './load/latency.ts'

/** `statfs` calls a file system in memory by this number. */
const tmpfs = 0x01021994

/** Words and numbers for a person. */
export async function machineOf(folder: string): Promise<Record<string, string | number>> {
  const cores = cpus()
  return {
    cores: cores.length,
    CPU: cores[0]?.model ?? 'unknown',
    'memory (GB)': Math.round(totalmem() / 1e9),
    Node: process.version,
    'load at the start': Number((loadavg()[0] ?? 0).toFixed(1)),
    ...(await lookAtDisk(folder)),
  }
}

/** What a durable write costs here, and whether it is durable at all. */
async function lookAtDisk(parent: string): Promise<Record<string, string | number>> {
  const folder = await mkdtemp(join(parent, 'kidoku-bench-'))
  try {
    const file = await open(join(folder, 'probe'), 'w')
    const times: number[] = []
    for (let count = 0; count < 200; count += 1) {
      const began = performance.now()
      await file.appendFile('x'.repeat(800))
      await file.datasync()
      times.push(performance.now() - began)
    }
    await file.close()
    const { p50, p99 } = latencyOf(times)
    const inMemory = (await statfs(folder)).type === tmpfs
    return {
      ...(inMemory ? { data: 'IN MEMORY, not on a disk: set --folder' } : {}),
      'a write and its sync, p50 (ms)': Number(p50.toPrecision(2)),
      'p99 (ms)': Number(p99.toPrecision(2)),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The state of the project that is measured. */
export const stateOf = (): { date: string; commit: string } => ({
  date: new Date().toISOString().slice(0, 10),
  commit: commitOf(),
})

function commitOf(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim()
  try {
    const changed = git('status', '--porcelain', '--', 'src', 'test', 'prompts', 'package-lock.json') !== ''
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? ' and changes' : ''}`
  } catch {
    // Unpacked from an archive.
    return 'unknown'
  }
}
