/** What stands between the words of a chat. */
import type { ConsoleLanguage } from './language.ts'

export interface ChatWords {
  /** What a customer sees: around their name. */
  sees: [string, string]
  messages: string
  nothing: string
  note: string
  groupNote: string
  why: string
  assistant: string
  waits: string
  wouldHaveSaid: string
  wouldHaveFailed: string
  wouldHaveHandedOver: string
  handedOff: string
  taken: (by: string) => string
  backByCustomer: string
  backByTime: string
  done: (by: string) => string
  handedBack: (by: string) => string
  read: (by: string) => string
  tapped: (label: string) => string
  solved: string
  notSolved: string
  blocked: string
  left: string
  followed: string
  followedAgain: string
  forgotten: string
  reassured: string
}

export const chatWords: Record<ConsoleLanguage, ChatWords> = {
  en: {
    sees: ['What ', ' sees'],
    messages: 'Messages',
    nothing: 'Nothing is kept of what was said here.',
    note: 'What staff write in LINE’s own chat is not shown here.',
    groupNote: ' Nor is what members say to each other: it is not kept.',
    why: 'why?',
    assistant: 'The assistant:',
    waits: 'Waits for the customer’s next sign',
    wouldHaveSaid: 'Would have said',
    wouldHaveFailed: 'Would have gone to staff: no judgement',
    wouldHaveHandedOver: 'Would have been handed to staff',
    handedOff: 'Handed to staff',
    taken: (by) => `${by} took it`,
    backByCustomer: 'The customer went back to the assistant',
    backByTime: 'Back to the assistant: nobody did anything for long enough',
    done: (by) => `${by}: done`,
    handedBack: (by) => `${by} handed it back`,
    read: (by) => `${by} marked it as Read`,
    tapped: (label) => `The customer tapped “${label}”`,
    solved: 'The customer says that it is solved',
    notSolved: 'The customer says that it is not solved',
    blocked: 'The customer blocked the account',
    left: 'The account left',
    followed: 'The customer added the account',
    followedAgain: 'The customer unblocked the account',
    forgotten: 'Everything before this was erased',
    reassured: 'The customer heard that they are not forgotten',
  },
  ja: {
    sees: ['「', '」に見えている画面'],
    messages: 'メッセージ',
    nothing: 'ここでの会話の内容は残っていません。',
    note: 'スタッフがLINEのチャットで送った内容は、ここには表示されません。',
    groupNote: 'メンバー同士の会話も保存していません。',
    why: '理由',
    assistant: 'アシスタント：',
    waits: 'お客様の次の反応を待っています',
    wouldHaveSaid: '送るはずだった回答',
    wouldHaveFailed: '判断できず、スタッフに渡すはずでした',
    wouldHaveHandedOver: 'スタッフに引き継ぐはずでした',
    handedOff: 'スタッフに引き継ぎました',
    taken: (by) => `${by}さんが引き受けました`,
    backByCustomer: 'お客様がアシスタントに戻りました',
    backByTime: '操作がなかったため、アシスタントに戻りました',
    done: (by) => `${by}さんが完了しました`,
    handedBack: (by) => `${by}さんがアシスタントに戻しました`,
    read: (by) => `${by}さんが既読にしました`,
    tapped: (label) => `お客様が「${label}」をタップしました`,
    solved: 'お客様：解決した',
    notSolved: 'お客様：解決していない',
    blocked: 'お客様がアカウントをブロックしました',
    left: 'アカウントが退出しました',
    followed: 'お客様がアカウントを友だち追加しました',
    followedAgain: 'お客様がブロックを解除しました',
    forgotten: 'これより前の内容はすべて消去されました',
    reassured: 'お待たせしている旨をお客様に伝えました',
  },
  'zh-TW': {
    sees: ['', ' 看到的畫面'],
    messages: '訊息',
    nothing: '這裡的對話內容沒有保留。',
    note: '同仁在 LINE 聊天中寫的內容不會顯示在這裡。',
    groupNote: '成員之間的對話也不會保存。',
    why: '原因',
    assistant: '助理：',
    waits: '等待顧客下一次回應',
    wouldHaveSaid: '原本會回覆',
    wouldHaveFailed: '無法判斷，原本會交給同仁',
    wouldHaveHandedOver: '原本會轉交同仁',
    handedOff: '已轉交同仁',
    taken: (by) => `${by} 接手了`,
    backByCustomer: '顧客回到助理',
    backByTime: '一段時間沒有動作，已交還助理',
    done: (by) => `${by} 已完成`,
    handedBack: (by) => `${by} 交還助理`,
    read: (by) => `${by} 標為已讀`,
    tapped: (label) => `顧客點了「${label}」`,
    solved: '顧客表示已解決',
    notSolved: '顧客表示還沒解決',
    blocked: '顧客封鎖了帳號',
    left: '帳號已離開',
    followed: '顧客加入帳號為好友',
    followedAgain: '顧客解除封鎖',
    forgotten: '在此之前的內容已全部清除',
    reassured: '已告知顧客我們沒有忘記',
  },
  th: {
    sees: ['สิ่งที่ ', ' เห็น'],
    messages: 'ข้อความ',
    nothing: 'ไม่มีข้อความที่คุยกันเก็บไว้ที่นี่',
    note: 'ข้อความที่เจ้าหน้าที่เขียนในแชทของ LINE จะไม่แสดงที่นี่',
    groupNote: ' และไม่ได้เก็บสิ่งที่สมาชิกคุยกันเอง',
    why: 'เพราะอะไร',
    assistant: 'ผู้ช่วย:',
    waits: 'รอการตอบสนองครั้งถัดไปของลูกค้า',
    wouldHaveSaid: 'คำตอบที่จะส่ง',
    wouldHaveFailed: 'ตัดสินไม่ได้ จะส่งให้เจ้าหน้าที่',
    wouldHaveHandedOver: 'จะส่งต่อให้เจ้าหน้าที่',
    handedOff: 'ส่งต่อเจ้าหน้าที่แล้ว',
    taken: (by) => `${by} รับเรื่องแล้ว`,
    backByCustomer: 'ลูกค้ากลับไปคุยกับผู้ช่วย',
    backByTime: 'คืนให้ผู้ช่วย เพราะไม่มีการดำเนินการมาพักหนึ่ง',
    done: (by) => `${by}: เสร็จสิ้น`,
    handedBack: (by) => `${by} คืนให้ผู้ช่วย`,
    read: (by) => `${by} ทำเป็นอ่านแล้ว`,
    tapped: (label) => `ลูกค้าแตะ “${label}”`,
    solved: 'ลูกค้าบอกว่าแก้ปัญหาได้แล้ว',
    notSolved: 'ลูกค้าบอกว่ายังแก้ไม่ได้',
    blocked: 'ลูกค้าบล็อกบัญชี',
    left: 'บัญชีออกจากกลุ่มแล้ว',
    followed: 'ลูกค้าเพิ่มบัญชีเป็นเพื่อน',
    followedAgain: 'ลูกค้าเลิกบล็อกบัญชี',
    forgotten: 'ลบทุกอย่างก่อนหน้านี้แล้ว',
    reassured: 'แจ้งลูกค้าแล้วว่าเราไม่ได้ลืม',
  },
}
