/** What every store that can erase must do: what is gone is gone, does not come back, and its ids are not used again. */
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import type { InboxEvent } from '../../src/core/event.ts'
import { begin } from '../../src/core/conversation.ts'
import type { Erasing } from '../../src/ports/erasing.ts'
import type { Store } from '../../src/ports/store.ts'
import { conversation, follow, judge, receive, text } from '../core/situations.ts'
import { storeUnderTest, type Prepare } from './under-test.ts'

type Erasable = Store & Erasing
type Event = InboxEvent & { type: 'message' }

const now = Date.now()
const { id } = conversation()
const user = conversation().chat.id
const at = (conversation: Conversation, entered: string[] = []) => ({ conversation, entered, overflow: [] })

/** @param prepare makes an empty place and says how a store is opened over it */
export function erasingContract(name: string, prepare: Prepare<Erasable>): void {
  describe(`erasing: ${name}`, () => {
    let store: Erasable
    const reopen = storeUnderTest(prepare, (opened) => (store = opened))
    /** Somebody who was answered. */
    const answered = async (): Promise<Conversation> => {
      await store.receive([text(1, now)])
      const c = follow(judge(receive(conversation(), now, text(1, now)), now), now).c
      await store.commit(at(c, ['event-1']))
      return c
    }
    const parts = async (after?: string) => {
      const found: { part: string; ids: string[] }[] = []
      for await (const { part, conversations } of store.all(after)) {
        found.push({ part, ids: conversations.map((one) => one.id) })
      }
      return found
    }

    test('a conversation that is erased is in no list, no figure and no search, also after a restart', async () => {
      await answered()
      await store.erase(id)
      await reopen()
      expect(await store.load(id)).toBeUndefined()
      expect(await store.list({ list: 'all', limit: 10 })).toEqual({ rows: [], total: 0 })
      expect(await store.turns({ from: 0, until: Infinity })).toEqual([])
      expect(await store.due()).toEqual([])
      expect((await parts()).flatMap(({ ids }) => ids)).toEqual([])
    })

    test('what LINE delivers again of it does not come back; what is new begins anew, with turns of its own', async () => {
      const c = await answered()
      await store.erase(id)
      await reopen()
      await store.receive([text(1, now), text(2, now)])
      expect((await store.waiting(id)).map((event) => event.id)).toEqual(['event-2'])
      expect(await store.turnsFrom()).toBeGreaterThan(c.turns)
      await reopen()
      expect(await store.due()).toEqual([id])
    })

    test('what had come again before it was erased goes, and what has never entered stays', async () => {
      await answered()
      await store.receive([text(1, now), text(2, now)])
      await store.erase(id)
      expect((await store.waiting(id)).map((event) => event.id)).toEqual(['event-2'])
    })

    test('what waits of somebody is dropped for good', async () => {
      await store.receive([text(1, now)])
      await store.dropWaiting(id, user)
      await store.receive([text(1, now)])
      expect(await store.waiting(id)).toEqual([])
    })

    test('whose conversations there are: their own, groups they wrote in, and what only waits', async () => {
      const c = await answered()
      const group = 'Ubot:group:G1'
      const inGroup: Event = { ...text(5, now), conversation: group, chat: { type: 'group', id: 'G1' }, by: user }
      await store.receive([inGroup])
      expect(await store.conversationsOf(user)).toEqual({ own: [id], shared: [group] })
      const messages = c.messages.map((one) => ({ ...one, by: user }))
      await store.commit(at({ ...c, id: group, chat: { type: 'group', id: 'G1' }, messages }, ['event-5']))
      expect(await store.conversationsOf(user)).toEqual({ own: [id], shared: [group] })
      expect(await store.conversationsOf('U-nobody')).toEqual({ own: [], shared: [] })
    })

    test('what was set aside goes with its names, and when it is old; it does not come back either', async () => {
      const theirs = { webhookEventId: 'broken-1', source: { userId: user } }
      const other = { webhookEventId: 'broken-2', source: { userId: 'U-other' } }
      const aside = [theirs, other].map((raw) => ({ raw, why: 'no type' }))
      await store.setAside(aside, now)
      await store.purge([user])
      await store.setAside(aside.slice(0, 1), now)
      await store.expireSetAside(now + 1)
      await store.receive([text(1, now, { id: 'broken-1' })])
      expect(await store.waiting(id)).toEqual([])
    })

    test('figures count from a time on, and what the ledger still tells of does not come back', async () => {
      const c = await answered()
      expect(await store.turns({ from: 0, until: Infinity })).toHaveLength(1)
      await store.expireFigures(now + 1_000)
      await store.commit(at(c))
      await reopen()
      expect(await store.turns({ from: 0, until: Infinity })).toEqual([])
    })

    test('all conversations, part by part; a look goes on behind the part it had come to', async () => {
      const names = Array.from({ length: 40 }, (_, index) => `Ubot:user:U${index}`)
      for (const one of names) await store.commit(at(begin(one, 'Ubot', { type: 'user', id: one })))
      const all = await parts()
      expect(all.flatMap(({ ids }) => ids).toSorted()).toEqual(names.toSorted())
      const [first, ...rest] = all
      expect(await parts(first?.part)).toEqual(rest)
    })

    test('how far the daily look has come is kept', async () => {
      expect(await store.sweep()).toBeUndefined()
      await store.keepSweep({ begunAt: now, after: 'ab' })
      await reopen()
      expect(await store.sweep()).toEqual({ begunAt: now, after: 'ab' })
    })
  })
}
