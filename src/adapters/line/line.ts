/** LINE's Messaging API through the official SDK: the only importer of it, with the signature check beside. */
import { messagingApi } from '@line/bot-sdk'
import { z } from 'zod'
import { describeResult } from '../../core/outcome.ts'
import type { Line } from '../../ports/line.ts'
import { settle, type Settled } from './answer.ts'

export interface LineOptions {
  channelAccessToken: string
  /** An origin without a path, which the SDK would drop. Default: LINE's. */
  apiBaseUrl?: string
  /** Where pictures and files are fetched; nothing fetches them yet. */
  dataApiBaseUrl?: string
}

const botInfo = z.object({
  displayName: z.string(),
  userId: z.string(),
  chatMode: z.enum(['chat', 'bot']),
  markAsReadMode: z.enum(['manual', 'auto']),
})
const profile = z.object({
  displayName: z.string(),
  pictureUrl: z.string().optional(),
  language: z.string().optional(),
})
/** LINE: `none` is an unlimited plan. */
const quota = z.object({ type: z.enum(['none', 'limited']), value: z.number().optional() })
const consumption = z.object({ totalUsage: z.number() })

export function createLine({ channelAccessToken, apiBaseUrl }: LineOptions): Line {
  const client = new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: apiBaseUrl })
  return {
    // LINE refuses the retry key on a reply; only a push takes it.
    async reply(replyToken, messages, timeout) {
      return (await settle(client.replyMessageWithHttpInfo({ replyToken, messages }), timeout)).result
    },
    async push(to, messages, retryKey, timeout) {
      return (await settle(client.pushMessageWithHttpInfo({ to, messages }, retryKey), timeout)).result
    },
    async markAsRead(markAsReadToken, timeout) {
      return (await settle(client.markMessagesAsReadByTokenWithHttpInfo({ markAsReadToken }), timeout)).result
    },
    async showLoading(chatId, loadingSeconds, timeout) {
      return (await settle(client.showLoadingAnimationWithHttpInfo({ chatId, loadingSeconds }), timeout)).result
    },
    async botInfo(timeout) {
      return read('the account', botInfo, await settle(client.getBotInfoWithHttpInfo(), timeout))
    },
    async profile(userId, timeout) {
      const settled = await settle(client.getProfileWithHttpInfo(userId), timeout)
      // LINE: 404 for a user who does not exist, is no friend of the account, or has blocked it.
      if (settled.result.type === 'answered' && settled.result.status === 404) return undefined
      return read('a profile', profile, settled)
    },
    async quota(timeout) {
      const [limit, used] = await Promise.all([
        settle(client.getMessageQuotaWithHttpInfo(), timeout),
        settle(client.getMessageQuotaConsumptionWithHttpInfo(), timeout),
      ])
      const { value } = read('the quota', quota, limit)
      return { limit: value, used: read('what is used of the quota', consumption, used).totalUsage }
    },
  }
}

/** @throws Error that says what was asked for and what LINE answered, with the remedy where there is one */
function read<T>(what: string, schema: z.ZodType<T>, { result, body }: Settled): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  if (result.type === 'answered' && result.status === 401) {
    throw new Error(
      `LINE does not accept LINE_CHANNEL_ACCESS_TOKEN (${describeResult(result)}): copy it again from the LINE Developers console, Messaging API tab, Channel access token`,
    )
  }
  const understood = result.type === 'answered' && result.status < 300
  const answer = understood ? 'an answer that is not as documented' : describeResult(result)
  throw new Error(`LINE did not tell about ${what}: ${answer}`)
}
