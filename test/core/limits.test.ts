/** Limits as values: what counts against a customer's day, and what a third answer of the same words comes to. */
import { describe, expect, test } from 'vitest'
import type { Content } from '../../src/core/content.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import type { Fact } from '../../src/core/facts.ts'
import { fixedReason } from '../../src/core/fixed-reason.ts'
import { dayLimit, isTooMuch, mostInTurn, mostOfHistory } from '../../src/core/limits.ts'
import { requestFor } from '../../src/core/request.ts'
import { limitSentences } from '../../src/core/sentences/limits.ts'
import { staffLanguages } from '../../src/core/sentences/words.ts'
import { sentence } from '../../src/core/sentences.ts'
import { turnOf } from '../../src/core/turn.ts'
import * as situation from './situations.ts'

const { conversation, judge, receive, text, t0, follow, policyOf, message, unsend } = situation
const [s, minute, hour] = [1_000, 60_000, 3_600_000]
const limits = policyOf({ turns_a_day: 3, tokens_a_day: 1_000 })

/** A judgement that took so many tokens, or a rule's. */
const judged = (c: Conversation, at: number, tokens: number, by: 'model' | 'rule' = 'model') =>
  evolveAll(c, [
    {
      type: 'failed',
      at,
      turn: 't1',
      messages: [],
      why: 'nothing usable',
      origin: { by, usage: { input: tokens - 1, output: 1 } },
    },
  ])
const times = (count: number, c: Conversation, at: number, tokens = 10) =>
  Array.from({ length: count }).reduce<Conversation>((one) => judged(one, at, tokens), c)

describe('a customer’s day', () => {
  test('is over with the last judgement that the policy gives, in turns or in tokens, in and out', () => {
    expect(dayLimit(conversation(), limits, t0)).toBeUndefined()
    expect(dayLimit(times(2, conversation(), t0), limits, t0)).toBeUndefined()
    expect(dayLimit(times(3, conversation(), t0), limits, t0)).toBe('turns_a_day')
    expect(dayLimit(judged(conversation(), t0, 999), limits, t0)).toBeUndefined()
    expect(dayLimit(judged(conversation(), t0, 1_000), limits, t0)).toBe('tokens_a_day')
  })

  test('begins with its first judgement and lasts 24 h', () => {
    const spent = times(3, judged(conversation(), t0, 10), t0 + 23 * hour)
    expect(dayLimit(spent, limits, t0 + 24 * hour - 1)).toBe('turns_a_day')
    expect(dayLimit(spent, limits, t0 + 24 * hour)).toBeUndefined()
    const next = judged(spent, t0 + 25 * hour, 10)
    expect(next.used).toEqual({ since: t0 + 25 * hour, turns: 1, tokens: 10 })
  })

  test('counts a judgement whose tokens nobody told as well, also one that gave nothing usable', () => {
    const untold = (c: Conversation, at: number) =>
      evolveAll(c, [
        { type: 'failed', at, turn: 't1', messages: [], why: 'blocked', origin: { by: 'model', model: 'm', ms: 900 } },
      ])
    const spent = [1, 2, 3].reduce<Conversation>((c) => untold(c, t0), conversation())
    expect(spent.used).toEqual({ since: t0, turns: 3, tokens: 0 })
    expect(dayLimit(spent, limits, t0)).toBe('turns_a_day')
  })

  test('rules of ours do not count, and neither does a window that a jumped clock began in the future', () => {
    expect(judged(conversation(), t0, 10, 'rule').used).toBeUndefined()
    expect(dayLimit(times(3, conversation(), t0 + hour), limits, t0)).toBeUndefined()
  })

  test('goes on when everything said is forgotten: blocking and adding the account is no way round it', () => {
    const spent = times(3, conversation(), t0)
    const forgotten = evolveAll(spent, [{ type: 'forgotten', at: t0 + s, event: 'e', by: 'unfollow' }])
    expect(dayLimit(forgotten, limits, t0 + s)).toBe('turns_a_day')
  })

  test('by default is far above what anybody needs who only asks', () => {
    expect(policyOf()).toMatchObject({ turns_a_day: 100, tokens_a_day: 500_000 })
  })
})

