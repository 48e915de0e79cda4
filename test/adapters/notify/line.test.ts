import { describe, expect, test } from 'vitest'
import { createLine } from '../../../src/adapters/line/line.ts'
import { longLived } from '../../../src/adapters/line/tokens.ts'
import { flexCard, plainCard } from '../../../src/adapters/notify/flex.ts'
import { createLineNotifier, retryKey } from '../../../src/adapters/notify/line.ts'
import { createStaffWords } from '../../../src/adapters/notify/staff-words.ts'
import { staffLanguageOf } from '../../../src/adapters/notify/words.ts'
import type { OutgoingMessage } from '../../../src/core/action.ts'
import { staffPressed } from '../../../src/core/staff-buttons.ts'
import { staffLanguages, type StaffWordResult } from '../../../src/ports/staff-words.ts'
import { flexErrors } from '../../../src/simulator/flex-limits.ts'
import { checkMessages } from '../../../src/simulator/message-limits.ts'
import { deadAddress, json, serve, type Asked } from '../line/server.ts'
import { notice, worst } from './notice.ts'

const group = `C${'a'.repeat(32)}`
const [aki, ben] = [`U${'a'.repeat(32)}`, `U${'b'.repeat(32)}`]

/** Where no picture of a card is. */
const pictures = 'http://nowhere.example'

type Answers = Partial<Record<string, (asked: Asked) => [number, object]>>

