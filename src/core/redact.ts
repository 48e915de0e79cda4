/**
 * Takes from a text what could tell who wrote it: names, phone numbers, addresses, e-mail, links, the numbers of orders and
 * cards. It goes by the forms these have in Japanese, Chinese, Thai and English and would rather take too much than too
 * little, but leaves prices, times and dates, which a question is often about. It is never sure: a person looks at what
 * comes out.
 */
import { contactForms } from './redact-contacts.ts'
import { dash, digit as d } from './redact-letters.ts'
import { besideName, nameForms } from './redact-names.ts'
import { placeForms } from './redact-places.ts'

export const placeholders = {
  name: '[name]',
  phone: '[phone]',
  mail: '[e-mail]',
  link: '[link]',
  address: '[address]',
  number: '[number]',
} as const
type Kind = keyof typeof placeholders

/** What is left as it is, though it has the form of a number: prices, dates, times, lengths and weights. */
const harmless = [
  `[¥￥$＄฿€£]\\s?${d}[${d.slice(1, -1)},，.]*`,
  `${d}[${d.slice(1, -1)},，.]*\\s?(?:円|元|塊|圓|บาท|yen|baht|dollars?|JPY|TWD|THB|USD|kg|g|ml|cm|mm|km|グラム|公克|กรัม)`,
  `(?:19|20|２０|25|๒๕)${d}{2}(?:${dash}|[/.／．年])${d}{1,2}(?:${dash}|[/.／．月])${d}{1,2}日?(?!${d})`,
  `${d}{1,2}[:：]${d}{2}(?:\\s?[〜~～–-]\\s?${d}{1,2}[:：]${d}{2})?`,
]

/** In this order: what an earlier one has taken, a later one does not see. */
const forms: [Kind, RegExp][] = [
  ...contactForms,
  // Before their numbers look like something else.
  ...placeForms.map((form): [Kind, RegExp] => ['address', form]),

  ...nameForms.map((form): [Kind, RegExp] => ['name', form]),
  ['name', besideName],

  // Numbers: of telephones, then of whatever is known by a number.
  [
    'number',
    new RegExp(
      `(?<=(?:注文番号|予約番号|会員番号|伝票番号|番号|訂單(?:編號|號碼)?|訂位代號|單號|編號|會員編號|หมายเลขคำสั่งซื้อ|เลขที่คำสั่งซื้อ|เลขออเดอร์|เลขพัสดุ|ออเดอร์|คำสั่งซื้อ|order|booking|reservation|tracking|member(?:ship)?|invoice|customer)\\s?(?:no\\.?|number|id|#|nr\\.?|code|ที่|หมายเลข|เลขที่|เลข|รหัส)?\\s?(?:は|が|是|คือ|is)?\\s?[:：#＃]?\\s?)(?=[\\w０-９๐-๙-]*${d})[\\w０-９๐-๙-]{3,}`,
      'giu',
    ),
  ],
  [
    'phone',
    new RegExp(
      `(?<![A-Za-z${d.slice(1, -1)}-])[+＋(（]{0,2}${d}{1,5}[)）]?(?:[\\s.・]?${dash}?[\\s.]?[(（]?${d}{1,4}[)）]?){1,5}(?!${d})`,
      'gu',
    ),
  ],
  ['phone', new RegExp(`(?<!${d})(?:${d}\\s){8,14}${d}(?!${d})`, 'gu')],
  ['number', new RegExp(`[#＃]\\s?[a-z]*${dash}?${d}{3,}[\\w-]*`, 'giu')],
  // `QX7T2M`: a word of capitals and digits.
  ['number', /(?<![\p{L}\p{N}-])(?=[A-Z0-9]*[A-Z])(?=(?:[A-Z]*\d){2})[A-Z0-9]{6,}(?![\p{L}\p{N}])/gu],
  // Letters and digits in one word, as ids are, `iPhone15` is not.
  ['number', /(?<![a-z\d-])(?=[a-z\d-]*[a-z])(?=(?:[a-z-]*\d){3})[a-z\d]+(?:-[a-z\d]+)*(?![a-z\d])/giu],
  ['number', new RegExp(`${d}{5,}(?:${dash}${d}+)*`, 'gu')],
  ['number', new RegExp(`${d}{3,}(?:${dash}${d}{2,})+`, 'gu')],
]

