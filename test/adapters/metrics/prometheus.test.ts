import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createMetrics } from '../../../src/adapters/metrics/prometheus.ts'
import { statusLabel } from '../../../src/adapters/metrics/status.ts'
import type { Measured } from '../../../src/core/measure.ts'
import { PortTaken } from '../../../src/listening.ts'
import { startMetricsServer } from '../../../src/metrics-server.ts'
import type { Log } from '../../../src/ports/log.ts'
import type { Metrics } from '../../../src/ports/metrics.ts'
import { quietLog } from '../../flow/shop.ts'
import { parse, scrape, valueOf } from './exposition.ts'

const now = 1_800_000_000_000
const counts = { waiting: 2, undelivered: 1, staff: 3, question: 4, suspected: 0, waitingSince: now - 90_000 }
const metricsWith = (log: Log = quietLog): Metrics =>
  createMetrics({ version: '1.2.3', store: 'files', clock: { now: () => now }, log })
const figuresOf = async (metrics: Metrics) => parse((await metrics.scrape()).body)

const one: Record<Measured['type'], Measured> = {
  event: { type: 'event', event: 'message' },
  turn: { type: 'turn', decision: 'resolved', by: 'model' },
  lowered: { type: 'lowered', why: 'no_source' },
  limited: { type: 'limited', limit: 'turns_a_day' },
  answered: { type: 'answered', decision: 'resolved', ms: 2_500 },
  read: { type: 'read', ms: 1_500 },
  attempt: { type: 'attempt', action: 'push', result: 'refused', status: 429 },
  ended: { type: 'ended', action: 'reply', how: 'done' },
  deferred: { type: 'deferred', why: 'daily_cap' },
  asked_model: { type: 'asked_model', model: 'm', judged: true, ms: 800, input: 7, output: 3 },
  looked_up: { type: 'looked_up', lookUp: 'orders', came: 'found', ms: 300 },
  failed_run: { type: 'failed_run' },
}

