/** What the page of the pause switch says. */
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

export interface PauseWords {
  title: string
  means: Html[]
  pause: string
  keep: string
  /** It is paused already. */
  pausedTitle: string
  pausedBy(by: Html, since: Html): Html
  resumes: string
  resume: string
  resumed: string
  /** Somebody else was faster. */
  pausedAlready: string
  runsAlready: string
}

export const pauseWords: Record<ConsoleLanguage, PauseWords> = {
  en: {
    title: 'Pause the assistant for everybody?',
    means: [
      html`The assistant <b>answers nobody</b>. Whatever customers write goes to <b>Waiting</b>, and a fixed notice
        tells them that a person will get back to them.`,
      html`Their messages stay unread until somebody takes them.`,
      html`It lasts, also over a restart, until somebody presses <b>Resume</b>. Everybody who looks here sees that it is
        paused, and by whom.`,
    ],
    pause: 'Pause the assistant',
    keep: 'Keep it running',
    pausedTitle: 'The assistant is paused',
    pausedBy: (by, since) => html`By ${by}, since ${since}.`,
    resumes:
      'After Resume it answers whoever writes again. Who waits stays under Waiting until then, or until somebody takes them.',
    resume: 'Resume',
    resumed: 'The assistant answers again.',
    pausedAlready: 'Somebody was faster: it is paused already.',
    runsAlready: 'Somebody was faster: it answers again already.',
  },
  ja: {
    title: 'アシスタントを全員に対して一時停止しますか？',
    means: [
      html`アシスタントは<b>どなたにも返信しません</b>。お客様のメッセージは「<b>対応待ち</b>」に入り、スタッフから返信する旨の定型文が送られます。`,
      html`メッセージは、スタッフが引き受けるまで未読のままです。`,
      html`<b>再開する</b
        >を押すまで、再起動しても停止したままです。停止中であることと停止した人は、この画面を見る全員に表示されます。`,
    ],
    pause: '一時停止する',
    keep: 'このまま続ける',
    pausedTitle: 'アシスタントは一時停止中です',
    pausedBy: (by, since) => html`${by}さんが${since}に停止しました。`,
    resumes:
      '再開すると、次にメッセージを送ったお客様から返信します。それまで、または引き受けるまで、停止中のお客様は「対応待ち」に残ります。',
    resume: '再開する',
    resumed: 'アシスタントを再開しました。',
    pausedAlready: 'ほかの方が先に操作しました。すでに一時停止中です。',
    runsAlready: 'ほかの方が先に操作しました。すでに再開しています。',
  },
  'zh-TW': {
    title: '要對所有人暫停助理嗎？',
    means: [
      html`助理<b>不會回覆任何人</b>。顧客的訊息都會進入「<b>待處理</b>」，並以固定訊息告知將由專人回覆。`,
      html`在有人接手之前，這些訊息會維持未讀。`,
      html`即使重新啟動，也會持續到有人按下<b>恢復</b>為止。每位開啟主控台的人都會看到已暫停，以及是誰暫停的。`,
    ],
    pause: '暫停助理',
    keep: '繼續運作',
    pausedTitle: '助理已暫停',
    pausedBy: (by, since) => html`由 ${by} 暫停，自 ${since} 起。`,
    resumes: '恢復後，顧客再次傳訊息時由助理回覆。在那之前，或有人接手之前，等待的顧客仍列在「待處理」。',
    resume: '恢復',
    resumed: '助理已恢復回覆。',
    pausedAlready: '有人先操作了：助理已經暫停。',
    runsAlready: '有人先操作了：助理已經恢復。',
  },
  th: {
    title: 'หยุดผู้ช่วยชั่วคราวสำหรับทุกคนไหม',
    means: [
      html`ผู้ช่วยจะ<b>ไม่ตอบใครเลย</b> ทุกข้อความของลูกค้าจะไปอยู่ที่ “<b>รอรับเรื่อง</b>” และมีข้อความอัตโนมัติแจ้งว่าเจ้าหน้าที่จะติดต่อกลับ`,
      html`ข้อความจะยังไม่ขึ้นว่าอ่านแล้วจนกว่าจะมีคนรับเรื่อง`,
      html`มีผลต่อเนื่องแม้ระบบเริ่มใหม่ จนกว่าจะมีคนกด<b>ให้ทำงานต่อ</b> ทุกคนที่เปิดหน้านี้จะเห็นว่าหยุดอยู่และใครเป็นผู้หยุด`,
    ],
    pause: 'หยุดชั่วคราว',
    keep: 'ให้ทำงานตามเดิม',
    pausedTitle: 'ผู้ช่วยหยุดอยู่ชั่วคราว',
    pausedBy: (by, since) => html`โดย ${by} ตั้งแต่ ${since}`,
    resumes: 'เมื่อให้ทำงานต่อ ผู้ช่วยจะตอบลูกค้าที่เขียนมาใหม่ ผู้ที่รออยู่จะยังอยู่ที่ “รอรับเรื่อง” จนกว่าจะเขียนมาอีกหรือมีคนรับเรื่อง',
    resume: 'ให้ทำงานต่อ',
    resumed: 'ผู้ช่วยกลับมาตอบแล้ว',
    pausedAlready: 'มีคนทำไปก่อนแล้ว ผู้ช่วยหยุดอยู่แล้ว',
    runsAlready: 'มีคนทำไปก่อนแล้ว ผู้ช่วยกลับมาทำงานแล้ว',
  },
}
