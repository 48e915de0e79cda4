import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import type { Dying } from './dying-server.ts'
import { cleanEnvironment, freePort, startServerProcess } from './server.ts'

/** Before and after each write and each call of a turn that is resolved. */
const points = [
  'before the write of the inbox',
  'after the write of the inbox',
  'before the call of the model',
  'after the call of the model',
  'before the write of the decision',
  'after the write of the decision',
  'before the write of attempted read',
  'after the write of attempted read',
  'before the call of read',
  'after the call of read',
  'before the write of outcome read',
  'after the write of outcome read',
  'before the write of attempted reply',
  'after the write of attempted reply',
  'before the call of reply',
  'after the call of reply',
  'before the write of outcome reply',
  'after the write of outcome reply',
]

describe('a process killed in the middle of a turn, and started again', { concurrent: true }, () => {
  test.each(points)('%s: one answer, and Read once confirmed', { timeout: 120_000 }, async (point) => {
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-kill-'))
    const [secret, token] = ['s'.repeat(32), 'token-of-a-test']
    const line = await startSimulator({ host: '127.0.0.1', port: 0, channelSecret: secret, channelAccessToken: token })
    try {
      const dying: Dying = { folder, lineUrl: line.url, secret, token, point }
      const child = spawn(process.execPath, ['test/process/dying-server.ts', JSON.stringify(dying)], {
        env: cleanEnvironment({}),
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const exit = once(child, 'exit')
      const [port] = await once(child.stdout, 'data')
      line.connect(`http://127.0.0.1:${Number(String(port))}/webhook`)
      const sent = await line.say('U1', 'Are you open on Sunday?')
      const [, signal] = await exit
      expect(signal).toBe('SIGKILL')

      const server = await startServerProcess({
        PORT: String(await freePort()),
        DATA_DIR: folder,
        LINE_CHANNEL_SECRET: secret,
        LINE_CHANNEL_ACCESS_TOKEN: token,
        LINE_API_BASE_URL: line.url,
        LINE_DATA_API_BASE_URL: line.url,
      })
      line.connect(`${server.url}/webhook`)
      // What got no 200 LINE delivers again; what did is kidoku's to finish.
      if (sent.delivered !== 200) expect(await line.redeliver(sent.webhookEventId)).toBe(200)
      const bots = () => line.chat('U1').messages.filter((message) => message.from === 'bot')
      await line.waitFor(() => bots().length > 0 && line.chat('U1').messages[0]?.readAt !== undefined, 60_000)
      server.child.kill('SIGTERM')
      expect(await server.ended).toBe(0)

      const answers = line.calls.filter((call) => (call.call === 'reply' || call.call === 'push') && call.effect)
      expect(answers).toHaveLength(1)
      expect(line.calls.filter((call) => call.call === 'push')).toEqual([])
      const reads = line.calls.filter((call) => call.call === 'markAsRead')
      expect(reads.at(-1)?.status).toBe(200)
      expect(reads.length).toBeLessThanOrEqual(2)
    } finally {
      await line.close()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
