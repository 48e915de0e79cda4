import { describe, expect, test } from 'vitest'
import { decide } from '../../src/core/decide.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import { next } from '../../src/core/next.ts'
import type { Policy } from '../../src/core/policy.ts'
import { cannotSee } from '../../src/core/rule.ts'
import { turnOf } from '../../src/core/turn.ts'
import {
  answered,
  conversation,
  fail,
  follow,
  judge,
  message,
  ok,
  policy,
  policyOf,
  read,
  receive,
  receiveBy,
  refusedConnection,
  staff,
  t0,
  text,
  unsend,
} from './situations.ts'

const s = 1_000
const one = () => receive(conversation(), t0, text(1, t0))
const kinds = (calls: { kind: string }[]) => calls.map((call) => call.kind)

describe('when a message turns Read', () => {
  test('resolved: marked read first, then answered, and nothing is open', () => {
    const { c, calls, step } = follow(judge(one(), t0 + 2 * s), t0 + 2 * s)
    expect(kinds(calls)).toEqual(['read', 'reply'])
    expect(calls[0]).toMatchObject({ upTo: '1' })
    expect(read(c)).toEqual(['1'])
    expect(message(c, 1).state).toBe('closed')
    expect(step).toEqual({ type: 'nothing' })
  })

  test('needs_info: the question goes back, nothing is read, and there is no timer', () => {
    const { c, calls, step } = follow(judge(one(), t0 + 2 * s, { decision: 'needs_info' }), t0 + 2 * s)
    expect(kinds(calls)).toEqual(['reply'])
    expect(read(c)).toEqual([])
    expect(message(c, 1).state).toBe('asked')
    expect(step).toEqual({ type: 'nothing' })
  })

  test('the resolved after a question marks all of it with the newest token', () => {
    const asked = follow(judge(one(), t0 + 2 * s, { decision: 'needs_info' }), t0 + 2 * s).c
    const again = receive(asked, t0 + 60 * s, text(2, t0 + 60 * s))
    const { c, calls } = follow(judge(again, t0 + 62 * s), t0 + 62 * s)
    expect(calls[0]).toMatchObject({ kind: 'read', upTo: '2' })
    expect(read(c)).toEqual(['1', '2'])
  })

  describe('a question, then thanks, then a hand-off that is not given Read: the token of the thanks does not go past the question', () => {
    const small = { small_talk: true, sources: [], reply: 'You are welcome!' }
    const thanked = (by: Policy) => {
      const asked = follow(judge(one(), t0 + 2 * s, { decision: 'needs_info' }, by), t0 + 2 * s, undefined, by).c
      const thanks = receiveBy(by, asked, t0 + 60 * s, text(2, t0 + 60 * s))
      const after = follow(judge(thanks, t0 + 62 * s, small, by), t0 + 62 * s, undefined, by).c
      return receiveBy(by, after, t0 + 90 * s, text(3, t0 + 90 * s))
    }

    test.each([
      ['only staff give Read', policyOf({ read_on: ['resolved', 'taken'] })],
      ['only an answer gives Read', policyOf({ read_on: ['resolved'] })],
    ])('%s', (_, by) => {
      const c = judge(thanked(by), t0 + 92 * s, { decision: 'handoff' }, by)
      expect(read(follow(c, t0 + 92 * s, undefined, by).c)).toEqual([])
    })

    test('nobody could look at what came', () => {
      const by = policyOf()
      const c = thanked(by)
      const turn = turnOf(c)!
      const deciding = { conversation: c, turn, policy: by, now: t0 + 92 * s }
      const change = decide(deciding, cannotSee(deciding, [{ message: '3', why: 'too_big' }]))
      expect(read(follow(evolveAll(c, [change]), t0 + 92 * s, undefined, by).c)).toEqual([])
    })

    test('once staff take it all of it is Read', () => {
      const by = policyOf({ read_on: ['resolved', 'taken'] })
      const handed = follow(judge(thanked(by), t0 + 92 * s, { decision: 'handoff' }, by), t0 + 92 * s, undefined, by).c
      const taken = receiveBy(by, handed, t0 + 100 * s, staff('take', handed, t0 + 100 * s))
      expect(read(follow(taken, t0 + 100 * s, undefined, by).c)).toEqual(['1', '2', '3'])
    })
  })

  test('handoff: the entry is stored, staff are told, then read, then the notice; the assistant is silent', () => {
    const { c, calls, step } = follow(judge(one(), t0 + 2 * s, { decision: 'handoff' }), t0 + 2 * s)
    expect(kinds(calls)).toEqual(['notify', 'read', 'reply'])
    expect(c.entries).toMatchObject([{ kind: 'handoff', state: 'waiting' }])
    expect(calls[2]?.texts[0]).toContain('passed this on to our staff')
    expect(c.mode).toBe('staff')
    expect(step).toEqual({ type: 'nothing' })
  })

  test('while staff have it a new message gets no judgement, no dots, no Read', () => {
    const handed = follow(judge(one(), t0 + 2 * s, { decision: 'handoff' }), t0 + 2 * s).c
    const later = receive(handed, t0 + 60 * s, text(2, t0 + 60 * s))
    expect(next(later, policy, t0 + 70 * s)).toEqual({ type: 'nothing' })
    expect(read(later)).toEqual(['1'])
  })

  test('no judgement: an entry, a notice in the customer’s language, unread; the next message is judged again', () => {
    const thai = receive(conversation(), t0, text(1, t0, { content: { type: 'text', text: 'ร้านเปิดกี่โมงคะ' } }))
    const { c, calls } = follow(fail(thai, t0 + 16 * s), t0 + 16 * s)
    expect(kinds(calls)).toEqual(['reply', 'notify'])
    expect(calls[0]?.texts[0]).toContain('ขออภัย')
    expect(read(c)).toEqual([])
    expect(c.mode).toBe('assistant')
    expect(c.entries).toMatchObject([{ kind: 'no_judgement', state: 'waiting' }])
    const again = receive(c, t0 + 60 * s, text(2, t0 + 60 * s))
    const after = follow(judge(again, t0 + 62 * s), t0 + 62 * s)
    expect(read(after.c)).toEqual(['1', '2'])
    expect(after.c.entries).toEqual([])
  })

  test('no judgement twice within ten minutes: one notice, one entry', () => {
    const first = follow(fail(one(), t0 + 16 * s), t0 + 16 * s).c
    const again = follow(fail(receive(first, t0 + 60 * s, text(2, t0 + 60 * s)), t0 + 76 * s), t0 + 76 * s)
    expect(kinds(again.calls)).toEqual([])
    expect(again.c.entries).toHaveLength(1)
    const later = receive(again.c, t0 + 900 * s, text(3, t0 + 900 * s))
    expect(kinds(follow(fail(later, t0 + 916 * s), t0 + 916 * s).calls)).toEqual(['reply'])
  })

  test('with no notifier the entry is the telling: read and notice go at once', () => {
    const alone = policyOf({}, false)
    const { calls } = follow(judge(one(), t0, { decision: 'handoff' }, alone), t0, () => ok, alone)
    expect(kinds(calls)).toEqual(['read', 'reply'])
  })
})

