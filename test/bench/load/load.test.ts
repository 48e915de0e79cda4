import { describe, expect, test } from 'vitest'
import { parseEvent } from '../../../src/core/event.ts'
import { parseJudgement } from '../../../src/core/judgement.ts'
import { completionOf } from '../servers/model.ts'
import { burstsOf } from './bursts.ts'
import { latencyOf, median } from './latency.ts'
import { crowdOf, destination, saidBy } from './webhooks.ts'

describe('what many times come to', () => {
  test('a percentile is the time that so many of them did not pass', () => {
    const times = Array.from({ length: 1_000 }, (_, index) => 1_000 - index)
    expect(latencyOf(times)).toEqual({ p50: 500, p99: 990, p999: 999, max: 1_000 })
  })

  test('of few times the last percentiles are the slowest', () => {
    expect(latencyOf([3, 1, 2])).toEqual({ p50: 2, p99: 3, p999: 3, max: 3 })
    expect(latencyOf([])).toEqual({ p50: 0, p99: 0, p999: 0, max: 0 })
  })

  test('the median of an even number of rounds lies between the two in the middle; of none there is none', () => {
    expect(median([9, 1, 3, 5])).toBe(4)
    expect(median([9, 1, 3])).toBe(3)
    expect(() => median([])).toThrow('no values')
  })
})

describe('what is sent', () => {
  test('is an event as LINE sends it, and never the same one again', () => {
    const take = crowdOf({ customers: 10, burst: 2 }, 1, 1)
    const sent = [take(), take(), take()]
    expect(new Set(sent.map(({ eventId }) => eventId)).size).toBe(3)
    const [, body = ''] = String(sent[0]?.bytes).split('\r\n\r\n')
    const events: unknown[] = JSON.parse(body).events
    expect(parseEvent(events[0], { destination, receivedAt: 0 }).type).toBe('event')
  })

  test('a customer’s burst ends with a question, and others write in between', () => {
    const said = Array.from({ length: 6 }, (_, index) => saidBy(index, { customers: 3, burst: 2 }))
    expect(said.map(({ customer }) => customer)).toEqual([0, 1, 2, 0, 1, 2])
    expect(said.map(({ text }) => text.includes('?'))).toEqual([false, false, false, true, true, true])
  })

  test('a script of bursts is in the order of time', () => {
    const due = burstsOf(12).map((one) => one.due)
    expect(due).toEqual(due.toSorted((a, b) => a - b))
    expect(due.length).toBeGreaterThan(12)
  })
})

describe('the stand-in of a model', () => {
  const ask = (said: string) => {
    const messages = [
      { role: 'system', content: 'A prompt.\n<passage id="hours.en#weekend">From eight.</passage>' },
      { role: 'user', content: said },
    ]
    const answered = completionOf(JSON.stringify({ model: 'bench', messages }))
    const [choice] = answered.body.choices
    const parsed = parseJudgement(choice?.message.content ?? '')
    if (!parsed.ok) throw new Error(parsed.why)
    return { ...answered, judgement: parsed.judgement }
  }

  test('answers a question from a passage, greets a greeting, and asks about anything else', () => {
    expect(ask('Hi!\nare you open?').judgement).toMatchObject({ decision: 'resolved', sources: ['hours.en#weekend'] })
    expect(ask('Hello').judgement).toMatchObject({ decision: 'resolved', small_talk: true })
    expect(ask('we come by car').judgement).toMatchObject({ decision: 'needs_info' })
  })

  test('never says the same words twice, and no number', () => {
    const replies = Array.from({ length: 50 }, () => ask('are you open?').judgement.reply)
    expect(new Set(replies).size).toBe(50)
    expect(replies.join('')).not.toMatch(/\d/)
  })

  test('counts a token for each four bytes', () => {
    const [short, long] = [ask('are you open?'), ask(`are you open? ${'a'.repeat(400)}`)]
    expect(long.input - short.input).toBeGreaterThanOrEqual(100)
    expect(short.output).toBeGreaterThan(10)
  })
})
