import { describe, expect, test } from 'vitest'
import { cardOf } from '../../../src/adapters/notify/card.ts'
import { flexCard, plainCard } from '../../../src/adapters/notify/flex.ts'
import { discordBody } from '../../../src/adapters/notify/discord.ts'
import { slackBody } from '../../../src/adapters/notify/slack.ts'
import { staffPressed } from '../../../src/core/staff-buttons.ts'
import type { Lowering } from '../../../src/core/facts.ts'
import type { FixedReason } from '../../../src/core/fixed-reason.ts'
import type { Notice } from '../../../src/ports/notifier.ts'
import { staffLanguages, type StaffLanguage } from '../../../src/ports/staff-words.ts'
import { notice } from './notice.ts'

const room = { name: 60, text: 300, words: 500 }
const seen = (text: string): string => text.replace(/[\u2068\u2069]/g, '')
const whyIn = (language: StaffLanguage, change: Partial<Notice>): string =>
  seen(cardOf({ ...notice, ...change }, language, room).why)

/** A card in every form in which staff get one. */
const forms = (one: Notice, language: StaffLanguage): string[] =>
  [flexCard(one, language), plainCard(one, language), slackBody(one, language), discordBody(one, language)].map(
    (form) => JSON.stringify(form),
  )

/** Something of each language’s own writing, so that no sentence is left in English. */
const writing: Record<StaffLanguage, RegExp> = {
  en: /^[\p{Script=Latin}\p{P}\p{N} ]+$/u,
  ja: /\p{Script=Hiragana}/u,
  'zh-TW': /^(?!.*\p{Script=Hiragana}).*\p{Script=Han}/u,
  th: /\p{Script=Thai}/u,
}

describe('why, where code and not the model decided that a person is needed', () => {
  const own = 'The days we are closed answer it.'
  const lowerings: [Lowering, string][] = [
    ['no_source', 'It had an answer, but nothing it knows of the shop supports it.'],
    ['small_talk_with_facts', 'It took this for small talk, but its reply held figures or a link.'],
    ['unsupported_facts', 'Its reply held a number or a link that the shop’s information does not have.'],
    ['repeats_prompt', 'Its reply would have shown its own instructions.'],
    ['low_confidence', 'It was not sure enough of its answer.'],
    ['always_human', 'The topic “allergies” always belongs to a person.'],
    ['third_question', 'It would have had to ask a third question in a row.'],
    ['look_up_gave_nothing', 'Something it looked up gave nothing, so it could not answer.'],
    ['not_recordable', 'It could not record the request: something is missing, or there is no place for it.'],
  ]
  test.for(lowerings)(
    'a judgement was lowered, %s: that is told, and never the reason of the answer not given',
    ([lowered, words]) => {
      const one: Notice = { ...notice, reason: own, lowered, topic: 'allergies' }
      expect(whyIn('en', one)).toBe(words)
      for (const language of staffLanguages) {
        expect(whyIn(language, one)).toMatch(writing[language])
        for (const form of forms(one, language)) expect(form).not.toContain(own)
      }
      expect(new Set(staffLanguages.map((language) => whyIn(language, one))).size).toBe(staffLanguages.length)
    },
  )

  test('a topic that always belongs to a person is named in each language', () => {
    const one = { lowered: 'always_human', topic: 'allergies' } as const
    for (const language of staffLanguages) expect(whyIn(language, one)).toContain('allergies')
  })

  test('of the topic “other” it is told that it fits none, since its name is no word for staff', () => {
    const one = { lowered: 'always_human', topic: 'other' } as const
    expect(whyIn('en', one)).toBe('It fits none of the topics that the assistant may answer.')
    const told = staffLanguages.map((language) => whyIn(language, one))
    expect(new Set(told).size).toBe(staffLanguages.length)
    for (const said of told) expect(said).not.toMatch(/“other”|「other」/)
  })

  const fixed: [FixedReason, string][] = [
    [{ type: 'asked_for_person' }, 'The customer asked for a person.'],
    [{ type: 'tapped_person' }, 'The customer tapped “Talk to a person”.'],
    [{ type: 'not_solved' }, 'The customer says that the assistant’s answer did not solve it.'],
    [{ type: 'cannot_see', kind: 'video' }, 'The customer sent a message the assistant cannot see (video).'],
    [{ type: 'could_not_look', whys: ['too_big', 'gone'] }, 'The assistant could not look at it: '],
  ]
  for (const [reason, words] of fixed) {
    test(`no model was asked, ${reason.type}: the reason is in staff’s language`, () => {
      expect(whyIn('en', { fixed: reason, reason: own })).toContain(words)
      for (const language of staffLanguages) {
        const why = whyIn(language, { fixed: reason, reason: own })
        expect(why).toMatch(writing[language])
        expect(why).not.toContain(own)
      }
    })
  }

  test('the offline model’s reasons are as fixed as those of rules', () => {
    const one: Partial<Notice> = { fixed: { type: 'offline', reason: 'own_order', found: [] }, reason: own }
    for (const language of staffLanguages) expect(whyIn(language, one)).toMatch(writing[language])
  })

  test('a judgement of the offline model that was lowered: the lowering is told', () => {
    const fixed: FixedReason = { type: 'offline', reason: 'own_order', found: [] }
    expect(whyIn('en', { lowered: 'low_confidence', fixed })).toBe('It was not sure enough of its answer.')
  })

  test('the model’s own reason is told as it is where nothing else decided', () => {
    for (const language of staffLanguages) expect(whyIn(language, { reason: own })).toBe(own)
  })
})

