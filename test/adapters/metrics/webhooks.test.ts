/** Webhooks by the status that LINE got, as the application counts them. */
import { createServer } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { openFilesStore } from '../../../src/adapters/files/store.ts'
import { createMetrics } from '../../../src/adapters/metrics/prometheus.ts'
import { systemClock } from '../../../src/adapters/time/clock.ts'
import { createApp } from '../../../src/app.ts'
import { listen, shut } from '../../../src/listening.ts'
import { quietLog } from '../../flow/shop.ts'
import { newFolder } from '../files/folder.ts'
import { parse, valueOf } from './exposition.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

test('one that a fault of ours breaks off is counted as the 500 that it was', async () => {
  const parts = { clock: systemClock, log: quietLog }
  const metrics = createMetrics({ version: '1', store: 'files', ...parts })
  const store = await openFilesStore({ folder: await newFolder(), log: quietLog })
  closing.push(() => store.close())
  const app = createApp({
    ...parts,
    store,
    wake: () => undefined,
    validSignature() {
      throw new Error('broken on purpose')
    },
    draining: () => false,
    webhookAnswered: metrics.webhook,
  })
  const answer = app.callback()
  const http = createServer((request, response) => void answer(request, response))
  const port = await listen(http, { port: 0, host: '127.0.0.1', setting: 'PORT' })
  closing.push(() => shut(http))
  const webhooks = async (status?: string) =>
    valueOf(parse((await metrics.scrape()).body), 'kidoku_webhooks_total', status === undefined ? {} : { status })
  expect(await webhooks('500')).toBe(0)

  const headers = { 'x-line-signature': `${'A'.repeat(43)}=` }
  const { status } = await fetch(`http://127.0.0.1:${port}/webhook`, { method: 'POST', headers, body: '{"events":[]}' })
  expect(status).toBe(500)
  expect([await webhooks('500'), await webhooks()]).toEqual([1, 1])
})
