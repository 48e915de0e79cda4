/**
 * Takes from a text what could tell who wrote it: names, phone numbers, addresses, e-mail, links, the numbers of orders and
 * cards. It goes by the forms these have in Japanese, Chinese, Thai and English and would rather take too much than too
 * little, but leaves prices, times and dates, which a question is often about. It is never sure: a person looks at what
 * comes out.
 */
import { besideName, nameForms } from './redact-names.ts'

export const placeholders = {
  name: '[name]',
  phone: '[phone]',
  mail: '[e-mail]',
  link: '[link]',
  address: '[address]',
  number: '[number]',
} as const
type Kind = keyof typeof placeholders

const d = '[0-9０-９๐-๙]'
/** The letters of an address's number in Japan and Taiwan. */
const han = String.raw`\p{Script=Han}々ヶケ`
const dash = '[-‐‑–—−－ーｰ]'
const stop = String.raw`\s、。，！？!?「」`

const prefectures =
  '北海道|東京都|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県'
const counties =
  '(?:台北|臺北|新北|桃園|台中|臺中|台南|臺南|高雄|基隆|新竹|嘉義|苗栗|彰化|南投|雲林|屏東|宜蘭|花蓮|台東|臺東|澎湖|金門|連江)[市縣]'
const numeral = `(?:${d}|[一二三四五六七八九十百])`

/** What is left as it is, though it has the form of a number: prices, dates, times, lengths and weights. */
const harmless = [
  `[¥￥$＄฿€£]\\s?${d}[${d.slice(1, -1)},，.]*`,
  `${d}[${d.slice(1, -1)},，.]*\\s?(?:円|元|塊|圓|บาท|yen|baht|dollars?|JPY|TWD|THB|USD|kg|g|ml|cm|mm|km|グラム|公克|กรัม)`,
  `(?:19|20|２０|25|๒๕)${d}{2}(?:${dash}|[/.／．年])${d}{1,2}(?:${dash}|[/.／．月])${d}{1,2}日?(?!${d})`,
  `${d}{1,2}[:：]${d}{2}(?:\\s?[〜~～–-]\\s?${d}{1,2}[:：]${d}{2})?`,
]

