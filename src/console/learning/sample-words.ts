/** What the page says on which staff judge whether Read was true. */
import type { ConsoleLanguage } from '../language.ts'

export interface SampleWords {
  lead: string
  week: string
  /** The current week grows until it is over. */
  thisWeek: string
  progress: (done: string, all: string) => string
  question: string
  answer: string
  look: string
  right: string
  wrong: string
  keys: string
  was: { right: string; wrong: string }
  instead: { right: string; wrong: string }
  allDone: string
  none: string
  leftOut: (count: string) => string
  rate: string
  nothingGraded: string
  counted: (wrong: string, n: string) => string
  between: (low: string, high: string) => string
  tooFew: (n: string) => string
  weeks: string
  graded: string
  wrongs: string
  rateOf: string
  lastWeeks: (weeks: string) => string
  change: string
  notInSample: string
  failed: string
}

export const sampleWords: Record<ConsoleLanguage, SampleWords> = {
  en: {
    lead: 'Read is a promise: it was handled. Was it? Each week a few turns that the assistant called resolved are drawn by chance. Look at the question and the answer, and say.',
    week: 'Week',
    thisWeek: 'This week is not over: the sample may still change.',
    progress: (done, all) => `${done} of ${all} graded`,
    question: 'The customer wrote',
    answer: 'The assistant answered',
    look: 'Whole conversation',
    right: 'Right',
    wrong: 'Wrong',
    keys: 'Right: it is true and answers what was asked. Wrong: it is not, or a person was needed. Keys 1 and 2.',
    was: { right: 'Graded Right.', wrong: 'Graded Wrong.' },
    instead: { right: 'Right after all', wrong: 'Wrong after all' },
    allDone: 'All of this week’s sample is graded. Thank you.',
    none: 'Nothing was resolved in this week yet. Once the assistant has answered, a sample stands here.',
    leftOut: (count) => `${count} of the sample are left out: their words were taken back or erased.`,
    rate: 'False Read',
    nothingGraded: 'Nothing is graded yet',
    counted: (wrong, n) => `${wrong} wrong of ${n} graded`,
    between: (low, high) => `With 95% certainty the true rate is between ${low} and ${high}.`,
    tooFew: (n) => `Too few to tell: ${n} graded, at least 30 are needed for a rate.`,
    weeks: 'Week by week',
    graded: 'Graded',
    wrongs: 'Wrong',
    rateOf: 'False Read, 95% interval',
    lastWeeks: (weeks) => `Last ${weeks} weeks`,
    change: 'Graded in this week',
    notInSample: 'That turn is not in the sample any more. Nothing was changed.',
    failed: 'It could not be stored. Try again in a moment.',
  },
  ja: {
    lead: '既読は「対応済み」の約束です。本当にそうだったでしょうか。毎週、アシスタントが「解決」としたやり取りから無作為に選びます。質問と回答を見て、正しかったかお答えください。',
    week: '週',
    thisWeek: '今週はまだ終わっていないため、対象が入れ替わることがあります。',
    progress: (done, all) => `${all}件中${done}件を評価済み`,
    question: 'お客様',
    answer: 'アシスタントの回答',
    look: '会話全体を見る',
    right: '正しい',
    wrong: '誤り',
    keys: '正しい：内容が正確で、質問に答えている。誤り：そうでない、または人の対応が必要だった。キー 1 / 2 でも選べます。',
    was: { right: '「正しい」と評価しました。', wrong: '「誤り」と評価しました。' },
    instead: { right: 'やはり正しい', wrong: 'やはり誤り' },
    allDone: 'この週の評価はすべて終わりました。ありがとうございます。',
    none: 'この週に「解決」となったやり取りはまだありません。アシスタントが回答すると、ここに表示されます。',
    leftOut: (count) => `${count}件は文面が取り消し・消去されたため除いています。`,
    rate: '誤った既読',
    nothingGraded: 'まだ評価がありません',
    counted: (wrong, n) => `評価${n}件中、誤り${wrong}件`,
    between: (low, high) => `実際の割合は95%の確かさで${low}〜${high}です。`,
    tooFew: (n) => `判断するには件数不足です（評価${n}件。割合を出すには30件以上必要）。`,
    weeks: '週ごと',
    graded: '評価',
    wrongs: '誤り',
    rateOf: '誤った既読の割合（95%区間）',
    lastWeeks: (weeks) => `直近${weeks}週`,
    change: 'この週に評価したもの',
    notInSample: 'このやり取りは対象から外れています。何も変更していません。',
    failed: '保存できませんでした。少し待ってからもう一度お試しください。',
  },
  'zh-TW': {
    lead: '已讀是承諾：事情已處理。真的嗎？每週從助理認定「已解決」的對話中隨機抽出數則，請看問題與回答，然後評定。',
    week: '週',
    thisWeek: '本週尚未結束，抽樣可能還會變動。',
    progress: (done, all) => `${all} 則中已評 ${done} 則`,
    question: '顧客寫道',
    answer: '助理的回答',
    look: '查看完整對話',
    right: '正確',
    wrong: '錯誤',
    keys: '正確：內容屬實且回答了問題。錯誤：並非如此，或應由專人處理。可按 1、2 鍵。',
    was: { right: '已評為「正確」。', wrong: '已評為「錯誤」。' },
    instead: { right: '改為正確', wrong: '改為錯誤' },
    allDone: '本週的抽樣已全部評完，謝謝您。',
    none: '這週還沒有「已解決」的對話。助理回答後，這裡會出現抽樣。',
    leftOut: (count) => `抽樣中有 ${count} 則因文字已被收回或刪除而略過。`,
    rate: '錯誤的已讀',
    nothingGraded: '尚未評定',
    counted: (wrong, n) => `已評 ${n} 則，錯誤 ${wrong} 則`,
    between: (low, high) => `真實比例有 95% 的把握介於 ${low} 至 ${high}。`,
    tooFew: (n) => `數量太少，無法判斷：已評 ${n} 則，至少需 30 則。`,
    weeks: '各週',
    graded: '已評',
    wrongs: '錯誤',
    rateOf: '錯誤的已讀（95% 區間）',
    lastWeeks: (weeks) => `最近 ${weeks} 週`,
    change: '本週已評定的',
    notInSample: '這則對話已不在抽樣中，未做任何變更。',
    failed: '無法儲存，請稍後再試。',
  },
  th: {
    lead: '“อ่านแล้ว” คือคำสัญญาว่าเรื่องนั้นได้รับการดูแลแล้ว จริงหรือไม่ ทุกสัปดาห์ระบบจะสุ่มรายการที่ผู้ช่วยถือว่า “แก้แล้ว” โปรดดูคำถามและคำตอบ แล้วให้ความเห็น',
    week: 'สัปดาห์',
    thisWeek: 'สัปดาห์นี้ยังไม่จบ รายการที่สุ่มอาจเปลี่ยนได้',
    progress: (done, all) => `ประเมินแล้ว ${done} จาก ${all}`,
    question: 'ลูกค้าเขียนว่า',
    answer: 'ผู้ช่วยตอบว่า',
    look: 'ดูการสนทนาทั้งหมด',
    right: 'ถูก',
    wrong: 'ผิด',
    keys: 'ถูก: เป็นความจริงและตอบสิ่งที่ถาม ผิด: ไม่เป็นเช่นนั้น หรือควรให้คนดูแล กดปุ่ม 1 หรือ 2 ได้',
    was: { right: 'ประเมินว่า “ถูก” แล้ว', wrong: 'ประเมินว่า “ผิด” แล้ว' },
    instead: { right: 'เปลี่ยนเป็นถูก', wrong: 'เปลี่ยนเป็นผิด' },
    allDone: 'ประเมินครบทุกรายการของสัปดาห์นี้แล้ว ขอบคุณค่ะ',
    none: 'สัปดาห์นี้ยังไม่มีรายการที่ “แก้แล้ว” เมื่อผู้ช่วยตอบลูกค้าแล้ว รายการจะแสดงที่นี่',
    leftOut: (count) => `ไม่รวม ${count} รายการ เพราะข้อความถูกยกเลิกหรือลบไปแล้ว`,
    rate: '“อ่านแล้ว” ที่ไม่จริง',
    nothingGraded: 'ยังไม่มีการประเมิน',
    counted: (wrong, n) => `ผิด ${wrong} จากที่ประเมิน ${n}`,
    between: (low, high) => `อัตราจริงอยู่ระหว่าง ${low} ถึง ${high} ด้วยความเชื่อมั่น 95%`,
    tooFew: (n) => `จำนวนน้อยเกินกว่าจะบอกได้: ประเมินแล้ว ${n} ต้องมีอย่างน้อย 30`,
    weeks: 'รายสัปดาห์',
    graded: 'ประเมินแล้ว',
    wrongs: 'ผิด',
    rateOf: '“อ่านแล้ว” ที่ไม่จริง (ช่วง 95%)',
    lastWeeks: (weeks) => `${weeks} สัปดาห์ล่าสุด`,
    change: 'ที่ประเมินแล้วในสัปดาห์นี้',
    notInSample: 'รายการนี้ไม่อยู่ในกลุ่มที่สุ่มแล้ว ไม่มีอะไรเปลี่ยนแปลง',
    failed: 'บันทึกไม่ได้ โปรดลองอีกครั้งในอีกสักครู่',
  },
}
