/** What the playground says of what came out: both sides' decisions, words and reasons. */
import type { DecisionWord } from '../../core/judgement.ts'
import type { GivenRead } from '../../core/tried.ts'
import type { ConsoleLanguage } from '../language.ts'

/** What becomes of the messages of one side, all together. */
export type ReadTogether = GivenRead | 'some'

export interface ResultsWords {
  results: string
  /** A side's decision, and what becomes of its messages: they are put together. */
  would: Record<DecisionWord | 'failed', string>
  marks: Record<ReadTogether, string>
  both: (would: string, marks: string) => string
  each: (a: [would: string, marks: string], b: [would: string, marks: string]) => string
  sameWords: string
  otherWords: string
  onlyOne: (side: string) => string
  side: (side: string, prompt: string) => string
  decisions: Record<DecisionWord | 'failed', string>
  lowered: (from: string) => string
  byRule: string
  notTried: { mistakes: string; failed: string }
  gets: string
  getsNothing: string
  unsaid: string
  read: Record<GivenRead, string>
  reason: string
  wants: string
  confidence: string
  topic: string
  language: string
  lookedUp: string
  /** The words are a customer's. */
  foundThen: string
  toRecord: string
  /** Nothing is resolved. */
  notToRecord: string
  recordsNothing: string
  sources: string
  noSources: string
  noSuchPassage: string
  tokens: (input: string, output: string) => string
  given: string
  asked: (times: number) => string
  system: string
  chat: string
}

