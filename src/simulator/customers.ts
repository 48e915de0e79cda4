/** Four customers and a group to begin with, the staff's own group, and what somebody who has not written yet could ask. */
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

/** LINE's form of a group id: C and 32 hexadecimal digits. */
export const groupIdFor = (name: string): string => `C${userIdFor(name).slice(1)}`

/** Where staff are told of customers who wait. Its id is always the same, so that a bot can be set up to know it. */
export const STAFF_GROUP = { name: 'Mugi staff', id: groupIdFor('the staff group'), members: ['彩 Aya', '健 Ken'] }

export const GROUP = { name: 'Mugi regulars', members: ['Emma', '愛子 Aiko', 'สมชาย Somchai'] }

export interface Suggestion {
  text: string
  /** What it shows: an answer, a question back, or a person. */
  shows: 'answer' | 'vague' | 'person'
}

export interface GroupSuggestion {
  text: string
  /** `aside`: it is not for the account, which keeps out of it. */
  shows: 'answer' | 'aside'
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

/** In a group the account is asked by its name. */
export const groupSuggestions = (account: string): GroupSuggestion[] => [
  { text: `@${account} Are you open on Sunday?`, shows: 'answer' },
  { text: 'Who brings the cake on Friday?', shows: 'aside' },
]

/** Puts the staff's group with its members on a phone, unless it is there. */
export function seatStaff(platform: Platform, name = STAFF_GROUP.name): void {
  for (const name of STAFF_GROUP.members) platform.open(userIdFor(name), { name, language: 'en', staff: true })
  const members = STAFF_GROUP.members.map(userIdFor)
  platform.open(STAFF_GROUP.id, { kind: 'group', name, members, staff: true })
}

/** Puts the four and their group into the phone list, unless they are there. */
export function seat(platform: Platform, groupName = GROUP.name): void {
  for (const { name, language } of CUSTOMERS) platform.open(userIdFor(name), { name, language })
  const members = GROUP.members.map(userIdFor)
  platform.open(groupIdFor(GROUP.name), { kind: 'group', name: groupName, members })
}
