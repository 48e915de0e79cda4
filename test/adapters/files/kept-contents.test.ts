/** What customers sent, kept for staff as long as the owner says, and never longer than the customer allows. */
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keepContents, type KeptContentsOptions } from '../../../src/adapters/files/kept-contents.ts'
import { openFilesStore } from '../../../src/adapters/files/store.ts'
import type { InboxEvent, MessageEvent } from '../../../src/core/event.ts'
import { Session } from '../../../src/flow/session.ts'
import type { Contents, KeptContents, Limits, Seen, Wanted } from '../../../src/ports/contents.ts'
import type { Log } from '../../../src/ports/log.ts'
import { conversation, policyOf, t0, text, unsend } from '../../core/situations.ts'
import { files as bytesOf } from '../line/bytes.ts'

const hour = 3_600_000
const limits: Limits = { bytes: 10_000_000, ms: 8_000 }
const never = new AbortController().signal
const picture: Seen = { type: 'inline', mime: 'image/png', bytes: bytesOf.png }
const wanted = (messageId: string): Wanted => ({ messageId, kind: 'image' })

/** LINE's data host: it gives what the test says, and counts how often it was asked. */
function host(gives: (messageId: string) => Seen | Promise<Seen> = () => picture) {
  const asked: string[] = []
  const contents: Contents = {
    async see({ messageId }) {
      asked.push(messageId)
      return gives(messageId)
    },
  }
  return { asked, contents }
}

let folder: string
let now: number
let told: string[]
let open: KeptContents[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-content-'))
  now = t0
  told = []
  open = []
})
afterEach(async () => {
  for (const one of open) await one.close()
  await rm(folder, { recursive: true, force: true })
})

const tell = (_: object, message: string) => void told.push(message)
const log: Log = { debug() {}, info() {}, warn: tell, error: tell }

function keep(contents: Contents, options: Partial<KeptContentsOptions> = {}): KeptContents {
  const clock = { now: () => now }
  const kept = keepContents(contents, { folder, ms: 24 * hour, clock, log, ...options })
  open.push(kept)
  return kept
}
/** The files there are, whatever they are called. */
const onDisk = async (): Promise<string[]> => {
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  return all.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
}

