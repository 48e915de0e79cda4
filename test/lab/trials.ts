/** Cases and trials for tests of the lab. */
import type { Case } from '../../src/lab/cases.ts'
import { usualTime } from '../../src/lab/case-schema.ts'
import { judgeCase, trialOf, type Judges } from '../../src/lab/judge-case.ts'
import type { Result, Trial, TrialCase } from '../../src/lab/trial.ts'

/** A case that a person has to take, but for what is said otherwise. */
export const aCase = (some: Partial<Case>): Case => ({
  id: 'a',
  language: 'en',
  heldOut: false,
  at: usualTime,
  history: [],
  messages: ['hello?'],
  look_ups: [],
  expect: 'handoff',
  source: [],
  small_talk: false,
  records: [],
  reply: { must: [], never: [] },
  sure: 'always',
  ...some,
})

/** What a result keeps of a case that a passage answers, but for what is said otherwise. */
export const aTrialCase = (some: Partial<TrialCase> = {}): TrialCase => {
  const { id = 'a' } = some
  return {
    id,
    language: 'en',
    heldOut: false,
    hash: `hash of ${id}`,
    expect: 'resolved',
    sure: 'always',
    history: [],
    messages: [`what is asked in ${id}`],
    ...some,
  }
}

/** A right one that a model resolved, but for what is said otherwise. */
export const aTrial = (some: Partial<Trial> = {}): Trial => ({
  case: 'a',
  prompt: 'assistant',
  promptHash: 'hash-of-assistant',
  model: 'm',
  repeat: 1,
  decision: 'resolved',
  by: 'model',
  sources: [],
  topic: 'other',
  language: 'en',
  reason: '',
  reply: '',
  texts: [],
  right: true,
  falseRead: false,
  missedHandoff: false,
  checks: [],
  ms: 100,
  ...some,
})

/** A result of one prompt and one model, as their trials tell. */
export function resultOf(trials: readonly Trial[], cases: readonly TrialCase[], some: Partial<Result> = {}): Result {
  const [{ prompt, promptHash, model } = aTrial()] = trials
  const of = { prompts: [{ name: prompt, hash: promptHash }], models: [model], repeats: 1 }
  return { format: 1, at: 0, ...of, cases: [...cases], trials: [...trials], problems: [], ...some }
}

/** Judges cases one after another, each once. */
export async function trialsOf(cases: readonly Case[], judges: Judges): Promise<Trial[]> {
  const trials: Trial[] = []
  for (const one of cases) {
    const tried = await judgeCase(one, judges, new AbortController().signal)
    trials.push(trialOf(one, tried, { prompt: judges.prompt, model: judges.model.name, repeat: 1 }))
  }
  return trials
}
