/** What the door says to those who sign in. */
import type { ConsoleLanguage } from './language.ts'

export interface SignInWords {
  title: string
  heading: string
  /** While there are no accounts. */
  withPassword: string
  /** Where a name and a password come from. */
  withName: string
  name: string
  password: string
  signIn: string
  wrongPassword: string
  wrongName: string
  /** @param seconds until it is worth trying again */
  tooMany: (seconds: number) => string
  signedOut: string
  passingOn: { heading: string; link: string }
}

const minutes = (seconds: number): number => Math.ceil(seconds / 60)

export const signInWords: Record<ConsoleLanguage, SignInWords> = {
  en: {
    title: 'Sign in',
    heading: 'Who waits, and why',
    withPassword: 'Sign in with the password that is set as CONSOLE_PASSWORD.',
    withName: 'Sign in with your own name and password. The shop’s owner makes them for you.',
    name: 'Name',
    password: 'Password',
    signIn: 'Sign in',
    wrongPassword: 'That is not the password.',
    wrongName: 'That name and that password do not belong together.',
    tooMany: (seconds) => `Too many wrong tries. ${waitInEnglish(seconds)}, then try again.`,
    signedOut: 'You are signed out.',
    passingOn: { heading: 'Opening the console', link: 'Go on' },
  },
  ja: {
    title: 'サインイン',
    heading: 'お待ちのお客様と、その理由',
    withPassword: 'CONSOLE_PASSWORD に設定したパスワードでサインインしてください。',
    withName: 'ご自分の名前とパスワードでサインインしてください。発行はお店のオーナーが行います。',
    name: '名前',
    password: 'パスワード',
    signIn: 'サインイン',
    wrongPassword: 'パスワードが違います。',
    wrongName: '名前またはパスワードが違います。',
    tooMany: (seconds) =>
      `入力の誤りが続いたため、受け付けを止めています。${seconds < 60 ? `${seconds}秒` : `${minutes(seconds)}分`}ほど待ってから、もう一度お試しください。`,
    signedOut: 'サインアウトしました。',
    passingOn: { heading: 'コンソールを開いています', link: '進む' },
  },
  'zh-TW': {
    title: '登入',
    heading: '誰在等候，為什麼',
    withPassword: '請用 CONSOLE_PASSWORD 設定的密碼登入。',
    withName: '請用您自己的名稱和密碼登入。帳號由店家負責人建立。',
    name: '名稱',
    password: '密碼',
    signIn: '登入',
    wrongPassword: '密碼不正確。',
    wrongName: '名稱或密碼不正確。',
    tooMany: (seconds) =>
      `輸入錯誤次數過多。請等約 ${seconds < 60 ? `${seconds} 秒` : `${minutes(seconds)} 分鐘`}後再試一次。`,
    signedOut: '您已登出。',
    passingOn: { heading: '正在開啟主控台', link: '繼續' },
  },
  th: {
    title: 'เข้าสู่ระบบ',
    heading: 'ใครรออยู่ และเพราะอะไร',
    withPassword: 'เข้าสู่ระบบด้วยรหัสผ่านที่ตั้งไว้ใน CONSOLE_PASSWORD',
    withName: 'เข้าสู่ระบบด้วยชื่อและรหัสผ่านของคุณเอง เจ้าของร้านเป็นผู้สร้างให้',
    name: 'ชื่อ',
    password: 'รหัสผ่าน',
    signIn: 'เข้าสู่ระบบ',
    wrongPassword: 'รหัสผ่านไม่ถูกต้อง',
    wrongName: 'ชื่อหรือรหัสผ่านไม่ถูกต้อง',
    tooMany: (seconds) =>
      `ใส่ผิดหลายครั้งเกินไป โปรดรอประมาณ ${seconds < 60 ? `${seconds} วินาที` : `${minutes(seconds)} นาที`} แล้วลองใหม่อีกครั้ง`,
    signedOut: 'ออกจากระบบแล้ว',
    passingOn: { heading: 'กำลังเปิดคอนโซล', link: 'ไปต่อ' },
  },
}

function waitInEnglish(seconds: number): string {
  if (seconds <= 10) return 'Wait a moment'
  return seconds <= 60 ? 'Wait a minute' : `Wait ${minutes(seconds)} minutes`
}
