/** Several shops under one roof: LINE for each (simulators, in this process), and one real server for all of them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { freePort, isUp, spawnServer, type ServerProcess } from './server.ts'
import { promptsWithoutHours } from './shop.ts'

export interface Mall {
  url: string
  folder: string
  /** LINE, as a shop has it. */
  line(name: string): Simulator
  /** The folder of a shop's texts. */
  knowledge(name: string): string
  /** The secret of a shop's channel. */
  secret(name: string): string
  /** Writes channels.yaml: shops by the names of their channels; all by their own when missing. */
  write(channels?: Readonly<Record<string, string>>): Promise<void>
  start(changed?: Record<string, string>): Promise<ServerProcess>
  server(): ServerProcess
  /** Asks the server to end. */
  stop(): Promise<number | null>
  close(): Promise<void>
}

/** Each knows one thing, which tells it apart. */
const knowledgeOf = (name: string): string => `# ${name}

## Opening hours {#open}
<!-- also: open, when, hours, today -->
We of ${name} are open every day from 8:00 to 18:00.
`

export async function openMall(names: readonly string[], env: Record<string, string> = {}): Promise<Mall> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-mall-'))
  const prompts = await promptsWithoutHours()
  const port = String(await freePort())
  const url = `http://127.0.0.1:${port}`
  const shops = new Map<string, { line: Simulator; secret: string; token: string }>()
  for (const [index, name] of names.entries()) {
    const [secret, token] = [String(index).repeat(32), `the-token-of-${name}`]
    const botUserId = `U${index}${'f'.repeat(31)}`
    const identity = { channelSecret: secret, channelAccessToken: token, botUserId, displayName: name }
    const line = await startSimulator({ host: '127.0.0.1', port: 0, ...identity })
    line.connect(`${url}/webhook/${name}`)
    shops.set(name, { line, secret, token })
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, 'hours.en.md'), knowledgeOf(name))
  }
  const shopOf = (name: string) => {
    const shop = shops.get(name)
    if (!shop) throw new Error(`there is no shop ${name}`)
    return shop
  }
  const file = join(folder, 'channels.yaml')
  let server: ServerProcess | undefined
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    server?.child.kill(signal)
    return (await server?.ended) ?? null
  }
  const mall: Mall = {
    url,
    folder: join(folder, 'data'),
    line: (name) => shopOf(name).line,
    secret: (name) => shopOf(name).secret,
    knowledge: (name) => join(folder, name),
    async write(channels = Object.fromEntries(names.map((name) => [name, name]))) {
      const entries = Object.entries(channels).map(([channel, name]) => {
        const { line, secret, token } = shopOf(name)
        return `${channel}:
  secret: "${secret}"
  token: ${token}
  knowledge: ${join(folder, name)}
  api_base_url: ${line.url}
  data_api_base_url: ${line.url}
`
      })
      await writeFile(file, entries.join('\n'), { mode: 0o600 })
    },
    async start(changed = {}) {
      const own = { HOST: '127.0.0.1', PORT: port, DATA_DIR: join(folder, 'data'), PROMPTS_DIR: prompts }
      const started = spawnServer({ ...own, CHANNELS_FILE: file, MODEL: 'offline', ...env, ...changed })
      server = started
      await isUp(started)
      return started
    },
    server() {
      if (!server) throw new Error('no server has been started')
      return server
    },
    stop: () => end('SIGTERM'),
    async close() {
      await end('SIGKILL')
      for (const { line } of shops.values()) await line.close()
      await rm(prompts, { recursive: true, force: true })
      await rm(folder, { recursive: true, force: true })
    },
  }
  await mall.write()
  return mall
}

/** What the account has said to a customer. */
export const saidBy = (line: Simulator, user: string): string =>
  line
    .chat(user)
    .messages.flatMap(({ from, text }) => (from === 'bot' ? text : []))
    .join('\n')
