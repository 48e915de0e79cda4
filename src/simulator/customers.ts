/** Four customers to begin with, and what somebody who has not written yet could ask. */
import { createHash } from 'node:crypto'
import type { Platform } from './platform.ts'

/** LINE's form of a user id: U and 32 hexadecimal digits. */
export const userIdFor = (name: string): string => `U${createHash('sha256').update(name).digest('hex').slice(0, 32)}`

export const CUSTOMERS = [
  { name: 'Emma', language: 'en' },
  { name: '愛子 Aiko', language: 'ja' },
  { name: '美玲 Mei-Ling', language: 'zh-TW' },
  { name: 'สมชาย Somchai', language: 'th' },
]

export interface Suggestion {
  text: string
  /** What it shows: an answer, a question back, or a person. */
  shows: 'answer' | 'vague' | 'person'
}

const suggest = (answer: string, vague: string, person: string): Suggestion[] => [
  { text: answer, shows: 'answer' },
  { text: vague, shows: 'vague' },
  { text: person, shows: 'person' },
]

export const SUGGESTIONS: Record<string, Suggestion[]> = {
  en: suggest('Are you open on Sunday?', 'How much is it?', 'Can I talk to a real person?'),
  ja: suggest('日曜日は開いていますか？', 'いくらですか？', '担当者と話したいです'),
  'zh-TW': suggest('請問禮拜天有營業嗎？', '請問多少錢？', '可以請真人客服回覆嗎？'),
  th: suggest('วันอาทิตย์เปิดไหมครับ', 'เท่าไหร่ครับ', 'ขอคุยกับเจ้าหน้าที่หน่อยครับ'),
  // The shop's knowledge is not in Indonesian; the fixed notices are.
  id: [{ text: 'Saya ingin bicara dengan petugas', shows: 'person' }],
}

/** Puts the four into the phone list, unless they are there. */
export function seat(platform: Platform): void {
  for (const { name, language } of CUSTOMERS) platform.open(userIdFor(name), { name, language })
}
