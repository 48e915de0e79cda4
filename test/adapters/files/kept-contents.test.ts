/** What customers sent, kept for staff as long as the owner says, and never longer than the customer allows. */
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keepContents, type KeptContentsOptions } from '../../../src/adapters/files/kept-contents.ts'
import { openFilesStore } from '../../../src/adapters/files/store.ts'
import type { InboxEvent, MessageEvent } from '../../../src/core/event.ts'
import { Session } from '../../../src/flow/session.ts'
import type { Contents, KeptContents } from '../../../src/ports/contents.ts'
import type { Log } from '../../../src/ports/log.ts'
import { host, hour, keptContentsContract, limits, never, picture, wanted } from '../../contract/kept-contents.ts'
import { conversation, policyOf, t0, text, unsend } from '../../core/situations.ts'
import { files as bytesOf } from '../line/bytes.ts'

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

// Its folder is the one of each test.
keptContentsContract('files', async () => ({
  keep: (contents, { full, ...options } = {}) =>
    keep(contents, { ...options, ...(full && { leavesFree: Number.MAX_SAFE_INTEGER }) }),
  pass: async (ms) => void (now += ms),
  stored: async () => (await onDisk()).length,
  told,
  remove: () => Promise.resolve(),
}))

describe('on a disk', () => {
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

  test('what is found too old is deleted at once', async () => {
    const kept = keep(host().contents, { ms: hour })
    await kept.see(wanted('1'), limits, never)
    now += hour
    expect(await kept.find('1')).toBeUndefined()
    expect(await onDisk()).toEqual([])
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
