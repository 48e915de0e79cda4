/** All that staff read on a card and after pressing its buttons, in their languages. */
import type { Entry } from '../../core/conversation.ts'
import { knownLanguage } from '../../core/language.ts'
import type { StaffLanguage, StaffWordResult } from '../../ports/staff-words.ts'

export interface CardWords {
  headlines: Record<Entry['kind'], string>
  /** For a kind that these words do not know. */
  headline: string
  /** The assistant had it, and what was to be recorded for it is not, or perhaps. */
  unrecorded: string
  reminder: string
  labels: { customer: string; waits: string; unread: string; why: string; wants: string; said: string }
  unread(count: number): string
  /** `12 min`. */
  length: { soon: string; minutes(m: number): string; hours(h: number, m: number): string; days(d: number): string }
  /** At most 20 characters as people count them. */
  buttons: { take: string; done: string; hand_back: string; open: string }
  /** What a press shows as the member's own words, and any label with its text. */
  pair(label: string, text: string): string
  /** Before the link to the console in a plain text. */
  takeIt: string
  /** Without a link: where the chat is found. */
  find: string
  /** For a customer, and for a member of staff, without a name; and how one with a name is called. */
  somebody: string
  somebodyOfStaff: string
  called(name: string): string
  /** What is said after a press. */
  said: Record<StaffWordResult, (name: string, by: string) => string>
}

