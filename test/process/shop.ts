/**
 * A shop for the tests that end processes: LINE (the simulator, in this process), a data folder, and the real server over
 * it, which is killed and started again.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sign, startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { readFiles, type Files } from './checking.ts'
import { freePort, isUp, spawnServer, type ServerProcess } from './server.ts'

export interface Shop {
  line: Simulator
  folder: string
  /** The server's environment. */
  settings: Readonly<Record<string, string>>
  /**
   * Starts the server and resolves once it is up.
   * @param changed settings that differ from the shop's this time
   * @throws Error when it ends before
   */
  start(changed?: Record<string, string>): Promise<ServerProcess>
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>
  /** Asks it to end. Resolves with its exit code. */
  stop(): Promise<number | null>
  /** The server that runs now, or ran last. */
  server(): ServerProcess
  /** Resolves while a server is up. */
  isUp(): Promise<void>
  /** The conversations by their chat, as they are kept. */
  conversations(): Promise<Files>
  /** What the webhook answers to LINE's check, which holds no events; 0: it cannot be reached. */
  check(): Promise<number>
  close(): Promise<void>
}

export interface ShopOptions {
  /** Settings of the server beside the channel's. */
  env?: Record<string, string>
  /** The data folder; default: a new one that goes with the shop. */
  folder?: string
  /** See `spawnServer`. */
  preload?: string
}

export async function openShop({ env = {}, folder, preload }: ShopOptions = {}): Promise<Shop> {
  const [secret, token] = ['5'.repeat(32), 'the-token-of-a-shop']
  const line = await startSimulator({ host: '127.0.0.1', port: 0, channelSecret: secret, channelAccessToken: token })
  const data = folder ?? (await mkdtemp(join(tmpdir(), 'kidoku-shop-')))
  const port = String(await freePort())
  const prompts = await promptsWithoutHours()
  const settings: Record<string, string> = {
    HOST: '127.0.0.1',
    PORT: port,
    DATA_DIR: data,
    PROMPTS_DIR: prompts,
    LINE_CHANNEL_SECRET: secret,
    LINE_CHANNEL_ACCESS_TOKEN: token,
    LINE_API_BASE_URL: line.url,
    LINE_DATA_API_BASE_URL: line.url,
    ...env,
  }
  const webhook = `http://127.0.0.1:${port}/webhook`
  line.connect(webhook)
  let server: ServerProcess | undefined
  let up = Promise.withResolvers<void>()
  let running = false
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    // Who waits for it already goes on waiting.
    if (running) up = Promise.withResolvers<void>()
    running = false
    server?.child.kill(signal)
    return (await server?.ended) ?? null
  }
  return {
    line,
    folder: data,
    settings,
    async start(changed = {}) {
      const started = spawnServer({ ...settings, ...changed }, preload)
      server = started
      await isUp(started)
      running = true
      up.resolve()
      return started
    },
    async kill() {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    server() {
      if (!server) throw new Error('no server has been started')
      return server
    },
    isUp: () => up.promise,
    conversations: () => readFiles(data),
    check: () => checkWebhook(webhook, line, secret),
    async close() {
      await end('SIGKILL')
      await line.close()
      await rm(prompts, { recursive: true, force: true })
      if (folder === undefined) await rm(data, { recursive: true, force: true })
    },
  }
}

/** What a webhook answers to LINE's check, which holds no events; 0: it cannot be reached. */
export async function checkWebhook(url: string, line: Simulator, secret: string): Promise<number> {
  const body = JSON.stringify({ destination: line.botUserId, events: [] })
  const headers = { 'content-type': 'application/json', 'x-line-signature': sign(body, secret) }
  try {
    return (await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(2_000) })).status
  } catch {
    return 0
  }
}

/** Prompts without office hours: what customers are told is the same at any hour of the day. */
export async function promptsWithoutHours(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-prompts-'))
  await cp('prompts', folder, { recursive: true, filter: (path) => !/office-hours|cases/.test(path) })
  return folder
}
