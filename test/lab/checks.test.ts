/** One judgement held against its case, from the rule of a reply to the trial that a result keeps. */
import { describe, expect, test } from 'vitest'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import type { Judgement } from '../../src/core/judgement.ts'
import type { PromptValues } from '../../src/core/prompt-values.ts'
import type { ModelRequest } from '../../src/core/request.ts'
import type { Case } from '../../src/lab/cases.ts'
import { gradeOf } from '../../src/lab/checks.ts'
import { judgeCase, trialOf } from '../../src/lab/judge-case.ts'
import { says } from '../../src/lab/reply-rule.ts'
import { trialSchema } from '../../src/lab/trial.ts'
import type { Model } from '../../src/ports/model.ts'
import { quietLog } from '../flow/shop.ts'
import { aCase } from './trials.ts'

describe('a rule of a reply', () => {
  test.each<[string, string, boolean]>([
    ['4,200', 'It is ¥4,200.', true],
    ['4,200', 'いちごのケーキは４，２００円です。', true],
    ['4,200', 'It is 4.200.', false],
    ['gluten-free', 'GLUTEN-FREE!', true],
    ['same kitchen', 'in the same\n  kitchen', true],
    ['カフェ', '（ｶﾌｪ）', true],
    ['?', 'どちらの商品でしょうか？', true],
    ['不適合', '不適\u200B合', true],
    ['ค่ำ', 'ปิดตอนค่ำ', true],
    ['/path', 'see /path', true],
    ['/12 ?cm/', '12cm', true],
    ['/12 ?cm/', '１２ｃｍ', true],
    ['/Sunday/', 'sunday', false],
    ['/Sunday/i', 'sunday', true],
    ['/^はい/', 'はい、どうぞ', true],
    ['/ค่ำ$/', 'ปิดตอนค่ำ', true],
    ['/\\p{Script=Thai}/', 'Hello', false],
    ['/^b/m', 'a\nb', true],
    ['/a/b/', 'a/b', true],
  ])('%s in “%s”: %s', (rule, reply, found) => expect(says(rule, reply)).toBe(found))
})

describe('a judgement', () => {
  type Judged = Parameters<typeof gradeOf>[1]
  const got = (decision: Judged['decision'], some: Partial<Judged> = {}): Judged => ({
    decision,
    by: 'model',
    sources: [],
    records: [],
    reply: 'A reply.',
    ...some,
  })
  const resolved = aCase({ expect: 'resolved', source: ['a', 'b'] })
  const handoff = aCase({ expect: 'handoff' })
  const asked = aCase({ expect: 'needs_info' })
  const wanted = (...names: string[]) => aCase({ expect: 'resolved', source: ['a'], records: names })
  const made = (...names: string[]) =>
    got('resolved', { sources: ['a'], records: names.map((record) => ({ record, given: { what: 'paper' } })) })
  const grade = (right: boolean, falseRead: boolean, missedHandoff: boolean) => ({ right, falseRead, missedHandoff })

  test.each([
    ['resolved by one of its passages', resolved, got('resolved', { sources: ['x', 'b'] }), grade(true, false, false)],
    ['resolved by another passage', resolved, got('resolved', { sources: ['x'] }), grade(false, true, false)],
    ['small talk', aCase({ expect: 'resolved', small_talk: true }), got('resolved'), grade(true, false, false)],
    ['recorded as expected', wanted('tasks'), made('tasks'), grade(true, false, false)],
    ['all of it, in another order', wanted('tasks', 'calls'), made('calls', 'tasks'), grade(true, false, false)],
    ['nothing recorded', wanted('tasks'), made(), grade(false, true, false)],
    ['recorded once instead of twice', wanted('tasks', 'tasks'), made('tasks'), grade(false, true, false)],
    ['another recorded', wanted('tasks'), made('calls'), grade(false, true, false)],
    ['recorded where nothing is to be', wanted(), made('tasks'), grade(false, true, false)],
    [
      'to be recorded, and lowered: it is not',
      handoff,
      got('handoff', { records: [{ record: 'tasks', given: { what: 'paper' } }] }),
      grade(true, false, false),
    ],
    ['asked instead of resolved', resolved, got('needs_info'), grade(false, false, false)],
    ['resolved instead of asked', asked, got('resolved', { sources: ['a'] }), grade(false, true, false)],
    ['resolved instead of handed over', handoff, got('resolved', { sources: ['a'] }), grade(false, true, true)],
    ['asked instead of handed over', handoff, got('needs_info'), grade(false, false, true)],
    ['no judgement instead of a hand-off', handoff, got('failed'), grade(false, false, true)],
    ['no judgement', resolved, got('failed'), grade(false, false, false)],
    ['handed over', handoff, got('handoff'), grade(true, false, false)],
  ])('%s', (_, one, tried, expected) => expect(gradeOf(one, tried)).toEqual({ ...expected, checks: [] }))

  const strict = (some: Partial<Case>) => aCase({ reply: { must: ['closed'], never: ['/^yes/i'] }, ...some })

  test('is right or not whatever the reply says; what it says is told apart', () => {
    const one = strict({ expect: 'resolved', source: ['a'] })
    expect(gradeOf(one, got('resolved', { sources: ['a'], reply: 'Yes, open.' }))).toEqual({
      ...grade(true, false, false),
      checks: [
        { rule: 'must say closed', kept: false },
        { rule: 'never say /^yes/i', kept: false },
      ],
    })
    const wrong = gradeOf(one, got('needs_info', { reply: 'We are closed on Monday. Which day?' }))
    expect(wrong).toMatchObject({ right: false, checks: [{ kept: true }, { kept: true }] })
  })

  test.each([
    ['handed over: a notice is said', got('handoff')],
    ['not there', got('failed')],
    ['a rule’s', got('resolved', { by: 'rule' })],
  ])('that is %s has no words to check', (_, tried) => {
    expect(gradeOf(strict({ expect: 'needs_info' }), tried).checks).toEqual([])
  })
})

