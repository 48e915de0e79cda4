import { describe, expect, test } from 'vitest'
import { next } from '../../src/core/next.ts'
import { restored } from '../../src/core/restored.ts'
import { judgeLive, tryRecord } from './live-situations.ts'
import {
  conversation,
  follow,
  judge,
  left,
  message,
  ok,
  policy,
  read,
  receive,
  reset,
  staff,
  t0,
  text,
  unsend,
} from './situations.ts'

const second = 1_000
const paper = { what: 'order paper' }
const asked = (...given: Record<string, string>[]) =>
  judgeLive(receive(conversation(), t0, text(1, t0)), t0, {
    records: given,
    says: { sources: [], reply: 'Recorded: order paper.' },
  })
/** Two messages, each with a request. */
const conversationOfTwo = () =>
  judgeLive(receive(conversation(), t0, text(1, t0), text(2, t0)), t0, {
    records: [paper, { what: 'call the plumber' }],
    says: { sources: [], reply: 'Recorded: order paper, call the plumber.' },
  })
const confirmed = { type: 'confirmed' as const, reference: 'T-1' }
const declined = { type: 'declined' as const, why: 'it answered 422' }
const notReached = { type: 'not_sent' as const, why: 'ECONNREFUSED' }

describe('what is to be recorded', () => {
  test('it goes first; Read and the answer wait for it', () => {
    const { calls } = follow(asked(paper), t0, (call) =>
      call.kind === 'record' ? reset : { type: 'answered', status: 200 },
    )
    expect(calls.map(({ kind }) => kind)).toEqual(['record'])
  })

  test('confirmed, Read follows and then the answer', () => {
    const { c, calls } = follow(tryRecord(asked(paper), t0, confirmed), t0)
    expect(calls.map(({ kind }) => kind)).toEqual(['read', 'reply'])
    expect(read(c)).toEqual(['1'])
    expect(c.outbox).toEqual([])
  })

  test('an answer that no token can bring and no push may holds Read, though it is recorded', () => {
    const by = { ...policy, mayPush: false }
    const late = t0 + 61 * second
    const begun = tryRecord(asked(paper), t0, reset)
    const { c } = follow(tryRecord(begun, late, confirmed), late, undefined, by)
    expect(read(c)).toEqual([])
    expect(message(c, 1).heldBy).toBe('t1.reply')
  })

  test('the process died in between: it is tried again at once, however late', () => {
    const begun = tryRecord(asked(paper), t0, { type: 'no_answer', why: 'no outcome was recorded', died: true })
    const later = t0 + 20 * 60 * second
    expect(next(begun, policy, later)).toMatchObject({ type: 'do', action: { kind: 'record' } })
  })

  test('too old to be tried, it is a person’s: a system keeps keys for a time only', () => {
    const begun = tryRecord(asked(paper), t0, reset)
    const { c, calls } = follow(begun, t0 + 31 * 60 * second)
    expect(calls.map(({ kind }) => kind)).not.toContain('record')
    expect(c.entries).toMatchObject([{ kind: 'handoff' }])
    expect(c.judged.at(-1)?.reason).toContain('look there before')
  })

  test('not reached for half a minute: a person does it, and is not told to look', () => {
    const begun = tryRecord(asked(paper), t0, notReached)
    const { c } = follow(tryRecord(begun, t0 + 29.9 * second, notReached), t0 + 30 * second)
    expect(c.judged.at(-1)?.reason).toBe('It could not be recorded in tasks: record it yourself.')
    expect(c.facts.filter((fact) => fact.type === 'ended' && fact.what === 'record')).toMatchObject([
      { how: 'undelivered' },
    ])
  })

  test('declined after a try that may have worked: staff look first', () => {
    const begun = tryRecord(asked(paper), t0, reset)
    const { c } = follow(tryRecord(begun, t0 + second, declined), t0 + second)
    expect(c.judged.at(-1)?.reason).toContain('look there before')
  })

  test('handed over, Read waits for the telling of staff as always', () => {
    const { calls } = follow(tryRecord(asked(paper), t0, declined), t0)
    expect(calls.map(({ kind }) => kind)).toEqual(['notify', 'read', 'reply'])
    expect(calls[2]?.texts.join()).not.toContain('Recorded')
  })

  test('the answer of a request that is not confirmed goes along with no other answer', () => {
    const begun = tryRecord(asked(paper), t0, reset)
    const more = judge(receive(begun, t0 + 1, text(2, t0 + 1)), t0 + 1)
    const { c, calls } = follow(more, t0 + 1)
    const words = calls.filter(({ kind }) => kind === 'reply').flatMap(({ texts }) => texts)
    expect(words).toEqual(['We are open from 8:00 on weekends.'])
    expect(c.outbox.map(({ kind }) => kind)).toContain('record')
    // LINE marks everything up to a token, so nothing past it is Read either.
    expect(read(c)).toEqual([])
  })

  test('staff take it: Read is theirs to give, and what fails then is told beside it', () => {
    const begun = tryRecord(asked(paper), t0, reset)
    const taken = receive(begun, t0 + 1, staff('take', begun, t0 + 1))
    expect(read(follow(taken, t0 + 1).c)).toEqual(['1'])
    const failed = tryRecord(taken, t0 + 60 * second, notReached)
    expect(failed.entries.map(({ kind }) => kind)).toEqual(['uncertain'])
  })

  test('not recorded for somebody who has left: a person does it, and nothing is said to them', () => {
    const gone = receive(tryRecord(asked(paper), t0, reset), t0 + 1, left(t0 + 1))
    const { c, calls } = follow(tryRecord(gone, t0 + second, declined), t0 + second)
    expect(calls.map(({ kind }) => kind)).toEqual(['notify'])
    expect(c).toMatchObject({ mode: 'assistant', entries: [{ kind: 'uncertain', messages: ['1'] }] })
  })

  test('refused after staff were told that the answer is theirs: it is an entry of its own', () => {
    const begun = tryRecord(conversationOfTwo(), t0, notReached)
    const cut = receive(begun, t0 + 1, unsend(2, t0 + 1))
    const taken = receive(cut, t0 + 2, staff('take', cut, t0 + 2))
    const { entries } = tryRecord(taken, t0 + 60 * second, notReached)
    expect(entries.map(({ id }) => id)).toEqual([...new Set(entries.map(({ id }) => id))])
    expect(entries).toMatchObject([{ state: 'taken' }, { state: 'waiting' }])
  })

  test('a part of it taken back while the first of several is being recorded: the others are not recorded', () => {
    const begun = tryRecord(conversationOfTwo(), t0, reset)
    const cut = receive(begun, t0 + 1, unsend(2, t0 + 1))
    expect(cut.entries).toMatchObject([{ kind: 'undelivered', messages: ['1'] }])
    const { c } = follow(tryRecord(cut, t0 + second, confirmed), t0 + second)
    expect(c.outbox.filter(({ kind }) => kind === 'record')).toEqual([])
    expect(c.facts.filter((fact) => fact.type === 'ended' && fact.what === 'record')).toMatchObject([
      { action: 't1.record-2', how: 'unsent' },
      { action: 't1.record-1', how: 'done' },
    ])
  })

  test('the first of several is refused when the token is gone and staff have the chat: no Read of what nobody did', () => {
    const begun = tryRecord(conversationOfTwo(), t0, reset)
    // It was written first, and came last: its own Read goes before theirs, and its notice waits for that.
    const older = text(3, t0 - second, { receivedAt: t0 + 1 })
    const handed = judge(receive(begun, t0 + 1, older), t0 + 1, { decision: 'handoff' })
    const { c } = follow(handed, t0 + 1, ({ kind }) => (kind === 'read' ? reset : ok))
    const late = t0 + 61 * second
    const { c: after } = follow(tryRecord(c, late, declined), late)
    expect(after.entries.map(({ id }) => id)).toEqual(['t2.handoff', 't1.uncertain'])
    expect(read(after)).toEqual(['3'])
  })

  test('a part of it taken back by somebody who has left: a person hears of what is not recorded', () => {
    const gone = receive(tryRecord(conversationOfTwo(), t0, reset), t0 + 1, left(t0 + 1))
    const cut = receive(gone, t0 + 2, unsend(2, t0 + 2))
    expect(cut.entries).toMatchObject([{ kind: 'undelivered', messages: ['1'] }])
    expect(cut.outbox.map(({ id }) => id)).toEqual(['t1.record-1', 't1.undelivered.notify'])
  })

  test('decided late, it is tried no longer than the customer can have word within 40 s', () => {
    const first = t0 + 29.7 * second
    const begun = tryRecord(asked(paper), first, notReached)
    expect(next(begun, policy, first + second)).toMatchObject({ type: 'do', action: { kind: 'notify' } })
  })

  test('confirmed so late that the next of several could keep the customer waiting past 40 s: that is a person’s', () => {
    const begun = tryRecord(conversationOfTwo(), t0 + 20 * second, reset)
    const { c, calls } = follow(tryRecord(begun, t0 + 31 * second, confirmed), t0 + 31 * second)
    expect(calls.map(({ kind }) => kind)).toEqual(['notify', 'read', 'reply'])
    expect(calls[2]?.texts.join()).not.toContain('Recorded')
    expect(c.facts.filter((fact) => fact.type === 'ended' && fact.what === 'record')).toMatchObject([
      { action: 't1.record-1', how: 'done' },
      { action: 't1.record-2', how: 'undelivered' },
    ])
  })

  test('after a restart, when they have waited long anyhow, the next of several is tried', () => {
    const begun = tryRecord(conversationOfTwo(), t0 + 20 * second, reset)
    const late = tryRecord(begun, t0 + 300 * second, confirmed)
    expect(next(late, policy, t0 + 300 * second)).toMatchObject({ type: 'do', action: { id: 't1.record-2' } })
  })

  test('from a backup it is not tried again: it may stand there since', () => {
    const back = restored(tryRecord(asked(paper), t0, reset), t0 + second)
    const { c, calls } = follow(back, t0 + second)
    expect(calls.map(({ kind }) => kind)).not.toContain('record')
    expect(c.judged.at(-1)?.reason).toContain('look there before')
  })
})
