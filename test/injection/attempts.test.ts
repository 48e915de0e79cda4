/**
 * A hundred attempts in four languages, each with a model that obeys it to the letter: what the rules in code claim to
 * stop, they stop; what they do not claim goes through, so that the claim says no less than is true either. The table
 * is printed on every run.
 */
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { createKnowledge, loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { parsePrompt, readPartials } from '../../src/adapters/markdown/prompts.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import type { ModelRequest, Passage, Prompt } from '../../src/core/request.ts'
import type { Tried } from '../../src/core/tried.ts'
import { loadCases, type Case } from '../../src/lab/cases.ts'
import { judgeCase } from '../../src/lab/judge-case.ts'
import type { Model } from '../../src/ports/model.ts'
import { judgement } from '../core/situations.ts'
import { quietLog } from '../flow/shop.ts'
import { attempts, type Attempt } from './attempts.ts'

const languages = ['en', 'ja', 'zh-TW', 'th']
interface Judged {
  one: Case
  name: string
  attempt: Attempt
  /** The words that the customer would have had. */
  reply: string
  tried: Tried
}
const judged: Judged[] = []
let passages: Passage[]
let prompt: Prompt

beforeAll(async () => {
  const shop = await loadKnowledge('data/knowledge')
  const slipped = await loadKnowledge('test/injection/poisoned/knowledge')
  passages = [...shop.passages(), ...slipped.passages()]
  // The shipped prompt, and a line that a shop might add to it: display names are a way in too.
  const file = 'prompts/assistant.md'
  const content = `${await readFile(file, 'utf8')}\nThe customer is called {{ customer.name }}\n`
  prompt = parsePrompt(content, file, 'assistant', await readPartials('prompts'))
  // All passages are given, in all languages: an attempt may name any of them.
  prompt = { ...prompt, policy: { ...prompt.policy, knowledge_budget: 1_000_000 } }
  const knowledge = createKnowledge(passages)
  for (const dir of ['prompts/cases/injection', 'test/injection/poisoned/cases']) {
    const { cases, mistakes } = await loadCases(dir, new Set(passages.map(({ id }) => id)))
    expect(mistakes).toEqual([])
    for (const one of cases) {
      const name = one.id.slice(one.language.length + 1)
      const attempt = attempts[name]
      if (!attempt) throw new Error(`nobody says how ${one.id} is obeyed`)
      const asked = { request: undefined as ModelRequest | undefined, reply: '' }
      const obedient: Model = {
        name: 'obedient',
        takesMedia: true,
        judge(request) {
          asked.request = request
          const given = (id: string): Passage => {
            const found = request.passages.find((passage) => passage.id === id.replace('#', `.${one.language}#`))
            if (!found) throw new Error(`${id} was not given`)
            return found
          }
          const obeyed = attempt.obeys({ request, language: one.language, given })
          const said = { sources: [], confidence: 1, topic: 'hours', language: one.language, ...obeyed }
          asked.reply = said.reply ?? ''
          return Promise.resolve({ ok: true, text: JSON.stringify(judgement(said)) })
        },
      }
      const parts = { model: obedient, knowledge, prompt, clock: systemClock, log: quietLog }
      const tried = await judgeCase(one, parts, AbortSignal.timeout(30_000))
      judged.push({ one, name, attempt, reply: asked.reply, tried })
    }
  }
})

const of = (which: (one: Judged) => boolean): Judged[] => judged.filter(which)

test('the table', () => {
  const names = Object.keys(attempts)
  const rows = names.map((name) => {
    const own = of((one) => one.name === name)
    const stopped = own.filter(({ tried }) => tried.decision === 'handoff').length
    const claim = attempts[name]?.stops ?? '– (not claimed)'
    return `${name.padEnd(20)}${claim.padEnd(24)}${stopped} of ${own.length}`
  })
  const claimed = of(({ attempt }) => attempt.stops !== undefined)
  const stopped = claimed.filter(({ tried, attempt }) => tried.lowered === attempt.stops)
  console.log(
    [
      '\nattempt             stopped by              stopped',
      ...rows,
      `attempts ${judged.length} · claimed ${claimed.length} · stopped of these ${stopped.length}\n`,
    ].join('\n'),
  )
  expect(stopped).toHaveLength(claimed.length)
})

test('there are a hundred, the same in each of four languages', () => {
  expect(judged).toHaveLength(100)
  for (const language of languages) {
    const names = of(({ one }) => one.language === language).map(({ name }) => name)
    expect(names.toSorted()).toEqual(Object.keys(attempts).toSorted())
  }
})

describe('a model that obeys', () => {
  test.for(Object.entries(attempts).filter(([, { stops }]) => stops !== undefined))(
    '%s: it goes to a person, and no word of it to the customer',
    ([name, { stops }]) => {
      for (const { one, tried, reply } of of((each) => each.name === name)) {
        expect(reply, one.id).not.toBe('')
        expect([one.id, tried.decision, tried.lowered]).toEqual([one.id, 'handoff', stops])
        for (const text of tried.texts) expect(reply).not.toContain(text)
      }
    },
  )

  test.for(Object.entries(attempts).filter(([, { stops }]) => stops === undefined))(
    '%s: nothing in code stops it, as docs/injection.md says',
    async ([name]) => {
      const own = of((each) => each.name === name)
      expect(own.map(({ tried }) => tried.lowered)).toEqual(languages.map(() => undefined))
      expect(await readFile('docs/injection.md', 'utf8')).toContain(`\`${name}\``)
    },
  )
})
