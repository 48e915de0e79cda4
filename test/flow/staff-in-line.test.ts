/** Staff press the buttons of a card in their own LINE group, or in a chat of their own. */
import { afterEach, expect, test } from 'vitest'
import { staffData } from '../../src/core/staff-buttons.ts'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const staffGroup = `C${'5'.repeat(32)}`
const open = async (options?: ShopOptions) => (shop = await openShop({ staffGroup, ...options }))
afterEach(() => shop.close())

const conversationOf = (user: string) => `${shop.line.botUserId}:user:${user}`
/** A hand-off, and what its card's buttons send. */
async function handedOff(user = 'U1') {
  shop.model.says(() => ({ decision: 'handoff' }))
  await shop.line.say(user, 'My cake was bad')
  await shop.line.waitFor(() => said(shop.line, user).length > 0)
  const c = await shop.until(() => shop.conversation(user))
  return (action: 'take' | 'done' | 'hand_back') =>
    staffData({ action, entry: c.entries[0]!.id, conversation: conversationOf(user) })
}
const pressedBy = async (userId: string, data: string, group = staffGroup) => {
  await shop.line.sayInGroup(group, userId, 'one moment')
  return shop.line.happens(group, 'postback', { data }, { userId })
}
const ledger = async (type: string) => (await shop.conversation('U1'))?.facts.filter((fact) => fact.type === type) ?? []

test('Take, then Done: the group reads who has it, the ledger knows who pressed, and the assistant answers again', async () => {
  const { line, until, model } = await open()
  const card = await handedOff()
  await pressedBy('Uaya', card('take'))
  await line.waitFor(() => said(line, staffGroup).length > 0)
  expect(said(line, staffGroup)[0]).toMatch(/^taken .+ Customer Uaya$/)
  expect(await ledger('taken')).toMatchObject([{ by: 'Customer Uaya' }])
  await line.say('U1', 'hello?')
  await until(async () => (await shop.conversation('U1'))?.messages.length === 2)
  expect(model.requests).toHaveLength(1)
  await pressedBy('Uaya', card('done'))
  await line.waitFor(() => said(line, staffGroup).length > 1)
  await line.waitFor(() => readMarks(line, 'U1').every(Boolean))
  model.says(() => ({}))
  await line.say('U1', 'and on Sunday?')
  await line.waitFor(() => said(line, 'U1').length > 1)
  // Nothing of the staff's own group is kept, or answered by the model.
  expect(await shop.store.load(`${line.botUserId}:group:${staffGroup}`)).toBeUndefined()
})

test('two people at once: one is told that the other was faster', async () => {
  const { line } = await open()
  const card = await handedOff()
  await Promise.all(['Uaya', 'Uken'].map((userId) => pressedBy(userId, card('take'))))
  await line.waitFor(() => said(line, staffGroup).length > 1)
  const words = said(line, staffGroup).toSorted()
  expect(words).toMatchObject([expect.stringMatching(/^taken /), expect.stringMatching(/^taken_already /)])
  expect(words[1]?.split(' ').at(-1)).toBe(words[0]?.split(' ').at(-1))
  expect(await ledger('taken')).toHaveLength(1)
})

test('pressed late, when the assistant has it again: a plain word, no change', async () => {
  const { line, act } = await open()
  const card = await handedOff()
  await act('U1', 'done')
  const before = await shop.conversation('U1')
  await pressedBy('Uaya', card('take'))
  await line.waitFor(() => said(line, staffGroup).length > 0)
  expect(said(line, staffGroup)[0]).toMatch(/^back_already/)
  expect(await shop.conversation('U1')).toMatchObject({ mode: 'assistant', staffVersion: before?.staffVersion })
})

test('after everything was forgotten, and for a conversation that never was: a plain word', async () => {
  const { line, act, store } = await open()
  const card = await handedOff()
  await act('U1', 'forget')
  await pressedBy('Uaya', card('take'))
  await line.waitFor(() => said(line, staffGroup).length > 0)
  const nobody = staffData({ action: 'take', entry: 't1.handoff', conversation: conversationOf('Unobody') })
  await pressedBy('Uaya', nobody)
  await line.waitFor(() => said(line, staffGroup).length > 1)
  expect(said(line, staffGroup)[1]).toMatch(/^unknown/)
  expect(await store.load(conversationOf('Unobody'))).toBeUndefined()
})

