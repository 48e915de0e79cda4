/**
 * Random lives of a conversation in which requests are recorded and things are looked up: what is taken back, staff, who
 * leaves, LINE and the shop's systems failing in every way. What must hold is read off the ledger, fact by fact.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, type Conversation } from '../../src/core/conversation.ts'
import type { Came } from '../../src/core/look-ups/looked-up.ts'
import { next } from '../../src/core/next.ts'
import type { AttemptResult } from '../../src/core/outcome.ts'
import { judgeLive } from './live-situations.ts'
import {
  answered,
  conversation,
  follow,
  left,
  ok,
  policy,
  receive,
  refusedConnection,
  reset,
  staff,
  tap,
  t0,
  text,
  unsend,
} from './situations.ts'

type Happening =
  | { type: 'message'; late: number }
  | { type: 'unsend'; which: number }
  | { type: 'judge'; decision: 'resolved' | 'needs_info' | 'handoff'; requests: number; looked?: Came }
  | { type: 'staff'; action: 'take' | 'hand_back' | 'done' | 'read' }
  | { type: 'time'; seconds: number }
  | { type: 'tap'; data: string }
  | { type: 'left' }

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('message' as const), late: fc.nat(4_000) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('unsend' as const), which: fc.nat(5) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('judge' as const),
      decision: fc.constantFrom('resolved' as const, 'resolved' as const, 'needs_info' as const, 'handoff' as const),
      requests: fc.nat(3),
      looked: fc.constantFrom<(Came | undefined)[]>(undefined, undefined, undefined, 'found', 'not_found', 'failed'),
    }),
  },
  fc.record({
    type: fc.constant('staff' as const),
    action: fc.constantFrom('take' as const, 'hand_back' as const, 'done' as const, 'read' as const),
  }),
  { weight: 4, arbitrary: fc.record({ type: fc.constant('time' as const), seconds: fc.nat(40) }) },
  fc.record({
    type: fc.constant('tap' as const),
    data: fc.constantFrom('kidoku:person', 'kidoku:back', 'kidoku:answer', 'kidoku:read:1', 'kidoku:not_solved:t1'),
  }),
  fc.record({ type: fc.constant('left' as const) }),
)

const line: readonly AttemptResult[] = [ok, ok, ok, reset, answered(500), refusedConnection]
const died: AttemptResult = { type: 'no_answer', why: 'no outcome was recorded', died: true }
const sink: readonly AttemptResult[] = [
  { type: 'confirmed' },
  { type: 'confirmed' },
  reset,
  refusedConnection,
  { type: 'declined', why: 'it answered 422' },
  died,
]
const requests = [{ what: 'order paper' }, { what: 'call the plumber' }, { what: 'water the plants' }]

/** @param check looks at each state that would be stored */
function live(happenings: Happening[], outcomes: number[], check: (c: Conversation) => void = () => undefined) {
  let c = conversation()
  let [now, id, drawn] = [t0, 0, 0]
  const settle = (): void => {
    // A process that dies again and again at one moment never comes to rest.
    let deaths = 0
    c = follow(c, now, ({ kind }) => {
      const among = kind === 'record' ? sink : line
      const result = among[outcomes[drawn++ % outcomes.length]! % among.length]!
      return result !== died || (deaths += 1) === 1 ? result : reset
    }).c
    check(c)
  }
  for (const one of happenings) {
    now += 100
    switch (one.type) {
      case 'message':
        id += 1
        c = receive(c, now, text(id, now - one.late, { receivedAt: now }))
        break
      case 'unsend':
        c = receive(c, now, unsend(one.which, now))
        break
      case 'judge': {
        if (next(c, policy, now + 7_000).type !== 'judge') break
        now += 7_000
        c = judgeLive(c, now, {
          says: { decision: one.decision, reply: 'An answer.' },
          records: one.decision === 'resolved' ? requests.slice(0, one.requests) : [],
          lookUps: one.looked && [{ fact: { name: 'orders', came: one.looked }, text: { given: {}, things: [] } }],
        })
        break
      }
      case 'staff':
        c = receive(c, now, staff(one.action, c, now))
        break
      case 'time':
        now += one.seconds * 1_000
        break
      case 'tap':
        c = receive(c, now, tap(one.data, now))
        break
      case 'left':
        c = receive(c, now, left(now))
        break
    }
    settle()
  }
  return { c, now }
}

const lives = (check: (happenings: Happening[], outcomes: number[]) => void) =>
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), fc.array(fc.nat(100), { minLength: 1, maxLength: 40 }), check),
    { numRuns: 1_500 },
  )

const turnOf = (action: string): string => action.slice(0, action.indexOf('.'))

