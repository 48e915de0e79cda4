/** A shop that is watched: what its /metrics say after a known story. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { createMetrics } from '../../src/adapters/metrics/prometheus.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import type { Measured } from '../../src/core/measure.ts'
import { createBreaker } from '../../src/flow/breaker.ts'
import { createMeasuring } from '../../src/flow/measuring.ts'
import { Session } from '../../src/flow/session.ts'
import { startMetricsServer } from '../../src/metrics-server.ts'
import { ModelUnavailable, NotAsked, type Model } from '../../src/ports/model.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Metrics } from '../../src/ports/metrics.ts'
import { scrape, valueOf } from '../adapters/metrics/exposition.ts'
import { drivenClock } from '../faults/clock.ts'
import { erasingOf } from '../privacy/house.ts'
import { judgement, policy, t0, text } from '../core/situations.ts'
import { openShop, quietLog, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

interface Watched extends Shop {
  /** What Prometheus would see now. */
  figure(name: string, labels?: Record<string, string>): Promise<number | undefined>
  url: string
}

async function openWatched(options: ShopOptions = {}, count?: Metrics['count'], log: Log = quietLog): Promise<Watched> {
  const metrics = createMetrics({ version: '1.2.3', store: 'files', clock: systemClock, log })
  const measuring = createMeasuring({ metrics: { count: count ?? metrics.count }, log })
  const shop = await openShop({ ...options, setUp: { ...options.setUp, measuring } })
  closing.push(() => shop.close())
  metrics.watch({ outbox: measuring.outbox, counts: shop.store.counts, ready: shop.store.ready })
  const server = await startMetricsServer(0, metrics, log)
  closing.push(() => server.close())
  return { ...shop, figure: async (name, labels) => valueOf(await scrape(server.url), name, labels) }
}