describe('more than the model is shown at once', () => {
  const turnWith = (count: number, words: string) => {
    const events = Array.from({ length: count }, (_, id) =>
      text(id, t0 + id, { content: { type: 'text', text: words } }),
    )
    return turnOf(receive(conversation(), t0 + s, ...events))!
  }

  test('is one message or one character past the limit', () => {
    expect(isTooMuch(turnWith(mostInTurn.messages, 'a'))).toBe(false)
    expect(isTooMuch(turnWith(mostInTurn.messages + 1, 'a'))).toBe(true)
    const longest = 'a'.repeat(5_000)
    expect(isTooMuch(turnWith(mostInTurn.characters / 5_000, longest))).toBe(false)
    expect(isTooMuch(turnWith(mostInTurn.characters / 5_000, `${longest}a`))).toBe(true)
  })

  test('counts what text files hold', () => {
    const turn = turnWith(2, 'a'.repeat(5_000))
    const look = (length: number) => new Map([['1', { type: 'text' as const, text: 'a'.repeat(length) }]])
    expect(isTooMuch(turn, look(mostInTurn.characters - 10_000))).toBe(false)
    expect(isTooMuch(turn, look(mostInTurn.characters - 9_999))).toBe(true)
  })
})

test('what was said before is a window: the oldest of it goes first, and the turn itself is whole', () => {
  let c = conversation()
  for (let id = 1; id <= 12; id += 1) {
    const at = t0 + id * hour
    const asked = receive(c, at, text(id, at, { content: { type: 'text', text: `${id} `.padEnd(5_000, 'a') } }))
    c = follow(judge(asked, at + s, { reply: `Yes${', yes'.repeat(id)}.` }), at + s).c
  }
  const now = t0 + 13 * hour
  const turn = turnOf(receive(c, now, text(13, now, { content: { type: 'text', text: 'b'.repeat(5_000) } })))!
  const prompt = {
    name: 'a',
    text: '',
    write: () => 'Be kind.',
    uses: new Set<string>(),
    hash: 'h',
    policy: policyOf(),
  }
  const { contents } = requestFor({ conversation: c, turn, prompt }, [], { now })
  const said = contents.slice(0, -1).map((one) => one.text)
  expect(contents.at(-1)?.text).toHaveLength(5_000)
  expect(said.at(-1)).toBe(`Yes${', yes'.repeat(12)}.`)
  const length = said.join('').length
  expect([length <= mostOfHistory, length > mostOfHistory - 5_100]).toEqual([true, true])
})

