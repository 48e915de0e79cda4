/** Groups and rooms: the account answers who means it, and leaves everybody else in peace. */
import { afterEach, expect, test } from 'vitest'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const open = async (options?: ShopOptions) => (shop = await openShop(options))
afterEach(() => shop.close())

const groupId = `C${'a'.repeat(32)}`
const conversationOf = (line: Shop['line'], store: Shop['store'], kind = 'group', id = groupId) =>
  store.load(`${line.botUserId}:${kind}:${id}`)

test('only what mentions the account is answered, by one reply that quotes it; what people say to each other is not even kept', async () => {
  const { line, model, store, calls, until } = await open()
  await line.sayInGroup(groupId, 'U1', 'shall we meet on Sunday?')
  const asked = await line.sayInGroup(groupId, 'U2', 'are you open then?', { mentionsBot: true })
  await line.waitFor(() => said(line, groupId).length > 0)
  expect(model.requests[0]?.open).toEqual(['are you open then?'])
  expect(model.requests[0]?.contents.at(-1)?.text).toMatch(/^Member 1: @.*are you open then\?$/)
  expect(calls('loading')).toEqual([])
  expect(calls('reply')).toHaveLength(1)
  const answer = line.chat(groupId).messages.findLast((one) => one.from === 'bot' && one.quotedMessageId)
  expect(answer?.quotedMessageId).toBe(asked.messageId)
  const c = await until(async () => {
    const now = await conversationOf(line, store)
    return now?.outbox.length === 0 ? now : undefined
  })
  expect(JSON.stringify(c)).not.toContain('shall we meet')
  expect(c.facts.filter(({ type }) => type === 'noted')).toEqual([])
})

test('a message that quotes the account’s answer is meant for it, one that quotes a member’s is not', async () => {
  const { line, model, store, until } = await open()
  const first = await line.sayInGroup(groupId, 'U1', 'open on Sunday?', { mentionsBot: true })
  await line.waitFor(() => said(line, groupId).length > 0)
  await until(async () => (await conversationOf(line, store))?.outbox.length === 0)
  await line.sayInGroup(groupId, 'U2', 'good question', { quotedMessageId: first.messageId })
  await until(async () => (await conversationOf(line, store))?.facts.some((fact) => fact.type === 'noted'))
  const answer = line.chat(groupId).messages.findLast((one) => one.from === 'bot')
  await line.sayInGroup(groupId, 'U2', 'and on Monday?', { quotedMessageId: answer?.id })
  await line.waitFor(() => model.requests.length === 2)
  expect(model.requests[1]?.contents.at(-1)?.text).toBe('Member 2: and on Monday?')
})

test('a hand-off silences the whole group, whoever writes', async () => {
  const { line, model, store, until, notices } = await open()
  model.says(() => ({ decision: 'handoff' }))
  await line.sayInGroup(groupId, 'U1', 'my cake was bad', { mentionsBot: true })
  await line.waitFor(() => said(line, groupId).length > 0)
  expect(readMarks(line, groupId)).toEqual([true])
  expect(notices).toMatchObject([
    { name: line.chat(groupId).name, words: [expect.stringContaining('my cake was bad')] },
  ])
  await line.sayInGroup(groupId, 'U2', 'and mine', { mentionsBot: true })
  await until(async () => (await conversationOf(line, store))?.messages.length === 2)
  expect(model.requests).toHaveLength(1)
  expect(said(line, groupId)).toHaveLength(1)
})

test('the word for a person counts behind a mention; an event without a user id is fine; a room is like a group', async () => {
  const { line, model, store, until } = await open()
  const roomId = `R${'b'.repeat(32)}`
  await line.sayInRoom(roomId, 'U1', 'operator', { mentionsBot: true, withoutUserId: true })
  await line.waitFor(() => said(line, roomId).length > 0)
  expect(model.requests).toEqual([])
  expect(await until(async () => (await conversationOf(line, store, 'room', roomId))?.mode)).toBe('staff')
})

test('the staff’s own group is never a conversation', async () => {
  const { line, model, store } = await open({ staffGroup: groupId })
  await line.sayInGroup(groupId, 'U1', 'who takes this?', { mentionsBot: true })
  await line.happens(groupId, 'memberJoined', { members: ['U2'] })
  await line.say('U1', 'open on Sunday?')
  await line.waitFor(() => said(line, 'U1').length > 0)
  expect(await conversationOf(line, store)).toBeUndefined()
  expect(model.requests).toHaveLength(1)
  expect(said(line, groupId)).toEqual([])
})