describe('read_on', () => {
  test('without resolved, an answer leaves the message unread', () => {
    const quiet = policyOf({ read_on: ['handoff'] })
    const { c, calls } = follow(judge(one(), t0, {}, quiet), t0, () => ok, quiet)
    expect(kinds(calls)).toEqual(['reply'])
    expect(read(c)).toEqual([])
    expect(message(c, 1).state).toBe('closed')
  })

  test('with taken alone, a hand-off is read only when staff take it', () => {
    const taken = policyOf({ read_on: ['resolved', 'taken'] })
    const handed = follow(judge(one(), t0, { decision: 'handoff' }, taken), t0, () => ok, taken)
    expect(kinds(handed.calls)).toEqual(['notify', 'reply'])
    const took = follow(receive(handed.c, t0 + 60 * s, staff('take', handed.c, t0 + 60 * s)), t0 + 60 * s)
    expect(took.calls).toMatchObject([{ kind: 'read', upTo: '1' }])
  })
})

describe('tokens', () => {
  test('if the newest message has no token, the newest that has one is used', () => {
    const c = receive(conversation(), t0, text(1, t0), text(2, t0 + 1, { readToken: undefined }))
    const { calls } = follow(judge(c, t0 + 2 * s), t0 + 2 * s)
    expect(calls[0]).toMatchObject({ kind: 'read', upTo: '1' })
  })

  test('a 400 ends a token, and the newest older one that is due is tried', () => {
    const c = receive(conversation(), t0, text(1, t0), text(2, t0 + 1))
    const done = follow(judge(c, t0 + 2 * s), t0 + 2 * s, (call) => (call.upTo === '2' ? answered(400, 'Invalid') : ok))
    expect(done.calls.map((call) => call.upTo ?? call.kind)).toEqual(['2', '1', 'reply'])
    expect(read(done.c)).toEqual(['1'])
    expect(done.step).toEqual({ type: 'nothing' })
  })

  test('small talk closes only its own messages: while an older one is open no token past it is sent', () => {
    const asked = follow(judge(one(), t0, { decision: 'needs_info' }), t0).c
    const thanks = receive(asked, t0 + 60 * s, text(2, t0 + 60 * s))
    const small = { small_talk: true, sources: [], reply: 'You are welcome!' }
    const after = follow(judge(thanks, t0 + 62 * s, small), t0 + 62 * s)
    expect(kinds(after.calls)).toEqual(['reply'])
    expect(message(after.c, 1).state).toBe('asked')
    expect(message(after.c, 2).state).toBe('closed')
    const answeredLater = receive(after.c, t0 + 90 * s, text(3, t0 + 90 * s))
    expect(read(follow(judge(answeredLater, t0 + 92 * s), t0 + 92 * s).c)).toEqual(['1', '2', '3'])
  })

  test('a message that comes late, below the watermark, stays open and the ledger says that LINE showed it Read early', () => {
    const resolved = follow(judge(receive(conversation(), t0, text(5, t0)), t0 + 2 * s), t0 + 2 * s).c
    const c = receive(resolved, t0 + 5 * s, text(4, t0 - 1, { receivedAt: t0 + 5 * s }))
    expect(message(c, 4).state).toBe('new')
    expect(c.facts.at(-1)).toMatchObject({ type: 'received', message: '4', late: true })
    // Its token lies below the watermark: it would show nothing new, so none is sent.
    expect(kinds(follow(judge(c, t0 + 8 * s), t0 + 8 * s).calls)).toEqual(['reply'])
  })

  test('a confirmed token is never repeated; an unconfirmed one is, until it is confirmed', () => {
    const first = follow(judge(one(), t0), t0, (call) => (call.kind === 'read' ? answered(500) : ok))
    expect(kinds(first.calls)).toEqual(['read'])
    const later = follow(first.c, t0 + 600, (call) => (call.kind === 'read' ? ok : ok))
    expect(kinds(later.calls)).toEqual(['read', 'reply'])
    expect(kinds(follow(later.c, t0 + 60 * s).calls)).toEqual([])
  })

  test('an old token that is due gives way to the newest', () => {
    const failing = follow(judge(one(), t0), t0 + 6 * s, (call) => (call.kind === 'read' ? answered(500) : ok))
    const late = follow(failing.c, t0 + 12 * s, (call) => (call.kind === 'read' ? answered(500) : ok))
    expect(kinds(late.calls)).toEqual(['reply', 'read'])
    const second = receive(late.c, t0 + 20 * s, text(2, t0 + 20 * s))
    const { calls } = follow(judge(second, t0 + 22 * s), t0 + 60 * s)
    expect(calls.filter((call) => call.kind === 'read').map((call) => call.upTo)).toEqual(['2'])
  })
})

