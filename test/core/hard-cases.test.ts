/** Sequences that went wrong once. */
import { describe, expect, test } from 'vitest'
import { evolveAll } from '../../src/core/evolve.ts'
import { explain } from '../../src/core/explain.ts'
import { parseJudgement } from '../../src/core/judgement.ts'
import { next } from '../../src/core/next.ts'
import { conclude, type CallResult } from '../../src/core/outcome.ts'
import {
  answered,
  attempt,
  conversation,
  fail,
  follow,
  invalidToken,
  judge,
  judgement,
  message,
  ok,
  policy,
  policyOf,
  read,
  receive,
  refusedConnection,
  reset,
  staff,
  t0,
  text,
  unsend,
  type Call,
} from './situations.ts'

const s = 1_000
const hour = 3_600 * s
const one = () => receive(conversation(), t0, text(1, t0))
const kinds = (calls: Call[]) => calls.map((call) => call.kind)
const onReply =
  (...results: CallResult[]) =>
  (call: Call) =>
    call.kind === 'reply' ? (results.shift() ?? ok) : ok
const limit = answered(429, 'You have reached your monthly limit.')

describe('what is tried again', () => {
  test('holds back neither judging nor the newer answer', () => {
    const failing = follow(follow(judge(one(), t0 + 2 * s), t0 + 2 * s, () => reset).c, t0 + 8 * s, () => reset).c
    const more = receive(failing, t0 + 9 * s, text(2, t0 + 9 * s))
    // By now the read and the reply of the first turn are both due again; the turn is judged first.
    expect(next(more, policy, t0 + 20 * s)).toMatchObject({ type: 'judge' })
    const { calls } = follow(judge(more, t0 + 21 * s, { decision: 'needs_info', reply: 'Which?' }), t0 + 21 * s)
    expect(calls[0]?.texts).toContain('Which?')
  })

  test('a push whose key has lived its day is not sent again: uncertain, and an entry', () => {
    const noToken = receive(conversation(), t0, text(1, t0, { replyToken: undefined }))
    const unknown = follow(judge(noToken, t0 + 2 * s), t0 + 2 * s, onReply(reset)).c
    const { calls, c } = follow(unknown, t0 + 30 * hour)
    expect(calls.filter((call) => call.kind === 'reply')).toEqual([])
    expect(c.entries).toMatchObject([{ kind: 'uncertain' }])
  })

  test('and that is so though another waits for its reply', () => {
    let c = follow(
      judge(receive(conversation(), t0, text(1, t0, { replyToken: undefined })), t0 + 2 * s),
      t0 + 2 * s,
      onReply(limit),
    ).c
    c = receive(c, t0 + 60 * s, text(2, t0 + 60 * s, { replyToken: undefined }))
    const unknown = follow(judge(c, t0 + 62 * s), t0 + 62 * s, onReply(reset)).c
    const { calls, c: after } = follow(unknown, t0 + 30 * hour)
    expect(calls.filter((call) => call.kind === 'reply')).toEqual([])
    expect(after.entries).toMatchObject([{ kind: 'uncertain', messages: ['1', '2'] }])
  })

  test('telling that nobody can be told any more ends, and lets go of Read', () => {
    const telling = follow(judge(one(), t0, { decision: 'handoff' }), t0, (call) =>
      call.kind === 'notify' ? answered(500) : ok,
    ).c
    const alone = policyOf({}, false)
    expect(kinds(follow(telling, t0 + hour, () => ok, alone).calls)).toEqual(['read'])
  })

  test('hours of failed telling do not push the story out of the ledger', () => {
    let c = follow(judge(one(), t0, { decision: 'handoff' }), t0, (call) =>
      call.kind === 'notify' ? answered(500) : ok,
    ).c
    for (let count = 1; count < 100; count += 1) c = follow(c, t0 + count * 600 * s, () => answered(500)).c
    expect(c.facts.length).toBeLessThan(40)
    expect(c.facts.some((fact) => fact.type === 'received')).toBe(true)
    expect(c.outbox.find((action) => action.kind === 'notify')?.tries?.count).toBeGreaterThan(50)
  })

  test('a clock that jumps back does not hold the reply behind a read', () => {
    const failing = follow(judge(one(), t0), t0, (call) => (call.kind === 'read' ? answered(500) : ok)).c
    expect(kinds(follow(failing, t0 - hour).calls)).toContain('reply')
  })
})

