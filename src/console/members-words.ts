/** What the page about members says. */
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

export interface MembersWords {
  title: string
  noAccounts: string
  open: string
  roles: { owner: string; staff: string }
  lastSignIn: string
  never: string
  sessions: (count: number) => string
  thisOne: string
  since: (time: Html) => Html
  end: string
  /** For a screen reader: which one the button ends. */
  endOf: (name: string, browser: string) => string
  ended: (name: string) => string
  alreadyOver: string
  otherBrowser: string
  /** How accounts are made: each command stands below its sentence. */
  how: { title: string; text: string; add: string; addOwner: string; password: string; remove: string }
}

export const membersWords: Record<ConsoleLanguage, MembersWords> = {
  en: {
    title: 'Members',
    noAccounts: 'There are no accounts yet: whoever has CONSOLE_PASSWORD signs in as the owner.',
    open: 'There are no accounts yet: whoever uses this computer is the owner here.',
    roles: { owner: 'owner', staff: 'staff' },
    lastSignIn: 'Last sign-in',
    never: 'never',
    sessions: (count) =>
      count === 0 ? 'Not signed in' : `Signed in on ${count} ${count === 1 ? 'device' : 'devices'}`,
    thisOne: 'this one',
    since: (time) => html`since ${time}`,
    end: 'Sign out',
    endOf: (name, browser) => `Sign out ${name}, ${browser}`,
    ended: (name) => `${name} is signed out there.`,
    alreadyOver: 'That was over already.',
    otherBrowser: 'Another browser',
    how: {
      title: 'Add and remove members',
      text: 'In a terminal on the computer that kidoku runs on, in its folder. It asks for the password, and holds at once.',
      add: 'Somebody who answers customers',
      addOwner: 'Another owner',
      password: 'A new password, which ends all sessions',
      remove: 'Remove',
    },
  },
  ja: {
    title: 'メンバー',
    noAccounts: 'アカウントはまだありません。CONSOLE_PASSWORD でサインインした人がオーナーになります。',
    open: 'アカウントはまだありません。このパソコンを使う人がオーナーとして扱われます。',
    roles: { owner: 'オーナー', staff: 'スタッフ' },
    lastSignIn: '前回のサインイン',
    never: 'まだありません',
    sessions: (count) => (count === 0 ? 'サインインしていません' : `${count}台の端末でサインイン中`),
    thisOne: 'この端末',
    since: (time) => html`${time} から`,
    end: 'サインアウト',
    endOf: (name, browser) => `${name}さんを${browser}からサインアウトさせる`,
    ended: (name) => `${name}さんをその端末からサインアウトさせました。`,
    alreadyOver: 'すでにサインアウトしています。',
    otherBrowser: 'その他のブラウザー',
    how: {
      title: 'メンバーの追加と削除',
      text: 'kidokuが動いているパソコンで、kidokuのフォルダーを開いたターミナルから実行してください。パスワードは実行時に聞かれます。変更はすぐに反映されます。',
      add: 'お客様に対応するスタッフ',
      addOwner: 'オーナーをもう一人',
      password: 'パスワードの変更（すべての端末からサインアウトします）',
      remove: '削除',
    },
  },
  'zh-TW': {
    title: '成員',
    noAccounts: '目前還沒有帳號：以 CONSOLE_PASSWORD 登入的人就是負責人。',
    open: '目前還沒有帳號：使用這台電腦的人就是負責人。',
    roles: { owner: '負責人', staff: '同仁' },
    lastSignIn: '上次登入',
    never: '尚未登入過',
    sessions: (count) => (count === 0 ? '目前未登入' : `目前在 ${count} 台裝置上登入`),
    thisOne: '這台裝置',
    since: (time) => html`登入於 ${time}`,
    end: '登出',
    endOf: (name, browser) => `將 ${name} 從 ${browser} 登出`,
    ended: (name) => `已將 ${name} 從該裝置登出。`,
    alreadyOver: '該裝置已經登出了。',
    otherBrowser: '其他瀏覽器',
    how: {
      title: '新增與移除成員',
      text: '請在執行 kidoku 的電腦上開啟終端機，於 kidoku 的資料夾中執行。系統會詢問密碼，變更立即生效。',
      add: '負責回覆顧客的同仁',
      addOwner: '另一位負責人',
      password: '更換密碼（會從所有裝置登出）',
      remove: '移除',
    },
  },
  th: {
    title: 'สมาชิก',
    noAccounts: 'ยังไม่มีบัญชี ผู้ที่เข้าสู่ระบบด้วย CONSOLE_PASSWORD จะถือเป็นเจ้าของ',
    open: 'ยังไม่มีบัญชี ผู้ที่ใช้เครื่องนี้จะถือเป็นเจ้าของ',
    roles: { owner: 'เจ้าของ', staff: 'เจ้าหน้าที่' },
    lastSignIn: 'เข้าสู่ระบบล่าสุด',
    never: 'ยังไม่เคย',
    sessions: (count) => (count === 0 ? 'ไม่ได้เข้าสู่ระบบอยู่' : `เข้าสู่ระบบอยู่ ${count} อุปกรณ์`),
    thisOne: 'อุปกรณ์นี้',
    since: (time) => html`ตั้งแต่ ${time}`,
    end: 'ให้ออกจากระบบ',
    endOf: (name, browser) => `ให้ ${name} ออกจากระบบใน ${browser}`,
    ended: (name) => `ให้ ${name} ออกจากระบบในอุปกรณ์นั้นแล้ว`,
    alreadyOver: 'อุปกรณ์นั้นออกจากระบบไปแล้ว',
    otherBrowser: 'เบราว์เซอร์อื่น',
    how: {
      title: 'เพิ่มและลบสมาชิก',
      text: 'เปิดเทอร์มินัลบนเครื่องที่รัน kidoku ในโฟลเดอร์ของ kidoku แล้วใช้คำสั่งด้านล่าง ระบบจะถามรหัสผ่าน และมีผลทันที',
      add: 'เจ้าหน้าที่ที่ตอบลูกค้า',
      addOwner: 'เจ้าของอีกคน',
      password: 'เปลี่ยนรหัสผ่าน (จะออกจากระบบทุกอุปกรณ์)',
      remove: 'ลบ',
    },
  },
}
