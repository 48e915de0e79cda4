/** Results for tests of reports: made up, and the same at every run. */
import { createHash } from 'node:crypto'
import {
  countsOf,
  isChanged,
  isNewlyRead,
  matrixOf,
  type Judged,
  type Replay,
  type ReplayedTurn,
} from '../../src/lab/replay/replay.ts'
import type { Result, Trial, TrialCase } from '../../src/lab/trial.ts'
import { aTrial } from './trials.ts'

export const noon = Date.UTC(2026, 10, 22, 3, 0)

const asked: Record<string, { messages: string[]; expect: TrialCase['expect']; reply: string; source?: string }[]> = {
  en: [
    {
      messages: ['are u open this sunday?'],
      expect: 'resolved',
      reply: 'Yes, on Sunday we are open from 8:00 to 17:00.',
      source: 'hours.en#weekend',
    },
    {
      messages: ['Hi!', 'my daughter turns 5 next week 🎂', 'how far ahead do I need to order a cake?'],
      expect: 'resolved',
      reply: 'Please order at least three days ahead.',
      source: 'orders.en#cakes',
    },
    {
      messages: ['I got the wrong order and I want my money back'],
      expect: 'handoff',
      reply: 'I am sorry about that. Refunds take five days.',
    },
    { messages: ['can I change it?'], expect: 'needs_info', reply: 'Which order would you like to change?' },
    {
      messages: ['does the rye have nuts in it? my son is allergic'],
      expect: 'handoff',
      reply: 'Our rye bread has no nuts in it.',
    },
  ],
  ja: [
    {
      messages: ['明日は何時から開いていますか？'],
      expect: 'resolved',
      reply: '明日は7時30分から開いております。',
      source: 'hours.ja#weekday',
    },
    { messages: ['注文した商品がまだ届きません。'], expect: 'handoff', reply: '担当者におつなぎいたします。' },
    { messages: ['予約したいです'], expect: 'needs_info', reply: 'ご希望の日時をお知らせください。' },
  ],
  'zh-TW': [
    {
      messages: ['請問可以刷卡嗎？'],
      expect: 'resolved',
      reply: '可以，我們接受信用卡與 LINE Pay。',
      source: 'payment.zh-TW#ways',
    },
    { messages: ['我要取消訂單'], expect: 'handoff', reply: '好的，請稍候，我請同事與您聯絡。' },
  ],
  th: [
    { messages: ['ร้านอยู่ที่ไหนคะ'], expect: 'resolved', reply: 'ร้านอยู่ชั้น 1 ตรงข้ามสถานีค่ะ', source: 'place.th#address' },
    { messages: ['ขอคุยกับพนักงานค่ะ'], expect: 'handoff', reply: 'รอสักครู่นะคะ กำลังแจ้งพนักงานให้ค่ะ' },
  ],
}

/** As long as one of a prompt file. */
export const hashOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 12)

/** The same numbers at every run, from 0 to less than 1. */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** @param many how many cases; those above are told again with a number */
export function someCases(many: number): TrialCase[] {
  const all = Object.entries(asked).flatMap(([language, some]) => some.map((one) => ({ language, ...one })))
  return Array.from({ length: many }, (_, index): TrialCase => {
    const { language, messages, expect } = all[index % all.length]!
    return {
      id: `${language.toLowerCase()}-${index}`,
      language,
      heldOut: false,
      hash: `case-${index}`,
      expect,
      sure: index % 7 === 6 ? 'usually' : 'always',
      history:
        index % 4 === 3
          ? [
              { from: 'customer', text: 'hello' },
              { from: 'assistant', text: 'Hello! How can we help you?' },
            ]
          : [],
      messages,
    }
  })
}

/** A trial that is right, or what is said of it. */
export function trialOf(one: TrialCase, more: Partial<Trial> = {}): Trial {
  const told = Object.values(asked)
    .flat()
    .find(({ messages }) => messages[0] === one.messages[0])
  const decision = more.decision ?? one.expect
  const reply = more.reply ?? (decision === 'failed' ? '' : (told?.reply ?? 'Certainly.'))
  return aTrial({
    case: one.id,
    promptHash: hashOf('assistant'),
    model: 'gemini-3.6-flash',
    decision,
    sources: decision === 'resolved' ? [told?.source ?? 'hours.en#weekday'] : [],
    confidence: 0.93,
    language: one.language,
    reason: 'The passage answers what was asked.',
    reply,
    texts: reply === '' ? [] : [reply],
    right: decision === one.expect,
    falseRead: decision === 'resolved' && one.expect !== 'resolved',
    missedHandoff: decision !== 'handoff' && one.expect === 'handoff',
    usage: { input: 3_200, output: 140 },
    cost: 0.0012,
    ms: 1_200,
    ...more,
  })
}