describe('a request that was not recorded, or perhaps', () => {
  const cards = (type: 'not_recorded' | 'maybe_recorded', kind: Notice['kind']) =>
    staffLanguages.map((language) => {
      const one: Notice = { ...notice, kind, fixed: { type, record: 'tasks' }, reason: 'whatever' }
      return { language, forms: forms(one, language), card: cardOf(one, language, room) }
    })

  test('says what to do about it and where, and what the customer wants', () => {
    for (const type of ['not_recorded', 'maybe_recorded'] as const) {
      const all = cards(type, 'handoff')
      expect(new Set(all.map(({ card }) => card.why)).size).toBe(staffLanguages.length)
      for (const { forms: each, card } of all) {
        expect(card.why).toContain('tasks')
        for (const form of each) expect(form).toContain(notice.summary)
      }
    }
  })

  test('is not called an answer that did not arrive, also where staff had the conversation already', () => {
    for (const kind of ['handoff', 'undelivered', 'uncertain'] as const) {
      for (const { language, card } of cards('maybe_recorded', kind)) {
        expect(card.headline).toMatch(language === 'en' ? /^A request may not have been recorded$/ : writing[language])
        expect(card.headline).not.toBe(cardOf({ ...notice, kind }, language, room).headline)
      }
    }
  })
})

test('who only asked for a person wants nothing that is not among the last words: the line is left out', () => {
  const one: Notice = { ...notice, fixed: { type: 'asked_for_person' }, summary: 'operator', words: ['operator'] }
  for (const form of forms(one, 'en')) {
    expect(form).not.toContain('Wants')
    expect(form.match(/(?<![\w:])operator/g)?.length).toBeGreaterThan(0)
  }
  for (const form of forms(notice, 'en')) expect(form).toContain('Wants')
})

test('what staff do not have cannot be handed back: the card offers Take and Done alone, and so does its plain text', () => {
  const acts = (card: unknown): (string | undefined)[] =>
    [...JSON.stringify(card).matchAll(/"data":"([^"]*)"/g)].map(([, data = '']) => staffPressed(data)?.action)
  const kinds = ['no_judgement', 'paused', 'stale', 'undelivered', 'uncertain'] as const
  for (const kind of kinds) {
    const one: Notice = { ...notice, kind, withStaff: false }
    for (const card of [flexCard(one, 'en'), plainCard(one, 'en')]) expect(acts(card)).toEqual(['take', 'done'])
  }
  for (const card of [flexCard(notice, 'en'), plainCard(notice, 'en')]) {
    expect(acts(card)).toEqual(['take', 'done', 'hand_back'])
  }
})