/** In this order: what an earlier one has taken, a later one does not see. */
const forms: [Kind, RegExp][] = [
  ['link', /(?:https?:\/\/|www\.)[^\s<>「」、。，]+/giu],
  ['link', /\b(?:line\.me|lin\.ee)\/[^\s<>「」、。，]+/giu],
  // No more than 64 characters stand before the sign; in front of Latin ones may be words of another script.
  [
    'mail',
    /[\p{Script=Latin}\p{N}._%+-]{1,64}\s?[@＠]\s?[\p{L}\p{N}-]{1,63}(?:[.．][\p{Script=Latin}\p{N}-]{1,63})+/giu,
  ],
  ['mail', /[\p{L}\p{N}._%+-]{1,64}\s?[@＠]\s?[\p{L}\p{N}-]{1,63}(?:[.．][\p{L}\p{N}-]{1,63})+/giu],
  // Written so that no machine should find it.
  ['mail', /[\w.+-]{1,64}\s?[[(]\s?at\s?[\])]\s?[\w-]{1,63}(?:\s?(?:\.|[[(]?\s?dot\s?[\])]?)\s?[\w-]{1,63}){0,4}/giu],
  ['mail', /[\w.+-]{1,64}\sat\s[\w-]{1,63}(?:\sdot\s\w{1,63}){1,4}/giu],
  ['name', /(?<=\b(?:line|ライン)\s?(?:id|帳號)\s?(?:は|是|คือ|is)?\s?[:：]?\s?)@?[a-z0-9][\w.-]{2,}/giu],
  ['name', /(?<=(?:\bline|ライン|賴)\s?[:：]\s?)(?=[\w.-]*[\d._-]\w)@?[a-z0-9][\w.-]{2,}/giu],
  ['name', /(?<=(?:ไลน์\s?ไอดี|ไอดี\s?ไลน์|ไอดี|ไลน์)\s?(?:คือ|:)\s?|(?:ไลน์\s?ไอดี|ไอดี\s?ไลน์)\s?)@?[a-z0-9][\w.-]{2,}/giu],
  ['name', /(?<![\p{L}\p{N}])[@＠](?:[A-Za-z0-9][\w.-]{2,}|[\p{L}\p{M}]{2,12})(?:\s\p{Lu}\p{Ll}+){0,2}/gu],

  // Addresses, before their numbers look like something else.
  ['address', new RegExp(`〒\\s?${d}{3}${dash}?${d}{4}`, 'gu')],
  [
    'address',
    new RegExp(
      `(?:${prefectures})?[${han}ぁ-んァ-ヶー]{1,10}?[市区町村郡][^${stop}0-9０-９]{0,20}${numeral}{1,4}(?:丁目|番地?|号室?|の(?=${d})|${dash}(?=${d}))(?:${numeral}{1,4}(?:丁目|番地?|号室?|の(?=${d})|${dash}(?=${d}))?)*(?:\\s?[^${stop}]{0,20}?${d}{1,4}(?:号室|号|室|階|F))?`,
      'gu',
    ),
  ],
  [
    'address',
    new RegExp(`(?:${prefectures})[^${stop}]{1,25}?${numeral}{1,4}(?:丁目|番地?|号|${dash}${d})[^${stop}]{0,20}`, 'gu'),
  ],
  [
    'address',
    new RegExp(
      `(?:${d}{3,6}\\s?)?(?:${counties})?[${han}]{1,8}?(?:路|街|大道|巷)[^${stop}]{0,16}?${d}{1,4}(?:[之-]${d}{1,3})?[號号](?:[^${stop}]{0,4}?${numeral}{1,3}[樓楼室](?:之${d}{1,2})?)?`,
      'gu',
    ),
  ],
  [
    'address',
    new RegExp(
      `(?:บ้านเลขที่|เลขที่)?\\s?${d}{1,4}(?:\\/${d}{1,4})?\\s?(?:หมู่บ้าน|หมู่|ม\\.|ซอย|ซ\\.|ถนน|ถ\\.|แขวง|ตำบล|ต\\.)[^\\n]{0,120}?(?:${d}{5}|(?=\\n|$))`,
      'gu',
    ),
  ],
  [
    'address',
    /\b\d{1,5}[a-z]?(?:\/\d{1,4})?,?\s(?:[\p{Lu}\d][\p{L}\d.'’-]*\s){1,4}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|soi)\b\.?(?:,?\s(?:apt|unit|suite|room|#)\.?\s?\w+)?(?:,\s?[\p{Lu}\d][\p{L}\d -]+){0,4}/giu,
  ],

  // The house and the room, behind a blank.
  [
    'address',
    new RegExp(
      `(?<=\\[address\\]\\s?)[^${stop}\\d０-９]{1,20}${d}{2,5}(?![${d.slice(1, -1)}:：時点個円元])(?:号室?|室)?`,
      'gu',
    ),
  ],

  ...nameForms.map((form): [Kind, RegExp] => ['name', form]),
  ['name', besideName],

  // Numbers: of telephones, then of whatever is known by a number.
  [
    'number',
    new RegExp(
      `(?<=(?:注文番号|予約番号|会員番号|伝票番号|番号|訂單(?:編號|號碼)?|訂位代號|單號|編號|會員編號|หมายเลขคำสั่งซื้อ|เลขที่คำสั่งซื้อ|เลขออเดอร์|เลขพัสดุ|ออเดอร์|คำสั่งซื้อ|order|booking|reservation|tracking|member(?:ship)?|invoice|customer)\\s?(?:no\\.?|number|id|#|nr\\.?|code)?\\s?(?:は|が|是|คือ|is)?\\s?[:：#＃]?\\s?)(?=[\\w０-９-]*[0-9０-９])[\\w０-９-]{3,}`,
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
