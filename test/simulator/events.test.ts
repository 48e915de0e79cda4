/** Every event in LINE's documented shape: what is delivered is compared whole with a value of the SDK's own type. */
import type { webhook } from '@line/bot-sdk'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { simulatorWithBot, type Bot } from './bot.ts'

const user = { type: 'user', userId: 'Uaiko' } as const
const group = { type: 'group', groupId: 'Cregulars' } as const
const Common = z.object({ timestamp: z.number(), webhookEventId: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/) })

/** The event that came last, and what all events have. */
function last({ deliveries }: Bot) {
  const event = deliveries.at(-1)?.events[0]
  const common = { ...Common.parse(event), mode: 'active' as const, deliveryContext: { isRedelivery: false } }
  return { event, common }
}

describe('an event in a one-to-one chat:', () => {
  test('follow, with a reply token', async () => {
    const bot = await simulatorWithBot()
    const { replyToken } = await bot.line.follow('Uaiko')
    const { event, common } = last(bot)
    expect(event).toEqual({
      ...common,
      type: 'follow',
      source: user,
      replyToken,
      follow: { isUnblocked: false },
    } satisfies webhook.FollowEvent)
    expect(replyToken).not.toBe('')
  })

  test('unfollow, without one', async () => {
    const bot = await simulatorWithBot()
    await bot.line.unfollow('Uaiko')
    const { event, common } = last(bot)
    expect(event).toEqual({ ...common, type: 'unfollow', source: user } satisfies webhook.UnfollowEvent)
  })

  test('unsend', async () => {
    const bot = await simulatorWithBot()
    const { messageId } = await bot.line.say('Uaiko', 'hi')
    await bot.line.unsend('Uaiko', messageId)
    const { event, common } = last(bot)
    const expected: webhook.UnsendEvent = { ...common, type: 'unsend', source: user, unsend: { messageId } }
    expect(event).toEqual(expected)
  })

  test('postback, with the params of a date', async () => {
    const bot = await simulatorWithBot()
    const params = { datetime: '2026-12-25T01:00' }
    const { replyToken } = await bot.line.postback('Uaiko', 'day=1', { params })
    const { event, common } = last(bot)
    const expected: webhook.PostbackEvent = {
      ...common,
      type: 'postback',
      source: user,
      replyToken,
      postback: { data: 'day=1', params },
    }
    expect(event).toEqual(expected)
  })

  test('accountLink, without a reply token when linking failed', async () => {
    const bot = await simulatorWithBot()
    const { replyToken } = await bot.line.happens('Uaiko', 'accountLink', { nonce: 'n' })
    const linked = last(bot)
    expect(linked.event).toEqual({
      ...linked.common,
      type: 'accountLink',
      source: user,
      replyToken,
      link: { result: 'ok', nonce: 'n' },
    } satisfies webhook.AccountLinkEvent)
    await bot.line.happens('Uaiko', 'accountLink', { result: 'failed', nonce: 'n' })
    const failed = last(bot)
    expect(failed.event).toEqual({
      ...failed.common,
      type: 'accountLink',
      source: user,
      link: { result: 'failed', nonce: 'n' },
    } satisfies webhook.AccountLinkEvent)
  })

  test('beacon', async () => {
    const bot = await simulatorWithBot()
    const { replyToken } = await bot.line.happens('Uaiko', 'beacon', { type: 'banner', hwid: 'd41d8cd98f', dm: '0a' })
    const { event, common } = last(bot)
    expect(event).toEqual({
      ...common,
      type: 'beacon',
      source: user,
      replyToken,
      beacon: { type: 'banner', hwid: 'd41d8cd98f', dm: '0a' },
    } satisfies webhook.BeaconEvent)
  })

  test('videoPlayComplete', async () => {
    const bot = await simulatorWithBot()
    const { replyToken } = await bot.line.happens('Uaiko', 'videoPlayComplete', { trackingId: 'opening' })
    const { event, common } = last(bot)
    expect(event).toEqual({
      ...common,
      type: 'videoPlayComplete',
      source: user,
      replyToken,
      videoPlayComplete: { trackingId: 'opening' },
    } satisfies webhook.VideoPlayCompleteEvent)
  })

  test.each(['joined', 'left', 'renewed'] as const)('membership, %s', async (type) => {
    const bot = await simulatorWithBot()
    const { replyToken } = await bot.line.happens('Uaiko', 'membership', { type, membershipId: 7 })
    const { event, common } = last(bot)
    expect(event).toEqual({
      ...common,
      type: 'membership',
      source: user,
      replyToken,
      membership: { type, membershipId: 7 },
    } satisfies webhook.MembershipEvent)
  })

  test('delivery of a notification to a phone number', async () => {
    const bot = await simulatorWithBot()
    await bot.line.happens('Uaiko', 'delivery', { data: 'tag' })
    const { event, common } = last(bot)
    expect(event).toEqual({
      ...common,
      type: 'delivery',
      source: user,
      delivery: { data: 'tag' },
    } satisfies webhook.PnpDeliveryCompletionEvent)
  })
})

