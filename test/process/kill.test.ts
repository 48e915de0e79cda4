import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { startSimulator } from '../../src/simulator/index.ts'
import type { Dying } from './dying-server.ts'
import { cleanEnvironment, freePort, startServerProcess } from './server.ts'

/** Before and after each write and each call of a turn that is resolved. */
const resolved = [
  'the write of the inbox',
  'the call of the model',
  'the write of the decision',
  'the write of attempted read',
  'the call of read',
  'the write of outcome read',
  'the write of attempted reply',
  'the call of reply',
  'the write of outcome reply',
].flatMap((what) => [`before ${what}`, `after ${what}`])

/** What a hand-off adds. */
const handedOff = ['the write of attempted notify', 'the call of notify', 'the write of outcome notify'].flatMap(
  (what) => [`before ${what}`, `after ${what}`],
)

/** Kills a server at the point while it handles a message, starts the real one over the same folder, and waits for the end. */
async function killAndRestart(point: string, message: string) {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-kill-'))
  const [secret, token] = ['s'.repeat(32), 'token-of-a-test']
  const line = await startSimulator({ host: '127.0.0.1', port: 0, channelSecret: secret, channelAccessToken: token })
  const told: string[] = []
  const staff = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => told.push(chunk.toString()))
    request.on('end', () => response.end('ok'))
  }).listen(0, '127.0.0.1')
  await once(staff, 'listening')
  const address = staff.address()
  const notifyUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  try {
    const dying: Dying = { folder, lineUrl: line.url, secret, token, notifyUrl, point }
    const child = spawn(process.execPath, ['test/process/dying-server.ts', JSON.stringify(dying)], {
      env: cleanEnvironment({}),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exit = once(child, 'exit')
    const [port] = await once(child.stdout, 'data')
    line.connect(`http://127.0.0.1:${Number(String(port))}/webhook`)
    const sent = await line.say('U1', message)
    const [, signal] = await exit
    expect(signal).toBe('SIGKILL')

    const server = await startServerProcess({
      PORT: String(await freePort()),
      DATA_DIR: folder,
      LINE_CHANNEL_SECRET: secret,
      LINE_CHANNEL_ACCESS_TOKEN: token,
      LINE_API_BASE_URL: line.url,
      NOTIFY_WEBHOOK_URL: notifyUrl,
    })
    line.connect(`${server.url}/webhook`)
    // What got no 200 LINE delivers again; what did is kidoku's to finish.
    if (sent.delivered !== 200) expect(await line.redeliver(sent.webhookEventId)).toBe(200)
    const bots = () => line.chat('U1').messages.filter((one) => one.from === 'bot')
    await line.waitFor(() => bots().length > 0 && line.chat('U1').messages[0]?.readAt !== undefined, 60_000)
    // What the phone shows is not the end of it: a second answer would come from what is still in the outbox.
    await vi.waitFor(async () => expect(await isAtRest(folder)).toBe(true), { timeout: 60_000 })
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    return { calls: line.calls, told }
  } finally {
    await line.close()
    staff.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const stateSchema = z.object({
  outbox: z.array(z.unknown()),
  pending: z.unknown().optional(),
  messages: z.array(z.object({ state: z.string() })).min(1),
})

/** Whether the only conversation in the folder has nothing left to do. */
async function isAtRest(folder: string): Promise<boolean> {
  const conversations = join(folder, 'conversations')
  const names = (await readdir(conversations, { recursive: true })).filter((name) => name.endsWith('.json'))
  const states = await Promise.all(
    names.map(async (name) => stateSchema.parse(JSON.parse(await readFile(join(conversations, name), 'utf8')))),
  )
  const isDone = (state: z.infer<typeof stateSchema>) =>
    state.outbox.length === 0 && !state.pending && state.messages.every((message) => message.state !== 'new')
  return states.length > 0 && states.every(isDone)
}

function expectOneAnswerAndRead(calls: readonly { call: string; effect: boolean; status: unknown }[]): void {
  expect(calls.filter((call) => (call.call === 'reply' || call.call === 'push') && call.effect)).toHaveLength(1)
  expect(calls.filter((call) => call.call === 'push')).toEqual([])
  const reads = calls.filter((call) => call.call === 'markAsRead')
  expect(reads.at(-1)?.status).toBe(200)
  expect(reads.length).toBeLessThanOrEqual(2)
}

describe('a process killed in the middle of a turn, and started again', { concurrent: true }, () => {
  test.each(resolved)('%s: one answer, and Read once confirmed', { timeout: 120_000 }, async (point) => {
    const { calls, told } = await killAndRestart(point, 'Are you open on Sunday?')
    expectOneAnswerAndRead(calls)
    expect(told).toEqual([])
  })

  test.each(handedOff)('%s: staff told, then Read, and one notice', { timeout: 120_000 }, async (point) => {
    const { calls, told } = await killAndRestart(point, 'operator')
    expectOneAnswerAndRead(calls)
    // Telling staff twice is better than never; it has no key that would make a second one vanish.
    expect(told.length).toBeGreaterThanOrEqual(1)
    expect(told.length).toBeLessThanOrEqual(2)
    expect(told[0]).toContain('A customer waits for a person')
  })
})
