/**
 * Buttons: what a customer can tap under a message, and the words that do the same when typed, since quick replies vanish
 * with the next message and do not exist on a computer.
 *
 *   person      talk to a person            back      back to the assistant, from staff
 *   solved      that solved it              not_solved
 *   read        mark my message as read     answer    show the answer that waits for a sign of mine
 *   unlink      undo the link to my account in the shop's system
 *
 * A tap comes back as a postback. Its data names what it is about by our own short id and never holds a token of LINE's:
 * those may be longer than the 300 characters a postback has, and stay on our side. Nothing is believed of it that the
 * conversation does not know itself.
 */
import type { OutgoingMessage, PostbackAction } from './action.ts'
import { languages, noticeLanguage, type NoticeLanguage } from './language.ts'

export const buttons = ['person', 'back', 'solved', 'not_solved', 'read', 'answer', 'unlink'] as const
export type Button = (typeof buttons)[number]

/** What stands on a button, and what a tap shows as the customer's words. LINE: 20 characters as people count them. */
export const labels: Record<NoticeLanguage, Record<Button, string>> = {
  en: {
    person: 'Talk to a person',
    back: 'Back to assistant',
    solved: 'That solved it',
    not_solved: 'Not solved',
    read: 'Mark as Read',
    answer: 'Show the answer',
    unlink: 'Unlink',
  },
  ja: {
    person: '担当者と話す',
    back: 'アシスタントに戻る',
    solved: '解決しました',
    not_solved: '解決していません',
    read: '既読にする',
    answer: '回答を見る',
    unlink: '連携解除',
  },
  'zh-TW': {
    person: '轉接真人客服',
    back: '回到自動助理',
    solved: '問題已解決',
    not_solved: '還沒解決',
    read: '標為已讀',
    answer: '查看回覆',
    unlink: '解除連結',
  },
  th: {
    person: 'คุยกับเจ้าหน้าที่',
    back: 'กลับไปที่ผู้ช่วย',
    solved: 'แก้ปัญหาได้แล้ว',
    not_solved: 'ยังแก้ไม่ได้',
    read: 'ทำเป็นอ่านแล้ว',
    answer: 'ดูคำตอบ',
    unlink: 'ยกเลิกการเชื่อม',
  },
  id: {
    person: 'Bicara dengan staf',
    back: 'Kembali ke asisten',
    solved: 'Sudah selesai',
    not_solved: 'Belum selesai',
    read: 'Tandai dibaca',
    answer: 'Lihat jawaban',
    unlink: 'Putuskan tautan',
  },
}

/** A button, and what it is about: a turn's id for `solved` and `not_solved`, a message's for `read`. */
export interface Pressed {
  button: Button
  about?: string
}

const prefix = 'kidoku:'

/** What a postback's data says; undefined for one that is not ours, such as a rich menu's. */
export function pressed(data: string): Pressed | undefined {
  if (!data.startsWith(prefix)) return undefined
  const [name, about] = data.slice(prefix.length).split(':', 2)
  const button = buttons.find((one) => one === name)
  return button && { button, about: about || undefined }
}

/** @param language any BCP 47 tag; the nearest that labels exist in is taken */
export function actionFor({ button, about }: Pressed, language: string): PostbackAction {
  const label = labels[noticeLanguage(language)][button]
  const data = `${prefix}${button}${about === undefined ? '' : `:${about}`}`
  return { type: 'postback', label, data, displayText: label }
}

/** Puts quick replies under the last of some messages, where alone LINE shows them. */
export function withQuickReplies(
  messages: readonly OutgoingMessage[],
  offered: readonly Pressed[],
  language: string,
): OutgoingMessage[] {
  const last = messages.at(-1)
  if (last?.type !== 'text' || offered.length === 0) return [...messages]
  const items = offered.map((one) => ({ type: 'action' as const, action: actionFor(one, language) }))
  return [...messages.slice(0, -1), { ...last, quickReply: { items } }]
}

