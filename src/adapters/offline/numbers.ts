/**
 * Numbers that customers write, and what each is: the one that a look-up asks for, digits of a telephone number, or
 * something else (a price, a day, a link), which is looked up by nobody.
 */
import { givenFrom } from '../../core/look-ups/arguments.ts'
import type { Argument } from '../../core/look-ups/declared.ts'
import { alike } from '../../core/written-alike.ts'

export interface NumbersSaid {
  /** Those that fit, each once, in the order they were written. */
  fitting: string[]
  /** Of those the ones said to be a number of something: “order 1234”, 「1234番」. */
  named: string[]
  /** And those that stand behind the end of a sentence, or on a line, with nothing else: “Where is it? 0142”. */
  apart: string[]
  /** Telephone numbers and their ends, in digits. */
  telephones: string[]
  /** The text without all of these, and without days: what is said beside them. */
  rest: string
}

/** Whether a text as it stands could be the value of an argument. */
export const fits = (argument: Argument, value: string): boolean =>
  givenFrom({ arguments: [argument] }, [{ name: argument.name, value }]).ok

/** Words that say whose number follows: a telephone's, or only its end. How many digits that has is taken out before. */
const telephoneWords = [
  '(?:the )?(?:last|final) (?:four )?(?:digits?|numbers?)|(?:tele)?phone(?: ?(?:number|no\\.?))?|\\btel\\b\\.?|\\bmobile\\b|\\bend(?:s|ing)?\\b(?: (?:in|with)\\b)?',
  '(?:下|末尾の?|最後の)四?(?:桁|けた|ケタ)|電話(?:番号|號碼)?|携帯(?:番号)?|[末後]四?碼|手機(?:號碼)?|末尾',
  '(?:เลข)?(?:สี่)? ?(?:ตัว|หลัก)(?:ท้าย|สุดท้าย)|เลขท้าย(?:เบอร์)?|ลงท้าย(?:ด้วย)?|เบอร์(?:โทรศัพท์|โทร|มือถือ)?|โทรศัพท์|มือถือ',
  '\\bdigit terakhir\\b|\\bnomor (?:hp|telepon|telp)\\b|\\btelepon\\b',
].join('|')
const howMany =
  /(?<=\b(?:last|final) )\d (?=digit|number)|(?<=[下末後]|末尾の|最後の)\d ?(?=[桁碼]|けた|ケタ)|\d ?(?=(?:ตัว|หลัก)(?:ท้าย|สุดท้าย))|\d (?=digit terakhir)/gi
const telephoneNumber = '\\+?\\(?\\d+\\)?(?:[ -]?\\(?\\d+\\)?)*'

