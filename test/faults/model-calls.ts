/** The model: what its adapters try again, and what its customers have when all tries have failed. */
import { createGemini } from '../../src/adapters/gemini/gemini.ts'
import { createOpenai } from '../../src/adapters/openai/openai.ts'
import { ModelUnavailable, type Model } from '../../src/ports/model.ts'
import { candidate } from '../adapters/gemini/server.ts'
import { completion } from '../adapters/openai/answers.ts'
import { judgement } from '../core/situations.ts'
import { answerTo, questions, runCell, type Cell, type Outcome } from './cell.ts'
import { failures, isLong, names, type Struck } from './failures.ts'
import { nowhere } from './line-calls.ts'
import { answered, read, so, times, type Lasting, type Table } from './line-outcomes.ts'
import { openStandIn, type Playing } from './stand-in.ts'

const judged = (asked: string, waits = 0): Outcome => answered(`${asked}, ${read}, reply 200`, waits)
/** A notice and an entry, unread; the next message is judged with it, which ends the entry. */
const failed = (asked: string): Outcome => ({
  ...answered(asked === '' ? 'reply 200' : `${asked}, reply 200`),
  answers: 0,
  read: false,
  entry: 'no_judgement',
  after: { answers: [0, 1], read: [true, true], entries: [] },
})
const again = (what: string, waits = 0): Outcome => judged(`model ${what}, model 200`, waits)

const gemini: Table = {
  // All four tries.
  'connection refused': failed(''),
  'reset before': again('reset'),
  'reset after': again('reset'),
  'reset midway': again('reset'),
  '400': failed('model 400'),
  '400 invalid token': failed('model 400'),
  '401': failed('model 401'),
  '403': failed('model 403'),
  '404': failed('model 404'),
  '409': failed('model 409'),
  '410': failed('model 410'),
  '429': again('429'),
  '429 Retry-After': again('429', 1_000),
  '429 monthly limit': again('429'),
  '500': again('500'),
  '500 after': again('500'),
  '502 page': again('502'),
  '502 page after': again('502'),
  '200 page': again('200'),
  'slow in time': judged('model slow'),
  'slow over the time-out': failed('model slow'),
  never: failed('model never'),
  'never after': failed('model never'),
  'never midway': failed('model never'),
}

const openai: Table = {
  ...gemini,
  // Another form of the same request is tried.
  '400': again('400'),
  '409': again('409'),
  // The account has no credit: OpenAI says so with a code.
  '429 monthly limit': failed('model 429'),
}

const lasting: Lasting[] = [
  ['500 four times', so(4, '500'), failed(times(4, 'model 500'))],
  ['reset before four times', so(4, 'reset before'), failed(times(4, 'model reset'))],
  ['429 four times', so(4, '429'), failed(times(4, 'model 429'))],
  [
    'three failures and an answer',
    ['reset-before', { status: 503 }, { status: 429 }],
    judged('model reset, model 503, model 429, model 200'),
  ],
  // Longer than a customer may wait: no second try.
  ['429 Retry-After of a minute', [{ status: 429, headers: { 'retry-after': '60' } }], failed('model 429')],
]

/** The last of the contents or messages of a request holds what is open. */
const lastOf = (body: string): string => body.slice(body.lastIndexOf('"role":"user"'))
const saying = (body: string): string => {
  const words = questions.findLast((one) => lastOf(body).includes(one)) ?? ''
  return JSON.stringify(judgement({ reply: answerTo(words) }))
}

const isInvalid = (message: string): boolean => /invalid/i.test(message)
const isLimit = (message: string): boolean => /monthly limit/.test(message)

const providers: Record<string, Pick<Playing, 'answer' | 'refusal'> & { table: Table; model: (url: string) => Model }> =
  {
    gemini: {
      table: gemini,
      model: (baseUrl) => createGemini({ apiKey: 'key', model: 'gemini-3.6-flash', baseUrl, delay: () => 1 }),
      answer: (body) => JSON.stringify(candidate(saying(body)).body),
      refusal(code, message, retryAfter) {
        const reason = isInvalid(message) ? [{ reason: 'API_KEY_INVALID' }] : []
        const details = retryAfter === undefined ? reason : [{ retryDelay: `${retryAfter}s` }]
        return JSON.stringify({ error: { code, message, status: 'AS_RECORDED', details } })
      },
    },
    openai: {
      table: openai,
      model: (baseUrl) =>
        createOpenai({
          apiKey: 'key',
          model: 'gpt-5-mini',
          baseUrl: `${baseUrl}/v1`,
          takesMedia: true,
          delay: () => 1,
        }),
      answer: (body) => JSON.stringify(completion(saying(body)).body),
      refusal(_, message) {
        const code = isInvalid(message) ? 'invalid_api_key' : isLimit(message) ? 'insufficient_quota' : undefined
        return JSON.stringify({ error: { message, type: 'invalid_request_error', code } })
      },
    },
  }

async function run(provider: (typeof providers)[string], strikes: readonly Struck[], isLate: boolean) {
  const { answer, refusal, model } = provider
  const strikesIt = (body: string): boolean =>
    lastOf(body).includes(questions[0]) && !lastOf(body).includes(questions[1])
  const server = await openStandIn({ name: 'model', answer, refusal, strikes: strikesIt })
  const refused = strikes.includes('refused')
  let fired = 0
  const [own, dead] = [model(server.url), model(nowhere)]
  const asking: Model = {
    ...own,
    async judge(request, signal) {
      if (!refused || fired > 0) return own.judge(request, signal)
      return dead.judge(request, signal).catch((error: unknown) => {
        if (error instanceof ModelUnavailable) fired += 1
        throw error
      })
    },
  }
  try {
    return await runCell({
      call: 'model',
      alone: true,
      options: { asking },
      strike(trial) {
        server.strike(
          trial,
          strikes.flatMap((how) => (how === 'refused' ? [] : [how])),
        )
        return strikes.length
      },
      fired: () => (refused ? fired : server.fired),
      beside: () => server.asked,
      async meanwhile({ clock }) {
        if (!isLate) return
        await server.wasAsked()
        clock.forward(modelTime)
      },
    })
  } finally {
    await server.close()
  }
}

/** DESIGN.md: all model tries together 15 s. */
const modelTime = 15_000
/** Shorter than LINE's, since the adapters wait by the machine's clock. */
const shorter: Struck = { status: 429, headers: { 'retry-after': '1' } }
const slow: Struck = { delayMs: 60_000 }
const strikeOf = (failure: (typeof names)[number]): Struck =>
  failure === '429 Retry-After' ? shorter : failure === 'slow over the time-out' ? slow : failures[failure]

export const modelCells: Cell[] = Object.entries(providers).flatMap(([name, provider]) => {
  const call = `model: ${name}`
  return [
    ...names.flatMap((failure): Cell[] => {
      const expected = provider.table[failure]
      if (typeof expected === 'string') return []
      return [{ call, failure, expected, run: () => run(provider, [strikeOf(failure)], isLong(failure)) }]
    }),
    ...lasting.map(([failure, strikes, expected]): Cell => ({
      call,
      failure,
      expected,
      run: () => run(provider, strikes, false),
    })),
  ]
})
