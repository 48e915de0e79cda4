/**
 * Webhook events as LINE documents them, of every type (https://developers.line.biz/en/reference/messaging-api/, Webhook
 * event objects): the shapes from which everything odd is made.
 */
import type { Random } from './random.ts'
import { anyText } from './texts.ts'

type Shape = Record<string, unknown>

/** The chats there are. Few, so that much happens in each and memory has a bound. */
export const crowd = { users: 600, groups: 12, rooms: 6 }
export const staffGroup = 'C00000000000000000000000000000007'
export const staffUser = 'U00000000000000000000000000000007'
export const destination = 'Ubot0000000000000000000000000000'

const padded = (prefix: string, number: number): string => prefix + String(number).padStart(32, '0')
export const userId = (number: number): string => padded('U', number % crowd.users)

/** What the event generator goes by besides chance. */
export interface Making {
  random: Random
  /** Unique of this event: its ids are made of it. */
  number: number
  now: number
  /** Who writes in a one-to-one chat. */
  user: string
}

export function makeEvent(making: Making): Shape {
  const { random, number, now, user } = making
  const type = random.way<keyof typeof makers>(weights.map(([weight, name]) => [weight, () => name] as const))
  const ofAccount = ['module', 'botSuspended', 'botResumed'].includes(type)
  const source = ofAccount ? {} : { source: sourceOf(random, user, type) }
  const canReply = !['unsend', 'unfollow', 'leave', 'memberLeft', 'delivery'].includes(type) && !ofAccount
  return {
    type,
    mode: random.chance(0.04) ? 'standby' : 'active',
    timestamp: now - (random.chance(0.1) ? random.below(90_000) : random.below(900)),
    ...source,
    webhookEventId: `01FUZZ${String(number).padStart(20, '0')}`,
    deliveryContext: { isRedelivery: random.chance(0.1) },
    ...(canReply ? { replyToken: `reply-${number}` } : {}),
    ...makers[type](making),
  }
}

const weights = [
  [40, 'message'],
  [3, 'unsend'],
  [2, 'follow'],
  [1, 'unfollow'],
  [1, 'join'],
  [1, 'leave'],
  [1, 'memberJoined'],
  [1, 'memberLeft'],
  [5, 'postback'],
  [1, 'videoPlayComplete'],
  [1, 'beacon'],
  [1, 'accountLink'],
  [1, 'membership'],
  [1, 'module'],
  [1, 'activated'],
  [1, 'deactivated'],
  [0.5, 'botSuspended'],
  [0.5, 'botResumed'],
  [1, 'delivery'],
] as const satisfies readonly (readonly [number, string])[]

type EventType = (typeof weights)[number][1]

const makers: Record<EventType, (making: Making) => Shape> = {
  message: (making) => ({ message: makeMessage(making) }),
  unsend: ({ random, number }) => ({ unsend: { messageId: messageId(Math.max(0, number - random.below(40))) } }),
  follow: ({ random }) => ({ follow: { isUnblocked: random.chance(0.5) } }),
  unfollow: () => ({}),
  join: () => ({}),
  leave: () => ({}),
  memberJoined: ({ user }) => ({ joined: { members: [{ type: 'user', userId: user }] } }),
  memberLeft: ({ user }) => ({ left: { members: [{ type: 'user', userId: user }] } }),
  postback: ({ random, number }) => ({ postback: { data: postbackData(random, number), ...params(random) } }),
  videoPlayComplete: ({ random }) => ({ videoPlayComplete: { trackingId: anyText(random).slice(0, 100) } }),
  beacon: ({ random }) => ({
    beacon: { hwid: 'd41d8cd98f', type: random.pick(['enter', 'banner', 'stay']), dm: '01' },
  }),
  accountLink: ({ random }) => ({ link: { result: random.pick(['ok', 'failed']), nonce: 'a-nonce' } }),
  membership: ({ random }) => ({
    membership: { type: random.pick(['joined', 'left', 'renewed']), membershipId: 3189 },
  }),
  module: ({ random }) => ({
    module: random.chance(0.5)
      ? { type: 'attached', botId: destination, scopes: ['message:send', 'message:receive'] }
      : { type: 'detached', botId: destination, reason: 'bot_deleted' },
  }),
  activated: ({ now }) => ({ chatControl: { expireAt: now + 3_600_000 } }),
  deactivated: () => ({}),
  botSuspended: () => ({}),
  botResumed: () => ({}),
  delivery: ({ random }) => ({ delivery: { data: anyText(random).slice(0, 64) } }),
}

const ofGroups: ReadonlySet<string> = new Set(['join', 'leave', 'memberJoined', 'memberLeft'])