describe('after a known story', () => {
  test('every figure is what happened: one answered, one asked, one handed off, one failed, one sent twice', async () => {
    const { line, model, until, conversation, figure } = await openWatched()
    model.says((request) => {
      const words = JSON.stringify(request)
      if (words.includes('No model')) return new ModelUnavailable('the model is away')
      const decision = words.includes('Which cake')
        ? 'needs_info'
        : words.includes('A complaint')
          ? 'handoff'
          : 'resolved'
      return { ok: true, usage: { input: 1_000, output: 50 }, text: JSON.stringify(judgement({ decision })) }
    })
    line.fault({ call: 'reply', how: { status: 500, message: 'ill', effect: false }, times: 1, userId: 'U5' })
    await line.say('U1', 'Are you open on Sunday?')
    await line.say('U2', 'Which cake?')
    await line.say('U3', 'A complaint')
    await line.say('U4', 'No model')
    await line.say('U5', 'Are you open today?')
    for (const user of ['U1', 'U2', 'U3', 'U4', 'U5']) {
      await line.waitFor(() => said(line, user).length > 0)
      await until(async () => (await conversation(user))?.outbox.length === 0)
    }
    expect(readMarks(line, 'U1')).toEqual([true])

    const turns = async (decision: string, by = 'model') => figure('kidoku_turns_total', { decision, by })
    expect(await figure('kidoku_events_total', { type: 'message' })).toBe(5)
    expect(await figure('kidoku_events_total')).toBe(5)
    expect(await turns('resolved')).toBe(2)
    expect(await turns('needs_info')).toBe(1)
    expect(await turns('handoff')).toBe(1)
    expect(await turns('failed')).toBe(1)
    expect(await figure('kidoku_turns_total')).toBe(5)

    const attempts = async (labels: Record<string, string>) => figure('kidoku_attempts_total', labels)
    expect(await attempts({ action: 'reply', result: 'done', status: '200' })).toBe(5)
    expect(await attempts({ action: 'reply', result: 'unknown', status: '500' })).toBe(1)
    expect(await attempts({ action: 'reply' })).toBe(6)
    expect(await attempts({ action: 'push' })).toBe(0)
    expect(await attempts({ action: 'read' })).toBe(3)
    expect(await attempts({ action: 'notify', result: 'done' })).toBe(2)

    // Two answers, a question, and a notice each for the hand-off and the model that was away.
    expect(await figure('kidoku_answer_seconds_count', { decision: 'resolved' })).toBe(2)
    expect(await figure('kidoku_answer_seconds_count')).toBe(5)
    expect(await figure('kidoku_answer_seconds_bucket', { le: '60' })).toBe(5)
    expect(await figure('kidoku_answer_seconds_sum', { decision: 'resolved' })).toBeGreaterThan(0.03)
    expect(await figure('kidoku_read_seconds_count')).toBe(3)

    expect(await figure('kidoku_model_tokens_total', { model: 'scripted', direction: 'input' })).toBe(4_000)
    expect(await figure('kidoku_model_tokens_total', { model: 'scripted', direction: 'output' })).toBe(200)
    expect(await figure('kidoku_model_judgements_total', { result: 'judged' })).toBe(4)
    expect(await figure('kidoku_model_judgements_total', { result: 'failed' })).toBe(1)
    expect(await figure('kidoku_model_seconds_count')).toBe(5)

    expect(await figure('kidoku_outbox_actions')).toBe(0)
    expect(await figure('kidoku_outbox_oldest_seconds')).toBe(0)
    expect(await figure('kidoku_waiting', { list: 'waiting' })).toBe(2)
    expect(await figure('kidoku_waiting', { list: 'question' })).toBe(1)
    expect(await figure('kidoku_waiting_oldest_seconds')).toBeGreaterThan(0)
    expect(await figure('kidoku_ready')).toBe(1)
  })

  test('a webhook that LINE delivers twice, and a turn judged again, count once; what the model took counts as often', async () => {
    const { line, model, figure, until, conversation } = await openWatched()
    model.says(() => ({ ok: true, usage: { input: 10, output: 1 }, text: JSON.stringify(judgement()) }))
    model.hold()
    const { webhookEventId } = await line.say('U1', 'Are you open?')
    await line.redeliver(webhookEventId)
    await model.asked(1)
    await line.say('U1', 'On Sunday, I mean.')
    await model.asked(2)
    model.release()
    await line.waitFor(() => said(line, 'U1').length > 0)
    await until(async () => (await conversation('U1'))?.outbox.length === 0)
    expect(await figure('kidoku_events_total', { type: 'message' })).toBe(2)
    expect(await figure('kidoku_turns_total')).toBe(1)
    expect(await figure('kidoku_read_seconds_count')).toBe(2)
  })
})

test('what was owed to a customer who is erased is owed no more, and what is left of another is', async () => {
  const clock = drivenClock()
  const { line, model, telling, store, runner, until, conversation, figure } = await openWatched({ clock })
  telling.works = false
  model.says(() => ({ decision: 'handoff' }))
  const told = (user: string, times: number) =>
    until(async () => (await conversation(user))?.outbox.some(({ tries }) => tries?.count === times))
  for (const user of ['U1', 'U2']) {
    await line.say(user, 'A complaint')
    await told(user, 1)
    // Whoever works alone waits for what comes soon; the next try is later.
    clock.forward(10_000)
    await told(user, 2)
  }
  const due = () => figure('kidoku_outbox_actions', { action: 'notify', state: 'due' })
  expect(await due()).toBe(2)
  const idOf = (user: string) => `${line.botUserId}:user:${user}`
  const { erase } = erasingOf(store)
  await runner.alone(idOf('U1'), () => erase(idOf('U1')))
  await runner.alone(idOf('U2'), () => Promise.resolve())
  expect(await due()).toBe(1)
  await runner.alone(idOf('U2'), () => erase(idOf('U2')))
  expect([await due(), await figure('kidoku_outbox_oldest_seconds')]).toEqual([0, 0])
})

