/** Recorded answers, through the judging that evaluations go through: real files, the real Gemini adapter. */
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGemini } from '../../../src/adapters/gemini/gemini.ts'
import { responseSchema as geminiSchema } from '../../../src/adapters/gemini/response-schema.ts'
import { createKnowledge } from '../../../src/adapters/markdown/knowledge.ts'
import { parsePrompt } from '../../../src/adapters/markdown/prompts.ts'
import { createOpenai, privateForm } from '../../../src/adapters/openai/openai.ts'
import { responseSchema as openaiSchema } from '../../../src/adapters/openai/response-schema.ts'
import { answerFile, headOf } from '../../../src/adapters/recorded/answer-file.ts'
import { keyOf } from '../../../src/adapters/recorded/key.ts'
import { recorded, type RecordedOptions } from '../../../src/adapters/recorded/recorded.ts'
import { systemClock } from '../../../src/adapters/time/clock.ts'
import type { DeclaredLookUp } from '../../../src/core/look-ups/declared.ts'
import type { ModelRequest, Passage } from '../../../src/core/request.ts'
import { conversationOf, type Scene } from '../../../src/core/scene.ts'
import { tryPrompt, type TryParts } from '../../../src/flow/try-prompt.ts'
import { ModelUnavailable, NotRecorded, type Model, type ModelAnswer } from '../../../src/ports/model.ts'
import { orders, stock } from '../../core/look-ups/look-ups.ts'
import { losses, tasks } from '../../core/look-ups/records.ts'
import { judgement } from '../../core/situations.ts'
import { candidate, openGeminiServer } from '../gemini/server.ts'
import { completion } from '../openai/answers.ts'

const secret = 'AIza-a-key-that-must-not-show'
const weekend: Passage = { id: 'hours.en#weekend', title: 'Weekend', text: 'On weekends from 8:00 to 17:00.', also: '' }
const words = '---\nsender_name: Mugi\n---\nYou are the assistant of a bakery.\n'
const scene: Scene = { id: 'sunday', history: [], messages: ['Are you open on Sunday?'] }
const quiet = () => undefined
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
const signal = new AbortController().signal

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-recorded-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const use = (model: Model, more: Partial<RecordedOptions> = {}) =>
  recorded(model, { folder, mode: 'use', repeat: 1, ...more })
const record = (model: Model, more: Partial<RecordedOptions> = {}) =>
  recorded(model, { folder, mode: 'record', repeat: 1, ...more })

interface Judged {
  model: Model
  prompt?: string
  passages?: Passage[]
  scene?: Scene
  picture?: Uint8Array
}

function tried({ model, prompt = words, passages = [weekend], scene: one = scene, picture }: Judged) {
  const contents: TryParts['contents'] = {
    see: () => Promise.resolve({ type: 'inline', mime: 'image/png', bytes: picture ?? new Uint8Array() }),
  }
  const parts = { model, knowledge: createKnowledge(passages), clock: systemClock, log, contents }
  return tryPrompt(conversationOf(one, Date.now()), parsePrompt(prompt, 'assistant.md', 'assistant'), parts, signal)
}

const gemini = (baseUrl: string, model = 'gemini-3.6-flash') =>
  createGemini({ apiKey: secret, model, baseUrl, delay: () => 0 })
/** Nobody listens there. */
const unreachable = (model?: string) => gemini('http://127.0.0.1:1', model)

const good = JSON.stringify(judgement({ reply: 'Yes, from 8:00.', sources: [weekend.id] }))

/** Records what `judged` is answered, and shuts the model down. */
async function recordOnce(judged: Omit<Judged, 'model'> = {}, ...answers: ReturnType<typeof candidate>[]) {
  const server = await openGeminiServer()
  try {
    server.answer(...(answers.length > 0 ? answers : [candidate(good)]))
    return await tried({ ...judged, model: record(gemini(server.url)) })
  } finally {
    await server.close()
  }
}

const file = () => answerFile(folder, 'gemini-3.6-flash')

test('what was recorded once is judged again without the model, and comes out the same', async () => {
  const first = await recordOnce()
  expect(first).toMatchObject({ decision: 'resolved', reply: 'Yes, from 8:00.', usage: { input: 1200, output: 100 } })
  const again = await tried({ model: use(unreachable()) })
  const { ms: _, requests: __, read: ___, ...same } = first
  expect(again).toMatchObject(same)
})

