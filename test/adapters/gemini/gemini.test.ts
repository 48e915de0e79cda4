import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createGemini } from '../../../src/adapters/gemini/gemini.ts'
import { parseJudgement } from '../../../src/core/judgement.ts'
import type { Offered } from '../../../src/core/look-ups/answer.ts'
import type { ModelRequest } from '../../../src/core/request.ts'
import { ModelUnavailable, type Model } from '../../../src/ports/model.ts'
import { orders, stock } from '../../core/look-ups/look-ups.ts'
import { tasks } from '../../core/look-ups/records.ts'
import { candidate, failure, openGeminiServer, type GeminiServer, type Recorded } from './server.ts'

const secret = 'AIza-a-key-that-must-not-show'
const request: ModelRequest = {
  system: 'You are the assistant.',
  contents: [
    { role: 'model', text: 'An answer whose question was cut from the history.' },
    { role: 'user', text: 'Earlier question' },
    { role: 'model', text: 'Earlier answer' },
    { role: 'user', text: 'Are you open?' },
  ],
  passages: [],
  open: ['Are you open?'],
  fresh: ['Are you open?'],
}

let server: GeminiServer
let delays: number[] = []
let model: Model
const delay = (retry: number): number => {
  delays.push(retry)
  return 0
}
beforeAll(async () => {
  server = await openGeminiServer()
  model = createGemini({ apiKey: secret, model: 'gemini-3.6-flash', baseUrl: `${server.url}/`, delay })
})
afterAll(() => server.close())

function judge(...answers: Recorded[]) {
  server.answer(...answers)
  delays = []
  return model.judge(request, new AbortController().signal)
}

const usage = { input: 1200, output: 100 }
const any: unknown = expect.any(String)
const unavailable = expect.objectContaining({ name: 'ModelUnavailable' })