describe('a model that is not asked', () => {
  const failedOf = (c: Conversation | undefined) => c?.facts.find((fact) => fact.type === 'failed')

  test('after five failures: neither the customer’s day nor a figure of the model counts the sixth', async () => {
    const down: Model = {
      name: 'down',
      takesMedia: true,
      judge: () => Promise.reject(new ModelUnavailable('the model is away')),
    }
    const breaker = createBreaker({ clock: systemClock, log: quietLog })
    const { line, conversation, figure } = await openWatched({ asking: breaker.guard(down) })
    const users = ['U1', 'U2', 'U3', 'U4', 'U5', 'U6']
    for (const user of users) {
      await line.say(user, 'Are you open on Sunday?')
      await line.waitFor(() => said(line, user).length === 1)
    }
    const [asked, spared] = [await conversation('U5'), await conversation('U6')]
    expect(asked?.used).toMatchObject({ turns: 1 })
    expect(failedOf(asked)).toMatchObject({ origin: { by: 'model', model: 'down', ms: expect.any(Number) } })
    expect(spared?.used).toBeUndefined()
    // The model by its name: by a rule without one, the assistant was paused.
    expect(failedOf(spared)).toMatchObject({ why: expect.stringContaining('the model is not asked') })
    expect(failedOf(spared)).toHaveProperty('origin', { by: 'rule', model: 'down' })
    expect(spared?.entries).toMatchObject([{ kind: 'no_judgement', state: 'waiting' }])

    expect(await figure('kidoku_model_judgements_total', { result: 'failed' })).toBe(5)
    expect(await figure('kidoku_model_seconds_count')).toBe(5)
    expect(await figure('kidoku_turns_total', { decision: 'failed', by: 'model' })).toBe(5)
    expect(await figure('kidoku_turns_total', { decision: 'failed', by: 'rule' })).toBe(1)
  })

  test('any more, after an answer that was of no use: what that took counts', async () => {
    const answers = [{ ok: true as const, text: 'no JSON', usage: { input: 100, output: 10 } }]
    const asking: Model = {
      name: 'short',
      takesMedia: true,
      judge() {
        const answer = answers.shift()
        return answer ? Promise.resolve(answer) : Promise.reject(new NotAsked('the model is not asked'))
      },
    }
    const { line, conversation, figure } = await openWatched({ asking })
    await line.say('U1', 'Are you open on Sunday?')
    await line.waitFor(() => said(line, 'U1').length === 1)
    const found = await conversation('U1')
    expect(failedOf(found)).toMatchObject({ origin: { by: 'model', usage: { input: 100, output: 10 } } })
    expect(found?.used).toMatchObject({ turns: 1, tokens: 110 })
    expect(await figure('kidoku_model_judgements_total', { result: 'failed' })).toBe(1)
  })
})

test('what could not be stored is not counted; when it is stored at last it is, once', async () => {
  let failing = 2
  const store: ShopOptions['store'] = (kept) => ({
    ...kept,
    commit(commit) {
      failing -= 1
      return failing >= 0 ? Promise.reject(new Error('ENOSPC')) : kept.commit(commit)
    },
  })
  const { line, figure, until, conversation } = await openWatched({ store })
  await line.say('U1', 'Are you open on Sunday?')
  await line.waitFor(() => said(line, 'U1').length > 0)
  await until(async () => (await conversation('U1'))?.outbox.length === 0)
  expect(failing).toBeLessThan(0)
  expect(await figure('kidoku_events_total')).toBe(1)
  expect(await figure('kidoku_turns_total')).toBe(1)
  expect(await figure('kidoku_answer_seconds_count')).toBe(1)
  // Each time the run failed and was tried again: whoever watches sees that a conversation could not go on.
  expect(await figure('kidoku_failed_runs_total')).toBe(2)
})

test('more events in one write than the ledger keeps are counted all', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-metrics-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  const store = await openFilesStore({ folder, log: quietLog })
  closing.push(() => store.close())
  const counted: Measured[] = []
  const measuring = createMeasuring({ metrics: { count: (one) => counted.push(one) }, log: quietLog })
  const events = Array.from({ length: 350 }, (_, n) => text(n + 1, t0 + n))
  await store.receive(events)
  const session = new Session('Ubot:user:Ucustomer', { store, clock: systemClock, measuring, entered: () => undefined })
  await session.open()
  await session.enter(policy)
  await session.commit(undefined)
  expect(session.conversation.facts.length).toBeLessThan(events.length)
  expect(counted).toHaveLength(events.length)
})

