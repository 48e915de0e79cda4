/** Asks an endpoint of the OpenAI form which models it has: each has this list, and few tell of one alone. */
import { z } from 'zod'
import type { OpenaiSettings } from '../config.ts'
import { ask } from './ask.ts'
import type { EndpointSaid } from './endpoint.ts'

const list = z.object({ data: z.array(z.object({ id: z.string() })) })

/** @param timeout ms */
export async function askOpenai({ apiKey, baseUrl }: OpenaiSettings, timeout: number): Promise<EndpointSaid> {
  const headers: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
  const asked = await ask(`${baseUrl ?? 'https://api.openai.com/v1'}/models`, headers, timeout)
  if (asked.type === 'no_answer') return asked
  return { type: 'answered', status: asked.status, models: list.safeParse(asked.body).data?.data.map(({ id }) => id) }
}
