/** What is said above every page while something is not as it should be. */
import type { Telling } from '../ports/notifier.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

type Where = Telling['where']

export interface BannerWords {
  paused(by: Html, since: Html): Html
  resume: string
  /** @param setting which limit of the model is reached */
  spent(setting: Html, since: Html, until: Html): Html
  /** For owners: how to go on before that. */
  spendMore: Html
  /** @param why for whoever looks after the server */
  unjudged(since: Html, why: Html | undefined): Html
  where: Record<Where, string>
  /** Between two of those. */
  and: string
  /** @param others the ways by which staff are still told */
  untold(where: string, since: Html, why: Html | undefined, others: string | undefined): Html
  broken(file: string, since: Html, why: string): Html
  toldNowhere: string
  howTold: string
}

const env = html`<code>.env</code>`

export const bannerWords: Record<ConsoleLanguage, BannerWords> = {
  en: {
    paused: (by, since) =>
      html`<b>The assistant is paused for everybody</b>, by ${by}, since ${since}. What customers write goes to Waiting.`,
    resume: 'Resume',
    spent: (setting, since, until) =>
      html`<b>The day’s limit for the model is reached</b> (${setting}), since ${since}. Until about ${until} the
        assistant answers nobody; what customers write goes to Waiting.`,
    spendMore: html`To go on at once, set it higher in ${env} and start kidoku again.`,
    unjudged: (since, why) =>
      html`<b>The model does not answer</b> since ${since}${why && html` (${why})`}. Customers are told at once that the
        assistant cannot answer, and what they write goes to Waiting. The model is tried again by itself.`,
    where: { webhook: 'the webhook', line_group: 'the LINE group', line_users: 'LINE' },
    and: ' and ',
    untold: (where, since, why, others) =>
      html`<b>Staff could not be told by ${where}</b> since
        ${since}${why && html` (${why})`}${
          others === undefined ? '. Messages handed over since stay unread.' : `; staff are still told by ${others}.`
        }`,
    broken: (file, since, why) =>
      html`<b><code>${file}</code> cannot be used</b> since ${since}: ${why} The last good one goes on.`,
    toldNowhere: 'Staff are told of hand-offs nowhere but here.',
    howTold: 'How staff are told',
  },
  ja: {
    paused: (by, since) =>
      html`<b>アシスタントは全員に対して一時停止中です</b
        >（${by}、${since}から）。お客様のメッセージは「対応待ち」に入ります。`,
    resume: '再開する',
    spent: (setting, since, until) =>
      html`<b>モデルの1日の利用上限に達しました</b
        >（${setting}、${since}から）。${until}ごろまでアシスタントは回答しません。お客様のメッセージは「対応待ち」に入ります。`,
    spendMore: html`すぐに再開するには、${env} の値を上げて、kidokuを再起動してください。`,
    unjudged: (since, why) =>
      html`<b>モデルが応答していません</b
        >（${since}から${why && html`、${why}`}）。お客様には回答できないことをすぐにお伝えし、メッセージは「対応待ち」に入ります。モデルには自動で再試行しています。`,
    where: { webhook: 'Webhook', line_group: 'LINEグループ', line_users: 'LINE' },
    and: '、',
    untold: (where, since, why, others) =>
      html`<b>${where}でスタッフに通知できていません</b>（${since}から${why && html`、${why}`}）。${
          others === undefined
            ? '以降に引き継がれたメッセージは未読のままです。'
            : `${others}では引き続きスタッフに通知しています。`
        }`,
    broken: (file, since, why) =>
      html`<b><code>${file}</code> を使えません</b>（${since}から）：${why} 最後に正しかった内容を使い続けています。`,
    toldNowhere: '引き継ぎは、この画面以外ではスタッフに通知されません。',
    howTold: 'スタッフへの通知',
  },
  'zh-TW': {
    paused: (by, since) => html`<b>助理已對所有人暫停</b>（${by}，自 ${since} 起）。顧客的訊息會進入「待處理」。`,
    resume: '恢復',
    spent: (setting, since, until) =>
      html`<b>模型今天的用量已達上限</b>（${setting}，自 ${since} 起）。約 ${until}
        之前助理不會回覆，顧客的訊息會進入「待處理」。`,
    spendMore: html`若要立即恢復，請在 ${env} 調高上限，再重新啟動 kidoku。`,
    unjudged: (since, why) =>
      html`<b>模型沒有回應</b>（自 ${since}
        起${why && html`，${why}`}）。顧客會立即得知助理目前無法回覆，訊息會進入「待處理」。系統會自動再試。`,
    where: { webhook: 'Webhook', line_group: 'LINE 群組', line_users: 'LINE' },
    and: '、',
    untold: (where, since, why, others) =>
      html`<b>無法透過 ${where} 通知同仁</b>（自 ${since}
        起${why && html`，${why}`}）。${
          others === undefined ? '此後轉交的訊息會維持未讀。' : `同仁仍可透過 ${others} 收到通知。`
        }`,
    broken: (file, since, why) =>
      html`<b>無法使用 <code>${file}</code></b
        >（自 ${since} 起）：${why} 目前沿用上一份正確的內容。`,
    toldNowhere: '有對話轉交時，除了這個畫面，不會在其他地方通知同仁。',
    howTold: '通知同仁的方式',
  },
  th: {
    paused: (by, since) => html`<b>ผู้ช่วยหยุดชั่วคราวสำหรับทุกคน</b> โดย ${by} ตั้งแต่ ${since} ข้อความของลูกค้าจะไปอยู่ที่ “รอรับเรื่อง”`,
    resume: 'ให้ทำงานต่อ',
    spent: (setting, since, until) =>
      html`<b>การใช้โมเดลถึงขีดจำกัดต่อวันแล้ว</b> (${setting}) ตั้งแต่ ${since} ผู้ช่วยจะไม่ตอบจนถึงประมาณ ${until}
        ข้อความของลูกค้าจะไปอยู่ที่ “รอรับเรื่อง”`,
    spendMore: html`หากต้องการให้ตอบต่อทันที ให้เพิ่มค่านี้ใน ${env} แล้วเริ่ม kidoku ใหม่`,
    unjudged: (since, why) =>
      html`<b>โมเดลไม่ตอบ</b> ตั้งแต่ ${since}${why && html` (${why})`} ลูกค้าจะได้รับแจ้งทันทีว่าผู้ช่วยตอบไม่ได้
        และข้อความของลูกค้าจะไปอยู่ที่ “รอรับเรื่อง” ระบบจะลองใช้โมเดลใหม่เอง`,
    where: { webhook: 'Webhook', line_group: 'กลุ่ม LINE', line_users: 'LINE' },
    and: ' และ ',
    untold: (where, since, why, others) =>
      html`<b>แจ้งเจ้าหน้าที่ผ่าน ${where} ไม่ได้</b> ตั้งแต่ ${since}${why && html` (${why})`}
        ${others === undefined ? 'ข้อความที่ส่งต่อหลังจากนั้นจะยังไม่ขึ้นว่าอ่านแล้ว' : `แต่เจ้าหน้าที่ยังได้รับแจ้งทาง ${others}`}`,
    broken: (file, since, why) =>
      html`<b>ใช้ <code>${file}</code> ไม่ได้</b> ตั้งแต่ ${since}: ${why} ระบบใช้ฉบับล่าสุดที่ถูกต้องต่อไป`,
    toldNowhere: 'เมื่อมีการส่งต่อ เจ้าหน้าที่จะเห็นได้จากหน้านี้เท่านั้น',
    howTold: 'การแจ้งเจ้าหน้าที่',
  },
}