/** `my phone ends in 0142`, 電話番号の下4桁は0142. */
const afterWords = new RegExp(`(?:${telephoneWords})[^\\d\\n]{0,24}?(${telephoneNumber})`, 'giu')
/** `0142 is the end of my phone number` */
const beforeWords = new RegExp(`(?<![\\w#-])(\\d{4,16})(?![\\w-])[^\\d\\n]{0,14}(?:${telephoneWords})`, 'giu')
/** Whole ones: with a country's number, with the 0 of an area, in groups. */
const alone =
  /(?<![\w#.,-])(?:\+\d[\d ()-]{7,}\d|\(?0\d{1,4}\)?[ -]?\d{1,4}[ -]\d{3,4}|0\d{8,10}|\d{2,4}(?: \d{2,4}){2,})(?![\w-])/g

const wordsAlone = new RegExp(telephoneWords, 'giu')

export const asksForTelephone = (text: string): boolean => alike(text).replace(howMany, '').search(wordsAlone) >= 0

const month = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?'
/** Days, as they are written in all these languages. */
export const days = new RegExp(
  [
    '(?<!\\d)(?:19|20|25)\\d{2}[-/.]\\d{1,2}[-/.]\\d{1,2}(?!\\d)',
    '(?:\\d{4} ?年 ?)?\\d{1,2} ?月(?: ?\\d{1,2} ?[日號号])?',
    '(?<![\\d/])\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?(?![\\d/])',
    `\\b\\d{1,2}(?:st|nd|rd|th)? (?:of )?${month}(?:,? \\d{4}\\b)?|\\b${month} \\d{1,2}(?:st|nd|rd|th)?\\b(?:,? \\d{4}\\b)?`,
    'วันที่ ?\\d{1,2}',
  ].join('|'),
  'gi',
)
const links = /https?:\/\/\S+|www\.\S+|\S+@\S+/gi

/** Letters and digits in one, by itself: no part of a price, a time, a longer number or a path. */
const token = /(?<![\w¥$€£฿/\\=@+-]|\d[.,:])[a-z\d]+(?:[-_./][a-z\d]+)*(?![\w@%/\\-]|[.,:]\d)/gi
/** It counts or measures something. */
const counts =
  /^ ?(?:円|元|圓|圆|塊|日|月|年|時|點|点|個|箇|枚|本|冊|袋|箱|杯|人|名|歳|บาท|เยน|ชิ้น|คน|ใบ|แพ็ค|ห่อ|กรัม|วัน|โมง|นาฬิกา|น\.|%|(?:yen|baht|dollars?|euros?|usd|jpy|twd|thb|ntd|pcs|pieces?|packs?|people|items?|days?|hours?|minutes?|g|kg|ml|cm)\b)/i
const before =
  /(?:#|\b(?:order|booking|reservation|number|pesanan|nomor|parcel|package)|注文|予約|番号|訂單|訂位|預約|編號|單號|號碼|ออเดอร์|ออร์เดอร์|คำสั่งซื้อ|หมายเลข|เลขที่|เลข)(?:番号|編號|號碼|号|号码)?[^\p{L}\d\n]{0,3}(?:is |id |of |number |は|が|是|คือ|ที่|เลขที่|หมายเลข)?[^\p{L}\d\n]{0,3}$/iu
const after = /^ ?(?:番(?!目)|号(?!室)|號(?!碼))/

/** The comma of a Chinese keyboard stands between two numbers without a blank; one of thousands has three digits behind it. */
export const commasApart = (text: string): string =>
  text.replace(/(?<![\d.,])\d{4,}(?:,\d{4,})+(?![.,]?\d)/g, (all) => all.replaceAll(',', ', '))

/** @param fit whether a text could be what a look-up asks for */
export function numbersSaid(text: string, fit: (token: string) => boolean): NumbersSaid {
  const telephones: string[] = []
  const take = (written: string): string => {
    telephones.push(written.replace(/\D/g, ''))
    return ' '
  }
  const plain = commasApart(alike(text)).replace(/\b(?:no|nr|num|№)\b\.? ?[:#]? ?(?=[a-z]{0,4}-?\d)/gi, '#')
  let left = plain.replace(links, ' link ').replace(howMany, '')
  const isNamed = (at: number, length: number, whole: string): boolean =>
    before.test(whole.slice(Math.max(0, at - 40), at)) || after.test(whole.slice(at + length))
  left = left.replace(afterWords, (_, written: string) => take(written))
  if (telephones.length === 0) {
    left = left.replace(beforeWords, (all: string, written: string, at: number, whole: string) =>
      isNamed(at, written.length, whole) ? all : take(written),
    )
  }
  left = left.replace(alone, (written: string, at: number, whole: string) =>
    isNamed(at, written.length, whole) && fit(written) ? written : take(written),
  )
  left = (telephones.length > 0 ? left.replace(wordsAlone, ' ') : left).replace(days, ' ')
  const fitting = new Set<string>()
  const named = new Set<string>()
  const apart = new Set<string>()
  const rest = left.replace(token, (written: string, at: number, whole: string) => {
    const next = whole.slice(at + written.length, at + written.length + 12)
    if (!/\d/.test(written) || (counts.test(next) && !after.test(next)) || !fit(written)) return written
    fitting.add(written)
    if (isNamed(at, written.length, whole)) named.add(written)
    if (/(?:[.?!。]|^|\n)[^\S\n]*$/.test(whole.slice(0, at)) && /^[^\S\n]*[.。]?[^\S\n]*(?:\n|$)/.test(next))
      apart.add(written)
    return ' '
  })
  return {
    fitting: [...fitting],
    named: [...named],
    apart: [...apart],
    telephones,
    rest: rest.replace(/[^\S\n]*#?[^\S\n]+/g, ' '),
  }
}