export const resultsWords: Record<ConsoleLanguage, ResultsWords> = {
  en: {
    results: 'What would happen',
    would: { resolved: 'answer', needs_info: 'ask back', handoff: 'give it to staff', failed: 'give no judgement' },
    marks: {
      now: ' and mark it Read',
      when_told: ' and mark it Read once they are told',
      no: ' and leave it unread',
      some: ' and mark some of it Read',
    },
    both: (would, marks) => `Same decision: both would ${would}${marks}.`,
    each: (a, b) => `A would ${a.join('')}; B would ${b.join('')}.`,
    sameWords: 'The customer would get the same words.',
    otherWords: 'The customer would get other words.',
    onlyOne: (side) => `Only ${side} could be tried.`,
    side: (side, prompt) => `${side}: ${prompt}`,
    decisions: { resolved: 'Resolved', needs_info: 'Asks back', handoff: 'Hand-off', failed: 'No judgement' },
    lowered: (from) => `Lowered from “${from}”.`,
    byRule: 'A rule decided this; no model was asked.',
    notTried: {
      mistakes: 'Not tried: the text of this prompt has a mistake.',
      failed: 'This side could not be tried, by a fault of ours; the log names it. The other side is not affected.',
    },
    gets: 'What the customer sees',
    getsNothing: 'The customer gets no words.',
    unsaid: 'The model wrote this; it would not be sent',
    read: { now: 'Read', when_told: 'Read once staff are told', no: 'Not read' },
    reason: 'Reason',
    wants: 'Wants',
    confidence: 'Confidence',
    topic: 'Topic',
    language: 'Language',
    lookedUp: 'Looked up',
    foundThen: 'With a customer’s words the shop’s systems are not asked: this is what was found then.',
    toRecord: 'Would be recorded',
    notToRecord: 'Wanted to record; with this decision it would not be',
    recordsNothing: 'Nothing is recorded when a prompt is tried.',
    sources: 'Sources',
    noSources: 'none',
    noSuchPassage: 'no such passage',
    tokens: (input, output) => `${input} tokens in, ${output} out`,
    given: 'What the model was given',
    asked: (times) => `It was asked ${times} times; this is the last.`,
    system: 'Instruction',
    chat: 'Chat',
  },
  ja: {
    results: '結果',
    would: {
      resolved: '回答し',
      needs_info: '聞き返し',
      handoff: 'スタッフに引き継ぎ',
      failed: '判定できず',
    },
    marks: {
      now: '、既読にします',
      when_told: '、スタッフへの通知後に既読にします',
      no: '、未読のままにします',
      some: '、一部だけ既読にします',
    },
    both: (would, marks) => `判定は同じです。どちらも${would}${marks}。`,
    each: (a, b) => `Aは${a.join('')}。Bは${b.join('')}。`,
    sameWords: 'お客様に届く文面も同じです。',
    otherWords: 'お客様に届く文面は異なります。',
    onlyOne: (side) => `試せたのは${side}だけです。`,
    side: (side, prompt) => `${side}：${prompt}`,
    decisions: { resolved: '解決', needs_info: '聞き返し', handoff: '引き継ぎ', failed: '判定できず' },
    lowered: (from) => `「${from}」から変更されました。`,
    byRule: 'ルールによる判定です。モデルには問い合わせていません。',
    notTried: {
      mistakes: '試していません。プロンプトの本文に誤りがあります。',
      failed: 'kidoku側の不具合で試せませんでした（詳細はログにあります）。もう一方には影響ありません。',
    },
    gets: 'お客様の画面',
    getsNothing: 'お客様には何も届きません。',
    unsaid: 'モデルが書いた文面（送信されません）',
    read: { now: '既読', when_told: 'スタッフへの通知後に既読', no: '未読' },
    reason: '理由',
    wants: '用件',
    confidence: '確信度',
    topic: '話題',
    language: '言語',
    lookedUp: '照会',
    foundThen: 'お客様の文面ではお店のシステムに照会しません。当時の照会結果を使っています。',
    toRecord: '登録する内容',
    notToRecord: '登録しようとした内容（この判定では登録されません）',
    recordsNothing: 'プロンプトを試すときは、何も登録されません。',
    sources: '根拠',
    noSources: 'なし',
    noSuchPassage: '該当する知識なし',
    tokens: (input, output) => `トークン 入力${input}・出力${output}`,
    given: 'モデルに渡した内容',
    asked: (times) => `${times}回問い合わせました。これは最後の内容です。`,
    system: '指示',
    chat: 'やり取り',
  },
  'zh-TW': {
    results: '測試結果',
    would: { resolved: '直接回答', needs_info: '反問', handoff: '轉交專人', failed: '無法判斷' },
    marks: { now: '並標示已讀', when_told: '，通知同仁後標示已讀', no: '，維持未讀', some: '，部分標示已讀' },
    both: (would, marks) => `判斷相同：兩者都會${would}${marks}。`,
    each: (a, b) => `A 會${a.join('')}；B 會${b.join('')}。`,
    sameWords: '顧客收到的文字也相同。',
    otherWords: '顧客收到的文字不同。',
    onlyOne: (side) => `只有 ${side} 能夠測試。`,
    side: (side, prompt) => `${side}：${prompt}`,
    decisions: { resolved: '已解決', needs_info: '反問', handoff: '轉專人', failed: '無法判斷' },
    lowered: (from) => `原判斷為「${from}」，已調整。`,
    byRule: '由規則判斷，沒有詢問模型。',
    notTried: {
      mistakes: '未測試：這份提示詞的內容有誤。',
      failed: '因 kidoku 的問題而無法測試，詳情請見記錄檔。另一份不受影響。',
    },
    gets: '顧客看到的畫面',
    getsNothing: '顧客不會收到任何文字。',
    unsaid: '模型寫了這段文字，但不會送出',
    read: { now: '已讀', when_told: '通知同仁後已讀', no: '未讀' },
    reason: '原因',
    wants: '需求',
    confidence: '信心',
    topic: '主題',
    language: '語言',
    lookedUp: '查詢',
    foundThen: '以顧客的訊息測試時不會查詢店家系統，這是當時的查詢結果。',
    toRecord: '將會記錄',
    notToRecord: '想要記錄（依此判斷不會記錄）',
    recordsNothing: '試用提示詞時不會記錄任何內容。',
    sources: '依據',
    noSources: '無',
    noSuchPassage: '沒有這則知識',
    tokens: (input, output) => `輸入 ${input}、輸出 ${output} tokens`,
    given: '提供給模型的內容',
    asked: (times) => `共詢問 ${times} 次，以下為最後一次。`,
    system: '指示',
    chat: '對話',
  },
  th: {
    results: 'ผลการทดลอง',
    would: {
      resolved: 'ตอบ',
      needs_info: 'ถามกลับ',
      handoff: 'ส่งต่อให้เจ้าหน้าที่',
      failed: 'ตัดสินไม่ได้',
    },
    marks: {
      now: 'และทำเป็นอ่านแล้ว',
      when_told: 'และทำเป็นอ่านแล้วเมื่อแจ้งเจ้าหน้าที่แล้ว',
      no: 'และปล่อยไว้ว่ายังไม่อ่าน',
      some: 'และทำเป็นอ่านแล้วบางข้อความ',
    },
    both: (would, marks) => `ตัดสินเหมือนกัน: ทั้งสองจะ${would}${marks}`,
    each: (a, b) => `A จะ${a.join('')} ส่วน B จะ${b.join('')}`,
    sameWords: 'ลูกค้าได้รับข้อความเหมือนกัน',
    otherWords: 'ลูกค้าได้รับข้อความต่างกัน',
    onlyOne: (side) => `ทดลองได้เฉพาะ ${side}`,
    side: (side, prompt) => `${side}: ${prompt}`,
    decisions: { resolved: 'แก้แล้ว', needs_info: 'ถามกลับ', handoff: 'ส่งต่อ', failed: 'ตัดสินไม่ได้' },
    lowered: (from) => `เดิมตัดสินว่า “${from}”`,
    byRule: 'กฎเป็นผู้ตัดสิน ไม่ได้ถามโมเดล',
    notTried: {
      mistakes: 'ยังไม่ได้ทดลอง: ข้อความของพรอมต์นี้มีข้อผิดพลาด',
      failed: 'ทดลองฝั่งนี้ไม่ได้เพราะ kidoku ขัดข้อง ดูรายละเอียดในบันทึกของระบบ อีกฝั่งไม่ได้รับผลกระทบ',
    },
    gets: 'สิ่งที่ลูกค้าเห็น',
    getsNothing: 'ลูกค้าไม่ได้รับข้อความใด',
    unsaid: 'โมเดลเขียนไว้ แต่จะไม่ถูกส่ง',
    read: { now: 'อ่านแล้ว', when_told: 'อ่านแล้วเมื่อแจ้งเจ้าหน้าที่แล้ว', no: 'ยังไม่อ่าน' },
    reason: 'เหตุผล',
    wants: 'ต้องการ',
    confidence: 'ความมั่นใจ',
    topic: 'หัวข้อ',
    language: 'ภาษา',
    lookedUp: 'ค้นดู',
    foundThen: 'เมื่อใช้ข้อความของลูกค้า จะไม่ค้นในระบบของร้าน นี่คือสิ่งที่พบในตอนนั้น',
    toRecord: 'จะบันทึก',
    notToRecord: 'ต้องการบันทึก แต่การตัดสินนี้จะไม่บันทึก',
    recordsNothing: 'การทดลองพรอมต์จะไม่บันทึกสิ่งใด',
    sources: 'ที่มา',
    noSources: 'ไม่มี',
    noSuchPassage: 'ไม่มีความรู้นี้',
    tokens: (input, output) => `โทเคน เข้า ${input} ออก ${output}`,
    given: 'สิ่งที่ส่งให้โมเดล',
    asked: (times) => `ถามไป ${times} ครั้ง นี่คือครั้งสุดท้าย`,
    system: 'คำสั่ง',
    chat: 'บทสนทนา',
  },
}