/** LINE's push endpoint; what it answers depends on whom it is for. */
async function staffLine(answers: Answers = {}) {
  const server = await serve((response, asked) => {
    const [status, body] = answers[toOf(asked)]?.(asked) ?? [200, { sentMessages: [{ id: '1' }] }]
    json(response, status, body)
  })
  const line = createLine({ tokens: longLived('token'), apiBaseUrl: server.url })
  const tell = (to: { group?: string; users: string[] }, change = {}, timeout = 5_000) =>
    createLineNotifier({ line, to, language: 'en' }).notify({ ...notice, ...change }, timeout)
  return { ...server, tell }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
const toOf = ({ body }: Asked): string => String(field(body, 'to'))
const messageOf = ({ body }: Asked): unknown => field(field(body, 'messages'), '0')
const typeOf = (asked: Asked): unknown => field(messageOf(asked), 'type')
const keyOf = ({ headers }: Asked): string => String(headers['x-line-retry-key'])

/** Every component of a card, and every text on it as it is seen. */
function componentsOf(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'type' in value ? [Object.fromEntries(Object.entries(value))] : []
  return [...own, ...Object.values(value).flatMap(componentsOf)]
}
const textsOf = (message: OutgoingMessage): string[] =>
  componentsOf(message.type === 'flex' ? message.contents : message).flatMap(({ type, text }) =>
    type === 'text' && typeof text === 'string' ? [text.replace(/[\u2068\u2069]/g, '')] : [],
  )
const actionsOf = (message: OutgoingMessage): Record<string, unknown>[] =>
  componentsOf(message).filter(({ type }) => type === 'postback' || type === 'uri')

describe('the card', () => {
  test('says who waits, how long, what for, why, the last words and what is unread', () => {
    const card = flexCard({ ...notice, pictureUrl: 'https://profile.line-scdn.net/x' }, 'en')
    expect(textsOf(card)).toEqual([
      'A customer waits for a person',
      '花子 Hanako',
      'Japanese',
      'Waiting',
      '12 min',
      'Not yet Read',
      '2 messages',
      'Wants',
      'She wants to change an order.',
      'Why',
      'The customer asked for a person.',
      'Last words',
      'Good morning!',
      'Can I talk to someone?',
    ])
    const pictures = componentsOf(card).filter(({ type }) => type === 'image')
    expect(pictures).toMatchObject([{ url: 'https://profile.line-scdn.net/x' }])
    expect(card).toMatchObject({
      altText: expect.stringMatching(/waits for a person.*12 min\n.*Can I talk to someone/),
    })
  })

  test('has Take, Done and Hand back for its own entry, and the way to the console', () => {
    const actions = actionsOf(flexCard(notice, 'en'))
    expect(actions.map(({ label }) => label)).toEqual(['Take', 'Done', 'Hand back', 'Open in the console'])
    const { entry, conversation, consoleUrl } = notice
    expect(actions.slice(0, 3).map(({ data }) => staffPressed(String(data)))).toEqual(
      (['take', 'done', 'hand_back'] as const).map((action) => ({ action, entry, conversation })),
    )
    expect(actions[0]?.displayText).toBe('Take: 花子 Hanako')
    expect(actions[3]?.uri).toBe(consoleUrl)
  })

  test('without a page in the console says where the chat is found; a picture that is not on https is not shown', () => {
    const { consoleUrl: _, ...rest } = notice
    const card = flexCard({ ...rest, pictureUrl: 'http://profile.example/x' }, 'en')
    expect(textsOf(card).at(-1)).toBe(
      'Find the chat by this name in LINE Official Account Manager (https://chat.line.biz/)',
    )
    expect(textsOf(card)[1]).toBe('花')
    expect(componentsOf(card).filter(({ type }) => type === 'image')).toEqual([])
  })

  test('a reminder is told by its first words and by its colour', () => {
    const first = (message: OutgoingMessage) => componentsOf(message).find(({ type }) => type === 'text')
    expect(first(flexCard({ ...notice, reminder: true }, 'en'))?.text).toBe('Reminder: still waiting')
    expect(first(flexCard({ ...notice, reminder: true }, 'en'))?.color).not.toBe(first(flexCard(notice, 'en'))?.color)
    expect(flexCard({ ...notice, reminder: true }, 'ja')).toMatchObject({ altText: expect.stringMatching(/^再通知/) })
  })

  test('what customers write keeps its direction to itself, line by line', () => {
    const card = flexCard({ ...notice, words: ['\u202Eabc\u2069\nשלום'] }, 'en')
    expect(componentsOf(card).map(({ text }) => text)).toContain('\u2068abc\u2069\n\u2068שלום\u2069')
  })

  test('an id that is too long for LINE costs the buttons and not the card', () => {
    const card = flexCard({ ...notice, conversation: 'U'.repeat(400) }, 'en')
    expect(actionsOf(card).map(({ type }) => type)).toEqual(['uri'])
  })

  for (const language of staffLanguages) {
    test(`is taken by LINE at its longest and worst, the newest words on it: ${language}`, () => {
      const card = flexCard(worst, language)
      expect(checkMessages([card], pictures)).toHaveProperty('ok')
      if (card.type !== 'flex') throw new Error('not a card')
      expect(flexErrors(card.contents, pictures)).toEqual([])
      expect(card.altText.length).toBeLessThanOrEqual(400)
      expect(Buffer.byteLength(JSON.stringify(card.contents))).toBeLessThan(30_000)
      const whole = JSON.stringify(card)
      expect(whole.isWellFormed()).toBe(true)
      expect(whole).not.toMatch(/\\u0000|\\u0007|\\ud8|[\u202A-\u202E\u2066\u2067]/i)
      expect(textsOf(card).at(-1)).toContain('<b onclick="x">bold</b>')
      for (const { label } of actionsOf(card)) {
        expect([...new Intl.Segmenter().segment(String(label))].length).toBeLessThanOrEqual(20)
      }
      const plain = plainCard(worst, language)
      expect(checkMessages([plain], pictures)).toHaveProperty('ok')
    })
  }
})

describe('telling in LINE', () => {
  test('the group and each user get the card, each with a key of its own that is the same at every try', async () => {
    const { tell, asked } = await staffLine()
    const to = { group, users: [aki, ben, aki] }
    expect(await tell(to)).toMatchObject({ type: 'answered', status: 200 })
    expect(asked.map(toOf).toSorted()).toEqual([group, aki, ben].toSorted())
    expect(asked.map(typeOf)).toEqual(['flex', 'flex', 'flex'])
    const keys = asked.map(keyOf)
    expect(new Set(keys).size).toBe(3)
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    await tell(to, { now: notice.now + 60_000 })
    expect(new Set(asked.slice(3).map(keyOf))).toEqual(new Set(keys))
    await tell({ group, users: [] }, { id: 'notify-8' })
    expect(keys).not.toContain(keyOf(asked.at(-1)!))
  })

  test('LINE has it already: that is told', async () => {
    const { tell } = await staffLine({ [group]: () => [409, { message: 'The retry key is already accepted' }] })
    expect(await tell({ group, users: [] })).toEqual({ type: 'answered', status: 200 })
  })

  test('a card that LINE refuses is told as plain text with another key, and with the same buttons', async () => {
    const { tell, asked } = await staffLine({
      [group]: (one) => (typeOf(one) === 'flex' ? [400, { message: 'invalid property' }] : [200, { sentMessages: [] }]),
    })
    expect(await tell({ group, users: [] })).toMatchObject({ status: 200 })
    expect(asked.map(typeOf)).toEqual(['flex', 'text'])
    expect(asked.map(keyOf)).toEqual([retryKey(notice.id, group, 'flex'), retryKey(notice.id, group, 'text')])
    expect(new Set(asked.map(keyOf)).size).toBe(2)
    const text = String(field(messageOf(asked[1]!), 'text'))
    for (const words of ['花子 Hanako', '12 min', 'Can I talk to someone?', notice.consoleUrl])
      expect(text).toContain(words)
    expect(JSON.stringify(messageOf(asked[1]!))).toContain('kidoku-staff:take:entry-3:')
  })

  test('no other refusal is tried as text: LINE being ill is no fault of the card', async () => {
    for (const status of [401, 403, 429, 500]) {
      const { tell, asked } = await staffLine({ [aki]: () => [status, { message: 'words' }] })
      expect(await tell({ users: [aki] })).toMatchObject({ type: 'answered', status })
      expect(asked.map(typeOf)).not.toContain('text')
    }
  })

  test('one of several is enough', async () => {
    const { tell } = await staffLine({ [group]: () => [400, { message: 'no' }], [aki]: () => [500, {}] })
    expect(await tell({ group, users: [aki, ben] })).toMatchObject({ type: 'answered', status: 200 })
  })

  test('when none has it, what promises most of another try is told', async () => {
    const { tell } = await staffLine({ [group]: () => [400, { message: 'no' }], [aki]: () => [503, {}] })
    expect(await tell({ group, users: [aki] })).toMatchObject({ type: 'answered', status: 503 })
    const never = await serve((response, one) => (toOf(one) === group ? json(response, 503, {}) : undefined))
    const line = createLine({ tokens: longLived('token'), apiBaseUrl: never.url })
    const notifier = createLineNotifier({ line, to: { group, users: [aki] }, language: 'en' })
    expect(await notifier.notify(notice, 200)).toMatchObject({ type: 'no_answer' })
  })

  test('LINE cannot be reached: it was not sent', async () => {
    const line = createLine({ tokens: longLived('token'), apiBaseUrl: await deadAddress() })
    const notifier = createLineNotifier({ line, to: { group, users: [] }, language: 'en' })
    expect(await notifier.notify(notice, 5_000)).toMatchObject({ type: 'not_sent' })
  })
})

describe('the word after a press', () => {
  const about = { conversation: notice.conversation, entry: notice.entry, name: '花子', by: 'Aki' }
  const results: StaffWordResult[] = [
    'taken',
    'done',
    'handed_back',
    'taken_already',
    'back_already',
    'still_waits',
    'ended',
    'not_yet',
    'unknown',
  ]

  test('after a Take: who has it, and the buttons that come next', () => {
    const [word, ...more] = createStaffWords('en').word('taken', about)
    expect(more).toEqual([])
    expect(textsOf(word!)).toEqual(['Aki has taken 花子. The assistant is silent there until it is handed back.'])
    expect(actionsOf(word!).map(({ data }) => staffPressed(String(data))?.action)).toEqual(['done', 'hand_back'])
  })

  test('who was faster is named; who is not known is somebody', () => {
    const said = (language: 'en' | 'ja', change: object): string =>
      textsOf(createStaffWords(language).word('taken_already', { ...about, ...change })[0]!)[0]!
    expect(said('en', {})).toBe('Aki has already taken 花子. Nothing was changed.')
    expect(said('en', { by: undefined, name: '\u200B' })).toBe(
      'Somebody has already taken this customer. Nothing was changed.',
    )
    expect(said('ja', {})).toBe('花子さんの対応は、すでにAkiさんが引き受けています。変更はありません。')
    expect(said('ja', { by: undefined, name: undefined })).toBe(
      'このお客様の対応は、すでに他のスタッフが引き受けています。変更はありません。',
    )
  })

  test('handed back though the customer still waits for staff: they are told to take it or to say that it is done', () => {
    for (const [language, words] of [
      ['en', 'There is nothing to hand back: 花子 still waits for you. Please press Take or Done.'],
      ['ja', '花子さんはまだお待ちです。「引き受ける」か「完了」を押してください。'],
      ['zh-TW', '花子 仍在等候。請按「接手」或「完成」。'],
      ['th', '花子 ยังรออยู่ กรุณากด “รับเรื่อง” หรือ “เสร็จสิ้น”'],
    ] as const) {
      expect(textsOf(createStaffWords(language).word('still_waits', about)[0]!)[0]).toContain(words)
    }
  })

  for (const language of staffLanguages) {
    test(`every word is one that LINE takes, however long the names: ${language}`, () => {
      const words = createStaffWords(language)
      const texts = results.map((result) => {
        const messages = words.word(result, { ...about, name: worst.name, by: worst.name })
        expect(checkMessages(messages, pictures)).toHaveProperty('ok')
        for (const one of messages) if (one.type === 'flex') expect(flexErrors(one.contents, pictures)).toEqual([])
        return JSON.stringify(messages)
      })
      expect(new Set(texts).size).toBe(results.length)
    })
  }
})

test.for([
  ['en', 'en'],
  ['ja-JP', 'ja'],
  ['zh-Hans-CN', 'zh-TW'],
  ['th', 'th'],
  ['id', 'en'],
  ['de', 'en'],
] as const)('a prompt in %s: staff are told in %s', ([tag, language]) => {
  expect(staffLanguageOf(tag)).toBe(language)
})