/** Characters of our own private use, which stand for what is kept while the rest is searched. */
const open = '\uE000'
const close = '\uE001'
const keeping = new RegExp(harmless.join('|'), 'giu')

export interface Known {
  /** Names the customer goes by, such as the one that LINE tells. */
  names?: readonly string[]
}

/** The text with a word in brackets for everything that was taken. */
export const redact = (text: string, known: Known = {}): string => search(text, known, () => undefined)

/** What was taken for a name by its form: said once, it is known wherever else the same person is spoken of. */
export function namesSaid(text: string): string[] {
  const found: string[] = []
  search(text, {}, (name) => found.push(name.replace(/^[@＠]/, '').trim()))
  return found.filter((name) => isName(name) && !name.includes('['))
}

/** @param onName told of each name that was found by its form */
function search(text: string, { names = [] }: Known, onName: (name: string) => void): string {
  let left = text.toWellFormed().replaceAll(open, '').replaceAll(close, '')
  const kept: string[] = []
  const { whole, parts } = namesIn(names)
  for (const name of whole) left = left.replace(name, placeholders.name)
  for (const [kind, form] of forms.slice(0, firstNumber)) {
    left = left.replace(form, (found) => {
      if (kind === 'name') onName(found)
      return placeholders[kind]
    })
  }
  // The words of a name last: the forms know more of a name than the one word that is known.
  for (const name of parts) left = left.replace(name, placeholders.name)
  left = left.replace(keeping, (found) => `${open}${letters(kept.push(found) - 1)}${close}`)
  for (const [kind, form] of forms.slice(firstNumber)) left = left.replace(form, (found) => placeholderOf(kind, found))
  return left.replace(new RegExp(`${open}([a-j]+)${close}`, 'g'), (_, index: string) => kept[numberOf(index)] ?? '')
}

const firstNumber = forms.findIndex(([kind]) => kind === 'number')

/** A telephone number has 8 to 15 digits: fewer are an amount or a time, more are a card. */
function placeholderOf(kind: Kind, found: string): string {
  if (kind !== 'phone') return placeholders[kind]
  const digits = found.replace(/[^0-9０-９๐-๙]/g, '').length
  if (digits < 8) return found
  return digits > 15 ? placeholders.number : placeholders.phone
}

/** An index without digits, which would be taken for a part of a number. */
const letters = (index: number): string => String(index).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')
const numberOf = (index: string): number =>
  Number(index.replace(/[a-j]/g, (letter) => String('abcdefghij'.indexOf(letter))))

/**
 * A name as a whole and each of its words, in any case. One letter is no name, and neither is one that every text holds;
 * in scripts without spaces two characters are one.
 */
function namesIn(names: readonly string[]): { whole: RegExp[]; parts: RegExp[] } {
  const whole = names.map((name) => name.trim())
  const words = whole.flatMap((name) => name.split(/[\s・.,_()（）|/／-]+/))
  return { whole: whole.filter(isName).map(formOf), parts: [...new Set(words)].filter(isName).map(formOf) }
}

function isName(part: string): boolean {
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(part)
  return Array.from(part).length >= (unspaced ? 2 : 3) && /[\p{L}\p{N}]/u.test(part)
}

/** In any case, in letters of any width, in hiragana as in katakana. */
function formOf(part: string): RegExp {
  const escaped = Array.from(part.normalize('NFKC'), variants).join('')
  const spaced = /^[\p{Script=Latin}\p{N}]+$/u.test(part)
  return new RegExp(spaced ? `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])` : escaped, 'giu')
}

/** From hiragana to katakana, and from ASCII to fullwidth: so far lie their code points apart. */
const [toKatakana, toFullwidth] = [0x60, 0xfee0]

function variants(letter: string): string {
  const escaped = letter.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
  const code = letter.codePointAt(0) ?? 0
  const other = (apart: number) => String.fromCodePoint(code + apart)
  if (/[ぁ-ゖ]/.test(letter)) return `[${letter}${other(toKatakana)}]`
  if (/[ァ-ヶ]/.test(letter)) return `[${letter}${other(-toKatakana)}]`
  if (letter === ' ') return String.raw`\s`
  return /[!-~]/.test(letter) ? `(?:${escaped}|${other(toFullwidth)})` : escaped
}