test.each([
  ['a customer, in their own chat', 'U1'],
  ['a stranger', 'Ustranger'],
  ['somebody in another group', `C${'6'.repeat(32)}`],
])('the same data pressed by %s does nothing, and leaves no trace', async (_, chat) => {
  const { line, store } = await open()
  const card = await handedOff()
  const isGroup = chat.startsWith('C')
  const { delivered } = isGroup ? await pressedBy('U9', card('take'), chat) : await line.postback(chat, card('take'))
  expect(delivered).toBe(200)
  // Whatever came of it would be stored by now: this is.
  await line.say('U2', 'are you open?')
  await line.waitFor(() => said(line, 'U2').length > 0)
  const traces = await Promise.all(['taken', 'staff_refused', 'noted', 'tapped'].map(ledger))
  expect(traces.flat()).toEqual([])
  expect((await shop.conversation('U1'))?.entries).toMatchObject([{ state: 'waiting' }])
  if (chat !== 'U1') expect(await store.load(`${line.botUserId}:${isGroup ? 'group' : 'user'}:${chat}`)).toBeUndefined()
})

test('a configured user presses in a chat of their own; what they write there is a customer’s message all the same', async () => {
  const { line, model } = await open({ staffUsers: ['Uowner'] })
  const card = await handedOff()
  model.says(() => ({}))
  await line.say('Uowner', 'are you open?')
  await line.waitFor(() => said(line, 'Uowner').length > 0)
  await line.postback('Uowner', card('take'))
  await line.waitFor(() => said(line, 'Uowner').some((text) => text.startsWith('taken')))
  expect(await ledger('taken')).toHaveLength(1)
})

test('every press is written down: who, what, about whom, and what came of it', async () => {
  const { line, audited } = await open()
  const card = await handedOff()
  await pressedBy('Uaya', card('take'))
  await line.waitFor(() => said(line, staffGroup).length > 0)
  await pressedBy('Uken', card('take'))
  await line.waitFor(() => said(line, staffGroup).length > 1)
  expect(audited).toMatchObject([
    {
      by: 'Customer Uaya',
      action: 'take',
      conversation: conversationOf('U1'),
      detail: 'taken · LINE Uaya',
      from: 'line',
    },
    { by: 'Customer Uken', action: 'take', detail: 'taken_already · LINE Uken', from: 'line' },
  ])
})

test('handed back from a card whose conversation the assistant has: the customer still waits, and staff read so', async () => {
  const { line, model } = await open()
  model.says(() => new Error('down'))
  await line.say('U1', 'My cake was bad')
  const c = await shop.until(async () => {
    const now = await shop.conversation('U1')
    return now?.entries.length === 1 ? now : undefined
  })
  const entry = c.entries[0]?.id ?? ''
  await pressedBy('Uaya', staffData({ action: 'hand_back', entry, conversation: c.id }))
  await line.waitFor(() => said(line, staffGroup).length > 0)
  expect(said(line, staffGroup)[0]).toMatch(/^still_waits/)
  expect((await shop.conversation('U1'))?.entries).toMatchObject([{ state: 'waiting' }])
})

test('three who pressed at once, and LINE slow to tell their names: 200 within its 2 s, the neighbours stored', async () => {
  const { line } = await open()
  const card = await handedOff()
  for (const user of ['Ua', 'Ub', 'Uc']) await line.sayInGroup(staffGroup, user, 'hm')
  line.fault({ call: 'groupMember', how: 'never' })
  const events = ['Ua', 'Ub', 'Uc'].map((userId) =>
    line.makeEvent(staffGroup, 'postback', { data: card('take') }, { userId }),
  )
  // Later than that the simulator, as LINE does, counts it as not delivered.
  expect(await line.deliver(events)).toBe(200)
})

test('the same press delivered twice by LINE counts once', async () => {
  const { line } = await open()
  const card = await handedOff()
  const { webhookEventId } = await pressedBy('Uaya', card('take'))
  await line.waitFor(() => said(line, staffGroup).length > 0)
  await line.redeliver(webhookEventId)
  await pressedBy('Uken', card('take'))
  await line.waitFor(() => said(line, staffGroup).some((text) => text.startsWith('taken_already')))
  expect(await ledger('taken')).toHaveLength(1)
})
