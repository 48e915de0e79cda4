/** What the page says that asks once more before everything is erased. */
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

type Who = 'customer' | 'group'

export interface ForgetWords {
  /** The link that leads here. */
  link: Record<Who, string>
  title: (name: string) => string
  heading: (name: Html) => Html
  forGood: Html
  erased: (who: Who) => [string, string, string]
  ledger: string
  notErased: (who: Who) => Html
  /** @param command what erases more, as it is typed */
  more: (who: Who, command: Html) => Html
  button: string
  keep: string
}

const folders = html`(<code>set-aside.jsonl</code> and <code>corrupt/</code> in DATA_DIR)`

export const forgetWords: Record<ConsoleLanguage, ForgetWords> = {
  en: {
    link: { customer: 'Forget this customer…', group: 'Forget this group…' },
    title: (name) => `Forget ${name}?`,
    heading: (name) => html`Forget ${name}?`,
    forGood: html`This cannot be undone. <b>Erased here:</b>`,
    erased: (who) => [
      'all words of both sides, and the summaries and reasons made of them,',
      'pictures, recordings and files that are kept,',
      `answers that wait, and the place under Waiting or With staff: the assistant has the ${who} again.`,
    ],
    ledger: 'The ledger keeps only that it was erased, when, and by whom.',
    notErased: (who) =>
      html`<b>Not erased:</b> the chat in LINE itself, on the
        ${who === 'group' ? 'members’ phones' : 'customer’s phone'} and in LINE’s own chat for staff; notifications that
        staff have already been sent; backups of your own; events that kidoku could not read ${folders}; that there was
        this chat${who === 'group' ? '' : ', and what they wrote in groups'}.`,
    more: (_, command) =>
      html`${command}, in a terminal on the computer that kidoku runs on, erases all that is kept here of them, and
      proves it; docs/privacy.md tells what stays elsewhere.`,
    button: 'Erase what was said',
    keep: 'Keep it',
  },
  ja: {
    link: { customer: 'このお客様のデータを消去…', group: 'このグループのデータを消去…' },
    title: (name) => `「${name}」のデータを消去しますか？`,
    heading: (name) => html`「${name}」のデータを消去しますか？`,
    forGood: html`元に戻すことはできません。<b>ここから消去されるもの：</b>`,
    erased: (who) => [
      '双方の発言と、そこから作られた要約と理由',
      '保存されている画像・録音・ファイル',
      `待機中の回答と、「対応待ち」「スタッフ対応中」の登録（${who === 'group' ? 'グループ' : 'お客様'}はアシスタントの担当に戻ります）`,
    ],
    ledger: '記録には、いつ誰が消去したかだけが残ります。',
    notErased: (who) =>
      html`<b>消去されないもの：</b
        >LINE上のトーク（${who === 'group' ? 'メンバー' : 'お客様'}の端末とスタッフ用のLINEチャット）、すでにスタッフに送られた通知、ご自身のバックアップ、kidokuが読み取れなかったイベント（DATA_DIR
        の <code>set-aside.jsonl</code> と
        <code>corrupt/</code>）、このトークがあったこと${who === 'group' ? '' : '、お客様がグループで書いた内容'}。`,
    more: (who, command) =>
      html`kidokuを動かしているコンピューターのターミナルで ${command}
      を実行すると、ここに保存されている${who === 'group' ? 'このグループ' : 'このお客様'}のデータをすべて消去し、残っていないことを確かめます。ほかの場所に残るものはdocs/privacy.mdにあります。`,
    button: '会話の内容を消去する',
    keep: '消去しない',
  },
  'zh-TW': {
    link: { customer: '清除這位顧客的資料…', group: '清除這個群組的資料…' },
    title: (name) => `要清除 ${name} 的資料嗎？`,
    heading: (name) => html`要清除 ${name} 的資料嗎？`,
    forGood: html`清除後無法復原。<b>這裡會清除：</b>`,
    erased: (who) => [
      '雙方說過的話，以及由此產生的摘要與原因',
      '保存的圖片、錄音與檔案',
      `等待送出的回覆，以及在「待處理」或「專人處理中」的項目：${who === 'group' ? '群組' : '顧客'}會回到助理`,
    ],
    ledger: '紀錄只保留清除的時間與執行者。',
    notErased: (who) =>
      html`<b>不會清除：</b>LINE 本身的聊天（${who === 'group' ? '成員' : '顧客'}的手機與同仁使用的 LINE
        聊天）、已傳給同仁的通知、您自己的備份、kidoku 無法讀取的事件（DATA_DIR 中的 <code>set-aside.jsonl</code> 與
        <code>corrupt/</code>），以及曾有這段聊天的紀錄${who === 'group' ? '' : '與顧客在群組中寫過的內容'}。`,
    more: (who, command) =>
      html`在執行 kidoku 的電腦終端機使用
      ${command}，會清除這裡保存的${who === 'group' ? '這個群組' : '這位顧客'}的所有資料，並確認沒有殘留；其他地方留下的內容請見
      docs/privacy.md。`,
    button: '清除對話內容',
    keep: '保留',
  },
  th: {
    link: { customer: 'ลบข้อมูลของลูกค้ารายนี้…', group: 'ลบข้อมูลของกลุ่มนี้…' },
    title: (name) => `ลบข้อมูลของ ${name} หรือไม่`,
    heading: (name) => html`ลบข้อมูลของ ${name} หรือไม่`,
    forGood: html`ลบแล้วกู้คืนไม่ได้ <b>สิ่งที่จะลบจากที่นี่:</b>`,
    erased: (who) => [
      'ข้อความของทั้งสองฝ่าย รวมถึงสรุปและเหตุผลที่สร้างจากข้อความนั้น',
      'รูปภาพ เสียง และไฟล์ที่เก็บไว้',
      `คำตอบที่รอส่ง และรายการใน “รอรับเรื่อง” หรือ “เจ้าหน้าที่ดูแลอยู่” โดย${who === 'group' ? 'กลุ่ม' : 'ลูกค้า'}จะกลับไปอยู่กับผู้ช่วย`,
    ],
    ledger: 'บันทึกจะเก็บไว้เพียงว่าลบเมื่อใดและใครเป็นผู้ลบ',
    notErased: (who) =>
      html`<b>สิ่งที่ไม่ถูกลบ:</b> แชทใน LINE ทั้งในโทรศัพท์ของ${who === 'group' ? 'สมาชิก' : 'ลูกค้า'}และในแชทของ LINE สำหรับเจ้าหน้าที่
        การแจ้งเตือนที่ส่งให้เจ้าหน้าที่ไปแล้ว ข้อมูลสำรองของคุณเอง และเหตุการณ์ที่ kidoku อ่านไม่ได้ (<code>set-aside.jsonl</code> และ
        <code>corrupt/</code> ใน DATA_DIR) ร่องรอยว่าเคยมีแชทนี้${who === 'group' ? '' : ' และข้อความที่ลูกค้าเขียนในกลุ่ม'}`,
    more: (who, command) =>
      html`คำสั่ง ${command} ในเทอร์มินัลของคอมพิวเตอร์ที่ kidoku ทำงานอยู่
      จะลบข้อมูลทั้งหมดของ${who === 'group' ? 'กลุ่มนี้' : 'ลูกค้ารายนี้'}ที่เก็บไว้ที่นี่ และตรวจว่าไม่เหลือ ส่วนที่เหลืออยู่ที่อื่นดูได้ใน
      docs/privacy.md`,
    button: 'ลบสิ่งที่คุยกัน',
    keep: 'เก็บไว้',
  },
}