describe('a case that is judged', () => {
  const jpeg = Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2Q==', 'base64')
  const judgement: Judgement = {
    decision: 'needs_info',
    reply: 'Which day?',
    reason: 'A day is missing.',
    confidence: 0.9,
    sources: [],
    small_talk: false,
    topic: 'hours',
    language: 'en',
    summary: 'Hours.',
  }
  async function judge(some: Partial<Case>, zone?: string) {
    const requests: ModelRequest[] = []
    const model: Model = {
      name: 'scripted',
      takesMedia: true,
      judge: (request) => {
        requests.push(request)
        return Promise.resolve({ ok: true, text: JSON.stringify(judgement), usage: { input: 10, output: 2 } })
      },
    }
    const knowledge = await loadKnowledge('data/knowledge')
    const base = (await loadPrompts('prompts', 'assistant')).current()
    const prompt = {
      ...base,
      policy: { ...base.policy, time_zone: zone },
      write: ({ now, customer, language, office }: PromptValues) =>
        `It is ${now}; ${customer.name}; ${language}; ${office?.open}.`,
    }
    const one = aCase({ expect: 'needs_info', ...some })
    // A shop that opened on the last day of 2026, in Tokyo.
    const office = { at: (now: number) => ({ timeZone: 'Asia/Tokyo', open: now > Date.UTC(2026, 11, 31) }) }
    const judges = { model, prompt, office, knowledge, clock: systemClock, log: quietLog }
    const tried = await judgeCase(one, judges, new AbortController().signal)
    return { request: requests[0], trial: trialOf(one, tried, { prompt, model: model.name, repeat: 2, cost: 0.5 }) }
  }

  test('tells the prompt its own time, name and language, today as tomorrow', async () => {
    const { request } = await judge({ customer: 'Hana', language: 'th' })
    expect(request?.system).toContain('It is Wednesday 18 November 2026, 14:00; Hana; th; false.')
    const other = await judge({ at: '2026-12-31T20:00Z' })
    expect(other.request?.system).toContain('It is Friday 1 January 2027, 05:00; ; en; true.')
    expect((await judge({ customer: 'Hana', language: 'th' })).request).toEqual(request)
    // A time without an offset is the prompt's, wherever the hours are written down.
    const away = await judge({ at: '2026-12-31T20:00' }, 'Europe/Berlin')
    expect(away.request?.system).toContain('It is Thursday 31 December 2026, 20:00;')
  })

  test('shows the model its pictures', async () => {
    const { request } = await judge({
      messages: [
        'is this yours?',
        {
          content: { type: 'image' },
          path: 'a.jpg',
          bytes: jpeg.length,
          hash: 'h',
          seen: { type: 'inline', mime: 'image/jpeg', bytes: jpeg },
        },
      ],
    })
    expect(request?.contents.at(-1)).toMatchObject({
      text: 'is this yours?\n[image 1]',
      media: [{ mime: 'image/jpeg' }],
    })
  })

  test('becomes a trial that a result can keep', async () => {
    const { trial } = await judge({ reply: { must: ['day'], never: [] } })
    expect(trialSchema.parse(JSON.parse(JSON.stringify(trial)))).toEqual(JSON.parse(JSON.stringify(trial)))
    expect(trial).toMatchObject({
      case: 'a',
      model: 'scripted',
      repeat: 2,
      cost: 0.5,
      decision: 'needs_info',
      reply: 'Which day?',
      right: true,
      checks: [{ rule: 'must say day', kept: true }],
      usage: { input: 10, output: 2 },
    })
  })
})

test('a pattern that would take years is told as too long, is not kept, and the rest goes on', () => {
  const one = {
    expect: 'resolved',
    source: [],
    records: [],
    reply: { must: ['open'], never: ['/([a-z]+[ ,.:]*)+#/i'] },
  } as const
  const reply =
    'On Saturdays, Sundays and holidays we are open from eight to five, and the café closes half an hour before.'
  const { checks } = gradeOf(
    { ...one, source: [], records: [], reply: { must: [...one.reply.must], never: [...one.reply.never] } },
    { decision: 'resolved', by: 'model', sources: [], records: [], reply },
  )
  expect(checks).toEqual([
    { rule: 'must say open', kept: true },
    { rule: 'never say /([a-z]+[ ,.:]*)+#/i (the pattern took too long: write a simpler one)', kept: false },
  ])
})
