/**
 * Any endpoint that speaks the OpenAI chat form, through the `openai` SDK: OpenAI itself, and private ones (vLLM, Ollama,
 * LM Studio, llama.cpp and the like), of which each knows only a part of the form.
 *
 * What it needs watching for: the SDK tries again by itself, logs, and reads OPENAI_… of the environment where an option
 * is left out (all are given; OPENAI_CUSTOM_HEADERS cannot be); it wants a key; messages of its errors quote a part of
 * the key. Sampling settings are never sent: reasoning models refuse them.
 */
import OpenAI from 'openai'
import type { ModelRequest } from '../../core/request.ts'
import type { Model, ModelAnswer } from '../../ports/model.ts'
import { createTries, Fault, mostTries, type Delay } from '../tries/tries.ts'
import { read } from './answer.ts'
import { faultOf, Refused } from './fault.ts'
import { bodyOf, formats, hasMedia, notTaken } from './request.ts'

export interface OpenaiOptions {
  /** Missing: none is sent. */
  apiKey?: string
  /** As the endpoint calls it. */
  model: string
  /** With its version: `https://api.openai.com/v1`, which is the default. */
  baseUrl?: string
  /** Whether it may be shown pictures and files. */
  takesMedia: boolean
  /** Whether it is told the schema in words too; missing: where the endpoint is not OpenAI's own. */
  tellSchema?: boolean
  delay?: Delay
}

/** How OpenAI's own endpoint is asked, and others, to which more is said. */
export const [ownForm, privateForm] = ['openai 1', 'openai 1, the schema in words']

/** Nobody waits longer for one try (ms); callers have time-outs of their own. */
const longest = 60_000

export function createOpenai(options: OpenaiOptions): Model {
  const { apiKey, model, baseUrl, takesMedia, tellSchema = baseUrl !== undefined, delay } = options
  const client = new OpenAI({
    apiKey: apiKey ?? 'none',
    defaultHeaders: apiKey === undefined ? { Authorization: null } : undefined,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    maxRetries: 0,
    timeout: longest,
    logLevel: 'off',
    // What is asked goes to the address that was set, and nowhere else.
    fetchOptions: { redirect: 'manual' },
  })
  const tries = createTries(delay)
  const ask = asking(client, { model, baseUrl, tellSchema })

  return {
    name: model,
    takesMedia,
    form: tellSchema ? privateForm : ownForm,
    async judge(request, signal) {
      signal.throwIfAborted()
      const [mime] = notTaken(request)
      if (mime !== undefined) return { ok: false, why: `it cannot be shown ${mime}` }
      const left: Left = { tries: mostTries, form: 0 }
      return tries.run(() => ask(request, left, signal), signal)
    },
  }
}

/** What one judgement has left of its tries, those in another form among them; which form is next; why the last failed. */
interface Left {
  tries: number
  form: number
  fault?: Fault
}

/** @returns asks, in the best form that the endpoint takes, which is remembered */
function asking(
  client: OpenAI,
  { model, baseUrl, tellSchema }: Pick<OpenaiOptions, 'model' | 'baseUrl'> & { tellSchema: boolean },
) {
  const who = baseUrl === undefined ? 'OpenAI' : 'What is at OPENAI_BASE_URL'
  let settled: number | undefined
  return async (request: ModelRequest, left: Left, signal: AbortSignal): Promise<ModelAnswer> => {
    const media = hasMedia(request)
    left.form = Math.max(left.form, settled ?? 0)
    // Where the form is known and there are pictures, it is they that are refused.
    const last = settled !== undefined && media ? settled : formats.length - 1
    for (; left.form <= last && left.tries > 0; left.form += 1) {
      signal.throwIfAborted()
      left.tries -= 1
      try {
        const body = bodyOf(request, model, formats[left.form] ?? 'none', tellSchema)
        const completion: unknown = await client.chat.completions.create(body, { signal })
        settled ??= left.form
        return read(completion)
      } catch (error) {
        signal.throwIfAborted()
        left.fault = faultOf(error, who, media)
        if (!(left.fault instanceof Refused)) throw left.fault
      }
    }
    throw left.fault ?? new Fault(`${who} could not be asked`, false)
  }
}
