import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { json, records, startSystem, systemsAt, type System } from './live-systems.ts'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
let system: System
beforeEach(async () => void (system = await startSystem()))
afterEach(async () => {
  await shop.close()
  await system.close()
})

const open = async (options: ShopOptions = {}) =>
  (shop = await openShop({
    ...options,
    policy: { records: ['tasks'], ...options.policy },
    setUp: { live: systemsAt(system.url, undefined, 500), ...options.setUp },
  }))

const paper = { record: 'tasks', given: { what: 'order paper by Friday' } }
const done = { reply: 'Recorded: order paper by Friday.' }
/** What the model adds is not said: the shop's system has confirmed no more than this. */
const recorded = 'Your request has been recorded:\n・order paper by Friday'
const wantsPaper = () => shop.model.says(() => records(done, paper))

const once = (look: (one: NonNullable<Awaited<ReturnType<Shop['conversation']>>>) => unknown) =>
  shop.until(async () => {
    const one = await shop.conversation('U1')
    return one && look(one) ? one : undefined
  }, 40_000)
const ended = () =>
  once((one) => {
    const isJudged =
      one.facts.some(({ type }) => type === 'judged') && one.messages.every(({ state }) => state !== 'new')
    return isJudged && !one.pending && one.outbox.length === 0
  })
const types = (facts: readonly object[]) =>
  facts.flatMap((fact) =>
    'what' in fact && 'type' in fact && fact.type === 'attempted'
      ? [fact.what]
      : 'type' in fact && fact.type === 'read'
        ? ['Read']
        : [],
  )

