/** The switches of several channels as one. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openService } from '../../src/adapters/documents/service.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { systemClock as clock } from '../../src/adapters/time/clock.ts'
import { allServices } from '../../src/flow/all-services.ts'
import { quietLog as log } from './shop.ts'

const names = ['mugi', 'kobo', 'hana', 'nami', 'sora', 'yuki'] as const
const byMika = { by: 'Mika', at: 1_000 }
const byKen = { by: 'Ken', at: 2_000 }

async function channels(count = 3) {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-services-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const documents = openFileDocuments(folder, log)
  const open = (channel: string) => openService({ documents, channel, clock, log })
  const services = await Promise.all(names.slice(0, count).map(open))
  const pauseOf = () => services.map((one) => one.current().paused?.by)
  return { services, pauseOf, all: allServices(services) }
}

describe('a pause of all channels', () => {
  test('leaves alone who is paused for a reason of their own, and so does its end', async () => {
    const { services, pauseOf, all } = await channels()
    await services[0]?.change({ paused: byMika })
    expect([all.current().paused, all.pauses()]).toEqual([undefined, { of: 3, paused: 1, ending: undefined }])
    await all.change({ paused: byKen })
    expect(pauseOf()).toEqual(['Mika', 'Ken', 'Ken'])
    expect(all.current().paused).toEqual(byKen)
    expect(all.pauses()).toEqual({ of: 3, paused: 3, ending: { ...byKen, channels: 2 } })
    await all.change({ paused: undefined })
    expect(pauseOf()).toEqual(['Mika', undefined, undefined])
    // There is nothing more to be ended here.
    await all.change({ paused: undefined })
    expect(pauseOf()).toEqual(['Mika', undefined, undefined])
  })

  test('is ended for the others after one of them was resumed, or paused anew, by itself', async () => {
    const { services, pauseOf, all } = await channels()
    await all.change({ paused: byMika })
    await services[0]?.change({ paused: undefined })
    expect(all.current().paused).toBeUndefined()
    expect(all.pauses()).toEqual({ of: 3, paused: 2, ending: { ...byMika, channels: 2 } })
    await services[0]?.change({ paused: byKen })
    expect(all.current().paused).toEqual(byMika)
    await all.change({ paused: undefined })
    expect(pauseOf()).toEqual(['Ken', undefined, undefined])
  })

  test('is the newest where each was paused for itself', async () => {
    const { services, pauseOf, all } = await channels(2)
    await services[0]?.change({ paused: byMika })
    await all.change({ paused: byKen })
    expect(all.pauses()).toEqual({ of: 2, paused: 2, ending: { ...byKen, channels: 1 } })
    await all.change({ paused: undefined })
    expect(pauseOf()).toEqual(['Mika', undefined])
  })

  test('is written for few at a time, and one that fails holds up no other', async () => {
    const { services, pauseOf } = await channels(names.length)
    let [now, most] = [0, 0]
    const slow = services.map((one, index) => ({
      ...one,
      async change(change: Parameters<typeof one.change>[0]) {
        now += 1
        most = Math.max(most, now)
        await one.change(change).finally(() => (now -= 1))
        if (index === 1) throw new Error('the disk is full')
      },
    }))
    await expect(allServices(slow).change({ paused: byKen })).rejects.toThrow('of 6 channels 1 could not be changed')
    expect(most).toBe(4)
    expect(pauseOf()).toEqual(names.map(() => 'Ken'))
  })
})

test('what is switched otherwise is switched for each, paused or not', async () => {
  const { services, all } = await channels()
  await services[0]?.change({ paused: byMika })
  await all.change({ experimentsOff: byKen })
  expect(services.map((one) => one.current().experimentsOff)).toEqual([byKen, byKen, byKen])
  expect(all.current()).toEqual({ experimentsOff: byKen })
})
