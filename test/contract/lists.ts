/** What every store must do for those who look: lists, search, counts, turns, and what is forgotten. */
import { beforeEach, describe, expect, test } from 'vitest'
import { begin, type Conversation } from '../../src/core/conversation.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import type { ListName, ListQuery, Store } from '../../src/ports/store.ts'
import { receive, t0, text, unsend } from '../core/situations.ts'
import { asked, decided, minute, person, resolved, taken, undelivered, waits } from './people.ts'
import { storeUnderTest, type Prepare } from './under-test.ts'

export function listContract(name: string, prepare: Prepare): void {
  describe(`the lists of a store: ${name}`, () => {
    let store: Store
    const reopen = storeUnderTest(prepare, (opened) => (store = opened))

    const commit = async (...conversations: Conversation[]) => {
      for (const conversation of conversations) await store.commit({ conversation, entered: [], overflow: [] })
    }
    const names = async (query: Partial<ListQuery> & { list: ListName }): Promise<(string | undefined)[]> =>
      (await store.list({ limit: 100, ...query })).rows.map((row) => row.name)
    const search = (words: string) => names({ list: 'all', search: words })
    const turns = () => store.turns({ from: 0, until: Infinity })

    test('each conversation stands in one place, longest wait first; in all, newest first; also after a restart', async () => {
      await commit(
        waits('late', t0 + 2),
        waits('early', t0),
        waits('middle', t0 + 1),
        taken('taken late', t0 + 4),
        taken('taken', t0 + 3),
        asked('asked', t0 + 5),
        undelivered('undelivered', t0 + 6),
        resolved('resolved', t0 + 7),
        { ...resolved('suspected', t0 + 8), suspected: { message: '9', at: t0 } },
      )
      for (const _ of ['now', 'after a restart']) {
        expect(await names({ list: 'waiting' })).toEqual(['early', 'middle', 'late'])
        expect(await names({ list: 'staff' })).toEqual(['taken', 'taken late'])
        expect(await names({ list: 'question' })).toEqual(['asked'])
        expect(await names({ list: 'undelivered' })).toEqual(['undelivered'])
        expect(await names({ list: 'suspected' })).toEqual(['suspected'])
        expect(await names({ list: 'all' })).toEqual([
          'suspected',
          'resolved',
          'undelivered',
          'asked',
          'taken late',
          'taken',
          'late',
          'middle',
          'early',
        ])
        expect(await store.counts()).toEqual({
          waiting: 3,
          staff: 2,
          question: 1,
          undelivered: 1,
          suspected: 1,
          waitingSince: t0,
        })
        await reopen()
      }
    })

    test('a row tells who has it, and who was left alone; also after a restart', async () => {
      const empty = begin('Ubot:user:U-no-tester', 'Ubot', { type: 'user', id: 'U-no-tester' })
      const noted = { type: 'noted', at: t0 + 1, event: 'e1', what: 'message', why: 'not_tester' } as const
      await commit(taken('Hana'), evolveAll(empty, [noted]))
      for (const _ of ['now', 'after a restart']) {
        expect((await store.list({ list: 'staff', limit: 9 })).rows).toMatchObject([{ name: 'Hana', takenBy: 'Aoi' }])
        const { rows } = await store.list({ list: 'all', limit: 9 })
        expect(rows.map(({ leftAlone }) => leftAlone)).toEqual([true, undefined])
        await reopen()
      }
    })

    test('a conversation that moves on leaves its place at once', async () => {
      const c = waits('Hana')
      await commit(c)
      expect(await names({ list: 'waiting' })).toEqual(['Hana'])
      const had = evolveAll(c, [{ type: 'taken', at: t0 + 1, event: 'take', by: 'Aoi' }])
      await commit(had)
      expect(await names({ list: 'waiting' })).toEqual([])
      expect(await names({ list: 'staff' })).toEqual(['Hana'])
      await commit(evolveAll(had, [{ type: 'handed_back', at: t0 + 2, event: 'back', by: 'Aoi' }]))
      expect(await names({ list: 'staff' })).toEqual([])
      expect(await store.counts()).toEqual({ waiting: 0, undelivered: 0, staff: 0, question: 0, suspected: 0 })
    })

    test('pages follow one another without a gap or a repeat, each with the whole number; the last has no next', async () => {
      const all = Array.from({ length: 25 }, (_, number) => `n${String(number).padStart(2, '0')}`)
      // Two by two they began to wait at the same moment.
      await commit(...all.map((one, number) => waits(one, t0 + Math.floor(number / 2))))
      for (const list of ['waiting', 'all'] as const) {
        const seen: string[] = []
        let after: string | undefined
        do {
          const page = await store.list({ list, limit: 10, after })
          expect(page.total).toBe(25)
          seen.push(...page.rows.map((row) => row.name ?? ''))
          after = page.next
        } while (after !== undefined)
        expect(seen).toHaveLength(25)
        expect(new Set(seen)).toEqual(new Set(all))
      }
      expect((await store.list({ list: 'waiting', limit: 25 })).next).toBeUndefined()
    })

    test('rows that go, come and move between two pages neither repeat nor hide others', async () => {
      await commit(...['a', 'b', 'c', 'd', 'e'].map((one, number) => waits(one, t0 + 10 * number)))
      const first = await store.list({ list: 'waiting', limit: 2 })
      expect(first.rows.map((row) => row.name)).toEqual(['a', 'b'])
      // One on the first page goes, the last one shown too, and one that waits longer than all comes.
      await commit(taken('a', t0 + minute), taken('b', t0 + minute), waits('before', t0 - 5), waits('between', t0 + 15))
      const second = await store.list({ list: 'waiting', limit: 2, after: first.next })
      expect(second.rows.map((row) => row.name)).toEqual(['between', 'c'])
      expect(second.total).toBe(5)
      expect((await store.list({ list: 'waiting', limit: 2, after: second.next })).rows.map((row) => row.name)).toEqual(
        ['d', 'e'],
      )
    })

    test('never more than a hundred at once', async () => {
      await commit(...Array.from({ length: 101 }, (_, number) => waits(`n${number}`, t0 + number)))
      const page = await store.list({ list: 'waiting', limit: 10_000 })
      expect(page.rows).toHaveLength(100)
      expect(page.total).toBe(101)
      expect((await store.list({ list: 'waiting', limit: 10_000, after: page.next })).rows).toHaveLength(1)
    })

    test.for(['', 'nonsense', '%00', 'WzEsMiwzXQ', 'x'.repeat(5_000), '日本'])(
      'a place in the order that no page gave out is the first page: %s',
      async (after) => {
        await commit(waits('a', t0), waits('b', t0 + 1))
        expect(await names({ list: 'waiting', after })).toEqual(['a', 'b'])
        const other = (await store.list({ list: 'waiting', limit: 1 })).next
        expect(await names({ list: 'all', after: other })).toEqual(['b', 'a'])
      },
    )

    describe('search', () => {
      beforeEach(async () => {
        await commit(
          person('山田 花子', t0, '駐車場はありますか？'),
          person('สมชาย ใจดี', t0 + 1, 'ร้านเปิดกี่โมงครับ'),
          person('Zoë Müller', t0 + 2, 'Do you have 100% rye_bread (gluten-free)? "yes" OR no*'),
          person('ﾀﾅｶ', t0 + 3, 'ＡＢＣカフェ　１２３番', 'U0123456789abcdef'),
          person('林小美', t0 + 4, '請問\u200b週末有營業嗎\u0000'),
          decided(person('Tom', t0 + 5, 'hi'), t0 + 5, { summary: 'Asks for a birthday cake.' }),
        )
      })
      test.for<[search: string, finds: string[]]>([
        ['駐', ['山田 花子']],
        ['駐車', ['山田 花子']],
        ['駐車場は', ['山田 花子']],
        ['花子 駐車場', ['山田 花子']],
        ['花子 cake', []],
        ['กี่', ['สมชาย ใจดี']],
        ['โมง', ['สมชาย ใจดี']],
        ['ใ', ['สมชาย ใจดี']],
        ['週末有', ['林小美']],
        ['ZOE muller', ['Zoë Müller']],
        ['zoë', ['Zoë Müller']],
        ['RYE_BREAD', ['Zoë Müller']],
        ['100%', ['Zoë Müller']],
        ['%', ['Zoë Müller']],
        ['_', ['Zoë Müller']],
        ['"', ['Zoë Müller']],
        ['"yes" OR no*', ['Zoë Müller']],
        ['yes OR nothing', []],
        ['(gluten-free)?', ['Zoë Müller']],
        ["' OR 1=1 --", []],
        ['タナカ', ['ﾀﾅｶ']],
        ['abcｶﾌｪ', ['ﾀﾅｶ']],
        ['123', ['ﾀﾅｶ']],
        ['birthday', ['Tom']],
        ['U0123456789ABCDEF', ['ﾀﾅｶ']],
        ['Ubot:user:U0123456789abcdef', ['ﾀﾅｶ']],
        ['0123', ['ﾀﾅｶ']],
        ['012', []],
        ['bot', []],
        ['バス', []],
      ])('“%s”', async ([words, finds]) => {
        expect(await search(words)).toEqual(finds)
        expect((await store.list({ list: 'all', limit: 1, search: words })).total).toBe(finds.length)
      })

      test.for(['', '   ', '\u3000\n', '\u0000', '\u200b'])('nothing to search for finds all: %j', async (words) => {
        expect(await search(words)).toHaveLength(6)
      })

      test.for([
        'x'.repeat(10_000),
        'x '.repeat(5_000),
        '\ud83d',
        '👩‍👩‍👧'.repeat(2_000),
        '\\',
        '\u202e'.repeat(300) + '駐車',
      ])('whatever is typed is only words', async (words) => {
        expect((await search(words)).length).toBeLessThanOrEqual(6)
      })

      test('within one list, and page by page in its order', async () => {
        await commit(...Array.from({ length: 5 }, (_, number) => waits(`駐車 ${number}`, t0 - 1 - number)))
        expect(await names({ list: 'waiting', search: '駐車' })).toEqual([
          '駐車 4',
          '駐車 3',
          '駐車 2',
          '駐車 1',
          '駐車 0',
        ])
        const first = await store.list({ list: 'all', limit: 4, search: '駐車' })
        expect(first.rows.map((row) => row.name)).toEqual(['山田 花子', '駐車 0', '駐車 1', '駐車 2'])
        const second = await store.list({ list: 'all', limit: 4, search: '駐車', after: first.next })
        expect(second).toMatchObject({ rows: [{ name: '駐車 3' }, { name: '駐車 4' }], total: 6 })
        expect(second.next).toBeUndefined()
      })
    })

    test('turns: those of a time, oldest first; of one decision; the newest so many', async () => {
      await commit(
        resolved('a', t0),
        asked('b', t0 + 1),
        waits('c', t0 + 2),
        resolved('d', t0 + 3),
        resolved('e', t0 + 4),
      )
      for (const _ of ['now', 'after a restart']) {
        const decisions = (await store.turns({ from: t0, until: t0 + 4 })).map((row) => row.decision)
        expect(decisions).toEqual(['resolved', 'needs_info', 'handoff', 'resolved'])
        const query = { from: t0, until: t0 + 9, decision: 'resolved' } as const
        expect((await store.turns(query)).map(({ at }) => at - t0)).toEqual([0, 3, 4])
        expect((await store.turns({ ...query, limit: 2 })).map(({ at }) => at - t0)).toEqual([3, 4])
        const each: number[] = []
        await store.eachTurn(query, (row) => each.push(row.at - t0))
        expect(each).toEqual([0, 3, 4])
        await reopen()
      }
    })

    test('a turn comes back with all that is known of it, and follows what happens to it', async () => {
      const c = waits('Hana')
      await commit(c)
      const had = evolveAll(c, [{ type: 'taken', at: t0 + 5, event: 'take', by: 'Aoi' }])
      await commit(evolveAll(had, [{ type: 'handed_back', at: t0 + 9, event: 'done', by: 'Aoi', done: true }]))
      expect(await turns()).toEqual([
        {
          conversation: c.id,
          turn: 't1',
          at: t0,
          receivedAt: t0,
          decision: 'handoff',
          by: 'model',
          topic: 'opening hours',
          language: 'en',
          input: 0,
          output: 0,
          messages: ['1'],
          sources: ['hours.en#weekend'],
          answeredAt: t0,
          readAt: t0,
          takenAt: t0 + 5,
          doneAt: t0 + 9,
        },
      ])
    })

    test('a turn that was resolved and then went to staff, since its request could not be recorded, is found as theirs', async () => {
      const c = resolved('Hana')
      const failed = { type: 'ended', at: t0 + 5, action: 't1.record-1', what: 'record', how: 'undelivered' } as const
      await commit(c)
      await commit(evolveAll(c, [failed]))
      for (const _ of ['now', 'after a restart']) {
        expect(await turns()).toMatchObject([{ turn: 't1', decision: 'handoff', lowered: 'not_recorded' }])
        const query = { from: 0, until: Infinity }
        expect(await store.turns({ ...query, decision: 'resolved' })).toEqual([])
        expect(await store.turns({ ...query, decision: 'handoff' })).toHaveLength(1)
        await reopen()
      }
    })

    test('a turn whose facts have gone beside the conversation is still there, and still followed', async () => {
      const c = waits('Hana')
      await commit(c)
      const chatter = Array.from({ length: 300 }, (_, number) => ({
        type: 'noted' as const,
        at: t0 + number,
        event: `e${number}`,
        what: 'beacon',
        why: 'nothing_to_do' as const,
      }))
      const long = evolveAll(c, chatter)
      const cut = { ...long, facts: long.facts.slice(-200) }
      await store.commit({ conversation: cut, entered: [], overflow: long.facts.slice(0, -200) })
      expect(await turns()).toHaveLength(1)
      await commit(evolveAll(cut, [{ type: 'taken', at: t0 + 500, event: 'take', by: 'Aoi' }]))
      expect(await turns()).toMatchObject([{ turn: 't1', decision: 'handoff', takenAt: t0 + 500 }])
    })

    test('of a conversation that was forgotten nothing is found, listed or counted; what comes after is', async () => {
      const c = waits('Hana Canary')
      await commit(c)
      const forgotten = evolveAll(c, [{ type: 'forgotten', at: t0 + 1, event: 'forget', by: 'Owner' }])
      await commit(forgotten)
      for (const _ of ['now', 'after a restart']) {
        expect(await store.list({ list: 'all', limit: 10 })).toEqual({ rows: [], total: 0 })
        expect(await search('canary')).toEqual([])
        expect(await search(c.id)).toEqual([])
        expect(await store.counts()).toMatchObject({ waiting: 0 })
        expect(await turns()).toEqual([])
        await reopen()
      }
      await commit(receive(forgotten, t0 + 9, text(2, t0 + 9)))
      expect((await store.list({ list: 'all', limit: 10 })).rows).toMatchObject([{ id: c.id, words: 'message 2' }])
      expect(await names({ list: 'all' })).toEqual([undefined])
    })

    test('words that were taken back are neither shown nor found', async () => {
      const c = person('Hana', t0, 'my canary')
      await commit(c)
      expect(await search('canary')).toEqual(['Hana'])
      await commit(receive(c, t0 + 1, unsend(1, t0 + 1)))
      expect(await search('canary')).toEqual([])
      expect((await store.list({ list: 'all', limit: 1 })).rows).toMatchObject([{ words: '', wants: '', unread: 0 }])
    })

    test('who listens is told after each commit, when it can be seen, until it ends; a listener that fails harms nobody', async () => {
      const told: string[] = []
      const end = store.onCommit((id) => told.push(id))
      store.onCommit(() => {
        throw new Error('not mine')
      })
      const seen = new Promise<number>((resolve) => {
        store.onCommit(() => resolve(store.list({ list: 'waiting', limit: 1 }).then(({ total }) => total)))
      })
      const [a, b] = [waits('a'), waits('b')]
      await commit(a)
      expect(await seen).toBe(1)
      end()
      await commit(b)
      expect(told).toEqual([a.id])
    })
  })
}
