/** What is said while not everybody is answered (`MODE`). */
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

export interface AnsweringWords {
  /** @param inLine staff answer in LINE's chat */
  observing: (inLine: boolean) => Html
  testing: (who: Html | string, inLine: boolean) => Html
  nobody: string
  users: (count: number) => string
  between: string
  observed: { heading: string; text: string; label: string; open: string }
}

export const answeringWords: Record<ConsoleLanguage, AnsweringWords> = {
  en: {
    observing: (inLine) =>
      html`<b>Only observing (MODE=observe):</b> nothing is said, marked as read or handed over. Answer everybody
        yourselves${inLine && ', in LINE’s chat'}.`,
    testing: (who, inLine) =>
      html`<b>Only testers are answered (MODE=testers):</b> ${who}. What others write is left alone, is not kept here
        and stays unread: answer them yourselves${inLine && ', in LINE’s chat'}.`,
    nobody: 'nobody is named in TESTERS',
    users: (count) => `${count} users`,
    between: ', ',
    observed: {
      heading: 'What would have been said',
      text: 'Each time the model decides, kidoku’s log has a line “judged” with the decision and the conversation’s id. Open a conversation by that id to see what would have been said, and why.',
      label: 'Conversation',
      open: 'Open',
    },
  },
  ja: {
    observing: (inLine) =>
      html`<b>観察のみ（MODE=observe）：</b
        >返信も既読も引き継ぎもしません。お客様には${inLine && 'LINEのチャットで'}ご自身で返信してください。`,
    testing: (who, inLine) =>
      html`<b>テスターにのみ応答（MODE=testers）：</b
        >${who}。ほかの方のメッセージは処理も保存もされず、未読のままです。${inLine && 'LINEのチャットで'}ご自身で返信してください。`,
    nobody: 'TESTERS に誰も指定されていません',
    users: (count) => `${count}名`,
    between: '、',
    observed: {
      heading: '送るはずだった内容',
      text: 'モデルが判断するたびに、kidokuのログに「judged」の行が記録され、判断と会話のIDが残ります。そのIDで会話を開くと、送るはずだった内容と理由を確認できます。',
      label: '会話',
      open: '開く',
    },
  },
  'zh-TW': {
    observing: (inLine) =>
      html`<b>僅觀察（MODE=observe）：</b>不會回覆、標示已讀或轉交。請${inLine && '在 LINE 聊天中'}自行回覆每位顧客。`,
    testing: (who, inLine) =>
      html`<b>只回覆測試人員（MODE=testers）：</b
        >${who}。其他人的訊息不處理也不保存，維持未讀，請${inLine && '在 LINE 聊天中'}自行回覆。`,
    nobody: 'TESTERS 沒有指定任何人',
    users: (count) => `${count} 位使用者`,
    between: '、',
    observed: {
      heading: '原本會回覆的內容',
      text: '模型每次判斷時，kidoku 的記錄會有一行「judged」，記載判斷結果與對話 ID。用這個 ID 開啟對話，就能看到原本會回覆什麼以及原因。',
      label: '對話',
      open: '開啟',
    },
  },
  th: {
    observing: (inLine) =>
      html`<b>สังเกตอย่างเดียว (MODE=observe):</b> ไม่ตอบ ไม่ทำเป็นอ่านแล้ว และไม่ส่งต่อ
        โปรดตอบลูกค้าทุกคนเอง${inLine && 'ในแชทของ LINE'}`,
    testing: (who, inLine) =>
      html`<b>ตอบเฉพาะผู้ทดสอบ (MODE=testers):</b> ${who} ข้อความของคนอื่นจะไม่ถูกจัดการ ไม่เก็บไว้ที่นี่ และยังไม่อ่าน
        โปรดตอบเอง${inLine && 'ในแชทของ LINE'}`,
    nobody: 'ไม่ได้ระบุใครไว้ใน TESTERS',
    users: (count) => `ผู้ใช้ ${count} คน`,
    between: ', ',
    observed: {
      heading: 'คำตอบที่จะส่ง',
      text: 'ทุกครั้งที่โมเดลตัดสิน บันทึกของ kidoku จะมีบรรทัด “judged” พร้อมผลการตัดสินและรหัสการสนทนา เปิดการสนทนาด้วยรหัสนั้นเพื่อดูว่าจะตอบว่าอะไรและเพราะอะไร',
      label: 'การสนทนา',
      open: 'เปิด',
    },
  },
}
