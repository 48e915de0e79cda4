/** A customer writes at the very moment at which they are erased: for their age that must not be, for their wish it is a new one. */
import { afterEach, describe, expect, test } from 'vitest'
import { openAudit } from '../../src/adapters/files/audit.ts'
import { forget } from '../../src/flow/forget.ts'
import { look, type Looked } from '../../src/flow/retention.ts'
import { newFolder } from '../adapters/files/folder.ts'
import { conversation, follow, judge, receive, text } from '../core/situations.ts'
import { openShop, quietLog, said, type Shop } from '../flow/shop.ts'
import { erasingOf } from './house.ts'

const day = 24 * 3_600_000
const retention = { messages: 90 * day, ledger: 365 * day }
const user = 'U1'
const complaint = 'I want to complain about my order'

let shop: Shop | undefined
afterEach(async () => {
  await shop?.close()
  shop = undefined
})

/** A shop in which somebody was answered 400 days ago. */
async function openOldShop(): Promise<Shop & { id: string }> {
  const folder = await newFolder()
  shop = await openShop({ folder, setUp: { retention } })
  const { botUserId: bot } = shop.line
  const id = `${bot}:user:${user}`
  const old = Date.now() - 400 * day
  const asked = { ...conversation(), id, destination: bot, chat: { type: 'user', id: user } as const }
  const event = text(1, old, { id: 'an-old-event', messageId: 'an-old-message' })
  const { c } = follow(judge(receive(asked, old, event), old + 2_000, { reply: 'Bread.' }), old + 2_000)
  await shop.store.commit({ conversation: c, entered: [], overflow: [] })
  return { ...shop, id }
}

interface Meanwhile {
  /** Somebody waits to have the conversation alone. */
  asked?: () => void
  /** It is decided that it goes, and nothing has gone. */
  going?: (messages: readonly string[]) => Promise<unknown>
}

const partsOf = ({ store, runner, folder }: Shop, { asked, going }: Meanwhile) => ({
  store: erasingOf(store),
  runner: {
    wake: runner.wake,
    alone: <T>(id: string, work: () => Promise<T>): Promise<T> => {
      const result = runner.alone(id, work)
      asked?.()
      return result
    },
  },
  contents: { forget: async (messages: readonly string[]) => void (await going?.(messages)) },
  drafts: { list: () => Promise.resolve([]), discard: () => Promise.resolve(false), forget: () => Promise.resolve(0) },
  audit: openAudit(folder),
  clock: { now: Date.now, after: () => Promise.resolve() },
  log: quietLog,
  retention,
})

const lookAt = (place: Shop, meanwhile: Meanwhile = {}): Promise<Looked> =>
  look(partsOf(place, meanwhile), AbortSignal.any([]))

describe('while the daily look runs', () => {
  test('somebody who comes back after a year keeps what was said, and the person who was promised to them', async () => {
    const place = await openOldShop()
    const { line, model, until } = place
    model.hold()
    model.says(() => ({ decision: 'handoff' }))
    expect(await line.say(user, complaint)).toMatchObject({ delivered: 200 })
    await model.asked(1)
    expect(await lookAt(place, { asked: () => model.release() })).toEqual({ expired: 0, erased: 0 })
    const after = await until(() => place.conversation(user))
    expect(after.mode).toBe('staff')
    expect(after.entries).toHaveLength(1)
    expect(after.messages.map(({ content }) => content)).toContainEqual({ type: 'text', text: complaint })
    expect(said(line, user)).toHaveLength(1)
  })

  test('a conversation for which something waits is not erased', async () => {
    const place = await openOldShop()
    const { store, id, runner, until } = place
    const fresh = text(2, Date.now(), { conversation: id, chat: { type: 'user', id: user }, by: user })
    await store.receive([fresh])
    expect((await lookAt(place)).erased).toBe(0)
    expect(await store.waiting(id)).toMatchObject([{ id: fresh.id }])
    runner.wake(id)
    const after = await until(async () => {
      const now = await place.conversation(user)
      return now && now.messages.length > 1 ? now : undefined
    })
    expect(after.messages.map((message) => message.id)).toEqual(['an-old-message', fresh.messageId])
  })

  test('what comes in while an old conversation goes is answered in a new one, once, also when LINE delivers it again', async () => {
    const place = await openOldShop()
    const { line, model, until } = place
    const sent: Awaited<ReturnType<typeof line.say>>[] = []
    const going = async (): Promise<void> => void sent.push(await line.say(user, complaint))
    expect((await lookAt(place, { going })).erased).toBe(1)
    expect(sent).toMatchObject([{ delivered: 200 }])
    await line.waitFor(() => said(line, user).length > 0)
    expect(await line.redeliver(sent[0]?.webhookEventId ?? '')).toBe(200)
    const after = await until(async () => {
      const now = await place.conversation(user)
      return now?.outbox.length === 0 ? now : undefined
    })
    expect(after.messages.map(({ content }) => content)).toEqual([{ type: 'text', text: complaint }])
    expect(JSON.stringify(after)).not.toContain('Bread')
    await place.runner.alone(place.id, () => Promise.resolve())
    expect(place.calls('reply', 'push')).toHaveLength(1)
    expect(model.requests).toHaveLength(1)
  })
})

describe('while somebody is forgotten, as they wished', () => {
  test('what waited goes with the rest, and what they write then is a new customer’s', async () => {
    const place = await openOldShop()
    const { line, store, id, model } = place
    const waiting = text(2, Date.now(), { conversation: id, chat: { type: 'user', id: user }, by: user })
    await store.receive([waiting])
    const erased: string[] = []
    const going = (messages: readonly string[]) => {
      erased.push(...messages)
      return line.say(user, 'Hello, I am new here')
    }
    const forgotten = await forget(user, partsOf(place, { going }))
    expect(forgotten.conversations).toBe(1)
    // Whatever was fetched for it in a run that was broken off goes with it.
    expect(erased).toEqual(['an-old-message', waiting.messageId])
    await line.waitFor(() => said(line, user).length > 0)
    await place.runner.alone(id, () => Promise.resolve())
    const after = await place.conversation(user)
    expect(after?.messages.map(({ content }) => content)).toEqual([{ type: 'text', text: 'Hello, I am new here' }])
    expect(model.requests).toHaveLength(1)
    // LINE has not heard of an end of the one that went.
    await store.receive([waiting])
    expect(await store.waiting(id)).toEqual([])
  })
})
