/** A page elsewhere whose name leads to this computer (DNS rebinding): what listens here alone does not answer it. */
import { request } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { startMetricsServer } from '../../src/metrics-server.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { quietLog } from '../flow/shop.ts'

let close: () => Promise<unknown> = () => Promise.resolve()
afterEach(() => close())

const status = (url: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (answer) => {
      answer.resume()
      answer.destroy()
      resolve(answer.statusCode)
    })
    asked.on('error', reject).end()
  })

const names = ['localhost:1234', '127.0.0.1', '[::1]:80']
const strangers = ['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example']

describe('by the name of another host', () => {
  test.each(['/', '/api/stream', '/v2/bot/info'])('the simulator does not answer: %s', async (path) => {
    const keys = { channelSecret: 's'.repeat(32), channelAccessToken: 'token' }
    const simulator = await startSimulator({ host: '127.0.0.1', port: 0, ...keys })
    close = simulator.close
    for (const one of strangers) expect(await status(simulator.url + path, one)).toBe(403)
    for (const one of names) expect(await status(simulator.url + path, one)).not.toBe(403)
  })

  test('the figures are not told', async () => {
    const scrape = () => Promise.resolve({ type: 'text/plain', body: 'kidoku_info 1' })
    const server = await startMetricsServer(0, { scrape }, quietLog)
    close = server.close
    for (const one of strangers) expect(await status(server.url, one)).toBe(403)
    for (const one of names) expect(await status(server.url, one)).toBe(200)
  })
})
