import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import type { Change } from '../../src/core/facts.ts'
import { isErased, placeOf, summaryOf } from '../../src/core/summary.ts'
import {
  answered,
  conversation,
  fail,
  follow,
  judge,
  policyOf,
  receive,
  reset,
  t0,
  tap,
  text,
  unsend,
} from './situations.ts'

const minute = 60_000
const written = (at = t0, words = 'Hello') =>
  receive(conversation(), at, text(1, at, { content: { type: 'text', text: words } }))
const decided = (values: Parameters<typeof judge>[2], c = written(), at = t0) => follow(judge(c, at, values), at).c
const known = (name: string): Change => ({ type: 'known', at: t0, named: true, who: { customer: { name, at: t0 } } })
const taken = (at: number): Change => ({ type: 'taken', at, event: `take-${at}`, by: 'Aoi' })

describe('whom a conversation is with', () => {
  const handed = decided({ decision: 'handoff' })
  const noReply = follow(judge(written(), t0), t0, ({ kind }) => answered(kind === 'reply' ? 400 : 200)).c
  test.for<[situation: string, c: Conversation, place: string, since: number]>([
    ['nothing has been judged', written(), 'assistant', t0],
    ['it is being judged', judge(written(), t0, { decision: 'handoff' }), 'assistant', t0],
    ['it was answered', decided({}), 'assistant', t0],
    ['it was handed off', handed, 'waiting', t0],
    ['the model failed', follow(fail(written(), t0), t0).c, 'waiting', t0],
    ['an answer did not arrive', noReply, 'undelivered', t0],
    ['an answer may have arrived', follow(judge(written(), t0), t0 + 60_000, () => reset).c, 'assistant', t0],
    ['staff have it', evolveAll(handed, [taken(t0 + minute)]), 'staff', t0 + minute],
    ['the assistant asked back', decided({ decision: 'needs_info' }), 'question', t0],
    [
      'the customer has answered the question',
      receive(decided({ decision: 'needs_info' }), t0 + minute, text(2, t0 + minute)),
      'assistant',
      t0 + minute,
    ],
    [
      'staff handed it back',
      evolveAll(handed, [taken(t0 + 1), { type: 'handed_back', at: t0 + 2, event: 'b', by: 'Aoi' }]),
      'assistant',
      t0,
    ],
  ])('%s', ([, c, place, since]) => {
    expect(placeOf(c)).toBe(place)
    expect(summaryOf(c)).toMatchObject({ place, since })
  })

  test('both an answer that did not arrive and a hand-off: a person is needed', () => {
    const both = decided({ decision: 'handoff' }, receive(noReply, t0 + minute, text(2, t0 + minute)), t0 + minute)
    expect(both.entries.map(({ kind }) => kind)).toEqual(['undelivered', 'handoff'])
    expect(summaryOf(both)).toMatchObject({ place: 'waiting', since: t0 })
  })

  test('the wait began with what led to it, not with the question before', () => {
    const asked = decided({ decision: 'needs_info' })
    const c = decided({ decision: 'handoff' }, receive(asked, t0 + minute, text(2, t0 + minute)), t0 + minute)
    expect(summaryOf(c)).toMatchObject({ place: 'waiting', since: t0 + minute })
  })

  test('with staff since they took it, whatever they did after', () => {
    const c = evolveAll(handed, [
      taken(t0 + minute),
      { type: 'staff_read', at: t0 + 2 * minute, event: 'r', by: 'Aoi', messages: [] },
    ])
    expect(summaryOf(c)).toMatchObject({ since: t0 + minute, at: t0 + 2 * minute })
  })

  test('who taps for a person waits since the tap, not since what it is about', () => {
    const tapped = receive(decided({}), t0 + 60 * minute, tap('kidoku:person', t0 + 60 * minute))
    expect(tapped.mode).toBe('staff')
    expect(summaryOf(tapped)).toMatchObject({ place: 'waiting', since: t0 + 60 * minute })
  })
})

