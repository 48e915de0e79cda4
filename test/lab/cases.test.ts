/** The shipped cases through the offline model, judged as the server judges. The table is printed on every run. */
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { createOffline } from '../../src/adapters/offline/offline.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { loadCases, trialCaseOf, type Case } from '../../src/lab/cases.ts'
import { casesJsonSchema } from '../../src/lab/case-schema.ts'
import { tableOf } from '../../src/lab/eval/table.ts'
import { figuresOfTrials, type TrialFigures } from '../../src/lab/figures.ts'
import { markOf } from '../../src/lab/trial-mark.ts'
import type { Trial } from '../../src/lab/trial.ts'
import { quietLog } from '../flow/shop.ts'
import { resultOf, trialsOf } from './trials.ts'

const languages = ['en', 'ja', 'zh-TW', 'th']
let cases: Case[]
let trials: Trial[]

beforeAll(async () => {
  const knowledge = await loadKnowledge('data/knowledge')
  const prompt = (await loadPrompts('prompts', 'assistant')).current()
  const loaded = await loadCases('prompts/cases', new Set(knowledge.passages().map(({ id }) => id)))
  expect(loaded.mistakes).toEqual([])
  cases = loaded.cases
  trials = await trialsOf(cases, {
    model: createOffline(knowledge),
    prompt,
    knowledge,
    clock: systemClock,
    log: quietLog,
  })
})

const of = (which: (one: Case) => boolean): TrialFigures =>
  figuresOfTrials(trials, cases.filter(which).map(trialCaseOf))

test('the table', () => {
  for (const part of ['tuning', 'held-out']) {
    const own = cases.filter((one) => one.heldOut === (part === 'held-out'))
    const ids = new Set(own.map(({ id }) => id))
    const judged = trials.filter((trial) => ids.has(trial.case))
    console.log(
      `\noffline model, shipped cases, ${part}\n${tableOf(resultOf(judged, own.map(trialCaseOf))).join('\n')}\n`,
    )
  }
  expect(trials).toHaveLength(cases.length)
})

describe('the shipped cases', () => {
  test('are 60 or more, in four languages, with a part held out', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60)
    for (const language of languages) {
      expect(cases.some((one) => one.language === language && one.heldOut)).toBe(true)
    }
  })

  test('used for tuning: 95 % right, false reads under 3 %, no hand-off missed, and no rule of a reply broken', () => {
    const figures = of((one) => !one.heldOut)
    const tuning = cases.filter((one) => !one.heldOut)
    const ids = new Set(tuning.map(({ id }) => id))
    const wrong = trials
      .filter((trial) => ids.has(trial.case) && markOf(trial) !== 'right')
      .map((trial) => [trial.case, markOf(trial), trial.checks])
    expect(figures.right?.rate, JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.95)
    const notResolved = tuning.filter((one) => one.expect !== 'resolved').length
    expect(figures.falseReads!.count / notResolved).toBeLessThan(0.03)
    expect(figures.missedHandoffs?.count).toBe(0)
    expect(figures.checks.broken, JSON.stringify(wrong)).toBe(0)
    expect(figures.checks.kept).toBeGreaterThan(0)
  })

  // The aim is 90 % and 3 % here too. A search by words reaches less on sentences it has never seen; what it reaches is
  // held here so that it does not get worse unseen (docs/decisions/0010-offline-model.md).
  test('held out: three in four right, no more than two false reads, hardly a hand-off missed', () => {
    const figures = of((one) => one.heldOut)
    expect(figures.right?.rate).toBeGreaterThanOrEqual(0.73)
    expect(figures.falseReads?.count).toBeLessThanOrEqual(2)
    expect(figures.missedHandoffs?.rate).toBeLessThanOrEqual(0.1)
  })

  test('have an editor’s help that says what the lab checks', async () => {
    const shipped = await readFile('prompts/cases.schema.json', 'utf8').catch(() => '')
    expect(shipped === casesJsonSchema(), 'prompts/cases.schema.json is old: npm run lab -- schema').toBe(true)
  })
})
