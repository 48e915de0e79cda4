/**
 * A LINE Platform on its own port, and phones in the browser. kidoku speaks to it exactly as to LINE; it speaks to
 * kidoku by signed webhooks. It knows nothing of kidoku's insides.
 */
import { createServer } from 'node:http'
import Koa from 'koa'
import { dialogRoutes, openDialog, type Linked } from './account-links.ts'
import { botApi, type ApiCall } from './api.ts'
import { avatarRoutes } from './avatars.ts'
import { ChannelTokens } from './channel-tokens.ts'
import { quickRepliesOf, type Button, type Chat } from './chats.ts'
import { ContentCalls, type Preparing } from './content-calls.ts'
import { seat, seatStaff, STAFF_GROUP } from './customers.ts'
import { Faults, type Fault, type ModelFault } from './faults.ts'
import { keepState } from './keep.ts'
import { listen, shut } from './listening.ts'
import { staffMarkRead, staffWrites } from './oa-manager.ts'
import { onlyByOwnName } from './own-name.ts'
import { phoneApi } from './phone-api.ts'
import { pageHeaders, servePage } from './page.ts'
import { createPhones, type Phones } from './phones.ts'
import { Platform, type AccountSettings } from './platform.ts'
import { inUse, type ShopInUse } from './shop-in-use.ts'
import { Troubles } from './troubles.ts'
import { tell, waitForChange } from './wait.ts'
import type { WebhookSettings } from './webhook-settings.ts'

export type { ApiCall } from './api.ts'
export type { ChannelTokens } from './channel-tokens.ts'
export type { Button, ShownMessage } from './chats.ts'
export type { EventOptions, LineEvent, MessageEvent } from './events.ts'
export type { CallKind, Failure, Fault, ModelFault } from './faults.ts'
export type { Happenings } from './happenings.ts'
export type { CustomerMessage } from './messages.ts'
export type { DeliverOptions, Media, Sent, Sticker } from './phones.ts'
export type { AccountSettings } from './platform.ts'
export type { ShopInUse } from './shop-in-use.ts'
export { sign } from './webhooks.ts'

export interface SimulatorOptions {
  host: string
  /** 0 takes any free port. */
  port: number
  /** kidoku's `POST /webhook`; can be told later by `connect`, when kidoku must know the simulator's port first. */
  webhookUrl?: string
  /** kidoku's origin, for the ledger and the console. Default: the webhook's. */
  appUrl?: string
  channelSecret: string
  /** The long-lived one. Others are issued: see `tokens`. */
  channelAccessToken: string
  channelId?: string
  /** Where the phones are kept between runs; without it nothing is kept. */
  stateFile?: string
  /** The account's own user id; several accounts that one kidoku serves need one each. Default: always the same. */
  botUserId?: string
  /** The account's name on the phones. */
  displayName?: string
  /** False: what customers could ask, and the group's name, are not the bakery's. */
  suggestions?: boolean
  /** The sample shop, where what is tried uses it: then it is on the page. Whoever started it closes it. Default: none. */
  shop?: ShopInUse
  /** True: there is a group of staff with the account in it, and their phone is on the page. Default: false. */
  staff?: boolean
  /** How long a webhook may go unanswered. LINE: 2,000 ms. */
  webhookTimeoutMs?: number
  now?: () => number
}

/** What a phone shows of a chat. */
export interface PhoneView extends Pick<Chat, 'id' | 'name' | 'language' | 'blocked' | 'messages' | 'members'> {
  /** What can be tapped under the last message. */
  quickReplies: Button[]
  /** Until when the loading dots show (epoch milliseconds); undefined when they do not. */
  dots?: number
}

export interface Simulator extends Phones {
  url: string
  botUserId: string
  settings: AccountSettings
  /** The id of the staff's group, always the same; undefined without `staff`. */
  staffGroup?: string
  /** A user's phone opens LINE's dialog to link accounts, to which a shop's page has sent it. */
  opensLinkDialog(userId: string, linkToken: string, nonce: string): Promise<Linked>
  /** Staff answer a customer in OA Manager. @throws Error when the customer cannot be written to */
  staffWrites(chatId: string, text: string): { messageId: string }
  /** Staff mark a chat as read in OA Manager. */
  staffMarkRead(chatId: string): void
  /** Where staff find a chat, or all of them, in what plays OA Manager. */
  chatUrl(chatId?: string): string
  /** The console's Messaging API tab. */
  webhook: WebhookSettings
  /** Tokens that the bot has issued to itself, their lives, and the public keys it may sign with. */
  tokens: ChannelTokens
  /** How long LINE prepares sound and film, and with what success. */
  preparing: Preparing
  /** Every call of the bot, in order of arrival. */
  calls: readonly ApiCall[]
  chat(chatId: string): PhoneView
  /** The bot is now at this webhook (and app) address: after a start or restart on another port. */
  connect(webhookUrl: string, appUrl?: string): void
  /** Makes LINE fail; returns how to make it work again. */
  fault(fault: Fault): () => void
  /** Resolves with what `look` returns as soon as it is neither false nor missing; rejects with a story after `timeoutMs`. */
  waitFor<T>(look: (simulator: Simulator) => T | false | undefined | null, timeoutMs?: number): Promise<T>
  /** The model failing on demand; `main.ts` wraps its model in it. */
  modelFaults: { mode: ModelFault }
  /** LINE cannot be reached at all: connections are refused until `plugIn`, on the same port. */
  unplug(): Promise<void>
  plugIn(): Promise<void>
  close(): Promise<void>
}

