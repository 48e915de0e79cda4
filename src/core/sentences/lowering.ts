/**
 * Why the assistant stepped back when code lowered its judgement: the model's own reason speaks for an answer that was
 * never given, so this is told instead.
 */
import type { Lowering } from '../facts.ts'
import type { StaffLanguage } from './words.ts'

interface LoweringWords {
  lowered: Record<Exclude<Lowering, 'always_human'>, string>
  alwaysHuman: (topic: string) => string
  /** Of the topic `other`, which is no word for staff. */
  noTopic: string
}

const words: Record<StaffLanguage, LoweringWords> = {
  en: {
    lowered: {
      no_source: 'It had an answer, but nothing it knows of the shop supports it.',
      small_talk_with_facts: 'It took this for small talk, but its reply held figures or a link.',
      unsupported_facts: 'Its reply held a number or a link that the shop’s information does not have.',
      repeats_prompt: 'Its reply would have shown its own instructions.',
      low_confidence: 'It was not sure enough of its answer.',
      third_question: 'It would have had to ask a third question in a row.',
      same_answer: 'It would have given the same answer a third time within ten minutes.',
      look_up_gave_nothing: 'Something it looked up gave nothing, so it could not answer.',
      not_recordable: 'It could not record the request: something is missing, or there is no place for it.',
    },
    alwaysHuman: (topic) => `The topic “${topic}” always belongs to a person.`,
    noTopic: 'It fits none of the topics that the assistant may answer.',
  },
  ja: {
    lowered: {
      no_source: '回答はありましたが、お店の情報に根拠がありませんでした。',
      small_talk_with_facts: '雑談と判断しましたが、返信に数字やリンクが含まれていました。',
      unsupported_facts: '返信に、お店の情報にない数字やリンクが含まれていました。',
      repeats_prompt: '返信に、アシスタントへの指示文がそのまま含まれていました。',
      low_confidence: '回答に十分な確信がありませんでした。',
      third_question: '3回続けて質問することになるためです。',
      same_answer: '10分以内に同じ回答を3回することになるためです。',
      look_up_gave_nothing: '調べても必要な情報が得られず、回答できませんでした。',
      not_recordable: '依頼を登録できませんでした。必要な内容が足りないか、登録先がありません。',
    },
    alwaysHuman: (topic) => `「${topic}」は必ずスタッフが対応する話題です。`,
    noTopic: 'アシスタントが回答してよい話題のどれにも当てはまりません。',
  },
  'zh-TW': {
    lowered: {
      no_source: '助理有答案，但店內資料無法佐證。',
      small_talk_with_facts: '助理以為是閒聊，但回覆含有數字或連結。',
      unsupported_facts: '回覆含有店內資料裡沒有的數字或連結。',
      repeats_prompt: '回覆會把助理自己的指示說出去。',
      low_confidence: '助理對答案不夠有把握。',
      third_question: '再問就是連續第三次反問。',
      same_answer: '十分鐘內將第三次給出同樣的回答。',
      look_up_gave_nothing: '查詢沒有得到需要的資料，因此無法回答。',
      not_recordable: '無法記錄這項請求：缺少必要的內容，或沒有可記錄的地方。',
    },
    alwaysHuman: (topic) => `「${topic}」這個主題一律由專人處理。`,
    noTopic: '這不屬於助理可以回答的任何主題。',
  },
  th: {
    lowered: {
      no_source: 'มีคำตอบแล้ว แต่ไม่มีข้อมูลของร้านรองรับ',
      small_talk_with_facts: 'ผู้ช่วยคิดว่าเป็นการทักทาย แต่คำตอบมีตัวเลขหรือลิงก์',
      unsupported_facts: 'คำตอบมีตัวเลขหรือลิงก์ที่ไม่มีในข้อมูลของร้าน',
      repeats_prompt: 'คำตอบจะเผยคำสั่งภายในของผู้ช่วย',
      low_confidence: 'ผู้ช่วยไม่มั่นใจในคำตอบพอ',
      third_question: 'ถ้าถามอีกจะเป็นการถามกลับครั้งที่สามติดกัน',
      same_answer: 'จะเป็นการตอบเหมือนเดิมครั้งที่สามภายในสิบนาที',
      look_up_gave_nothing: 'ค้นข้อมูลแล้วไม่ได้สิ่งที่ต้องใช้ จึงตอบไม่ได้',
      not_recordable: 'บันทึกคำขอไม่ได้ เพราะข้อมูลไม่ครบ หรือไม่มีที่ให้บันทึก',
    },
    alwaysHuman: (topic) => `หัวข้อ “${topic}” ต้องให้เจ้าหน้าที่ดูแลเสมอ`,
    noTopic: 'ไม่ตรงกับหัวข้อใดที่ผู้ช่วยตอบได้',
  },
}

/** @param topic what the model took it to be about */
export function loweringSentence(lowered: Lowering, topic: string, language: StaffLanguage): string {
  const { lowered: sentences, alwaysHuman, noTopic } = words[language]
  if (lowered !== 'always_human') return sentences[lowered]
  return topic === 'other' ? noTopic : alwaysHuman(topic)
}
