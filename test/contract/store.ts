/** What every store must do, whatever it is made of. A test file of each adapter runs this suite. */
import { describe, expect, test } from 'vitest'
import { begin, type Conversation } from '../../src/core/conversation.ts'
import type { Store } from '../../src/ports/store.ts'
import { conversation, follow, judge, receive, t0, text } from '../core/situations.ts'
import { listContract } from './lists.ts'
import { destinationContract } from './lists-by-destination.ts'
import { storeUnderTest, type Prepare } from './under-test.ts'

const id = conversation().id
const commitOf = (c: Conversation, values: { entered?: string[]; wakeAt?: number } = {}) => ({
  conversation: c,
  entered: values.entered ?? [],
  overflow: [],
  wakeAt: values.wakeAt,
})

/** @param prepare makes an empty place and says how a store is opened over it */
export function storeContract(name: string, prepare: Prepare): void {
  describe(`the store contract: ${name}`, () => {
    let store: Store
    const reopen = storeUnderTest(prepare, (opened) => (store = opened))

    test('an empty store has nothing', async () => {
      expect(await store.load(id)).toBeUndefined()
      expect(await store.waiting(id)).toEqual([])
      expect(await store.due()).toEqual([])
      expect(await store.list({ list: 'all', limit: 10 })).toEqual({ rows: [], total: 0 })
      expect(await store.counts()).toEqual({ waiting: 0, undelivered: 0, staff: 0, question: 0, suspected: 0 })
      expect(await store.turns({ from: 0, until: Infinity })).toEqual([])
      expect(await store.ready()).toBe(true)
    })

    test('a received event waits, also after a restart, until a commit has taken it in', async () => {
      await store.receive([text(1, t0), text(2, t0 + 1)])
      await reopen()
      expect((await store.waiting(id)).map((event) => event.id)).toEqual(['event-1', 'event-2'])
      expect(await store.due()).toEqual([id])
      const c = receive(conversation(), t0, text(1, t0))
      await store.commit(commitOf(c, { entered: ['event-1'], wakeAt: t0 }))
      expect((await store.waiting(id)).map((event) => event.id)).toEqual(['event-2'])
      expect(await store.load(id)).toEqual(JSON.parse(JSON.stringify(c)))
    })

    test('an event of every kind comes back as it was', async () => {
      const event = text(1, t0, {
        content: { type: 'text', text: '“日本語” 👩‍👩‍👧\n\u0000 \ud83d' },
        replyToken: undefined,
      })
      await store.receive([event])
      await reopen()
      expect(await store.waiting(id)).toEqual([JSON.parse(JSON.stringify(event))])
    })

    test('the same event twice waits once', async () => {
      await Promise.all([store.receive([text(1, t0)]), store.receive([text(1, t0)])])
      expect(await store.waiting(id)).toHaveLength(1)
    })

    test('a thousand at once are all there', async () => {
      await Promise.all(Array.from({ length: 1_000 }, (_, index) => store.receive([text(index, t0 + index)])))
      await reopen()
      expect(await store.waiting(id)).toHaveLength(1_000)
    })

    test('what was committed is there after a restart, with all its content', async () => {
      const c = follow(judge(receive(conversation(), t0, text(1, t0)), t0), t0).c
      await store.commit(commitOf(c))
      await reopen()
      expect(await store.load(id)).toEqual(JSON.parse(JSON.stringify(c)))
    })

    test('due: what has a time or waiting events, and not what is at rest', async () => {
      const at = (name: string) => begin(name, 'Ubot', { type: 'user', id: name })
      await store.commit(commitOf(at('timer'), { wakeAt: t0 + 600_000 }))
      await store.commit(commitOf(at('rest')))
      await store.commit(commitOf(at('was due'), { wakeAt: t0 }))
      await store.commit(commitOf(at('was due')))
      await store.receive([text(1, t0)])
      await reopen()
      expect((await store.due()).toSorted()).toEqual([id, 'timer'].toSorted())
    })

    test('conversations do not disturb one another, whatever their names', async () => {
      const names = ['../../etc/passwd', 'a/b', 'a:b', 'A:B', 'ไทย', '日本', 'x'.repeat(900)]
      for (const name of names) await store.commit(commitOf(begin(name, name, { type: 'user', id: name })))
      await reopen()
      for (const name of names) expect((await store.load(name))?.destination).toBe(name)
    })

    test('an event that could not be read is kept', async () => {
      const events = [
        { raw: { some: 'thing' }, why: 'no source' },
        { raw: null, why: 'not an event' },
      ]
      await store.setAside(events, t0)
    })
  })
  listContract(name, prepare)
  destinationContract(name, prepare)
}
