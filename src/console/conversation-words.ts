/** What a conversation's page says around its chat and its card. */
import type { Place } from '../core/summary.ts'
import type { CustomerMessage } from '../core/conversation.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

export interface ConversationWords {
  back: string
  /** To another list than Waiting. */
  backTo: (list: string) => string
  standing: Record<Place, string>
  /** @param by a colleague; undefined: whoever reads it */
  held: (by: Html | undefined) => Html
  /** Several people write here, and only what is meant for the account comes in. */
  several: Record<'group' | 'room', string>
  gone: string
  acts: string
  suspected: string
  nobodyIs: string
  learn: string
  ledger: string
  noMessage: string
  states: Record<CustomerMessage['state'] | 'with_staff' | 'waits', string>
  story: (count: number) => string
  makeCase: string
  tryPrompt: string
  finding: {
    heading: string
    open: string
    findBy: string
    name: string
    lastWords: string
    copy: string
    copied: string
    paste: string
    keep: string
    change: string
    /** Empty forgets it. */
    changeHelp: string
    wrong: string
    kept: string
    forgotten: string
  }
}

export const conversationWords: Record<ConsoleLanguage, ConversationWords> = {
  en: {
    back: 'All who wait',
    backTo: (list) => `Back to: ${list}`,
    standing: {
      waiting: 'Waits for a person.',
      undelivered: 'The customer may not have the assistant’s answer: somebody has to look.',
      staff: 'With a person: the assistant is silent and marks nothing as read.',
      question: 'The assistant asked back and waits for the customer. Take makes it yours.',
      assistant: 'With the assistant. Take makes it yours.',
    },
    held: (by) =>
      by
        ? html`${by} has this conversation: the assistant is silent and marks nothing as read.`
        : html`You have this conversation: the assistant is silent and marks nothing as read.`,
    several: {
      group: 'This is a group of several people: the assistant answers only who mentions or quotes the account.',
      room: 'This is a room of several people: the assistant answers only who mentions or quotes the account.',
    },
    gone: 'The customer has blocked the account: nothing reaches them.',
    acts: 'What you can do',
    suspected:
      'Somebody seems to be answering in LINE’s chat: the customer quotes a message that is not the assistant’s. Take it, so that the assistant keeps quiet.',
    nobodyIs: 'No, nobody is',
    learn: 'What was the answer? Teach the assistant',
    ledger: 'Why each message is Read, or not',
    noMessage: 'No message is kept.',
    states: {
      new: 'new',
      asked: 'asked',
      stale: 'stale',
      closed: 'closed',
      with_staff: 'with staff',
      waits: 'waits',
      unsent: 'unsent',
    },
    story: (count) => `The whole story (${count})`,
    makeCase: 'Make this a case',
    tryPrompt: 'Try another prompt on this',
    finding: {
      heading: 'The chat in LINE',
      open: 'Open LINE’s chats',
      findBy: 'Find it there by',
      name: 'Name',
      lastWords: 'Last words',
      copy: 'Copy',
      copied: 'Copied',
      paste: 'Paste the chat’s address once, and next time one press opens it',
      keep: 'Keep',
      change: 'Change the address',
      changeHelp: 'Leave it empty to forget it',
      wrong:
        'That is not the address of a chat in LINE. Open the chat there and copy its address; it begins with https://chat.line.biz/ or https://manager.line.biz/.',
      kept: 'The chat’s address is kept.',
      forgotten: 'The chat’s address is forgotten.',
    },
  },
  ja: {
    back: '対応待ちの一覧',
    backTo: (list) => `一覧に戻る：${list}`,
    standing: {
      waiting: 'スタッフの対応を待っています。',
      undelivered: 'アシスタントの回答が届いていない可能性があります。ご確認ください。',
      staff: 'スタッフが対応中です。アシスタントは応答せず、既読にもしません。',
      question: 'アシスタントが質問し、お客様の返事を待っています。「引き受ける」で引き継げます。',
      assistant: 'アシスタントが対応中です。「引き受ける」で引き継げます。',
    },
    held: (by) => html`${by ? html`${by}さん` : 'あなた'}が対応中です。アシスタントは応答せず、既読にもしません。`,
    several: {
      group: '複数人のグループです。アシスタントは、メンションまたは引用した人にだけ応答します。',
      room: '複数人のトークルームです。アシスタントは、メンションまたは引用した人にだけ応答します。',
    },
    gone: 'お客様がアカウントをブロックしています。何も届きません。',
    acts: '操作',
    suspected:
      'LINEのチャットで誰かが返信しているようです。アシスタントが送っていないメッセージをお客様が引用しました。引き受けると、アシスタントは応答しなくなります。',
    nobodyIs: '誰も返信していない',
    learn: '正しい回答は？ アシスタントに教える',
    ledger: 'メッセージごとの既読・未読の理由',
    noMessage: 'メッセージは残っていません。',
    states: {
      new: '新着',
      asked: '質問中',
      stale: '時間切れ',
      closed: '終了',
      with_staff: 'スタッフ対応',
      waits: '対応待ち',
      unsent: '取消',
    },
    story: (count) => `すべての経過（${count}件）`,
    makeCase: 'この会話をケースにする',
    tryPrompt: '別のプロンプトで試す',
    finding: {
      heading: 'LINEのチャット',
      open: 'LINEのチャットを開く',
      findBy: '一覧での探し方',
      name: '名前',
      lastWords: '最後の発言',
      copy: 'コピー',
      copied: 'コピーしました',
      paste: 'チャットのアドレスを一度貼り付けると、次回からワンタッチで開けます',
      keep: '保存',
      change: 'アドレスを変更',
      changeHelp: '空にすると削除されます',
      wrong:
        'LINEのチャットのアドレスではありません。LINEでチャットを開き、https://chat.line.biz/ または https://manager.line.biz/ で始まるアドレスをコピーしてください。',
      kept: 'チャットのアドレスを保存しました。',
      forgotten: 'チャットのアドレスを削除しました。',
    },
  },
  'zh-TW': {
    back: '待處理清單',
    backTo: (list) => `返回：${list}`,
    standing: {
      waiting: '正在等待專人處理。',
      undelivered: '顧客可能沒有收到助理的回覆，請確認。',
      staff: '由專人處理中：助理不會回覆，也不會標示已讀。',
      question: '助理已反問，正在等顧客回覆。按「接手」即可由您處理。',
      assistant: '由助理處理中。按「接手」即可由您處理。',
    },
    held: (by) => html`由${by ? html` ${by} ` : '您'}處理中：助理不會回覆，也不會標示已讀。`,
    several: {
      group: '這是多人群組：助理只回覆提及或引用帳號的人。',
      room: '這是多人聊天室：助理只回覆提及或引用帳號的人。',
    },
    gone: '顧客已封鎖帳號，任何訊息都無法送達。',
    acts: '您可以',
    suspected: '似乎有人在 LINE 聊天中回覆：顧客引用了不是助理傳送的訊息。請按「接手」，讓助理不再發言。',
    nobodyIs: '沒有人在回覆',
    learn: '正確答案是什麼？教助理',
    ledger: '每則訊息已讀或未讀的原因',
    noMessage: '沒有保留任何訊息。',
    states: {
      new: '新訊息',
      asked: '已反問',
      stale: '時間過久',
      closed: '已結束',
      with_staff: '專人處理',
      waits: '待處理',
      unsent: '已收回',
    },
    story: (count) => `完整經過（${count}）`,
    makeCase: '做成測試案例',
    tryPrompt: '用其他提示詞測試',
    finding: {
      heading: 'LINE 的聊天',
      open: '開啟 LINE 聊天',
      findBy: '在清單中尋找',
      name: '名稱',
      lastWords: '最後的話',
      copy: '複製',
      copied: '已複製',
      paste: '貼上這個聊天的網址一次，下次按一下就能開啟',
      keep: '保存',
      change: '更改網址',
      changeHelp: '留空即可刪除',
      wrong:
        '這不是 LINE 聊天的網址。請在 LINE 開啟該聊天並複製網址，開頭是 https://chat.line.biz/ 或 https://manager.line.biz/。',
      kept: '已保存聊天的網址。',
      forgotten: '已刪除聊天的網址。',
    },
  },
  th: {
    back: 'รายการรอรับเรื่อง',
    backTo: (list) => `กลับไปที่ ${list}`,
    standing: {
      waiting: 'รอเจ้าหน้าที่',
      undelivered: 'ลูกค้าอาจไม่ได้รับคำตอบของผู้ช่วย โปรดตรวจสอบ',
      staff: 'เจ้าหน้าที่ดูแลอยู่: ผู้ช่วยจะไม่ตอบและไม่ทำเป็นอ่านแล้ว',
      question: 'ผู้ช่วยถามกลับและรอลูกค้าตอบ กดรับเรื่องเพื่อดูแลเอง',
      assistant: 'ผู้ช่วยดูแลอยู่ กดรับเรื่องเพื่อดูแลเอง',
    },
    held: (by) => html`${by ?? 'คุณ'} ดูแลอยู่: ผู้ช่วยจะไม่ตอบและไม่ทำเป็นอ่านแล้ว`,
    several: {
      group: 'นี่คือกลุ่มที่มีหลายคน: ผู้ช่วยตอบเฉพาะคนที่กล่าวถึงหรืออ้างถึงบัญชี',
      room: 'นี่คือห้องแชทที่มีหลายคน: ผู้ช่วยตอบเฉพาะคนที่กล่าวถึงหรืออ้างถึงบัญชี',
    },
    gone: 'ลูกค้าบล็อกบัญชีแล้ว จะส่งอะไรไปไม่ถึง',
    acts: 'สิ่งที่ทำได้',
    suspected: 'ดูเหมือนมีคนกำลังตอบในแชทของ LINE: ลูกค้าอ้างถึงข้อความที่ผู้ช่วยไม่ได้ส่ง กดรับเรื่องเพื่อให้ผู้ช่วยเงียบไว้',
    nobodyIs: 'ไม่มีใครตอบอยู่',
    learn: 'คำตอบที่ถูกคืออะไร สอนผู้ช่วย',
    ledger: 'เหตุผลที่แต่ละข้อความอ่านแล้วหรือยังไม่อ่าน',
    noMessage: 'ไม่มีข้อความเก็บไว้',
    states: {
      new: 'ใหม่',
      asked: 'ถามกลับแล้ว',
      stale: 'เก่าเกินไป',
      closed: 'ปิดแล้ว',
      with_staff: 'เจ้าหน้าที่ดูแล',
      waits: 'รอรับเรื่อง',
      unsent: 'ยกเลิกแล้ว',
    },
    story: (count) => `เรื่องราวทั้งหมด (${count})`,
    makeCase: 'ทำเป็นกรณีทดสอบ',
    tryPrompt: 'ลองใช้พรอมต์อื่น',
    finding: {
      heading: 'แชทใน LINE',
      open: 'เปิดแชทของ LINE',
      findBy: 'หาในรายการด้วย',
      name: 'ชื่อ',
      lastWords: 'ข้อความล่าสุด',
      copy: 'คัดลอก',
      copied: 'คัดลอกแล้ว',
      paste: 'วางที่อยู่ของแชทครั้งเดียว ครั้งต่อไปกดเปิดได้ทันที',
      keep: 'บันทึก',
      change: 'เปลี่ยนที่อยู่',
      changeHelp: 'เว้นว่างเพื่อลบ',
      wrong:
        'นี่ไม่ใช่ที่อยู่ของแชทใน LINE โปรดเปิดแชทแล้วคัดลอกที่อยู่ ซึ่งขึ้นต้นด้วย https://chat.line.biz/ หรือ https://manager.line.biz/',
      kept: 'บันทึกที่อยู่ของแชทแล้ว',
      forgotten: 'ลบที่อยู่ของแชทแล้ว',
    },
  },
}
