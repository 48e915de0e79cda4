/** What documents must do, wherever they lie. A test file of each adapter runs this suite. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Broken, DocumentKind, Documents } from '../../src/ports/documents.ts'

/** Where documents lie, empty at first. */
export interface Place {
  /** Each time as another process has them. */
  open(): Promise<Documents>
  /** Puts something unreadable where what has this name is kept. */
  spoil(name: string): Promise<void>
  /** How many copies there are of what was unreadable. */
  copies(name: string): Promise<number>
  /** What was said loudly, by all processes. */
  errors: string[]
}

/** It goes with the test. */
export type NewPlace = () => Promise<Place>

interface Bread {
  loaves: number
  note?: string
}
const breadSchema: z.ZodType<Bread> = z.object({ loaves: z.number(), note: z.string().optional() })
const kindOf = (broken: Broken<Bread>): DocumentKind<Bread> => ({
  name: 'bread',
  parse: (value) => breadSchema.parse(value),
  first: () => ({ loaves: 0 }),
  broken,
  byCommands: true,
})
const bread = kindOf({ refuse: (where) => new Error(`${where} is no bread`) })
const bake = ({ loaves, ...rest }: Bread) => ({ next: { ...rest, loaves: loaves + 1 }, result: loaves + 1 })

export function documentsContract(name: string, newPlace: NewPlace): void {
  describe(`documents in ${name}`, () => {
    const opened = async (kind = bread) => {
      const place = await newPlace()
      const open = async () => (await place.open()).open(kind)
      return { ...place, one: await open(), other: await open(), open }
    }

    test('what nobody has changed is what it is at first', async () => {
      const { one, other } = await opened()
      expect(await one.read()).toEqual({ loaves: 0 })
      expect(await one.change((now) => ({ result: now.loaves }))).toBe(0)
      expect(await other.read()).toEqual({ loaves: 0 })
    })

    test('a change is there at once for another process, and after a restart, with all that was in it', async () => {
      const { one, other, open } = await opened()
      const note = '日本語 👩‍👩‍👧\n\u0000 \ud83d'
      expect(await one.change(() => ({ next: { loaves: 9, note }, result: 'baked' }))).toBe('baked')
      expect(await other.read()).toEqual({ loaves: 9, note })
      expect(await other.change(bake)).toBe(10)
      expect(await one.read()).toEqual({ loaves: 10, note })
      expect(await (await open()).read()).toEqual({ loaves: 10, note })
    })

    test('of changes at once by several processes none is lost, from the first one on', async () => {
      const { one, other } = await opened()
      const all = await Promise.all([one, other, one, other, one, other].map((each) => each.change(bake)))
      expect(new Set(all)).toEqual(new Set([1, 2, 3, 4, 5, 6]))
      expect(await one.read()).toEqual({ loaves: 6 })
    })

    test('whoever changes it is waited for, however long it takes', async () => {
      const { one, other } = await opened()
      let [begun, end] = [() => {}, () => {}]
      const begins = new Promise<void>((resolve) => (begun = resolve))
      const ends = new Promise<void>((resolve) => (end = resolve))
      const slow = one.change(async (now) => {
        begun()
        await ends
        return bake(now)
      })
      await begins
      const after = other.change(bake)
      expect(await other.read()).toEqual({ loaves: 0 })
      end()
      expect(await Promise.all([slow, after])).toEqual([1, 2])
    })

    test('a change that fails leaves it as it was, and the next one is made', async () => {
      const { one, other } = await opened()
      await one.change(bake)
      await expect(one.change(() => Promise.reject(new Error('burnt')))).rejects.toThrow('burnt')
      await expect(
        one.change(() => {
          throw new Error('burnt again')
        }),
      ).rejects.toThrow('burnt again')
      expect(await one.read()).toEqual({ loaves: 1 })
      expect(await other.change(bake)).toBe(2)
    })

    test('who listens is told of changes, here and by another process', async () => {
      const { one, other } = await opened()
      const [first, second] = [heard(), heard()]
      await other.change(bake)
      const [endFirst, endSecond] = [one.onChange(first.tell), other.onChange(second.tell)]
      await other.change(bake)
      await Promise.all([first.once, second.once])
      expect(await one.read()).toEqual({ loaves: 2 })
      endFirst()
      endSecond()
    })

    test('what cannot be read and may not be replaced is nobody’s to read or change, and stays', async () => {
      const { one, other, spoil, copies } = await opened()
      await one.change(bake)
      await spoil('bread')
      for (const each of [one, other, one]) {
        await expect(each.read()).rejects.toThrow(/bread.* is no bread/)
        await expect(each.change(bake)).rejects.toThrow(/bread.* is no bread/)
      }
      expect(await copies('bread')).toBe(0)
    })

    test('what cannot be read is another value from then on, for all, and a copy is kept', async () => {
      const words = 'the bread has gone bad'
      const { one, other, open, spoil, copies, errors } = await opened(
        kindOf({ instead: () => ({ loaves: 100 }), words }),
      )
      await one.change(bake)
      await spoil('bread')
      expect(await Promise.all([one.read(), one.read()])).toEqual([{ loaves: 100 }, { loaves: 100 }])
      expect(await other.change(bake)).toBe(101)
      expect(await (await open()).read()).toEqual({ loaves: 101 })
      expect(await copies('bread')).toBe(1)
      expect(errors).toEqual([words])
    })
  })
}

/** `once` resolves when it is told for the first time. */
function heard(): { tell: () => void; once: Promise<void> } {
  let tell = () => {}
  const once = new Promise<void>((resolve) => (tell = resolve))
  return { tell: () => tell(), once }
}
