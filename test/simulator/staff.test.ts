/** The staff's side: their group and who is in it, what telling them costs, and their chat in OA Manager. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { STAFF_GROUP, userIdFor } from '../../src/simulator/customers.ts'
import { refusal, simulatorWithBot, text, type Bot } from './bot.ts'
import { card } from './card.ts'

const [AYA = '', KEN = ''] = STAFF_GROUP.members.map(userIdFor)

const withStaff = async (): Promise<Bot & { group: string }> => {
  const bot = await simulatorWithBot({ staff: true })
  return { ...bot, group: bot.line.staffGroup ?? '' }
}

describe('the staff’s group', () => {
  test('is there with two members when it is wished for, always by the same id', async () => {
    const { line, client, group } = await withStaff()
    expect(group).toMatch(/^C[0-9a-f]{32}$/)
    expect(await client.getGroupSummary(group)).toMatchObject({ groupId: group, groupName: 'Mugi staff' })
    expect(await client.getGroupMemberCount(group)).toEqual({ count: 2 })
    expect((await withStaff()).group).toBe(group)
    const without = await simulatorWithBot()
    expect(without.line.staffGroup).toBeUndefined()
    expect(await refusal(without.client.getGroupSummary(group))).toMatchObject({ status: 404 })
    expect(line.chat(group).members).toEqual([AYA, KEN])
  })

  test('of another shop has that shop’s name', async () => {
    const { line } = await simulatorWithBot({ staff: true, suggestions: false, displayName: 'Hotel Sora' })
    expect(line.chat(line.staffGroup ?? '').name).toBe('Hotel Sora staff')
  })

  test('tells who its members are, with a picture; others, and groups without the account, are not found', async () => {
    const { line, client, group } = await withStaff()
    const aya = await client.getGroupMemberProfile(group, AYA)
    expect(aya).toEqual({ userId: AYA, displayName: '彩 Aya', pictureUrl: expect.stringContaining(line.url) })
    const picture = await fetch(aya.pictureUrl ?? '')
    expect(picture.headers.get('content-type')).toContain('image/svg+xml')
    expect(await picture.text()).toContain('>彩</text>')
    expect(await refusal(client.getGroupMemberProfile(group, userIdFor('Emma')))).toMatchObject({ status: 404 })
    expect(await refusal(client.getRoomMemberProfile(group, AYA))).toMatchObject({ status: 404 })
    await line.happens(group, 'leave')
    expect(await refusal(client.getGroupMemberProfile(group, AYA))).toMatchObject({ status: 404 })
    expect(await refusal(client.getGroupMemberCount(group))).toMatchObject({ status: 404 })
  })

  test('rooms tell the same', async () => {
    const { line, client } = await simulatorWithBot()
    await line.sayInRoom('Rtable', 'Uaiko', 'hi')
    expect(await client.getRoomMemberCount('Rtable')).toEqual({ count: 1 })
    expect(await client.getRoomMemberProfile('Rtable', 'Uaiko')).toMatchObject({ userId: 'Uaiko' })
    expect(await refusal(client.getGroupMemberCount('Rtable'))).toMatchObject({ status: 404 })
  })

  test('a push there counts once for each member, and not at all when it would pass the limit', async () => {
    const { line, client, group } = await withStaff()
    line.settings.monthlyLimit = 3
    await client.pushMessage({ to: group, messages: [card(), text('and a word')] })
    expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 2 })
    const over = client.pushMessage({ to: group, messages: [card()] })
    expect(await refusal(over)).toEqual({ status: 429, message: 'You have reached your monthly limit.' })
    await client.pushMessage({ to: userIdFor('Emma'), messages: [text('hi')] })
    expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 3 })
  })

  test('that has put the account out takes nothing', async () => {
    const { line, client, group } = await withStaff()
    await line.happens(group, 'leave')
    const push = client.pushMessage({ to: group, messages: [text('hi')] })
    expect(await refusal(push)).toEqual({ status: 400, message: 'Failed to send messages' })
    expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 0 })
  })

  test('a tap on a card there tells the bot the group and who tapped', async () => {
    const { line, client, deliveries, group } = await withStaff()
    await client.pushMessage({ to: group, messages: [card()] })
    const { replyToken } = await line.tap(KEN, 'Take', { groupId: group })
    expect(deliveries[0]?.events).toMatchObject([
      { type: 'postback', postback: { data: 'take' }, source: { type: 'group', groupId: group, userId: KEN } },
    ])
    expect(line.chat(group).messages.at(-1)).toMatchObject({ text: 'I take Emma', userId: KEN, byTap: true })
    await client.replyMessage({ replyToken, messages: [text('Ken has Emma.')] })
    await line.sayInGroup(group, AYA, 'Thank you!')
    expect(
      line
        .chat(group)
        .messages.map(({ text }) => text)
        .slice(1),
    ).toEqual(['I take Emma', 'Ken has Emma.', 'Thank you!'])
  })
})

describe('staff in OA Manager', () => {
  test('answer: the customer sees it from the account, and the bot hears nothing', async () => {
    const { line, client, deliveries } = await simulatorWithBot()
    await line.say('Uaiko', 'Is anybody there?')
    await client.showLoadingAnimation({ chatId: 'Uaiko', loadingSeconds: 20 })
    const { messageId } = line.staffWrites('Uaiko', 'Yes, I am Ken.')
    expect(messageId).toMatch(/^\d{18}$/)
    const shown = line.chat('Uaiko').messages.at(-1)
    expect(shown).toMatchObject({ id: messageId, from: 'bot', kind: 'text', text: 'Yes, I am Ken.', byStaff: true })
    expect(shown).not.toHaveProperty('sender')
    expect(line.chat('Uaiko').dots).toBeUndefined()
    expect(deliveries).toHaveLength(1)
    expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 0 })
    expect(line.chat('Uaiko').messages[0]?.readAt).toBeUndefined()
  })

  test('are quoted by the customer: the webhook tells an id that the bot has never seen', async () => {
    const { line, deliveries } = await simulatorWithBot()
    await line.say('Uaiko', 'hello')
    const { messageId } = line.staffWrites('Uaiko', 'At eight.')
    await line.say('Uaiko', 'Sharp?', { quotedMessageId: messageId })
    expect(deliveries[1]?.events).toMatchObject([{ message: { text: 'Sharp?', quotedMessageId: messageId } }])
    expect(line.chat('Uaiko').messages.at(-1)).toMatchObject({ quotedText: 'At eight.' })
  })

  test('mark a chat as read by their own word: all that the customer has written', async () => {
    const { line, deliveries } = await simulatorWithBot()
    for (const words of ['one', 'two']) await line.say('Uaiko', words)
    line.staffMarkRead('Uaiko')
    await line.say('Uaiko', 'three')
    const read = line.chat('Uaiko').messages.map(({ readAt }) => readAt !== undefined)
    expect(read).toEqual([true, true, false])
    expect(deliveries).toHaveLength(3)
  })

  test('cannot write to somebody who blocked the account, or whom it does not know', async () => {
    const { line } = await simulatorWithBot()
    await line.unfollow('Uaiko')
    expect(() => line.staffWrites('Uaiko', 'hi')).toThrow('has blocked the account')
    expect(() => line.staffWrites('Unobody', 'hi')).toThrow('Nobody has a chat')
  })

  test('have an address for all chats and for one', async () => {
    const { line } = await simulatorWithBot()
    expect([line.chatUrl(), line.chatUrl('Uaiko')]).toEqual([`${line.url}/oa`, `${line.url}/oa/Uaiko`])
    for (const address of [line.chatUrl(), line.chatUrl('Uaiko'), line.chatUrl('ส/?#')]) {
      const page = await fetch(address)
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    }
    expect((await fetch(`${line.url}/oa/a/b`)).status).toBe(404)
  })
})

describe('phones that are kept', () => {
  async function stateFile(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-simulator-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    return join(folder, 'phones.json')
  }

  test('have their cards and staff’s answers after a restart, and the buttons work', async () => {
    const file = await stateFile()
    const first = await simulatorWithBot({ staff: true, stateFile: file })
    const group = first.line.staffGroup ?? ''
    await first.client.pushMessage({ to: group, messages: [card()] })
    first.line.staffWrites(userIdFor('Emma'), 'Hello, Emma.')
    const before = [group, userIdFor('Emma')].map((id) => first.line.chat(id).messages)
    await first.line.close()
    const second = await simulatorWithBot({ staff: true, stateFile: file })
    expect([group, userIdFor('Emma')].map((id) => second.line.chat(id).messages)).toEqual(before)
    expect(await second.client.getMessageQuotaConsumption()).toEqual({ totalUsage: 2 })
    await second.line.tap(AYA, 'Done', { groupId: group })
    expect(second.deliveries[0]?.events).toMatchObject([{ postback: { data: 'done' }, source: { userId: AYA } }])
  })

  test('of a version without staff are loaded, and get the group', async () => {
    const file = await stateFile()
    const old = await simulatorWithBot({ stateFile: file })
    await old.line.say(userIdFor('Emma'), 'hi')
    await old.line.close()
    const saved: unknown = JSON.parse(await readFile(file, 'utf8'))
    expect(JSON.stringify(saved)).not.toContain('staff')
    await writeFile(file, JSON.stringify(saved))
    const { line } = await simulatorWithBot({ staff: true, stateFile: file })
    expect(line.chat(userIdFor('Emma')).messages).toMatchObject([{ text: 'hi' }])
    expect(line.chat(line.staffGroup ?? '')).toMatchObject({ name: 'Mugi staff', members: [AYA, KEN] })
  })
})
