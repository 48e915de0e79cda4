/** What several pages say of a conversation: why it waits, what a message is that has no words, who has no name. */
import type { CustomerMessage, Entry } from '../core/conversation.ts'
import type { Chats } from './words.ts'
import type { ConsoleLanguage } from './language.ts'

type ThingKind = Exclude<CustomerMessage['kind'], 'text' | 'other'>

export interface SharedWords {
  /** Why a conversation waits, in two words. */
  kinds: Record<Entry['kind'], string>
  why: Record<Exclude<Entry['kind'], 'handoff'>, string>
  handedOver: string
  takenBack: string
  things: Record<ThingKind, string>
  message: string
  /** A thing, and what it is called. */
  named: (thing: string, name: string) => string
  /** A thing that has words of a kind: a sticker's, a place's. */
  saying: (thing: string, words: string) => string
  /** Where a thing is to be seen that is not shown here. */
  look: (thing: string, where: Chats | 'kept') => string
  member: (number: number) => string
  someMember: string
  /** Who has no name. The rest is the end of the id. */
  nameless: { user: string; group: string; room: string; account: string }
}

export const sharedWords: Record<ConsoleLanguage, SharedWords> = {
  en: {
    kinds: {
      handoff: 'Handed over',
      no_judgement: 'No judgement',
      paused: 'Assistant paused',
      limit: 'Limit reached',
      stale: 'Too old',
      undelivered: 'Answer undelivered',
      uncertain: 'Answer uncertain',
    },
    why: {
      no_judgement: 'The assistant could not judge this: its model failed.',
      paused: 'The assistant was paused when this came in.',
      limit: 'The assistant was at its limit when this came in.',
      stale: 'It was too old for the assistant when it came in, so nothing was answered.',
      undelivered: 'The assistant’s answer could not be delivered.',
      uncertain: 'It is not certain that the assistant’s answer arrived.',
    },
    handedOver: 'The assistant handed over.',
    takenBack: 'This message was taken back.',
    things: {
      sticker: 'A sticker',
      location: 'A place',
      image: 'A picture',
      video: 'A video',
      audio: 'A voice message',
      file: 'A file',
    },
    message: 'A message',
    named: (thing, name) => `${thing}, “${name}”`,
    saying: (thing, words) => `${thing}: ${words}`,
    look: (thing, where) =>
      `${thing}: ${
        {
          kept: 'open the conversation to see it',
          line: 'look at it in LINE',
          simulator: 'see it in the simulator',
          elsewhere: 'it is not kept here',
        }[where]
      }.`,
    member: (number) => `Member ${number}`,
    someMember: 'A member',
    nameless: { user: 'Customer', group: 'Group', room: 'Room', account: 'Account' },
  },
  ja: {
    kinds: {
      handoff: '引き継ぎ',
      no_judgement: '判断できず',
      paused: '一時停止中',
      limit: '上限に到達',
      stale: '時間切れ',
      undelivered: '回答が未達',
      uncertain: '回答の到達が不明',
    },
    why: {
      no_judgement: 'モデルの不具合で、アシスタントは判断できませんでした。',
      paused: '届いたとき、アシスタントは一時停止中でした。',
      limit: '届いたとき、アシスタントは上限に達していました。',
      stale: '届いた時点で古すぎたため、アシスタントは回答していません。',
      undelivered: 'アシスタントの回答を届けられませんでした。',
      uncertain: 'アシスタントの回答が届いたかどうかわかりません。',
    },
    handedOver: 'アシスタントが引き継ぎました。',
    takenBack: 'このメッセージは送信が取り消されました。',
    things: {
      sticker: 'スタンプ',
      location: '位置情報',
      image: '画像',
      video: '動画',
      audio: 'ボイスメッセージ',
      file: 'ファイル',
    },
    message: 'メッセージ',
    named: (thing, name) => `${thing}「${name}」`,
    saying: (thing, words) => `${thing}：${words}`,
    look: (thing, where) =>
      `${thing}：${
        {
          kept: '会話を開くと見られます',
          line: 'LINEで確認してください',
          simulator: 'シミュレーターで確認してください',
          elsewhere: 'ここには保存されていません',
        }[where]
      }。`,
    member: (number) => `メンバー${number}`,
    someMember: 'メンバー',
    nameless: { user: 'お客様', group: 'グループ', room: 'トークルーム', account: 'アカウント' },
  },
  'zh-TW': {
    kinds: {
      handoff: '已轉交',
      no_judgement: '無法判斷',
      paused: '助理暫停中',
      limit: '已達上限',
      stale: '時間過久',
      undelivered: '回覆未送達',
      uncertain: '回覆送達不明',
    },
    why: {
      no_judgement: '模型發生問題，助理無法判斷。',
      paused: '訊息送達時，助理正在暫停。',
      limit: '訊息送達時，助理已達上限。',
      stale: '訊息送達時已經太舊，助理沒有回覆。',
      undelivered: '助理的回覆無法送達。',
      uncertain: '無法確定助理的回覆是否送達。',
    },
    handedOver: '助理已轉交。',
    takenBack: '這則訊息已收回。',
    things: {
      sticker: '貼圖',
      location: '位置資訊',
      image: '圖片',
      video: '影片',
      audio: '語音訊息',
      file: '檔案',
    },
    message: '訊息',
    named: (thing, name) => `${thing}「${name}」`,
    saying: (thing, words) => `${thing}：${words}`,
    look: (thing, where) =>
      `${thing}：${
        {
          kept: '開啟對話即可查看',
          line: '請在 LINE 查看',
          simulator: '請在模擬器查看',
          elsewhere: '這裡沒有保存',
        }[where]
      }。`,
    member: (number) => `成員 ${number}`,
    someMember: '成員',
    nameless: { user: '顧客', group: '群組', room: '聊天室', account: '帳號' },
  },
  th: {
    kinds: {
      handoff: 'ส่งต่อแล้ว',
      no_judgement: 'ตัดสินไม่ได้',
      paused: 'ผู้ช่วยหยุดชั่วคราว',
      limit: 'ถึงขีดจำกัด',
      stale: 'เก่าเกินไป',
      undelivered: 'คำตอบส่งไม่ถึง',
      uncertain: 'ไม่แน่ใจว่าคำตอบถึง',
    },
    why: {
      no_judgement: 'โมเดลขัดข้อง ผู้ช่วยจึงตัดสินไม่ได้',
      paused: 'ตอนที่ข้อความมาถึง ผู้ช่วยหยุดชั่วคราวอยู่',
      limit: 'ตอนที่ข้อความมาถึง ผู้ช่วยถึงขีดจำกัดแล้ว',
      stale: 'ตอนมาถึงก็เก่าเกินไปแล้ว ผู้ช่วยจึงไม่ได้ตอบ',
      undelivered: 'ส่งคำตอบของผู้ช่วยไม่ถึง',
      uncertain: 'ไม่แน่ใจว่าคำตอบของผู้ช่วยไปถึงหรือไม่',
    },
    handedOver: 'ผู้ช่วยส่งต่อให้แล้ว',
    takenBack: 'ข้อความนี้ถูกยกเลิกการส่งแล้ว',
    things: {
      sticker: 'สติกเกอร์',
      location: 'ตำแหน่งที่ตั้ง',
      image: 'รูปภาพ',
      video: 'วิดีโอ',
      audio: 'ข้อความเสียง',
      file: 'ไฟล์',
    },
    message: 'ข้อความ',
    named: (thing, name) => `${thing} “${name}”`,
    saying: (thing, words) => `${thing}: ${words}`,
    look: (thing, where) =>
      `${thing}: ${
        {
          kept: 'เปิดการสนทนาเพื่อดู',
          line: 'ดูได้ใน LINE',
          simulator: 'ดูได้ในตัวจำลอง',
          elsewhere: 'ไม่ได้เก็บไว้ที่นี่',
        }[where]
      }`,
    member: (number) => `สมาชิก ${number}`,
    someMember: 'สมาชิก',
    nameless: { user: 'ลูกค้า', group: 'กลุ่ม', room: 'ห้องแชท', account: 'บัญชี' },
  },
}