test('nothing secret is in the records, and a person can read what they are of', async () => {
  await recordOnce()
  const text = await readFile(file(), 'utf8')
  expect(text).not.toContain(secret)
  expect(text).not.toContain('You are the assistant')
  const [head, entry] = text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  expect(head).toEqual({ format: 1, model: 'gemini-3.6-flash', takesMedia: true, form: 'gemini 1' })
  expect(entry).toMatchObject({ repeat: 1, ordinal: 1, message: 'Are you open on Sunday?', answer: { ok: true } })
  expect(await readdir(folder)).toEqual(['gemini-3.6-flash.jsonl'])
})

describe('an old answer is not used for', () => {
  const picture = Buffer.from('a picture')
  const shown: Scene = { ...scene, messages: [{ id: 'p1', content: { type: 'image' } }, 'How much is this?'] }
  test.each<[string, Partial<Judged> & { name?: string }]>([
    ['a changed prompt', { prompt: words.replace('bakery', 'bakery and café') }],
    ['changed knowledge', { passages: [{ ...weekend, text: weekend.text.replace('17', '18') }] }],
    ['a changed case', { scene: { ...shown, messages: [...shown.messages.slice(0, 1), 'How much are these?'] } }],
    ['another history', { scene: { ...shown, history: [{ from: 'customer', text: 'hi' }] } }],
    ['one byte of a picture', { picture: Buffer.from('a Picture') }],
    ['another model', { name: 'gemini-3.5-flash-lite' }],
  ])('%s', async (_, { name, ...changed }) => {
    const before = { scene: shown, picture }
    await recordOnce(before)
    expect(await tried({ ...before, model: use(unreachable()) })).toMatchObject({ decision: 'resolved' })
    const after = await tried({ ...before, ...changed, model: use(unreachable(name)) })
    expect(after).toMatchObject({ decision: 'failed', why: expect.stringMatching(/^not recorded .*--record/) })
  })

  test('another repeat', async () => {
    await recordOnce()
    expect(await tried({ model: use(unreachable(), { repeat: 2 }) })).toMatchObject({ decision: 'failed' })
  })

  test('another name, another form of its adapter, another schema: all are in the key', () => {
    const [model, request] = [{ name: 'm', form: 'gemini 1' }, requestOf('hi')]
    const keys = [
      keyOf(model, request),
      keyOf({ ...model, name: 'n' }, request),
      keyOf({ ...model, form: 'gemini 2' }, request),
      keyOf(model, request, 'another schema'),
      keyOf(model, { ...request, language: 'ja' }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
    expect(keyOf(model, { ...requestOf('hi'), language: undefined })).toBe(keys[0])
  })
})

describe('where there are live systems', () => {
  const model = { name: 'm', form: 'gemini 1' }
  const request = requestOf('hi')
  const keys = (...requests: Partial<ModelRequest>[]): string[] =>
    requests.map((one) => keyOf(model, { ...request, ...one }))
  const shaped = (shape: RegExp): DeclaredLookUp => ({
    ...orders,
    arguments: orders.arguments.map((argument) => ({ ...argument, shape })),
  })

  test('what is on offer, and what was found, are in the key', () => {
    const given = { number: '9999' }
    const all = keys(
      {},
      { lookUps: [orders] },
      { lookUps: [stock] },
      { lookUps: [orders, stock] },
      { lookUps: [{ ...orders, about: 'Where an order is' }] },
      { records: [tasks] },
      { records: [losses] },
      { lookUps: [orders], records: [tasks] },
      { looked: { found: [], nothing: [{ type: 'not_found', declared: orders, given }] } },
      { looked: { found: [], nothing: [{ type: 'failed', declared: orders, given }] } },
      { looked: { found: [weekend], nothing: [] } },
    )
    expect(new Set(all).size).toBe(all.length)
  })

  test('so is the shape of an argument, by what it says and how', () => {
    const shapes = [/[0-9]{4}/u, /[0-9]{4}/iu, /[0-9]{5}/u]
    const all = keys(...shapes.map((shape) => ({ lookUps: [shaped(shape)] })))
    expect(new Set(all).size).toBe(all.length)
    expect(keys({ lookUps: [shaped(new RegExp('[0-9]{4}', 'u'))] })).toEqual(all.slice(0, 1))
  })

  test('a list of nothing is nothing', () => {
    expect(keys({ lookUps: [], records: [] }, { lookUps: undefined })).toEqual(keys({}, {}))
    expect(keys({ lookUps: [], records: [tasks] })).toEqual(keys({ records: [tasks] }))
  })

  // Other figures here: every answer that any shop has recorded has to be asked for again.
  test('requests without them have the keys that they had before there were any', () => {
    const contents: ModelRequest['contents'] = [
      { role: 'user', text: '[image 1]', media: [{ label: '[image 1]', mime: 'image/png', bytes: Buffer.from('x') }] },
    ]
    const passage = { ...weekend, text: 'From 8:00.', also: 'sunday' }
    expect(keys({}, { contents, passages: [passage], language: 'ja' })).toEqual([
      'b3a611e733a0c5fb3e15fe03846cea8d',
      'be1612582876cb224d27996cb62a5881',
    ])
  })
})

test('with and without an endpoint of one’s own other words go out, so the answers of one are not those of the other', async () => {
  const own = (baseUrl?: string) => createOpenai({ model: 'gpt-5-mini', takesMedia: true, baseUrl, delay: () => 0 })
  expect(keyOf(own(), requestOf('hi'))).not.toBe(keyOf(own('http://127.0.0.1:1/v1'), requestOf('hi')))
  expect(keyOf(own('http://127.0.0.1:1/v1'), requestOf('hi'))).toBe(
    keyOf(own('http://127.0.0.1:2/v1'), requestOf('hi')),
  )
})

test('what is used without settings is asked for as it was recorded', async () => {
  const server = await openGeminiServer()
  server.answer(completion(good))
  const options = { model: 'qwen3:8b', takesMedia: false, delay: () => 0 }
  await tried({ model: record(createOpenai({ ...options, baseUrl: server.url })) })
  await server.close()
  const tellSchema = headOf(folder, 'qwen3:8b')?.form === privateForm
  expect(await tried({ model: use(createOpenai({ ...options, tellSchema })) })).toMatchObject({ decision: 'resolved' })
  expect(await tried({ model: use(createOpenai(options)) })).toMatchObject({ decision: 'failed' })
  expect(headOf(folder, 'another')).toBeUndefined()
})

test('what is not there is told apart from an answer, by its class', async () => {
  const asked = use(unreachable()).judge(requestOf('hi'), signal)
  await expect(asked).rejects.toBeInstanceOf(NotRecorded)
  await expect(asked).rejects.toBeInstanceOf(ModelUnavailable)
})

test('a request that was asked twice, since the first answer was no use, is answered twice', async () => {
  const first = await recordOnce({}, candidate('Sure!'), candidate(good))
  expect(first).toMatchObject({ decision: 'resolved', usage: { input: 2400, output: 200 } })
  expect(await tried({ model: use(unreachable()) })).toMatchObject({ decision: 'resolved', usage: first.usage })
})

describe('two prompts that make the same request', () => {
  const [strict, lax] = ['min_confidence: 0.9', 'min_confidence: 0.5'].map((line) =>
    words.replace('---\n', `---\n${line}\n`),
  )

  test('share what was recorded, in one run and one by one, however often each asks', async () => {
    const server = await openGeminiServer()
    server.answer(candidate('Sure!'), candidate(good))
    const model = record(gemini(server.url))
    for (const prompt of [strict, lax]) {
      expect(await tried({ model, prompt })).toMatchObject({ usage: { input: 2400, output: 200 } })
    }
    await server.close()
    expect(server.requests).toHaveLength(2)
    const kept = use(unreachable())
    for (const prompt of [lax, strict, lax])
      expect(await tried({ model: kept, prompt })).toMatchObject({ decision: 'resolved' })
  })

  test('at the same time: the model is asked once, and what is judged is what is kept', async () => {
    for (const again of [false, true]) {
      const model = counting()
      const recording = record(model, { again })
      const one = () => recording.judge(requestOf(`again: ${again}`), new AbortController().signal)
      const [a, b] = await Promise.all([one(), one()])
      expect(b).toEqual(a)
      expect(await one()).toEqual(a)
      expect(await use(model).judge(requestOf(`again: ${again}`), signal)).toEqual(a)
      expect(model.asked).toBe(1)
    }
  })

  test('one that is not wanted any more, or that fails, takes nothing from the other', async () => {
    const given = [Promise.withResolvers<ModelAnswer>(), Promise.withResolvers<ModelAnswer>()]
    const asked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let times = 0
    const slow: Model = {
      name: 'slow',
      takesMedia: false,
      judge() {
        times += 1
        asked[times - 1]?.resolve()
        return given[times - 1]!.promise
      },
    }
    const model = record(slow)
    const [first, second] = [
      model.judge(requestOf('hi'), new AbortController().signal),
      model.judge(requestOf('hi'), new AbortController().signal),
    ]
    const stopped = new AbortController()
    const third = model.judge(requestOf('hi'), stopped.signal)
    await asked[0]!.promise
    stopped.abort(new Error('stopped'))
    await expect(third).rejects.toThrow('stopped')
    given[0]!.reject(new ModelUnavailable('down'))
    await expect(first).rejects.toThrow('down')
    await asked[1]!.promise
    given[1]!.resolve({ ok: true, text: 'there' })
    expect(await second).toEqual({ ok: true, text: 'there' })
  })
})

test('an answer that is of no use is an answer too; a model that is down is none', async () => {
  await recordOnce({}, candidate('', 'SAFETY'))
  expect(await tried({ model: use(unreachable()) })).toMatchObject({ decision: 'failed', why: 'stopped: SAFETY' })
  await rm(file())
  await tried({ model: record(unreachable()) })
  expect(await readdir(folder)).toEqual([])
})

/** A model that says which time it was asked. */
function counting(name = 'counting'): Model & { asked: number } {
  const model = {
    name,
    takesMedia: false,
    asked: 0,
    judge: () => Promise.resolve({ ok: true as const, text: `answer ${(model.asked += 1)}` }),
  }
  return model
}

function requestOf(text: string): ModelRequest {
  return { system: 's', contents: [{ role: 'user', text }], passages: [], open: [text], fresh: [text] }
}

describe('recording', () => {
  test('what is there is not asked for again, unless that is wished', async () => {
    const model = counting()
    await record(model).judge(requestOf('hi'), signal)
    expect(await record(model).judge(requestOf('hi'), signal)).toEqual({ ok: true, text: 'answer 1' })
    expect(await record(model, { again: true }).judge(requestOf('hi'), signal)).toMatchObject({ text: 'answer 2' })
    expect(await use(model).judge(requestOf('hi'), signal)).toMatchObject({ text: 'answer 2' })
    expect(model.asked).toBe(2)
  })

  test('an answer is on the disk before it is given back: an interrupted run loses none', async () => {
    const model = record(counting())
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const answer = await model.judge(requestOf(`q${index}`), signal)
        expect(answer.ok && (await readFile(answerFile(folder, 'counting'), 'utf8')).includes(answer.text)).toBe(true)
      }),
    )
  })

  test('lines are in the order of their keys, so that the same answers make the same file', async () => {
    await record(counting('one')).judge(requestOf('a'), signal)
    for (const text of ['d', 'c', 'b', 'a']) await record(counting()).judge(requestOf(text), signal)
    const lines = (await readFile(answerFile(folder, 'counting'), 'utf8')).trim().split('\n').slice(1)
    expect(lines).toHaveLength(4)
    expect(lines).toEqual(lines.toSorted())
  })

  test('a model whose name no file could have', async () => {
    await record(counting('hf.co/org/model:Q4')).judge(requestOf('hi'), signal)
    expect(await use(counting('hf.co/org/model:Q4')).judge(requestOf('hi'), signal)).toMatchObject({ ok: true })
    expect(await readdir(folder)).toEqual(['hf.co%2Forg%2Fmodel%3AQ4.jsonl'])
  })

  test('repeats recorded at the same time keep all of each other’s answers', async () => {
    const repeats = [1, 2, 3].map((repeat) => record(counting(), { repeat }))
    const texts = Array.from({ length: 10 }, (_, index) => `q${index}`)
    await Promise.all(repeats.flatMap((model) => texts.map((text) => model.judge(requestOf(text), signal))))
    for (const repeat of [1, 2, 3]) {
      const model = use(counting(), { repeat })
      for (const text of texts) expect(await model.judge(requestOf(text), signal)).toMatchObject({ ok: true })
    }
  })

  test('so do two processes', async () => {
    const script = new URL('recording-process.ts', import.meta.url)
    const processes = ['a', 'b'].map((name) => fork(script, [folder, name]))
    const codes = await Promise.all(processes.map((one) => once(one, 'exit')))
    expect(codes.map(([code]) => code)).toEqual([0, 0])
    const model = use(counting())
    for (const name of ['a', 'b']) {
      for (let index = 0; index < 25; index += 1) {
        expect(await model.judge(requestOf(`${name}${index}`), signal)).toMatchObject({ ok: true })
      }
    }
  })
})

