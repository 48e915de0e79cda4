/** What a conversation's card says, in the lists and on its own page. */
import type { Act } from './glance.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

export interface CardWords {
  acts: Record<Act, string>
  /** Take, while a colleague has it. */
  takeOver: (by: Html) => Html
  /** @param by a colleague; undefined: whoever reads it */
  held: (by: Html | undefined, length: string) => Html
  wants: string
  why: string
  untold: (tries: number) => string
  tookBack: string
  unread: (count: number) => string
  news: (count: number) => string
  read: string
  notRead: string
  suspected: string
  /** In front of how long; a length of time follows, and `ago` after it. */
  waits: string
  taken: string
  asked: string
  ago: string
  answerInLine: string
}

export const cardWords: Record<ConsoleLanguage, CardWords> = {
  en: {
    acts: { take: 'Take', done: 'Done', hand_back: 'Hand back', read: 'Mark read' },
    takeOver: (by) => html`Take over from ${by}`,
    held: (by, length) => html`${by ?? 'You'}, for ${length}`,
    wants: 'Wants',
    why: 'Why',
    untold: (tries) =>
      `Staff could not be told (tried ${tries === 1 ? '1 time' : `${tries} times`}); the message stays unread.`,
    tookBack: 'The message was taken back.',
    unread: (count) => `${count} unread`,
    news: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
    read: 'Read',
    notRead: 'Not read',
    suspected: 'Somebody answering?',
    waits: 'waits ',
    taken: 'taken ',
    asked: 'asked ',
    ago: ' ago',
    answerInLine: 'Answer in LINE',
  },
  ja: {
    acts: { take: '引き受ける', done: '完了', hand_back: 'アシスタントに戻す', read: '既読にする' },
    takeOver: (by) => html`${by}さんから引き継ぐ`,
    held: (by, length) => html`${by ? html`${by}さん` : 'あなた'}が対応中・${length}`,
    wants: '用件',
    why: '理由',
    untold: (tries) => `スタッフに通知できていません（${tries}回試行）。メッセージは未読のままです。`,
    tookBack: 'メッセージの送信が取り消されました。',
    unread: (count) => `未読${count}件`,
    news: (count) => `新着${count}件`,
    read: '既読',
    notRead: '未読',
    suspected: '返信中の人がいる？',
    waits: '待ち時間 ',
    taken: '引き受け ',
    asked: '質問 ',
    ago: '前',
    answerInLine: 'LINEで返信する',
  },
  'zh-TW': {
    acts: { take: '接手', done: '完成', hand_back: '交還助理', read: '標為已讀' },
    takeOver: (by) => html`從 ${by} 接手`,
    held: (by, length) => html`${by ?? '您'} 處理中，已 ${length}`,
    wants: '需求',
    why: '原因',
    untold: (tries) => `無法通知同仁（已嘗試 ${tries} 次），訊息維持未讀。`,
    tookBack: '訊息已收回。',
    unread: (count) => `${count} 則未讀`,
    news: (count) => `${count} 則新訊息`,
    read: '已讀',
    notRead: '未讀',
    suspected: '有人在回覆？',
    waits: '已等 ',
    taken: '接手於 ',
    asked: '詢問於 ',
    ago: '前',
    answerInLine: '在 LINE 回覆',
  },
  th: {
    acts: { take: 'รับเรื่อง', done: 'เสร็จสิ้น', hand_back: 'คืนให้ผู้ช่วย', read: 'ทำเป็นอ่านแล้ว' },
    takeOver: (by) => html`รับเรื่องต่อจาก ${by}`,
    held: (by, length) => html`${by ?? 'คุณ'} ดูแลอยู่ ${length}`,
    wants: 'ต้องการ',
    why: 'เหตุผล',
    untold: (tries) => `แจ้งเจ้าหน้าที่ไม่ได้ (ลองแล้ว ${tries} ครั้ง) ข้อความจึงยังไม่อ่าน`,
    tookBack: 'ข้อความถูกยกเลิกการส่งแล้ว',
    unread: (count) => `ยังไม่อ่าน ${count}`,
    news: (count) => `ข้อความใหม่ ${count}`,
    read: 'อ่านแล้ว',
    notRead: 'ยังไม่อ่าน',
    suspected: 'มีคนกำลังตอบอยู่?',
    waits: 'รอมา ',
    taken: 'รับเรื่องเมื่อ ',
    asked: 'ถามเมื่อ ',
    ago: 'ก่อน',
    answerInLine: 'ตอบใน LINE',
  },
}
