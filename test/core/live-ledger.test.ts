/** What the ledger says of look-ups and records, staff of a request that was not recorded, and the figures of both. */
import { describe, expect, test } from 'vitest'
import type { AttemptResult } from '../../src/core/attempt-result.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import { explain } from '../../src/core/explain.ts'
import type { Fact } from '../../src/core/facts.ts'
import { fixedReason } from '../../src/core/fixed-reason.ts'
import type { LookUpFact, LookUpText } from '../../src/core/look-ups/looked-up.ts'
import { outcomeOf, reasonOf as figureOf } from '../../src/core/insights.ts'
import { measure } from '../../src/core/measure.ts'
import { linesUnder, reasonOf, sentence, sentencesUnder } from '../../src/core/sentences.ts'
import { staffLanguages } from '../../src/core/sentences/words.ts'
import { turnRows } from '../../src/core/turn-row.ts'
import { foundOrder, judgeLive, tryRecord } from './live-situations.ts'
import { conversation, follow, policyOf, receive, staff, t0, text, unsend } from './situations.ts'

const second = 1_000
const minute = 60 * second
const asked = receive(conversation(), t0, text(1, t0))
const paper = { what: 'Order paper', until: 'Friday' }
const record = { records: [paper], says: { reply: 'Noted.' } }
const down: AttemptResult = { type: 'not_sent', why: 'connection refused' }
const reset: AttemptResult = { type: 'no_answer', why: 'reset' }
const confirmed: AttemptResult = { type: 'confirmed', reference: 'T-17' }

const turnsIn = (c: Conversation) =>
  turnRows(c).map((row) => [row.turn, row.decision, row.lowered, outcomeOf(row), figureOf(row)])
const why = (c: Conversation): string[] => explain(c).messages[0]?.why ?? []
/** It is tried until nobody can wait any more. */
const tryOn = (c: Conversation, result: AttemptResult): Conversation => {
  let after = tryRecord(c, t0 + second, result)
  for (let now = t0 + 10 * second; after.outbox.some(({ kind }) => kind === 'record'); now += 10 * second)
    after = tryRecord(after, now, result)
  return after
}

/** The judgement of a turn in which that was looked up. */
function judged(lookUps: LookUpFact[], texts?: LookUpText[]): [Fact, Conversation] {
  const fact: Fact = {
    type: 'judged',
    at: t0,
    turn: 't1',
    messages: ['1'],
    said: 'resolved',
    decision: 'resolved',
    confidence: 0.9,
    sources: [],
    smallTalk: false,
    topic: 'other',
    language: 'en',
    lookUps,
    origin: { by: 'model' },
  }
  const words = { turn: 't1', messages: ['1'], reason: '', summary: '', lookUps: texts }
  return [fact, { ...conversation(), facts: [fact], judged: texts ? [words] : [] }]
}

