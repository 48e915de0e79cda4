/**
 * Languages: those that fixed texts exist in, a guess at the language of a text from its script, and whether a reply is
 * written in the language it should be.
 */
export const languages = ['en', 'ja', 'zh-TW', 'th', 'id'] as const
export type NoticeLanguage = (typeof languages)[number]

/** Whether it looks like a language tag (BCP 47). A model wrote it, or a form brought it: it may be anything. */
export const looksLikeTag = (text: string): boolean => /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(text)

/** What a language is called in a reader's own: `Chinese (Taiwan)` for `zh-TW`. Undefined for what is none. */
export function languageName(tag: string, reader: string): string | undefined {
  if (!looksLikeTag(tag)) return undefined
  try {
    return new Intl.DisplayNames([reader], { type: 'language', fallback: 'none' }).of(tag)
  } catch {
    return undefined
  }
}

/** The closest language that fixed texts exist in, for a BCP 47 tag; undefined when none is near. */
export function knownLanguage(tag: string): NoticeLanguage | undefined {
  const lower = tag.toLowerCase()
  if (lower.startsWith('zh')) return 'zh-TW'
  return languages.find((language) => lower === language.toLowerCase() || lower.startsWith(`${language}-`))
}

/** The same, and English when none is near. */
export const noticeLanguage = (tag: string): NoticeLanguage => knownLanguage(tag) ?? 'en'

/** Words that tell Indonesian from English in a short message; both are written in plain Latin letters. */
const indonesian =
  /\b(apa|apakah|yang|tidak|bisa|saya|kamu|anda|ini|itu|dengan|untuk|berapa|jam|buka|tutup|terima kasih|halo|selamat|kapan|dimana|di mana|mau|ada|harga|pesan)\b/i

/**
 * A guess at the language of a text from its script, for when no model has told. Han without kana reads as Traditional
 * Chinese: with kana it is surely Japanese. Undefined when there are no letters to go by (a sticker, digits).
 */
export function guessLanguage(text: string): NoticeLanguage | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja'
  if (/\p{Script=Thai}/u.test(text)) return 'th'
  if (/\p{Script=Han}/u.test(text)) return 'zh-TW'
  if (indonesian.test(text)) return 'id'
  return /\p{L}/u.test(text) ? 'en' : undefined
}

/** A language that a text's script alone tells. `latin`: any of those written with Latin letters. */
export type SureLanguage = 'ja' | 'th' | 'zh-TW' | 'zh-CN' | 'ko' | 'latin'

/**
 * The language that a text surely is in, by its script; undefined when it could be several: Han alone may be a short
 * Japanese message, unless it holds characters that only one kind of Chinese has.
 */
export function sureLanguage(text: string): SureLanguage | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja'
  if (/\p{Script=Thai}/u.test(text)) return 'th'
  if (/\p{Script=Hangul}/u.test(text)) return 'ko'
  if (!/\p{Script=Han}/u.test(text)) return /\p{Script=Latin}/u.test(text) ? 'latin' : undefined
  const [simple, traditional] = [count(text, simplified), count(text, taiwanese)]
  if (simple === traditional) return undefined
  return simple > traditional ? 'zh-CN' : 'zh-TW'
}

/**
 * The language a reply should be in: that of the customer's words. Chinese is Traditional unless they write Simplified.
 * @param judged what the model takes their language to be: it tells for words that could be Japanese or Chinese
 */
export function languageWanted(words: string, judged: string): SureLanguage | undefined {
  const sure = sureLanguage(words)
  if (sure !== undefined || !/\p{Script=Han}/u.test(words)) return sure
  return judged.toLowerCase().startsWith('zh') ? 'zh-TW' : undefined
}

/** For the model, when it has answered in another language. */
export const languageNames: Record<SureLanguage, string> = {
  ja: 'Japanese',
  th: 'Thai',
  ko: 'Korean',
  'zh-TW': 'Traditional Chinese as written in Taiwan',
  'zh-CN': 'Simplified Chinese',
  latin: 'the language of the customer’s newest message',
}

/**
 * Whether a reply is in the language the customer's words surely are in. Names of products and places may be in another
 * script, so what counts is what most of the letters are.
 */
export function isInLanguage(whole: string, language: SureLanguage): boolean {
  // What is quoted may be anybody's.
  const own = whole.replace(/“[^”]*”|"[^"]*"|「[^」]*」|『[^』]*』/g, '')
  const reply = /\p{L}/u.test(own) ? own : whole
  const letters = count(reply, /\p{L}/gu)
  if (letters === 0) return true
  const share = (script: RegExp): number => count(reply, script) / letters
  switch (language) {
    case 'ja':
      return count(reply, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0
    case 'th':
      return share(/\p{Script=Thai}/gu) >= 0.3
    case 'ko':
      return share(/\p{Script=Hangul}/gu) >= 0.3
    case 'latin':
      return share(/\p{Script=Latin}/gu) >= 0.3
    case 'zh-TW':
      return share(/\p{Script=Han}/gu) >= 0.3 && count(reply, simplified) <= count(reply, traditional)
    case 'zh-CN':
      return share(/\p{Script=Han}/gu) >= 0.3 && count(reply, traditional) <= count(reply, simplified)
    default:
      return language satisfies never
  }
}

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0

/** Common characters that only Simplified Chinese has: neither Traditional Chinese nor Japanese is written with them. */
const simplified =
  /[们这说对个为过还没发开间现实长门问时见让车东书买卖钱几岁谁认识请谢吗听读课张难师电话边进远运动离饭馆飞机场头乐习题爱给红绿经济结组织员环业单价办务产专总统达连选军队农检确讯应义从优伤关兴养决冻净凉减凤凭凯划刘则刚创剂剧劝劳势勋汇华协卫厂厅历压厌县变叹吓启响团园围圆坏块坛垫备够夺奋妇妈孙宁宠审宪宽宾]/gu
/** Common characters that Simplified Chinese writes otherwise. Japanese has many of them too. */
const traditional =
  /[們這說對個為過還沒發開間現實長讓買賣錢幾歲誰嗎聽讀寫課張難師電話邊進遠運動離飯館飛機場頭樂習題愛給紅綠經濟結組織員環業單價辦務產專總統達連選軍隊農檢確認訊應義從眾優傳傷兒黨關興養衝決況凍淨涼減鳳憑凱劃劉則剛創別劑劇勸勞勢勳匯區醫華協衛廠廳歷壓厭縣參雙變號嘆嚇啟響團園圍圖圓聖壞塊堅壇墊備夠奪奮婦媽孫學寧寶寵審憲寬賓請謝識時問見車東書門後麼喔哦您妳點]/gu
/** Common characters that neither Simplified Chinese nor Japanese has. */
const taiwanese = /[們這說沒發實讓賣錢歲嗎聽讀寫麼喔哦您妳很她哪怎應點]/gu
