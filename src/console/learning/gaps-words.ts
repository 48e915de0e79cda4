/** What the page of gaps says. */
import type { ConsoleLanguage } from '../language.ts'

export interface GapsWords {
  lead: string
  none: string
  handedOver: (count: string) => string
  newest: (count: string) => string
  gone: string
  goneMany: (count: string) => string
  teach: string
  look: string
  overturned: {
    title: string
    lead: string
    notSolved: string
    cameBack: string
    newest: (count: string) => string
    /** In front of the two buttons that keep it as a case. */
    should: string
    handoff: string
    needsInfo: string
    other: string
  }
}

export const gapsWords: Record<ConsoleLanguage, GapsWords> = {
  en: {
    lead: 'What went to staff, by topic, the most frequent first. Each answer you write down is one the assistant can give next time.',
    none: 'Nothing went to staff in this time. When the assistant hands over, the questions stand here by topic.',
    handedOver: (count) => `${count} handed to staff`,
    newest: (count) => `the newest ${count} are shown`,
    gone: 'The words are gone: taken back or erased.',
    goneMany: (count) => `${count} more, whose words are gone`,
    teach: 'Teach the assistant',
    look: 'Conversation',
    overturned: {
      title: 'Answers that did not do',
      lead: 'Resolved and Read, and then the customer tapped “Not solved” or came back about the same',
      notSolved: 'Tapped “Not solved”',
      cameBack: 'Came back about the same',
      newest: (count) => `The newest ${count} whose words are still there are shown.`,
      should: 'Keep as a case. It should have been',
      handoff: 'A hand-off',
      needsInfo: 'A question back',
      other: 'Something else…',
    },
  },
  ja: {
    lead: 'スタッフに引き継いだ質問をトピック別に、多い順に並べています。答えを書き残すと、次からアシスタントが答えられます。',
    none: 'この期間にスタッフへ引き継いだものはありません。引き継ぐと、質問がトピック別にここに並びます。',
    handedOver: (count) => `引き継ぎ ${count}件`,
    newest: (count) => `新しい順に${count}件を表示`,
    gone: '文面は取り消し・消去されたため残っていません。',
    goneMany: (count) => `ほか${count}件は文面が残っていません`,
    teach: 'アシスタントに教える',
    look: '会話を見る',
    overturned: {
      title: '解決しなかった回答',
      lead: '解決として既読にしたあと、「解決していません」のタップ、または同じ件で再度連絡があったもの',
      notSolved: '「解決していません」をタップ',
      cameBack: '同じ件で再度連絡',
      newest: (count) => `文面が残っている新しい${count}件を表示しています。`,
      should: 'ケースとして残す。正しくは',
      handoff: 'スタッフへの引き継ぎ',
      needsInfo: '聞き返し',
      other: 'その他…',
    },
  },
  'zh-TW': {
    lead: '依主題列出轉給專人的問題，最常見的在前。您寫下的每個答案，助理下次就能回答。',
    none: '這段期間沒有轉給專人的問題。助理轉交時，問題會依主題列在這裡。',
    handedOver: (count) => `轉專人 ${count} 則`,
    newest: (count) => `顯示最新 ${count} 則`,
    gone: '文字已被收回或刪除。',
    goneMany: (count) => `另有 ${count} 則文字已不在`,
    teach: '教助理',
    look: '查看對話',
    overturned: {
      title: '沒有解決問題的回覆',
      lead: '判為已解決並已讀，之後顧客點選「還沒解決」或為同一件事再來',
      notSolved: '點選「還沒解決」',
      cameBack: '為同一件事再來',
      newest: (count) => `顯示文字仍在的最新 ${count} 則。`,
      should: '存為案例。正確的判斷應是',
      handoff: '轉交專人',
      needsInfo: '反問顧客',
      other: '其他…',
    },
  },
  th: {
    lead: 'คำถามที่ส่งต่อเจ้าหน้าที่ แยกตามหัวข้อ เรียงจากที่พบบ่อยที่สุด ทุกคำตอบที่คุณเขียนไว้ ครั้งหน้าผู้ช่วยจะตอบได้เอง',
    none: 'ช่วงนี้ไม่มีการส่งต่อเจ้าหน้าที่ เมื่อผู้ช่วยส่งต่อ คำถามจะแสดงที่นี่ตามหัวข้อ',
    handedOver: (count) => `ส่งต่อ ${count} ครั้ง`,
    newest: (count) => `แสดง ${count} รายการล่าสุด`,
    gone: 'ข้อความถูกยกเลิกหรือลบไปแล้ว',
    goneMany: (count) => `อีก ${count} รายการ ข้อความไม่อยู่แล้ว`,
    teach: 'สอนผู้ช่วย',
    look: 'ดูการสนทนา',
    overturned: {
      title: 'คำตอบที่แก้ปัญหาไม่ได้',
      lead: 'ตอบและขึ้นว่าอ่านแล้ว แต่ลูกค้าแตะ “ยังแก้ไม่ได้” หรือกลับมาเรื่องเดิม',
      notSolved: 'แตะ “ยังแก้ไม่ได้”',
      cameBack: 'กลับมาเรื่องเดิม',
      newest: (count) => `แสดง ${count} รายการล่าสุดที่ยังมีข้อความอยู่`,
      should: 'เก็บเป็นกรณีทดสอบ ที่ถูกควรเป็น',
      handoff: 'ส่งต่อให้เจ้าหน้าที่',
      needsInfo: 'ถามกลับ',
      other: 'อย่างอื่น…',
    },
  },
}
