/** What happens around a hand-off by time, by a switch and by a word: with the real store, LINE played, and a clock of ours. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { explain } from '../../src/core/explain.ts'
import type { Office } from '../../src/core/office.ts'
import type { Service } from '../../src/ports/service.ts'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

const clock = { ahead: 0, now: () => Date.now() + clock.ahead, after: systemClock.after }
const hour = 3_600_000
let shop: Shop
const service: { now: Service } = { now: {} }
const office: { now: Office | undefined } = { now: undefined }
const open = async (options: ShopOptions = {}) => {
  clock.ahead = 0
  service.now = {}
  office.now = undefined
  const setUp = { service: { current: () => service.now }, office: { at: () => office.now }, ...options.setUp }
  return (shop = await openShop({ clock, ...options, setUp }))
}
/** Of a shop that is opened twice. */
let folder: string | undefined
afterEach(async () => {
  await shop.close()
  if (folder) await rm(folder, { recursive: true, force: true })
  folder = undefined
})

const handedOff = async (user = 'U1') => {
  shop.model.says(() => ({ decision: 'handoff' }))
  await shop.line.say(user, 'My cake was bad')
  await shop.line.waitFor(() => said(shop.line, user).length > 0)
  await shop.until(async () => (await shop.conversation(user))?.outbox.length === 0)
  shop.model.says(() => ({}))
}
/** As its timer would, at this time. */
const at = (ms: number, user = 'U1') => {
  clock.ahead = ms
  shop.runner.wake(`${shop.line.botUserId}:user:${user}`)
}
const facts = async (type: string, user = 'U1') =>
  (await shop.conversation(user))?.facts.filter((fact) => fact.type === type) ?? []

test('four hours after the Take the assistant answers again; what was written meanwhile is not answered late', async () => {
  const { line, model, act, until, conversation } = await open()
  await handedOff()
  await act('U1', 'take')
  await line.say('U1', 'hello?')
  await until(async () => (await conversation('U1'))?.messages.length === 2)
  at(4 * hour + 60_000)
  await until(async () => (await conversation('U1'))?.mode === 'assistant')
  await line.say('U1', 'are you open on Sunday?', { timestamp: clock.now() })
  await line.waitFor(() => said(line, 'U1').length > 1)
  expect(model.requests).toHaveLength(2)
  expect(model.requests[1]?.open).toEqual(['are you open on Sunday?'])
  expect(model.requests[1]?.contents.map(({ text }) => text).join('\n')).toMatch(
    /My cake was bad[^]*<note>[^]*hello\?[^]*<note>/,
  )
})

test('a start after the time has passed hands it back; one before it waits on', async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-'))
  await open({ folder })
  await handedOff()
  await shop.act('U1', 'take')
  await shop.close()
  await open({ folder })
  expect((await shop.conversation('U1'))?.mode).toBe('staff')
  await shop.close()
  clock.ahead = 5 * hour
  shop = await openShop({ clock, folder })
  await shop.until(async () => (await shop.conversation('U1'))?.mode === 'assistant')
})

test('while nobody has taken it, it is not handed back: staff are reminded of it', async () => {
  const { notices, until, conversation } = await open()
  await handedOff()
  at(20 * 60_000)
  await until(() => notices.length === 2)
  expect(notices[1]).toMatchObject({ reminder: true, entry: notices[0]?.entry, kind: 'handoff' })
  expect(notices[1]?.id).not.toBe(notices[0]?.id)
  at(9 * hour)
  await until(() => notices.length === 3)
  expect(await conversation('U1')).toMatchObject({ mode: 'staff', entries: [{ state: 'waiting' }] })
})

test('a card has what staff need: who, what they want, why, the last words, how long, what is unread', async () => {
  const { notices, line } = await open()
  await handedOff()
  expect(notices[0]).toMatchObject({
    name: line.chat('U1').name,
    reason: expect.any(String),
    summary: expect.any(String),
    words: ['My cake was bad'],
    unread: 0,
    reminder: false,
  })
  expect(readMarks(line, 'U1')).toEqual([true])
  expect(notices[0]!.now - notices[0]!.since).toBeGreaterThanOrEqual(0)
})

