/** Who takes part in an experiment, with which prompt, and what it comes to. */
import { describe, expect, test } from 'vitest'
import { startExperimentCounting } from '../../src/core/experiment-results.ts'
import { chooseVariant, partIn, type Experiment } from '../../src/core/experiment.ts'
import { begin } from '../../src/core/conversation.ts'
import { policySchema } from '../../src/core/policy.ts'
import type { Prompt } from '../../src/core/request.ts'
import type { TurnRow } from '../../src/core/turn-row.ts'
import { promptFor, shareOf } from '../../src/flow/prompt-for.ts'

const policy = policySchema.parse({})
const tenth: Experiment = {
  name: 'shorter',
  variants: [
    { prompt: 'assistant', weight: 9 },
    { prompt: 'shorter', weight: 1 },
  ],
}

/** Ids as LINE makes them: U and 32 hexadecimal digits; these count up, as a poor hash would not like. */
const ids = Array.from({ length: 100_000 }, (_, n) => `Ubot:user:U${n.toString(16).padStart(32, '0')}`)
const choose = (experiment: Experiment, id: string) => chooseVariant(experiment, shareOf(experiment.name, id))

describe('the split', () => {
  test('of 100,000 conversations is within 1 % of the weights, and each falls alike whenever it is asked', () => {
    const first = ids.map((id) => choose(tenth, id))
    const shorter = first.filter((prompt) => prompt === 'shorter').length
    expect(Math.abs(shorter / ids.length - 0.1)).toBeLessThan(0.01)
    expect(ids.map((id) => choose(tenth, id))).toEqual(first)
  })

  test.each([
    [
      [1, 1, 1],
      [1 / 3, 1 / 3, 1 / 3],
    ],
    [
      [97, 2, 1],
      [0.97, 0.02, 0.01],
    ],
    [
      [1, 0, 3],
      [0.25, 0, 0.75],
    ],
  ])('by weights %j is within 1 %%', (weights, shares) => {
    const variants = weights.map((weight, index) => ({ prompt: `p${index}`, weight }))
    const chosen = ids.map((id) => choose({ name: 'three', variants }, id))
    for (const [index, share] of shares.entries()) {
      const counted = chosen.filter((prompt) => prompt === `p${index}`).length / ids.length
      expect(Math.abs(counted - share)).toBeLessThan(0.01)
    }
  })

  test('of another experiment is another: who had the new prompt once is not always the one who does', () => {
    const both = ids.filter(
      (id) => choose(tenth, id) === 'shorter' && choose({ ...tenth, name: 'warmer' }, id) === 'shorter',
    )
    expect(Math.abs(both.length / ids.length - 0.01)).toBeLessThan(0.002)
  })
})

test('two processes choose alike for conversations that nobody has judged yet', () => {
  const named = (name: string): Prompt => ({ name, text: '', write: () => '', uses: new Set(), policy, hash: name })
  const started = () => ({ prompts: { current: () => named('assistant'), named, experiment: () => tenth } })
  const chosen = () => {
    const parts = started()
    return ids.slice(0, 1_000).map((id) => promptFor(begin(id, 'b', { type: 'user', id }), parts).prompt.name)
  }
  expect(chosen()).toEqual(chosen())
  expect(new Set(chosen())).toEqual(new Set(['assistant', 'shorter']))
})

describe('a conversation', () => {
  const fresh = begin('b:user:U1', 'b', { type: 'user', id: 'U1' })
  const never = () => {
    throw new Error('nobody asks for its share')
  }

  test('keeps what it was assigned, whatever the weights are by now', () => {
    const assigned = { experiment: 'shorter', prompt: 'shorter' }
    const all = { ...tenth, variants: [{ prompt: 'assistant', weight: 1 }] }
    expect(partIn({ ...fresh, assigned, turns: 3 }, all, never)).toEqual(assigned)
  })

  test('that was judged before the experiment began takes no part', () => {
    expect(partIn({ ...fresh, turns: 1 }, tenth, never)).toBeUndefined()
  })

  test('of an earlier experiment takes no part in the next', () => {
    expect(partIn({ ...fresh, assigned: { experiment: 'old', prompt: 'x' }, turns: 2 }, tenth, never)).toBeUndefined()
  })

  test('takes no part when none runs', () => {
    expect(partIn(fresh, undefined, never)).toBeUndefined()
  })
})