/** The app is at the webhook's origin, unless it is said to be elsewhere. */
const addresses = (webhookUrl = '', appUrl?: string): { webhookUrl: string; appUrl: string } => ({
  webhookUrl,
  appUrl: appUrl ?? (webhookUrl === '' ? '' : new URL(webhookUrl).origin),
})

/** A chat that has not begun is empty. */
function viewOf(platform: Platform, chatId: string): PhoneView {
  const chat = platform.find(chatId)
  if (!chat) return { id: chatId, name: chatId, language: 'en', blocked: false, messages: [], quickReplies: [] }
  const { id, name, language, blocked, messages, members, dotsUntil } = chat
  const dots = dotsUntil !== undefined && dotsUntil > platform.now() ? dotsUntil : undefined
  return { id, name, language, blocked, messages, members, quickReplies: quickRepliesOf(chat), dots }
}

const LINE_WEBHOOK_TIMEOUT_MS = 2000

const taken = (host: string, port: number): string =>
  `The simulator cannot listen on ${host}:${port}, because the port is taken: stop the other program, or set SIMULATOR_PORT to a free port`

/** @throws Error that names the port when it is taken */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host, channelAccessToken, channelSecret, displayName = 'Mugi Bakery & Café', now = Date.now } = options
  const { suggestions = true, staff = false } = options
  const shop = inUse(options.shop)
  const platform = new Platform(displayName, now, options.botUserId)
  const stopKeeping = options.stateFile ? await keepState(platform, options.stateFile) : async () => {}
  const faults = new Faults()
  const calls: ApiCall[] = []
  const webhookTimeoutMs = options.webhookTimeoutMs ?? LINE_WEBHOOK_TIMEOUT_MS
  const bot = addresses(options.webhookUrl, options.appUrl)
  const webhook: WebhookSettings = { active: true, missing: false }
  // LINE delivers nothing to a webhook that is switched off.
  const webhookUrl = (): string => (webhook.active && !webhook.missing ? bot.webhookUrl : '')
  const phones = createPhones(platform, { webhookUrl, channelSecret, webhookTimeoutMs })
  const tokens = new ChannelTokens(options.channelId ?? '1234567890', channelSecret, now)
  const contents = new ContentCalls(platform)
  const { botUserId: destination } = platform
  const testing = {
    settings: webhook,
    url: () => bot.webhookUrl,
    destination,
    channelSecret,
    timeoutMs: webhookTimeoutMs,
    now,
  }

  const modelFaults: Simulator['modelFaults'] = { mode: 'none' }
  const troubles = new Troubles(platform, faults, modelFaults, shop?.running)
  const stopWatching = shop?.running.onChange(() => platform.changed())
  seat(platform, suggestions ? undefined : 'A group')
  if (staff) seatStaff(platform, suggestions ? undefined : `${displayName} staff`)

  const koa = new Koa()
  // A caller that hangs up while it is answered is part of the game, not an error to print.
  koa.silent = true
  koa.use(onlyByOwnName(host))
  koa.use(pageHeaders())
  const api = { platform, faults, calls, channelAccessToken, tokens, contents, webhook: testing }
  koa.use(botApi(api).routes())
  koa.use(dialogRoutes(platform, phones).routes())
  koa.use(avatarRoutes(platform).routes())
  const appUrl = (): string => bot.appUrl
  koa.use(phoneApi({ platform, phones, calls, troubles, appUrl, suggestions, shop, staff }).routes())
  koa.use(servePage())

  const answerRequest = koa.callback()
  const server = createServer((request, response) => void answerRequest(request, response))
  const port = await listen(server, host, options.port, taken(host, options.port))
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  platform.origin = url

  let closing: Promise<void> | undefined
  const simulator: Simulator = {
    ...phones,
    url,
    botUserId: platform.botUserId,
    settings: platform.settings,
    staffGroup: staff ? STAFF_GROUP.id : undefined,
    opensLinkDialog: (userId, linkToken, nonce) => openDialog(platform, phones, { userId, linkToken, nonce }),
    staffWrites: (chatId, text) => staffWrites(platform, chatId, text),
    staffMarkRead: (chatId) => staffMarkRead(platform, chatId),
    chatUrl: (chatId) => `${url}/oa${chatId === undefined ? '' : `/${encodeURIComponent(chatId)}`}`,
    webhook,
    tokens,
    preparing: contents.preparing,
    calls,
    modelFaults,
    connect(webhookUrl, appUrl) {
      Object.assign(bot, addresses(webhookUrl, appUrl))
      platform.changed()
    },
    chat: (chatId) => viewOf(platform, chatId),
    fault(fault) {
      const remove = faults.add(fault)
      platform.changed()
      return () => {
        remove()
        platform.changed()
      }
    },
    waitFor: (look, timeoutMs = 10_000) =>
      waitForChange(
        platform,
        () => look(simulator),
        timeoutMs,
        () => tell(platform, calls),
      ),
    unplug: () => shut(server),
    async plugIn() {
      await listen(server, host, port, taken(host, port))
    },
    close() {
      stopWatching?.()
      closing ??= shut(server).then(stopKeeping)
      return closing
    },
  }
  return simulator
}
