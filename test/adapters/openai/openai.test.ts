import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createOpenai, type OpenaiOptions } from '../../../src/adapters/openai/openai.ts'
import { parseJudgement } from '../../../src/core/judgement.ts'
import type { Offered } from '../../../src/core/look-ups/answer.ts'
import type { ModelRequest } from '../../../src/core/request.ts'
import { ModelUnavailable, type Model } from '../../../src/ports/model.ts'
import { orders, stock } from '../../core/look-ups/look-ups.ts'
import { tasks } from '../../core/look-ups/records.ts'
import { openGeminiServer, type GeminiServer, type Recorded } from '../gemini/server.ts'
import { completion, failure } from './answers.ts'

const secret = 'sk-a-key-that-must-not-show'
const request: ModelRequest = {
  system: 'You are the assistant.',
  contents: [
    { role: 'model', text: 'An answer whose question was cut from the history.' },
    { role: 'user', text: 'Earlier question' },
    { role: 'model', text: 'Earlier answer' },
    { role: 'user', text: '<note>From here on the shop’s staff had the conversation.</note>', note: true },
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
const open = (options: Partial<OpenaiOptions> = {}): Model =>
  createOpenai({
    apiKey: secret,
    model: 'gpt-5-mini',
    baseUrl: `${server.url}/v1`,
    takesMedia: true,
    delay,
    ...options,
  })

beforeAll(async () => {
  server = await openGeminiServer()
})
afterAll(() => server.close())
beforeEach(() => {
  model = open()
})

function judge(...answers: Recorded[]) {
  server.answer(...answers)
  delays = []
  return model.judge(request, new AbortController().signal)
}

const withMedia = (...mimes: string[]): ModelRequest => {
  const media = mimes.map((mime, index) => ({
    label: `[file ${index + 1}]`,
    mime,
    bytes: Buffer.from('xxbytes').subarray(2),
  }))
  return { ...request, contents: [{ role: 'user', text: 'What is this?', media }] }
}

const formatsSent = () =>
  server.requests.map(({ body }) => /"response_format":\{"type":"(\w+)"/.exec(JSON.stringify(body))?.[1] ?? 'none')

const sentShape = z.object({
  response_format: z.object({
    json_schema: z.object({
      schema: z.object({
        properties: z.record(z.string(), z.unknown()),
        required: z.array(z.string()),
        additionalProperties: z.boolean(),
      }),
    }),
  }),
})

const usage = { input: 1200, output: 100 }
const unavailable = expect.objectContaining({ name: 'ModelUnavailable' })

describe('what is asked', () => {
  test('the system prompt, the chat by turns and the JSON schema go out, the key in a header, and no sampling settings', async () => {
    await judge(completion('{}'))
    const [sent] = server.requests
    expect(sent?.path).toBe('/v1/chat/completions')
    expect(sent?.headers.authorization).toBe(`Bearer ${secret}`)
    expect(sent?.body).toMatchObject({
      model: 'gpt-5-mini',
      messages: [
        { role: 'system', content: expect.stringMatching(/^You are the assistant\./) },
        { role: 'user', content: 'Earlier question' },
        { role: 'assistant', content: 'Earlier answer' },
        { role: 'user', content: expect.stringMatching(/^<note>.*<\/note>\nAre you open\?$/) },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'judgement', strict: true } },
    })
    expect(sent?.body).not.toHaveProperty('temperature')
    expect(sent?.body).not.toHaveProperty('top_p')
  })

  test('the schema is as `strict` wants it: all required, nothing beside, no limits, and the decision late', async () => {
    await judge(completion('{}'))
    const { schema } = sentShape.parse(server.requests[0]?.body).response_format.json_schema
    const { properties, required, additionalProperties } = schema
    expect(additionalProperties).toBe(false)
    expect(required).toEqual(Object.keys(properties))
    expect(required).toHaveLength(9)
    expect(required.slice(-3)).toEqual(['decision', 'confidence', 'reply'])
    expect(properties).toMatchObject({
      decision: { type: 'string', enum: ['resolved', 'needs_info', 'handoff'] },
      sources: { type: 'array', items: { type: 'string' } },
    })
    for (const limit of ['maxLength', 'maximum', 'maxItems']) expect(JSON.stringify(schema)).not.toContain(limit)
  })

  describe('where there are live systems', () => {
    const sentFor = async (offered: Offered) => {
      server.answer(completion('{}'))
      await model.judge({ ...request, ...offered }, new AbortController().signal)
      return server.requests[0]?.body
    }
    const schemaFor = async (offered: Offered) =>
      sentShape.parse(await sentFor(offered)).response_format.json_schema.schema
    const before = ['language', 'summary', 'topic', 'small_talk', 'sources', 'reason', 'decision']
    /** A list of names with their arguments: `strict` at each level. */
    const listOf = (name: string) => {
      const described = { type: 'string', description: expect.any(String) }
      const only = (properties: object) => ({
        type: 'object',
        properties,
        required: Object.keys(properties),
        additionalProperties: false,
      })
      const pairs = {
        type: 'array',
        items: only({ name: described, value: described }),
        description: expect.any(String),
      }
      return { type: 'array', items: only({ [name]: described, arguments: pairs }), description: expect.any(String) }
    }

    test.each<[string, Offered, string[]]>([
      ['look-ups', { lookUps: [orders, stock], records: [] }, ['look_ups']],
      ['records', { records: [tasks] }, ['records']],
      ['both', { lookUps: [orders], records: [tasks] }, ['look_ups', 'records']],
      ['neither', { lookUps: [], records: [] }, []],
    ])('%s: what is wanted of them comes between the decision and the reply', async (_, offered, lists) => {
      const { properties, required, additionalProperties } = await schemaFor(offered)
      expect(additionalProperties).toBe(false)
      expect(required).toEqual([...before, ...lists, 'confidence', 'reply'])
      expect(Object.keys(properties)).toEqual(required)
      const all = { look_ups: listOf('look_up'), records: listOf('record') }
      for (const [name, schema] of Object.entries(all)) {
        expect(properties[name]).toEqual(lists.includes(name) ? schema : undefined)
      }
      const decisions = ['resolved', 'needs_info', 'handoff', ...(lists.includes('look_ups') ? ['look_up'] : [])]
      expect(properties.decision).toMatchObject({ enum: decisions })
    })

    test('what a private endpoint is told in words is the schema of the same request', async () => {
      const words = (list: string) => ({ messages: [{ content: expect.stringContaining(`"${list}"`) }, {}, {}, {}] })
      expect(await sentFor({ lookUps: [orders] })).toMatchObject(words('look_ups'))
      const records = await sentFor({ records: [tasks] })
      expect(records).toMatchObject(words('records'))
      expect(records).not.toMatchObject(words('look_ups'))
      expect(await sentFor({})).not.toMatchObject(words('records'))
    })
  })

  test('a private endpoint is told the schema in words too, since it does not show it to its model', async () => {
    await judge(completion('{}'))
    expect(server.requests[0]?.body).toMatchObject({
      messages: [{ content: expect.stringContaining('"small_talk"') }, {}, {}, {}],
    })
  })

  test('without a key none is sent', async () => {
    model = open({ apiKey: undefined })
    expect(await judge(completion('{}'))).toMatchObject({ ok: true })
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  test('pictures, sound and files go out each behind the name that the text calls it by', async () => {
    server.answer(completion('{}'))
    await model.judge(withMedia('image/png', 'audio/mp3', 'application/pdf'), new AbortController().signal)
    const data = Buffer.from('bytes').toString('base64')
    expect(server.requests[0]?.body).toMatchObject({
      messages: [
        { role: 'system' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'text', text: '[file 1]' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } },
            { type: 'text', text: '[file 2]' },
            { type: 'input_audio', input_audio: { data, format: 'mp3' } },
            { type: 'text', text: '[file 3]' },
            { type: 'file', file: { file_data: `data:application/pdf;base64,${data}` } },
          ],
        },
      ],
    })
  })

  test.each(['audio/mp4', 'video/mp4', 'image/heic'])(
    '%s, for which the form has no place, is never guessed at: nothing is asked',
    async (mime) => {
      server.answer(completion('{}'))
      const said = await model.judge(withMedia('image/png', mime), new AbortController().signal)
      expect(said).toEqual({ ok: false, why: `it cannot be shown ${mime}` })
      expect(server.requests).toHaveLength(0)
    },
  )
})

describe('an endpoint that knows only a part of the form', () => {
  test.each<[string, Recorded[], string[]]>([
    ['no schema', [failure(400)], ['json_schema', 'json_object']],
    ['no JSON at all', [failure(422), failure(422)], ['json_schema', 'json_object', 'none']],
    [
      'no schema, as others say it',
      [failure(400, "'response_format.type' must be 'text'")],
      ['json_schema', 'json_object'],
    ],
    ['no schema, as OpenAI says it', [failure(400, { param: 'response_format' })], ['json_schema', 'json_object']],
  ])('%s: it is asked in another form, and that is remembered', async (_, refusals, sent) => {
    expect(await judge(...refusals, completion('{}'))).toEqual({ ok: true, text: '{}', usage })
    expect(formatsSent()).toEqual(sent)
    expect(await judge(completion('{}'))).toMatchObject({ ok: true })
    expect(formatsSent()).toEqual(sent.slice(-1))
  })

  test('without a schema in the form, it stands in the prompt', async () => {
    await judge(failure(400), completion('{}'))
    expect(server.requests[1]?.body).toMatchObject({
      messages: [{ content: expect.stringContaining('"small_talk"') }, {}, {}, {}],
    })
  })

  test('one that was once asked with a schema is first asked so again, whatever it refused in between', async () => {
    await judge(completion('{}'))
    await judge(failure(400), completion('{}'))
    await judge(completion('{}'))
    expect(formatsSent()).toEqual(['json_schema'])
  })

  test('what is wrong with something else is not asked in another form', async () => {
    await expect(judge(failure(400, { param: 'messages[0].content' }))).rejects.toThrow(/OPENAI_MODEL/)
    expect(server.requests).toHaveLength(1)
  })

  test('forms and tries together are four over the wire', async () => {
    await expect(judge(failure(400), failure(400), failure(503))).rejects.toThrow(/answered 503/)
    expect(formatsSent()).toEqual(['json_schema', 'json_object', 'none', 'none'])
  })

  test('where it takes the form, it is the picture that it refuses, and the remedy says so', async () => {
    await judge(completion('{}'))
    server.answer(failure(400))
    const said = model.judge(withMedia('image/png'), new AbortController().signal)
    await expect(said).rejects.toThrow(/OPENAI_MEDIA=off/)
    expect(server.requests).toHaveLength(1)
    await expect(judge(completion('{}'))).resolves.toMatchObject({ ok: true })
  })
})

describe('what is not usable comes back with its reason', () => {
  test.each<[string, Recorded, string, boolean]>([
    ['no choices', { body: { choices: [], usage: { prompt_tokens: 5 } } }, 'no choices', true],
    ['an error in a 200', { body: { error: { code: 502, message: 'upstream' } } }, 'no choices', false],
    ['an answer cut off', completion('{"decision": "reso', { finish_reason: 'length' }), 'cut off: length', true],
    ['an answer filtered', completion('', { finish_reason: 'content_filter' }), 'stopped: content_filter', true],
    ['a call of a tool', completion(null, { finish_reason: 'tool_calls' }), 'stopped: tool_calls', true],
    ['a refusal', completion(null, { refusal: 'I can’t help with that.' }), 'the model refused', true],
    ['an empty answer', completion(' \n'), 'an empty answer', true],
    ['thoughts alone', completion('<think>Hm.</think>\n'), 'an empty answer', true],
    [
      'a page instead',
      { body: '<html>', headers: { 'content-type': 'text/html' } },
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
    const said = await judge(completion(text))
    expect(said).toEqual({ ok: true, text, usage })
    expect(parseJudgement(text)).toEqual({ ok: false, why })
  })

  test.each<[string, unknown]>([
    ['thoughts before it', '<think>\n{"a": 2}?\nNo.\n</think>\n\n{"a":1}'],
    ['thoughts whose beginning the template wrote', 'Let me see {"a": 2}.\n</think>\n{"a":1}'],
    ['a fence', '```json\n{"a":1}\n```'],
    ['thoughts and a fence', '<think>Hm.</think>\n```\n{"a":1}\n```\n'],
    [
      'thoughts in parts of their own',
      [
        { type: 'thinking', thinking: [{ text: 'Hm.' }] },
        { type: 'text', text: '{"a":1}' },
      ],
    ],
  ])('local models: %s is taken off', async (_, content) => {
    expect(await judge(completion(content))).toEqual({ ok: true, text: '{"a":1}', usage })
  })

  test('what a customer is quoted with within the JSON stays', async () => {
    const text = '{"reply":"You wrote </think> and ```json\\n{}```"}'
    expect(await judge(completion(text))).toMatchObject({ ok: true, text })
  })

  test.each<[string, unknown, object | undefined]>([
    ['none', null, undefined],
    [
      'thoughts within the output',
      { prompt_tokens: 10, completion_tokens: 7, total_tokens: 17 },
      { input: 10, output: 7 },
    ],
    ['thoughts beside it', { prompt_tokens: 10, completion_tokens: 3, total_tokens: 17 }, { input: 10, output: 7 }],
    ['no total', { prompt_tokens: 10, completion_tokens: 3 }, { input: 10, output: 3 }],
  ])('tokens as endpoints count them: %s', async (_, counted, expected) => {
    expect((await judge(completion('{}', { usage: counted }))).usage).toEqual(expected)
  })

  test.each([null, '', 'eos', 'end_turn'])('an endpoint that says it ended for %s', async (reason) => {
    expect(await judge(completion('{}', { finish_reason: reason }))).toMatchObject({ ok: true })
  })
})

describe('faults', () => {
  test.each<[string, Recorded]>([
    ['429', failure(429, { code: 'rate_limit_exceeded' })],
    ['a model that is being loaded', failure(503)],
    ['a connection reset', { instead: 'reset' }],
    ['a body that breaks off', { ...completion('{}'), instead: 'half' }],
    ['a body that is not JSON', { body: '{"choices": [' }],
  ])('%s is tried again and then answered', async (_, fault) => {
    expect(await judge(fault, completion('{}'))).toEqual({ ok: true, text: '{}', usage })
    expect(delays).toEqual([1])
  })

  test('503 four times is the end: four tries over the wire, none by the SDK itself', async () => {
    await expect(judge(failure(503))).rejects.toEqual(unavailable)
    expect(server.requests).toHaveLength(4)
    expect(delays).toEqual([1, 2, 3])
  })

  test.each<[number, Recorded, RegExp]>([
    [
      401,
      failure(401, { message: `Incorrect API key provided: ${secret}`, code: 'invalid_api_key' }),
      /OPENAI_API_KEY/,
    ],
    [401, failure(401), /OPENAI_API_KEY/],
    [402, failure(402), /billing/],
    [403, failure(403), /OPENAI_API_KEY and OPENAI_MODEL/],
    [404, failure(404, { code: 'model_not_found' }), /OPENAI_MODEL/],
    [404, { status: 404, body: '404 page not found' }, /OPENAI_BASE_URL.*\/v1/],
    [307, { status: 307, body: '', headers: { location: 'http://127.0.0.1:1/v1' } }, /OPENAI_BASE_URL/],
    [400, failure(400, { code: 'context_length_exceeded', param: 'messages' }), /knowledge_budget/],
    [429, failure(429, { code: 'insufficient_quota' }), /billing/],
  ])('%i ends it at once and says what to do, never the key', async (status, fault, remedy) => {
    const error: unknown = await judge(fault).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ModelUnavailable)
    const message = error instanceof Error ? error.message : ''
    expect(message).toContain(String(status))
    expect(message).toMatch(remedy)
    expect(JSON.stringify(error) + String(error)).not.toContain(secret)
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    ['seconds', { 'retry-after': '42' }],
    ['a date', { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }],
    ['milliseconds', { 'retry-after-ms': '42000' }],
  ])('asked to wait for long (%s), it ends at once: the caller has no such time', async (_, headers) => {
    await expect(judge(failure(429, {}, headers))).rejects.toEqual(unavailable)
    expect(server.requests).toHaveLength(1)
  })

  test('asked to wait for a moment, it does', async () => {
    const began = performance.now()
    expect(await judge(failure(429, {}, { 'retry-after-ms': '50' }), completion('{}'))).toMatchObject({ ok: true })
    expect(performance.now() - began).toBeGreaterThanOrEqual(45)
  })

  test('an abort while it waits for the next try ends it at once', async () => {
    server.answer(failure(503))
    const waits = Promise.withResolvers<void>()
    const patient = open({
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
    const lonely = open({ baseUrl: 'http://127.0.0.1:1/v1' })
    await expect(lonely.judge(request, new AbortController().signal)).rejects.toThrow(/could not be reached/)
  })
})