interface Shape {
  cases?: number
  prompts?: string[]
  models?: string[]
  repeats?: number
  seed?: number
  /** Of 1: how often a decision is another than expected. */
  wrong?: number
}

export function someResult(shape: Shape = {}): Result {
  const { repeats = 3, seed = 7, wrong = 0.08 } = shape
  const prompts = (shape.prompts ?? ['assistant']).map((name) => ({ name, hash: hashOf(name) }))
  const models = shape.models ?? ['gemini-3.6-flash']
  const cases = someCases(shape.cases ?? 36)
  const random = numbers(seed)
  const trials = prompts.flatMap(({ name, hash }) =>
    models.flatMap((model) =>
      cases.flatMap((one) =>
        Array.from({ length: repeats }, (_, index) => {
          const got = (['resolved', 'needs_info', 'handoff', 'failed'] as const)[Math.floor(random() * 4)] ?? 'failed'
          const ms = Math.round(400 + 2_600 * random() ** 2 + (random() < 0.04 ? 4_000 : 0))
          const decision = random() < wrong ? got : one.expect
          const common = { prompt: name, promptHash: hash, model, repeat: index + 1, ms, decision }
          if (decision === 'failed')
            return trialOf(one, { ...common, why: 'an empty answer', usage: undefined, cost: 0 })
          const checks = one.expect === 'resolved' ? [{ rule: 'never says “guarantee”', kept: random() > 0.03 }] : []
          return trialOf(one, { ...common, checks })
        }),
      ),
    ),
  )
  return { format: 1, at: noon, prompts, models, repeats, cases, trials, problems: [] }
}

function side(decision: Judged['decision'], text: string, more: Partial<Judged> = {}): Judged {
  return {
    decision,
    by: 'model',
    prompt: { name: 'assistant', hash: hashOf('assistant') },
    model: 'gemini-3.6-flash',
    texts: [text],
    reason: 'The passage answers what was asked.',
    sources: decision === 'resolved' ? ['hours.en#weekend'] : [],
    confidence: 0.9,
    topic: 'other',
    read: decision === 'resolved' ? 'now' : decision === 'handoff' ? 'when_told' : 'no',
    ...more,
  }
}

/** Four turns: newly Read, newly to staff, another change, no change. */
export function someReplay(more: Partial<Replay> = {}): Replay {
  const turn = (number: number, message: string, then: Judged, now: Judged, again?: Judged): ReplayedTurn => ({
    conversation: number,
    turn: 1,
    at: noon - number * 3_600_000,
    language: 'en',
    group: false,
    history:
      number === 1
        ? [
            { from: 'customer', text: 'hello' },
            { from: 'note', text: 'Staff had it for a while.' },
          ]
        : [],
    messages: [message],
    // oxlint-disable-next-line unicorn/no-thenable -- a replayed turn's word for what was decided in its time
    then,
    now,
    ...(again ? { again } : {}),
    changed: isChanged(then, now),
    newlyRead: isNewlyRead(then, now),
  })
  const turns = [
    turn(
      1,
      'can I still change my order [number]?',
      side('needs_info', 'Which order would you like to change?'),
      side('resolved', 'Which order? You can change any order until 18:00 on the day before.'),
    ),
    turn(
      2,
      'my name is [name], the cake was bad',
      side('resolved', 'We are sorry to hear that.'),
      side('handoff', 'A member of our staff will get back to you.', { said: 'resolved', lowered: 'low_confidence' }),
    ),
    turn(
      3,
      'do you have it in blue?',
      side('handoff', 'A member of our staff will get back to you.'),
      side('needs_info', 'Which one do you mean?'),
    ),
    turn(4, 'when do you open?', side('resolved', 'At 8:00.'), side('resolved', 'At 8:00.')),
  ]
  return {
    format: 1,
    at: noon,
    days: 7,
    since: noon - 7 * 86_400_000,
    prompt: { name: 'careful', hash: hashOf('careful') },
    model: 'gemini-3.6-flash',
    totals: {
      conversations: 4,
      forgotten: 1,
      turns: 6,
      leftOut: { media: 1, place: 0, erased: 1, tap: 0, not_judged: 0, limit: 0 },
      ...countsOf(turns),
      usage: { input: 12_800, output: 560 },
      cost: 0.0048,
    },
    matrix: matrixOf(turns, ({ now }) => now),
    turns,
    problems: [],
    ...more,
  }
}