describe('the same answer again', () => {
  const asks = (c: Conversation, id: number, at: number) => receive(c, at, text(id, at))
  /** The customer asks, and the model says this. */
  const said = (c: Conversation, id: number, at: number, reply = 'From 8:00.', values = {}) =>
    follow(judge(asks(c, id, at), at + s, { reply, ...values }), at + s)
  const once = (reply?: string) => said(conversation(), 1, t0, reply).c
  const buttons = (c: Conversation) => {
    const action = c.pending?.actions.find((one) => one.kind === 'reply')
    const last = action?.kind === 'reply' ? action.body.at(-1) : undefined
    return last?.type === 'text' ? (last.quickReply?.items.map(({ action: { label } }) => label) ?? []) : []
  }

  test.each(['From 8:00.', ' from  8：00．', 'ＦＲＯＭ 8:00.'])(
    '“%s” the second time within ten minutes: the answer, Read, and a person is offered instead of asking the outcome',
    (words) => {
      const again = judge(asks(once(), 2, t0 + 9 * minute), t0 + 9 * minute + s, { reply: words })
      expect(buttons(again)).toEqual(['Talk to a person'])
      const { c, calls } = follow(again, t0 + 9 * minute + s)
      expect(calls.at(-1)?.texts.at(-1)).toBe('If this does not answer it, I can pass you to a person.')
      expect(calls.at(-1)?.texts).toHaveLength(2)
      expect(message(c, 2)).toMatchObject({ state: 'closed', readAt: t0 + 9 * minute + s })
      expect(c.outcomes).toHaveLength(1)
      expect(c.mode).toBe('assistant')
    },
  )

  test('whether it solved it is not asked beside that, though a day has passed since it was', () => {
    const nextDay = said(once('Yes, we are.'), 2, t0 + 23 * hour + 55 * minute).c
    expect(nextDay.outcomes).toHaveLength(1)
    const at = t0 + 24 * hour + minute
    expect(follow(judge(asks(nextDay, 3, at), at + s, { reply: 'From 8:00.' }), at + s).c.outcomes).toHaveLength(1)
  })

  test('the third time a person has it, and the ledger says why', () => {
    const twice = said(once(), 2, t0 + 2 * minute).c
    const { c } = said(twice, 3, t0 + 4 * minute)
    expect(c.mode).toBe('staff')
    expect(c.facts.findLast(({ type }) => type === 'judged')).toMatchObject({
      said: 'resolved',
      decision: 'handoff',
      lowered: 'same_answer',
    })
  })

  test('ten minutes later, and with other words, it is an answer like any', () => {
    expect(buttons(judge(asks(once(), 2, t0 + 11 * minute), t0 + 11 * minute + s, { reply: 'From 8:00.' }))).toEqual([])
    expect(buttons(judge(asks(once(), 2, t0 + minute), t0 + minute + s, { reply: 'From 8:00, always.' }))).toEqual([])
  })

  test('a greeting is said as often as one is greeted', () => {
    const hello = { reply: 'Hello!', small_talk: true, sources: [] }
    let c = conversation()
    for (const id of [1, 2, 3, 4]) c = said(c, id, t0 + id * minute, 'Hello!', hello).c
    expect(c.mode).toBe('assistant')
    expect(c.answers.at(-1)?.texts).toEqual(['Hello!'])
  })

  test('what the customer took back is erased, and says nothing any more', () => {
    const taken = receive(once(), t0 + minute, unsend(1, t0 + minute))
    expect(buttons(judge(asks(taken, 2, t0 + 2 * minute), t0 + 2 * minute + s, { reply: 'From 8:00.' }))).toEqual([])
  })

  test('an answer that went out in front of another counts', () => {
    const c: Conversation = {
      ...once(),
      answers: [{ at: t0, turn: 't1', messages: ['1'], texts: ['One moment.', 'From 8:00.', 'It is free.'] }],
    }
    expect(buttons(judge(asks(c, 2, t0 + minute), t0 + minute + s, { reply: 'From 8:00.' }))).toEqual([
      'Talk to a person',
    ])
  })

  test('in a group one member’s question is not another’s', () => {
    const group: Conversation = { ...conversation(), chat: { type: 'group', id: 'G1' } }
    const by = (member: string, c: Conversation, id: number, at: number) => {
      const content = {
        type: 'text',
        text: '@shop open?',
        mentions: [{ index: 0, length: 5, isSelf: true }],
      } satisfies Content
      const written = text(id, at, { by: member, chat: group.chat, content })
      return judge(receive(c, at, written), at + s, { reply: 'From 8:00.' })
    }
    const first = follow(by('Uaiko', group, 1, t0), t0 + s).c
    expect(buttons(by('Uben', first, 2, t0 + minute))).toEqual([])
    expect(buttons(by('Uaiko', first, 2, t0 + minute))).toEqual(['Talk to a person'])
  })

  test('a long answer, cut into several messages, is known again', () => {
    const long = 'A sentence about bread. '.repeat(400)
    const again = judge(asks(once(long), 2, t0 + minute), t0 + minute + s, { reply: long })
    expect(buttons(again)).toEqual(['Talk to a person'])
    expect(follow(again, t0 + minute + s).calls.at(-1)?.texts.length).toBeLessThanOrEqual(5)
  })
})

test('a limit is told to staff in their language, and the customer’s ledger names it', () => {
  const base = receive(conversation(), t0, text(1, t0))
  const failed = { type: 'failed', at: t0, turn: 't1', messages: ['1'], why: '', origin: { by: 'rule' } } satisfies Fact
  for (const limit of ['turns_a_day', 'tokens_a_day', 'too_much', 'spending', 'queue'] as const) {
    const fact = { ...failed, limit }
    const c = evolveAll(base, [fact])
    expect(fixedReason(c, 't1')).toEqual({ type: 'limit', limit })
    for (const language of staffLanguages) expect(sentence(fact, c, language)).toBe(limitSentences[language][limit])
  }
})
