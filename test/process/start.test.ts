import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { freePort, spawnServer, startServerProcess } from './server.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'kidoku-start-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

/** What it printed and its exit code, when it cannot start. */
async function refusal(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const server = spawnServer({ DATA_DIR: folder, ...env })
  const code = await server.ended
  return { code, output: server.output() }
}
/** A person is told in a sentence; a stack trace is for programmers. */
const isReadable = (output: string) => !/^\s+at /m.test(output) && !output.includes('node:internal')

const channel = async (line: Simulator, token: string, secret: string) => ({
  PORT: String(await freePort()),
  DATA_DIR: folder,
  LINE_CHANNEL_SECRET: secret,
  LINE_CHANNEL_ACCESS_TOKEN: token,
  LINE_API_BASE_URL: line.url,
})

describe('a start that cannot be', () => {
  test('wrong settings: every one is named with its remedy, and no secret is repeated', async () => {
    const { code, output } = await refusal({ PORT: 'eighty', LINE_CHANNEL_SECRET: 'abcdef0123456789abcdef0123456789' })
    expect(code).toBe(1)
    expect(output).toContain('PORT')
    expect(output).toContain('LINE_CHANNEL_ACCESS_TOKEN is missing: copy it from the LINE Developers console')
    expect(output).not.toContain('abcdef0123456789')
    expect(isReadable(output)).toBe(true)
  })

  test('a broken prompt: file, line and remedy', async () => {
    await cp('prompts/assistant.md', join(folder, 'assistant.md'))
    const text = await readFile(join(folder, 'assistant.md'), 'utf8')
    await writeFile(join(folder, 'assistant.md'), text.replace('---\n', '---\nmin_confidense: 0.9\n'))
    const { code, output } = await refusal({ PROMPTS_DIR: folder })
    expect(code).toBe(1)
    expect(output).toMatch(/assistant\.md:2/)
    expect(output).toContain('min_confidense')
    expect(isReadable(output)).toBe(true)
  })

  test('a taken port, and a data folder that another kidoku uses: each in a sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const taken = await refusal({ PORT: String(port), HOST: '127.0.0.1', SIMULATOR_PORT: String(await freePort()) })
    other.close()
    expect(taken.output).toContain(`port ${port} on 127.0.0.1 is taken`)
    expect(isReadable(taken.output)).toBe(true)

    const first = await startServerProcess({ DATA_DIR: folder, SIMULATOR_PORT: String(await freePort()) })
    const second = await refusal({ PORT: String(await freePort()), SIMULATOR_PORT: String(await freePort()) })
    expect(second.code).toBe(1)
    expect(second.output).toContain('another kidoku is running')
    expect(isReadable(second.output)).toBe(true)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  })
})

test('a database without a channel is not used, and that is said without its password', async () => {
  const server = await startServerProcess({
    DATA_DIR: folder,
    SIMULATOR_PORT: String(await freePort()),
    DATABASE_URL: 'postgres://kidoku:hidden-word@127.0.0.1:1/kidoku',
  })
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(server.output()).toContain('DATABASE_URL is not used')
  expect(server.output()).not.toContain('hidden-word')
})

describe('a start on a computer that is not as it should be', () => {
  test.each([
    ['a file where the data folder should be', { DATA_DIR: 'package.json/data' }, 'in the way of a folder'],
    ['an address that is not this computer’s', { HOST: '203.0.113.7' }, 'HOST is not an address of this computer'],
  ])('%s: a sentence', async (_, env, words) => {
    const ports = { PORT: String(await freePort()), SIMULATOR_PORT: String(await freePort()) }
    const { code, output } = await refusal({ ...ports, ...env })
    expect(code).toBe(1)
    expect(output).toContain(words)
    expect(isReadable(output)).toBe(true)
  })

  test('a taken port for the simulator: a sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = String(typeof address === 'object' && address ? address.port : 0)
    const { output } = await refusal({ PORT: String(await freePort()), HOST: '127.0.0.1', SIMULATOR_PORT: port })
    other.close()
    expect(output).toContain('SIMULATOR_PORT')
    expect(isReadable(output)).toBe(true)
  })
})

