/** The ledger's sentences: what each fact says to staff, in the language they read. */
import { describe, expect, test } from 'vitest'
import { begin, type Conversation, type CustomerMessage, type Entry } from '../../src/core/conversation.ts'
import { explain } from '../../src/core/explain.ts'
import type { Fact } from '../../src/core/facts.ts'
import { inStory, ledgerWords, sentence } from '../../src/core/sentences.ts'
import { offlineReasons, offlineSentence, readOfflineReason } from '../../src/core/sentences/offline.ts'
import { staffLanguages } from '../../src/core/sentences/words.ts'

const at = 1_000_000
const message = 'm1'
const event = 'e1'
const by = 'Aya'
const turn = 't1'
const action = 't1.reply'
const origin = { by: 'model', model: 'gemini-3.6-flash' } as const
const judged: Extract<Fact, { type: 'judged' }> = {
  type: 'judged',
  at,
  turn,
  messages: [message],
  said: 'resolved',
  decision: 'handoff',
  lowered: 'low_confidence',
  confidence: 0.5,
  sources: [],
  smallTalk: false,
  topic: 'other',
  language: 'en',
  origin,
}

/** One of each that says something. */
const facts: Fact[] = [
  { type: 'received', at, event, message, timestamp: at, kind: 'text', late: true, redelivery: true },
  { type: 'received', at, event, message, timestamp: at, kind: 'sticker', late: false, redelivery: false },
  { type: 'noted', at, event, what: 'beacon', why: 'nothing_to_do' },
  { type: 'noted', at, event, what: 'message', why: 'observing' },
  { type: 'unsent', at, event, message },
  { type: 'tapped', at, event, button: 'person' },
  { type: 'told_outcome', at, turn, solved: false },
  { type: 'asked_to_read', at, messages: [message] },
  { type: 'token_found', at, action },
  { type: 'token_for_turn', at, message },
  { type: 'announced', at, turn, messages: [message] },
  { type: 'followed', at, event, again: true, timestamp: at },
  { type: 'left', at, event, what: 'unfollow', timestamp: at },
  { type: 'forgotten', at, event, by },
  { type: 'stale', at, turn, messages: [message] },
  { type: 'judging', at, messages: [message] },
  judged,
  { type: 'failed', at, turn, messages: [message], why: 'no answer within 15 s', origin },
  { type: 'dropped', at, messages: [message], why: 'paused' },
  { type: 'closed', at, turn, messages: [message], as: 'resolved', read: true },
  { type: 'asked', at, turn, messages: [message] },
  { type: 'unanswered', at, turn, messages: [message], notice: true },
  { type: 'reopened', at, messages: [message] },
  { type: 'outcome_asked', at, turn },
  { type: 'handed_off', at, turn },
  { type: 'entered', at, entry: 't1.paused', kind: 'paused' },
  { type: 'taken', at, event, by },
  { type: 'handed_back', at, event, by },
  { type: 'handed_back', at, event, by, done: true },
  { type: 'handed_back', at, event, by: 'The clock', time: true },
  { type: 'handed_back', at, event, by: 'The customer', customer: true },
  { type: 'staff_read', at, event, by, messages: [message] },
  { type: 'staff_refused', at, event, by, action: 'done', why: 'taken_already' },
  { type: 'staff_refused', at, event, by, action: 'hand_back', why: 'still_waits' },
  { type: 'address_kept', at, event, by },
  { type: 'graded', at, event, by, turn, right: false },
  { type: 'suspected', at, message: 'm9' },
  { type: 'not_answering', at, event, by },
  { type: 'reminded', at, entry: 't1.handoff', count: 2, next: at },
  { type: 'reassured', at, message, period: 0 },
  { type: 'outcome', at, action, what: 'notify', result: 'refused', status: 500 },
  { type: 'outcome', at, action, what: 'reply', result: 'unknown', detail: 'reset' },
  { type: 'waiting', at, action, what: 'reply', until: at + 10_000, why: 'LINE is ill.' },
  { type: 'push_instead', at, action, why: 'token_ended' },
  { type: 'deferred', at, action, why: 'daily_cap' },
  { type: 'token_refused', at, message },
  { type: 'read', at, upTo: message, messages: [message] },
  { type: 'ended', at, action, what: 'reply', how: 'undelivered' },
]

const wrote = (text: string): CustomerMessage => ({
  id: message,
  timestamp: at,
  receivedAt: at,
  kind: 'text',
  content: { type: 'text', text },
  state: 'new',
  tokenRefused: false,
  readDue: false,
  duringStaff: false,
})
const conversation = (changes: Partial<Conversation> = {}): Conversation => ({
  ...begin('Ubot:user:U1', 'Ubot', { type: 'user', id: 'U1' }),
  messages: [wrote('Do you open on Sunday?')],
  facts,
  ...changes,
})

