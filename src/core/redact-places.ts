/** Where somebody lives or is: the forms of addresses in Japan, Taiwan, Thailand and elsewhere, and coordinates. */
import { dash, digit as d, han, stop } from './redact-letters.ts'

const prefectures =
  '北海道|東京都|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県'
const counties =
  '(?:台北|臺北|新北|桃園|台中|臺中|台南|臺南|高雄|基隆|新竹|嘉義|苗栗|彰化|南投|雲林|屏東|宜蘭|花蓮|台東|臺東|澎湖|金門|連江)[市縣]'
const numeral = `(?:${d}|[一二三四五六七八九十百])`
const streets =
  '(?:[Cc]alle|[Aa]venida|[Aa]vda\\.?|[Pp]laza|[Pp]aseo|[Cc]arrer|[Rr]ua|[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]hemin|[Qq]uai|[Ii]mpasse|Via|Viale|Piazza|Corso|Jalan|[Jj]l\\.|Jln\\.?|Lorong|[Uu]lica|[Uu]l\\.)'
const streetName = String.raw`(?:(?:de|del|della|di|da|do|dos|das|la|las|los|le|les|du|des|d['’]|l['’])\s?){0,3}\p{Lu}\p{Ll}[\p{L}'’.-]*`
const townName = String.raw`\p{Lu}\p{Ll}[\p{L}-]*(?:\s\p{Lu}\p{Ll}[\p{L}-]*)?`
const town = String.raw`(?:(?:,\s?(?:\d{4,6}\s)?|\s\d{4,6}\s)${townName}|,?\s\d{4,6}(?!\d)){0,3}`

/** In this order: what an earlier one has taken, a later one does not see. */
export const placeForms: RegExp[] = [
  new RegExp(`〒\\s?${d}{3}${dash}?${d}{4}`, 'gu'),
  new RegExp(
    `(?:${prefectures})?[${han}ぁ-んァ-ヶー]{1,10}?[市区町村郡][^${stop}0-9０-９]{0,20}${numeral}{1,4}(?:丁目|番地?|号室?|の(?=${d})|${dash}(?=${d}))(?:${numeral}{1,4}(?:丁目|番地?|号室?|の(?=${d})|${dash}(?=${d}))?)*(?:\\s?[^${stop}]{0,20}?${d}{1,4}(?:号室|号|室|階|F))?`,
    'gu',
  ),
  new RegExp(`(?:${prefectures})[^${stop}]{1,25}?${numeral}{1,4}(?:丁目|番地?|号|${dash}${d})[^${stop}]{0,20}`, 'gu'),
  new RegExp(
    `(?:${d}{3,6}\\s?)?(?:${counties})?[${han}]{1,8}?(?:路|街|大道|巷)[^${stop}]{0,16}?${d}{1,4}(?:[之-]${d}{1,3})?[號号](?:[^${stop}]{0,4}?${numeral}{1,3}[樓楼室](?:之${d}{1,2})?)?`,
    'gu',
  ),
  new RegExp(
    `(?:บ้านเลขที่|เลขที่)?\\s?${d}{1,4}(?:\\/${d}{1,4})?\\s?(?:หมู่บ้าน|หมู่|ม\\.|ซอย|ซ\\.|ถนน|ถ\\.|แขวง|ตำบล|ต\\.)[^\\n]{0,120}?(?:${d}{5}|(?=\\n|$))`,
    'gu',
  ),
  /\b\d{1,5}[a-z]?(?:\/\d{1,4})?,?\s(?:[\p{Lu}\d][\p{L}\d.'’-]*\s){1,4}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|soi)\b\.?(?:,?\s(?:apt|unit|suite|room|#)\.?\s?\w+)?(?:,\s?[\p{Lu}\d][\p{L}\d -]+){0,4}/giu,

  // A road of a town that is named, or one of its sections, without a house.
  new RegExp(
    `(?:(?:${counties})[${han}]{0,4}?[區区鄉鎮市]?|(?<![${han}])[${han}]{1,3}[區区鄉鎮])[${han}]{1,5}?(?:路|街|大道)(?:${numeral}{1,3}[段巷弄])*`,
    'gu',
  ),
  new RegExp(`[${han}]{2,4}?(?:路|街|大道)(?:${numeral}{1,3}[段巷弄])+`, 'gu'),

  // The house and the room, behind a blank.
  new RegExp(
    `(?<=\\[address\\]\\s?)[^${stop}\\d０-９]{1,20}${d}{2,5}(?![${d.slice(1, -1)}:：時点個円元])(?:号室?|室)?`,
    'gu',
  ),
  new RegExp(
    `(?<=\\[address\\]\\s)${d}{1,4}(?:[之-]${d}{1,3})?[號号](?:\\s?${numeral}{1,3}[樓楼室](?:之${d}{1,2})?)?`,
    'gu',
  ),

  // The street first, then the house; or the house first where the street begins with its kind.
  new RegExp(
    `(?<!\\p{L})${streets}\\s(?:${streetName}\\s?){1,4},?\\s?(?:[Nn][oº°]?\\.?\\s?)?\\d{1,4}[a-z]?(?!\\d)${town}`,
    'gu',
  ),
  new RegExp(`(?<!\\d)\\d{1,4}(?:\\s?(?:bis|ter))?,?\\s${streets}\\s(?:${streetName}\\s?){1,4}${town}`, 'gu'),
  new RegExp(
    `(?<!\\p{L})\\p{Lu}[\\p{L}-]{1,30}(?:stra(?:ß|ss)e|str\\.|gasse|weg|platz|allee|straat|laan|plein|gracht)\\s\\d{1,4}[a-z]?(?!\\d)${town}`,
    'gu',
  ),

  // Latitude and longitude.
  /(?<![\d.])[-−]?\d{1,3}\.\d{3,}°?\s?[NS]?\s?[,，、/\s]\s?[-−]?\d{1,3}\.\d{3,}(?:°?\s?[EW]\b)?/gu,
  /\d{1,3}(?:\.\d+)?°(?:\s?\d{1,2}['′’](?:\s?\d{1,2}(?:\.\d+)?["″”])?)?\s?[NS]\b[,\s]{0,2}\d{1,3}(?:\.\d+)?°(?:\s?\d{1,2}['′’](?:\s?\d{1,2}(?:\.\d+)?["″”])?)?\s?[EW]\b/gu,
  new RegExp(`北[緯纬]\\s?${d}{1,2}[^\\n]{1,30}?[東东][経經经]\\s?${d}{1,3}(?:[.度°]${d}{1,8}[分秒′″]?){0,3}`, 'gu'),
]