describe('budgets', () => {
  test('a read that fails for 5 s is given up for now: the reply goes, and the read is retried after it', () => {
    const failing = (call: { kind: string }) => (call.kind === 'read' ? answered(503) : ok)
    let { c } = follow(judge(one(), t0), t0, failing)
    const made: string[] = []
    for (const at of [600, 1_700, 3_800, 5_100]) {
      const later = follow(c, t0 + at, failing)
      c = later.c
      made.push(...kinds(later.calls))
    }
    expect(made).toEqual(['read', 'read', 'read', 'reply'])
    expect(kinds(follow(c, t0 + 60 * s).calls)).toEqual(['read'])
  })

  test('at a hand-off Read is held while telling fails, the notice still goes, and Read follows the telling', () => {
    const failing = (call: { kind: string }) => (call.kind === 'notify' ? answered(500) : ok)
    const first = follow(judge(one(), t0, { decision: 'handoff' }), t0, failing)
    expect(kinds(first.calls)).toEqual(['notify', 'reply'])
    expect(first.step).toEqual({ type: 'wait', until: t0 + 10 * s, dots: false })
    expect(kinds(follow(first.c, t0 + 10 * s).calls)).toEqual(['notify', 'read'])
  })

  test('telling is retried from 10 s doubling to 10 min', () => {
    let c = follow(judge(one(), t0, { decision: 'handoff' }), t0, (call) =>
      call.kind === 'notify' ? answered(500) : ok,
    ).c
    let now = t0
    const waits: number[] = []
    for (let count = 0; count < 9; count += 1) {
      const step = next(c, policy, now)
      if (step.type !== 'wait') throw new Error(`not waiting but ${step.type}`)
      waits.push((step.until - now) / s)
      now = step.until
      c = follow(c, now, () => answered(500)).c
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600])
  })

  test('a held Read follows when staff take it, though telling never succeeded', () => {
    const first = follow(judge(one(), t0, { decision: 'handoff' }), t0, (call) =>
      call.kind === 'notify' ? refusedConnection : ok,
    ).c
    const took = follow(receive(first, t0 + 5 * s, staff('take', first, t0 + 5 * s)), t0 + 5 * s)
    expect(kinds(took.calls)).toEqual(['read'])
    expect(took.step).toEqual({ type: 'wait', until: t0 + 5 * s + 4 * 3_600 * s, dots: false })
  })

  test('a clock that jumps back does not stretch a wait', () => {
    const failing = follow(judge(one(), t0, { decision: 'handoff' }), t0, (call) =>
      call.kind === 'notify' ? answered(500) : ok,
    ).c
    expect(next(failing, policy, t0 - 3_600 * s)).toMatchObject({ type: 'do', action: { kind: 'notify' } })
    expect(next(one(), policy, t0 - 3_600 * s)).toMatchObject({ type: 'judge' })
  })
})

