import { execFile } from 'node:child_process'
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test, type TestContext } from 'vitest'
import { check, endedOf, noWrongs, readFiles } from './checking.ts'
import { failEach, isServedDurably, noDiskFaults, until, write, type Turn, type Way } from './disk-faults.ts'
import { linesOf } from './figures.ts'
import { openShop, type Shop } from './shop.ts'

const run = promisify(execFile)

describe('a disk that fails at one step of a turn, in the real server', { concurrent: true, timeout: 120_000 }, () => {
  // `npm run kills` lets every step fail; here some of them do.
  test.each<[Turn, Way, first: number, every: number]>([
    ['resolved', 'once', 1, 6],
    ['resolved', 'stays', 2, 6],
    ['resolved', 'kill', 4, 5],
    ['handedOff', 'once', 3, 6],
  ])('%s, %s: what got a 200 ends, nothing is said twice, and it heals', async (turn, way, first, every) => {
    const sum = noDiskFaults()
    const steps = (count: number) =>
      Array.from({ length: Math.ceil((count - first + 1) / every) }, (_, index) => first + index * every)
    await failEach(turn, way, steps, sum)
    expect(linesOf(sum.wrongs)).toEqual([])
    expect(sum.planned).toBeGreaterThan(3)
    expect(sum.fired).toBe(sum.planned)
    expect(sum.ended).toBe(sum.accepted)
  })
})

/** A file system of 4 MB; undefined where none may be mounted. */
async function smallDisk(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-small-'))
  context.onTestFinished(() => rm(folder, { recursive: true, force: true }))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder])
  } catch (error) {
    context.skip(`no file system can be mounted here: ${error instanceof Error ? error.message.trim() : String(error)}`)
  }
  context.onTestFinished(async () => void (await run('umount', ['-l', folder])))
  return folder
}

const fits = (file: FileHandle, size: number): Promise<boolean> =>
  file.write(Buffer.alloc(size)).then(
    () => true,
    () => false,
  )

/** Leaves no room. Resolves with what makes room again. */
async function fill(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'somebody-elses')
  const file = await open(path, 'w')
  try {
    for (const size of [65_536, 4_096]) {
      while (await fits(file, size)) continue
    }
  } finally {
    await file.close()
  }
  return () => rm(path)
}

const readyz = async ({ settings }: Shop): Promise<number> =>
  (await fetch(`http://127.0.0.1:${settings['PORT']}/readyz`)).status

describe('a disk that is really full', { concurrent: true, timeout: 120_000 }, () => {
  test('what it cannot hold is refused with 503; with room again everything ends, once', async (context) => {
    const folder = await smallDisk(context)
    const shop = await openShop({ folder })
    context.onTestFinished(() => shop.close())
    await shop.start()
    // Accepted, and in the middle of its turn.
    const before = await write(shop, 'resolved', 'U-before')
    expect(before.sent.delivered).toBe(200)
    const makeRoom = await fill(folder)
    const meanwhile = await Promise.all(
      Array.from({ length: 30 }, (_, index) => write(shop, index % 2 ? 'resolved' : 'handedOff', `U-full-${index}`)),
    )
    const statuses = new Set(meanwhile.map(({ sent }) => sent.delivered))
    expect(statuses).toContain(503)
    statuses.delete(503)
    // What still fits into a page that is begun may be accepted.
    statuses.delete(200)
    expect([...statuses]).toEqual([])
    expect(await readyz(shop)).toBe(503)
    expect(await until(() => shop.server().output().includes('a conversation could not go on'))).toBe(true)

    await makeRoom()
    const all = [before, ...meanwhile]
    for (const { customer, sent } of all) {
      let { delivered } = sent
      await until(async () => {
        if (delivered !== 200) delivered = await shop.line.redeliver(sent.webhookEventId)
        return delivered === 200
      })
      customer.accepted.set(sent.webhookEventId, Date.now())
    }
    for (const { customer } of all) await until(() => isServedDurably(shop, customer))
    const wrongs = noWrongs()
    const files = await readFiles(folder)
    for (const { customer } of all) check(shop.line, files, customer, wrongs)
    expect(linesOf(wrongs)).toEqual([])
    expect(all.map(({ customer }) => endedOf(files, customer))).toEqual(all.map(() => 1))
    expect(await readyz(shop)).toBe(200)
    expect(shop.server().output()).not.toContain('the index of the lists was corrupt')
    expect(await shop.stop()).toBe(0)
  })

  test('a server that was killed on it says in a sentence why it cannot start; with room again it goes on', async (context) => {
    const folder = await smallDisk(context)
    const shop = await openShop({ folder })
    context.onTestFinished(() => shop.close())
    await shop.start()
    const { customer, sent } = await write(shop, 'resolved', 'U-before')
    const makeRoom = await fill(folder)
    await shop.kill()
    await expect(shop.start()).rejects.toThrow('the disk is full: make room where DATA_DIR is')
    await makeRoom()
    await shop.start()
    customer.accepted.set(sent.webhookEventId, Date.now())
    expect(await until(() => isServedDurably(shop, customer))).toBe(true)
  })
})
