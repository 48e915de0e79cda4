/** Asks Google about a model, by GET: that costs nothing, and tells whether the key and the model's name are right. */
import { z } from 'zod'
import type { ModelSaid } from './model.ts'

const about = z.object({ supportedGenerationMethods: z.array(z.string()) })
const refusal = z.object({
  error: z.object({ details: z.array(z.object({ reason: z.string().optional() })).optional() }),
})
const connection = z.object({ code: z.string() })

export interface Gemini {
  apiKey: string
  model: string
  /** Default: Google's. */
  baseUrl?: string
}

/** @param timeout ms */
export async function askGemini({ apiKey, model, baseUrl }: Gemini, timeout: number): Promise<ModelSaid> {
  const origin = baseUrl ?? 'https://generativelanguage.googleapis.com'
  const path = model.includes('/') ? model : `models/${model}`
  try {
    const response = await fetch(`${origin}/v1beta/${path}`, {
      headers: { 'x-goog-api-key': apiKey },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    })
    const body = parse(await response.text())
    const methods = about.safeParse(body).data?.supportedGenerationMethods
    // Google answers 400 to a key it does not know, with this reason.
    const details = refusal.safeParse(body).data?.error.details ?? []
    const keyInvalid = details.some(({ reason }) => reason === 'API_KEY_INVALID')
    const writes = methods?.includes('generateContent') ?? true
    return { type: 'answered', status: response.status, keyInvalid, writes }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      return { type: 'no_answer', why: `nothing within ${timeout / 1000} s` }
    }
    // Only codes are told: fetch quotes headers in some of its messages, the key among them.
    const code = connection.safeParse(error instanceof Error ? error.cause : undefined).data?.code
    return { type: 'no_answer', why: code === undefined ? 'the call failed' : `the connection failed (${code})` }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