describe('in every life of a conversation in which requests are recorded', () => {
  test('no answer is said before all that it tells of stands', () => {
    lives((happenings, outcomes) => {
      const { facts } = live(happenings, outcomes).c
      const missing = new Map<string, number>()
      for (const fact of facts) {
        if (fact.type === 'judged' && fact.decision === 'resolved') missing.set(fact.turn, fact.records?.length ?? 0)
        if (fact.type === 'ended' && fact.what === 'record' && fact.how === 'done') {
          missing.set(turnOf(fact.action), (missing.get(turnOf(fact.action)) ?? 0) - 1)
        }
        if (fact.type !== 'attempted' || fact.what !== 'reply') continue
        for (const action of [fact.action, ...(fact.joins ?? [])]) {
          if (action === `${turnOf(action)}.reply`) expect(missing.get(turnOf(action)) ?? 0, action).toBe(0)
        }
      }
    })
  })

  test('no token goes past a message while what it asks for is being recorded, unless a person has it', () => {
    lives((happenings, outcomes) => {
      const { facts, messages } = live(happenings, outcomes).c
      const place = new Map(messages.map((message) => [message.id, message]))
      /** What is under way: messages, by record. */
      const held = new Map<string, readonly string[]>()
      // Staff have them by now, though what was decided is still recorded.
      const over = new Set<string>()
      for (const fact of facts) {
        if (fact.type === 'attempted' && fact.what === 'record') {
          const judged = facts.find((one) => one.type === 'judged' && one.turn === turnOf(fact.action))
          const about = judged?.type === 'judged' ? judged.messages : []
          if (!held.has(fact.action)) held.set(fact.action, about)
        }
        if (fact.type === 'ended' && fact.what === 'record') held.delete(fact.action)
        if (fact.type === 'closed' && fact.as !== 'resolved') for (const id of fact.messages) over.add(id)
        if (fact.type === 'unsent') over.add(fact.message)
        if (fact.type !== 'attempted' || fact.what !== 'read') continue
        const upTo = place.get(fact.upTo ?? '')
        for (const id of [...held.values()].flat().filter((one) => !over.has(one))) {
          const message = place.get(id)
          if (upTo && message) expect(compare(message, upTo), `${id} is being recorded`).toBeGreaterThan(0)
        }
      }
    })
  })

  test('what may be recorded is not judged again', () => {
    lives((happenings, outcomes) => {
      const { facts } = live(happenings, outcomes).c
      const tried = new Set<string>()
      for (const fact of facts) {
        if (fact.type === 'judged') expect(fact.messages.filter((id) => tried.has(id))).toEqual([])
        if (fact.type !== 'attempted' || fact.what !== 'record') continue
        const judged = facts.find((one) => one.type === 'judged' && one.turn === turnOf(fact.action))
        if (judged?.type === 'judged') for (const id of judged.messages) tried.add(id)
      }
    })
  })

  test('every request comes to an end; one that was not confirmed is for a person, by an entry of its own', () => {
    lives((happenings, outcomes) => {
      const { c, now } = live(happenings, outcomes, ({ entries, outbox }) => {
        for (const all of [entries, outbox]) expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
      })
      const { facts, outbox } = follow(c, now + 3_600_000).c
      expect(outbox.filter(({ kind }) => kind === 'record')).toEqual([])
      for (const [index, fact] of facts.entries()) {
        if (fact.type !== 'ended' || fact.what !== 'record') continue
        if (fact.how !== 'undelivered' && fact.how !== 'uncertain') continue
        const isListed = facts.slice(index).some(({ type, at }) => type === 'entered' && at === fact.at)
        expect(isListed, `${fact.action} was not recorded, and nobody hears of it`).toBe(true)
      }
    })
  })

  test('nothing is said to somebody who has left', () => {
    lives((happenings, outcomes) => {
      let isGone = false
      for (const fact of live(happenings, outcomes).c.facts) {
        if (fact.type === 'left') isGone = true
        // Whoever writes or taps is there.
        if (fact.type === 'received' || fact.type === 'tapped' || fact.type === 'answered') isGone = false
        if (fact.type === 'attempted' && fact.what === 'reply' && fact.attempt === 1) expect(isGone).toBe(false)
      }
    })
  })

  test('nothing is resolved by a look-up that gave nothing', () => {
    lives((happenings, outcomes) => {
      for (const fact of live(happenings, outcomes).c.facts) {
        if (fact.type === 'judged' && fact.lookUps?.some(({ came }) => came !== 'found')) {
          expect(fact.decision).not.toBe('resolved')
        }
      }
    })
  })
})