describe('a start without a channel', () => {
  test('is up with simulator, offline model, health and a page, and logs JSON lines', async () => {
    const simulatorPort = await freePort()
    const server = await startServerProcess({ DATA_DIR: folder, SIMULATOR_PORT: String(simulatorPort) })
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'alive' })
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    const page = await fetch(`${server.url}/simulator`)
    expect(page.url).toBe(`http://127.0.0.1:${simulatorPort}/`)
    expect(await page.text()).toContain('<!doctype html>')
    for (const line of server.output().trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow()
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  })
})

describe('a start with a channel', () => {
  const [secret, token] = ['f'.repeat(32), 'the-token-of-this-test']
  let line: Simulator
  beforeEach(async () => {
    line = await startSimulator({ host: '127.0.0.1', port: 0, channelSecret: secret, channelAccessToken: token })
  })
  afterEach(() => line.close())
  const logged = async (env: Record<string, string>, words: string): Promise<string> => {
    const server = await startServerProcess(env)
    const { stdout } = server.child
    while (!server.output().includes(words)) await once(stdout!, 'data')
    server.child.kill('SIGTERM')
    await server.ended
    return server.output()
  }

  test('with Chat Off it says loudly that Read cannot be timed, and what to switch on', async () => {
    line.settings.chatMode = 'bot'
    expect(await logged(await channel(line, token, secret), 'READ CANNOT BE TIMED')).toContain('switch Chat on')
  })

  test('with messages marked read automatically, likewise', async () => {
    line.settings.markAsReadMode = 'auto'
    expect(await logged(await channel(line, token, secret), 'READ CANNOT BE TIMED')).toContain('manual')
  })

  test('with the right settings it says so, and with nobody to tell it says loudly what that means', async () => {
    const output = await logged(await channel(line, token, secret), 'Read is ours to give')
    expect(output).not.toContain('CANNOT BE TIMED')
    expect(output).toContain('NOBODY IS TOLD OF A HAND-OFF')
  })

  test('content is to be kept, and without a model nothing is looked at: that nothing is kept is said', async () => {
    const env = { ...(await channel(line, token, secret)), KEEP_CONTENT: '30d' }
    expect(await logged(env, 'KEEP_CONTENT keeps only')).toContain('without one that sees nothing is looked at')
  })

  test('a token that LINE refuses is said with its remedy, and the token itself is not', async () => {
    const env = { ...(await channel(line, token, secret)), LINE_CHANNEL_ACCESS_TOKEN: 'another-token-altogether' }
    const output = await logged(env, 'does not accept LINE_CHANNEL_ACCESS_TOKEN')
    expect(output).not.toContain('another-token-altogether')
  })

  test('SIGTERM in the middle of a burst parks the turn; the next start answers it, once', async () => {
    const env = await channel(line, token, secret)
    const first = await startServerProcess(env)
    line.connect(`${first.url}/webhook`)
    await line.say('U1', 'Are you open on Sunday?')
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(line.calls.some((call) => call.call === 'reply')).toBe(false)

    const second = await startServerProcess(env)
    await line.waitFor(() => line.chat('U1').messages.some((message) => message.from === 'bot'))
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    expect(line.calls.filter((call) => call.call === 'reply')).toHaveLength(1)
  })

  test.skipIf(process.platform === 'win32')('what customers wrote is for this user alone', async () => {
    const server = await startServerProcess(await channel(line, token, secret))
    line.connect(`${server.url}/webhook`)
    await line.say('U1', 'Are you open on Sunday?')
    await line.waitFor(() => line.chat('U1').messages.some((message) => message.from === 'bot'))
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'))
    expect(files.join(' ')).toContain('conversations')
    for (const name of files) expect([name, (await stat(join(folder, name))).mode & 0o077]).toEqual([name, 0])
  })

  test('a request that never ends holds up neither others nor the end', async () => {
    const server = await startServerProcess(await channel(line, token, secret))
    const { hostname, port } = new URL(server.url)
    const half = connect(Number(port), hostname)
    half.on('error', () => undefined)
    half.write('POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{')
    await once(half, 'connect')
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  })

  test('the console is off and says how to switch it on', async () => {
    const server = await startServerProcess(await channel(line, token, secret))
    const answer = await fetch(`${server.url}/console`)
    expect(await answer.text()).toContain('CONSOLE_PASSWORD')
    server.child.kill('SIGTERM')
    await server.ended
  })
})
