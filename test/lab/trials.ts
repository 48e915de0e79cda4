/** Cases and trials for tests of the lab. */
import type { Case } from '../../src/lab/cases.ts'
import { usualTime } from '../../src/lab/case-schema.ts'
import { judgeCase, trialOf, type Judges } from '../../src/lab/judge-case.ts'
import type { Trial } from '../../src/lab/trial.ts'

/** A case that a person has to take, but for what is said otherwise. */
export const aCase = (some: Partial<Case>): Case => ({
  id: 'a',
  language: 'en',
  heldOut: false,
  at: usualTime,
  history: [],
  messages: ['hello?'],
  expect: 'handoff',
  source: [],
  small_talk: false,
  reply: { must: [], never: [] },
  sure: 'always',
  ...some,
})

/** Judges cases one after another, each once. */
export async function trialsOf(cases: readonly Case[], judges: Judges): Promise<Trial[]> {
  const trials: Trial[] = []
  for (const one of cases) {
    const tried = await judgeCase(one, judges, new AbortController().signal)
    trials.push(trialOf(one, tried, { prompt: judges.prompt, model: judges.model.name, repeat: 1 }))
  }
  return trials
}