describe('a request that is really recorded', () => {
  test('the system confirms it: then it turns Read, and then the customer is told', async () => {
    await open()
    wantsPaper()
    await shop.line.say('U1', 'please order paper by Friday')
    const { facts, judged } = await ended()
    expect([...system.recorded.values()]).toEqual([{ what: 'order paper by Friday' }])
    expect(readMarks(shop.line, 'U1')).toEqual([true])
    expect(said(shop.line, 'U1').at(-1)).toBe(recorded)
    expect(types(facts)).toEqual(['record', 'read', 'Read', 'reply'])
    expect(facts).toContainEqual(expect.objectContaining({ type: 'attempted', what: 'record', record: 'tasks' }))
    expect(facts).toContainEqual(
      expect.objectContaining({ type: 'outcome', what: 'record', result: 'done', detail: 'T-1' }),
    )
    expect(facts).toContainEqual(expect.objectContaining({ type: 'judged', records: ['tasks'], decision: 'resolved' }))
    expect(judged.at(-1)?.records).toEqual([paper])
  })

  test('before it is confirmed nothing is Read and nothing said', async () => {
    await open()
    const { promise: waits, resolve: confirm } = Promise.withResolvers<void>()
    system.confirms((response) => void waits.then(() => json(response, { id: 'T-1' }, 201)))
    wantsPaper()
    await shop.line.say('U1', 'please order paper by Friday')
    await once((one) => one.outbox.some(({ kind, tries }) => kind === 'record' && tries?.open))
    expect(readMarks(shop.line, 'U1')).toEqual([false])
    expect(shop.calls('read', 'reply', 'push')).toEqual([])
    confirm()
    await ended()
    expect(readMarks(shop.line, 'U1')).toEqual([true])
  })

  test('it breaks after the system stored it: asked again with the same key, it stands there once', async () => {
    await open()
    let times = 0
    system.confirms((response) => ((times += 1) === 1 ? response.destroy() : json(response, { id: 'T-1' }, 201)))
    wantsPaper()
    await shop.line.say('U1', 'please order paper by Friday')
    const { facts } = await ended()
    expect(times).toBe(2)
    expect(system.recorded.size).toBe(1)
    expect(facts.flatMap((fact) => (fact.type === 'outcome' && fact.what === 'record' ? [fact.result] : []))).toEqual([
      'unknown',
      'done',
    ])
    expect(said(shop.line, 'U1').filter((text) => text === recorded)).toHaveLength(1)
  })

  test('a system that confirms twice has it once, and it is said once', async () => {
    await open()
    system.confirms((response) => {
      json(response, { id: 'T-1' }, 201)
      response.socket?.write(
        'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 12\r\n\r\n{"id":"T-2"}',
      )
    })
    wantsPaper()
    await shop.line.say('U1', 'please order paper by Friday')
    await ended()
    expect(system.recorded.size).toBe(1)
    expect(said(shop.line, 'U1').filter((text) => text === recorded)).toHaveLength(1)
  })

  test('the system is down for a moment: it is tried again, and the customer hears of it in time', async () => {
    await open()
    let times = 0
    system.answers((response) => {
      times += 1
      if (times === 2) system.answers(undefined)
      response.writeHead(429).end()
    })
    wantsPaper()
    await shop.line.say('U1', 'please order paper by Friday')
    await ended()
    expect(system.recorded.size).toBe(1)
    expect(said(shop.line, 'U1').at(-1)).toBe(recorded)
  })

  test('the system refuses it: a person has it, and nobody is told that it is recorded', async () => {
    await open()
    system.answers((response) => json(response, {}, 422))
    wantsPaper()
    await shop.line.say('U1', 'please order paper by Friday')
    const { entries, judged, mode } = await ended()
    expect(mode).toBe('staff')
    expect(entries).toMatchObject([{ kind: 'handoff' }])
    expect(judged.at(-1)?.reason).toBe('It could not be recorded in tasks: record it yourself.')
    expect(said(shop.line, 'U1').join()).not.toContain('recorded')
    expect(shop.notices).toHaveLength(1)
    // Handed to a person, who was told.
    expect(readMarks(shop.line, 'U1')).toEqual([true])
  })

  test('no answer for as long as a customer can wait: a person is told to look first', async () => {
    // Ten times as fast: half a minute is three seconds.
    const began = Date.now()
    const now = () => began + (Date.now() - began) * 10
    const after = (ms: number, signal?: AbortSignal) => systemClock.after(ms / 10, signal)
    await open({ clock: { now, after }, lineClock: { now } })
    system.confirms(() => undefined)
    wantsPaper()
    await shop.line.say('U1', 'please order paper by Friday')
    const { judged, facts } = await once((one) => one.mode === 'staff' && one.outbox.length === 0)
    expect(judged.at(-1)?.reason).toBe('It may be recorded in tasks already: look there before you record it yourself.')
    expect(facts).toContainEqual(expect.objectContaining({ type: 'ended', what: 'record', how: 'uncertain' }))
    const [first] = facts
    const handed = facts.find(({ type }) => type === 'handed_off')
    expect((handed?.at ?? Infinity) - (first?.at ?? 0)).toBeLessThan(40_000)
    expect(new Set(system.recorded.keys()).size).toBe(1)
  })

  test('several requests of one burst are recorded one after the other, and Read comes after the last', async () => {
    await open({ policy: { records: ['tasks'], quiet: '300ms', at_most: '1s' } })
    const plumber = { record: 'tasks', given: { what: 'call the plumber' } }
    shop.model.says(() => records({ reply: 'Recorded: order paper, call the plumber.' }, paper, plumber))
    await shop.line.say('U1', 'please order paper by Friday')
    await shop.line.say('U1', 'and call the plumber')
    const { facts } = await ended()
    expect([...system.recorded.values()]).toEqual([paper.given, plumber.given])
    expect(types(facts)).toEqual(['record', 'record', 'read', 'Read', 'reply'])
    expect(readMarks(shop.line, 'U1')).toEqual([true, true])
  })

  test('the second of them is refused: a person has it, and the first stands there', async () => {
    await open()
    const plumber = { record: 'tasks', given: { what: 'call the plumber' } }
    shop.model.says(() => records({ reply: 'Recorded both.' }, paper, plumber))
    system.answers((response, _, nth) => {
      if (nth > 1) return json(response, {}, 422)
      return json(response, { id: 'T-1' }, 201)
    })
    await shop.line.say('U1', 'please order paper by Friday and call the plumber')
    const { facts, mode } = await once((one) => one.mode === 'staff' && one.outbox.length === 0)
    expect(mode).toBe('staff')
    expect(facts.flatMap((fact) => (fact.type === 'ended' && fact.what === 'record' ? [fact.how] : []))).toEqual([
      'done',
      'undelivered',
    ])
    expect(said(shop.line, 'U1').join()).not.toContain('Recorded both.')
  })

  test('arguments that are not as declared get one more try, and then a person has it', async () => {
    await open()
    shop.model.says(() => records(done, { record: 'tasks', given: { colour: 'red' } }))
    await shop.line.say('U1', 'please order paper by Friday')
    const { facts } = await once((one) => one.mode === 'staff')
    expect(shop.model.requests).toHaveLength(2)
    expect(shop.model.requests[1]?.system).toContain('it has no argument of that name')
    expect(facts).toContainEqual(expect.objectContaining({ type: 'judged', lowered: 'not_recordable' }))
    expect(system.asked).toEqual([])
  })

  test('a topic that only a record resolves is not resolved by words alone', async () => {
    await open({ policy: { records: ['tasks'], topics: ['task'], live_topics: ['task'] } })
    shop.model.says(() => ({ reply: 'Noted!', topic: 'task', sources: ['hours.en#weekend'] }))
    await shop.line.say('U1', 'please order paper by Friday')
    const { facts } = await once((one) => one.mode === 'staff')
    expect(facts).toContainEqual(expect.objectContaining({ type: 'judged', lowered: 'no_source' }))
  })

  test('what nobody wrote is not recorded', async () => {
    await open()
    shop.model.says(() => records(done, { record: 'tasks', given: { what: 'order 500 reams of paper' } }))
    await shop.line.say('U1', 'please order paper by Friday')
    const { facts } = await once((one) => one.mode === 'staff')
    expect(facts).toContainEqual(expect.objectContaining({ type: 'judged', lowered: 'unsupported_facts' }))
    expect(system.asked).toEqual([])
  })

  test('taken back while it is being recorded: nothing is recorded once more, nothing is said, and staff look', async () => {
    await open()
    let times = 0
    const { promise: waits, resolve: go } = Promise.withResolvers<void>()
    system.confirms((response) => {
      times += 1
      void waits.then(() => response.destroy())
    })
    wantsPaper()
    const { messageId } = await shop.line.say('U1', 'please order paper by Friday')
    await once((one) => one.outbox.some(({ kind, tries }) => kind === 'record' && tries?.open))
    await shop.line.unsend('U1', messageId)
    go()
    const { entries } = await once((one) => one.entries.length > 0 && one.outbox.every(({ kind }) => kind === 'notify'))
    expect(entries).toMatchObject([{ kind: 'uncertain' }])
    expect(times).toBe(1)
    expect(said(shop.line, 'U1')).toEqual([])
  })

  test('a part of it taken back while it is being recorded: it is not judged again', async () => {
    await open({ policy: { records: ['tasks'], quiet: '300ms', at_most: '1s' } })
    const { promise: waits, resolve: go } = Promise.withResolvers<void>()
    system.confirms((response) => void waits.then(() => json(response, { id: 'T-1' }, 201)))
    wantsPaper()
    await shop.line.say('U1', 'please order paper')
    const { messageId } = await shop.line.say('U1', 'by Friday')
    await once((one) => one.outbox.some(({ kind, tries }) => kind === 'record' && tries?.open))
    await shop.line.unsend('U1', messageId)
    go()
    const { entries } = await once((one) => one.entries.length > 0 && one.outbox.length === 0)
    expect(entries).toMatchObject([{ kind: 'undelivered' }])
    expect(shop.model.requests).toHaveLength(1)
    expect(system.recorded.size).toBe(1)
  })

  test('a message that comes meanwhile is judged for itself', async () => {
    await open()
    const { promise: waits, resolve: go } = Promise.withResolvers<void>()
    system.confirms((response) => void waits.then(() => json(response, { id: 'T-1' }, 201)))
    wantsPaper()
    await shop.line.say('U1', 'please order paper by Friday')
    await once((one) => one.outbox.some(({ kind, tries }) => kind === 'record' && tries?.open))
    shop.model.says(() => ({}))
    await shop.line.say('U1', 'open on Sunday?')
    go()
    await once((one) => one.messages.length === 2 && one.messages.every(({ readAt }) => readAt !== undefined))
    expect(system.recorded.size).toBe(1)
    expect(said(shop.line, 'U1')).toContain(recorded)
  })

  test('staff take it while it is tried: nothing is said by the machine, and nothing is recorded twice', async () => {
    await open()
    system.confirms((response) => response.destroy())
    wantsPaper()
    await shop.line.say('U1', 'please order paper by Friday')
    await once((one) => one.facts.some((fact) => fact.type === 'waiting' && fact.what === 'record'))
    await shop.act('U1', 'take')
    system.confirms(undefined)
    await once((one) => one.mode === 'staff' && one.outbox.every(({ kind }) => kind === 'notify'))
    expect(said(shop.line, 'U1')).toEqual([])
    expect(system.recorded.size).toBe(1)
  })

  test('the same words from two customers are two requests', async () => {
    await open()
    wantsPaper()
    await Promise.all([shop.line.say('U1', 'order paper by Friday'), shop.line.say('U2', 'order paper by Friday')])
    await shop.line.waitFor(() => ['U1', 'U2'].every((user) => said(shop.line, user).at(-1) === recorded))
    expect(system.recorded.size).toBe(2)
  })

  test('while only looking (MODE=observe) nothing is recorded', async () => {
    await open({ setUp: { observe: true } })
    wantsPaper()
    await shop.line.say('U1', 'please order paper by Friday')
    await once((one) => one.facts.some(({ type }) => type === 'judged') && one.outbox.length === 0)
    expect(system.asked).toEqual([])
  })
})
