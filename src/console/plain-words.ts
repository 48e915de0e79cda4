/** What pages with one thing to say say. */
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

type Off = 'channel' | 'reachable' | 'not_local'

export interface PlainWords {
  /** Leads to the list. */
  open: string
  failed: { heading: string; text: Html }
  elsewhere: { heading: string; text: Html }
  tooOld: { heading: string; text: Html }
  notUnderstood: { heading: string; text: Html }
  unknown: { heading: string; seeWaiting: string }
  noPage: string
  notKept: { heading: string; text: Html }
  ownersOnly: { heading: string; text: Html }
  off: { heading: string; why: Record<Off, Html>; remedy: Html }
}

const password = html`<code>CONSOLE_PASSWORD</code>`
const env = html`<code>.env</code>`
const localhost = html`<code>localhost</code>`
const command = html`<code>npm run staff -- add NAME</code>`

export const plainWords: Record<ConsoleLanguage, PlainWords> = {
  en: {
    open: 'Open the console',
    failed: {
      heading: 'That did not work',
      text: html`kidoku could not read or store what is needed. Try again in a moment; its log says more.`,
    },
    elsewhere: {
      heading: 'That came from elsewhere',
      text: html`The form was not sent from this console, so nothing was done. Open the console and try again.`,
    },
    tooOld: {
      heading: 'This page was too old',
      text: html`So nothing was done. Go back, load the page again and try once more.`,
    },
    notUnderstood: {
      heading: 'That was not understood',
      text: html`Nothing was done. Open the console and try again.`,
    },
    noPage: 'There is no such page',
    unknown: { heading: 'No such conversation', seeWaiting: 'See who waits' },
    notKept: { heading: 'That is not kept', text: html`It is not kept here, or not any more: look at it in LINE.` },
    ownersOnly: { heading: 'For owners', text: html`Only an owner can see or change this.` },
    off: {
      heading: 'The console is off here',
      why: {
        channel: html`It shows what customers write, so it needs a sign-in, and there is none.`,
        reachable: html`kidoku listens on an address that others can reach, so the console needs a sign-in.`,
        not_local: html`Without a sign-in the console opens only on the computer that kidoku runs on, at ${localhost},
        and not through a tunnel or proxy.`,
      },
      remedy: html`To switch it on, make an account with ${command}; or set ${password} (at least 8 characters) in the
      environment or in the file ${env}, and start kidoku again.`,
    },
  },
  ja: {
    open: 'コンソールを開く',
    failed: {
      heading: 'うまくいきませんでした',
      text: html`必要なデータの読み書きができませんでした。少し待ってからもう一度お試しください。詳しくはkidokuのログをご覧ください。`,
    },
    elsewhere: {
      heading: '別の場所からの操作です',
      text: html`このコンソールから送られた操作ではないため、何も行いませんでした。コンソールを開いてもう一度お試しください。`,
    },
    tooOld: {
      heading: 'ページが古くなっていました',
      text: html`そのため、何も行いませんでした。前の画面に戻り、ページを読み込み直してから、もう一度お試しください。`,
    },
    notUnderstood: {
      heading: '内容を読み取れませんでした',
      text: html`何も行いませんでした。コンソールを開いてもう一度お試しください。`,
    },
    noPage: 'このページはありません',
    unknown: { heading: 'この会話はありません', seeWaiting: '対応待ちを見る' },
    notKept: {
      heading: '保存されていません',
      text: html`ここには保存されていないか、すでに削除されています。LINEでご確認ください。`,
    },
    ownersOnly: { heading: 'オーナー専用です', text: html`閲覧と変更ができるのはオーナーだけです。` },
    off: {
      heading: 'ここではコンソールを使えません',
      why: {
        channel: html`お客様のメッセージを表示するためサインインが必要ですが、まだ設定されていません。`,
        reachable: html`kidokuが他の端末からも届くアドレスで動いているため、サインインの設定が必要です。`,
        not_local: html`サインインなしでは、kidokuが動いているパソコンの ${localhost}
        でのみ開けます。トンネルやプロキシ経由では開けません。`,
      },
      remedy: html`使えるようにするには、${command} でアカウントを作成してください。または環境変数か ${env} に
      ${password}（8文字以上）を設定し、kidokuを再起動してください。`,
    },
  },
  'zh-TW': {
    open: '開啟主控台',
    failed: {
      heading: '沒有成功',
      text: html`kidoku 無法讀取或儲存所需的資料。請稍後再試；詳情請見 kidoku 的記錄檔。`,
    },
    elsewhere: {
      heading: '這不是從主控台送出的',
      text: html`這份表單不是由此主控台送出，因此沒有執行任何動作。請開啟主控台再試一次。`,
    },
    tooOld: {
      heading: '這個頁面已過期',
      text: html`因此沒有執行任何動作。請回到上一頁，重新載入後再試一次。`,
    },
    notUnderstood: { heading: '無法辨識送出的內容', text: html`沒有執行任何動作。請開啟主控台再試一次。` },
    noPage: '沒有這個頁面',
    unknown: { heading: '沒有這個對話', seeWaiting: '查看待處理' },
    notKept: { heading: '沒有保存', text: html`這裡沒有保存，或已經刪除；請到 LINE 查看。` },
    ownersOnly: { heading: '僅限負責人', text: html`只有負責人可以查看或變更。` },
    off: {
      heading: '這裡無法使用主控台',
      why: {
        channel: html`主控台會顯示顧客的訊息，因此需要登入，但目前尚未設定。`,
        reachable: html`kidoku 所在的位址可由其他裝置連上，因此主控台需要設定登入。`,
        not_local: html`未設定登入時，只能在執行 kidoku 的電腦上以 ${localhost} 開啟，不能透過通道或代理伺服器。`,
      },
      remedy: html`若要啟用，請以 ${command} 建立帳號；或在環境變數或 ${env} 檔案中設定 ${password}（至少 8
      個字元），再重新啟動 kidoku。`,
    },
  },
  th: {
    open: 'เปิดคอนโซล',
    failed: {
      heading: 'ทำไม่สำเร็จ',
      text: html`kidoku อ่านหรือบันทึกข้อมูลที่ต้องใช้ไม่ได้ โปรดลองใหม่อีกครั้งในอีกสักครู่ ดูรายละเอียดได้ในบันทึกของ kidoku`,
    },
    elsewhere: {
      heading: 'คำสั่งนี้มาจากที่อื่น',
      text: html`แบบฟอร์มไม่ได้ส่งจากคอนโซลนี้ จึงไม่มีการดำเนินการใด ๆ โปรดเปิดคอนโซลแล้วลองใหม่`,
    },
    tooOld: {
      heading: 'หน้านี้เก่าเกินไป',
      text: html`จึงไม่มีการดำเนินการใด ๆ โปรดย้อนกลับ โหลดหน้าใหม่ แล้วลองอีกครั้ง`,
    },
    notUnderstood: { heading: 'ไม่เข้าใจข้อมูลที่ส่งมา', text: html`ไม่มีการดำเนินการใด ๆ โปรดเปิดคอนโซลแล้วลองใหม่` },
    noPage: 'ไม่มีหน้านี้',
    unknown: { heading: 'ไม่มีการสนทนานี้', seeWaiting: 'ดูรายการที่รอรับเรื่อง' },
    notKept: { heading: 'ไม่ได้เก็บไว้', text: html`ไม่ได้เก็บไว้ที่นี่ หรือลบไปแล้ว โปรดดูใน LINE` },
    ownersOnly: { heading: 'สำหรับเจ้าของเท่านั้น', text: html`เฉพาะเจ้าของเท่านั้นที่ดูหรือเปลี่ยนแปลงได้` },
    off: {
      heading: 'เปิดคอนโซลที่นี่ไม่ได้',
      why: {
        channel: html`คอนโซลแสดงข้อความของลูกค้า จึงต้องมีการเข้าสู่ระบบ แต่ยังไม่ได้ตั้งค่าไว้`,
        reachable: html`kidoku ทำงานบนที่อยู่ซึ่งผู้อื่นเข้าถึงได้ คอนโซลจึงต้องมีการเข้าสู่ระบบ`,
        not_local: html`หากไม่มีการเข้าสู่ระบบ จะเปิดคอนโซลได้เฉพาะบนเครื่องที่รัน kidoku ที่ ${localhost} เท่านั้น
        และเปิดผ่านอุโมงค์หรือพร็อกซีไม่ได้`,
      },
      remedy: html`หากต้องการเปิดใช้ ให้สร้างบัญชีด้วย ${command} หรือกำหนด ${password} (อย่างน้อย 8 ตัวอักษร)
      ในตัวแปรสภาพแวดล้อมหรือไฟล์ ${env} แล้วเริ่ม kidoku ใหม่`,
    },
  },
}
