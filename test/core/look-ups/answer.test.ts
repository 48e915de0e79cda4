import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { judgementSchema, parseJudgement } from '../../../src/core/judgement.ts'
import { answerSchema, parseAnswer, type Offered } from '../../../src/core/look-ups/answer.ts'
import { orders, points, stock } from './look-ups.ts'
import { losses, presence, tasks } from './records.ts'

const judgement = {
  decision: 'resolved',
  reply: 'It was sent.',
  reason: 'A passage says so.',
  confidence: 0.9,
  sources: ['orders#1234'],
  small_talk: false,
  topic: 'orders',
  language: 'en',
  summary: 'Where order 1234 is.',
}
const lookUps = [orders, points, stock]
const asking = (look_ups: unknown, rest: object = {}): string =>
  JSON.stringify({ ...judgement, decision: 'look_up', reply: '', look_ups, ...rest })
const order = (number: unknown) => ({ look_up: 'orders', arguments: [{ name: 'number', value: number }] })
const read = (look_ups: unknown, rest?: object) => {
  const answer = parseAnswer(asking(look_ups, rest), { lookUps })
  if (!answer.ok) return answer.why
  if ('judgement' in answer) return answer.judgement
  return { wanted: answer.wanted.map(({ declared, given }) => [declared.name, given]), refused: answer.refused }
}