describe('an event about the account or its modules:', () => {
  test('activated and deactivated name the chat', async () => {
    const bot = await simulatorWithBot()
    await bot.line.happens('Uaiko', 'activated', { expireAt: 1_653_994_422_933 })
    const on = last(bot)
    expect(on.event).toEqual({
      ...on.common,
      type: 'activated',
      source: user,
      chatControl: { expireAt: 1_653_994_422_933 },
    } satisfies webhook.ActivatedEvent)
    await bot.line.happens('Uaiko', 'deactivated')
    const off = last(bot)
    expect(off.event).toEqual({
      ...off.common,
      type: 'deactivated',
      source: user,
    } satisfies webhook.DeactivatedEvent)
  })

  test('module, botSuspended and botResumed have no source', async () => {
    const bot = await simulatorWithBot()
    const botId = bot.line.botUserId
    await bot.line.happens('', 'module', { type: 'attached', scopes: ['message:send'] })
    const attached = last(bot)
    expect(attached.event).toEqual({
      ...attached.common,
      type: 'module',
      module: { type: 'attached', botId, scopes: ['message:send'] },
    } satisfies webhook.ModuleEvent)
    await bot.line.happens('', 'module', { type: 'detached' })
    const detached = last(bot)
    expect(detached.event).toEqual({
      ...detached.common,
      type: 'module',
      module: { type: 'detached', botId, reason: 'bot_deleted' },
    } satisfies webhook.ModuleEvent)
    for (const type of ['botSuspended', 'botResumed'] as const) {
      await bot.line.happens('', type)
      const { event, common } = last(bot)
      const expected: webhook.BotSuspendedEvent | webhook.BotResumedEvent = { ...common, type }
      expect(event).toEqual(expected)
    }
  })

  test('the source can be left out of others too', async () => {
    const bot = await simulatorWithBot()
    await bot.line.happens('Uaiko', 'deactivated', {}, { withoutSource: true })
    const { event, common } = last(bot)
    expect(event).toEqual({ ...common, type: 'deactivated' } satisfies webhook.DeactivatedEvent)
  })
})

describe('an event in a group:', () => {
  test('join and leave name no user; join can be replied to', async () => {
    const bot = await simulatorWithBot()
    const { replyToken } = await bot.line.happens('Cregulars', 'join')
    const join = last(bot)
    expect(join.event).toEqual({
      ...join.common,
      type: 'join',
      source: group,
      replyToken,
    } satisfies webhook.JoinEvent)
    await bot.line.happens('Cregulars', 'leave')
    const leave = last(bot)
    expect(leave.event).toEqual({ ...leave.common, type: 'leave', source: group } satisfies webhook.LeaveEvent)
    expect(bot.line.chat('Cregulars').blocked).toBe(true)
  })

  test('members who come and go', async () => {
    const bot = await simulatorWithBot()
    const members = ['Uaiko', 'Uemma']
    const { replyToken } = await bot.line.happens('Cregulars', 'memberJoined', { members })
    const joined = last(bot)
    expect(joined.event).toEqual({
      ...joined.common,
      type: 'memberJoined',
      source: group,
      replyToken,
      joined: { members: [user, { type: 'user', userId: 'Uemma' }] },
    } satisfies webhook.MemberJoinedEvent)
    await bot.line.happens('Cregulars', 'memberLeft', { members: ['Uaiko'] })
    const left = last(bot)
    expect(left.event).toEqual({
      ...left.common,
      type: 'memberLeft',
      source: group,
      left: { members: [user] },
    } satisfies webhook.MemberLeftEvent)
    expect(bot.line.chat('Cregulars').members).toEqual(['Uemma'])
  })

  test('a postback names who tapped, unless that user has not agreed to be told of', async () => {
    const bot = await simulatorWithBot()
    await bot.line.postback('Uaiko', 'a', { groupId: 'Cregulars' })
    expect(last(bot).event?.source).toEqual({ ...group, userId: 'Uaiko' } satisfies webhook.GroupSource)
    await bot.line.postback('Uaiko', 'a', { groupId: 'Cregulars', withoutUserId: true })
    expect(last(bot).event?.source).toEqual(group satisfies webhook.GroupSource)
  })

  test('a room is a source of its own', async () => {
    const bot = await simulatorWithBot()
    await bot.line.sayInRoom('Rtable', 'Uaiko', 'hi')
    expect(last(bot).event?.source).toEqual({
      type: 'room',
      roomId: 'Rtable',
      userId: 'Uaiko',
    } satisfies webhook.RoomSource)
    await bot.line.happens('Rother', 'join')
    expect(last(bot).event?.source).toEqual({ type: 'room', roomId: 'Rother' } satisfies webhook.RoomSource)
  })
})