describe('what is told', () => {
  test('every figure is well formed, ours begin with kidoku_, and each says what it is', async () => {
    const metrics = metricsWith()
    for (const measured of Object.values(one)) metrics.count(measured)
    const families = await figuresOf(metrics)
    const names = [...families.keys()].filter((name) => !/^(process|nodejs)_/.test(name))
    expect(names.length).toBeGreaterThan(15)
    for (const name of names) {
      const { type, help = '' } = families.get(name) ?? {}
      expect(name).toMatch(/^kidoku_[a-z_]+$/)
      expect(help.length).toBeGreaterThan(15)
      expect(name.endsWith('_total')).toBe(type === 'counter')
      if (type === 'histogram') expect(name).toMatch(/_seconds$/)
    }
    expect(valueOf(families, 'kidoku_info', { version: '1.2.3', store: 'files' })).toBe(1)
    expect(valueOf(families, 'process_start_time_seconds')).toBeGreaterThan(0)
    expect(valueOf(families, 'nodejs_eventloop_lag_seconds')).toBeDefined()
  })

  test('what was measured, in seconds', async () => {
    const metrics = metricsWith()
    for (const measured of Object.values(one)) metrics.count(measured)
    metrics.webhook(200)
    metrics.webhook(418)
    const families = await figuresOf(metrics)
    expect(valueOf(families, 'kidoku_answer_seconds_sum', { decision: 'resolved' })).toBe(2.5)
    expect(valueOf(families, 'kidoku_answer_seconds_bucket', { decision: 'resolved', le: '2' })).toBe(0)
    expect(valueOf(families, 'kidoku_answer_seconds_bucket', { decision: 'resolved', le: '3' })).toBe(1)
    expect(valueOf(families, 'kidoku_read_seconds_sum')).toBe(1.5)
    expect(valueOf(families, 'kidoku_attempts_total', { action: 'push', result: 'refused', status: '429' })).toBe(1)
    expect(valueOf(families, 'kidoku_lowered_total', { why: 'no_source' })).toBe(1)
    expect(valueOf(families, 'kidoku_limited_total', { limit: 'turns_a_day' })).toBe(1)
    expect(valueOf(families, 'kidoku_endings_total', { action: 'reply', how: 'done' })).toBe(1)
    expect(valueOf(families, 'kidoku_deferred_total', { why: 'daily_cap' })).toBe(1)
    expect(valueOf(families, 'kidoku_model_tokens_total', { model: 'm', direction: 'input' })).toBe(7)
    expect(valueOf(families, 'kidoku_model_seconds_sum', { model: 'm' })).toBe(0.8)
    expect(valueOf(families, 'kidoku_look_ups_total', { look_up: 'orders', came: 'found' })).toBe(1)
    expect(valueOf(families, 'kidoku_look_up_seconds_sum', { look_up: 'orders' })).toBe(0.3)
    expect(valueOf(families, 'kidoku_failed_runs_total')).toBe(1)
    expect(valueOf(families, 'kidoku_webhooks_total', { status: '200' })).toBe(1)
    expect(valueOf(families, 'kidoku_webhooks_total', { status: '4xx' })).toBe(1)
    expect(valueOf(families, 'kidoku_webhooks_total', { status: '503' })).toBe(0)
  })

  test('every reason to lower and to wait is there before its first, or the first would be no increase', async () => {
    const families = await figuresOf(metricsWith())
    const whys = (name: string) =>
      families.get(`kidoku_${name}_total`)?.samples.map(({ labels, value }) => [labels['why'], value])
    expect(whys('lowered')).toEqual([
      ['no_source', 0],
      ['small_talk_with_facts', 0],
      ['unsupported_facts', 0],
      ['repeats_prompt', 0],
      ['low_confidence', 0],
      ['always_human', 0],
      ['third_question', 0],
      ['same_answer', 0],
      ['look_up_gave_nothing', 0],
      ['not_recordable', 0],
    ])
    expect(whys('deferred')).toEqual([
      ['monthly_limit', 0],
      ['daily_cap', 0],
      ['reserve', 0],
      ['off', 0],
    ])
  })

  test('a look-up for which the system was not asked is counted, and took no time', async () => {
    const metrics = metricsWith()
    metrics.count({ type: 'looked_up', lookUp: 'orders', came: 'no_tries_left' })
    const families = await figuresOf(metrics)
    expect(valueOf(families, 'kidoku_look_ups_total', { look_up: 'orders', came: 'no_tries_left' })).toBe(1)
    expect(valueOf(families, 'kidoku_look_up_seconds_count', { look_up: 'orders' })).toBeUndefined()
  })

  test('a judgement of 20 s is told from one of 15 s, since something may have been looked up for it', async () => {
    const metrics = metricsWith()
    metrics.count({ type: 'asked_model', model: 'm', judged: true, ms: 19_000, input: 0, output: 0 })
    const families = await figuresOf(metrics)
    const within = (le: string) => valueOf(families, 'kidoku_model_seconds_bucket', { model: 'm', le })
    expect([within('15'), within('20'), within('25')]).toEqual([0, 1, 1])
  })

  test('how a request was recorded is counted like the other calls, from nought', async () => {
    const metrics = metricsWith()
    const labels = { action: 'record', result: 'done', status: 'none' }
    expect(valueOf(await figuresOf(metrics), 'kidoku_attempts_total', labels)).toBe(0)
    metrics.count({ type: 'attempt', action: 'record', result: 'done' })
    metrics.count({ type: 'ended', action: 'record', how: 'uncertain' })
    const families = await figuresOf(metrics)
    expect(valueOf(families, 'kidoku_attempts_total', labels)).toBe(1)
    expect(valueOf(families, 'kidoku_endings_total', { action: 'record', how: 'uncertain' })).toBe(1)
  })

  test('two servers in one process share nothing', async () => {
    const [a, b] = [metricsWith(), metricsWith()]
    a.webhook(200)
    expect(valueOf(await figuresOf(a), 'kidoku_webhooks_total')).toBe(1)
    expect(valueOf(await figuresOf(b), 'kidoku_webhooks_total')).toBe(0)
  })

  test('whatever a peer answers, there are few statuses', () => {
    const labels = new Set([undefined, ...Array.from({ length: 2_000 }, (_, status) => status)].map(statusLabel))
    expect(labels.size).toBeLessThanOrEqual(21)
    expect([undefined, 200, 401, 418, 999].map(statusLabel)).toEqual(['none', '200', '401', '4xx', 'other'])
  })
})