/** Letters that only the language itself has. */
const own = { ja: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'zh-TW': /\p{Script=Han}/u, th: /\p{Script=Thai}/u }

describe('every fact is told in each language that staff read', () => {
  test.each(facts.map((fact) => [fact.type, fact] as const))('%s', (_, fact) => {
    const told = staffLanguages.map((language) => sentence(fact, conversation(), language) ?? '')
    expect(new Set(told).size).toBe(staffLanguages.length)
    for (const text of told) expect(text).not.toMatch(/undefined|\[object/)
    for (const language of ['ja', 'zh-TW', 'th'] as const)
      expect(sentence(fact, conversation(), language)).toMatch(own[language])
    // Who did it, and numbers, are in all of them.
    if ('by' in fact && fact.by === by) for (const text of told) expect(text).toContain(by)
  })

  test('and so is how an unread message stands', () => {
    for (const language of ['ja', 'zh-TW', 'th'] as const) {
      for (const text of Object.values(ledgerWords[language].conclusions)) expect(text).toMatch(own[language])
      const { messages, story } = explain(conversation({ facts: [] }), language)
      expect(messages[0]?.why).toEqual([ledgerWords[language].conclusions.handling])
      expect(story).toEqual([])
    }
  })
})

test('a fact without a sentence is silent in every language', () => {
  for (const language of staffLanguages) {
    expect(sentence({ type: 'known', at, named: true }, conversation(), language)).toBeUndefined()
    expect(sentence({ type: 'begun', at, turn }, conversation(), language)).toBeUndefined()
  }
})

test('without a language it is English, word for word', () => {
  expect(sentence(judged, conversation())).toBe(
    'By gemini-3.6-flash: handoff (it said resolved; lowered: the confidence is below the floor), confidence 0.50.',
  )
  expect(explain(conversation()).story.map(({ text }) => text)).toContain('Aya took the conversation.')
})

test('in the story a message is told from others by its words; in its own list not', () => {
  const [received] = facts
  if (!received) throw new Error('there is none')
  expect(inStory(received, conversation(), 'ja')).toMatch(
    /^「Do you open on Sunday\?」を受信しました（LINEからの再送）。/,
  )
  expect(sentence(received, conversation(), 'ja')).toMatch(/^受信しました（LINEからの再送）。/)
})

test('words that would turn the sentence around them do not', () => {
  const [received] = facts
  if (!received) throw new Error('there is none')
  const told = inStory(received, conversation({ messages: [wrote('\u202eevil\u2066 words')] }))
  expect(told).toMatch(/^“evil words” was received/)
})

describe('a message’s own list', () => {
  const why = (): string => explain(conversation()).messages[0]?.why.join('\n') ?? ''

  test('tells of reminders, grades, and of what staff marked', () => {
    expect(why()).toContain('Still waiting: staff were reminded (2 times by now).')
    expect(why()).toContain('Aya looked at the decision: “resolved” was wrong (a false Read).')
    expect(why()).toContain('Aya marked it as read.')
  })

  test('leaves to the story what is not about it', () => {
    expect(why()).not.toContain('changed the address')
    expect(why()).not.toContain('quotes a message')
    const story = explain(conversation()).story.map(({ text }) => text)
    expect(story.join('\n')).toMatch(/quotes a message.*\n.*nobody of the staff is answering/)
    expect(story).toContain('Aya changed the address that is kept of the chat in LINE.')
  })
})

describe('a reason of ours is told in the reader’s language', () => {
  const ruled = { ...judged, said: 'handoff', lowered: undefined, origin: { by: 'rule' } } satisfies Fact
  const text = { turn, messages: [message], reason: 'Whatever it was.', summary: '' }
  const reasonOf = (change: Partial<Conversation>, fact: Fact = ruled) =>
    sentence(fact, conversation({ judged: [text], ...change }), 'th') ?? ''

  test('who asked for a person', () => {
    expect(reasonOf({ facts: [ruled] })).toBe('ตัดสินตามกฎ: ส่งต่อเจ้าหน้าที่ ลูกค้าขอคุยกับเจ้าหน้าที่')
  })

  test('what could not be looked at, and what the model does not take', () => {
    const unseen: Fact = { type: 'unseen', at, message, why: 'too_big' }
    expect(reasonOf({ facts: [unseen, ruled] })).toContain('ผู้ช่วยดูเนื้อหาไม่ได้: ไฟล์ใหญ่เกินไป')
    const picture = { ...wrote(''), kind: 'image', content: { type: 'image' } } as const
    expect(reasonOf({ facts: [ruled], messages: [picture] })).toContain('ลูกค้าส่งข้อความที่ผู้ช่วยดูไม่ได้ (รูปภาพ)')
  })

  test('the model’s own reason stays as it is', () => {
    expect(reasonOf({ facts: [judged] }, judged)).toContain('Whatever it was.')
  })
})

describe('a reason of the offline model is told in the reader’s language', () => {
  const offline = { ...judged, lowered: undefined, origin: { by: 'model', model: 'offline' } } satisfies Fact
  const said = (reason: string, language: 'en' | 'ja' | 'zh-TW' | 'th'): string => {
    const text = { turn, messages: [message], reason, summary: '' }
    return sentence(offline, conversation({ facts: [offline], judged: [text] }), language) ?? ''
  }

  test.each(Object.entries(offlineReasons))('%s', (name, words) => {
    const found = ['Days we “are” closed', '88', '7']
    const english = words.en.replace(/\{(\d)\}/g, (_, place: string) => found[Number(place)] ?? '')
    const { reason } = readOfflineReason(english) ?? {}
    expect(reason).toBe(name)
    if (reason === undefined) return
    expect(said(english, 'en')).toContain(english)
    for (const language of ['ja', 'zh-TW', 'th'] as const) {
      const text = offlineSentence(reason, found, language)
      expect(text).toMatch(own[language])
      expect(said(english, language)).toContain(text)
      expect(said(english, language)).not.toContain(english)
    }
  })

  test('any other reason stays as it is', () => {
    expect(said('Because of the weather.', 'ja')).toContain('Because of the weather.')
  })
})

describe('how a message stands that staff have, or wait to have', () => {
  const handedOff: Fact = { type: 'handed_off', at, turn }
  const taken: Fact = { type: 'taken', at, event, by }
  const closed: Fact = { type: 'closed', at, turn: 'staff.e1', messages: [message], as: 'staff', read: false }
  const waits: Entry = { id: 'x', kind: 'handoff', at, turn, messages: [], state: 'waiting', readWhenTaken: true }
  const of = (changes: Partial<Conversation>, more: Partial<CustomerMessage> = {}) =>
    explain(conversation({ messages: [{ ...wrote('Hello?'), ...more }], ...changes }))

  test('it came while nobody had taken the conversation', () => {
    const { messages } = of({ mode: 'staff', facts: [handedOff], entries: [waits] }, { duringStaff: true })
    expect(messages[0]?.why).toEqual(['Unread: it came while the customer waits for staff.'])
  })

  test('it came while somebody had it', () => {
    const entries = [{ ...waits, state: 'taken' } satisfies Entry]
    const { messages } = of({ mode: 'staff', facts: [handedOff, taken], entries }, { duringStaff: true })
    expect(messages[0]?.why.at(-1)).toBe('Unread: it came while staff have the conversation, and is theirs.')
  })

  test('it was closed as theirs: what marks it, and later that nobody did; said once, however often they took it', () => {
    const facts = [handedOff, taken, closed, { ...closed, at: at + 9 }, { ...closed, at: at + 9 }]
    const had = of({ mode: 'staff', facts }, { state: 'closed' })
    expect(had.messages[0]?.why).toEqual([
      'Closed as staff’s own.',
      'Unread: staff have it; Done or Mark read marks it.',
    ])
    expect(had.messages[0]?.stands).toBe('with_staff')
    expect(had.story.filter(({ text }) => text.startsWith('Closed'))).toHaveLength(2)
    const after = of({ facts }, { state: 'closed' })
    expect(after.messages[0]?.why.at(-1)).toBe('Unread: staff took it as theirs and did not mark it.')
  })

  test('the policy gives no Read, and nobody of the staff had it', () => {
    const resolved: Fact = { ...closed, turn, as: 'resolved' }
    const { messages } = of({ facts: [resolved] }, { state: 'closed' })
    expect(messages[0]?.why.at(-1)).toBe('Unread: the policy (read_on) gives no Read for this.')
  })
})

test('while the assistant is paused nobody is said to think', () => {
  const judging: Fact = { type: 'judging', at, messages: [message] }
  const paused: Fact = {
    type: 'failed',
    at,
    turn,
    messages: [message],
    why: 'the assistant is paused',
    origin: { by: 'rule' },
  }
  const told = (facts: Fact[]) => explain(conversation({ facts })).story.map(({ text }) => text)
  expect(told([judging, paused])).toEqual(['Not judged: the assistant is paused.'])
  expect(told([judging, paused, { ...judging, at: at + 1 }])).toContain('The assistant began to think.')
  const failed: Fact = { ...paused, why: 'no answer within 15 s', origin }
  expect(told([judging, failed])).toEqual(['The assistant began to think.', 'No judgement: no answer within 15 s.'])
})