describe('who has it', () => {
  const handed = decided({ decision: 'handoff' })
  const ken: Change = { type: 'taken', at: t0 + 2, event: 'ken', by: 'Ken' }
  test('is who took it last, until they end it', () => {
    expect(summaryOf(handed).takenBy).toBeUndefined()
    expect(summaryOf(evolveAll(handed, [taken(t0 + 1)])).takenBy).toBe('Aoi')
    expect(summaryOf(evolveAll(handed, [taken(t0 + 1), ken])).takenBy).toBe('Ken')
    const back = evolveAll(handed, [ken, { type: 'handed_back', at: t0 + 3, event: 'b', by: 'Ken' }])
    expect(summaryOf(back).takenBy).toBeUndefined()
    const again = { decision: 'handoff' } as const
    const later = decided(again, receive(back, t0 + minute, text(2, t0 + minute)), t0 + minute)
    expect(summaryOf(later).place).toBe('waiting')
    expect(summaryOf(later).takenBy).toBeUndefined()
  })

  test('is nobody here, where only testers are answered, until something comes in again', () => {
    const ignored: Change = { type: 'noted', at: t0 + 5, event: 'n', what: 'message', why: 'not_tester' }
    expect(summaryOf(evolveAll(conversation(), [ignored]))).toMatchObject({ leftAlone: true, at: t0 + 5 })
    const after = evolveAll(decided({}), [ignored])
    expect(summaryOf(after)).toMatchObject({ leftAlone: true, at: t0 + 5, words: 'Hello' })
    expect(summaryOf(receive(after, t0 + 9, text(2, t0 + 9))).leftAlone).toBeUndefined()
    expect(summaryOf(evolveAll(handed, [ignored])).leftAlone).toBeUndefined()
  })
})

describe('what stands in the row', () => {
  test('name, newest words, wish, and what is unread', () => {
    const c = evolveAll(written(t0, 'Hello'), [known('Hana')])
    const asked = decided({ decision: 'needs_info', summary: 'Wants a table.' }, c)
    const more = receive(asked, t0 + 5, text(2, t0 + 5, { content: { type: 'text', text: ' At\n\n eight? ' } }))
    expect(summaryOf(more)).toEqual({
      id: 'Ubot:user:Ucustomer',
      chat: { type: 'user', id: 'Ucustomer' },
      place: 'assistant',
      staffVersion: more.staffVersion,
      name: 'Hana',
      words: 'At eight?',
      wants: 'Wants a table.',
      since: t0 + 5,
      at: t0 + 5,
      unread: 2,
      suspected: false,
    })
    expect(summaryOf(decided({})).unread).toBe(0)
  })

  test('a message below one that was shown Read is not unread', () => {
    const late = receive(decided({}), t0 + 9, text(0, t0 - 9, { receivedAt: t0 + 9 }))
    expect(summaryOf(late)).toMatchObject({ unread: 0, at: t0 + 9, words: 'Hello' })
  })

  test('words that were taken back are gone, and the ones before stand in their place', () => {
    const two = receive(written(t0, 'first'), t0 + 1, text(2, t0 + 1, { content: { type: 'text', text: 'second' } }))
    expect(summaryOf(receive(two, t0 + 2, unsend(2, t0 + 2)))).toMatchObject({ words: 'first', unread: 1 })
    const none = receive(decided({ summary: 'A secret' }), t0 + 2, unsend(1, t0 + 2))
    expect(summaryOf(none)).toMatchObject({ words: '', wants: '', unread: 0, at: t0 })
  })

  test.for([
    ['x'.repeat(5_000), 'x'.repeat(160)],
    ['😀'.repeat(5_000), '😀'.repeat(80)],
    [`${'x'.repeat(159)}😀`, 'x'.repeat(159)],
    ['a\ud83d', 'a'],
    ['\ude00', '\ufffd'],
    [`${' '.repeat(300)}x`, 'x'],
  ])('long and broken texts are cut to whole characters', ([words, shown]) => {
    const c = evolveAll(written(t0, words), [known(words!)])
    expect(summaryOf(c)).toMatchObject({ words: shown, name: shown })
  })

  test('a name of nothing but room, and no messages at all', () => {
    const c = evolveAll(conversation(), [known('   ')])
    expect(summaryOf(c)).toMatchObject({ name: undefined, words: '', at: t0, since: t0, place: 'assistant' })
  })

  test('staff seem to be answering, unless they have it anyway', () => {
    const c = evolveAll(written(), [{ type: 'suspected', at: t0, message: '9' }])
    expect(summaryOf(c).suspected).toBe(true)
    expect(summaryOf(evolveAll(c, [taken(t0)])).suspected).toBe(false)
    const handed = decided({ decision: 'handoff' })
    expect(summaryOf(evolveAll(handed, [{ type: 'suspected', at: t0, message: '9' }])).suspected).toBe(false)
  })

  test('what was forgotten stands in no list until something is said again', () => {
    const c = evolveAll(decided({}), [{ type: 'forgotten', at: t0 + 1, event: 'f', by: 'Owner' }])
    expect(isErased(c)).toBe(true)
    expect(isErased(receive(c, t0 + 2, text(2, t0 + 2)))).toBe(false)
    expect(isErased(written())).toBe(false)
    expect(isErased(conversation())).toBe(false)
  })

  test('observed conversations are with nobody', () => {
    const observe = { ...policyOf(), observe: true }
    const c = follow(judge(written(), t0, { decision: 'handoff' }, observe), t0, undefined, observe).c
    expect(summaryOf(c)).toMatchObject({ place: 'assistant', unread: 1 })
  })
})