describe('what was looked up', () => {
  const given = { number: '1234' }
  const of = (fact: LookUpFact, things: LookUpText['things'] = []) =>
    sentencesUnder(...judged([fact], [{ given, things }]))

  test('is a sentence each, in the order in which it was asked for', () => {
    const [fact, c] = judged(
      [foundOrder.fact, { name: 'stock', came: 'not_found', ms: 1_240 }],
      [foundOrder.text, { given: { product: 'Melon pan' }, things: [] }],
    )
    expect(sentencesUnder(fact, c)).toEqual([
      'Looked up orders (number 1234): found 1 in 0.3 s: order_no 1234, status sent, phone •••-••••-••42.',
      'Looked up stock (product Melon pan): nothing found, 1.2 s.',
    ])
  })

  test.for<[string, LookUpFact, string]>([
    [
      'nothing',
      { name: 'orders', came: 'not_found', ms: 200 },
      'Looked up orders (number 1234): nothing found, 0.2 s.',
    ],
    [
      'somebody’s, nobody knows whose',
      { name: 'orders', came: 'unproven' },
      'Looked up orders (number 1234): not shown, since nobody has proven whose it is.',
    ],
    [
      'somebody’s, and no digits were given',
      { name: 'orders', came: 'unproven', proof: 'not_given', by: 'last_digits' },
      'Looked up orders (number 1234): not shown: the customer has not written the last digits yet.',
    ],
    [
      'somebody’s, and other digits were given',
      { name: 'orders', came: 'unproven', proof: 'not_right', by: 'last_digits', ms: 300 },
      'Looked up orders (number 1234): not shown: the digits they wrote are not those on file, 0.3 s.',
    ],
    [
      'whose number nobody has written down',
      { name: 'orders', came: 'unproven', proof: 'not_on_file', by: 'last_digits', ms: 300 },
      'Looked up orders (number 1234): not shown: no usable telephone number is on file (look at the sheet), 0.3 s.',
    ],
    [
      'of an account that is not linked yet',
      { name: 'orders', came: 'unproven', proof: 'not_given', by: 'account_link' },
      'Looked up orders (number 1234): not shown: the customer has not linked their account yet.',
    ],
    [
      'not asked any more',
      { name: 'orders', came: 'no_tries_left' },
      'Wanted to look up orders (number 1234): not asked, too many numbers were given as proof today.',
    ],
    [
      'a system that is slow',
      { name: 'orders', came: 'failed', why: 'slow', ms: 5_000 },
      'Looked up orders (number 1234): the system did not answer in time, 5.0 s.',
    ],
    [
      'no argument of it',
      { name: 'orders', came: 'refused' },
      'Wanted to look up orders (number 1234): not asked, what the assistant gave could not be used.',
    ],
    ['what there is not', { came: 'refused' }, 'Wanted to look up something that is not declared: not asked.'],
  ])('%s', ([, fact, said]) => {
    expect(of(fact)).toEqual([said])
  })

  test('several things that were found are told apart', () => {
    const things = [{ product: 'Melon pan' }, { product: 'Baguette' }]
    expect(of({ name: 'stock', came: 'found', ms: 90, things: 2 }, things)[0]).toMatch(
      /found 2 in 0\.1 s: product Melon pan; product Baguette\.$/,
    )
  })

  test('what a person wrote into a system neither turns the sentence around nor runs on', () => {
    const [said = ''] = of({ name: 'orders', came: 'found', ms: 1, things: 1 }, [
      { note: `\u202eevil\u2066\nwords ${'x'.repeat(9_000)}` },
    ])
    expect(said).toContain('note evil words xxx')
    expect(said.length).toBeLessThan(300)
  })

  test('in each language that staff read', () => {
    const all: LookUpFact[] = [
      foundOrder.fact,
      { name: 'orders', came: 'not_found', ms: 1 },
      { name: 'orders', came: 'unproven', ms: 1 },
      ...(['last_digits', 'account_link'] as const).flatMap((by) =>
        (['not_given', 'not_right', 'not_on_file'] as const).map((proof) => ({
          name: 'orders',
          came: 'unproven' as const,
          proof,
          by,
        })),
      ),
      { name: 'orders', came: 'no_tries_left' },
      { name: 'orders', came: 'refused' },
      { came: 'refused' },
      ...(['down', 'slow', 'broken', 'refused', 'too_large'] as const).map((one) => ({
        name: 'orders',
        came: 'failed' as const,
        why: one,
        ms: 1,
      })),
    ]
    const [fact, c] = judged(all)
    const told = staffLanguages.map((language) => sentencesUnder(fact, c, language))
    for (const [index] of all.entries()) expect(new Set(told.map((one) => one[index])).size).toBe(staffLanguages.length)
    for (const sentences of told) {
      expect(new Set(sentences).size).toBe(all.length)
      expect(sentences.join('')).not.toMatch(/undefined|\[object/)
    }
    expect(sentencesUnder(...judged([foundOrder.fact], [foundOrder.text]), 'ja')).toEqual([
      '「orders」を照会（number 1234）：1件見つかりました（0.3秒）。order_no 1234、status sent、phone •••-••••-••42。',
    ])
    expect(sentencesUnder(...judged([foundOrder.fact], [foundOrder.text]), 'zh-TW')).toEqual([
      '查詢「orders」（number 1234）：找到 1 筆（0.3 秒）。order_no 1234、status sent、phone •••-••••-••42。',
    ])
    expect(sentencesUnder(...judged([foundOrder.fact], [foundOrder.text]), 'th')).toEqual([
      'ค้น “orders” (number 1234): พบ 1 รายการ (0.3 วินาที): order_no 1234, status sent, phone •••-••••-••42',
    ])
  })

  test('stands under the judgement of its message and in the story; of what was taken back no value is left', () => {
    const c = follow(judgeLive(asked, t0 + second, { lookUps: [foundOrder] }), t0 + 2 * second).c
    const at = why(c).findIndex((said) => said.startsWith('By the model: resolved'))
    expect(why(c)[at + 1]).toMatch(/^Looked up orders \(number 1234\): found 1 in 0\.3 s: order_no 1234/)
    expect(explain(c).messages[0]?.told[at]?.under).toEqual(
      linesUnder(
        c.facts.find(({ type }) => type === 'judged')!,
        c,
      ),
    )
    expect(
      explain(c)
        .story.map(({ text }) => text)
        .join('\n'),
    ).toMatch(/By the model.*\nLooked up orders/)
    const gone = receive(c, t0 + minute, unsend(1, t0 + minute))
    expect(why(gone)).toContain('Looked up orders: found 1, 0.3 s.')
    expect(JSON.stringify(explain(gone))).not.toContain('1234')
  })

  test('for a turn without a judgement it is told too', () => {
    const fact: Fact = {
      type: 'failed',
      at: t0,
      turn: 't1',
      messages: ['1'],
      why: 'no answer within 25 s',
      lookUps: [foundOrder.fact],
      origin: { by: 'model' },
    }
    expect(sentencesUnder(fact, { ...conversation(), facts: [fact] })).toEqual(['Looked up orders: found 1, 0.3 s.'])
  })
})

test('what fits no topic is told so: “other” is no word for staff', () => {
  const [fact] = judged([])
  const other = { ...fact, decision: 'handoff', lowered: 'always_human' } as const
  expect(sentence(other, conversation())).toContain('lowered: it fits none of the topics that the assistant may answer')
  const complaint = { ...other, topic: 'complaint' }
  expect(sentence(complaint, conversation())).toContain('lowered: the topic always belongs to a person')
  const told = staffLanguages.map((language) => sentence(other, conversation(), language))
  expect(new Set(told).size).toBe(staffLanguages.length)
  expect(told.join('')).not.toContain('undefined')
})

describe('what is recorded', () => {
  const pending = judgeLive(asked, t0 + second, record)

  test('is told before, and after with its reference; until then Read waits for it', () => {
    const waiting = tryRecord(pending, t0 + 2 * second, reset)
    expect(why(waiting)).toEqual([
      'Received.',
      'By the model: resolved, confidence 0.90. It is answered by the weekend hours. Source: hours.en#weekend.',
      'To be recorded in tasks: what Order paper, until Friday.',
      'Handled once the request is recorded.',
      'Recording in tasks: no certain outcome after 0.1 s; tried again with the same key.',
      'Tried again in 1 s.',
      'Unread: it waits until the shop’s system confirms that the request is recorded.',
    ])
    expect(explain(waiting).messages[0]?.stands).toBe('until_recorded')
    const done = tryRecord(waiting, t0 + 4 * second, confirmed)
    expect(why(done)).toContain('The request was recorded in tasks in 0.1 s (reference T-17).')
    expect(explain(follow(done, t0 + 5 * second).c).messages[0]?.read).toBe(true)
  })

  test('without a reference it is told without one, and so it is when its name is not known any more', () => {
    const done = tryRecord(pending, t0 + 2 * second, { type: 'confirmed' })
    expect(why(done)).toContain('The request was recorded in tasks in 0.1 s.')
    const outcome = done.facts.find(({ type }) => type === 'outcome')
    if (!outcome) throw new Error('nothing came of it')
    expect(sentence(outcome, { ...done, facts: [outcome], outbox: [] })).toBe(
      'The request was recorded in the shop’s system.',
    )
  })

  test('while kidoku only observes, it would have been', () => {
    const by = { ...policyOf(), observe: true }
    const c = judgeLive(asked, t0 + second, { ...record, by })
    expect(why(follow(c, t0 + 2 * second, undefined, by).c)).toContain(
      'Would have been recorded in tasks: what Order paper, until Friday.',
    )
  })

  test('what was lowered is not told as if it were to be recorded', () => {
    const c = judgeLive(asked, t0 + second, { ...record, says: { ...record.says, topic: 'complaint' } })
    const told = why(follow(c, t0 + 2 * second).c).join('\n')
    expect(told).toContain('the topic always belongs to a person')
    expect(told).not.toContain('recorded')
  })
})

describe('a request that was not recorded', () => {
  const pending = judgeLive(asked, t0 + second, record)
  const words: Record<string, RegExp> = {
    en: /tasks/,
    ja: /「tasks」.*登録/,
    'zh-TW': /「tasks」.*記錄/,
    th: /บันทึก.*“tasks”/,
  }

  test('for certain: staff record it themselves', () => {
    const c = tryOn(pending, down)
    expect(why(c)).toContain('The request could not be recorded in tasks; staff have an entry.')
    const [entry] = c.entries
    expect(entry?.turn).toBe('t1.unrecorded')
    expect(fixedReason(c, entry?.turn ?? '')).toEqual({ type: 'not_recorded', record: 'tasks' })
    for (const language of staffLanguages) {
      const reason = reasonOf(c, entry?.turn ?? '', '', language)
      expect(reason).toMatch(words[language] ?? /^$/)
    }
    expect(reasonOf(c, 't1.unrecorded', 'whatever', 'en')).toBe(
      'The request could not be recorded in tasks: please record it yourself.',
    )
  })

  test('is told as not recorded, and as refused only where the system refused; codes and addresses are for the log', () => {
    const unreached = tryRecord(pending, t0 + second, {
      type: 'not_sent',
      why: '/srv/shop/tasks.csv: it cannot be reached (ECONNREFUSED)',
    })
    const declined = tryRecord(pending, t0 + second, { type: 'declined', why: 'it answered 422' })
    const slow = tryRecord(pending, t0 + second, { type: 'no_answer', why: 'ECONNRESET' })
    expect(why(unreached)).toContain('Recording in tasks: not recorded, 0.1 s.')
    expect(why(declined)).toContain('Recording in tasks: refused, 0.1 s.')
    const told = staffLanguages.flatMap((language) =>
      [unreached, declined, slow].map((c) => {
        expect(JSON.stringify(explain(c, language))).not.toMatch(/ECONN|srv|422|undefined/)
        const outcome = c.facts.find(({ type }) => type === 'outcome')
        return outcome && sentence(outcome, c, language)
      }),
    )
    expect(new Set(told).size).toBe(12)
  })

  test('tells how long the system took, and nothing of the time in which kidoku was away itself', () => {
    const attempted: Fact = {
      type: 'attempted',
      at: t0,
      action: 't1.record-1',
      what: 'record',
      record: 'tasks',
      attempt: 1,
    }
    const said = (ms: number): string | undefined => {
      const outcome: Fact = {
        type: 'outcome',
        at: t0 + ms,
        action: 't1.record-1',
        what: 'record',
        result: 'unknown',
        detail: 'our own process ended',
      }
      return sentence(outcome, { ...conversation(), facts: [attempted, outcome] })
    }
    expect(said(4_980)).toBe('Recording in tasks: no certain outcome after 5.0 s; tried again with the same key.')
    expect(said(5 * minute)).toBe('Recording in tasks: no certain outcome; tried again with the same key.')
  })

  test('or perhaps it was: staff look there first, though the last try was surely in vain', () => {
    const c = tryOn(tryRecord(pending, t0 + second, reset), down)
    expect(why(c)).toContain('Whether the request was recorded in tasks is not certain; staff have an entry.')
    expect(fixedReason(c, 't1.unrecorded')).toEqual({ type: 'maybe_recorded', record: 'tasks' })
    expect(reasonOf(c, 't1.unrecorded', '', 'en')).toBe(
      'The request may already be recorded in tasks: look there before you record it yourself.',
    )
  })

  test('the judgement keeps the reason that the model gave', () => {
    const c = tryOn(pending, down)
    expect(why(c).join('\n')).toContain('By the model: resolved, confidence 0.90. It is answered by the weekend hours.')
    const [first] = c.facts.filter(({ type }) => type === 'judged')
    expect(sentence(first!, c, 'th')).toContain('It is answered by the weekend hours.')
  })

  test('of several, the others of its turn that were not tried any more say nothing', () => {
    const both = judgeLive(asked, t0 + second, { ...record, records: [paper, { what: 'Order ink' }] })
    const c = tryOn(both, { type: 'declined', why: '422' })
    expect(why(c).filter((said) => said.includes('tasks'))).toEqual([
      'To be recorded in tasks: what Order paper, until Friday.',
      'To be recorded in tasks: what Order ink.',
      'Recording in tasks: refused, 0.1 s.',
      'The request could not be recorded in tasks; staff have an entry.',
    ])
  })

  test('each ending is told in every language, with what holds it', () => {
    for (const how of [
      'refused',
      'undelivered',
      'uncertain',
      'unsent',
      'taken',
      'left',
      'not_said',
      'left_alone',
    ] as const) {
      const ended: Fact = { type: 'ended', at: t0, action: 't1.record-1', what: 'record', how }
      const attempted: Fact = {
        type: 'attempted',
        at: t0,
        action: 't1.record-1',
        what: 'record',
        record: 'tasks',
        attempt: 1,
      }
      const c = { ...conversation(), facts: [attempted, ended] }
      const told = staffLanguages.map((language) => sentence(ended, c, language))
      expect(new Set(told).size).toBe(staffLanguages.length)
      for (const said of told) expect(said).toContain('tasks')
      expect(sentence(attempted, c)).toBeUndefined()
    }
  })
})

describe('in the figures', () => {
  const origin = { by: 'model', model: 'm', ms: 900 } as const

  test('look-ups are measured with their judgement, by declared names alone', () => {
    const lookUps = [foundOrder, { fact: { came: 'refused' as const }, text: { given: {}, things: [] } }]
    const measured = measure(asked, judgeLive(asked, t0 + second, { lookUps, origin }))
    expect(measured).toEqual([
      { type: 'asked_model', model: 'm', judged: true, ms: 900, input: 0, output: 0 },
      { type: 'looked_up', lookUp: 'orders', came: 'found', ms: 312 },
      { type: 'looked_up', lookUp: 'unknown', came: 'refused', ms: undefined },
    ])
  })

  test('tries and endings of records are measured as such', () => {
    const done = tryRecord(judgeLive(asked, t0 + second, record), t0 + 2 * second, confirmed)
    expect(measure(asked, done)).toEqual(
      expect.arrayContaining([
        { type: 'attempt', action: 'record', result: 'done', status: undefined },
        { type: 'ended', action: 'record', how: 'done' },
      ]),
    )
  })

  test('a turn whose request was not recorded went to staff, whatever was judged; one that was did not', () => {
    const pending = judgeLive(asked, t0 + second, record)
    const failed = tryOn(pending, down)
    expect(turnsIn(failed)).toEqual([['t1', 'handoff', 'not_recorded', 'untaken', 'not_recorded']])
    const taken = receive(failed, t0 + 2 * minute, staff('take', failed, t0 + 2 * minute))
    expect(turnsIn(taken)).toEqual([['t1', 'handoff', 'not_recorded', 'staff', 'not_recorded']])
    const done = follow(tryRecord(pending, t0 + 2 * second, confirmed), t0 + 3 * second).c
    expect(turnsIn(done)).toEqual([['t1', 'resolved', undefined, 'assistant', undefined]])
  })

  test('staff who have the conversation already have that too', () => {
    const tried = tryRecord(judgeLive(asked, t0 + second, record), t0 + 2 * second, reset)
    const handed = evolveAll(tried, [{ type: 'taken', at: t0 + 3 * second, event: 'take', by: 'Aya' }])
    const c = tryOn(handed, down)
    expect(c.entries).toMatchObject([{ turn: 't1', kind: 'uncertain' }])
    expect(fixedReason(c, 't1')).toEqual({ type: 'maybe_recorded', record: 'tasks' })
    expect(turnsIn(c)).toEqual([['t1', 'handoff', 'not_recorded', 'untaken', 'not_recorded']])
  })
})