describe('stale', () => {
  const hour = 3_600 * s
  test('an event older than stale_after goes to staff, with no answer, unread until taken', () => {
    const old = receive(conversation(), t0, text(1, t0 - hour, { receivedAt: t0 }))
    const { c, calls } = follow(old, t0 + 2 * s)
    expect(kinds(calls)).toEqual(['notify'])
    expect(c.entries).toMatchObject([{ kind: 'stale' }])
    expect(read(c)).toEqual([])
    const took = follow(receive(c, t0 + 60 * s, staff('take', c, t0 + 60 * s)), t0 + 60 * s)
    expect(kinds(took.calls)).toEqual(['read'])
  })

  test('a fresh message after it is answered, but no token goes past the stale one', () => {
    const old = follow(receive(conversation(), t0, text(1, t0 - hour, { receivedAt: t0 })), t0 + 2 * s).c
    const fresh = receive(old, t0 + 5 * s, text(2, t0 + 5 * s))
    expect(kinds(follow(judge(fresh, t0 + 7 * s), t0 + 7 * s).calls)).toEqual(['reply'])
  })
})

describe('staff', () => {
  const handed = () => follow(judge(one(), t0, { decision: 'handoff' }), t0).c
  test('what came after the hand-off is closed as theirs at Take and Hand back, and never marked by us', () => {
    const meanwhile = receive(handed(), t0 + 60 * s, text(2, t0 + 60 * s))
    const took = follow(receive(meanwhile, t0 + 70 * s, staff('take', meanwhile, t0 + 70 * s)), t0 + 70 * s)
    expect(took.calls).toEqual([])
    expect(message(took.c, 2).state).toBe('closed')
    const more = receive(took.c, t0 + 80 * s, text(3, t0 + 80 * s))
    const back = follow(receive(more, t0 + 90 * s, staff('hand_back', more, t0 + 90 * s)), t0 + 90 * s)
    expect(back.calls).toEqual([])
    expect(back.c.mode).toBe('assistant')
    expect(back.c.entries).toEqual([])
    const new4 = receive(back.c, t0 + 100 * s, text(4, t0 + 100 * s))
    expect(kinds(follow(judge(new4, t0 + 102 * s), t0 + 102 * s).calls)).toEqual(['read', 'reply'])
  })

  test('an action on what has changed meanwhile is refused, and said so', () => {
    const c = handed()
    const first = receive(c, t0 + 60 * s, staff('take', c, t0 + 60 * s))
    const second = receive(first, t0 + 61 * s, staff('hand_back', c, t0 + 61 * s))
    expect(second.mode).toBe('staff')
    expect(second.facts.at(-1)).toMatchObject({ type: 'staff_refused', by: 'Owner' })
  })

  test('an answer that is still to be sent is not sent once staff take the conversation', () => {
    const waiting = follow(judge(one(), t0), t0, (call) => (call.kind === 'reply' ? answered(429) : ok)).c
    const took = receive(waiting, t0 + 500, staff('take', waiting, t0 + 500))
    expect(follow(took, t0 + 30 * s).calls).toEqual([])
  })
})

