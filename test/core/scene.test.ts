/** What somebody wrote down, as the conversation it stands for. */
import { expect, test } from 'vitest'
import { describe, looksDescribed, type Content } from '../../src/core/content.ts'
import { languageName, looksLikeTag } from '../../src/core/language.ts'
import { conversationOf, type SceneLine } from '../../src/core/scene.ts'
import { turnOf } from '../../src/core/turn.ts'

const at = 1_800_000_000_000
/** The words that are judged together. */
const openIn = (history: SceneLine[]): string[] =>
  turnOf(conversationOf({ id: 's', history, messages: ['now'] }, at))?.messages.map(describe) ?? []

const asked = (from: SceneLine['from'], text: string, open?: boolean): SceneLine => ({ from, text, open })

test('what a question went back about is still open: told by its mark where nothing else tells', () => {
  expect(openIn([asked('customer', 'a cake'), asked('assistant', 'Which one?')])).toEqual(['a cake', 'now'])
  expect(openIn([asked('customer', 'เค้ก'), asked('assistant', 'ก้อนไหนคะ')])).toEqual(['now'])
})

test('where it is told what is open, no mark counts', () => {
  expect(openIn([asked('customer', 'เค้ก', true), asked('assistant', 'ก้อนไหนคะ')])).toEqual(['เค้ก', 'now'])
  expect(openIn([asked('customer', 'hi', false), asked('assistant', 'How can I help?')])).toEqual(['now'])
})

test.each<Content>([
  { type: 'image' },
  { type: 'video' },
  { type: 'audio' },
  { type: 'file', name: 'a [b].pdf' },
  { type: 'file' },
  { type: 'other' },
])('what cannot be shown is known again by its description: %o', (content) => {
  expect(looksDescribed(` ${describe({ kind: content.type, content })}\n`)).toBe(true)
})

test('words, stickers and places are no such descriptions', () => {
  for (const content of [
    { type: 'text', text: 'see [image]' },
    { type: 'sticker', keywords: ['image'] },
    { type: 'location', latitude: 1, longitude: 2 },
  ] satisfies Content[]) {
    expect(looksDescribed(describe({ kind: content.type, content })), content.type).toBe(false)
  }
})

test('a language has a name in the reader’s own, and what is no tag has none', () => {
  expect(languageName('ja', 'th')).toBe('ญี่ปุ่น')
  expect(languageName('ZH-tw', 'en')).toBe('Chinese (Taiwan)')
  for (const none of ['', 'Japanese please', 'j', 'ja_JP', 'qqq', '<b>'])
    expect(languageName(none, 'en')).toBeUndefined()
  expect(['zh-Hant-TW', 'es-419', 'JA', 'ja '].map(looksLikeTag)).toEqual([true, true, true, false])
})