describe('a reply token', () => {
  test('that carried a question is not used again: a lost answer is never taken for given', () => {
    const asked = follow(judge(one(), t0 + 2 * s, { decision: 'needs_info' }), t0 + 2 * s).c
    const late = receive(asked, t0 + 5 * s, text(0, t0 - s, { receivedAt: t0 + 5 * s, replyToken: undefined }))
    const { calls, c } = follow(judge(late, t0 + 7 * s), t0 + 7 * s, onReply(reset, invalidToken))
    expect(calls.filter((call) => call.kind === 'reply')[0]).toMatchObject({ via: 'push' })
    expect(c.answers).toHaveLength(1)
  })
})

describe('Read that became possible', () => {
  const thanks = { small_talk: true, sources: [], reply: 'You are welcome!' }
  test('by an unsend of the open message before it is given', () => {
    const asked = follow(judge(one(), t0, { decision: 'needs_info' }), t0).c
    const small = follow(judge(receive(asked, t0 + 60 * s, text(2, t0 + 60 * s)), t0 + 62 * s, thanks), t0 + 62 * s).c
    expect(read(small)).toEqual([])
    const { calls } = follow(receive(small, t0 + 70 * s, unsend(1, t0 + 70 * s)), t0 + 70 * s)
    expect(calls).toMatchObject([{ kind: 'read', upTo: '2' }])
  })

  test('after a late message stood in its way and was unsent is given', () => {
    const failing = follow(judge(receive(conversation(), t0, text(5, t0)), t0 + 2 * s), t0 + 2 * s, (call) =>
      call.kind === 'read' ? answered(500) : ok,
    ).c
    const late = receive(failing, t0 + 3 * s, text(4, t0 - s, { receivedAt: t0 + 3 * s }))
    const blocked = follow(late, t0 + 3_100)
    expect(kinds(blocked.calls)).not.toContain('read')
    const { c } = follow(receive(blocked.c, t0 + 4 * s, unsend(4, t0 + 4 * s)), t0 + 60 * s)
    expect(read(c)).toContain('5')
  })

  test('a Read that is due is not held by the telling of a later hand-off', () => {
    const failing = follow(judge(one(), t0), t0, (call) => (call.kind === 'read' ? answered(500) : ok)).c
    const more = receive(failing, t0 + 10 * s, text(2, t0 + 10 * s))
    const { c } = follow(judge(more, t0 + 12 * s, { decision: 'handoff' }), t0 + 12 * s, (call) =>
      call.kind === 'notify' ? answered(500) : ok,
    )
    expect(read(c)).toEqual(['1'])
  })

  test('of two messages in one millisecond, the ledger says Read of the one that is', () => {
    const c = receive(conversation(), t0, text(1, t0))
    const pending = judge(c, t0 + 2 * s)
    const step = next(pending, policy, t0 + 2 * s)
    if (step.type !== 'do') throw new Error(step.type)
    const during = receive(attempt(pending, step.action, t0 + 2 * s), t0 + 2_100, text(2, t0))
    // LINE's answer to the read comes while the second message waits.
    const action = during.outbox.find((waiting) => waiting.kind === 'read')!
    const { messages } = explain(evolveAll(during, conclude(during, action, ok, policy, t0 + 2_200)))
    expect(messages[0]?.why).toContain('Read: LINE confirmed it.')
    expect(messages[1]?.why).not.toContain('Read: LINE confirmed it.')
  })
})