describe('results', () => {
  const hour = 3_600_000
  const now = 1_000 * hour
  let turn = 0
  const row = (conversation: string, values: Partial<TurnRow> = {}): TurnRow => ({
    conversation,
    turn: `t${++turn}`,
    at: now - 48 * hour + turn,
    receivedAt: now - 48 * hour,
    decision: 'resolved',
    by: 'model',
    topic: 'hours',
    language: 'en',
    model: 'm',
    prompt: 'shorter',
    promptHash: 'aaa',
    experiment: 'shorter',
    input: 10,
    output: 5,
    messages: [],
    ...values,
  })
  const resultsOf = (rows: TurnRow[]) => {
    const counting = startExperimentCounting('shorter', now)
    for (const one of rows) counting.add(one)
    return counting.results()
  }
  const byRule: Partial<TurnRow> = { by: 'rule', experiment: undefined, prompt: undefined, decision: 'tap' }

  test('count conversations, not turns: one who was handed over three times is one', () => {
    const three = [1, 2, 3].map(() => row('a', { decision: 'handoff' }))
    const { rates, conversations, turns } = resultsOf([...three, row('b')]).get('shorter')!
    expect([conversations, turns]).toEqual([2, 4])
    expect(rates.handedOff).toMatchObject({ count: 1, n: 2 })
  })

  test('a tap for a person, which no prompt is asked for, is a hand-off of the prompt that the conversation has', () => {
    expect(resultsOf([row('a'), row('a', byRule)]).get('shorter')!.rates.handedOff).toMatchObject({ count: 1, n: 1 })
    expect(resultsOf([row('z', byRule)]).size).toBe(0)
  })

  test('what a rule or a tap gives to staff after the experiment was off, or had ended, is no more its hand-off', () => {
    const own = row('a', { experiment: undefined, prompt: 'assistant' })
    const after = resultsOf([row('a'), own, row('a', byRule)])
    expect(after.get('shorter')!.rates.handedOff).toMatchObject({ count: 0, n: 1 })
    const back = resultsOf([row('a'), own, row('a'), row('a', byRule)])
    expect(back.get('shorter')!.rates.handedOff).toMatchObject({ count: 1, n: 1 })
  })

  test('what a rule decides, at the first message too, is of the conversation’s variant; after the switch-off it is not', () => {
    const rule: Partial<TurnRow> = { by: 'rule', decision: 'handoff', model: undefined, promptHash: undefined }
    expect(resultsOf([row('a', rule)]).get('shorter')).toMatchObject({
      conversations: 1,
      hashes: [],
      rates: { handedOff: { count: 1, n: 1 } },
    })
    const off = row('a', { ...rule, experiment: undefined, prompt: undefined })
    expect(resultsOf([row('a'), off]).get('shorter')!.rates.handedOff).toMatchObject({ count: 0, n: 1 })
  })

  test('costs are of what is counted, and unknown when a price is', () => {
    const prices = new Map([['m', { input: 1_000_000, output: 0 }]])
    const costOf = (rows: TurnRow[]) => {
      const counting = startExperimentCounting('shorter', now, prices)
      for (const one of rows) counting.add(one)
      return counting.results().get('shorter')?.cost
    }
    expect(costOf([row('a'), row('b', { observed: true }), row('c', { observed: true })])).toBe(10)
    expect(costOf([row('a'), row('b', { model: 'unknown' }), row('c')])).toBeUndefined()
    expect(resultsOf([row('a')]).get('shorter')?.cost).toBeUndefined()
  })

  test('who came back is counted once the 24 h are over, and of those who have an answer', () => {
    const recent = row('c', { at: now - hour, answeredAt: now - hour, returnedAt: now })
    const came = row('a', { answeredAt: now - 47 * hour, returnedAt: now - 46 * hour, cameBackAt: now - 46 * hour })
    const other = row('d', { answeredAt: now - 47 * hour, returnedAt: now - 46 * hour })
    const { rates } = resultsOf([came, row('b'), other, row('e', { decision: 'needs_info' }), recent]).get('shorter')!
    expect(rates.returned).toMatchObject({ count: 2, n: 3 })
    expect(rates.overturned).toMatchObject({ count: 1, n: 3 })
  })

  test('"Not solved" is of those who said anything', () => {
    const { rates } = resultsOf([row('a', { solved: false }), row('b', { solved: true }), row('c')]).get('shorter')!
    expect(rates.notSolved).toMatchObject({ count: 1, n: 2 })
  })

  test('turns judged while the experiments were off, and those of others, are in none', () => {
    const off = row('a', { experiment: undefined, prompt: 'assistant', decision: 'handoff' })
    const elsewhere = row('x', { experiment: 'warmer' })
    const results = resultsOf([row('a'), off, elsewhere])
    expect([...results.keys()]).toEqual(['shorter'])
    expect(results.get('shorter')).toMatchObject({
      turns: 1,
      conversations: 1,
      rates: { handedOff: { count: 0, n: 1 } },
    })
  })

  test('what was only observed is in none, and a prompt changed on the way is told by its two hashes', () => {
    const results = resultsOf([row('a'), row('b', { promptHash: 'bbb' }), row('c', { observed: true })])
    expect(results.get('shorter')).toMatchObject({ conversations: 2, hashes: ['aaa', 'bbb'] })
  })
})