describe('what is asked', () => {
  test('pictures, sound and files go out as inline data, each behind the name that the text calls it by', async () => {
    server.answer(candidate('{}'))
    const media = [
      { label: '[image 1]', mime: 'image/png', bytes: Buffer.from('xxpicture').subarray(2) },
      { label: '[file 2]', mime: 'application/pdf', bytes: new Uint8Array([1, 2, 3]) },
    ]
    const contents = [{ role: 'user' as const, text: '[image 1]\n[file 2]\nWhat is this?', media }]
    await model.judge({ ...request, contents }, new AbortController().signal)
    expect(server.requests.at(-1)?.body).toMatchObject({
      contents: [
        {
          role: 'user',
          parts: [
            { text: '[image 1]\n[file 2]\nWhat is this?' },
            { text: '[image 1]' },
            { inlineData: { mimeType: 'image/png', data: Buffer.from('picture').toString('base64') } },
            { text: '[file 2]' },
            { inlineData: { mimeType: 'application/pdf', data: 'AQID' } },
          ],
        },
      ],
    })
    server.requests.length = 0
  })

  test('the system instruction, the JSON schema and the chat go out, the key in a header, and no sampling settings', async () => {
    await judge(candidate('{}'))
    const [sent] = server.requests
    expect(sent?.path).toBe('/v1beta/models/gemini-3.6-flash:generateContent')
    expect(sent?.headers['x-goog-api-key']).toBe(secret)
    expect(sent?.body).toMatchObject({
      systemInstruction: { parts: [{ text: 'You are the assistant.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'Earlier question' }] },
        { role: 'model', parts: [{ text: 'Earlier answer' }] },
        { role: 'user', parts: [{ text: 'Are you open?' }] },
      ],
      generationConfig: {
        responseMimeType: 'application/json',
        responseSchema: {
          type: 'object',
          properties: {
            decision: { type: 'string', enum: ['resolved', 'needs_info', 'handoff'] },
            sources: { type: 'array', items: { type: 'string' } },
            confidence: { type: 'number' },
            small_talk: { type: 'boolean' },
          },
        },
      },
    })
    const text = JSON.stringify(sent?.body)
    for (const unwanted of ['additionalProperties', 'temperature', 'topP', 'topK']) expect(text).not.toContain(unwanted)
  })

  describe('where there are live systems', () => {
    const lists = z.looseObject({
      properties: z.record(z.string(), z.unknown()),
      propertyOrdering: z.array(z.string()),
    })
    const body = z.object({ generationConfig: z.object({ responseSchema: lists }) })
    const schemaFor = async (offered: Offered) => {
      server.answer(candidate('{}'))
      await model.judge({ ...request, ...offered }, new AbortController().signal)
      return body.parse(server.requests[0]?.body).generationConfig.responseSchema
    }
    const before = ['language', 'summary', 'topic', 'small_talk', 'sources', 'reason', 'decision']
    /** A list of names with their arguments; Gemini knows no `additionalProperties`, and is told each order. */
    const listOf = (name: string) => {
      const argument = {
        type: 'object',
        properties: { name: { type: 'string', description: any }, value: { type: 'string', description: any } },
        required: ['name', 'value'],
        propertyOrdering: ['name', 'value'],
      }
      const one = {
        type: 'object',
        properties: {
          [name]: { type: 'string', description: any },
          arguments: { type: 'array', items: argument, description: any },
        },
        required: [name, 'arguments'],
        propertyOrdering: [name, 'arguments'],
      }
      return { type: 'array', items: one, description: any }
    }

    test('what is to be looked up comes between the decision and the reply', async () => {
      const { properties, propertyOrdering, required } = await schemaFor({ lookUps: [orders, stock], records: [] })
      expect(propertyOrdering).toEqual([...before, 'look_ups', 'confidence', 'reply'])
      expect(required).toEqual(Object.keys(properties))
      expect(properties.look_ups).toEqual(listOf('look_up'))
      expect(properties.decision).toMatchObject({ enum: ['resolved', 'needs_info', 'handoff', 'look_up'] })
    })

    test('so does what is to be recorded', async () => {
      const { properties, propertyOrdering } = await schemaFor({ records: [tasks] })
      expect(propertyOrdering).toEqual([...before, 'records', 'confidence', 'reply'])
      expect(properties.records).toEqual(listOf('record'))
      expect(properties.decision).toMatchObject({ enum: ['resolved', 'needs_info', 'handoff'] })
    })

    test('and both; with neither, or after the look-ups, there is nothing of them', async () => {
      const { properties, propertyOrdering } = await schemaFor({ lookUps: [orders], records: [tasks] })
      expect(propertyOrdering).toEqual([...before, 'look_ups', 'records', 'confidence', 'reply'])
      expect(properties).toMatchObject({ look_ups: listOf('look_up'), records: listOf('record') })
      for (const offered of [{}, { lookUps: [], records: [] }]) {
        const plain = await schemaFor(offered)
        expect(plain.propertyOrdering).toEqual([...before, 'confidence', 'reply'])
        expect(Object.keys(plain.properties).toSorted()).toEqual(plain.propertyOrdering.toSorted())
      }
    })
  })
})

describe('what is not usable comes back with its reason', () => {
  test.each<[string, Recorded, string, boolean]>([
    ['no candidates', { body: { usageMetadata: { promptTokenCount: 1200 } } }, 'no candidates', true],
    [
      'a blocked prompt',
      { body: { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } } },
      'blocked: PROHIBITED_CONTENT',
      false,
    ],
    ['an answer cut off', candidate('{"decision": "reso', 'MAX_TOKENS'), 'cut off: MAX_TOKENS', true],
    ['an answer stopped for safety', candidate('', 'SAFETY'), 'stopped: SAFETY', true],
    ['an answer stopped for recitation', candidate('{', 'RECITATION'), 'stopped: RECITATION', true],
    ['an empty answer', candidate(' \n'), 'an empty answer', true],
    [
      'parts of another shape',
      { body: { candidates: [{ content: { parts: 'x' } }] } },
      'an answer of unknown shape',
      false,
    ],
  ])('%s', async (_, answer, why, counted) => {
    const said = await judge(answer)
    expect(said).toMatchObject({ ok: false, why })
    expect(said.usage !== undefined).toBe(counted)
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    ['not JSON', 'Sure! Here you go', 'not JSON'],
    ['the wrong schema', '{"decision": "maybe"}', 'wrong shape at decision: invalid_value'],
  ])('text that is %s is left to the core, which refuses it', async (_, text, why) => {
    const said = await judge(candidate(text))
    expect(said).toEqual({ ok: true, text, usage })
    expect(parseJudgement(text)).toEqual({ ok: false, why })
  })

  test('thoughts are not part of the answer', async () => {
    const parts = [{ text: 'Let me think', thought: true }, { text: '{"a":' }, { text: '1}' }]
    const said = await judge({ body: { candidates: [{ content: { parts }, finishReason: 'STOP' }] } })
    expect(said).toEqual({ ok: true, text: '{"a":1}', usage: undefined })
  })
})

describe('faults', () => {
  test.each<[string, Recorded]>([
    ['429', failure(429, 'RESOURCE_EXHAUSTED')],
    ['a connection reset', { instead: 'reset' }],
    ['a body that breaks off', { ...candidate('{}'), instead: 'half' }],
    ['a body that is not JSON', { body: '<html>' }],
  ])('%s is tried again and then answered', async (_, fault) => {
    expect(await judge(fault, candidate('{}'))).toEqual({ ok: true, text: '{}', usage })
    expect(delays).toEqual([1])
  })

  test('503 four times is the end: four tries over the wire', async () => {
    await expect(judge(failure(503, 'UNAVAILABLE'))).rejects.toEqual(unavailable)
    expect(server.requests).toHaveLength(4)
    expect(delays).toEqual([1, 2, 3])
  })

  test.each<[number, Recorded, RegExp]>([
    [
      400,
      failure(400, 'INVALID_ARGUMENT', [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
      ]),
      /key is refused.*GEMINI_API_KEY/,
    ],
    [400, failure(400, 'INVALID_ARGUMENT'), /GEMINI_MODEL/],
    [401, failure(401, 'UNAUTHENTICATED'), /key is refused.*GEMINI_API_KEY/],
    [403, failure(403, 'PERMISSION_DENIED'), /GEMINI_API_KEY/],
    [404, failure(404, 'NOT_FOUND'), /GEMINI_MODEL and GEMINI_BASE_URL/],
  ])('%i ends it at once and says what to do, never the key', async (_, fault, remedy) => {
    const error: unknown = await judge(fault).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ModelUnavailable)
    const message = error instanceof Error ? error.message : ''
    expect(message).toMatch(remedy)
    expect(message).not.toContain(secret)
    expect(server.requests).toHaveLength(1)
  })

  test('Google asking for a long wait ends it at once: the caller has no such time', async () => {
    const info = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '42s' }
    await expect(judge(failure(429, 'RESOURCE_EXHAUSTED', [info]))).rejects.toEqual(unavailable)
    expect(server.requests).toHaveLength(1)
  })

  test('Google asking for a short wait is obeyed', async () => {
    const info = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '0.05s' }
    const began = performance.now()
    expect(await judge(failure(429, 'RESOURCE_EXHAUSTED', [info]), candidate('{}'))).toMatchObject({ ok: true })
    expect(performance.now() - began).toBeGreaterThanOrEqual(45)
  })

  test('an abort while it waits for the next try ends it at once', async () => {
    server.answer(failure(503, 'UNAVAILABLE'))
    const waits = Promise.withResolvers<void>()
    const patient = createGemini({
      apiKey: secret,
      model: 'gemini-3.6-flash',
      baseUrl: server.url,
      delay: () => {
        waits.resolve()
        return 60_000
      },
    })
    const stop = new AbortController()
    const answer = patient.judge(request, stop.signal)
    await waits.promise
    const reason = new Error('a new message came')
    stop.abort(reason)
    await expect(answer).rejects.toBe(reason)
  })

  test('nobody listening is unavailable', async () => {
    const lonely = createGemini({ apiKey: secret, model: 'm', baseUrl: 'http://127.0.0.1:1', delay: () => 0 })
    await expect(lonely.judge(request, new AbortController().signal)).rejects.toEqual(unavailable)
  })
})