describe('an answer that waits, and goes out in front of the next', () => {
  const waiting = () => {
    const noToken = receive(conversation(), t0, text(1, t0, { replyToken: undefined }))
    return follow(judge(noToken, t0 + 2 * s, { reply: 'First.' }), t0 + 2 * s, onReply(limit)).c
  }
  const second = (c = waiting()) =>
    judge(receive(c, t0 + 90 * s, text(2, t0 + 90 * s)), t0 + 92 * s, { reply: 'Second.' })
  /** LINE refused the first answer, and then the second with the first in front of it. */
  const twoRefused = () => {
    const refused = onReply(answered(429), answered(429))
    const first = follow(judge(one(), t0 + 2 * s, { reply: 'First SECRET.' }), t0 + 2 * s, refused).c
    const more = receive(first, t0 + 2_100, text(2, t0 + 2_100))
    return follow(judge(more, t0 + 2_200, { reply: 'Second.' }), t0 + 2_200, refused).c
  }
  const texts = (calls: Call[]) => calls.findLast((call) => call.kind === 'reply')?.texts ?? []

  test('does so once, with one introduction', () => {
    const { calls, c } = follow(second(), t0 + 92 * s)
    expect(texts(calls).filter((one) => one.includes('automatic assistant'))).toHaveLength(1)
    expect(texts(calls).slice(-2)).toEqual(['First.', 'Second.'])
    expect(c.outbox).toEqual([])
    expect(c.introduced).toBe(true)
  })

  test('is not said once its message is unsent', () => {
    const { calls } = follow(receive(second(), t0 + 93 * s, unsend(1, t0 + 93 * s)), t0 + 93 * s)
    expect(texts(calls)).not.toContain('First.')
    expect(texts(calls)).toContain('Second.')
  })

  test('waits again when the reply it went with was not delivered', () => {
    const failed = follow(second(), t0 + 92 * s, onReply(answered(400, 'no'))).c
    const third = judge(receive(failed, t0 + 200 * s, text(3, t0 + 200 * s)), t0 + 202 * s, { reply: 'Third.' })
    expect(texts(follow(third, t0 + 202 * s).calls).slice(-2)).toEqual(['First.', 'Third.'])
  })

  test('goes out in front of the hand-off’s notice, and never after it', () => {
    const refused = follow(judge(one(), t0 + 2 * s, { reply: 'First.' }), t0 + 2 * s, onReply(answered(429))).c
    const more = receive(refused, t0 + 2_100, text(2, t0 + 2_100))
    const handed = follow(judge(more, t0 + 2_900, { decision: 'handoff' }), t0 + 2_900)
    expect(texts(handed.calls).at(-1)).toContain('passed this on')
    expect(texts(handed.calls)).toContain('First.')
    expect(kinds(follow(handed.c, t0 + hour).calls)).toEqual([])
  })

  test('goes along with the third when the second had to wait too, and is kept with all it answered', () => {
    const c = twoRefused()
    const third = judge(receive(c, t0 + 2_300, text(3, t0 + 2_300)), t0 + 2_400, { reply: 'Third.' })
    const done = follow(third, t0 + 2_400)
    expect(texts(done.calls).slice(-3)).toEqual(['First SECRET.', 'Second.', 'Third.'])
    expect(done.c.outbox).toEqual([])
    expect(done.c.answers).toMatchObject([{ messages: ['1', '2', '3'] }])
    expect(JSON.stringify(receive(done.c, t0 + 9 * s, unsend(1, t0 + 9 * s)))).not.toContain('SECRET')
  })

  test('is taken out of the call when its message is unsent before the call is repeated', () => {
    const c = twoRefused()
    const { calls } = follow(receive(c, t0 + 2_300, unsend(1, t0 + 2_300)), t0 + 9 * s)
    expect(texts(calls)).toEqual(['Second.'])
  })

  test('never finds room when it fills a call by itself: undelivered, and an entry', () => {
    const noToken = receive(conversation(), t0, text(1, t0, { replyToken: undefined }))
    const { c } = follow(
      judge(noToken, t0 + 2 * s, { reply: 'A sentence. '.repeat(3_000) }),
      t0 + 2 * s,
      onReply(limit),
    )
    expect(c.outbox).toEqual([])
    expect(c.entries).toMatchObject([{ kind: 'undelivered' }])
  })

  test('is not said by itself while staff have it: it goes with the notice or becomes an entry', () => {
    const alone = policyOf({}, false)
    const first = follow(
      judge(one(), t0 + 2 * s, { reply: 'First.' }, alone),
      t0 + 2 * s,
      onReply(answered(429)),
      alone,
    ).c
    const more = judge(receive(first, t0 + 2_100, text(2, t0 + 2_100)), t0 + 2_900, { decision: 'handoff' }, alone)
    // Read fails for its 5 s, during which the notice waits and the first answer would be due again.
    const during = follow(more, t0 + 4 * s, (call) => (call.kind === 'read' ? answered(500) : ok), alone)
    expect(during.calls.filter((call) => call.kind === 'reply')).toEqual([])
    expect(texts(follow(during.c, t0 + 12 * s, () => ok, alone).calls)).toContain('First.')
  })

  test('a notice of a failed model is not said after a newer answer', () => {
    const failed = follow(fail(one(), t0 + 16 * s), t0 + 16 * s, onReply(answered(429))).c
    const more = judge(receive(failed, t0 + 16_100, text(2, t0 + 16_100)), t0 + 16_200)
    const after = follow(more, t0 + 16_200)
    expect(texts(after.calls).join()).not.toContain('cannot answer right now')
    expect(texts(follow(after.c, t0 + 60 * s).calls)).toEqual([])
  })

  test('a notice does not wait: what it says would not be true later', () => {
    const noToken = receive(conversation(), t0, text(1, t0, { replyToken: undefined }))
    const failed = follow(fail(noToken, t0 + 16 * s), t0 + 16 * s, onReply(limit)).c
    expect(failed.outbox).toEqual([])
    const after = follow(judge(receive(failed, t0 + 60 * s, text(2, t0 + 60 * s)), t0 + 62 * s), t0 + 62 * s)
    expect(texts(after.calls).join()).not.toContain('cannot answer right now')
  })
})

