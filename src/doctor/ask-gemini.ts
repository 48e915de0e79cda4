/** Asks Google about a model, which tells whether the key and the model's name are right. */
import { z } from 'zod'
import { ask } from './ask.ts'
import type { ModelSaid } from './model.ts'

const about = z.object({ supportedGenerationMethods: z.array(z.string()) })
const refusal = z.object({
  error: z.object({ details: z.array(z.object({ reason: z.string().optional() })).optional() }),
})

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
  const asked = await ask(`${origin}/v1beta/${path}`, { 'x-goog-api-key': apiKey }, timeout)
  if (asked.type === 'no_answer') return asked
  const { status, body } = asked
  const methods = about.safeParse(body).data?.supportedGenerationMethods
  // Google answers 400 to a key it does not know, with this reason.
  const details = refusal.safeParse(body).data?.error.details ?? []
  const keyInvalid = details.some(({ reason }) => reason === 'API_KEY_INVALID')
  const writes = methods?.includes('generateContent') ?? true
  return { type: 'answered', status, keyInvalid, writes }
}
