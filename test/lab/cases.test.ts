/** The shipped cases through the offline model, judged as the server judges. The table is printed on every run. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { BrokenFile } from '../../src/adapters/markdown/broken-file.ts'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { quietLog } from '../flow/shop.ts'
import { createOffline } from '../../src/adapters/offline/offline.ts'
import { loadCases, type Case } from '../../src/lab/cases.ts'
import { falseReadRate, figuresOf, tableOf, type Figures } from '../../src/lab/figures.ts'
import { judgeCase, type Outcome } from '../../src/lab/judge-case.ts'

const languages = ['en', 'ja', 'zh-TW', 'th']
let cases: Case[]
let outcomes: Outcome[]

beforeAll(async () => {
  const knowledge = await loadKnowledge('data/knowledge')
  const prompt = (await loadPrompts('prompts', 'assistant')).current()
  cases = await loadCases('prompts/cases', new Set(knowledge.passages().map(({ id }) => id)))
  const judges = { model: createOffline(knowledge), prompt, knowledge, clock: systemClock, log: quietLog }
  outcomes = []
  for (const one of cases) outcomes.push(await judgeCase(one, judges, new AbortController().signal))
})

const of = (which: (one: Outcome) => boolean): Figures => figuresOf(outcomes.filter(which))

test('the table', () => {
  const rows = ['tuning', 'held-out'].flatMap((part) => {
    const inPart = (one: Outcome) => one.case.heldOut === (part === 'held-out')
    return [
      ...languages.map((tag): [string, Figures] => [`${part} ${tag}`, of((o) => inPart(o) && o.case.language === tag)]),
      [`${part} all`, of(inPart)] satisfies [string, Figures],
    ]
  })
  console.log(`\noffline model, shipped cases\n${tableOf([...rows, ['all', of(() => true)]])}\n`)
  expect(outcomes).toHaveLength(cases.length)
})

describe('the shipped cases', () => {
  test('are 60 or more, in four languages, with a part held out', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60)
    for (const language of languages) {
      expect(cases.some((one) => one.language === language && one.heldOut)).toBe(true)
    }
  })

  test('used for tuning: 90 % right, false reads under 3 %, and no hand-off missed', () => {
    const figures = of((one) => !one.case.heldOut)
    expect(figures.right / figures.cases).toBeGreaterThanOrEqual(0.95)
    expect(falseReadRate(figures)).toBeLessThan(0.03)
    expect(figures.missedHandoffs).toBe(0)
  })

  // The aim is 90 % and 3 % here too. A search by words reaches less on sentences it has never seen; what it reaches is
  // held here so that it does not get worse unseen (docs/decisions/0010-offline-model.md).
  test('held out: three in four right, no more than two false reads, hardly a hand-off missed', () => {
    const figures = of((one) => one.case.heldOut)
    expect(figures.right / figures.cases).toBeGreaterThanOrEqual(0.73)
    expect(figures.falseResolved + figures.wrongSource).toBeLessThanOrEqual(2)
    expect(figures.missedHandoffs / figures.handoffs).toBeLessThanOrEqual(0.1)
  })
})

describe('a case', () => {
  const passages = new Set(['hours.en#weekend'])
  async function load(yaml: string): Promise<Case[] | string> {
    const dir = await mkdtemp(join(tmpdir(), 'kidoku-cases-'))
    try {
      await writeFile(join(dir, 'held-out.en.yaml'), yaml)
      return await loadCases(dir, passages)
    } catch (error) {
      if (error instanceof BrokenFile) return error.message.replaceAll(join(dir, ''), '')
      throw error
    } finally {
      await rm(dir, { recursive: true })
    }
  }

  test('has its language and part from the file, and one source or several', async () => {
    const found = await load("- {id: a, messages: ['sunday?'], expect: resolved, source: 'hours.en#weekend'}")
    expect(found).toMatchObject([{ id: 'a', language: 'en', heldOut: true, source: ['hours.en#weekend'], history: [] }])
  })

  test.each([
    ['a decision there is not', "- id: a\n  messages: ['x']\n  expect: maybe", /held-out\.en\.yaml:3: 0\.expect: /],
    [
      'a source there is not',
      "- id: a\n  messages: ['x']\n  expect: resolved\n  source: hours.en#moon",
      /yaml:4: there is no passage hours\.en#moon/,
    ],
    [
      'a resolved without source',
      "- id: a\n  messages: ['x']\n  expect: resolved",
      /yaml:1: 0: a resolved case needs a source/,
    ],
    [
      'an id twice',
      "- {id: a, messages: ['x'], expect: handoff}\n- {id: a, messages: ['y'], expect: handoff}",
      /yaml:2: the id a is taken by/,
    ],
    ['a setting there is not', "- id: a\n  messages: ['x']\n  expects: handoff", /yaml:3: 0\.expects is not a setting/],
    ['no YAML', '- {id: a', /not YAML/],
  ])('%s is named with file, line and remedy', async (_, yaml, message) => {
    expect(await load(yaml)).toMatch(message)
  })
})
