/** The whole server as a process, with the simulator's customers: what Prometheus finds at METRICS_PORT. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { sign, startSimulator } from '../../../src/simulator/index.ts'
import { freePort, spawnServer, startServerProcess, type ServerProcess } from '../../process/server.ts'
import { scrape, valueOf } from './exposition.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-metrics-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  const secret = '0123456789abcdef0123456789abcdef'
  const token = `${'Zm9vYmFyYmF6cXV4'.repeat(10)}=`
  const line = await startSimulator({ host: '127.0.0.1', port: 0, channelSecret: secret, channelAccessToken: token })
  closing.push(() => line.close())
  const env = {
    DATA_DIR: folder,
    LINE_CHANNEL_SECRET: secret,
    LINE_CHANNEL_ACCESS_TOKEN: token,
    LINE_API_BASE_URL: line.url,
    LINE_DATA_API_BASE_URL: line.url,
    METRICS_PORT: String(await freePort()),
  }
  return { line, env, secret, figures: `http://127.0.0.1:${env.METRICS_PORT}/metrics` }
}

const stopAfter = (server: ServerProcess): void => {
  closing.push(async () => {
    server.child.kill('SIGTERM')
    await server.ended
  })
}

test('it tells of webhooks, turns, what waits and the process; the port that everybody comes to tells nothing', async () => {
  const { line, env, secret, figures } = await setUp()
  const server = await startServerProcess(env)
  stopAfter(server)
  line.connect(`${server.url}/webhook`)
  await line.say('U1', 'Are you open on Sunday?')
  await line.say('U2', 'operator')
  const said = (user: string) => line.chat(user).messages.some(({ from }) => from === 'bot')
  await line.waitFor(() => said('U1') && said('U2'))
  const send = (body: string, signature: string) =>
    fetch(`${server.url}/webhook`, { method: 'POST', body, headers: { 'x-line-signature': signature } })
  expect((await send('{"events":[]}', 'wrong')).status).toBe(401)
  expect((await send('{', sign('{', secret))).status).toBe(400)

  await expect.poll(async () => valueOf(await scrape(figures), 'kidoku_outbox_actions'), { timeout: 10_000 }).toBe(0)
  const families = await scrape(figures)
  const value = (name: string, labels?: Record<string, string>) => valueOf(families, `kidoku_${name}`, labels)
  expect(value('webhooks_total', { status: '200' })).toBe(2)
  expect(value('webhooks_total', { status: '401' })).toBe(1)
  expect(value('webhooks_total', { status: '400' })).toBe(1)
  expect(value('webhooks_total')).toBe(4)
  expect(value('events_total', { type: 'message' })).toBe(2)
  expect(value('turns_total')).toBe(2)
  expect(value('turns_total', { decision: 'handoff' })).toBeGreaterThan(0)
  expect(value('answer_seconds_count')).toBe(2)
  expect(value('waiting', { list: 'waiting' })).toBeGreaterThan(0)
  expect(value('waiting_oldest_seconds')).toBeGreaterThan(0)
  expect(value('ready')).toBe(1)
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile('package.json', 'utf8')))
  expect(value('info', { version, store: 'files' })).toBe(1)
  expect(valueOf(families, 'process_start_time_seconds')).toBeGreaterThan(Date.now() / 1000 - 600)
  // Not where everybody comes.
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
})

test('METRICS_PORT that is taken: a start says so in a sentence, with the remedy', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  closing.push(() => new Promise((resolve) => other.close(resolve)))
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { env } = await setUp()
  const server = spawnServer({ ...env, HOST: '127.0.0.1', PORT: String(await freePort()), METRICS_PORT: String(port) })
  stopAfter(server)
  expect(await server.ended).toBe(1)
  expect(server.output()).toContain(
    `port ${port} on 127.0.0.1 is taken: stop the other program, or set METRICS_PORT to a free one`,
  )
  expect(server.output()).not.toMatch(/^\s+at /m)
})
