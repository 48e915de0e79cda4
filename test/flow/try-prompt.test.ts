/** What is foretold of Read is what the flow then does, for scenes and for random lives of a conversation. */
import { describe, expect, test } from 'vitest'
import { createKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import type { Judgement } from '../../src/core/judgement.ts'
import type { Policy } from '../../src/core/policy.ts'
import { conversationOf, type Scene } from '../../src/core/scene.ts'
import { tryPrompt } from '../../src/flow/try-prompt.ts'
import { conversation, follow, judge, judgement, policyOf, read, receiveBy, t0, text } from '../core/situations.ts'
import { quietLog } from './shop.ts'

const knowledge = createKnowledge([{ id: 'hours.en#weekend', title: 'Weekend', text: 'From 8.', also: '' }])
const small = { small_talk: true, sources: [], reply: 'You are welcome!' }
const question = { decision: 'needs_info', reply: 'Which day?' } as const

const tried = (c: Conversation, says: Partial<Judgement>, by: Policy, now: number) =>
  tryPrompt(
    c,
    { name: 'a', text: '', write: () => 'Be kind.', uses: new Set(), hash: 'h', policy: by },
    {
      model: {
        name: 'm',
        takesMedia: true,
        judge: () => Promise.resolve({ ok: true, text: JSON.stringify(judgement(says)) }),
      },
      knowledge,
      clock: { ...systemClock, now: () => now },
      log: quietLog,
    },
    new AbortController().signal,
  )

type Said = [words: string, says: Partial<Judgement>]

/** Lives through all but the last; gives the conversation with the last one open. */
function lived(before: readonly Said[], last: string, by: Policy): { c: Conversation; now: number } {
  let c = conversation()
  let now = t0
  for (const [index, [words, says]] of before.entries()) {
    now += 60_000
    c = receiveBy(by, c, now, text(index + 1, now, { content: { type: 'text', text: words } }))
    now += 7_000
    c = follow(judge(c, now, says, by), now, undefined, by).c
  }
  now += 60_000
  c = receiveBy(by, c, now, text(before.length + 1, now, { content: { type: 'text', text: last } }))
  return { c, now: now + 7_000 }
}

describe('what would be Read', () => {
  const asks: Said = ['a cake', question]
  test.each<[string, Said[], Partial<Judgement>, Policy]>([
    ['an answer', [], {}, policyOf()],
    ['a question back', [], question, policyOf()],
    ['thanks beside an open question', [asks], small, policyOf()],
    ['an answer to an open question', [asks], {}, policyOf()],
    ['a hand-off of an open question', [asks], { decision: 'handoff' }, policyOf()],
    ['a hand-off after thanks and an open question', [asks, ['thanks', small]], { decision: 'handoff' }, policyOf()],
    ['an answer where only staff give Read', [], {}, policyOf({ read_on: ['taken'] })],
    ['a hand-off where only answers give Read', [asks], { decision: 'handoff' }, policyOf({ read_on: ['resolved'] })],
    ['a third question', [asks, asks], question, policyOf()],
    ['an answer without a source', [], { sources: [] }, policyOf()],
  ])('%s: as the flow then marks it', async (_, before, says, by) => {
    const { c, now } = lived(before, 'and now?', by)
    const foretold = await tried(c, says, by, now)
    const real = follow(judge(c, now, says, by), now, undefined, by).c
    const marked = read(real)
    for (const [id, given] of Object.entries(foretold.read))
      expect([id, given !== 'no']).toEqual([id, marked.includes(id)])
    const told = Object.values(foretold.read).includes('when_told')
    expect(told).toBe(foretold.decision === 'handoff' && marked.length > 0)
  })
})

describe('a scene is judged as the server would judge the conversation it stands for', () => {
  const of = (history: Scene['history'], ...messages: string[]) => conversationOf({ id: 's', history, messages }, t0)

  test('two questions back, and the third is a hand-off', async () => {
    const history: Scene['history'] = [
      { from: 'customer', text: 'a cake' },
      { from: 'assistant', text: 'Which day?' },
      { from: 'customer', text: 'a big one' },
      { from: 'assistant', text: 'Which day?' },
    ]
    const { decision, lowered } = await tried(of(history, 'hm'), question, policyOf(), t0)
    expect([decision, lowered]).toEqual(['handoff', 'third_question'])
  })

  test('“not solved” after an answer goes to staff by rule', async () => {
    const history: Scene['history'] = [
      { from: 'customer', text: 'when do you open?' },
      { from: 'assistant', text: 'From 8:00.' },
    ]
    const { decision, by } = await tried(of(history, 'not solved'), {}, policyOf(), t0)
    expect([decision, by]).toEqual(['handoff', 'rule'])
  })
})
