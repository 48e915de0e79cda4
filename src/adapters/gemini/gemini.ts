/**
 * Gemini through @google/generative-ai. The SDK stays in this one file: its upstream is archived.
 *
 * What it needs watching for: a blocked prompt is HTTP 200 without candidates; text may be cut off (`finishReason`);
 * `text()` mixes in the model's thoughts; an already aborted signal is ignored; an abort while the body is read throws
 * a bare AbortError. Temperature, topP and topK are never sent: Google deprecates them.
 */
import {
  GoogleGenerativeAI,
  GoogleGenerativeAIFetchError,
  GoogleGenerativeAIRequestInputError,
  type GenerateContentResponse,
  type GenerativeModel,
  type Part,
} from '@google/generative-ai'
import { z } from 'zod'
import type { Usage } from '../../core/judgement.ts'
import type { Inline, ModelRequest } from '../../core/request.ts'
import type { Model, ModelAnswer } from '../../ports/model.ts'
import { createTries, Fault, RequestFault, type Delay } from '../tries/tries.ts'
import { responseSchema } from './response-schema.ts'

export interface GeminiOptions {
  apiKey: string
  /** Such as `gemini-3.6-flash`. */
  model: string
  /** Without a version: `https://generativelanguage.googleapis.com`, which is the default. */
  baseUrl?: string
  delay?: Delay
}

export function createGemini(options: GeminiOptions): Model {
  const { apiKey, model, baseUrl, delay } = options
  const client = new GoogleGenerativeAI(apiKey)
  const wire = baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, '') }
  const tries = createTries(delay)

  return {
    name: model,
    takesMedia: true,
    form: 'gemini 1',
    async judge(request, signal) {
      signal.throwIfAborted()
      const judging = client.getGenerativeModel(
        {
          model,
          systemInstruction: request.system,
          generationConfig: { responseMimeType: 'application/json', responseSchema: responseSchema(request) },
        },
        wire,
      )
      return tries.run(() => ask(judging, request, signal), signal)
    },
  }
}

async function ask(model: GenerativeModel, { contents }: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
  signal.throwIfAborted()
  try {
    // What is said begins with the customer: history may have been cut so that an answer of ours comes first.
    const said = contents.slice(contents.findIndex(({ role }) => role === 'user'))
    const { response } = await model.generateContent(
      { contents: said.map(({ role, text, media = [] }) => ({ role, parts: [{ text }, ...media.flatMap(partsOf)] })) },
      { signal },
    )
    return read(response)
  } catch (error) {
    signal.throwIfAborted()
    throw faultOf(error)
  }
}

/** Each picture or file follows the name that the text calls it by. */
const partsOf = ({ label, mime, bytes }: Inline): Part[] => [
  { text: label },
  {
    inlineData: {
      mimeType: mime,
      data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    },
  },
]

/** What of a response is usable. It is outside data whatever the SDK calls it: read with a schema. */
function read(response: GenerateContentResponse): ModelAnswer {
  const parsed = responseShape.safeParse(response)
  if (!parsed.success) return { ok: false, why: 'an answer of unknown shape' }
  const { candidates = [], promptFeedback, usageMetadata } = parsed.data
  const usage = usageOf(usageMetadata)
  const [candidate] = candidates
  if (!candidate) {
    const reason = promptFeedback?.blockReason
    return { ok: false, why: reason === undefined ? 'no candidates' : `blocked: ${reason}`, usage }
  }
  const { finishReason = 'STOP', content } = candidate
  if (finishReason === 'MAX_TOKENS') return { ok: false, why: 'cut off: MAX_TOKENS', usage }
  if (finishReason !== 'STOP') return { ok: false, why: `stopped: ${finishReason}`, usage }
  const text = (content?.parts ?? []).map((part) => (part.thought === true ? '' : (part.text ?? ''))).join('')
  return text.trim() === '' ? { ok: false, why: 'an empty answer', usage } : { ok: true, text, usage }
}

const count = z.number().int().nonnegative().default(0)
const usageShape = z.object({ promptTokenCount: count, candidatesTokenCount: count, thoughtsTokenCount: count })
const responseShape = z.object({
  candidates: z
    .array(
      z.object({
        finishReason: z.string().optional(),
        content: z
          .object({
            parts: z.array(z.object({ text: z.string().optional(), thought: z.boolean().optional() })).optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  usageMetadata: usageShape.optional(),
})

/** Thoughts are billed as output. */
function usageOf(counted: z.infer<typeof usageShape> | undefined): Usage | undefined {
  if (!counted) return undefined
  return { input: counted.promptTokenCount, output: counted.candidatesTokenCount + counted.thoughtsTokenCount }
}

/** Told by type and status, never by message. What is no HTTP answer is the network's or a body that broke off. */
function faultOf(error: unknown): Fault {
  if (error instanceof GoogleGenerativeAIRequestInputError)
    return new RequestFault('Gemini: the request could not be made')
  if (!(error instanceof GoogleGenerativeAIFetchError)) return new Fault('Gemini could not be reached', true)
  const { status = 0 } = error
  const keyInvalid = status === 400 && saysKeyInvalid(error.errorDetails)
  const refusal = keyInvalid ? refusals[401] : refusals[status]
  const said = `Gemini answered ${status}: ${refusal}`
  if (refusal !== undefined)
    return ofRequest.has(status) && !keyInvalid ? new RequestFault(said) : new Fault(said, false)
  const again = status === 429 || status === 408 || status >= 500
  return new Fault(
    `Gemini answered ${status}${again ? '' : ' and will not answer otherwise'}`,
    again,
    waitOf(error.errorDetails),
  )
}

/** Google: 400 for what it does not take, 413 for what is too large. */
const ofRequest = new Set([400, 413])

const refusals: Record<number, string | undefined> = {
  400: 'it does not take the request; check that GEMINI_MODEL names a current model that writes JSON',
  401: 'the key is refused; check GEMINI_API_KEY (https://aistudio.google.com/apikey)',
  403: 'the key may not use this model; check GEMINI_API_KEY and that its project has the Gemini API switched on',
  404: 'there is no such model or address; check GEMINI_MODEL and GEMINI_BASE_URL',
  413: 'the request is too large for it; lower knowledge_budget or history in the prompt’s front matter',
}

const detailShape = z.array(z.object({ reason: z.string().optional(), retryDelay: z.string().optional() }))

/** Google answers 400 to a key it does not know, with this reason. */
const saysKeyInvalid = (details: unknown): boolean =>
  (detailShape.safeParse(details).data ?? []).some(({ reason }) => reason === 'API_KEY_INVALID')

/** Google's RetryInfo (`{"retryDelay": "2s"}`) in ms. The SDK does not show the Retry-After header. */
function waitOf(details: unknown): number | undefined {
  const delays = (detailShape.safeParse(details).data ?? []).flatMap(({ retryDelay }) => {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(retryDelay ?? '')?.[1]
    return seconds === undefined ? [] : [Number(seconds) * 1_000]
  })
  return delays.length > 0 ? Math.max(...delays) : undefined
}
