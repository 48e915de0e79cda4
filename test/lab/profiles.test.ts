/**
 * The profiles beside `assistant`: their prompts, passages and cases, and what comes of them without a model. The tables
 * are printed on every run. How a server is with them: profile-servers.test.ts.
 */
import { readdir } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadSystems } from '../../src/adapters/look-ups/declared-systems.ts'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { createOffline } from '../../src/adapters/offline/offline.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { readConfig } from '../../src/config.ts'
import type { PromptPolicy } from '../../src/core/policy.ts'
import { loadCases, trialCaseOf, type Case } from '../../src/lab/cases.ts'
import { tableOf } from '../../src/lab/eval/table.ts'
import { figuresOfTrials, type TrialFigures } from '../../src/lab/figures.ts'
import type { Trial } from '../../src/lab/trial.ts'
import { quietLog } from '../flow/shop.ts'
import { aCase, resultOf, trialsOf } from './trials.ts'

const languages = ['en', 'ja', 'zh-TW', 'th']
const profiles = ['order-tracking', 'tasks', 'teaching']

/** What ships for a profile, found the way the server finds it. */
async function profileOf(profile: string) {
  const read = readConfig({ PROFILE: profile })
  if (!read.ok) throw new Error('no configuration')
  const { promptsDir, knowledgeDir } = read.config
  const prompt = (await loadPrompts(promptsDir, profile)).current()
  const knowledge = await loadKnowledge(knowledgeDir)
  const ids = new Set(knowledge.passages().map(({ id }) => id))
  const systems = await loadSystems(promptsDir)
  expect(systems.mistakesOf(prompt)).toEqual([])
  const { cases, mistakes } = await loadCases(`prompts/cases/${profile}`, ids, systems)
  expect(mistakes).toEqual([])
  return { prompt, knowledge, systems, ids, knowledgeDir, cases }
}
type Profile = Awaited<ReturnType<typeof profileOf>>

/** What the offline model makes of cases, judged as the server judges. */
const offline = (
  { prompt, knowledge, systems }: Profile,
  cases: readonly Case[],
  policy: PromptPolicy = prompt.policy,
) =>
  trialsOf(cases, {
    model: createOffline(knowledge),
    prompt: { ...prompt, policy },
    knowledge,
    systems,
    clock: systemClock,
    log: quietLog,
  })

const figuresOf = (trials: readonly Trial[], cases: readonly Case[]): TrialFigures =>
  figuresOfTrials(trials, cases.map(trialCaseOf))

const tableFor = (trials: readonly Trial[], cases: readonly Case[]): string =>
  tableOf(resultOf(trials, cases.map(trialCaseOf))).join('\n')

test('every prompt that ships is tried here or in cases.test.ts', async () => {
  const names = (await readdir('prompts')).filter((name) => name.endsWith('.md'))
  expect(names.toSorted()).toEqual(['assistant', ...profiles].map((name) => `${name}.md`).toSorted())
})

describe.each(profiles)('%s', (name) => {
  let profile: Profile
  beforeAll(async () => void (profile = await profileOf(name)))

  test('has passages of its own, the same ones in four languages, and room for all of them in a request', () => {
    const { knowledge, ids, knowledgeDir, prompt } = profile
    expect(knowledgeDir).toBe(`data/knowledge/${name}`)
    const slugsIn = (tag: string) => [...ids].filter((id) => id.includes(`.${tag}#`)).map((id) => id.replace(tag, ''))
    for (const tag of languages) expect(slugsIn(tag).toSorted()).toEqual(slugsIn('en').toSorted())
    expect(slugsIn('en').length * languages.length).toBe(ids.size)
    const size = knowledge.passages().reduce((sum, { title, text }) => sum + title.length + text.length, 0)
    expect(size).toBeLessThan(prompt.policy.knowledge_budget)
  })

  test('says in its prompt what each of its topics is for', () => {
    const { text, policy } = profile.prompt
    for (const topic of policy.topics.filter((one) => one !== 'other')) expect(text).toContain(`\`${topic}\``)
  })

  test('has ten cases or more in each language, with all three decisions', () => {
    for (const tag of languages) {
      const own = profile.cases.filter(({ language }) => language === tag)
      expect(own.length).toBeGreaterThanOrEqual(10)
      expect(new Set(own.map((one) => one.expect))).toEqual(new Set(['resolved', 'needs_info', 'handoff']))
    }
  })

  test('without a model: every case is judged, none is a false Read, and all that needs a person gets one', async () => {
    const trials = await offline(profile, profile.cases)
    console.log(`\noffline model, ${name}\n${tableFor(trials, profile.cases)}\n`)
    const { falseReads, missedHandoffs, failed } = figuresOf(trials, profile.cases)
    expect([falseReads?.count, missedHandoffs?.count, failed]).toEqual([0, 0, 0])
    expect(trials).toHaveLength(profile.cases.length)
  })

  // The offline model finds words, it checks nothing; a passage's own words are what it would surely take for an answer.
  test('without a model nothing is resolved, not even by a passage’s own words', async () => {
    const baits = profile.knowledge.passages().flatMap(({ id, title, text }) => {
      const language = languages.find((tag) => id.includes(`.${tag}#`)) ?? 'en'
      return [title, `${title}?`, text].map((words) => aCase({ messages: [words], language }))
    })
    const decisions = (await offline(profile, baits)).map(({ decision }) => decision)
    expect(new Set(decisions)).toEqual(new Set(['handoff']))
  })

  test('why `other` is for people: without that, it would be wrong as often as this', async () => {
    const { policy } = profile.prompt
    const open = { ...policy, always_human: policy.always_human.filter((topic) => topic !== 'other') }
    const trials = await offline(profile, profile.cases, open)
    const figures = figuresOf(trials, profile.cases)
    console.log(`\noffline model, ${name} if \`other\` were not for people\n${tableFor(trials, profile.cases)}\n`)
    expect(figures.matrix.needs_info.resolved + figures.matrix.handoff.resolved).toBeGreaterThan(0)
  })
})

describe('which passages a profile uses', () => {
  const folderOf = (env: Record<string, string>) => {
    const read = readConfig(env)
    return read.ok ? read.config.knowledgeDir : read.problems
  }
  test.each([
    ['its own, when there are some', { PROFILE: 'tasks' }, 'data/knowledge/tasks'],
    ['the shop’s, when there are none', { PROFILE: 'assistant' }, 'data/knowledge'],
    ['those of KNOWLEDGE_DIR, when that is set', { PROFILE: 'tasks', KNOWLEDGE_DIR: 'my texts' }, 'my texts'],
    ['the shop’s, when KNOWLEDGE_DIR says so', { PROFILE: 'tasks', KNOWLEDGE_DIR: 'data/knowledge' }, 'data/knowledge'],
  ])('%s', (_, env, folder) => expect(folderOf(env)).toBe(folder))

  test('folders of other profiles beside them are not mixed in', async () => {
    const shop = (await loadKnowledge('data/knowledge')).passages().map(({ id }) => id)
    expect(shop).toContain('hours.en#weekend')
    expect(shop.filter((id) => /^(exercises|course|shipping|team|work)\./.test(id))).toEqual([])
  })
})
