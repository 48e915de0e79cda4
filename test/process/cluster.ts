/**
 * A shop of several processes over one PostgreSQL, behind a balancer: LINE is the simulator in this process, and of the
 * servers one is killed and started again while the others go on.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgresStore } from '../../src/adapters/postgres/store.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import type { Random } from '../simulation/random.ts'
import { openBalancer } from './balancer.ts'
import { freePort, isUp, spawnServer, type ServerProcess } from './server.ts'
import { checkWebhook, promptsWithoutHours, type Shop } from './shop.ts'

export interface ClusterOptions {
  /** The address of a database that has the tables. */
  url: string
  processes: number
  random: Random
  /** Stops the database without a word and starts it again. */
  restart: () => Promise<void>
  /** Whether it does beside this kill, counted from 1. Missing: now and then. */
  restarts?: (kill: number) => boolean
  env?: Record<string, string>
}

interface Member {
  settings: Record<string, string>
  server?: ServerProcess
  /** While it starts: another one on its port would be refused. */
  starting?: Promise<void>
  up: boolean
}

export async function openCluster({
  url,
  processes,
  random,
  restart,
  restarts,
  env = {},
}: ClusterOptions): Promise<Shop> {
  const [secret, token] = ['5'.repeat(32), 'the-token-of-a-shop']
  const line = await startSimulator({ host: '127.0.0.1', port: 0, channelSecret: secret, channelAccessToken: token })
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-cluster-'))
  const prompts = await promptsWithoutHours()
  const settings: Record<string, string> = {
    HOST: '127.0.0.1',
    DATABASE_URL: url,
    PROMPTS_DIR: prompts,
    LINE_CHANNEL_SECRET: secret,
    LINE_CHANNEL_ACCESS_TOKEN: token,
    LINE_API_BASE_URL: line.url,
    LINE_DATA_API_BASE_URL: line.url,
    ...env,
  }
  const members: Member[] = []
  for (let number = 1; number <= processes; number += 1) {
    const own = { PORT: String(await freePort()), DATA_DIR: join(folder, String(number)) }
    members.push({ settings: { ...settings, ...own }, up: false })
  }
  const balancer = await openBalancer(members.map((one) => Number(one.settings['PORT'])))
  const webhook = `http://127.0.0.1:${balancer.port}/webhook`
  line.connect(webhook)
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }
  const store = await openPostgresStore({ url, connections: 2, log: quiet })
  let last: ServerProcess | undefined
  let kills = 0
  const end = async (member: Member, signal: NodeJS.Signals): Promise<number | null> => {
    member.up = false
    member.server?.child.kill(signal)
    const code = (await member.server?.ended) ?? null
    await member.starting?.catch(() => undefined)
    return code
  }
  const begin = async (member: Member, changed: Record<string, string>): Promise<void> => {
    const started = spawnServer({ ...member.settings, ...changed })
    member.server = started
    last = started
    await isUp(started)
    member.up = true
  }
  return {
    line,
    folder,
    settings,
    /** All that do not run. */
    async start(changed = {}) {
      const down = members.filter(({ up }) => !up)
      await Promise.all(
        down.map((member) => {
          member.starting ??= begin(member, changed).finally(() => (member.starting = undefined))
          return member.starting
        }),
      )
      if (!last) throw new Error('no server has been started')
      return last
    },
    /** One of them; sometimes the database too. */
    async kill() {
      kills += 1
      const both = restarts?.(kills) ?? random.chance(0.4)
      await Promise.all([end(random.pick(members), 'SIGKILL'), both ? restart() : Promise.resolve()])
    },
    /** All of them: the first exit code that is not 0, else 0. */
    async stop() {
      const codes = await Promise.all(members.map((member) => end(member, 'SIGTERM')))
      return codes.find((code) => code !== 0) ?? 0
    },
    server() {
      if (!last) throw new Error('no server has been started')
      return last
    },
    isUp: () => Promise.resolve(),
    async conversations() {
      const found = new Map<string, Conversation>()
      for await (const { conversations } of store.all()) {
        for (const one of conversations) found.set(one.chat.id, one)
      }
      return found
    },
    check: () => checkWebhook(webhook, line, secret),
    async close() {
      await Promise.all(members.map((member) => end(member, 'SIGKILL')))
      await store.close()
      await balancer.close()
      await line.close()
      for (const one of [prompts, folder]) await rm(one, { recursive: true, force: true })
    },
  }
}
