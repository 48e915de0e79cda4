/** LINE's Messaging API through the official SDK. Every call has a token of the source's and an end. */
import { messagingApi } from '@line/bot-sdk'
import { z } from 'zod'
import { describeResult, type CallResult } from '../../core/outcome.ts'
import type { Line } from '../../ports/line.ts'
import { settle, within, type Answered, type Settled } from './answer.ts'
import type { Tokens } from './tokens.ts'

export interface LineOptions {
  tokens: Tokens
  /** An origin without a path, which the SDK would drop. Default: LINE's. */
  apiBaseUrl?: string
}

type Client = messagingApi.MessagingApiClient

const botInfo = z.object({
  displayName: z.string(),
  userId: z.string(),
  chatMode: z.enum(['chat', 'bot']),
  markAsReadMode: z.enum(['manual', 'auto']),
})
const group = z.object({ groupName: z.string() })
const groupMembers = z.object({ count: z.number().int().nonnegative() })
const member = z.object({ displayName: z.string() })
const linking = z.object({ linkToken: z.string().min(1) })
const profile = z.object({
  displayName: z.string(),
  pictureUrl: z.string().optional(),
  language: z.string().optional(),
})
/** LINE: `none` is an unlimited plan. */
const quota = z.object({ type: z.enum(['none', 'limited']), value: z.number().optional() })
const consumption = z.object({ totalUsage: z.number() })
const endpoint = z.object({ endpoint: z.string(), active: z.boolean() })
const webhookTest = z.object({
  success: z.boolean().default(false),
  statusCode: z.number(),
  reason: z.string(),
  detail: z.string(),
})
const sentMessages = z.object({ sentMessages: z.array(z.object({ id: z.string() })) })

export function createLine({ tokens, apiBaseUrl }: LineOptions): Line {
  const ask = asker(tokens, apiBaseUrl)
  const read = reader(tokens)
  return {
    // LINE refuses the retry key on a reply; only a push takes it.
    async reply(replyToken, messages, timeout) {
      return withSent(await ask((client) => client.replyMessageWithHttpInfo({ replyToken, messages }), timeout))
    },
    async push(to, messages, retryKey, timeout) {
      return withSent(await ask((client) => client.pushMessageWithHttpInfo({ to, messages }, retryKey), timeout))
    },
    async markAsRead(markAsReadToken, timeout) {
      return (await ask((client) => client.markMessagesAsReadByTokenWithHttpInfo({ markAsReadToken }), timeout)).result
    },
    async markAllAsRead(userId, timeout) {
      return (await ask((client) => client.markMessagesAsReadWithHttpInfo({ chat: { userId } }), timeout)).result
    },
    async showLoading(chatId, loadingSeconds, timeout) {
      const call = (client: Client) => client.showLoadingAnimationWithHttpInfo({ chatId, loadingSeconds })
      return (await ask(call, timeout)).result
    },
    async botInfo(timeout) {
      return read('the account', botInfo, await ask((client) => client.getBotInfoWithHttpInfo(), timeout))
    },
    async profile(userId, timeout) {
      const settled = await ask((client) => client.getProfileWithHttpInfo(userId), timeout)
      // LINE: 404 for a user who does not exist, is no friend of the account, or has blocked it.
      return isMissing(settled) ? undefined : read('a profile', profile, settled)
    },
    async groupName(groupId, timeout) {
      const settled = await ask((client) => client.getGroupSummaryWithHttpInfo(groupId), timeout)
      return isMissing(settled) ? undefined : read('a group', group, settled).groupName
    },
    async groupSize(groupId, timeout) {
      const settled = await ask((client) => client.getGroupMemberCountWithHttpInfo(groupId), timeout)
      return isMissing(settled) ? undefined : read('a group’s members', groupMembers, settled).count
    },
    async memberName(groupId, userId, timeout) {
      const settled = await ask((client) => client.getGroupMemberProfileWithHttpInfo(groupId, userId), timeout)
      return isMissing(settled) ? undefined : read('a member of a group', member, settled).displayName
    },
    async linkToken(userId, timeout) {
      const settled = await ask((client) => client.issueLinkTokenWithHttpInfo(userId), timeout)
      // LINE does not say how it refuses one who is no friend of the account; asked again it would refuse again.
      const { result } = settled
      const isRefused = isMissing(settled) || (result.type === 'answered' && result.status === 400)
      return isRefused ? undefined : read('a link token', linking, settled).linkToken
    },
    async quota(timeout) {
      const [limit, used] = await Promise.all([
        ask((client) => client.getMessageQuotaWithHttpInfo(), timeout),
        ask((client) => client.getMessageQuotaConsumptionWithHttpInfo(), timeout),
      ])
      const { value } = read('the quota', quota, limit)
      return { limit: value, used: read('what is used of the quota', consumption, used).totalUsage }
    },
    async webhook(timeout) {
      const settled = await ask((client) => client.getWebhookEndpointWithHttpInfo(), timeout)
      if (isMissing(settled)) return undefined
      const { endpoint: url, active } = read('the webhook', endpoint, settled)
      return { url, active }
    },
    async testWebhook(timeout) {
      const settled = await ask((client) => client.testWebhookEndpointWithHttpInfo({}), timeout)
      return read('the webhook test', webhookTest, settled)
    },
  }
}

