/** What customers sent, kept for staff as long as the owner says: the same wherever it is kept. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Contents, KeptContents, Limits, Seen, Wanted } from '../../src/ports/contents.ts'
import { files as bytesOf } from '../adapters/line/bytes.ts'

export const hour = 3_600_000
export const limits: Limits = { bytes: 10_000_000, ms: 8_000 }
export const never = new AbortController().signal
export const picture: Seen = { type: 'inline', mime: 'image/png', bytes: bytesOf.png }
const gone: Seen = { type: 'unseen', why: 'gone' }
export const wanted = (messageId: string): Wanted => ({ messageId, kind: 'image' })

/** LINE's data host: it gives what the test says, and counts how often it was asked. */
export function host(gives: (messageId: string) => Seen | Promise<Seen> = () => picture) {
  const asked: string[] = []
  const contents: Contents = {
    async see({ messageId }) {
      asked.push(messageId)
      return gives(messageId)
    },
  }
  return { asked, contents }
}

export interface Options {
  /** How long it is kept (ms). Default: 24 h. */
  ms?: number
  /** How often what is too old is looked for (ms). */
  every?: number
  /** There is no room for anything more. */
  full?: boolean
}

/** A place where contents are kept, empty at first. */
export interface Place {
  /** Opens it, as each process does. */
  keep(contents: Contents, options?: Options): KeptContents
  /** Time goes by, also for what is kept; back when negative. */
  pass(ms: number): Promise<void>
  /** How many contents lie there, whether or not they are given to anybody. */
  stored(): Promise<number>
  /** What was warned of. */
  told: string[]
  remove(): Promise<void>
}