describe('unsend', () => {
  test('before anything is decided it takes its message out and nothing is said of it', () => {
    const c = receive(one(), t0 + s, unsend(1, t0 + s))
    expect(next(c, policy, t0 + 10 * s)).toEqual({ type: 'nothing' })
    expect(message(c, 1).content).toBeUndefined()
  })

  test('an unsend that comes before its message takes it out all the same', () => {
    const c = receive(receive(conversation(), t0, unsend(1, t0)), t0 + s, text(1, t0 - s))
    expect(next(c, policy, t0 + 10 * s)).toEqual({ type: 'nothing' })
    expect(JSON.stringify(c)).not.toContain('message 1')
  })

  test('after Read and before the reply: the reply is dropped if all its messages are gone', () => {
    const c = follow(judge(one(), t0), t0, (call) => (call.kind === 'reply' ? refusedConnection : ok)).c
    const gone = receive(c, t0 + 500, unsend(1, t0 + 500))
    expect(follow(gone, t0 + 30 * s).calls).toEqual([])
    expect(JSON.stringify(gone.judged)).not.toContain('weekend')
  })

  test('after Read and before the reply: what is left is judged again, without a second Read', () => {
    const two = receive(conversation(), t0, text(1, t0), text(2, t0 + 1))
    const c = follow(judge(two, t0 + 2 * s), t0 + 2 * s, (call) => (call.kind === 'reply' ? refusedConnection : ok)).c
    const left = receive(c, t0 + 2_500, unsend(1, t0 + 2_500))
    expect(next(left, policy, t0 + 3 * s)).toMatchObject({ type: 'judge' })
    expect(kinds(follow(judge(left, t0 + 3 * s), t0 + 3 * s).calls)).toEqual(['reply'])
  })
})
