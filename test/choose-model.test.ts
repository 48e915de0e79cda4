import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createKnowledge } from '../src/adapters/markdown/knowledge.ts'
import { addAnswers, answerFile } from '../src/adapters/recorded/answer-file.ts'
import type { RecordedOptions } from '../src/adapters/recorded/recorded.ts'
import { chooseModel } from '../src/choose-model.ts'
import { describeProblems, readConfig, type Environment } from '../src/config.ts'
import { NotRecorded } from '../src/ports/model.ts'
import { request } from './contract/model.ts'

const gemini = { GEMINI_API_KEY: 'AIzaKey' }
const openai = { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_MODEL: 'qwen3:8b' }
const knowledge = createKnowledge(request.passages)

function choose(spec: string | undefined, env: Environment, kept?: RecordedOptions) {
  const read = readConfig(env)
  if (!read.ok) throw new Error(describeProblems(read.problems))
  return chooseModel(spec, read.config, knowledge, kept)
}

test.for<[string | undefined, Environment, string]>([
  [undefined, {}, 'offline'],
  [undefined, gemini, 'gemini-3.6-flash'],
  [undefined, openai, 'qwen3:8b'],
  [undefined, { ...gemini, ...openai, MODEL: 'openai' }, 'qwen3:8b'],
  ['offline', gemini, 'offline'],
  ['gemini', { ...gemini, GEMINI_MODEL: 'gemini-x' }, 'gemini-x'],
  ['gemini:gemini-y', gemini, 'gemini-y'],
  ['openai', { ...gemini, ...openai, MODEL: 'gemini' }, 'qwen3:8b'],
  ['openai:llama4:70b', openai, 'llama4:70b'],
])('“%s”, with %o set, is %s', ([spec, env, name]) => {
  expect(choose(spec, env).name).toBe(name)
})

test.for<[string, Environment, RegExp]>([
  ['gemini', {}, /set GEMINI_API_KEY/],
  ['gemini:gemini-y', openai, /aistudio/],
  ['openai', gemini, /OPENAI_MODEL.*OPENAI_API_KEY or OPENAI_BASE_URL/],
  ['openai:gpt-5', {}, /OPENAI_API_KEY or OPENAI_BASE_URL/],
  ['claude', gemini, /no model “claude”: name one of gemini, gemini:NAME/],
  ['gemini:', gemini, /no model “gemini:”/],
  ['offline:x', {}, /no model “offline:x”/],
  ['', {}, /no model “”/],
])('“%s”, with %o set, is refused with what to do', ([spec, env, words]) => {
  expect(() => choose(spec, env)).toThrow(words)
})

describe('with recorded answers', () => {
  async function kept(mode: RecordedOptions['mode']): Promise<RecordedOptions> {
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-choose-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    return { folder, mode, repeat: 1 }
  }
  const { signal } = new AbortController()

  test.for(['gemini', 'gemini:gemini-y', 'openai:gpt-5'])('%s is used without a key', async (spec) => {
    await expect(choose(spec, {}, await kept('use')).judge(request, signal)).rejects.toBeInstanceOf(NotRecorded)
  })

  test('recording needs the key', async () => {
    const recording = await kept('record')
    expect(() => choose('gemini', {}, recording)).toThrow(/GEMINI_API_KEY/)
  })

  test('the offline model is always asked itself', async () => {
    expect(await choose('offline', {}, await kept('use')).judge(request, signal)).toMatchObject({ ok: true })
  })

  test('whether a private model was shown pictures is known from what was recorded', async () => {
    const using = await kept('use')
    await addAnswers(answerFile(using.folder, 'qwen3:8b'), { format: 1, model: 'qwen3:8b', takesMedia: false }, [])
    expect(choose('openai:qwen3:8b', {}, using).takesMedia).toBe(false)
    expect(choose('openai:gpt-5', {}, using).takesMedia).toBe(true)
  })
})
