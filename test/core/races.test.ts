import { describe, expect, test } from 'vitest'
import { evolveAll } from '../../src/core/evolve.ts'
import { next } from '../../src/core/next.ts'
import {
  attempt,
  conversation,
  follow,
  judge,
  message,
  policy,
  receive,
  staff,
  t0,
  text,
  unsend,
} from './situations.ts'

const s = 1_000
const one = () => receive(conversation(), t0, text(1, t0))
const turnIds = (step: ReturnType<typeof next>) =>
  step.type === 'judge' ? step.turn.messages.map((m) => m.id) : step.type

describe('the turn', () => {
  test('closes after 1.5 s of quiet, with dots meanwhile', () => {
    expect(next(one(), policy, t0)).toEqual({ type: 'wait', until: t0 + 1_500, dots: true })
    expect(turnIds(next(one(), policy, t0 + 1_500))).toEqual(['1'])
  })

  test('closes 6 s after its first message at the latest', () => {
    const at = [0, 1_400, 2_800, 4_200, 5_600]
    const c = receive(conversation(), t0 + 5_600, ...at.map((ms, index) => text(index + 1, t0 + ms)))
    expect(next(c, policy, t0 + 5_600)).toMatchObject({ type: 'wait', until: t0 + 6_000 })
  })

  test('a sticker alone shows no dots', () => {
    const sticker = { type: 'sticker' as const, keywords: ['hello'] }
    const c = receive(conversation(), t0, text(1, t0, { content: sticker }))
    expect(next(c, policy, t0)).toMatchObject({ type: 'wait', dots: false })
  })

  test('a redelivered event, and two in the wrong order, make one turn in LINE’s order', () => {
    const again = { ...text(1, t0), redelivery: true }
    const c = receive(receive(conversation(), t0, text(2, t0 + 10), text(1, t0)), t0 + s, again)
    expect(turnIds(next(c, policy, t0 + 5 * s))).toEqual(['1', '2'])
    expect(c.facts.filter((fact) => fact.type === 'received')).toHaveLength(2)
  })

  test('a repeat of any event changes nothing at all, hours later too', () => {
    let c = receive(one(), t0 + s, unsend(1, t0 + s))
    const took = staff('take', c, t0 + 2 * s)
    c = receive(c, t0 + 2 * s, took)
    for (let id = 2; id < 200; id += 1) c = receive(c, t0 + id * 10 * s, text(id, t0 + id * 10 * s))
    const later = t0 + 71 * 3_600 * s
    expect(receive(c, later, text(1, t0), unsend(1, t0 + s), took, text(100, t0 + 1_000 * s))).toBe(c)
  })
})

describe('races have one rule', () => {
  test('a message before the first attempt drops the decision whole, and the turn is judged again', () => {
    const decided = judge(one(), t0 + 2 * s, { decision: 'handoff' })
    const more = receive(decided, t0 + 2_100, text(2, t0 + 2_100))
    const { c, calls } = follow(more, t0 + 4 * s)
    expect(calls).toEqual([])
    expect(c.pending).toBeUndefined()
    expect(c.entries).toEqual([])
    expect(c.mode).toBe('assistant')
    expect(turnIds(next(c, policy, t0 + 4 * s))).toEqual(['1', '2'])
  })

  test('a decision is pending: no state, mode, entry or count changes before the first attempt', () => {
    const decided = judge(one(), t0 + 2 * s, { decision: 'handoff' })
    expect(decided).toMatchObject({ mode: 'assistant', entries: [], outbox: [] })
    expect(message(decided, 1).state).toBe('new')
    const step = next(decided, policy, t0 + 2 * s)
    if (step.type !== 'do') throw new Error(step.type)
    const begun = attempt(decided, step.action, t0 + 2 * s)
    expect(begun).toMatchObject({ mode: 'staff', entries: [{ kind: 'handoff' }] })
  })

  test('an unsend before the first attempt: judged again without it, or not at all', () => {
    const two = judge(receive(conversation(), t0, text(1, t0), text(2, t0 + 1)), t0 + 2 * s)
    expect(
      turnIds(next(follow(receive(two, t0 + 2_100, unsend(1, t0 + 2_100)), t0 + 2_100).c, policy, t0 + 4 * s)),
    ).toEqual(['2'])
    const alone = judge(one(), t0 + 2 * s)
    const { calls, step } = follow(receive(alone, t0 + 2_100, unsend(1, t0 + 2_100)), t0 + 4 * s)
    expect(calls).toEqual([])
    expect(step).toEqual({ type: 'nothing' })
  })

  test('staff taking it before the first attempt: nothing is said by the machine', () => {
    const decided = judge(one(), t0 + 2 * s)
    const { calls, c } = follow(receive(decided, t0 + 2_100, staff('take', decided, t0 + 2_100)), t0 + 4 * s)
    expect(calls.map((call) => call.kind)).toEqual(['read'])
    expect(c.mode).toBe('staff')
  })

  test('after the first attempt a newer message waits for the next turn', () => {
    const decided = judge(one(), t0 + 2 * s)
    const step = next(decided, policy, t0 + 2 * s)
    if (step.type !== 'do') throw new Error(step.type)
    const begun = attempt(decided, step.action, t0 + 2 * s)
    const more = receive(begun, t0 + 2_100, text(2, t0 + 2_100))
    const { c } = follow(more, t0 + 2_600)
    expect(message(c, 1).state).toBe('closed')
    expect(message(c, 2).state).toBe('new')
    expect(turnIds(next(c, policy, t0 + 5 * s))).toEqual(['2'])
  })

  test('after three drops the turn is frozen: newer messages wait for the next turn, an unsend still counts', () => {
    let c = one()
    for (const [round, id] of [2, 3, 4].entries()) {
      const at = t0 + (round + 1) * 2 * s
      c = evolveAll(c, [{ type: 'judging', at, messages: c.messages.map((m) => m.id) }])
      c = follow(receive(c, at + 100, text(id, at + 100)), at + 100).c
    }
    expect(c.drops).toBe(3)
    c = evolveAll(c, [{ type: 'judging', at: t0 + 8 * s, messages: ['1', '2', '3', '4'] }])
    const later = receive(c, t0 + 9 * s, text(5, t0 + 9 * s))
    expect(turnIds(next(later, policy, t0 + 9 * s))).toEqual(['1', '2', '3', '4'])
    const unsent = follow(receive(later, t0 + 9_100, unsend(2, t0 + 9_100)), t0 + 9_100).c
    expect(turnIds(next(unsent, policy, t0 + 9_100))).toEqual(['1', '3', '4'])
    const done = follow(judge(unsent, t0 + 10 * s), t0 + 10 * s).c
    expect(turnIds(next(done, policy, t0 + 12 * s))).toEqual(['5'])
    expect(done.drops).toBe(0)
  })

  test('20 s from its first message the turn is frozen', () => {
    const c = evolveAll(one(), [{ type: 'judging', at: t0 + 2 * s, messages: ['1'] }])
    const within = receive(c, t0 + 19 * s, text(2, t0 + 19 * s))
    expect(turnIds(next(follow(within, t0 + 19 * s).c, policy, t0 + 19 * s))).toEqual(['1', '2'])
    const past = receive(c, t0 + 21 * s, text(2, t0 + 21 * s))
    expect(turnIds(next(past, policy, t0 + 21 * s))).toEqual(['1'])
  })
})
