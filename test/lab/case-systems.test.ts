/** What a case says of the shop's systems: how it is written, what is wrong with it, and what comes of it when judged. */
import { describe, expect, test } from 'vitest'
import { createKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import type { Case } from '../../src/lab/cases.ts'
import { judgeCase, trialOf } from '../../src/lab/judge-case.ts'
import { trialSchema } from '../../src/lab/trial.ts'
import type { ModelRequest } from '../../src/core/request.ts'
import type { Model, ModelAnswer } from '../../src/ports/model.ts'
import { judgement, policyOf } from '../core/situations.ts'
import { asks, records as wants } from '../flow/live-systems.ts'
import { quietLog } from '../flow/shop.ts'
import { load, systems } from './case-files.ts'
import { aCase } from './trials.ts'

const order = `{ order_no: '1234', status: sent, sent_on: '2026-11-20', phone: 090-5550-0142 }`
const written = (lookUps: string, rest = "expect: resolved\n  source: 'orders#1234'"): string =>
  `- id: a\n  messages: ['where is 1234?', 'my phone ends in 0142']\n  look_ups:\n${lookUps}\n  ${rest}\n`

describe('a case with look-ups', () => {
  test('says what is found, what is not there and what fails, and rests on what is found', async () => {
    const { cases, said } = await load(
      written(`    - look_up: orders
      given: { number: '１２３４' }
      found: [${order}, { order_no: '1234', status: being packed, phone: '' }]
    - { look_up: orders, given: { number: '9999' }, not_found: true }
    - { look_up: orders, given: { number: '1240' }, failed: down }`).replace('orders#1234', 'orders#1234.2'),
    )
    expect(said).toEqual([])
    expect(cases[0]!.look_ups).toEqual([
      // As it is asked: what customers type is written in one way before.
      {
        look_up: 'orders',
        given: { number: '1234' },
        found: [
          { order_no: '1234', status: 'sent', sent_on: '2026-11-20', phone: '090-5550-0142' },
          { order_no: '1234', status: 'being packed', phone: '' },
        ],
      },
      { look_up: 'orders', given: { number: '9999' }, not_found: true },
      { look_up: 'orders', given: { number: '1240' }, failed: 'down' },
    ])
  })

  test('may expect records: then it needs no source', async () => {
    const { cases, said } = await load(
      '- { id: a, messages: [paper], expect: resolved, records: [tasks, tasks] }\n- { id: b, messages: [x], expect: handoff }\n',
    )
    expect(said).toEqual([])
    expect(cases.map(({ records }) => records)).toEqual([['tasks', 'tasks'], []])
  })

  test.each<[string, string, string]>([
    [
      'a look-up there is not',
      written(`    - { look_up: ordres, given: { number: '1234' }, not_found: true }`, 'expect: handoff'),
      'en.yaml:4: a: there is no look-up ordres. Did you mean "orders"?',
    ],
    [
      'a number without quotes',
      written('    - { look_up: orders, given: { number: 1234 }, not_found: true }', 'expect: handoff'),
      "en.yaml:4: a: look_ups.0.given.number: a text in quotes, such as '1234'. A case has",
    ],
    [
      'what nobody can ask',
      written(`    - { look_up: orders, given: { number: 'twelve' }, not_found: true }`, 'expect: handoff'),
      'en.yaml:4: a: nobody can ask this: number is not of its shape. Its arguments are: number',
    ],
    [
      'two things said of one look-up',
      written(`    - { look_up: orders, given: { number: '1234' }, not_found: true, failed: down }`, 'expect: handoff'),
      'en.yaml:4: a: look_ups.0: it says one of found, not_found: true and failed. A case has',
    ],
    [
      'a key there is not',
      written(`    - { look_up: orders, given: { number: '1234' }, fails: down }`, 'expect: handoff'),
      'en.yaml:4: a: there is no key "fails". Did you mean "failed"?',
    ],
    [
      'the same asked twice',
      written(
        `    - { look_up: orders, given: { number: '1234' }, not_found: true }
    - { look_up: orders, given: { number: '1234' }, failed: down }`,
        'expect: handoff',
      ),
      'en.yaml:5: a: what this finds is said twice. Keep one of them',
    ],
    [
      'a thing without what shows whose it is',
      written(`    - { look_up: orders, given: { number: '1234' }, found: [{ status: sent }] }`),
      "en.yaml:4: a: nothing of it can be shown: whose it is stands in phone, which it lacks. Write phone: as the system has it, or phone: '' where it has none",
    ],
    [
      'a source that nothing finds',
      written(`    - { look_up: orders, given: { number: '1235' }, found: [${order}] }`),
      'en.yaml:6: a: there is no passage orders#1234. Did you mean "orders#1235"?',
    ],
    [
      'a record there is not',
      '- { id: a, messages: [x], expect: resolved, records: [task] }',
      'en.yaml:1: a: there is no record task. Did you mean "tasks"?',
    ],
    [
      'a record where nothing is resolved',
      '- { id: a, messages: [x], expect: handoff, records: [tasks] }',
      'en.yaml:1: a: records: only a resolved case has records: nothing else is recorded',
    ],
  ])('%s is told with its line', async (_, text, sentence) => {
    const { cases, said } = await load(text)
    expect(cases).toEqual([])
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(sentence)
  })
})

describe('a case with look-ups that is judged', () => {
  const found = { order_no: '1234', status: 'sent', sent_on: '2026-11-20', phone: '090-5550-0142' }
  const lookUps: Case['look_ups'] = [
    { look_up: 'orders', given: { number: '1234' }, found: [found] },
    { look_up: 'orders', given: { number: '9999' }, not_found: true },
    { look_up: 'orders', given: { number: '1240' }, failed: 'slow' },
  ]
  const asked = (number: string): ModelAnswer => asks({ look_up: 'orders', given: { number } })
  const said = (some: object): ModelAnswer => ({ ok: true, text: JSON.stringify(judgement(some)) })

  /** The model gives these answers, one after another. */
  async function judge(some: Partial<Case>, ...answers: ModelAnswer[]) {
    const requests: ModelRequest[] = []
    const model: Model = {
      name: 'm',
      takesMedia: false,
      judge(request) {
        requests.push(request)
        return Promise.resolve(answers[requests.length - 1] ?? { ok: false, why: 'nothing more' })
      },
    }
    const one = aCase({ expect: 'resolved', source: ['orders#1234'], look_ups: lookUps, ...some })
    const policy = policyOf({ look_ups: ['orders'], records: ['tasks'] })
    const prompt = { name: 'a', text: '', write: () => 'Be kind.', uses: new Set<string>(), hash: 'h', policy }
    const knowledge = createKnowledge([])
    const judges = { model, prompt, knowledge, systems, clock: systemClock, log: quietLog }
    const tried = await judgeCase(one, judges, new AbortController().signal)
    const trial = trialOf(one, tried, { prompt, model: 'm', repeat: 1 })
    expect(trialSchema.parse(JSON.parse(JSON.stringify(trial)))).toEqual(JSON.parse(JSON.stringify(trial)))
    return { requests, tried, trial }
  }

  test('finds what the case says, once the customer has shown whose it is', async () => {
    const answer = said({ sources: ['orders#1234'], reply: 'It was sent on 2026-11-20.' })
    const { trial, requests } = await judge({ messages: ['where is 1234?', 'phone 0142'] }, asked('1234'), answer)
    expect(trial).toMatchObject({ decision: 'resolved', right: true, sources: ['orders#1234'] })
    expect(trial.lookUps).toMatchObject([{ name: 'orders', came: 'found', things: 1, given: { number: '1234' } }])
    expect(trial.lookUps?.[0]?.ms).toBeGreaterThanOrEqual(0)
    expect(requests[1]?.system).toContain('sent_on: 2026-11-20')
    expect(requests[1]?.system).not.toContain('090-5550')
  })

  test.each([
    ['whose it is was not shown', ['where is 1234?'], '1234', 'unproven'],
    ['the digits are wrong', ['where is 1234? phone 7777'], '1234', 'unproven'],
    ['there is none', ['where is 9999? phone 0142'], '9999', 'not_found'],
    ['the system is slow', ['where is 1240? phone 0142'], '1240', 'failed'],
    ['the case says nothing of it', ['where is 1241? phone 0142'], '1241', 'failed'],
  ])('shows nothing where %s', async (_, messages, number, came) => {
    const answer = said({ sources: ['orders#1234'], reply: 'It was sent on 2026-11-20.' })
    const { trial, requests } = await judge({ messages }, asked(number), answer)
    expect(trial.lookUps).toMatchObject([{ name: 'orders', came }])
    expect(trial).toMatchObject({ decision: 'handoff', lowered: 'look_up_gave_nothing', right: false })
    expect(requests[1]?.system).not.toContain('2026-11-20')
  })

  test('tells what would have been recorded, and makes nothing', async () => {
    const given = { what: '10 packs of paper' }
    const want = wants({ reply: 'On the list: 10 packs of paper.' }, { record: 'tasks', given })
    const messages = ['please order 10 packs of paper']
    const right = await judge({ messages, source: [], records: ['tasks'] }, want)
    expect(right.trial).toMatchObject({ decision: 'resolved', right: true, falseRead: false })
    expect(right.trial.records).toEqual([{ record: 'tasks', given }])
    const { trial } = await judge({ messages, expect: 'needs_info', source: [] }, want)
    expect(trial).toMatchObject({ right: false, falseRead: true })
  })

  test('a look-up that is wanted is no reply', async () => {
    const { tried } = await judge({ messages: ['where is 1234?'] }, asked('1234'), { ok: false, why: 'nothing' })
    expect(tried).toMatchObject({
      decision: 'failed',
      reply: '',
      lookUps: [{ fact: { name: 'orders', came: 'unproven' } }],
    })
  })
})
