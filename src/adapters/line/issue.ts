/** One request for a channel access token: what LINE answered, read. */
import { channelAccessToken } from '@line/bot-sdk'
import { z } from 'zod'
import { describeResult } from '../../core/outcome.ts'
import { settle, type Answered } from './answer.ts'

/** How long LINE may take to issue a token (ms). */
const timeout = 5_000

export type Client = channelAccessToken.ChannelAccessTokenClient

const answer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  key_id: z.string().optional(),
})

export type Asked =
  | { type: 'issued'; value: string; lifeMs: number; keyId?: string }
  /** LINE says no, and will say so again. */
  | { type: 'refused'; status: number; why: string }
  /** It may go by. */
  | { type: 'failed'; why: string }

export const clientFor = (baseURL: string | undefined): Client =>
  new channelAccessToken.ChannelAccessTokenClient({ baseURL })

export async function ask(call: Promise<Answered>): Promise<Asked> {
  const { result, body } = await settle(call, timeout)
  if (result.type !== 'answered') return { type: 'failed', why: result.why }
  const { status } = result
  const why = `LINE answered ${describeResult(result)}`
  if (status >= 300) return isFinal(status) ? { type: 'refused', status, why } : { type: 'failed', why }
  const { data } = answer.safeParse(body)
  if (!data) return { type: 'failed', why: 'an answer that is not as documented' }
  return { type: 'issued', value: data.access_token, lifeMs: data.expires_in * 1_000, keyId: data.key_id }
}

const isFinal = (status: number): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429