describe('a line that is broken', () => {
  const breakLine = async () => {
    for (const text of ['a', 'b']) await record(counting()).judge(requestOf(text), signal)
    const path = answerFile(folder, 'counting')
    const lines = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, [lines[0], '<<<<<<< HEAD', ...lines.slice(1)].join('\n'))
    return path
  }

  test('is named with its file and line, and the rest goes on', async () => {
    const path = await breakLine()
    const problems: string[] = []
    const model = use(counting(), { problem: (sentence) => problems.push(sentence) })
    for (const text of ['a', 'b']) expect(await model.judge(requestOf(text), signal)).toMatchObject({ ok: true })
    expect(problems).toEqual([expect.stringContaining(`${path}:2 is no recorded answer`)])
  })

  test('stays in the file when more is recorded', async () => {
    const path = await breakLine()
    await record(counting()).judge(requestOf('c'), signal)
    const text = await readFile(path, 'utf8')
    expect(text).toContain('\n<<<<<<< HEAD\n')
    expect(text.trim().split('\n')).toHaveLength(5)
  })
})

describe('what goes over the wire is what the key stands for: an adapter that writes it otherwise has another form', () => {
  const request: ModelRequest = {
    system: 'You are the assistant.',
    contents: [
      { role: 'user', text: 'Earlier' },
      { role: 'model', text: 'Answer' },
      { role: 'user', text: '[image 1]', media: [{ label: '[image 1]', mime: 'image/png', bytes: Buffer.from('x') }] },
    ],
    passages: [],
    open: ['[image 1]'],
    fresh: ['[image 1]'],
  }
  const gemini1 = {
    systemInstruction: { role: 'system', parts: [{ text: 'You are the assistant.' }] },
    contents: [
      { role: 'user', parts: [{ text: 'Earlier' }] },
      { role: 'model', parts: [{ text: 'Answer' }] },
      {
        role: 'user',
        parts: [{ text: '[image 1]' }, { text: '[image 1]' }, { inlineData: { mimeType: 'image/png', data: 'eA==' } }],
      },
    ],
    generationConfig: { responseMimeType: 'application/json', responseSchema: expect.anything() },
    safetySettings: [],
  }
  const openaiPrivate = {
    model: 'gpt-5-mini',
    messages: [
      {
        role: 'system',
        content: expect.stringMatching(
          /^You are the assistant\.\n\nAnswer with one JSON object and nothing else, of this JSON schema:\n\{.*\}$/,
        ),
      },
      { role: 'user', content: 'Earlier' },
      { role: 'assistant', content: 'Answer' },
      {
        role: 'user',
        content: [
          { type: 'text', text: '[image 1]' },
          { type: 'text', text: '[image 1]' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,eA==' } },
        ],
      },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'judgement', strict: true, schema: expect.anything() },
    },
  }
  test.each<[string, (url: string) => Model, object]>([
    ['gemini 1', (baseUrl) => gemini(baseUrl), gemini1],
    [
      'openai 1, the schema in words',
      (baseUrl) => createOpenai({ model: 'gpt-5-mini', baseUrl, takesMedia: true, delay: () => 0 }),
      openaiPrivate,
    ],
    [
      'openai 1',
      (baseUrl) => createOpenai({ model: 'gpt-5-mini', baseUrl, takesMedia: true, tellSchema: false, delay: () => 0 }),
      { ...openaiPrivate, messages: [{ role: 'system', content: request.system }, ...openaiPrivate.messages.slice(1)] },
    ],
  ])('%s', async (form, open, body) => {
    const server = await openGeminiServer()
    server.answer(candidate('{}'))
    const model = open(server.url)
    await model.judge(request, signal)
    await server.close()
    expect({ form: model.form, body: server.requests[0]?.body }).toEqual({ form, body })
  })

  test('without live systems each schema is, byte for byte, the one that answers were recorded under', () => {
    const hashOf = (schema: object) => createHash('sha256').update(JSON.stringify(schema)).digest('hex').slice(0, 16)
    for (const offered of [request, { lookUps: [], records: [] }]) {
      expect({ gemini: hashOf(geminiSchema(offered)), openai: hashOf(openaiSchema(offered)) }).toEqual({
        gemini: '6282041e606d8dc1',
        openai: '1b9bb8b403bc0bd3',
      })
    }
    expect(geminiSchema({ records: [tasks] })).toBe(geminiSchema({ records: [losses] }))
    expect(openaiSchema({ records: [tasks] })).toBe(openaiSchema({ records: [losses] }))
  })
})
