/**
 * Random lives of a conversation: messages (late, doubled), unsends, staff, judgements of every kind, LINE failing in
 * every way. What must hold in all of them is checked at every call.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import { compare, isOpen } from '../../src/core/conversation.ts'
import type { StaffAction } from '../../src/core/event.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import { explain } from '../../src/core/explain.ts'
import { concludeLink, type WhoseAccount } from '../../src/core/linking.ts'
import { next } from '../../src/core/next.ts'
import type { Policy } from '../../src/core/policy.ts'
import type { CallResult } from '../../src/core/outcome.ts'
import {
  answered,
  conversation,
  fail,
  follow,
  invalidToken,
  judge,
  ok,
  policy,
  policyOf,
  receiveBy,
  refusedConnection,
  reset,
  beacon,
  left,
  signsIn,
  staff,
  tap,
  t0,
  text,
  unsend,
  type Call,
} from './situations.ts'

type Happening =
  | { type: 'message'; late: number; token: boolean }
  | { type: 'repeat' }
  | { type: 'unsend'; which: number }
  | { type: 'judge'; decision: 'resolved' | 'needs_info' | 'handoff'; small: boolean; signIn: boolean }
  | { type: 'fail' }
  | { type: 'staff'; action: StaffAction; upTo?: number }
  | { type: 'press'; action: 'take' | 'done' | 'hand_back'; entry: number }
  | { type: 'hours'; hours: number }
  | { type: 'time'; seconds: number }
  | { type: 'tap'; data: string }
  | { type: 'left' }
  | { type: 'beacon' }
  | { type: 'signs_in'; ok: boolean; told: number }

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('message' as const), late: fc.nat(4_000), token: fc.boolean() }),
  },
  fc.record({ type: fc.constant('repeat' as const) }),
  fc.record({ type: fc.constant('unsend' as const), which: fc.nat(5) }),
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('judge' as const),
      decision: fc.constantFrom('resolved' as const, 'needs_info' as const, 'handoff' as const),
      small: fc.boolean(),
      signIn: fc.boolean(),
    }),
  },
  fc.record({ type: fc.constant('fail' as const) }),
  fc.record({
    type: fc.constant('staff' as const),
    action: fc.constantFrom<StaffAction[]>('take', 'hand_back', 'done', 'read', 'take', 'done', 'read', 'forget'),
    upTo: fc.option(fc.nat(8), { nil: undefined }),
  }),
  fc.record({
    type: fc.constant('press' as const),
    action: fc.constantFrom('take' as const, 'done' as const, 'hand_back' as const),
    entry: fc.nat(2),
  }),
  fc.record({ type: fc.constant('hours' as const), hours: fc.nat(6) }),
  { weight: 2, arbitrary: fc.record({ type: fc.constant('time' as const), seconds: fc.nat(90) }) },
  fc.record({
    type: fc.constant('tap' as const),
    data: fc.oneof(
      fc.constantFrom('kidoku:person', 'kidoku:back', 'kidoku:answer', 'kidoku:unlink', 'menu=1'),
      fc.nat(8).map((id) => `kidoku:read:${id}`),
      fc.nat(8).map((turn) => `kidoku:solved:t${turn}`),
      fc.nat(8).map((turn) => `kidoku:not_solved:t${turn}`),
    ),
  }),
  fc.record({ type: fc.constant('left' as const) }),
  fc.record({ type: fc.constant('beacon' as const) }),
  fc.record({ type: fc.constant('signs_in' as const), ok: fc.boolean(), told: fc.nat(3) }),
)
const results: CallResult[] = [
  ok,
  ok,
  ok,
  reset,
  answered(500),
  answered(429),
  answered(400, 'no'),
  invalidToken,
  refusedConnection,
]

interface Life {
  c: Conversation
  calls: (Call & { turn?: string; mode: string; result: CallResult })[]
}

const tellings: WhoseAccount[] = [
  { type: 'found', account: 'account-of-theirs' },
  { type: 'found', account: 'another-account-of-theirs' },
  { type: 'unknown' },
  { type: 'failed', why: 'down' },
]

function live(
  happenings: Happening[],
  outcomes: number[],
  check: (before: Conversation, call: Call) => void,
  set: Policy = policy,
): Life {
  const by = { ...set, links: true }
  let telling = 0
  let c = conversation()
  let now = t0
  let id = 0
  let drawn = 0
  let last = text(0, t0)
  const calls: Life['calls'] = []
  const settle = () => {
    const step = follow(
      c,
      now,
      (call) => {
        const result = results[outcomes[drawn++ % outcomes.length]! % results.length]!
        check(c, call)
        calls.push({ ...call, mode: c.mode, result })
        return result
      },
      by,
    )
    c = step.c
    if (step.step.type !== 'link') return
    const told = step.step.linking.tries > 1 ? undefined : tellings[telling]
    c = evolveAll(c, concludeLink(c, step.step.linking, told, by, now))
    settle()
  }
  for (const one of happenings) {
    now += 100
    switch (one.type) {
      case 'message':
        id += 1
        last = text(id, now - one.late, { receivedAt: now, readToken: one.token ? `read-${id}` : undefined })
        c = receiveBy(by, c, now, last)
        break
      case 'repeat':
        c = receiveBy(by, c, now, { ...last, redelivery: true })
        break
      case 'unsend':
        c = receiveBy(by, c, now, unsend(one.which, now))
        break
      case 'judge': {
        const step = next(c, by, now + 7_000)
        if (step.type !== 'judge') break
        now += 7_000
        const small = one.small && one.decision === 'resolved'
        const values = { decision: one.decision, small_talk: small, reply: small ? 'Thank you!' : 'An answer.' }
        c = judge(
          c,
          now,
          values,
          by,
          one.signIn ? { signIn: { address: 'https://shop.example.com/?linkToken=x' } } : {},
        )
        break
      }
      case 'fail':
        if (next(c, by, now).type === 'judge') c = fail(c, now, by)
        break
      case 'staff':
        c = receiveBy(by, c, now, staff(one.action, c, now, undefined, { upTo: one.upTo?.toString() }))
        break
      case 'press': {
        const entry = c.entries[one.entry]?.id ?? 't1.handoff'
        c = receiveBy(by, c, now, staff(one.action, c, now, undefined, { id: `press-${now}`, seen: undefined, entry }))
        break
      }
      case 'hours':
        now += one.hours * 3_600_000
        break
      case 'time':
        now += one.seconds * 1_000
        break
      case 'tap':
        c = receiveBy(by, c, now, tap(one.data, now))
        break
      case 'left':
        c = receiveBy(by, c, now, left(now))
        break
      case 'beacon':
        c = receiveBy(by, c, now, beacon(now))
        break
      case 'signs_in':
        telling = one.told
        c = receiveBy(by, c, now, signsIn(now, one.ok ? {} : { nonce: undefined, replyToken: undefined }))
        break
    }
    settle()
  }
  return { c, calls }
}

const lives = (check: (happenings: Happening[], outcomes: number[]) => void) =>
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), fc.array(fc.nat(100), { minLength: 1, maxLength: 40 }), check),
    { numRuns: 1_500 },
  )

describe('in every life of a conversation', () => {
  test('no token goes past a message known to be open', () => {
    lives((happenings, outcomes) => {
      const sent: { upTo: string; open: string[]; c: Conversation }[] = []
      live(happenings, outcomes, (before, call) => {
        if (call.kind === 'read') sent.push({ upTo: call.upTo!, open: call.open, c: before })
      })
      // As it was then: what is forgotten later is not there any more.
      for (const { upTo, open, c } of sent) {
        const target = c.messages.find((message) => message.id === upTo)!
        for (const id of open) {
          const message = c.messages.find((one) => one.id === id)!
          expect(compare(message, target), `${id} was open when the token of ${upTo} was sent`).toBeGreaterThan(0)
        }
      }
    })
  })

  test('a turn gets at most one answer: after a 200 nothing more of it is sent, after an unknown no other way is taken', () => {
    lives((happenings, outcomes) => {
      const perBody = new Map<string, Life['calls']>()
      const { calls, c } = live(happenings, outcomes, () => undefined)
      for (const fact of c.facts) expect(fact.at).toBeGreaterThanOrEqual(t0)
      for (const call of calls.filter((one) => one.kind === 'reply')) {
        const key = call.texts.join('\n') + call.open.join()
        perBody.set(key, [...(perBody.get(key) ?? []), call])
      }
      const byAction = new Map<string, string[]>()
      for (const fact of c.facts) {
        if (fact.type === 'attempted' && fact.what === 'reply') {
          byAction.set(fact.action, [...(byAction.get(fact.action) ?? []), `try ${fact.via}`])
        }
        if (fact.type === 'outcome' && fact.what === 'reply') {
          byAction.set(fact.action, [...(byAction.get(fact.action) ?? []), fact.result])
        }
      }
      for (const [action, story] of byAction) {
        const done = story.indexOf('done')
        if (done !== -1) expect(story.slice(done + 1), `${action}: ${story.join()}`).toEqual([])
        const unknown = story.indexOf('unknown')
        if (unknown > 0 && story[unknown - 1] === 'try reply') {
          expect(story.slice(unknown), `${action}: ${story.join()}`).not.toContain('try push')
        }
      }
    })
  })

  test('while staff have it nothing is said but the hand-off’s own notice, and nothing that came later is marked', () => {
    lives((happenings, outcomes) => {
      live(happenings, outcomes, (before, call) => {
        if (before.mode !== 'staff') return
        if (call.kind === 'read') {
          const later = before.messages.find((message) => message.id === call.upTo)?.duringStaff
          // Only by a person's own word.
          const theirs = before.facts.some(
            (fact) =>
              fact.type === 'closed' && fact.as === 'staff' && fact.read && fact.messages.includes(call.upTo ?? ''),
          )
          expect(later === false || theirs).toBe(true)
        }
        if (call.kind === 'reply') expect(call.texts.join()).toMatch(/passed this on|cannot answer right now/)
      })
    })
  })

  test('Read confirmed by LINE is what the state says, and what is Read and closed never opens by itself', () => {
    lives((happenings, outcomes) => {
      const { c, calls } = live(happenings, outcomes, () => undefined)
      const confirmed = calls.filter((call) => call.kind === 'read' && call.result === ok).map((call) => call.upTo!)
      for (const message of c.messages) {
        if (message.readAt === undefined) continue
        // What was forgotten since is not there any more.
        const covered = c.messages.some((one) => confirmed.includes(one.id) && compare(one, message) >= 0)
        expect(covered, `${message.id} is Read without a confirmed token`).toBe(true)
      }
    })
  })

  test('every open message has an end before it: a turn, staff, a question, or an entry', () => {
    lives((happenings, outcomes) => {
      const { c } = live(happenings, outcomes, () => undefined)
      const open = c.messages.filter(isOpen)
      if (open.some((message) => message.state === 'new') && c.mode === 'assistant') {
        expect(['judge', 'wait', 'do', 'record', 'link']).toContain(next(c, policy, t0 + 10_000_000).type)
      }
      if (open.some((message) => message.state === 'stale'))
        expect(c.entries.some((e) => e.kind === 'stale')).toBe(true)
    })
  })

  test('where no push may be made none is, and Read of an answer that waits is not given', () => {
    const never = { ...policy, mayPush: false }
    lives((happenings, outcomes) => {
      const { calls, c } = live(happenings, outcomes, () => undefined, never)
      expect(calls.filter((call) => call.via === 'push')).toEqual([])
      for (const action of c.outbox) {
        if (action.kind !== 'reply' || !action.deferred) continue
        const held = c.messages.filter((message) => message.heldBy === action.id)
        for (const message of held) expect(message.readAt, `${message.id} waits for its answer`).toBeUndefined()
      }
    })
  })

  test('the old endpoint marks everything, so it is called only while nothing at all is open', () => {
    lives((happenings, outcomes) => {
      live(
        happenings,
        outcomes,
        (_, call) => {
          if (call.kind === 'read') expect(call.open).toEqual([])
        },
        { ...policy, readsAll: true },
      )
    })
  })

  test('where the customer decides, nothing is marked that was not asked for', () => {
    const customer = policyOf({ read_on: ['customer'] })
    lives((happenings, outcomes) => {
      const { calls } = live(happenings, outcomes, () => undefined, customer)
      const asked = happenings.some(
        (one) =>
          (one.type === 'tap' && one.data.startsWith('kidoku:read')) || (one.type === 'staff' && one.action === 'read'),
      )
      if (!asked) expect(calls.filter((call) => call.kind === 'read')).toEqual([])
    })
  })

  test('who only observes makes no call at all', () => {
    lives((happenings, outcomes) => {
      expect(live(happenings, outcomes, () => undefined, { ...policy, observe: true }).calls).toEqual([])
    })
  })

  test('a conversation never stays with staff who have taken it and gone: it returns, or it waits for a Take', () => {
    lives((happenings, outcomes) => {
      const { c } = live(happenings, outcomes, () => undefined)
      const later = follow(c, t0 + 1_000 * 3_600_000).c
      if (later.mode === 'staff') expect(later.entries.some((entry) => entry.state === 'waiting')).toBe(true)
    })
  })

  test('while the assistant is paused nothing that it thought is said', () => {
    lives((happenings, outcomes) => {
      const { calls } = live(happenings, outcomes, () => undefined, { ...policy, paused: true })
      expect(calls.filter((call) => call.texts.join().includes('An answer.'))).toEqual([])
    })
  })

  test('at night nobody is reminded, and who waits hears at most once that they are not forgotten', () => {
    const office = { timeZone: 'Asia/Tokyo', open: false, closedSince: t0, opensAt: t0 + 1_000 * 3_600_000 }
    const night = { ...policyOf({ remind_after: '15m' }), office }
    lives((happenings, outcomes) => {
      const { c, calls } = live(happenings, outcomes, () => undefined, night)
      if (c.facts.some((fact) => fact.type === 'forgotten')) return
      expect(c.facts.filter((fact) => fact.type === 'reminded')).toEqual([])
      const words = calls.filter((call) => call.texts.join().includes('not forgotten') && call.result === ok)
      expect(words.length).toBeLessThanOrEqual(1)
    })
  })

  test('a nonce is kept only while it is asked about, and no ledger holds it or an account', () => {
    lives((happenings, outcomes) => {
      const { c } = live(happenings, outcomes, () => undefined)
      if (!c.linking) expect(JSON.stringify(c)).not.toContain('nonce-of-theirs')
      expect(JSON.stringify(c.facts)).not.toMatch(/-of-theirs/)
      if (c.gone) expect([c.linked, c.linking]).toEqual([undefined, undefined])
    })
  })

  test('the ledger can explain every message', () => {
    lives((happenings, outcomes) => {
      const { c } = live(happenings, outcomes, () => undefined)
      for (const message of explain(c).messages) expect(message.why.length).toBeGreaterThan(0)
    })
  })
})
