/** The words of looked-up.ts, in each language that staff read. */
import type { Proof } from '../look-ups/declared.ts'
import type { Failure } from '../look-ups/failure.ts'
import type { Came, MissingProof } from '../look-ups/looked-up.ts'
import type { LookUpLine } from './looked-up.ts'
import type { StaffLanguage } from './words.ts'

type LineWords = Omit<LookUpLine, 'things'> & { things: readonly string[] }

export interface LookedUpWords {
  /** @param asked its arguments in words; may be empty */
  lookedUp: (name: string, asked: string) => string
  /** The same, when the system was not asked. */
  wanted: (name: string, asked: string) => string
  /** The model made its name up. */
  wantedUnknown: string
  notAsked: string
  found: (count: number) => string
  came: Record<Exclude<Came, 'found' | 'failed'>, string>
  /** In place of `came`, where it is known what is missing. */
  unproven: Record<Proof['by'], Record<MissingProof, string>>
  failed: Record<Failure, string>
  seconds: (seconds: string) => string
  toRecord: (name: string) => string
  wouldRecord: (name: string) => string
  /** Between two values. */
  comma: string
  /** @param line its things are in words */
  sentence: (line: LineWords) => string
}

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`)
const inWideBrackets = (text = ''): string => (text === '' ? '' : `（${text}）`)

/** Chinese and Japanese: what came ends its sentence, and what was found is the next. */
const wide =
  (things: (all: readonly string[]) => string) =>
  ({ what, came, took, things: all }: LineWords): string => {
    if (came === '') return all.length === 0 ? `${what}。` : `${what}：${things(all)}。`
    return `${what}：${came}${inWideBrackets(took)}。${all.length === 0 ? '' : `${things(all)}。`}`
  }

export const lookedUpWords: Record<StaffLanguage, LookedUpWords> = {
  en: {
    lookedUp: (name, asked) => `Looked up ${name}${inBrackets(asked)}`,
    wanted: (name, asked) => `Wanted to look up ${name}${inBrackets(asked)}`,
    wantedUnknown: 'Wanted to look up something that is not declared',
    notAsked: 'not asked',
    found: (count) => `found ${count}`,
    came: {
      not_found: 'nothing found',
      unproven: 'not shown, since nobody has proven whose it is',
      no_tries_left: 'not asked, too many numbers were given as proof today',
      refused: 'not asked, what the assistant gave could not be used',
    },
    unproven: {
      last_digits: {
        not_given: 'not shown: the customer has not written the last digits yet',
        not_right: 'not shown: the digits they wrote are not those on file',
        not_on_file: 'not shown: no usable telephone number is on file (look at the sheet)',
      },
      account_link: {
        not_given: 'not shown: the customer has not linked their account yet',
        not_right: 'not shown: the account they linked is not the one on file',
        not_on_file: 'not shown: no account is on file (look at the sheet)',
      },
    },
    failed: {
      down: 'the system could not be reached',
      slow: 'the system did not answer in time',
      broken: 'the system’s answer could not be used',
      refused: 'the system refused',
      too_large: 'the system’s answer was too large',
    },
    seconds: (seconds) => `${seconds} s`,
    toRecord: (name) => `To be recorded in ${name}`,
    wouldRecord: (name) => `Would have been recorded in ${name}`,
    comma: ', ',
    sentence: ({ what, came, took, things }) => {
      const time = took && (things.length > 0 ? ` in ${took}` : `, ${took}`)
      return [what, `${came}${time ?? ''}`, things.join('; ')].filter((part) => part !== '').join(': ') + '.'
    },
  },
  ja: {
    lookedUp: (name, asked) => `「${name}」を照会${inWideBrackets(asked)}`,
    wanted: (name, asked) => `「${name}」の照会${inWideBrackets(asked)}`,
    wantedUnknown: '設定されていない照会',
    notAsked: '照会していません',
    found: (count) => `${count}件見つかりました`,
    came: {
      not_found: '見つかりませんでした',
      unproven: 'どなたのものか確認できていないため、表示していません',
      no_tries_left: '確認用の番号が今日は何度も違ったため、照会していません',
      refused: 'アシスタントの指定した内容が使えないため、照会していません',
    },
    unproven: {
      last_digits: {
        not_given: 'お客様がまだ下の桁の番号を書いていないため、表示していません',
        not_right: 'お客様の書いた番号が登録の番号と合わないため、表示していません',
        not_on_file: '使える電話番号が登録されていないため、表示していません（元の表を確認してください）',
      },
      account_link: {
        not_given: 'お客様がまだアカウントを連携していないため、表示していません',
        not_right: 'お客様の連携したアカウントが登録のものと合わないため、表示していません',
        not_on_file: 'アカウントが登録されていないため、表示していません（元の表を確認してください）',
      },
    },
    failed: {
      down: 'システムにつながりませんでした',
      slow: 'システムから時間内に応答がありませんでした',
      broken: 'システムの応答を読み取れませんでした',
      refused: 'システムに拒否されました',
      too_large: 'システムの応答が大きすぎました',
    },
    seconds: (seconds) => `${seconds}秒`,
    toRecord: (name) => `「${name}」に登録する内容`,
    wouldRecord: (name) => `「${name}」に登録するはずだった内容`,
    comma: '、',
    sentence: wide((all) => all.join('／')),
  },
  'zh-TW': {
    lookedUp: (name, asked) => `查詢「${name}」${inWideBrackets(asked)}`,
    wanted: (name, asked) => `想查詢「${name}」${inWideBrackets(asked)}`,
    wantedUnknown: '想查詢沒有設定的項目',
    notAsked: '未查詢',
    found: (count) => `找到 ${count} 筆`,
    came: {
      not_found: '查無資料',
      unproven: '尚未確認是誰的資料，因此不顯示',
      no_tries_left: '今天用來確認身分的號碼已試太多次，未查詢',
      refused: '助理給的條件無法使用，未查詢',
    },
    unproven: {
      last_digits: {
        not_given: '顧客還沒寫出末幾碼，因此不顯示',
        not_right: '顧客寫的號碼與登記的不符，因此不顯示',
        not_on_file: '登記的電話號碼無法使用，因此不顯示（請查看表格）',
      },
      account_link: {
        not_given: '顧客還沒連結帳號，因此不顯示',
        not_right: '顧客連結的帳號與登記的不符，因此不顯示',
        not_on_file: '沒有登記帳號，因此不顯示（請查看表格）',
      },
    },
    failed: {
      down: '無法連上系統',
      slow: '系統沒有及時回應',
      broken: '無法讀取系統的回應',
      refused: '系統拒絕了查詢',
      too_large: '系統的回應太大',
    },
    seconds: (seconds) => `${seconds} 秒`,
    toRecord: (name) => `將記錄到「${name}」`,
    wouldRecord: (name) => `原本會記錄到「${name}」`,
    comma: '、',
    sentence: wide((all) => all.join('；')),
  },
  th: {
    lookedUp: (name, asked) => `ค้น “${name}”${inBrackets(asked)}`,
    wanted: (name, asked) => `ต้องการค้น “${name}”${inBrackets(asked)}`,
    wantedUnknown: 'ต้องการค้นสิ่งที่ไม่ได้ตั้งค่าไว้',
    notAsked: 'ไม่ได้ค้น',
    found: (count) => `พบ ${count} รายการ`,
    came: {
      not_found: 'ไม่พบข้อมูล',
      unproven: 'ไม่แสดง เพราะยังไม่ได้ยืนยันว่าเป็นข้อมูลของใคร',
      no_tries_left: 'ไม่ได้ค้น เพราะวันนี้ลองเลขยืนยันหลายครั้งเกินไป',
      refused: 'ไม่ได้ค้น เพราะสิ่งที่ผู้ช่วยระบุใช้ไม่ได้',
    },
    unproven: {
      last_digits: {
        not_given: 'ไม่แสดง เพราะลูกค้ายังไม่ได้เขียนเลขท้าย',
        not_right: 'ไม่แสดง เพราะเลขที่ลูกค้าเขียนไม่ตรงกับที่บันทึกไว้',
        not_on_file: 'ไม่แสดง เพราะไม่มีเบอร์โทรที่ใช้ได้บันทึกไว้ (โปรดดูในตาราง)',
      },
      account_link: {
        not_given: 'ไม่แสดง เพราะลูกค้ายังไม่ได้เชื่อมบัญชี',
        not_right: 'ไม่แสดง เพราะบัญชีที่ลูกค้าเชื่อมไม่ตรงกับที่บันทึกไว้',
        not_on_file: 'ไม่แสดง เพราะไม่มีบัญชีบันทึกไว้ (โปรดดูในตาราง)',
      },
    },
    failed: {
      down: 'ติดต่อระบบไม่ได้',
      slow: 'ระบบไม่ตอบภายในเวลา',
      broken: 'อ่านคำตอบของระบบไม่ได้',
      refused: 'ระบบปฏิเสธ',
      too_large: 'คำตอบของระบบใหญ่เกินไป',
    },
    seconds: (seconds) => `${seconds} วินาที`,
    toRecord: (name) => `จะบันทึกใน “${name}”`,
    wouldRecord: (name) => `คงจะบันทึกใน “${name}”`,
    comma: ', ',
    sentence: ({ what, came, took, things }) =>
      [what, `${came}${took === undefined ? '' : ` (${took})`}`, things.join('; ')]
        .filter((part) => part !== '')
        .join(': '),
  },
}
