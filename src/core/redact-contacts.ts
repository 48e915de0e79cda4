/** Ways to reach somebody: links, e-mail, ids in LINE and its like, and telephone numbers written in words. */

const pathEnd = String.raw`[^\s<>「」、。，]`
/** Ends of domains that are no word one could have forgotten a blank in front of. */
const domainEnds =
  'com|net|org|info|biz|edu|gov|io|app|dev|shop|store|site|online|xyz|club|blog|jp|tw|th|hk|cn|kr|sg|vn|ph|uk|de|fr|nl|eu|au|nz|ca|tv|cc|ly|ee'
/** A label of a domain has a letter, so that times and versions have none. */
const label = String.raw`(?=[\d-]{0,62}[a-z])[a-z\d](?:[a-z\d-]{0,62})`
const domain = String.raw`(?:${label}\.){1,4}(?:${domainEnds})(?![a-z\d#-])`

/** E-mail written so that no machine should find it: `(at)`, `アット`, `[dot]`. */
const [opening, closing] = [String.raw`\s?[[({<（［【＜｛]\s?`, String.raw`\s?[\])}>）］】＞｝]\s?`]
const at = `(?:at|アット(?:マーク)?|あっと(?:まーく)?|小老鼠|แอ[ดท]|[@＠])`
const dot = `(?:dot|ドット|どっと|點|点|จุด|[.．])`
const hiddenAt = String.raw`(?:${opening}${at}${closing}|\s?(?:アット(?:マーク)?|あっとまーく|小老鼠|แอ[ดท]|[@＠])\s?)`
const hiddenDot = String.raw`(?:${opening}${dot}${closing}|\sdot\s|\s?(?:ドット|どっと|點|จุด)\s?)`
const anyDot = String.raw`(?:[.．]|${hiddenDot})`
const local = String.raw`(?<![\w.+-])[\w.+-]{1,64}`

/** Where people write to each other, and what they are called there. */
const messenger = String.raw`(?:\b(?:line|wechat|instagram|insta|telegram|kakao(?:talk)?)|ＬＩＮＥ|ライン|賴|微信|インスタ|ไลน์|ไอจี)`
const idWord = String.raw`(?:ids?|ＩＤ|アイディー?|アカウント|user\s?name|account|帳號|账号|ไอดี)`
/** What stands between that and the id. */
const equals = String.raw`\s?(?:は|が|是|為|叫|คือ|is|[:：=＝→⇒>-]{1,2})?\s?`
const saidEqual = String.raw`\s?(?:は|が|是|為|叫|คือ|is|[:：=＝→⇒]|[-=]>)\s?`
const mine = String.raw`(?:ของ\s?)?(?:ผม|ฉัน|ดิฉัน|หนู|เรา|พี่)`
const id = String.raw`[@＠]?[a-z\d][\w.-]{2,}`
/** An id by its looks: letters, and a digit or a line below them. Devices look so too. */
const mixedId = String.raw`(?!i(?:phone|pad|os|mac)|android|galaxy|pixel)(?=[a-z][\w.-]*[\d_]|[a-z][\w-]+\.[a-z])[a-z][a-z._-][\w.-]+`
/** A word that is the id where somebody says to be added. */
const addedId = String.raw`(?!(?:pay|oa|official|shop|store|here|line|friends?|and|or|if|so|to|for|when|then|now|please|pls|thanks?|can|could|do|does|are|was|you|your|my|we|needed|required|number|later|today|tomorrow|with|by|as|but|instead|too|group|chat|app|points?|the|this|that|id|is|at|on|in)\b)${id}`

const form = (pattern: string): RegExp => new RegExp(pattern, 'giu')

export const contactForms: ['link' | 'mail' | 'name' | 'phone', RegExp][] = [
  ['link', form(String.raw`(?:https?:\/\/|www\.)${pathEnd}+`)],
  ['link', form(String.raw`\b(?:line\.me|lin\.ee)\/${pathEnd}+`)],
  [
    'mail',
    form(
      String.raw`${local}(?:${hiddenDot}[\w.+-]{1,64}){1,3}(?:${hiddenAt}|\sat\s)[\w-]{1,63}(?:${anyDot}[\w-]{1,63}){1,4}`,
    ),
  ],
  // No more than 64 characters stand before the sign; in front of Latin ones may be words of another script.
  [
    'mail',
    /[\p{Script=Latin}\p{N}._%+-]{1,64}\s?[@＠]\s?[\p{L}\p{N}-]{1,63}(?:[.．][\p{Script=Latin}\p{N}-]{1,63})+/giu,
  ],
  ['mail', /[\p{L}\p{N}._%+-]{1,64}\s?[@＠]\s?[\p{L}\p{N}-]{1,63}(?:[.．][\p{L}\p{N}-]{1,63})+/giu],
  ['mail', form(String.raw`${local}${hiddenAt}[\w-]{1,63}(?:${anyDot}[\w-]{1,63}){1,4}`)],
  ['mail', form(String.raw`${local}${opening}at${closing}[\w-]{1,63}`)],
  ['mail', form(String.raw`${local}\sat\s(?:${domain}|[\w-]{1,63}(?:\sdot\s\w{1,63}){1,4})`)],
  // Any end of a domain where a path follows.
  [
    'link',
    form(
      String.raw`(?<![a-z\d@._-])(?:${domain}(?:[/?]${pathEnd}*)?|(?:${label}\.){1,4}[a-z]{2,12}\/[\w@~%-]${pathEnd}*)`,
    ),
  ],

  ['name', form(String.raw`(?<=${messenger}\s?(?:の|的)?\s?${idWord}(?:${mine})?${equals})${addedId}`)],
  ['name', form(String.raw`(?<=${idWord}\s?(?:ไลน์|ライン|line)${equals})${id}`)],
  ['name', form(String.raw`(?<=ไอดี${saidEqual}|ไลน์\s?(?:${mine}\s?)?(?:คือ|[:：])\s?|ไลน์\s?${mine}\s?)${id}`)],
  [
    'name',
    form(
      String.raw`(?<=我的\s?(?:line|賴|微信)${saidEqual}|\bmy\s(?:line|wechat|instagram|insta|telegram)\s?[:：]\s?|\bmy\s(?:user\s?name|id)\s?(?:is|[:：])\s?|(?<!\p{L})id\s?[:：]\s?)${addedId}`,
    ),
  ],
  ['name', form(String.raw`(?<=${messenger}${equals})(?:${mixedId})`)],
  [
    'name',
    form(
      String.raw`(?<=\badd\s(?:me|us)\s(?:on|in|at|to|via|by)?\s?line\s?(?:at|as|with|by)?[:：,]?\s?|加(?:我|入)?(?:的)?\s?(?:line|賴)\s?[:：]?\s?|แอด(?:ไลน์|มา(?:ที่)?)\s?[:：]?\s?)${addedId}`,
    ),
  ],
  ['name', /(?<![\p{L}\p{N}])[@＠](?:[A-Za-z0-9][\w.-]{2,}|[\p{L}\p{M}]{2,12})(?:\s\p{Lu}\p{Ll}+){0,2}/gu],

  // Digits in words.
  [
    'phone',
    /(?<![〇零○一二三四五六七八九])[〇零○一二三四五六七八九](?:[-‐‑–—−－ーｰ・の\s]?[〇零○一二三四五六七八九]){8,14}(?![〇零○一二三四五六七八九])/gu,
  ],
  [
    'phone',
    /\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)[\s,-]{1,2}){5,20}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b/giu,
  ],
  ['phone', /(?:(?:ศูนย์|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า)[\s-]?){8,15}/gu],
]
