/**
 * Secrets with a mark in them, and customers’ words with another: a whole evening of faults, and then everything that the
 * server has printed, shown and kept is searched for them.
 */
import { createServer } from 'node:http'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi, type TestContext } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { openGeminiServer } from '../adapters/gemini/server.ts'
import { doctor } from '../doctor/doctor.ts'
import { Visitor } from '../console/visitor.ts'
import { freePort, startServerProcess } from '../process/server.ts'

const secrets = {
  channel: 'canary1'.padEnd(32, '0'),
  token: 'canary2-access-token',
  key: 'canary3-key-of-the-model',
  password: 'canary4 password of the shop',
  hook: 'canary5/hook',
}
const words = 'Ich habe am Sonntag canary6 bestellt'
const isSecret = /canary[1-5]/

/** A server of the real entry whose LINE, model and webhook fail, and say the secrets back to it as they do. */
async function evening(logLevel: string, { onTestFinished }: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-canary-'))
  const line = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    channelSecret: secrets.channel,
    channelAccessToken: secrets.token,
  })
  const model = await openGeminiServer()
  model.answer({
    status: 403,
    body: { error: { code: 403, message: `${secrets.key} may not`, status: 'PERMISSION_DENIED' } },
  })
  const hook = createServer((request, response) => response.writeHead(500).end(`no ${request.url}`)).listen(
    0,
    '127.0.0.1',
  )
  await once(hook, 'listening')
  const address = hook.address()
  const env = {
    PORT: String(await freePort()),
    DATA_DIR: join(folder, 'data'),
    LINE_CHANNEL_SECRET: secrets.channel,
    LINE_CHANNEL_ACCESS_TOKEN: secrets.token,
    LINE_API_BASE_URL: line.url,
    LINE_DATA_API_BASE_URL: line.url,
    GEMINI_API_KEY: secrets.key,
    GEMINI_BASE_URL: model.url,
    CONSOLE_PASSWORD: secrets.password,
    NOTIFY_WEBHOOK_URL: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/${secrets.hook}`,
    NOTIFY_WEBHOOK_FORM: 'slack',
    LOG_LEVEL: logLevel,
  }
  const server = await startServerProcess(env)
  line.connect(`${server.url}/webhook`)
  onTestFinished(async () => {
    server.child.kill('SIGKILL')
    await server.ended
    await line.close()
    await model.close()
    hook.close()
    await rm(folder, { recursive: true, force: true })
  })
  const owner = new Visitor(server.url)
  // The password in the wrong field, forms from elsewhere, a webhook that nobody has signed, secrets in addresses.
  await owner.send('/console/sign-in', { name: secrets.password, password: 'wrong' })
  await owner.send('/console/sign-in', { password: secrets.password }, { origin: 'https://elsewhere.example' })
  await owner.get(`/console?key=${encodeURIComponent(secrets.key)}`)
  await owner.get(`/${encodeURIComponent(secrets.token)}`, { authorization: `Bearer ${secrets.token}` })
  const unsigned = {
    method: 'POST',
    body: JSON.stringify({ secrets }),
    headers: { 'x-line-signature': secrets.channel },
  }
  expect((await fetch(`${server.url}/webhook`, unsigned)).status).toBe(401)

  line.fault({ call: 'reply', how: { status: 401, message: `no such token: ${secrets.token}` }, times: 1 })
  line.fault({ call: 'profile', how: 'reset-midway', times: 1 })
  line.fault({ call: 'loading', how: { status: 500, message: `${secrets.token} ${secrets.channel}` } })
  await line.say('U1', words)
  await line.say('U2', 'operator')
  await vi.waitFor(() => expect(server.output()).toContain('notify: not done'), { timeout: 40_000 })
  await vi.waitFor(() => expect(server.output()).toContain('no judgement'), { timeout: 40_000 })
  await vi.waitFor(() => expect(server.output()).toContain('LINE refuses the channel access token'), {
    timeout: 40_000,
  })
  await owner.signIn(secrets.password)
  return { server, owner, env, folder: env.DATA_DIR }
}

async function filesIn(folder: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(files.map(async (name) => ({ name, text: await readFile(name, 'latin1') })))
}

test.concurrent('no secret is in a line of the log at any level, on a page, in a file, or in what the doctor says', async (context) => {
  const { server, owner, env, folder } = await evening('debug', context)
  const pages = ['', '/all', '/insights', '/telling', '/members', '/playground', '/experiments', '/knowledge', '/gaps']
  const shown = await Promise.all(pages.map((page) => owner.get(`/console${page}`)))
  expect(shown[0]?.text).toContain('U1')
  for (const { text, headers } of shown) {
    expect(text).not.toMatch(isSecret)
    expect(JSON.stringify([...headers])).not.toMatch(isSecret)
  }
  expect((await doctor({ ...env, PORT: '0', GEMINI_BASE_URL: env.LINE_API_BASE_URL })).output).not.toMatch(isSecret)
  server.child.kill('SIGTERM')
  await server.ended
  expect(server.output()).toContain('[redacted]')
  expect(server.output()).not.toMatch(isSecret)
  const files = await filesIn(folder)
  // The search is worth something: what a customer wrote is found.
  expect(files.some(({ text }) => text.includes('canary6'))).toBe(true)
  for (const { name, text } of files) expect(isSecret.test(text), name).toBe(false)
})

test.concurrent('what customers write is in no line of the log above debug', async (context) => {
  const { server } = await evening('info', context)
  server.child.kill('SIGTERM')
  await server.ended
  expect(server.output()).toContain('no judgement')
  expect(server.output()).not.toContain('canary6')
})
