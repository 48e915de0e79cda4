import { describe, expect, test } from 'vitest'
import { openMcpSink } from '../../../src/adapters/look-ups/mcp-record.ts'
import type { Given } from '../../../src/core/look-ups/declared.ts'
import type { Recorded } from '../../../src/ports/look-ups.ts'
import { declaredAs, isAlive, never, opened, shop, tasks } from './mcp-shop.ts'
import { tasksIn } from './mcp-tools.ts'

const task: Given = { what: 'Order "paper" by Friday\n紙' }
const key = '8e03978e-40d5-43e8-bc93-6894a57f9324'
const detail = (text: string) => expect.stringContaining(text)

function shopOpened({ tool = 'create_task', pause = 0 } = {}) {
  const its = shop()
  const { log, server } = opened(declaredAs(its), pause)
  const record = (given = task, { within = 10_000, signal = never, itsKey = key } = {}): Promise<Recorded> =>
    openMcpSink(tasks, { tool, key: 'key', within }, { server, log }).record(given, itsKey, signal)
  return { ...its, log, server, record, stored: () => tasksIn(its.folder) }
}

describe('recording', () => {
  test('one call with what is given, and with its key as an argument', async () => {
    const { record, asked, stored, log } = shopOpened()
    expect(await record()).toEqual({ type: 'confirmed', reference: 'T-1' })
    expect(asked()).toEqual([{ name: 'create_task', arguments: { ...task, key } }])
    expect(stored()).toEqual([{ ...task, key }])
    expect(log.lines).toEqual([])
  })

  test('by the tool’s own names, with what is always the same', async () => {
    const { server, log, asked, stored } = shopOpened()
    const give = { what: { of: 'what' }, madeBy: { of: 'requester' }, priority: { value: 2 }, urgent: { value: false } }
    const sink = openMcpSink(tasks, { tool: 'create_task', key: 'key', within: 10_000, give }, { server, log })
    expect(await sink.record({ ...task, requester: 'Aya' }, key, never)).toMatchObject({ type: 'confirmed' })
    const gave = { what: task.what, madeBy: 'Aya', priority: 2, urgent: false, key }
    expect(asked()).toEqual([{ name: 'create_task', arguments: gave }])
    expect(stored()).toHaveLength(1)
  })

  test('what cannot be given as it is declared is refused, and nobody is asked', async () => {
    const { server, log, pids } = shopOpened()
    const give = { what: { of: 'what', as: 'integer' as const } }
    const sink = openMcpSink(tasks, { tool: 'create_task', key: 'key', within: 5_000, give }, { server, log })
    expect(await sink.record({ what: 'canary' }, key, never)).toEqual({ type: 'refused', detail: detail('as integer') })
    expect(pids()).toEqual([])
    expect(log.lines.join()).not.toContain('canary')
  })

  test('died between storing and answering: nobody knows; tried again with the same key, it stands there once', async () => {
    const { record, write, stored, pids, asked } = shopOpened()
    write('dies-once-it-has-stored', '')
    expect(await record()).toEqual({ type: 'unknown', detail: detail('ended before it answered') })
    expect(stored()).toHaveLength(1)
    expect(await record()).toEqual({ type: 'confirmed', reference: 'T-1' })
    expect(stored()).toEqual([{ ...task, key }])
    expect(asked()).toHaveLength(2)
    expect(pids()).toHaveLength(2)
  })

  test.for(['', 'a b', 'a"b', 'a'.repeat(65), 'é'])('%j is no key: nothing is started', async (itsKey) => {
    const { record, pids } = shopOpened()
    expect(await record(task, { itsKey })).toEqual({ type: 'refused', detail: detail('key') })
    expect(pids()).toEqual([])
  })

  test('the tool says that it has failed: nobody knows whether it stands there', async () => {
    const { record, stored, log } = shopOpened()
    expect(await record({ what: 'canary-refused' })).toEqual({ type: 'unknown', detail: detail('it has failed') })
    expect(stored()).toEqual([])
    expect(log.lines).toHaveLength(1)
    expect(log.lines.join()).not.toContain('canary')
  })

  test('no such tool, or it gave what does not fit: servers say the same of both, so nobody knows', async () => {
    const { record, log } = shopOpened({ tool: 'make_task' })
    expect(await record()).toEqual({ type: 'unknown', detail: detail('has it such a tool') })
    expect(log.lines.join()).not.toContain('canary')
  })
})

describe('without an answer', () => {
  test('it cannot be started: it is surely not recorded', async () => {
    const its = shop()
    for (const [command, why] of [
      [['/nowhere/canary-program', 'canary-argument'], 'ENOENT'],
      [[its.folder], 'EACCES'],
      [['\0canary'], 'ERR_INVALID_ARG_VALUE'],
    ] as const) {
      const { server, log } = opened(declaredAs(its, { command }))
      const sink = openMcpSink(tasks, { tool: 'create_task', key: 'key', within: 5_000 }, { server, log })
      expect(await sink.record(task, key, never)).toEqual({ type: 'not_recorded', why: 'down', detail: detail(why) })
      expect(log.lines.join()).not.toContain('canary')
    }
  })

  test('it dies before it has come up: it is surely not recorded', async () => {
    const { record, write, pids } = shopOpened()
    write('start.json', '{"does":"die"}')
    const came = await record()
    expect(came).toEqual({ type: 'not_recorded', why: 'down', detail: detail('it ended with 3 before it had come up') })
    expect(pids()).toHaveLength(1)
  })

  test('it does not come up in time: it is surely not recorded', async () => {
    const { record, write } = shopOpened()
    write('start.json', '{"does":"hang"}')
    const came = await record(task, { within: 1_000 })
    expect(came).toEqual({ type: 'not_recorded', why: 'slow', detail: detail('did not come up in time') })
  })

  test('it does not answer in time, or who asked gives up: nobody knows, and it is told why in no words of ours', async () => {
    const { log, server, does, record, asked } = shopOpened({ tool: 'get_order' })
    does('1234', { does: 'hang' })
    await record({ number: '0' })
    expect(await record({ number: '1234' }, { within: 300 })).toEqual({ type: 'unknown', detail: detail('in time') })
    const caller = new AbortController()
    const recording = record({ number: '1234' }, { signal: caller.signal })
    await expect.poll(() => asked().length).toBe(3)
    caller.abort(new Error('canary'))
    expect(await recording).toEqual({ type: 'unknown', detail: detail('in time') })
    await server.close()
    expect(log.lines.join()).not.toContain('canary')
  })

  test('nobody waits for it any more before it is sent: it is surely not recorded', async () => {
    const { record, stored } = shopOpened()
    const came = await record(task, { signal: AbortSignal.abort() })
    expect(came).toEqual({ type: 'not_recorded', why: 'slow', detail: detail('before it was asked') })
    expect(stored()).toEqual([])
  })

  test('closed while it is under way: nobody knows; after that, nothing is started', async () => {
    const { record, server, does, pids, asked } = shopOpened({ tool: 'get_order' })
    does('1234', { does: 'hang' })
    const recording = record({ number: '1234' })
    await expect.poll(() => asked().length, { timeout: 10_000 }).toBe(1)
    await server.close()
    expect(await recording).toMatchObject({ type: 'unknown' })
    expect(await record()).toEqual({ type: 'not_recorded', why: 'down', detail: detail('closed') })
    expect(pids().filter(isAlive)).toEqual([])
    expect(pids()).toHaveLength(1)
  })
})
