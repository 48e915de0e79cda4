import { expect, test } from 'vitest'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { createOffline } from '../../src/adapters/offline/offline.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { judgeCase } from '../../src/lab/judge-case.ts'
import { SUGGESTIONS } from '../../src/simulator/customers.ts'
import { quietLog } from '../flow/shop.ts'
import { aCase } from './trials.ts'

const decisions = { answer: 'resolved', vague: 'needs_info', person: 'handoff' } as const
const all = Object.entries(SUGGESTIONS).flatMap(([language, list]) => list.map((one) => ({ language, ...one })))

test.each(all)(
  'a newcomer who taps “$text” sees what its caption promises: $shows',
  async ({ language, text, shows }) => {
    const knowledge = await loadKnowledge('data/knowledge')
    const prompt = (await loadPrompts('prompts', 'assistant')).current()
    const judges = { model: createOffline(knowledge), prompt, knowledge, clock: systemClock, log: quietLog }
    const one = aCase({ language, messages: [text], expect: decisions[shows] })
    const tried = await judgeCase(one, judges, new AbortController().signal)
    expect(tried.decision).toBe(decisions[shows])
  },
)