test('the name that LINE tells is kept, so that staff can search for it, and goes when everything is forgotten', async () => {
  const { line, act, until, conversation, store, calls } = await open()
  await line.say('U1', 'open on Sunday?')
  await until(async () => (await conversation('U1'))?.customer?.name === line.chat('U1').name)
  await line.say('U1', 'and on Monday?')
  await line.waitFor(() => said(line, 'U1').length > 2)
  expect(calls('profile')).toHaveLength(1)
  const { rows } = await store.list({ list: 'all', search: line.chat('U1').name, limit: 10 })
  expect(rows).toHaveLength(1)
  await act('U1', 'forget')
  expect(JSON.stringify(await conversation('U1'))).not.toContain(line.chat('U1').name)
})

test('LINE does not tell a name: everything goes on, and nothing waits for it', async () => {
  const { line } = await open()
  line.fault({ call: 'profile', how: 'never' })
  await line.say('U1', 'open on Sunday?')
  await line.waitFor(() => said(line, 'U1').length > 0 && readMarks(line, 'U1').every(Boolean))
})

test('paused for everybody: no model, no dots, a notice, unread; resumed, the next message is answered', async () => {
  const { line, model, calls, until, conversation } = await open()
  service.now = { paused: { by: 'Owner', at: 0 } }
  await line.say('U1', 'open on Sunday?')
  await line.waitFor(() => said(line, 'U1').length > 0)
  await until(async () => (await conversation('U1'))?.entries[0]?.kind === 'paused')
  expect([model.requests, calls('loading'), readMarks(line, 'U1')]).toEqual([[], [], [false]])
  service.now = {}
  await line.say('U1', 'and on Monday?')
  await line.waitFor(() => readMarks(line, 'U1').every(Boolean))
  expect((await conversation('U1'))?.entries).toEqual([])
})

test('paused while the model thinks: what it says is not said', async () => {
  const { line, model, until, conversation } = await open()
  model.hold()
  await line.say('U1', 'open on Sunday?')
  await model.asked(1)
  service.now = { paused: { by: 'Owner', at: 0 } }
  model.release()
  await until(async () => (await conversation('U1'))?.entries[0]?.kind === 'paused')
  await line.waitFor(() => said(line, 'U1').length > 0)
  expect(said(line, 'U1').join()).not.toContain('weekends')
  expect(readMarks(line, 'U1')).toEqual([false])
})

test('outside office hours the notice says when a person is there, and who writes again hears it once', async () => {
  const { line, until, conversation } = await open()
  const now = Date.now()
  office.now = { timeZone: 'Asia/Tokyo', open: false, closedSince: now - hour, opensAt: now + 30 * hour }
  await handedOff()
  const when = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', weekday: 'long' }).format(now + 30 * hour)
  expect(said(line, 'U1')[0]).toMatch(new RegExp(`our staff.*(${when}|tomorrow)`))
  await line.say('U1', 'hello?')
  await line.waitFor(() => said(line, 'U1').length > 1)
  expect(said(line, 'U1')[1]).toMatch(/not forgotten/)
  await line.say('U1', 'please')
  await until(async () => (await conversation('U1'))?.messages.length === 3)
  expect(said(line, 'U1')).toHaveLength(2)
  expect(readMarks(line, 'U1')).toEqual([true, false, false])
})

test('what staff write down is kept: the chat’s address, a grade, and that nobody is answering', async () => {
  const { line, staff, conversation, until } = await open()
  await line.say('U1', 'open on Sunday?')
  await line.waitFor(() => said(line, 'U1').length > 1)
  await until(async () => (await conversation('U1'))?.outbox.length === 0)
  const c = (await conversation('U1'))!
  const turn = c.judged[0]!.turn
  const address = 'https://chat.line.biz/U1/chat/U2'
  expect(await staff.note(c.id, { what: 'chat_address', address }, 'Aya')).toEqual({ type: 'done' })
  await staff.note(c.id, { what: 'grade', turn, right: false }, 'Aya')
  expect(await staff.note('nobody', { what: 'not_answering' }, 'Aya')).toEqual({ type: 'unknown_conversation' })
  expect((await conversation('U1'))?.chatAddress).toBe(address)
  expect(await facts('graded')).toMatchObject([{ turn, right: false, by: 'Aya' }])
  const [row] = await shop.store.turns({ from: 0, until: Infinity })
  expect(row).toMatchObject({ turn, grade: 'wrong', decision: 'resolved' })
})

