/** What owners read of how staff are told, and of what telling in LINE costs. Numbers come as they are written there. */
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

export interface TellingWords {
  title: string
  intro: string
  where: { webhook: string; line_group: string; line_users: string }
  works(at: Html): Html
  /** @param others the ways by which staff are still told */
  fails(since: Html, why: Html | undefined, others: string | undefined): Html
  untried: string
  webhookOff: Html
  nowhere: string
  line: {
    title: string
    off: string
    on(by: Html, at: Html): Html
    /** No group and no users are set. */
    notSet: Html
    group(members: number): string
    users(people: number): string
    both(messages: number): string
    month(handoffs: number, messages: string): string
    quota(limit: string, used: string): string
    unlimited: string
    tooMuch: string
    unknown: string
    reminders: string
    switchOn: string
    switchOff: string
    switchedOn: string
    switchedOff: string
  }
}

const webhook = html`<code>NOTIFY_WEBHOOK_URL</code>`
const group = html`<code>STAFF_GROUP</code>`
const users = html`<code>STAFF_USERS</code>`

/** In English one thing is another word than several. */
const some = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`

export const tellingWords: Record<ConsoleLanguage, TellingWords> = {
  en: {
    title: 'How staff are told',
    intro:
      'When a conversation is handed over, it stands under Waiting. Staff who do not look here are told where they are:',
    where: { webhook: 'Webhook', line_group: 'LINE group', line_users: 'LINE, each by themselves' },
    works: (at) => html`Works: last told ${at}.`,
    fails: (since, why, others) =>
      html`Fails since
      ${since}${why && html` (${why})`}${
        others === undefined
          ? '. Messages handed over since stay unread, and telling is tried again.'
          : `; staff are still told by ${others}.`
      }`,
    untried: 'On. Nothing had to be told since the start.',
    webhookOff: html`Off. To be told in Slack, Discord or your own service, set ${webhook} and start kidoku again.`,
    nowhere: 'Staff are told nowhere: whoever is to answer has to look here.',
    line: {
      title: 'Tell staff in LINE',
      off: 'Off.',
      on: (by, at) => html`On, switched on by ${by}, ${at}.`,
      notSet: html`To tell staff in LINE, set ${group} (a group that the account is a member of) or ${users}, and start
      kidoku again. What it costs is then shown here before it is switched on.`,
      group: (members) =>
        `The group has ${some(members, 'member', 'members')}: each card counts ${some(members, 'message', 'messages')}.`,
      users: (people) =>
        `${some(people, 'person is', 'people are')} told by themselves: each card counts ${some(people, 'message', 'messages')}.`,
      both: (messages) => `Together each card counts ${some(messages, 'message', 'messages')}.`,
      month: (handoffs, messages) =>
        `In the last 30 days there ${handoffs === 1 ? 'was' : 'were'} ${some(handoffs, 'hand-off', 'hand-offs')}: about ${messages} messages.`,
      quota: (limit, used) => `Of this month’s quota of ${limit}, ${used} are used.`,
      unlimited: 'This account’s plan has no monthly limit; LINE charges by what is sent.',
      tooMuch: 'That is more than is left of this month’s quota.',
      unknown: 'LINE did not tell the price just now. Look again in a moment.',
      reminders: 'Reminders of those who still wait count like a card.',
      switchOn: 'Tell staff in LINE',
      switchOff: 'Stop telling in LINE',
      switchedOn: 'From now on staff are told in LINE.',
      switchedOff: 'Staff are not told in LINE any more.',
    },
  },
  ja: {
    title: 'スタッフへの通知',
    intro: '引き継がれた会話は「対応待ち」に入ります。この画面を見ていないスタッフには、次の方法で知らせます。',
    where: { webhook: 'Webhook', line_group: 'LINEグループ', line_users: 'LINE（個別）' },
    works: (at) => html`正常です。最後の通知：${at}`,
    fails: (since, why, others) =>
      html`${since}から失敗しています${why && html`（${why}）`}。${
        others === undefined
          ? '以降に引き継がれたメッセージは未読のまま、通知を再試行します。'
          : `${others}では引き続きスタッフに通知しています。`
      }`,
    untried: 'オンです。起動してから通知することはまだありません。',
    webhookOff: html`オフです。Slack、Discord、または自社のサービスで受け取るには、${webhook}
    を設定してkidokuを再起動してください。`,
    nowhere: 'スタッフへの通知はありません。対応する方はこの画面をご覧ください。',
    line: {
      title: 'LINEでスタッフに知らせる',
      off: 'オフです。',
      on: (by, at) => html`オンです（${by}さんが${at}に設定）。`,
      notSet: html`LINEで知らせるには、${group}（アカウントが参加しているグループ）または ${users}
      を設定し、kidokuを再起動してください。オンにする前に、ここに費用が表示されます。`,
      group: (members) =>
        `グループのメンバーは${members.toLocaleString('ja')}名です。通知1件で${members.toLocaleString('ja')}通と数えられます。`,
      users: (people) =>
        `個別に${people.toLocaleString('ja')}名に知らせます。通知1件で${people.toLocaleString('ja')}通と数えられます。`,
      both: (messages) => `合わせて通知1件で${messages.toLocaleString('ja')}通です。`,
      month: (handoffs, messages) =>
        `過去30日間の引き継ぎは${handoffs.toLocaleString('ja')}件でした。約${messages}通になります。`,
      quota: (limit, used) => `今月の上限${limit}通のうち、${used}通を使用済みです。`,
      unlimited: 'このプランに月間の上限はありません。送信数に応じてLINEから課金されます。',
      tooMuch: '今月の残りの通数を超えます。',
      unknown: '現在、LINEから費用を取得できません。少し待ってからもう一度ご覧ください。',
      reminders: 'まだ待っているお客様についての再通知も、同じように数えられます。',
      switchOn: 'LINEで知らせる',
      switchOff: 'LINEでの通知をやめる',
      switchedOn: '今後、LINEでスタッフに知らせます。',
      switchedOff: 'LINEでの通知をやめました。',
    },
  },
  'zh-TW': {
    title: '通知同仁的方式',
    intro: '轉交的對話會列在「待處理」。沒有看著主控台的同仁，會以下列方式收到通知：',
    where: { webhook: 'Webhook', line_group: 'LINE 群組', line_users: 'LINE（個別）' },
    works: (at) => html`正常，上次通知：${at}。`,
    fails: (since, why, others) =>
      html`自 ${since}
      起失敗${why && html`（${why}）`}。${
        others === undefined ? '此後轉交的訊息會維持未讀，並會再次嘗試通知。' : `同仁仍可透過 ${others} 收到通知。`
      }`,
    untried: '已開啟。啟動後還沒有需要通知的事。',
    webhookOff: html`未開啟。若要在 Slack、Discord 或自己的服務收到通知，請設定 ${webhook} 並重新啟動 kidoku。`,
    nowhere: '不會通知同仁：負責回覆的人必須查看這裡。',
    line: {
      title: '在 LINE 通知同仁',
      off: '未開啟。',
      on: (by, at) => html`已開啟（由 ${by} 於 ${at} 開啟）。`,
      notSet: html`若要在 LINE 通知，請設定 ${group}（帳號所在的群組）或 ${users}，並重新啟動
      kidoku。開啟前，這裡會先顯示費用。`,
      group: (members) =>
        `群組有 ${members.toLocaleString('zh-TW')} 位成員：每張卡片計為 ${members.toLocaleString('zh-TW')} 則訊息。`,
      users: (people) =>
        `個別通知 ${people.toLocaleString('zh-TW')} 人：每張卡片計為 ${people.toLocaleString('zh-TW')} 則訊息。`,
      both: (messages) => `合計每張卡片 ${messages.toLocaleString('zh-TW')} 則訊息。`,
      month: (handoffs, messages) => `過去 30 天有 ${handoffs.toLocaleString('zh-TW')} 次轉交：約 ${messages} 則訊息。`,
      quota: (limit, used) => `本月額度 ${limit} 則，已使用 ${used} 則。`,
      unlimited: '此方案沒有每月上限，LINE 依發送量計費。',
      tooMuch: '這超過本月剩餘的額度。',
      unknown: '目前無法從 LINE 取得費用，請稍後再看。',
      reminders: '對仍在等待的顧客再次提醒，也同樣計算。',
      switchOn: '在 LINE 通知同仁',
      switchOff: '停止在 LINE 通知',
      switchedOn: '從現在起會在 LINE 通知同仁。',
      switchedOff: '已停止在 LINE 通知同仁。',
    },
  },
  th: {
    title: 'การแจ้งเจ้าหน้าที่',
    intro: 'การสนทนาที่ส่งต่อจะอยู่ที่ “รอรับเรื่อง” เจ้าหน้าที่ที่ไม่ได้เปิดหน้านี้จะได้รับแจ้งทาง:',
    where: { webhook: 'Webhook', line_group: 'กลุ่ม LINE', line_users: 'LINE รายบุคคล' },
    works: (at) => html`ใช้งานได้ แจ้งล่าสุด ${at}`,
    fails: (since, why, others) =>
      html`แจ้งไม่ได้ตั้งแต่ ${since}${why && html` (${why})`}
      ${
        others === undefined
          ? 'ข้อความที่ส่งต่อหลังจากนั้นจะยังไม่ขึ้นว่าอ่านแล้ว และระบบจะลองแจ้งใหม่'
          : `แต่เจ้าหน้าที่ยังได้รับแจ้งทาง ${others}`
      }`,
    untried: 'เปิดอยู่ ยังไม่มีเรื่องที่ต้องแจ้งตั้งแต่เริ่มทำงาน',
    webhookOff: html`ปิดอยู่ หากต้องการรับแจ้งใน Slack, Discord หรือบริการของคุณเอง ให้กำหนด ${webhook} แล้วเริ่ม kidoku ใหม่`,
    nowhere: 'ไม่มีการแจ้งเจ้าหน้าที่ ผู้ที่ต้องตอบต้องดูที่หน้านี้',
    line: {
      title: 'แจ้งเจ้าหน้าที่ใน LINE',
      off: 'ปิดอยู่',
      on: (by, at) => html`เปิดอยู่ โดย ${by} เมื่อ ${at}`,
      notSet: html`หากต้องการแจ้งใน LINE ให้กำหนด ${group} (กลุ่มที่บัญชีนี้เป็นสมาชิก) หรือ ${users} แล้วเริ่ม kidoku ใหม่
      ค่าใช้จ่ายจะแสดงที่นี่ก่อนเปิดใช้`,
      group: (members) =>
        `กลุ่มมีสมาชิก ${members.toLocaleString('th')} คน การ์ดแต่ละใบนับเป็น ${members.toLocaleString('th')} ข้อความ`,
      users: (people) =>
        `แจ้งรายบุคคล ${people.toLocaleString('th')} คน การ์ดแต่ละใบนับเป็น ${people.toLocaleString('th')} ข้อความ`,
      both: (messages) => `รวมแล้วการ์ดแต่ละใบนับเป็น ${messages.toLocaleString('th')} ข้อความ`,
      month: (handoffs, messages) =>
        `ใน 30 วันที่ผ่านมามีการส่งต่อ ${handoffs.toLocaleString('th')} ครั้ง คิดเป็นประมาณ ${messages} ข้อความ`,
      quota: (limit, used) => `โควตาเดือนนี้ ${limit} ข้อความ ใช้ไปแล้ว ${used}`,
      unlimited: 'แพ็กเกจนี้ไม่จำกัดจำนวนต่อเดือน LINE คิดค่าบริการตามจำนวนที่ส่ง',
      tooMuch: 'มากกว่าโควตาที่เหลือของเดือนนี้',
      unknown: 'ขณะนี้ LINE ยังไม่แจ้งค่าใช้จ่าย โปรดดูใหม่ในอีกสักครู่',
      reminders: 'การเตือนซ้ำเรื่องลูกค้าที่ยังรออยู่นับเหมือนการ์ดหนึ่งใบ',
      switchOn: 'แจ้งเจ้าหน้าที่ใน LINE',
      switchOff: 'เลิกแจ้งใน LINE',
      switchedOn: 'จากนี้จะแจ้งเจ้าหน้าที่ใน LINE',
      switchedOff: 'เลิกแจ้งเจ้าหน้าที่ใน LINE แล้ว',
    },
  },
}