describe('a message as LINE writes it:', () => {
  async function sent(make: (line: Bot['line']) => Promise<{ messageId: string; markAsReadToken: string }>) {
    const bot = await simulatorWithBot()
    const { messageId: id, markAsReadToken } = await make(bot.line)
    const message: unknown = last(bot).event?.message
    const { quoteToken } = z.object({ quoteToken: z.string().default('none') }).parse(message)
    return { message, id, markAsReadToken, quoteToken }
  }

  test('a text with an emoji and mentions, each at its place', async () => {
    const text = '(brown) @Emma @Mugi Bakery @All hi'
    const emojis = [{ index: 0, length: 7, productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' }]
    const mention: webhook.Mention = {
      mentionees: [
        { type: 'user', index: 8, length: 5, userId: 'Uemma', isSelf: false },
        { type: 'user', index: 14, length: 12, isSelf: true },
        { type: 'all', index: 27, length: 4 },
      ],
    }
    const mentionees = mention.mentionees
    const { message, ...ids } = await sent((line) =>
      line.write('Uaiko', { type: 'text', text, emojis, mention: { mentionees } }, { groupId: 'Cregulars' }),
    )
    const expected: webhook.TextMessageContent = { ...ids, type: 'text', text, emojis, mention }
    expect(message).toEqual(expected)
  })

  test('stickers, with words of their own or without', async () => {
    const { message, ...ids } = await sent((line) => line.sticker('Uaiko', { keywords: ['hi'] }))
    expect(message).toEqual({
      ...ids,
      type: 'sticker',
      packageId: '446',
      stickerId: '1988',
      stickerResourceType: 'STATIC',
      keywords: ['hi'],
    } satisfies webhook.StickerMessageContent)
    const spoken = await sent((line) => line.sticker('Uaiko', { text: 'おつかれ' }))
    expect(spoken.message).toMatchObject({ stickerResourceType: 'MESSAGE', text: 'おつかれ' })
  })

  test('one picture of three', async () => {
    const imageSet = { id: 'E005D41A7288F41B655', index: 1, total: 3 }
    const { message, ...ids } = await sent((line) => line.media('Uaiko', 'image', { imageSet }))
    expect(message).toEqual({
      ...ids,
      type: 'image',
      contentProvider: { type: 'line' },
      imageSet,
    } satisfies webhook.ImageMessageContent)
  })

  test('a film that lies elsewhere', async () => {
    const externalUrl = 'https://films.example/1.mp4'
    const { message, ...ids } = await sent((line) => line.media('Uaiko', 'video', { externalUrl, duration: 60_000 }))
    expect(message).toEqual({
      ...ids,
      type: 'video',
      duration: 60_000,
      contentProvider: { type: 'external', originalContentUrl: externalUrl, previewImageUrl: externalUrl },
    } satisfies webhook.VideoMessageContent)
  })

  test('a voice message, whose length may be missing; it cannot be quoted', async () => {
    const { message, id, markAsReadToken, quoteToken } = await sent((line) =>
      line.media('Uaiko', 'audio', { duration: null }),
    )
    const expected: webhook.AudioMessageContent = {
      id,
      markAsReadToken,
      type: 'audio',
      contentProvider: { type: 'line' },
    }
    expect(message).toEqual(expected)
    expect(quoteToken).toBe('none')
  })

  test('a file, named as the customer’s phone names it, with its size', async () => {
    const bytes = Buffer.from('Dear bakers')
    const { message, id, markAsReadToken } = await sent((line) =>
      line.media('Uaiko', 'file', { bytes, mime: 'text/plain', fileName: '../../x' }),
    )
    const expected: webhook.FileMessageContent = {
      id,
      markAsReadToken,
      type: 'file',
      fileName: '../../x',
      fileSize: 11,
    }
    expect(message).toEqual(expected)
  })

  test('a place, with a title or without', async () => {
    const { message, id, markAsReadToken } = await sent((line) => line.location('Uaiko', {}))
    const expected: webhook.LocationMessageContent = {
      id,
      markAsReadToken,
      type: 'location',
      latitude: 34.9858,
      longitude: 135.7588,
    }
    expect(message).toEqual(expected)
    const named = await sent((line) => line.location('Uaiko'))
    expect(named.message).toMatchObject({ title: 'Kyoto Station', address: 'Shimogyo Ward, Kyoto' })
  })
})