export const cardWords: Record<StaffLanguage, CardWords> = {
  en: {
    headlines: {
      handoff: 'A customer waits for a person',
      no_judgement: 'The assistant could not answer a customer',
      paused: 'A customer wrote while the assistant is paused',
      limit: 'A customer wrote while the assistant is at its limit',
      stale: 'A message came too late for the assistant',
      undelivered: 'An answer did not reach a customer',
      uncertain: 'It is not certain that an answer reached a customer',
    },
    headline: 'A conversation needs a person',
    unrecorded: 'A request may not have been recorded',
    reminder: 'Reminder: still waiting',
    labels: {
      customer: 'Customer',
      waits: 'Waiting',
      unread: 'Not yet Read',
      why: 'Why',
      wants: 'Wants',
      said: 'Last words',
    },
    unread: (count) => (count === 1 ? '1 message' : `${count} messages`),
    length: {
      soon: '< 1 min',
      minutes: (m) => `${m} min`,
      hours: (h, m) => (m === 0 ? `${h} h` : `${h} h ${m} min`),
      days: (d) => `${d} days`,
    },
    buttons: { take: 'Take', done: 'Done', hand_back: 'Hand back', open: 'Open in the console' },
    pair: (label, text) => `${label}: ${text}`,
    takeIt: 'Take it',
    find: 'Find the chat by this name in LINE Official Account Manager',
    somebody: 'this customer',
    somebodyOfStaff: 'Somebody',
    called: (name) => name,
    said: {
      taken: (name, by) => `${by} has taken ${name}. The assistant is silent there until it is handed back.`,
      done: (name, by) => `${by} is done with ${name}. The assistant answers there again.`,
      handed_back: (name, by) => `${by} has handed ${name} back. The assistant answers there again.`,
      taken_already: (name, by) => `${by} has already taken ${name}. Nothing was changed.`,
      back_already: (name) => `The assistant already has ${name} back. Nothing was changed.`,
      still_waits: (name) => `There is nothing to hand back: ${name} still waits for you. Please press Take or Done.`,
      ended: (name) => `This card is out of date: it is already settled for ${name}. Nothing was changed.`,
      not_yet: (name) => `Noted for ${name}. It takes effect in a moment.`,
      unknown: () => 'This conversation does not exist any more.',
    },
  },
  ja: {
    headlines: {
      handoff: 'お客様がスタッフをお待ちです',
      no_judgement: 'アシスタントが回答できませんでした',
      paused: 'アシスタントの停止中にメッセージが届きました',
      limit: 'アシスタントが上限に達し、回答できませんでした',
      stale: '到着が遅れ、アシスタントは回答していません',
      undelivered: '回答をお客様に届けられませんでした',
      uncertain: '回答がお客様に届いたか確認できません',
    },
    headline: 'スタッフの対応が必要です',
    unrecorded: '依頼が登録されていない可能性があります',
    reminder: '再通知：まだお待ちです',
    labels: {
      customer: 'お客様',
      waits: '待ち時間',
      unread: '未読',
      why: '引き継ぎの理由',
      wants: 'ご用件',
      said: '直近のメッセージ',
    },
    unread: (count) => `${count}件`,
    length: {
      soon: '1分未満',
      minutes: (m) => `${m}分`,
      hours: (h, m) => (m === 0 ? `${h}時間` : `${h}時間${m}分`),
      days: (d) => `${d}日`,
    },
    buttons: { take: '引き受ける', done: '完了', hand_back: 'アシスタントに戻す', open: 'コンソールで開く' },
    pair: (label, text) => `${label}：${text}`,
    takeIt: '対応はこちら',
    find: 'LINE Official Account Managerのチャット一覧で、この名前を探してください',
    somebody: 'このお客様',
    somebodyOfStaff: '他のスタッフ',
    called: (name) => `${name}さん`,
    said: {
      taken: (name, by) => `${by}が${name}の対応を引き受けました。戻すまでアシスタントは返信しません。`,
      done: (name, by) => `${by}が${name}の対応を完了しました。アシスタントが再び返信します。`,
      handed_back: (name, by) => `${by}が${name}との会話をアシスタントに戻しました。アシスタントが再び返信します。`,
      taken_already: (name, by) => `${name}の対応は、すでに${by}が引き受けています。変更はありません。`,
      back_already: (name) => `${name}との会話は、すでにアシスタントに戻っています。変更はありません。`,
      still_waits: (name) =>
        `アシスタントに戻す会話はありません。${name}はまだお待ちです。「引き受ける」か「完了」を押してください。`,
      ended: (name) => `${name}のこの件はすでに終わっています。変更はありません。`,
      not_yet: (name) => `${name}の件を受け付けました。まもなく反映されます。`,
      unknown: () => 'このトークはもうありません。',
    },
  },
  'zh-TW': {
    headlines: {
      handoff: '有顧客正在等候專人服務',
      no_judgement: '自動助理無法回覆顧客',
      paused: '自動助理暫停期間，有顧客傳來訊息',
      limit: '自動助理已達上限，無法回覆顧客',
      stale: '訊息太晚送達，自動助理未回覆',
      undelivered: '回覆未能送達顧客',
      uncertain: '無法確定回覆是否已送達顧客',
    },
    headline: '有對話需要專人處理',
    unrecorded: '有一項請求可能沒有記錄成功',
    reminder: '再次提醒：仍在等候',
    labels: {
      customer: '顧客',
      waits: '已等候',
      unread: '未讀',
      why: '轉交原因',
      wants: '需求',
      said: '最近的訊息',
    },
    unread: (count) => `${count} 則`,
    length: {
      soon: '不到 1 分鐘',
      minutes: (m) => `${m} 分鐘`,
      hours: (h, m) => (m === 0 ? `${h} 小時` : `${h} 小時 ${m} 分鐘`),
      days: (d) => `${d} 天`,
    },
    buttons: { take: '接手', done: '完成', hand_back: '交還助理', open: '在主控台開啟' },
    pair: (label, text) => `${label}：${text}`,
    takeIt: '前往處理',
    find: '請在 LINE Official Account Manager 的聊天列表中搜尋這個名稱',
    somebody: '這位顧客',
    somebodyOfStaff: '其他同仁',
    called: (name) => name,
    said: {
      taken: (name, by) => `${by} 已接手 ${name}。交還之前，自動助理不會回覆。`,
      done: (name, by) => `${by} 已處理完 ${name}。自動助理恢復回覆。`,
      handed_back: (name, by) => `${by} 已將 ${name} 的對話交還助理。自動助理恢復回覆。`,
      taken_already: (name, by) => `${by} 已經接手 ${name}，未做任何變更。`,
      back_already: (name) => `${name} 的對話已經交還助理，未做任何變更。`,
      still_waits: (name) => `目前沒有可交還的對話，${name} 仍在等候。請按「接手」或「完成」。`,
      ended: (name) => `${name} 的這件事已經結束，未做任何變更。`,
      not_yet: (name) => `已收到 ${name} 的操作，稍後生效。`,
      unknown: () => '這則對話已不存在。',
    },
  },
  th: {
    headlines: {
      handoff: 'มีลูกค้ารอคุยกับเจ้าหน้าที่',
      no_judgement: 'ผู้ช่วยตอบลูกค้าไม่ได้',
      paused: 'มีข้อความจากลูกค้าระหว่างที่หยุดผู้ช่วยไว้',
      limit: 'ผู้ช่วยถึงขีดจำกัด จึงตอบลูกค้าไม่ได้',
      stale: 'ข้อความมาช้า ผู้ช่วยจึงไม่ได้ตอบ',
      undelivered: 'ส่งคำตอบไปไม่ถึงลูกค้า',
      uncertain: 'ไม่แน่ใจว่าคำตอบถึงลูกค้าหรือไม่',
    },
    headline: 'มีแชทที่ต้องให้เจ้าหน้าที่ดูแล',
    unrecorded: 'คำขออาจยังไม่ได้บันทึก',
    reminder: 'เตือนอีกครั้ง: ลูกค้ายังรออยู่',
    labels: {
      customer: 'ลูกค้า',
      waits: 'รอมาแล้ว',
      unread: 'ยังไม่อ่าน',
      why: 'เหตุผลที่ส่งต่อ',
      wants: 'ต้องการ',
      said: 'ข้อความล่าสุด',
    },
    unread: (count) => `${count} ข้อความ`,
    length: {
      soon: 'ไม่ถึง 1 นาที',
      minutes: (m) => `${m} นาที`,
      hours: (h, m) => (m === 0 ? `${h} ชม.` : `${h} ชม. ${m} นาที`),
      days: (d) => `${d} วัน`,
    },
    buttons: { take: 'รับเรื่อง', done: 'เสร็จสิ้น', hand_back: 'คืนให้ผู้ช่วย', open: 'เปิดในคอนโซล' },
    pair: (label, text) => `${label}: ${text}`,
    takeIt: 'รับเรื่องที่นี่',
    find: 'ค้นหาแชทตามชื่อนี้ใน LINE Official Account Manager',
    somebody: 'ลูกค้ารายนี้',
    somebodyOfStaff: 'เจ้าหน้าที่ท่านอื่น',
    called: (name) => name,
    said: {
      taken: (name, by) => `${by} รับเรื่องของ ${name} แล้ว ผู้ช่วยจะไม่ตอบจนกว่าจะคืนให้`,
      done: (name, by) => `${by} ดูแล ${name} เสร็จแล้ว ผู้ช่วยกลับมาตอบตามเดิม`,
      handed_back: (name, by) => `${by} คืนแชทของ ${name} ให้ผู้ช่วยแล้ว ผู้ช่วยกลับมาตอบตามเดิม`,
      taken_already: (name, by) => `${by} รับเรื่องของ ${name} ไปแล้ว ไม่มีอะไรเปลี่ยนแปลง`,
      back_already: (name) => `คืนแชทของ ${name} ให้ผู้ช่วยไปแล้ว ไม่มีอะไรเปลี่ยนแปลง`,
      still_waits: (name) => `ไม่มีอะไรต้องคืนให้ผู้ช่วย และ ${name} ยังรออยู่ กรุณากด “รับเรื่อง” หรือ “เสร็จสิ้น”`,
      ended: (name) => `เรื่องนี้ของ ${name} จบไปแล้ว ไม่มีอะไรเปลี่ยนแปลง`,
      not_yet: (name) => `รับคำสั่งของ ${name} แล้ว จะมีผลในอีกสักครู่`,
      unknown: () => 'ไม่มีแชทนี้แล้ว',
    },
  },
}

/** The language of staff that is nearest to a BCP 47 tag, such as the prompt's `language`. */
export function staffLanguageOf(tag: string): StaffLanguage {
  const known = knownLanguage(tag)
  return known === undefined || known === 'id' ? 'en' : known
}