/** Other words for the same, as a whole message: lower case, without marks around them. */
const otherWords: Record<Button, Record<NoticeLanguage, readonly string[]>> = {
  person: {
    en: [
      'operator',
      'human',
      'agent',
      'staff',
      'person',
      'real person',
      'talk to a person',
      'talk to a human',
      'talk to staff',
      'speak to a person',
      'customer service',
    ],
    ja: [
      '担当者',
      '担当者お願いします',
      'オペレーター',
      'スタッフ',
      'スタッフお願いします',
      '人間',
      '人と話したい',
      '店員',
      '有人対応',
      'スタッフと話したい',
      '担当者と話したい',
    ],
    'zh-TW': ['真人客服', '真人', '客服', '人工客服', '轉真人', '找真人', '轉接客服', '服務人員', '專人', '店員'],
    th: ['เจ้าหน้าที่', 'พนักงาน', 'แอดมิน', 'คุยกับเจ้าหน้าที่', 'คุยกับพนักงาน', 'ติดต่อเจ้าหน้าที่', 'ขอคุยกับคน', 'ขอสายเจ้าหน้าที่'],
    id: [
      'operator',
      'staf',
      'petugas',
      'manusia',
      'bicara dengan staf',
      'bicara dengan petugas',
      'admin',
      'layanan pelanggan',
    ],
  },
  back: {
    en: ['back to the assistant', 'back to bot', 'assistant'],
    ja: ['自動応答に戻る', 'アシスタント', 'botに戻る'],
    'zh-TW': ['回到助理', '自動助理', '回到機器人'],
    th: ['กลับไปหาผู้ช่วย', 'ผู้ช่วย', 'คุยกับบอท'],
    id: ['kembali ke bot', 'asisten'],
  },
  solved: {
    en: ['solved', 'it is solved', 'that solves it', 'problem solved'],
    ja: ['解決', '解決した', '解決済み'],
    'zh-TW': ['解決了', '已解決', '已經解決了'],
    th: ['แก้ได้แล้ว', 'เรียบร้อยแล้ว'],
    id: ['masalah selesai', 'sudah beres'],
  },
  not_solved: {
    en: ['that did not solve it', "that didn't solve it", 'it is not solved', 'not solved yet'],
    ja: ['解決していない', '解決しません', '未解決', '解決してません'],
    'zh-TW': ['沒有解決', '問題沒解決', '還是沒解決', '未解決'],
    th: ['ยังไม่ได้รับการแก้ไข', 'ยังไม่เรียบร้อย'],
    id: ['belum beres', 'tidak selesai'],
  },
  read: {
    en: ['read', 'mark read'],
    ja: ['既読', '既読にして'],
    'zh-TW': ['已讀', '標示已讀'],
    th: ['อ่านแล้ว'],
    id: ['dibaca'],
  },
  answer: {
    en: ['show answer', 'answer'],
    ja: ['回答', '回答を表示'],
    'zh-TW': ['看回覆', '回覆'],
    th: ['ขอดูคำตอบ', 'คำตอบ'],
    id: ['jawaban'],
  },
  unlink: {
    en: ['unlink my account', 'unlink account'],
    ja: ['連携を解除', '連携を解除する', 'アカウント連携解除'],
    'zh-TW': ['解除帳號連結', '解除綁定', '取消連結'],
    th: ['ยกเลิกการเชื่อมบัญชี', 'ยกเลิกเชื่อมบัญชี'],
    id: ['putuskan tautan akun', 'batalkan tautan'],
  },
}

const bareWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[\p{P}\p{S}\p{Z}\p{C}]+|[\p{P}\p{S}\p{Z}\p{C}]+$/gu, '')
    .replace(/\s+/g, ' ')

/** Every word there is, as it is compared: what one language comes to first stays its own. */
const typed = new Map<string, { button: Button; language: NoticeLanguage }>()
for (const button of buttons) {
  for (const language of languages) {
    for (const word of [labels[language][button], ...otherWords[button][language]]) {
      const bare = bareWords(word)
      if (!typed.has(bare)) typed.set(bare, { button, language })
    }
  }
}

/**
 * The button that a text, taken whole, stands for, and its language; undefined when it is none. Case, width and marks
 * around it do not count.
 */
export const typedButton = (text: string): { button: Button; language: NoticeLanguage } | undefined =>
  typed.get(bareWords(text))

/** The language in which a text, taken whole, asks for a person; undefined when it does not. */
export function asksForPerson(text: string): NoticeLanguage | undefined {
  const found = typedButton(text)
  return found?.button === 'person' ? found.language : undefined
}