describe('nothing of an unsent message stays', () => {
  test('neither in what was said about it', () => {
    const said = follow(judge(one(), t0 + 2 * s, { reply: 'You wrote: SECRET' }), t0 + 2 * s).c
    expect(JSON.stringify(receive(said, t0 + 60 * s, unsend(1, t0 + 60 * s)))).not.toContain('SECRET')
  })

  test('nor in words whose outcome came after the unsend', () => {
    const unknown = follow(judge(one(), t0 + 2 * s, { reply: 'You wrote: SECRET' }), t0 + 2 * s, onReply(reset)).c
    const gone = receive(unknown, t0 + 2_500, unsend(1, t0 + 2_500))
    expect(JSON.stringify(follow(gone, t0 + 9 * s).c)).not.toContain('SECRET')
  })

  test('nor a question that nobody got, among the questions in a row', () => {
    const two = receive(conversation(), t0, text(1, t0), text(2, t0 + 1))
    const refused = follow(judge(two, t0 + 2 * s, { decision: 'needs_info' }), t0 + 2 * s, onReply(refusedConnection)).c
    expect(receive(refused, t0 + 2_100, unsend(1, t0 + 2_100)).questions).toBe(0)
  })
})

describe('small things', () => {
  test('an event whose id is a word of the language is an event', () => {
    const c = receive(conversation(), t0, text(1, t0, { id: 'constructor' }))
    expect(message(c, 1).state).toBe('new')
  })

  test('messages without a token are forgotten like others', () => {
    let c = conversation()
    for (let id = 1; id <= 150; id += 1) {
      const at = t0 + id * 60 * s
      const asked = receive(c, at, text(id, at, { readToken: undefined }))
      c = follow(judge(asked, at + 2 * s, { reply: `Yes${', yes'.repeat(id)}.` }), at + 2 * s).c
    }
    expect(c.messages.length).toBeLessThanOrEqual(102)
  })

  test('a reply that is nothing but markup is nothing', () => {
    expect(parseJudgement(JSON.stringify(judgement({ reply: '```\n```' })))).toMatchObject({ ok: false })
  })

  test('a long first answer ends in an ellipsis and not in the middle, whatever stands in front of it', () => {
    const { calls } = follow(judge(one(), t0 + 2 * s, { reply: 'A sentence. '.repeat(3_000) }), t0 + 2 * s)
    expect(calls.at(-1)?.texts).toHaveLength(5)
    expect(calls.at(-1)?.texts.at(-1)?.endsWith('…')).toBe(true)
  })

  test('staff taking a conversation twice changes nothing the second time', () => {
    const handed = follow(judge(one(), t0, { decision: 'handoff' }), t0).c
    const took = receive(handed, t0 + s, staff('take', handed, t0 + s))
    expect(evolveAll(took, []).mode).toBe('staff')
    expect(receive(took, t0 + 2 * s, staff('take', handed, t0 + 2 * s)).facts.at(-1)?.type).toBe('staff_refused')
  })
})
