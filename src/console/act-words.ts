/** The word about what somebody just did. `who` is a name that turns nothing around it. */
import type { StaffAction } from '../core/event.ts'
import type { ConsoleLanguage } from './language.ts'

export interface ActWords {
  done: Record<Exclude<StaffAction, 'take'>, (who: string) => string>
  /** @param inLine staff answer in LINE's chat */
  taken: (who: string, inLine: boolean) => string
  noted: string
  notYet: string
  faster: (who: string, by: string | undefined) => string
  unknown: string
  /** Its channel is not. */
  notServed: string
  failed: string
}

export const actWords: Record<ConsoleLanguage, ActWords> = {
  en: {
    done: {
      done: (who) => `Done. The assistant has ${who} again.`,
      hand_back: (who) => `The assistant has ${who} again, and answers from the next message on.`,
      read: (who) => `What ${who} wrote is marked as Read.`,
      forget: (who) => `Everything that was said with ${who} is erased here.`,
    },
    taken: (who, inLine) =>
      `You have ${who} now. ${inLine ? 'Answer in LINE’s chat; the' : 'The'} assistant stays silent until you hand back.`,
    noted: 'Noted: nobody of the staff is answering.',
    notYet: 'Not yet: it is stored and takes effect by itself. Look again in a moment.',
    faster: (who, by) => `${by ?? 'Somebody'} was faster: look again. Nothing was changed for ${who}.`,
    unknown: 'There is no such conversation.',
    notServed: 'The channel of this conversation is not served now, so nothing was changed.',
    failed: 'It could not be stored, so nothing was changed. Try again in a moment.',
  },
  ja: {
    done: {
      done: (who) => `完了しました。「${who}」の会話はアシスタントに戻りました。`,
      hand_back: (who) => `「${who}」の会話をアシスタントに戻しました。次のメッセージから応答します。`,
      read: (who) => `「${who}」のメッセージを既読にしました。`,
      forget: (who) => `「${who}」との会話の内容をすべて消去しました。`,
    },
    taken: (who, inLine) =>
      `「${who}」の会話を引き受けました。${inLine ? 'LINEのチャットで返信してください。' : ''}戻すまでアシスタントは応答しません。`,
    noted: '記録しました：スタッフは誰も返信していません。',
    notYet: 'まだ反映されていません。保存済みで、自動で反映されます。少ししてからご確認ください。',
    faster: (who, by) =>
      `${by === undefined ? 'ほかの人' : `${by}さん`}が先に操作しました。もう一度ご確認ください。「${who}」については何も変更していません。`,
    unknown: 'その会話はありません。',
    notServed: 'この会話のチャネルには現在対応していないため、何も変更していません。',
    failed: '保存できなかったため、何も変更していません。少ししてからもう一度お試しください。',
  },
  'zh-TW': {
    done: {
      done: (who) => `已完成。${who} 已回到助理。`,
      hand_back: (who) => `${who} 已交還助理，從下一則訊息起由助理回覆。`,
      read: (who) => `${who} 的訊息已標為已讀。`,
      forget: (who) => `與 ${who} 的對話內容已全部清除。`,
    },
    taken: (who, inLine) => `您已接手 ${who}。${inLine ? '請在 LINE 聊天中回覆；' : ''}交還之前助理不會發言。`,
    noted: '已記錄：沒有同仁在回覆。',
    notYet: '尚未生效：已儲存，稍後會自動生效，請過一會兒再查看。',
    faster: (who, by) => `${by ?? '有人'} 搶先一步，請再看一次。${who} 沒有任何變更。`,
    unknown: '沒有這個對話。',
    notServed: '這個對話的頻道目前未提供服務，因此沒有任何變更。',
    failed: '無法儲存，因此沒有任何變更，請稍後再試。',
  },
  th: {
    done: {
      done: (who) => `เสร็จสิ้นแล้ว ${who} กลับไปอยู่กับผู้ช่วย`,
      hand_back: (who) => `คืน ${who} ให้ผู้ช่วยแล้ว ผู้ช่วยจะตอบตั้งแต่ข้อความถัดไป`,
      read: (who) => `ทำข้อความของ ${who} เป็นอ่านแล้ว`,
      forget: (who) => `ลบทุกสิ่งที่คุยกับ ${who} จากที่นี่แล้ว`,
    },
    taken: (who, inLine) => `คุณรับเรื่องของ ${who} แล้ว ${inLine ? 'โปรดตอบในแชทของ LINE ' : ''}ผู้ช่วยจะเงียบจนกว่าคุณจะคืนให้`,
    noted: 'บันทึกแล้ว: ไม่มีเจ้าหน้าที่คนใดตอบอยู่',
    notYet: 'ยังไม่มีผล: บันทึกแล้วและจะมีผลเอง โปรดดูอีกครั้งในอีกสักครู่',
    faster: (who, by) => `${by ?? 'มีคนอื่น'} ทำไปก่อนแล้ว โปรดดูอีกครั้ง ไม่มีอะไรเปลี่ยนสำหรับ ${who}`,
    unknown: 'ไม่มีการสนทนานี้',
    notServed: 'ขณะนี้ไม่ได้ให้บริการแชนเนลของการสนทนานี้ จึงไม่มีอะไรเปลี่ยน',
    failed: 'บันทึกไม่ได้ จึงไม่มีอะไรเปลี่ยน โปรดลองอีกครั้งในอีกสักครู่',
  },
}