function sourceOf(random: Random, user: string, type: string): Shape {
  const isOfGroup = ofGroups.has(type)
  const who = isOfGroup || random.chance(0.2) ? {} : { userId: user }
  return random.way<Shape>([
    [isOfGroup ? 0 : 20, () => ({ type: 'user', userId: random.chance(0.01) ? staffUser : user })],
    [3, () => ({ type: 'group', groupId: padded('C', random.below(crowd.groups)), ...who })],
    [1, () => ({ type: 'room', roomId: padded('R', random.below(crowd.rooms)), ...who })],
  ])
}

const messageId = (number: number): string => String(5_000_000_000_000 + number)

function makeMessage(making: Making): Shape {
  const { random, number } = making
  const common = {
    id: messageId(number),
    ...(random.chance(0.9) ? { markAsReadToken: `read-${number}` } : {}),
  }
  const quotes = {
    quoteToken: `quote-${number}`,
    ...(random.chance(0.05) ? { quotedMessageId: messageId(Math.max(0, number - random.below(40))) } : {}),
  }
  const provider = random.chance(0.8)
    ? { type: 'line' }
    : { type: 'external', originalContentUrl: 'https://example.com/a', previewImageUrl: 'https://example.com/b' }
  return random.way<Shape>([
    [20, () => ({ ...common, ...quotes, ...textMessage(making) })],
    [3, () => ({ ...common, ...quotes, ...sticker(random) })],
    [1, () => ({ ...common, ...location(random) })],
    [2, () => ({ ...common, ...quotes, type: 'image', contentProvider: provider, ...imageSet(random) })],
    [1, () => ({ ...common, ...quotes, type: 'video', duration: random.below(90_000), contentProvider: provider })],
    [1, () => ({ ...common, type: 'audio', duration: random.below(90_000), contentProvider: provider })],
    [1, () => ({ ...common, type: 'file', fileName: anyText(random).slice(0, 255), fileSize: random.below(1e7) })],
  ])
}

function textMessage({ random, user }: Making): Shape {
  const text = anyText(random)
  const self = { index: 0, length: Math.min(5, text.length), type: 'user', userId: destination, isSelf: true }
  const other = { index: 0, length: Math.min(3, text.length), type: 'user', userId: user, isSelf: false }
  return {
    type: 'text',
    text,
    ...(random.chance(0.1)
      ? { emojis: [{ index: random.below(9), length: 6, productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' }] }
      : {}),
    ...(random.chance(0.15)
      ? { mention: { mentionees: [random.pick([self, self, other, { index: 0, length: 4, type: 'all' }])] } }
      : {}),
  }
}

const sticker = (random: Random): Shape => ({
  type: 'sticker',
  packageId: '446',
  stickerId: '1988',
  stickerResourceType: random.pick(['STATIC', 'ANIMATION', 'SOUND', 'MESSAGE', 'PER_STICKER_TEXT']),
  ...(random.chance(0.7) ? { keywords: ['cony', 'sally', anyText(random).slice(0, 40)] } : {}),
  ...(random.chance(0.2) ? { text: anyText(random).slice(0, 100) } : {}),
})

const location = (random: Random): Shape => ({
  type: 'location',
  ...(random.chance(0.7) ? { title: anyText(random).slice(0, 100), address: anyText(random).slice(0, 100) } : {}),
  latitude: random.next() * 180 - 90,
  longitude: random.next() * 360 - 180,
})

const imageSet = (random: Random): Shape =>
  random.chance(0.3)
    ? { imageSet: { id: 'E005D41A7288F41B65593ED38FF6E9834B046AB36A37921A56BC236F13A91855', index: 1, total: 2 } }
    : {}

function postbackData(random: Random, number: number): string {
  const about = messageId(Math.max(0, number - random.below(40)))
  return random.way([
    [4, () => `kidoku:${random.pick(['person', 'back', 'answer', 'toString', '__proto__'])}`],
    [2, () => `kidoku:${random.pick(['read', 'solved', 'not_solved'])}:${random.pick([about, 't1', 't2', ''])}`],
    [
      1,
      () =>
        `kidoku-staff:${random.pick(['take', 'done', 'hand_back'])}:t1.handoff:${destination}:user:${userId(number)}`,
    ],
    [2, () => anyText(random).slice(0, 300)],
  ])
}

const params = (random: Random): Shape =>
  random.chance(0.3)
    ? {
        params: random.pick([
          { date: '2026-11-21' },
          { datetime: '2026-11-21T09:00' },
          { newRichMenuAliasId: 'b', status: 'SUCCESS' },
        ]),
      }
    : {}