describe('what is owed', () => {
  test('while LINE refuses Read it is owed, and the longer the more; once it is given nothing is', async () => {
    const { line, figure, until, conversation } = await openWatched()
    const mend = line.fault({ call: 'markAsRead', how: { status: 500, message: 'ill', effect: false } })
    await line.say('U1', 'Are you open on Sunday?')
    await until(async () => (await conversation('U1'))?.outbox.find(({ kind, wait }) => kind === 'read' && wait))
    expect(await figure('kidoku_outbox_actions', { action: 'read', state: 'due' })).toBe(1)
    const first = (await figure('kidoku_outbox_oldest_seconds', { action: 'read' })) ?? 0
    expect(first).toBeGreaterThan(0)
    expect(await figure('kidoku_outbox_oldest_seconds', { action: 'read' })).toBeGreaterThan(first)
    mend()
    await until(async () => (await conversation('U1'))?.outbox.length === 0)
    expect(await figure('kidoku_outbox_actions')).toBe(0)
    expect(await figure('kidoku_outbox_oldest_seconds', { action: 'read' })).toBe(0)
  })

  test('telling that fails is owed; Read that waits for it is held, and is not said to be late', async () => {
    const { line, telling, figure, until, conversation } = await openWatched()
    telling.works = false
    await line.say('U1', 'operator')
    await until(async () => (await conversation('U1'))?.outbox.every(({ kind }) => kind !== 'reply') || undefined)
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(await figure('kidoku_outbox_actions', { action: 'notify', state: 'due' })).toBe(1)
    expect(await figure('kidoku_outbox_actions', { action: 'read', state: 'held' })).toBe(1)
    expect(await figure('kidoku_outbox_oldest_seconds', { action: 'notify' })).toBeGreaterThan(0)
    expect(await figure('kidoku_outbox_oldest_seconds', { action: 'read' })).toBe(0)
    expect(await figure('kidoku_attempts_total', { action: 'notify', result: 'unknown', status: '500' })).toBe(1)
  })

  test('after a restart it is owed since it was decided, and nothing that happened before is counted again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-metrics-'))
    closing.push(() => rm(folder, { recursive: true, force: true }))
    const before = await openWatched({ folder })
    before.telling.works = false
    await before.line.say('U1', 'operator')
    await before.line.waitFor(() => said(before.line, 'U1').length > 0)
    await before.until(
      async () =>
        (await before.conversation('U1'))?.outbox.some(({ kind, wait }) => kind === 'notify' && wait) || undefined,
    )
    const decided = (await before.conversation('U1'))?.facts.find(({ type }) => type === 'judged')?.at ?? 0
    for (const close of closing.splice(1).toReversed()) await close()

    const after = await openWatched({ folder })
    // It waits for its next try: nothing has been made durable since the start.
    await expect.poll(() => after.figure('kidoku_outbox_actions'), { timeout: 5_000 }).toBeGreaterThan(0)
    expect(await after.figure('kidoku_outbox_actions', { action: 'notify', state: 'due' })).toBe(1)
    const owed = (await after.figure('kidoku_outbox_oldest_seconds', { action: 'notify' })) ?? 0
    expect(Math.abs(Date.now() - owed * 1000 - decided)).toBeLessThan(1_000)
    expect(await after.figure('kidoku_events_total')).toBe(0)
    expect(await after.figure('kidoku_turns_total')).toBe(0)
    expect(await after.figure('kidoku_attempts_total', { action: 'notify' })).toBe(0)
  })
})

test('figures that cannot be counted cost the customer nothing', async () => {
  const errors: string[] = []
  const log: Log = { ...quietLog, error: (_, text) => errors.push(text) }
  const broken = (): never => {
    throw new Error('broken')
  }
  const { line } = await openWatched({}, broken, log)
  await line.say('U1', 'Are you open on Sunday?')
  await line.waitFor(() => said(line, 'U1').length > 0)
  expect(readMarks(line, 'U1')).toEqual([true])
  expect(new Set(errors)).toEqual(
    new Set(['a figure for /metrics could not be counted; nothing else is touched by it']),
  )
})