describe('what is looked at', () => {
  test('the outbox, the lists, the model, staff and the limit are as they are at that moment', async () => {
    const metrics = metricsWith()
    metrics.watch({
      outbox: () => [
        { action: 'read', due: true, since: now - 5_000 },
        { action: 'read', due: true, since: now - 9_000 },
        { action: 'reply', due: false, since: now - 900_000 },
        { action: 'notify', due: true, since: now + 60_000 },
      ],
      counts: () => Promise.resolve(counts),
      ready: () => Promise.resolve(true),
    })
    metrics.watch({
      telling: () => [{ where: 'webhook', failsSince: now }, { where: 'line_group' }],
      breaker: () => ({ state: 'half-open' }),
      spend: () => ({ tokens: 300, dollars: 9, limits: { tokens: 400 } }),
    })
    const families = await figuresOf(metrics)
    const value = (name: string, labels?: Record<string, string>) => valueOf(families, `kidoku_${name}`, labels)
    expect(value('outbox_actions', { action: 'read', state: 'due' })).toBe(2)
    expect(value('outbox_actions', { action: 'reply', state: 'held' })).toBe(1)
    expect(value('outbox_oldest_seconds', { action: 'read' })).toBe(9)
    expect(value('outbox_oldest_seconds', { action: 'reply' })).toBe(0)
    // Decided by a clock that was set back since: no wait.
    expect(value('outbox_oldest_seconds', { action: 'notify' })).toBe(0)
    expect(value('waiting', { list: 'question' })).toBe(4)
    expect(value('waiting_oldest_seconds')).toBe(90)
    expect(value('ready')).toBe(1)
    expect(value('telling_up', { where: 'webhook' })).toBe(0)
    expect(value('telling_up', { where: 'line_group' })).toBe(1)
    expect(value('model_breaker')).toBe(1)
    expect(value('spend_used_ratio', { limit: 'tokens' })).toBe(0.75)
    expect(value('spend_used_ratio', { limit: 'dollars' })).toBeUndefined()
  })

  test('what nobody can tell is not told, and not as nought either', async () => {
    const metrics = metricsWith()
    metrics.watch({ spend: () => ({ tokens: 9, dollars: 1, limits: {} }) })
    const families = await figuresOf(metrics)
    for (const name of ['ready', 'model_breaker', 'waiting_oldest_seconds', 'spend_used_ratio', 'telling_up']) {
      expect(families.get(`kidoku_${name}`)?.samples).toEqual([])
    }
  })

  test('a source that fails costs its own figure alone, and not to know readiness is not to be ready', async () => {
    const warned: object[] = []
    const metrics = metricsWith({ ...quietLog, warn: (fields) => warned.push(fields) })
    const broken = () => Promise.reject(new Error('the disk is gone'))
    metrics.watch({ counts: () => Promise.resolve(counts), ready: () => Promise.resolve(true) })
    await metrics.scrape()
    metrics.watch({ counts: broken, ready: broken })
    metrics.webhook(200)
    const families = await figuresOf(metrics)
    expect(families.get('kidoku_waiting')?.samples).toEqual([])
    expect(families.get('kidoku_waiting_oldest_seconds')?.samples).toEqual([])
    expect(valueOf(families, 'kidoku_ready')).toBe(0)
    expect(valueOf(families, 'kidoku_webhooks_total', { status: '200' })).toBe(1)
    expect(warned).toMatchObject([{ figure: 'waiting' }, { figure: 'waiting_oldest_seconds' }])
  })

  test('two who ask at the same time see the same', async () => {
    const metrics = metricsWith()
    metrics.watch({ counts: () => Promise.resolve(counts) })
    const both = await Promise.all([figuresOf(metrics), figuresOf(metrics)])
    for (const families of both) expect(valueOf(families, 'kidoku_waiting')).toBe(10)
  })
})

describe('the port of its own', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  const open = async (metrics: Pick<Metrics, 'scrape'> = metricsWith(), log = quietLog) => {
    const server = await startMetricsServer(0, metrics, log)
    closing.push(() => server.close())
    return server.url
  }

  test('it has /metrics and nothing else, to be read only', async () => {
    const url = await open()
    expect(valueOf(await scrape(url), 'kidoku_info')).toBe(1)
    expect(valueOf(await scrape(`${url}?x=1`), 'kidoku_info')).toBe(1)
    for (const path of ['/', '/metrics/', '/console', '/readyz']) {
      expect((await fetch(new URL(path, url))).status).toBe(404)
    }
    expect((await fetch(url, { method: 'POST' })).status).toBe(405)
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
  })

  test('it listens on 127.0.0.1 alone: another address of the same machine finds nobody', async () => {
    const { port } = new URL(await open())
    const reaches = async (host: string) => {
      const socket = connect(Number(port), host)
      try {
        await once(socket, 'connect')
        return true
      } catch {
        return false
      } finally {
        socket.destroy()
      }
    }
    expect(await reaches('127.0.0.1')).toBe(true)
    // It is loopback too: who listens on every address, or on all of this machine, is found there.
    expect(await reaches('127.0.0.2')).toBe(false)
  })

  test('a port that is taken is named with its setting and the remedy', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    closing.push(() => new Promise((resolve) => void other.close(() => resolve())))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const taken = await startMetricsServer(port, metricsWith(), quietLog).catch((error: unknown) => error)
    expect(taken).toBeInstanceOf(PortTaken)
    expect(taken).toHaveProperty(
      'message',
      `port ${port} on 127.0.0.1 is taken: stop the other program, or set METRICS_PORT to a free one`,
    )
  })

  test('figures that cannot be told are an error for whoever asks and in the log, and the server goes on', async () => {
    const errors: string[] = []
    let broken = true
    const metrics = metricsWith()
    const scrapeOf = () => (broken ? Promise.reject(new Error('broken')) : metrics.scrape())
    const url = await open({ scrape: scrapeOf }, { ...quietLog, error: (_, text) => errors.push(text) })
    expect((await fetch(url)).status).toBe(500)
    expect(errors).toEqual(['the figures could not be told'])
    broken = false
    expect(valueOf(await scrape(url), 'kidoku_info')).toBe(1)
  })
})
