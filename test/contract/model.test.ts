import { afterAll, beforeAll, describe } from 'vitest'
import { createGemini } from '../../src/adapters/gemini/gemini.ts'
import { createKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { createOffline } from '../../src/adapters/offline/offline.ts'
import { createOpenai } from '../../src/adapters/openai/openai.ts'
import { candidate, openGeminiServer, type GeminiServer } from '../adapters/gemini/server.ts'
import { completion } from '../adapters/openai/answers.ts'
import { modelContract, request } from './model.ts'

describe('the offline model', () => {
  modelContract(() => ({ model: createOffline(createKnowledge(request.passages)), counts: false }))
})

describe('gemini', () => {
  let server: GeminiServer
  beforeAll(async () => {
    server = await openGeminiServer()
  })
  afterAll(() => server.close())
  modelContract(() => ({
    model: createGemini({ apiKey: 'key', model: 'gemini-3.6-flash', baseUrl: server.url, delay: () => 0 }),
    behave: () => server.answer(candidate(JSON.stringify(good))),
    hang: () => {
      server.answer({ instead: 'hang' })
      return server.asked()
    },
    counts: true,
  }))
})

describe('an endpoint of the OpenAI chat form', () => {
  let server: GeminiServer
  beforeAll(async () => {
    server = await openGeminiServer()
  })
  afterAll(() => server.close())
  modelContract(() => ({
    model: createOpenai({ model: 'qwen3:8b', baseUrl: `${server.url}/v1`, takesMedia: false, delay: () => 0 }),
    behave: () => server.answer(completion(JSON.stringify(good))),
    hang: () => {
      server.answer({ instead: 'hang' })
      return server.asked()
    },
    counts: true,
  }))
})

const good = {
  decision: 'resolved',
  reply: 'Yes, on Sundays from 8:00 to 17:00.',
  reason: 'The passage gives the weekend hours.',
  confidence: 0.95,
  sources: ['hours.en#weekend'],
  small_talk: false,
  topic: 'hours',
  language: 'en',
  summary: 'Asks whether the shop is open on Sunday.',
}