describe('what was seen', () => {
  test.each<[string, Seen, string]>([
    ['a picture', picture, 'image/png'],
    ['a text', { type: 'text', text: '2 baguettes\n„für Emily“' }, 'text/plain'],
    ['no bytes at all', { type: 'inline', mime: 'audio/mp4', bytes: Buffer.alloc(0) }, 'audio/mp4'],
  ])('is not fetched again, by this process or the next: %s', async (_, seen, mime) => {
    const { asked, contents } = host(() => seen)
    const first = keep(contents)
    expect(await first.see(wanted('1'), limits, never)).toEqual(seen)
    expect(await first.see(wanted('1'), limits, never)).toEqual(seen)
    const second = keep(contents)
    expect(await second.see(wanted('1'), limits, never)).toEqual(seen)
    expect(asked).toEqual(['1'])
    const bytes = seen.type === 'inline' ? seen.bytes : Buffer.from(seen.type === 'text' ? seen.text : '')
    expect(await second.find('1')).toEqual({ mime, bytes })
    expect(await second.types(['1', '2'])).toEqual(new Map([['1', mime]]))
    expect(await second.find('2')).toBeUndefined()
  })

  test('nothing is kept on a disk that is nearly full: it is looked at all the same, and said once an hour', async () => {
    const { asked, contents } = host()
    const kept = keep(contents, { leavesFree: Number.MAX_SAFE_INTEGER })
    expect(await kept.see(wanted('1'), limits, never)).toEqual(picture)
    now += hour - 1
    expect(await kept.see(wanted('1'), limits, never)).toEqual(picture)
    expect(asked).toHaveLength(2)
    expect(await onDisk()).toEqual([])
    expect(told).toEqual([expect.stringContaining('THE DISK IS NEARLY FULL')])
    now += 1
    await kept.see(wanted('2'), limits, never)
    expect(told).toHaveLength(2)
  })

  test('of what could not be looked at nothing is kept: the next time it may work', async () => {
    const { asked, contents } = host(() => ({ type: 'unseen', why: 'broken' }))
    const kept = keep(contents)
    await kept.see(wanted('1'), limits, never)
    await kept.see(wanted('1'), limits, never)
    expect(asked).toHaveLength(2)
    expect(await onDisk()).toEqual([])
  })

  test('a message’s id is never a path', async () => {
    const inside = join(folder, 'a', 'b')
    const kept = keep(host().contents, { folder: inside })
    for (const id of ['../../x', '/etc/passwd', '..', 'x/y', 'x\0y', 'ü'.repeat(5_000)]) {
      await kept.see(wanted(id), limits, never)
      expect(await kept.find(id)).toMatchObject({ mime: 'image/png' })
    }
    const all = await onDisk()
    expect(all).toHaveLength(6)
    for (const file of all) expect(file.slice(inside.length)).toMatch(/^\/[0-9a-f]{2}\/[0-9a-f]{32}$/)
  })

  test('a disk that cannot be written costs nothing but the keeping', async () => {
    await writeFile(join(folder, 'new'), 'a file where a folder should be')
    const kept = keep(host().contents)
    expect(await kept.see(wanted('1'), limits, never)).toEqual(picture)
    expect(told).toContain('what a customer sent could not be kept; staff look at it in LINE')
  })

  test('what is kept counts against the size that is asked for, and an abort is an abort', async () => {
    const { contents } = host(() => ({ type: 'unseen', why: 'too_big' }))
    await keep(host().contents).see(wanted('1'), limits, never)
    expect(await keep(contents).see(wanted('1'), { ...limits, bytes: 3 }, never)).toEqual({
      type: 'unseen',
      why: 'too_big',
    })
    const reason = new Error('not wanted any more')
    await expect(keep(contents).see(wanted('1'), limits, AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})

describe('how long', () => {
  test('it is counted from when it was fetched; what is older is given to nobody, and fetched anew', async () => {
    const { asked, contents } = host()
    const kept = keep(contents, { ms: hour })
    await kept.see(wanted('1'), limits, never)
    now += hour - 1
    await kept.see(wanted('1'), limits, never)
    expect([asked.length, await kept.find('1')]).toEqual([1, { mime: 'image/png', bytes: bytesOf.png }])
    now += 1
    expect(await kept.types(['1'])).toEqual(new Map())
    expect(await kept.find('1')).toBeUndefined()
    expect(await onDisk()).toEqual([])
    await kept.see(wanted('1'), limits, never)
    expect(asked).toHaveLength(2)
  })

  test('what is too old is deleted at the start, and what is not stays', async () => {
    const first = keep(host().contents)
    await first.see(wanted('1'), limits, never)
    now += 20 * hour
    await first.see(wanted('2'), limits, never)
    await first.close()
    now += 5 * hour
    const second = keep(host().contents)
    await expect.poll(onDisk).toHaveLength(1)
    expect(await second.types(['1', '2'])).toEqual(new Map([['2', 'image/png']]))
  })

  test('and while it runs, about hourly', async () => {
    const kept = keep(host().contents, { every: 5 })
    await kept.see(wanted('1'), limits, never)
    expect(await onDisk()).toHaveLength(1)
    now += 24 * hour
    await expect.poll(onDisk).toEqual([])
  })

  test('a clock that jumped back keeps nothing for ever', async () => {
    await keep(host().contents).see(wanted('1'), limits, never)
    now -= 30 * 24 * hour
    expect(await keep(host().contents).find('1')).toBeUndefined()
  })

  test('without KEEP_CONTENT nothing is kept, and what an earlier start kept is deleted', async () => {
    await keep(host().contents).see(wanted('1'), limits, never)
    const { asked, contents } = host()
    const off = keep(contents, { ms: 0 })
    await expect.poll(onDisk).toEqual([])
    await off.see(wanted('1'), limits, never)
    await off.see(wanted('1'), limits, never)
    expect(asked).toHaveLength(2)
    expect([await off.find('1'), await off.types(['1']), await onDisk()]).toEqual([undefined, new Map(), []])
  })
})

describe('files that are not as they were written', () => {
  test.each<[string, (file: string) => Promise<void>]>([
    ['torn', async (file) => truncate(file, (await readFile(file)).length - 1)],
    ['empty', (file) => truncate(file, 0)],
    ['of another shape', (file) => writeFile(file, '{"format":2}\nxyz')],
    ['anything', (file) => writeFile(file, bytesOf.noise)],
  ])('%s: ignored, deleted, and fetched anew', async (_, spoil) => {
    const { asked, contents } = host()
    const kept = keep(contents)
    await kept.see(wanted('1'), limits, never)
    const [file = ''] = await onDisk()
    await spoil(file)
    expect(await kept.types(['1'])).toEqual(new Map())
    expect(await kept.find('1')).toBeUndefined()
    expect(await onDisk()).toEqual([])
    expect(await kept.see(wanted('1'), limits, never)).toEqual(picture)
    expect(asked).toHaveLength(2)
  })

  test('they and what a dead process left half-written are deleted at the start', async () => {
    for (const [place, name] of [
      ['new', 'half-written'],
      ['ab', 'abcd'],
    ] as const) {
      await mkdir(join(folder, place))
      await writeFile(join(folder, place, name), 'nothing')
    }
    keep(host().contents)
    await expect.poll(onDisk).toEqual([])
  })
})

describe('forgetting', () => {
  test('deletes it, and it is neither found nor kept again', async () => {
    const kept = keep(host().contents)
    for (const id of ['1', '2']) await kept.see(wanted(id), limits, never)
    await kept.forget?.(['1', 'never seen'])
    expect(await onDisk()).toHaveLength(1)
    expect(await kept.see(wanted('1'), limits, never)).toEqual({ type: 'unseen', why: 'gone' })
    expect([await kept.find('1'), await kept.types(['1', '2'])]).toEqual([undefined, new Map([['2', 'image/png']])])
    expect(await onDisk()).toHaveLength(1)
    expect(told).toEqual([])
  })

  test('wins over a fetch that is under way: nothing of it is kept', async () => {
    const fetched = Promise.withResolvers<Seen>()
    const kept = keep(host(() => fetched.promise).contents)
    const seeing = kept.see(wanted('1'), limits, never)
    await kept.forget?.(['1'])
    fetched.resolve(picture)
    expect(await seeing).toEqual({ type: 'unseen', why: 'gone' })
    expect(await onDisk()).toEqual([])
  })

  test('wins over a write that is under way', async () => {
    const bytes = Buffer.alloc(8_000_000)
    const kept = keep(host(() => ({ type: 'inline', mime: 'video/mp4', bytes })).contents)
    const seeing = ['1', '1'].map((id) => kept.see(wanted(id), limits, never))
    // It is being written once there is a file for it, under its own name or not.
    await expect.poll(onDisk, { interval: 1 }).not.toEqual([])
    await kept.forget?.(['1'])
    expect(await onDisk()).toEqual([])
    await Promise.all(seeing)
    expect(await onDisk()).toEqual([])
  })
})

describe('a conversation that has pictures', () => {
  const image = (id: number): MessageEvent => text(id, t0 + id, { content: { type: 'image' } })
  const did = (action: 'take' | 'forget', seen: number): InboxEvent => ({
    ...unsend(seen, t0 + 1_000 + seen),
    type: 'staff',
    id: `${action}-${seen}`,
    action,
    by: 'Owner',
    seen,
  })
  const left: InboxEvent = { ...unsend(1, t0 + 9), type: 'left', id: 'left-1', event: 'unfollow' }
  const keepHere = () => keep(host().contents, { folder: join(folder, 'content') })

  /** Takes events in, step by step, and looks at the pictures there are after each. */
  async function run(kept: KeptContents, steps: readonly InboxEvent[][], policy = policyOf()): Promise<void> {
    const store = await openFilesStore({ folder: join(folder, 'store'), log })
    const clock = { now: () => now, after: () => Promise.resolve() }
    try {
      const session = new Session(conversation().id, { store, clock, entered() {}, contents: kept })
      for (const [index, events] of steps.entries()) {
        await store.receive(events)
        if (index === 0) await session.open()
        await session.enter(policy)
        await session.commit(undefined)
        const pictures = session.conversation.messages.filter(({ content }) => content?.type === 'image')
        for (const { id } of pictures) await kept.see(wanted(id), limits, never)
      }
    } finally {
      await store.close()
    }
  }

  test('what is unsent is not kept, and its neighbour is', async () => {
    const kept = keepHere()
    await run(kept, [[image(1), image(2)], [unsend(1, t0 + 9)]])
    expect(await kept.types(['1', '2'])).toEqual(new Map([['2', 'image/png']]))
  })

  test.each([
    ['by staff', did('forget', 0)],
    ['as the customer leaves (on_unfollow: erase)', left],
  ])('when all is forgotten %s nothing of it is kept', async (_, event) => {
    const kept = keepHere()
    await run(kept, [[image(1), image(2)], [event]], policyOf({ on_unfollow: 'erase' }))
    expect(await kept.types(['1', '2'])).toEqual(new Map())
  })

  test('who leaves, and is not to be forgotten, loses nothing', async () => {
    const kept = keepHere()
    await run(kept, [[image(1)], [left]], policyOf({ on_unfollow: 'keep' }))
    expect(await kept.types(['1'])).toEqual(new Map([['1', 'image/png']]))
  })

  test('after a crash, what is taken back as it enters again is forgotten too', async () => {
    const before = keepHere()
    await before.see(wanted('1'), limits, never)
    await before.close()
    const kept = keepHere()
    await run(kept, [[image(1), unsend(1, t0 + 9)]])
    expect(await kept.types(['1'])).toEqual(new Map())
  })

  test('what is older than what a conversation keeps is on no page any more, and is not kept either', async () => {
    const kept = keepHere()
    const later = Array.from({ length: 120 }, (_, index) => text(index + 2, t0 + index + 2))
    const noRead = policyOf({ read_on: ['resolved'] })
    await run(kept, [[image(1)], later, [did('take', 0)]], noRead)
    expect(await kept.types(['1'])).toEqual(new Map([['1', 'image/png']]))
    await run(kept, [[text(500, t0 + 9_000)]], noRead)
    expect(await kept.types(['1'])).toEqual(new Map())
  })
})
