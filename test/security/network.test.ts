/** No request goes to any host but LINE’s, the model’s and those in the settings, whatever customers write. */
import { createHmac, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test, vi, type TestContext } from 'vitest'
import { freePort, startServerProcess } from '../process/server.ts'

const secret = 'c0ffee00c0ffee00c0ffee00c0ffee00'

/** A server with a channel and LINE’s own addresses, whose connections are written down and go nowhere. */
async function watchedServer({ onTestFinished }: TestContext, env: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-network-'))
  const hostsFile = join(folder, 'hosts.txt')
  const server = await startServerProcess({
    PORT: String(await freePort()),
    DATA_DIR: join(folder, 'data'),
    LINE_CHANNEL_SECRET: secret,
    LINE_CHANNEL_ACCESS_TOKEN: 'an-access-token-that-nobody-takes',
    GEMINI_API_KEY: 'a-key-that-nobody-takes',
    HOSTS_FILE: hostsFile,
    NODE_OPTIONS: `--import=${resolve('test/security/watch-network.ts')}`,
    ...env,
  })
  onTestFinished(async () => {
    server.child.kill('SIGKILL')
    await server.ended
    await rm(folder, { recursive: true, force: true })
  })
  const hosts = async (): Promise<string[]> => (await readFile(hostsFile, 'utf8').catch(() => '')).trim().split('\n')
  const send = async (user: string, message: object): Promise<number> => {
    const at = Date.now()
    const source = { type: 'user', userId: user }
    const base = { timestamp: at, mode: 'active', deliveryContext: { isRedelivery: false }, replyToken: randomUUID() }
    const event = {
      type: 'message',
      webhookEventId: randomUUID(),
      source,
      ...base,
      message: { id: String(at), ...message },
    }
    const body = JSON.stringify({ destination: 'Ubot', events: [event] })
    const signature = createHmac('sha256', secret).update(body).digest('base64')
    const response = await fetch(`${server.url}/webhook`, {
      method: 'POST',
      body,
      headers: { 'x-line-signature': signature },
    })
    return response.status
  }
  return { hosts, send }
}

const unique = (hosts: string[]): string[] => [...new Set(hosts)].toSorted()

test.concurrent('text, a picture, and content that lies with somebody else: only LINE, the model and the webhook are asked', async (context) => {
  const { hosts, send } = await watchedServer(context, { NOTIFY_WEBHOOK_URL: 'https://hooks.staff.example/told' })
  const told = async () => (await hosts()).filter((host) => host === 'hooks.staff.example').length
  const elsewhere = {
    type: 'external',
    originalContentUrl: 'https://elsewhere.example/a.png',
    previewImageUrl: 'https://elsewhere.example/b.png',
  }

  expect(await send('U1', { type: 'text', text: 'Look at https://elsewhere.example/page and line://elsewhere' })).toBe(
    200,
  )
  expect(await send('U2', { type: 'image', contentProvider: { type: 'line' } })).toBe(200)
  await vi.waitFor(async () => expect(await hosts()).toContain('api-data.line.me'), { timeout: 40_000 })
  await vi.waitFor(async () => expect(await hosts()).toContain('generativelanguage.googleapis.com'), {
    timeout: 40_000,
  })
  await vi.waitFor(async () => expect(await told()).toBeGreaterThan(0), { timeout: 40_000 })

  const before = await told()
  expect(await send('U3', { type: 'image', contentProvider: elsewhere })).toBe(200)
  await vi.waitFor(async () => expect(await told()).toBeGreaterThan(before), { timeout: 40_000 })
  expect(unique(await hosts())).toEqual([
    'api-data.line.me',
    'api.line.me',
    'generativelanguage.googleapis.com',
    'hooks.staff.example',
  ])
})

test.concurrent('with addresses of its own in the settings, those are asked and LINE’s and Google’s are not', async (context) => {
  const { hosts, send } = await watchedServer(context, {
    LINE_API_BASE_URL: 'http://line.proxy.example',
    LINE_DATA_API_BASE_URL: 'http://data.proxy.example',
    GEMINI_BASE_URL: 'http://model.proxy.example',
  })
  expect(await send('U1', { type: 'text', text: 'Are you open on Sunday?' })).toBe(200)
  expect(await send('U2', { type: 'image', contentProvider: { type: 'line' } })).toBe(200)
  await vi.waitFor(
    async () =>
      expect(unique(await hosts())).toEqual(['data.proxy.example', 'line.proxy.example', 'model.proxy.example']),
    { timeout: 40_000 },
  )
})
