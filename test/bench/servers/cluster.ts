/** Several processes of kidoku on one database, behind a balancer that is a process too. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openOutside, type Outside, type OutsideOptions } from './outside.ts'
import type { Database } from './postgres.ts'
import { promptsWith, type Window } from './prompts.ts'
import { environmentOf, freshDatabase, startOne, type Ground } from './stage.ts'
import type { Server } from './start.ts'

export interface Cluster {
  /** The balancer's. */
  port: number
  servers: Server[]
  outside: Outside
  database: Database
}

export interface ClusterSetting {
  processes: number
  window: Window
  outside: OutsideOptions
}

/** Starts everything fresh, and cleans up after `act`, whatever happens. */
export async function onCluster<T>(
  ground: Ground,
  { processes, window, outside: heard }: ClusterSetting,
  act: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(ground.folder, 'kidoku-bench-'))
  const prompts = await promptsWith(window)
  const outside = await openOutside(heard)
  const closing = [() => outside.end()]
  try {
    const database = await ground.database()
    const url = await freshDatabase(ground, closing)
    const servers: Server[] = []
    for (let number = 1; number <= processes; number += 1) {
      const data = join(folder, String(number))
      const env = {
        ...environmentOf({ kind: 'postgres', model: 'stand-in' }, { outside, data, url }),
        PROMPTS_DIR: prompts,
      }
      const server = await startOne('postgres', ground, env, join(folder, `log-${number}`))
      servers.push(server)
      closing.unshift(() => server.end('SIGKILL'))
    }
    const balancer = await balance(servers.map(({ port }) => port))
    closing.unshift(balancer.end)
    return await act({ port: balancer.port, servers, outside, database })
  } finally {
    for (const close of closing) await close()
    for (const one of [folder, prompts]) await rm(one, { recursive: true, force: true })
  }
}

async function balance(ports: readonly number[]): Promise<{ port: number; end: () => Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'balancer-process.ts')], {
    env: { ...process.env, PORTS: ports.join(',') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const [said]: unknown[] = await Promise.race([once(child.stdout, 'data'), ended])
  return {
    port: Number(String(said)),
    async end() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
