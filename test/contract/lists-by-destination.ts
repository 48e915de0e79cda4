/** What every store must do when several LINE accounts share it: each channel's staff see its own, and nothing else. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import type { TurnRow } from '../../src/core/turn-row.ts'
import type { ListName, ListQuery, Store } from '../../src/ports/store.ts'
import { t0 } from '../core/situations.ts'
import { asked, minute, person, resolved, taken, undelivered, waits, withAccount } from './people.ts'
import { storeUnderTest, type Prepare } from './under-test.ts'

const lists = ['waiting', 'undelivered', 'staff', 'question', 'suspected', 'all'] as const
const none = { waiting: 0, undelivered: 0, staff: 0, question: 0, suspected: 0 }

export function destinationContract(name: string, prepare: Prepare): void {
  describe(`the lists of a store by LINE account: ${name}`, () => {
    let store: Store
    const reopen = storeUnderTest(prepare, (opened) => (store = opened))

    const commit = async (...conversations: Conversation[]) => {
      for (const conversation of conversations) await store.commit({ conversation, entered: [], overflow: [] })
    }
    const names = async (query: Partial<ListQuery> & { list: ListName }): Promise<(string | undefined)[]> =>
      (await store.list({ limit: 100, ...query })).rows.map((row) => row.name)
    const nobody = { rows: [], total: 0 }

    describe("two channels, one whose account begins as the other's does, with somebody in each place", () => {
      beforeEach(async () => {
        const suspected = (c: Conversation): Conversation => ({ ...c, suspected: { message: '9', at: t0 } })
        await commit(
          withAccount('U12', waits('b early', t0)),
          withAccount('U1', waits('a late', t0 + 3)),
          withAccount('U1', waits('a early', t0 + 1)),
          withAccount('U12', waits('b late', t0 + 2)),
          withAccount('U12', undelivered('b undelivered', t0 + 5)),
          withAccount('U1', taken('a taken', t0 + 6)),
          withAccount('U12', taken('b taken', t0 + 7)),
          withAccount('U1', asked('a asked', t0 + 8)),
          withAccount('U1', suspected(resolved('a suspected', t0 + 10))),
          withAccount('U12', suspected(resolved('b suspected', t0 + 9))),
          // One customer of both.
          withAccount('U1', person('Hana', t0 + 11)),
          withAccount('U12', person('Hana', t0 + 12)),
        )
      })

      test.for<[destinations: string[], expected: Record<ListName, string[]>]>([
        [
          ['U1'],
          {
            waiting: ['a early', 'a late'],
            undelivered: [],
            staff: ['a taken'],
            question: ['a asked'],
            suspected: ['a suspected'],
            all: ['Hana', 'a suspected', 'a asked', 'a taken', 'a late', 'a early'],
          },
        ],
        [
          ['U12'],
          {
            waiting: ['b early', 'b late'],
            undelivered: ['b undelivered'],
            staff: ['b taken'],
            question: [],
            suspected: ['b suspected'],
            all: ['Hana', 'b suspected', 'b taken', 'b undelivered', 'b late', 'b early'],
          },
        ],
        [
          ['U1', 'U12', 'U1'],
          {
            waiting: ['b early', 'a early', 'b late', 'a late'],
            undelivered: ['b undelivered'],
            staff: ['a taken', 'b taken'],
            question: ['a asked'],
            suspected: ['b suspected', 'a suspected'],
            all: [
              'Hana',
              'Hana',
              'a suspected',
              'b suspected',
              'a asked',
              'b taken',
              'a taken',
              'b undelivered',
              'a late',
              'b late',
              'a early',
              'b early',
            ],
          },
        ],
      ])('each list has those of %j, in its order, and counts them; also after a restart', async ([of, expected]) => {
        for (const _ of ['now', 'after a restart']) {
          for (const list of lists) {
            const page = await store.list({ list, limit: 100, destinations: of })
            expect(page.rows.map((row) => row.name)).toEqual(expected[list])
            expect(page.total).toBe(expected[list].length)
          }
          const { all: _all, ...listed } = expected
          expect(await store.counts(of)).toEqual({
            ...Object.fromEntries(Object.entries(listed).map(([list, some]) => [list, some.length])),
            waitingSince: of.includes('U12') ? t0 : t0 + 1,
          })
          const [one, ...others] = of
          if (others.length === 0)
            expect((await store.countsByDestination()).get(one ?? '')).toEqual(await store.counts(of))
          await reopen()
        }
      })

      test('none for no account, nor for one that nobody has written to', async () => {
        for (const destinations of [[], ['U'], ['U123', ''], ["U1' OR 'U1", 'U%', 'U1:user', '\ud83d\u0000"']]) {
          for (const list of lists) expect(await store.list({ list, limit: 10, destinations })).toEqual(nobody)
          expect(await store.list({ list: 'all', limit: 10, search: 'hana', destinations })).toEqual(nobody)
          expect(await store.counts(destinations)).toEqual(none)
          expect(await store.turns({ from: 0, until: Infinity, destinations })).toEqual([])
          await store.eachTurn({ from: 0, until: Infinity, destinations }, () => expect.unreachable())
        }
      })

      test('a search finds those of its channel, in its list, page by page', async () => {
        expect(await names({ list: 'all', search: 'early', destinations: ['U1'] })).toEqual(['a early'])
        expect(await names({ list: 'staff', search: 'early', destinations: ['U1'] })).toEqual([])
        expect(await names({ list: 'all', search: 'hello', destinations: ['U12'] })).toHaveLength(6)
        const first = await store.list({ list: 'waiting', search: 'hello', limit: 1, destinations: ['U12'] })
        expect(first).toMatchObject({ rows: [{ name: 'b early' }], total: 2 })
        const second = { list: 'waiting', search: 'hello', limit: 1, after: first.next, destinations: ['U12'] } as const
        expect(await store.list(second)).toEqual({ rows: [expect.objectContaining({ name: 'b late' })], total: 2 })
      })

      test("who moves on moves in the counts of their own channel, and in nobody else's", async () => {
        const before = await store.counts(['U12'])
        await store.counts(['U1'])
        await commit(withAccount('U1', taken('a early', t0 + minute)))
        expect(await store.counts(['U1'])).toMatchObject({ waiting: 1, staff: 2, waitingSince: t0 + 3 })
        expect(await store.counts(['U12'])).toEqual(before)
        expect(await store.counts()).toMatchObject({ waiting: 3, staff: 3, waitingSince: t0 })
        expect([...(await store.countsByDestination()).keys()].toSorted()).toEqual(['U1', 'U12'])
        expect((await store.countsByDestination()).get('U1')).toMatchObject({ waiting: 1, staff: 2 })
        await commit(withAccount('U2', waits('c', t0 + minute)))
        expect((await store.countsByDestination()).get('U2')).toEqual({
          ...none,
          waiting: 1,
          waitingSince: t0 + minute,
        })
      })

      test('turns are those of a channel, oldest first; of one decision; the newest so many', async () => {
        const all = { from: 0, until: Infinity }
        const whose = (rows: TurnRow[]) => rows.map(({ conversation }) => conversation.replace(':user:U-', ' '))
        expect(whose(await store.turns({ ...all, destinations: ['U12'] }))).toEqual(
          ['b taken', 'b early', 'b late', 'b undelivered', 'b suspected'].map((one) => `U12 ${one}`),
        )
        const waited = { ...all, decision: 'handoff' } as const
        expect(whose(await store.turns({ ...waited, destinations: ['U1'] }))).toEqual(
          ['a taken', 'a early', 'a late'].map((one) => `U1 ${one}`),
        )
        expect(whose(await store.turns({ ...waited, destinations: ['U1'], limit: 1 }))).toEqual(['U1 a late'])
        expect(whose(await store.turns({ ...all, destinations: ['U1', 'U12'], limit: 3 }))).toEqual([
          'U1 a asked',
          'U12 b suspected',
          'U1 a suspected',
        ])
        const each: TurnRow[] = []
        await store.eachTurn({ from: t0 + 1, until: t0 + 6, destinations: ['U12'] }, (row) => each.push(row))
        expect(whose(each)).toEqual(['U12 b late', 'U12 b undelivered'])
      })
    })

    test('counts of each account are told at once, whatever it is called; of none where nobody stands in a place', async () => {
      expect(await store.countsByDestination()).toEqual(new Map())
      const accounts = ['日本', 'U"1\\', '']
      await commit(withAccount('U1', resolved('answered')), ...accounts.map((one) => withAccount(one, asked('Hana'))))
      expect(await store.countsByDestination()).toEqual(new Map(accounts.map((one) => [one, { ...none, question: 1 }])))
    })

    test('pages of a channel follow one another without a gap or a repeat, among others who waited as long', async () => {
      const all = Array.from({ length: 30 }, (_, number) => `n${String(number).padStart(2, '0')}`)
      // Three by three, one of each account, they began to wait at the same moment.
      const accounts = ['U1', 'U12', 'U2']
      const at = (number: number) => t0 + Math.floor(number / 3)
      await commit(...all.map((one, number) => withAccount(accounts[number % 3] ?? '', waits(one, at(number)))))
      for (const destinations of [['U1'], ['U1', 'U2']]) {
        const own = all.filter((_, number) => destinations.includes(accounts[number % 3] ?? ''))
        for (const list of ['waiting', 'all'] as const) {
          const seen: string[] = []
          let after: string | undefined
          do {
            const page = await store.list({ list, limit: 4, after, destinations })
            expect(page.total).toBe(own.length)
            seen.push(...page.rows.map((row) => row.name ?? ''))
            after = page.next
          } while (after !== undefined)
          expect(seen).toEqual(list === 'all' ? own.toReversed() : own)
        }
      }
    })

    test('more turns of two accounts than are read at once come in one order, each once', async () => {
      const made = resolved('Hana')
      const people = Array.from({ length: 1_020 }, (_, number) => ({
        ...withAccount(number % 2 === 0 ? 'U1' : 'U12', made),
        id: `${number % 2 === 0 ? 'U1' : 'U12'}:user:U${number}`,
      }))
      await Promise.all(people.map((conversation) => store.commit({ conversation, entered: [], overflow: [] })))
      const seen: string[] = []
      await store.eachTurn({ from: 0, until: Infinity, destinations: ['U12', 'U1'] }, (row) =>
        seen.push(row.conversation),
      )
      expect(seen).toEqual((await store.turns({ from: 0, until: Infinity })).map((row) => row.conversation))
      expect(new Set(seen).size).toBe(1_020)
      expect(await store.turns({ from: 0, until: Infinity, destinations: ['U1'] })).toHaveLength(510)
    })
  })
}