export function keptContentsContract(name: string, prepare: () => Promise<Place>): void {
  describe(`the contract of kept contents: ${name}`, () => {
    let place: Place
    let open: KeptContents[]
    const keep: Place['keep'] = (contents, options) => {
      const kept = place.keep(contents, options)
      open.push(kept)
      return kept
    }
    beforeEach(async () => {
      place = await prepare()
      open = []
    })
    afterEach(async () => {
      for (const one of open) await one.close()
      await place.remove()
    })

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

      test('where there is no room nothing is kept: it is looked at all the same, and said once an hour', async () => {
        const { asked, contents } = host()
        const kept = keep(contents, { full: true })
        expect(await kept.see(wanted('1'), limits, never)).toEqual(picture)
        await place.pass(hour - 1)
        expect(await kept.see(wanted('1'), limits, never)).toEqual(picture)
        expect(asked).toHaveLength(2)
        expect(await place.stored()).toBe(0)
        expect(place.told).toEqual([expect.stringContaining('KEEP_CONTENT to less')])
        await place.pass(1)
        await kept.see(wanted('2'), limits, never)
        expect(place.told).toHaveLength(2)
      })

      test('of what could not be looked at nothing is kept: the next time it may work', async () => {
        const { asked, contents } = host(() => ({ type: 'unseen', why: 'broken' }))
        const kept = keep(contents)
        await kept.see(wanted('1'), limits, never)
        await kept.see(wanted('1'), limits, never)
        expect(asked).toHaveLength(2)
        expect(await place.stored()).toBe(0)
      })

      test('any message’s id will do, and each has its own', async () => {
        const kept = keep(host((id) => ({ type: 'text', text: id })).contents)
        const ids = ['../../x', '/etc/passwd', '..', 'x/y', 'x\0y', 'x␀y', 'ü'.repeat(5_000)]
        for (const id of ids) await kept.see(wanted(id), limits, never)
        for (const id of ids) expect((await kept.find(id))?.bytes).toEqual(Buffer.from(id))
        expect(await kept.types(ids)).toEqual(new Map(ids.map((id) => [id, 'text/plain'])))
      })

      test('what is kept counts against the size that is asked for, and an abort is an abort', async () => {
        const tooBig: Seen = { type: 'unseen', why: 'too_big' }
        const { contents } = host(() => tooBig)
        await keep(host().contents).see(wanted('1'), limits, never)
        expect(await keep(contents).see(wanted('1'), { ...limits, bytes: 3 }, never)).toEqual(tooBig)
        const reason = new Error('not wanted any more')
        await expect(keep(contents).see(wanted('1'), limits, AbortSignal.abort(reason))).rejects.toBe(reason)
      })
    })

    describe('how long', () => {
      test('it is counted from when it was fetched; what is older is given to nobody, and fetched anew', async () => {
        const { asked, contents } = host()
        const kept = keep(contents, { ms: hour })
        await kept.see(wanted('1'), limits, never)
        // The clock of a database goes on meanwhile.
        await place.pass(hour - 60_000)
        await kept.see(wanted('1'), limits, never)
        expect([asked.length, await kept.find('1')]).toEqual([1, { mime: 'image/png', bytes: bytesOf.png }])
        await place.pass(60_000)
        expect(await kept.types(['1'])).toEqual(new Map())
        expect(await kept.find('1')).toBeUndefined()
        await kept.see(wanted('1'), limits, never)
        expect(asked).toHaveLength(2)
        expect(await kept.types(['1'])).toEqual(new Map([['1', 'image/png']]))
      })

      test('what is too old is deleted at the start, and what is not stays', async () => {
        const first = keep(host().contents)
        await first.see(wanted('1'), limits, never)
        await place.pass(20 * hour)
        await first.see(wanted('2'), limits, never)
        await first.close()
        await place.pass(5 * hour)
        const second = keep(host().contents)
        await expect.poll(place.stored).toBe(1)
        expect(await second.types(['1', '2'])).toEqual(new Map([['2', 'image/png']]))
      })

      test('and while it runs, about hourly', async () => {
        const kept = keep(host().contents, { every: 5 })
        await kept.see(wanted('1'), limits, never)
        expect(await place.stored()).toBe(1)
        await place.pass(24 * hour)
        await expect.poll(place.stored).toBe(0)
      })

      test('a clock that jumped back keeps nothing for ever', async () => {
        await keep(host().contents).see(wanted('1'), limits, never)
        await place.pass(-30 * 24 * hour)
        expect(await keep(host().contents).find('1')).toBeUndefined()
      })

      test('for ever, where nothing is to be deleted for its age', async () => {
        const kept = keep(host().contents, { ms: Infinity })
        await kept.see(wanted('1'), limits, never)
        await place.pass(1_000 * 24 * hour)
        expect(await keep(host().contents, { ms: Infinity }).find('1')).toMatchObject({ mime: 'image/png' })
      })

      test('without KEEP_CONTENT nothing is kept, and what an earlier start kept is deleted', async () => {
        await keep(host().contents).see(wanted('1'), limits, never)
        const { asked, contents } = host()
        const off = keep(contents, { ms: 0 })
        await expect.poll(place.stored).toBe(0)
        await off.see(wanted('1'), limits, never)
        await off.see(wanted('1'), limits, never)
        expect(asked).toHaveLength(2)
        expect([await off.find('1'), await off.types(['1']), await place.stored()]).toEqual([undefined, new Map(), 0])
      })
    })

    describe('forgetting', () => {
      test('deletes it, and it is neither found nor kept again', async () => {
        const kept = keep(host().contents)
        for (const id of ['1', '2']) await kept.see(wanted(id), limits, never)
        await kept.forget?.(['1', 'never seen', '1'])
        expect(await place.stored()).toBe(1)
        expect(await kept.see(wanted('1'), limits, never)).toEqual(gone)
        expect([await kept.find('1'), await kept.types(['1', '2'])]).toEqual([undefined, new Map([['2', 'image/png']])])
        expect(await place.stored()).toBe(1)
        expect(place.told).toEqual([])
      })

      test('wins over a fetch that is under way: nothing of it is kept', async () => {
        const fetched = Promise.withResolvers<Seen>()
        const kept = keep(host(() => fetched.promise).contents)
        const seeing = kept.see(wanted('1'), limits, never)
        await kept.forget?.(['1'])
        fetched.resolve(picture)
        expect(await seeing).toEqual(gone)
        expect(await place.stored()).toBe(0)
      })

      test('wins over a write that is under way, however far that is', async () => {
        const bytes = Buffer.alloc(1_000_000)
        const { asked, contents } = host(() => ({ type: 'inline', mime: 'video/mp4', bytes }))
        const kept = keep(contents)
        for (let turns = 0; turns < 6; turns += 1) {
          const id = `${turns}`
          const seeing = [id, id].map((one) => kept.see(wanted(one), limits, never))
          await expect.poll(() => asked.includes(id), { interval: 1 }).toBe(true)
          for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
          await kept.forget?.([id])
          await Promise.all(seeing)
          expect(await place.stored()).toBe(0)
        }
      })

      test('is told to where it is fetched from, too', async () => {
        const told: string[] = []
        const kept = keep({ ...host().contents, forget: async (ids) => void told.push(...ids) })
        await kept.forget?.(['1', '2'])
        expect(told).toEqual(['1', '2'])
      })
    })
  })
}
