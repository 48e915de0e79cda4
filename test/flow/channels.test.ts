/** One runner over several channels: each conversation with what is its channel's own, and none that has no channel. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { timerWaker } from '../../src/adapters/time/waker.ts'
import { conversationId, destinationOf, type InboxEvent } from '../../src/core/event.ts'
import { policySchema } from '../../src/core/policy.ts'
import { look } from '../../src/flow/retention.ts'
import { createQueue } from '../../src/flow/queue.ts'
import type { Leases } from '../../src/ports/leases.ts'
import { createRunner } from '../../src/flow/runner.ts'
import type { RunnerChannel } from '../../src/flow/running-for.ts'
import { judgement } from '../core/situations.ts'
import { oneShelf, playedContents, playedLine } from '../fuzz/stand-ins.ts'
import { quietLog as log } from './shop.ts'

const clock = systemClock
const prompt = {
  name: 'assistant',
  text: '',
  write: () => '',
  uses: new Set<string>(),
  hash: '',
  policy: policySchema.parse({ quiet: '10ms', at_most: '50ms', topics: ['opening hours'] }),
}

/** Two channels before one model, which is held until it is let go. */
async function twoChannels(leases?: Leases) {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-channels-'))
  const store = await openFilesStore({ folder, log, onLost: () => undefined })
  const judged: string[] = []
  const said: string[] = []
  const held = Promise.withResolvers<void>()
  const channel = (key: string): RunnerChannel => {
    const line = playedLine(() => undefined)
    return {
      key,
      parts: {
        line: {
          ...line,
          reply(token, messages, timeout) {
            said.push(`${key} ${token}`)
            return line.reply(token, messages, timeout)
          },
        },
        contents: playedContents,
        model: {
          name: key,
          takesMedia: false,
          async judge() {
            judged.push(key)
            await held.promise
            return { ok: true, text: JSON.stringify(judgement()), usage: { input: 1, output: 1 } }
          },
        },
        knowledge: oneShelf,
        prompts: { current: () => prompt },
      },
    }
  }
  const channels = new Map(['mugi', 'kobo'].map((key) => [key, channel(key)]))
  const queue = createQueue(1, clock)
  const served = new Set(['mugi', 'kobo'])
  const channelOf = (id: string) => (served.has(destinationOf(id)) ? channels.get(destinationOf(id)) : undefined)
  const runner = createRunner({ store, leases, channelOf, queue, clock, waker: timerWaker(clock), log })
  onTestFinished(async () => {
    held.resolve()
    await runner.drain()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  let number = 0
  const write = async (destination: string, user: string): Promise<string> => {
    number += 1
    const chat = { type: 'user', id: user } as const
    const conversation = conversationId(destination, chat)
    const now = clock.now()
    const event: InboxEvent = {
      type: 'message',
      id: `event-${number}`,
      conversation,
      destination,
      chat,
      messageId: String(number),
      content: { type: 'text', text: 'When are you open?' },
      replyToken: `token of ${user}`,
      redelivery: false,
      timestamp: now,
      receivedAt: now,
    }
    await store.receive([event])
    runner.wake(conversation)
    return conversation
  }
  return { store, runner, queue, served, judged, said, write, letGo: () => held.resolve() }
}

test('a flood in one channel: the customer of another is judged next but one, and answered by their own account', async () => {
  const { queue, judged, said, write, letGo } = await twoChannels()
  for (let user = 1; user <= 12; user += 1) await write('mugi', `U${user}`)
  await vi.waitFor(() => expect(queue.state().waiting).toBe(11))
  await write('kobo', 'Uken')
  await vi.waitFor(() => expect(queue.state().waiting).toBe(12))
  letGo()
  await vi.waitFor(() => expect(said).toHaveLength(13))
  expect(judged.indexOf('kobo')).toBeLessThanOrEqual(2)
  expect(said).toContain('kobo token of Uken')
  expect(said.filter((one) => one.startsWith('kobo'))).toHaveLength(1)
})

test('a conversation whose account no channel has stays as it is, and goes on once one has it', async () => {
  const { store, runner, served, said, write, letGo } = await twoChannels()
  letGo()
  served.delete('kobo')
  const id = await write('kobo', 'Uken')
  await write('mugi', 'Uaiko')
  await vi.waitFor(() => expect(said).toEqual(['mugi token of Uaiko']))
  expect(await store.waiting(id)).toHaveLength(1)
  served.add('kobo')
  await runner.wakeAll()
  await vi.waitFor(() => expect(said).toContain('kobo token of Uken'))
})

test('what is too old goes from it all the same, and what was to be said is still to be said', async () => {
  const { store, runner, served, said, write, letGo } = await twoChannels()
  const id = await write('kobo', 'Uken')
  await write('kobo', 'Umei')
  letGo()
  await vi.waitFor(() => expect(said).toHaveLength(2))
  await vi.waitFor(async () => expect((await store.load(id))?.outbox).toEqual([]))
  served.delete('kobo')
  const day = 24 * 3_600_000
  const late = { now: () => clock.now() + 40 * day, after: () => Promise.resolve() }
  const parts = {
    store,
    runner,
    contents: {},
    drafts: { list: () => Promise.resolve([]), discard: () => Promise.resolve(false) },
    audit: { expire: () => Promise.resolve() },
    clock: late,
    log,
    retention: { messages: 30 * day, ledger: 365 * day },
  }
  expect(await look(parts, new AbortController().signal)).toEqual({ expired: 2, erased: 0 })
  const after = await store.load(id)
  expect(JSON.stringify(after?.messages)).not.toContain('When are you open?')
  expect(after?.messages).toHaveLength(1)
  expect(after?.facts.at(-1)?.type).toBe('expired')
  expect(await store.due()).toEqual([])
})

test('where processes share a store nothing of it is touched: it is another process’s, or nobody’s', async () => {
  const asked: string[] = []
  const take = (id: string) => {
    asked.push(id)
    return Promise.resolve(undefined)
  }
  const { runner, served, write } = await twoChannels({ take })
  served.delete('kobo')
  const id = await write('kobo', 'Uken')
  expect(runner.wake(id)).toBe(false)
  await runner.wakeAll()
  expect(asked).toEqual([])
})

test('when hundreds ask at once for all to be woken, the store is asked once; one channel wakes its own alone', async () => {
  const { runner, store, write, letGo, said } = await twoChannels()
  letGo()
  await write('mugi', 'Uaiko')
  await vi.waitFor(() => expect(said).toHaveLength(1))
  const due = vi.spyOn(store, 'due').mockResolvedValue(['mugi:user:Uaiko', 'kobo:user:Uken'])
  const load = vi.spyOn(store, 'load')
  await Promise.all(Array.from({ length: 300 }, () => runner.wakeAll('kobo')))
  expect(due).toHaveBeenCalledTimes(1)
  await vi.waitFor(() => expect(load.mock.calls.map(([id]) => id)).toEqual(['kobo:user:Uken']))
})