test('staff wrote in LINE’s own chat, and the customer quotes it: Take is offered', async () => {
  const { line, until, conversation, store } = await open()
  await line.say('U1', 'open on Sunday?')
  await line.waitFor(() => said(line, 'U1').length > 1)
  const { messageId } = line.staffWrites('U1', 'I have put one aside for you')
  await line.say('U1', 'thank you!', { quotedMessageId: messageId })
  const c = await until(async () => {
    const now = await conversation('U1')
    return now?.suspected ? now : undefined
  })
  expect((await store.list({ list: 'suspected', limit: 10 })).rows).toMatchObject([{ id: c.id }])
  expect(
    explain(c)
      .story.map(({ text }) => text)
      .join(' '),
  ).toMatch(/quote/i)
})

test('a name that LINE tells only after everything was forgotten is not kept', async () => {
  const { line, act, until, conversation, calls } = await open()
  line.fault({ call: 'profile', how: { delayMs: 600 }, times: 1 })
  await line.say('U1', 'open on Sunday?')
  await line.waitFor(() => said(line, 'U1').length > 0)
  expect(await act('U1', 'forget')).toEqual({ type: 'done' })
  await line.waitFor(() => calls('profile').some(({ status }) => status === 200))
  await line.say('U2', 'open on Sunday?')
  await until(async () => (await conversation('U2'))?.customer?.name)
  expect(JSON.stringify(await conversation('U1'))).not.toContain(line.chat('U1').name)
})

test('what staff do does not wait for LINE to tell a name, and LINE is not asked again at once when it did not', async () => {
  const { line, act, calls } = await open()
  line.fault({ call: 'profile', how: 'never' })
  await handedOff()
  expect(await act('U1', 'take')).toEqual({ type: 'done' })
  expect(await act('U1', 'read')).toEqual({ type: 'changed_meanwhile', by: 'Owner' })
  expect(calls('profile').length).toBeLessThanOrEqual(1)
})

test('a notifier that never answers holds up neither the notice nor what staff do', async () => {
  const { line, act, telling } = await open()
  telling.never = true
  shop.model.says(() => ({ decision: 'handoff' }))
  await line.say('U1', 'My cake was bad')
  await line.waitFor(() => said(line, 'U1').length > 0, 15_000)
  expect(await act('U1', 'take')).toEqual({ type: 'done' })
}, 30_000)

test('a pause that begins while LINE is asked about the quota holds the push back; it goes once the pause is over', async () => {
  const { line, calls, until } = await open()
  line.fault({ call: 'reply', how: { status: 400, message: 'Invalid reply token' }, userId: 'U1' })
  line.fault({ call: 'quota', how: { delayMs: 400 }, times: 1 })
  await line.say('U1', 'open on Sunday?')
  await line.waitFor(() => calls('quota').length > 0)
  service.now = { paused: { by: 'Owner', at: 0 } }
  await line.say('U2', 'hello')
  await until(async () => (await shop.conversation('U2'))?.entries.length === 1)
  await line.waitFor(() => calls('quota').every(({ status }) => status === 200))
  expect(calls('push')).toEqual([])
  service.now = {}
  await shop.runner.wakeAll()
  await line.waitFor(() => calls('push').length === 1)
})

test('forgotten: what was made of a conversation elsewhere goes too, once, and before it is stored', async () => {
  const told: string[] = []
  const forgotten = async (id: string) => told.push(`${id} ${(await shop.store.load(id))?.messages.length}`)
  const { line, act, until, conversation } = await open({ setUp: { forgotten } })
  await line.say('U1', 'open on Sunday?')
  await until(async () => (await conversation('U1'))?.outbox.length === 0 && said(line, 'U1').length > 0)
  await act('U1', 'forget')
  await line.say('U1', 'and on Monday?')
  await until(async () => (await conversation('U1'))?.messages.length === 1)
  expect(told).toEqual([`${line.botUserId}:user:U1 1`])
})