/** Makes calls, `timeout` ms each at most: with the source's token, and once more with another after a 401. */
function asker(tokens: Tokens, baseURL: string | undefined) {
  let last: { token: string; client: Client } | undefined
  const clientOf = (token: string): Client => {
    if (last?.token !== token) {
      last = { token, client: new messagingApi.MessagingApiClient({ channelAccessToken: token, baseURL }) }
    }
    return last.client
  }
  return async (call: (client: Client) => Promise<Answered>, timeout: number): Promise<Settled> => {
    const end = performance.now() + timeout
    const left = (): number => Math.max(0, end - performance.now())
    const token = await within(tokens.get(), timeout)
    if (!token) return { result: { type: 'not_sent', why: `no channel access token within ${timeout / 1000} s` } }
    if (!token.ok) return { result: { type: 'not_sent', why: token.why } }
    const settled = hide(token.value, await settle(call(clientOf(token.value)), left(), timeout))
    // LINE: 401 means that nothing was done, so the call can be made again.
    if (settled.result.type !== 'answered' || settled.result.status !== 401) return settled
    const other = await within(tokens.renew(token.value), left())
    return other === undefined ? settled : hide(other, await settle(call(clientOf(other)), left(), timeout))
  }
}

/** What is answered goes into ledgers: whoever answers (a proxy, say) may have written the token into it. */
function hide(token: string, settled: Settled): Settled {
  const { result } = settled
  if (result.type !== 'answered' || !result.message?.includes(token)) return settled
  return { ...settled, result: { ...result, message: result.message.replaceAll(token, '[redacted]') } }
}

const isMissing = ({ result }: Settled): boolean => result.type === 'answered' && result.status === 404

/** A push's 409 names the messages of the first time too. */
function withSent({ result, body }: Settled): CallResult {
  const { data } = sentMessages.safeParse(body)
  return result.type === 'answered' && data ? { ...result, sent: data.sentMessages.map(({ id }) => id) } : result
}

/** @throws Error that says what was asked for and what LINE answered, with the remedy where there is one */
function reader({ name, remedy }: Tokens) {
  return <T>(what: string, schema: z.ZodType<T>, { result, body }: Settled): T => {
    const answered = result.type === 'answered' ? result.status : undefined
    const parsed = schema.safeParse(body)
    if (answered !== undefined && answered < 300 && parsed.success) return parsed.data
    if (answered === 401) {
      throw new Error(`LINE does not accept ${name} (${describeResult(result)}): ${remedy}`)
    }
    const understood = answered !== undefined && answered < 300
    const answer = understood ? 'an answer that is not as documented' : describeResult(result)
    throw new Error(`LINE did not tell about ${what}: ${answer}`)
  }
}