describe('an answer of the model', () => {
  test('is a judgement, with or without an empty list of look-ups', () => {
    const wanted = { ...parseJudgement(JSON.stringify(judgement)), records: [], refused: [] }
    expect(wanted.ok).toBe(true)
    expect(parseAnswer(JSON.stringify(judgement), { lookUps })).toEqual(wanted)
    expect(parseAnswer(JSON.stringify({ ...judgement, look_ups: [] }), { lookUps })).toEqual(wanted)
    // It has decided: what it might have asked is of no use any more.
    expect(parseAnswer(JSON.stringify({ ...judgement, look_ups: [order('1234')] }), { lookUps })).toEqual(wanted)
  })

  test('or look-ups that can be run', () => {
    expect(read([order('1234')])).toEqual({ wanted: [['orders', { number: '1234' }]], refused: [] })
    expect(read([order('１２３４'), { look_up: 'points' }])).toEqual({
      wanted: [
        ['orders', { number: '1234' }],
        ['points', {}],
      ],
      refused: [],
    })
  })

  test('whatever else a judgement has may be missing or wrong then', () => {
    const text = JSON.stringify({ decision: 'look_up', look_ups: [order('1234')], confidence: 7 })
    expect(parseAnswer(text, { lookUps })).toMatchObject({ ok: true, refused: [] })
  })

  test('the same look-up with the same arguments comes once', () => {
    expect(read([order('1234'), order(' １２３４'), order('1234'), order('1235')])).toEqual({
      wanted: [
        ['orders', { number: '1234' }],
        ['orders', { number: '1235' }],
      ],
      refused: [],
    })
    const product = { name: 'product', value: 'rye' }
    const branch = { name: 'branch', value: 'Kaede' }
    const both = [
      { look_up: 'stock', arguments: [product, branch] },
      { look_up: 'stock', arguments: [branch, product] },
    ]
    expect(read(both)).toEqual({ wanted: [['stock', { product: 'rye', branch: 'Kaede' }]], refused: [] })
  })

  test('more than three are not run', () => {
    expect(read(['1000', '1001', '1002', '1003', '1004', '1000'].map(order))).toEqual({
      wanted: ['1000', '1001', '1002'].map((number) => ['orders', { number }]),
      refused: [
        { look_up: 'orders', why: 'too_many' },
        { look_up: 'orders', why: 'too_many' },
      ],
    })
  })

  test('what cannot be run stands beside what can', () => {
    const all = [
      { look_up: 'customers', arguments: [] },
      order('../../etc'),
      order(1234),
      order('1'.repeat(5_000)),
      { look_up: 'orders', arguments: [] },
      { look_up: 'orders', arguments: [{ name: 'phone', value: '5678' }] },
      { look_up: 'orders' },
      { look_up: 'orders', arguments: null },
      order('1234'),
    ]
    expect(read(all)).toEqual({
      wanted: [['orders', { number: '1234' }]],
      refused: [
        { look_up: 'customers', why: 'unknown_look_up' },
        { look_up: 'orders', why: 'wrong_shape', argument: 'number' },
        { look_up: 'orders', why: 'not_text', argument: 'number' },
        { look_up: 'orders', why: 'too_long', argument: 'number' },
        { look_up: 'orders', why: 'missing', argument: 'number' },
        { look_up: 'orders', why: 'unknown_argument' },
        { look_up: 'orders', why: 'missing', argument: 'number' },
        { look_up: 'orders', why: 'wrong_shape' },
      ],
    })
  })

  test('a name that every object knows is none', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'Orders', 'orders ', '']) {
      expect(read([{ look_up: name, arguments: [] }])).toEqual({
        wanted: [],
        refused: [{ look_up: name, why: 'unknown_look_up' }],
      })
    }
  })

  test('a list without an end, and names without an end, are cut', () => {
    const all = Array.from({ length: 5_000 }, (_, at) => ({ look_up: `${at}${'x'.repeat(5_000)}`, arguments: [] }))
    const answer = parseAnswer(asking(all), { lookUps })
    expect(JSON.stringify(answer).length).toBeLessThan(5_000)
  })

  test.each<[string, unknown]>([
    ['no list at all', undefined],
    ['an empty one', []],
    ['one of texts', ['orders']],
    ['one of nothing', [null]],
  ])('with %s is none', (_, look_ups) => {
    expect(read(look_ups)).toBe('look-ups are wanted and none is named')
  })

  test('that is nothing usable says why, and repeats nothing of it', () => {
    expect(parseAnswer('', { lookUps })).toEqual({ ok: false, why: 'an empty answer' })
    expect(parseAnswer('secret', { lookUps })).toEqual({ ok: false, why: 'not JSON' })
    expect(read('secret')).toBe('wrong shape at decision: invalid_value')
    expect(read({ look_up: 'orders' })).toBe('wrong shape at decision: invalid_value')
    expect(read([], { decision: 'secret' })).toBe('wrong shape at decision: invalid_value')
  })

  test('where nothing is declared, nothing can be asked', () => {
    expect(parseAnswer(asking([order('1234')]), {})).toEqual({
      ok: false,
      why: 'wrong shape at decision: invalid_value',
    })
    expect(parseAnswer(JSON.stringify(judgement), {})).toEqual({
      ...parseJudgement(JSON.stringify(judgement)),
      records: [],
      refused: [],
    })
  })

  test('whatever it is, nothing is thrown, and what is run is declared and at most three', () => {
    const name = fc.oneof(fc.constantFrom('orders', 'stock', 'points', '__proto__'), fc.string())
    const pair = fc.record({ name: fc.constantFrom('number', 'product'), value: fc.oneof(fc.string(), fc.nat()) })
    const one = fc.oneof(
      fc.record({ look_up: name, arguments: fc.oneof(fc.array(pair, { maxLength: 2 }), fc.anything()) }),
      fc.anything(),
    )
    fc.assert(
      fc.property(fc.oneof(fc.array(one, { maxLength: 8 }), fc.anything()), (look_ups) => {
        const answer = parseAnswer(asking(look_ups), { lookUps })
        if (!answer.ok || 'judgement' in answer) return
        expect(answer.wanted.length).toBeLessThanOrEqual(3)
        for (const { declared: lookUp } of answer.wanted) expect(lookUps).toContain(lookUp)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('what is to be recorded', () => {
  const records = [tasks, losses, presence]
  const task = (what: unknown) => ({ record: 'tasks', arguments: [{ name: 'what', value: what }] })
  const loss = (number: unknown) => ({ record: 'losses', arguments: [{ name: 'number', value: number }] })
  const recording = (all: unknown, rest: object = {}, offered: Offered = { records }) => {
    const answer = parseAnswer(JSON.stringify({ ...judgement, records: all, ...rest }), offered)
    if (!answer.ok || !('judgement' in answer)) return answer
    return { records: answer.records.map(({ declared, given }) => [declared.name, given]), refused: answer.refused }
  }

  test('stands beside the judgement, checked', () => {
    const until = { name: 'until', value: 'Friday' }
    const both = { record: 'tasks', arguments: [until, { name: 'what', value: ' order\n１０ packs ' }] }
    const text = JSON.stringify({ ...judgement, records: [both] })
    expect(parseAnswer(text, { records })).toEqual({
      ...parseJudgement(JSON.stringify(judgement)),
      records: [{ declared: tasks, given: { what: 'order 10 packs', until: 'Friday' } }],
      refused: [],
    })
    expect(recording([task('wash up'), { record: 'presence' }])).toEqual({
      records: [
        ['tasks', { what: 'wash up' }],
        ['presence', {}],
      ],
      refused: [],
    })
  })

  test.each<[string, unknown]>([
    ['is left out', undefined],
    ['is null', null],
    ['is empty', []],
  ])('is nothing where the list %s', (_, all) => {
    expect(recording(all)).toEqual({ records: [], refused: [] })
  })

  test('is refused beside a question, whose words may say that it is made', () => {
    const decision = 'needs_info'
    expect(recording([task('wash up')], { decision })).toEqual({ records: [], refused: [{ why: 'not_resolved' }] })
    expect(recording([], { decision })).toEqual({ records: [], refused: [] })
  })

  test('is nothing with a hand-off, whose words are not said', () => {
    const wishes = [task('wash up'), { record: 'wishes' }]
    expect(recording(wishes, { decision: 'handoff' })).toEqual({ records: [], refused: [] })
  })

  test('in other case, with other blanks and marks, is the same request', () => {
    expect(recording([task('wash up'), task('Wash up.'), task('wash  up!')])).toEqual({
      records: [['tasks', { what: 'wash up' }]],
      refused: [],
    })
  })

  test('is nothing where look-ups are wanted first', () => {
    const text = asking([order('1234')], { records: [task('wash up')] })
    const answer = parseAnswer(text, { lookUps, records })
    expect(answer).toEqual({ ok: true, wanted: [{ declared: orders, given: { number: '1234' } }], refused: [] })
  })

  test('what cannot be stands beside what can', () => {
    const all = [
      { record: 'wishes', arguments: [] },
      { record: 'orders', arguments: [{ name: 'number', value: '1234' }] },
      { record: '__proto__', arguments: [] },
      { arguments: [{ name: 'what', value: 'wash up' }] },
      'tasks',
      null,
      { record: 'tasks', arguments: [{ name: 'until', value: 'Friday' }] },
      task(''),
      { record: 'tasks' },
      task(7),
      task('x'.repeat(61)),
      loss('12345'),
      loss('12a4'),
      { record: 'tasks', arguments: [{ name: 'who', value: 'Aya' }] },
      { record: 'tasks', arguments: { what: 'wash up' } },
      loss('1234'),
    ]
    expect(recording(all, {}, { lookUps, records })).toEqual({
      records: [['losses', { number: '1234' }]],
      refused: [
        ...Array.from({ length: 6 }, () => ({ why: 'unknown_record' })),
        ...Array.from({ length: 3 }, () => ({ record: 'tasks', why: 'missing', argument: 'what' })),
        { record: 'tasks', why: 'not_text', argument: 'what' },
        { record: 'tasks', why: 'too_long', argument: 'what' },
        { record: 'losses', why: 'too_long', argument: 'number' },
        { record: 'losses', why: 'wrong_shape', argument: 'number' },
        { record: 'tasks', why: 'unknown_argument' },
        { record: 'tasks', why: 'wrong_shape' },
      ],
    })
  })

  test('the same with the same arguments comes once', () => {
    expect(recording([loss('1234'), loss(' １２３４'), loss('1235'), loss('1234')])).toEqual({
      records: [
        ['losses', { number: '1234' }],
        ['losses', { number: '1235' }],
      ],
      refused: [],
    })
  })

  test('of more than three the others are refused, and one that was there already is not', () => {
    expect(recording(['1000', '1001', '1002', '1003', '1004', '1000'].map(loss))).toEqual({
      records: ['1000', '1001', '1002'].map((number) => ['losses', { number }]),
      refused: [
        { record: 'losses', why: 'too_many' },
        { record: 'losses', why: 'too_many' },
      ],
    })
  })

  test('a list without an end is cut, and nothing of it is left out in silence', () => {
    const said = recording([...Array.from({ length: 5_000 }, () => loss('1000')), loss('1001')])
    expect(said).toEqual({ records: [['losses', { number: '1000' }]], refused: [{ why: 'too_many' }] })
    const named = recording(Array.from({ length: 5_000 }, (_, at) => ({ record: `${at}${'x'.repeat(5_000)}` })))
    expect(JSON.stringify(named).length).toBeLessThan(5_000)
  })

  test('one that stands in no list is one: left out, the reply would say that it was made', () => {
    expect(recording(task('wash up'))).toEqual({ records: [['tasks', { what: 'wash up' }]], refused: [] })
    for (const all of ['tasks', { tasks: [task('wash up')] }, true]) {
      expect(recording(all)).toEqual({ records: [], refused: [{ why: 'unknown_record' }] })
    }
  })

  test('where none are offered, one that is named is refused: the reply may say that it was made', () => {
    for (const offered of [{}, { records: [] }, { lookUps }]) {
      expect(recording([task('wash up')], {}, offered)).toEqual({ records: [], refused: [{ why: 'unknown_record' }] })
      expect(recording([], {}, offered)).toEqual({ records: [], refused: [] })
    }
  })

  test('an answer that is no judgement is none with records either', () => {
    expect(recording([task('wash up')], { reply: '' })).toEqual({ ok: false, why: 'wrong shape at reply: custom' })
    expect(recording([task('wash up')], { decision: 'record' })).toMatchObject({ ok: false })
  })

  test('whatever it is, nothing is thrown, and what is recorded is declared and at most three', () => {
    const name = fc.oneof(fc.constantFrom('tasks', 'losses', 'presence', '__proto__'), fc.string())
    const pair = fc.record({ name: fc.constantFrom('what', 'number'), value: fc.oneof(fc.string(), fc.nat()) })
    const one = fc.oneof(
      fc.record({ record: name, arguments: fc.oneof(fc.array(pair, { maxLength: 2 }), fc.anything()) }),
      fc.anything(),
    )
    fc.assert(
      fc.property(fc.oneof(fc.array(one, { maxLength: 8 }), fc.anything()), (all) => {
        const answer = parseAnswer(JSON.stringify({ ...judgement, records: all }), { records })
        if (!answer.ok || !('judgement' in answer)) throw new Error('it is a judgement')
        expect(answer.records.length).toBeLessThanOrEqual(3)
        for (const { declared } of answer.records) expect(records).toContain(declared)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('what the model is told to write', () => {
  const records = [tasks]
  const told = (offered: Offered) =>
    z
      .object({
        properties: z.record(z.string(), z.looseObject({ description: z.string().optional() })),
        required: z.array(z.string()),
      })
      .parse(z.toJSONSchema(answerSchema(offered)))
  const fields = Object.keys(judgement)
  const decisions = ['resolved', 'needs_info', 'handoff']

  test('is a judgement with one more decision and a list, where there are look-ups', () => {
    const { properties, required } = told({ lookUps })
    expect(required.toSorted()).toEqual([...fields, 'look_ups'].toSorted())
    expect(properties.decision).toMatchObject({ enum: [...decisions, 'look_up'] })
    expect(properties.decision?.description).toMatch(/resolved: .*needs_info: .*handoff: .*look_up: /)
  })

  test('a judgement with a list, where there are records', () => {
    const { properties, required } = told({ lookUps: [], records })
    expect(required.toSorted()).toEqual([...fields, 'records'].toSorted())
    expect(properties.decision).toMatchObject({ enum: decisions })
  })

  test('both where there are both', () => {
    const { properties, required } = told({ lookUps, records })
    expect(required.toSorted()).toEqual([...fields, 'look_ups', 'records'].toSorted())
    expect(properties.decision).toMatchObject({ enum: [...decisions, 'look_up'] })
  })

  test('and with neither the judgement that it always was', () => {
    for (const offered of [{}, { lookUps: [], records: [] }]) {
      expect(JSON.stringify(z.toJSONSchema(answerSchema(offered)))).toBe(
        JSON.stringify(z.toJSONSchema(judgementSchema)),
      )
    }
  })

  test('each of the lists has a name and pairs', () => {
    const schema = answerSchema({ lookUps, records })
    const task = (what: unknown) => ({ record: 'tasks', arguments: [{ name: 'what', value: what }] })
    const good = { ...judgement, look_ups: [order('1234')], records: [task('wash up')] }
    expect(schema.parse(good)).toMatchObject({ look_ups: good.look_ups, records: good.records })
    expect(schema.safeParse({ ...good, look_ups: [order(1234)] }).success).toBe(false)
    expect(schema.safeParse({ ...good, records: [task(7)] }).success).toBe(false)
  })

  test('is the same value whatever is declared, so that what is made of it is made once', () => {
    expect(answerSchema({ lookUps: [orders], records })).toBe(answerSchema({ lookUps: [stock], records: [losses] }))
    const all = [{}, { lookUps }, { records }, { lookUps, records }].map(answerSchema)
    expect(new Set(all).size).toBe(4)
  })
})
