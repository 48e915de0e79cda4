/**
 * Links and addresses as a text has them: with a scheme and without, e-mail, LINE ids. Each comes in one form in which two
 * of the same are the same: `https://WWW.Mugi.example/menu/` and `mugi.example/menu`.
 */

export interface Link {
  /** As it stands in the text. */
  written: string
  /** Host, path and what follows; or the e-mail address or id. Undefined: of a kind that is never sent. */
  target?: string
  /** "Order ID: A12345": an id that the customer may have written. */
  order?: true
}

/** ASCII that may stand in an address; it ends where other writing begins, as Japanese has no space before it. */
const tail = String.raw`[!#-&(-;=?-\]_a-z~]*`
const label = String.raw`[\p{L}\p{M}\p{N}_-]+`

/** What a phone would do something with, and is no web page. `line:`, `market:` and `file:` alone are ordinary words. */
const never =
  /(?<![a-z])(?:javascript|vbscript)\s*:\s*\S+|(?<![a-z])intent:\S+|(?<![a-z])(?:intent|market)\s*:\s*\/\s*\/\s*\S*|(?<![a-z])data:[\w.+-]+\/\S+/giu
const withScheme = new RegExp(String.raw`(?<![a-z\d+.-])([a-z][a-z\d+.-]*):\/\/(${tail}|\S*)`, 'giu')
const email = /(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}/giu
const lineId = /(?<![\w.])@[a-z\d][\w.-]{2,}/giu
/** "LINE ID is mugi", 帳號：mugi, "IG: mugi". */
const namedId =
  /(?:(?:(?<![a-z])(?:line\s{0,2})?(?:id|ig)|ไอดี(?:ไลน์)?|[帳账][號号])\s*[:：=「“"]|(?:(?<![a-z])line\s*(?:id|ไอดี)|ไลน์ไอดี|ไอดีไลน์)\s*(?:is(?![a-z])|は|是|คือ))[\s「“":]{0,3}([a-z\d][\w.-]{3,})/giu
/** "LINE ID mugi", "LINE: mugi" where nothing follows, and "LINE mugi_bread": what cannot be a word. */
const lineName =
  /(?:(?:(?<![a-z])line|ไลน์)(?:\s{0,2}(?:@|id|ไอดี)\s{0,2}[:：]?|\s{0,2}[:：])|ไอดีไลน์)[\s「“"]{0,2}([a-z\d][\w.-]{3,})(?=[\s」”",.!?)]*(?:$|\n)|[^\s\w.,!?:-])|(?:(?<![a-z])line|ไลน์)\s{0,2}(?:id|ไอดี)?\s{0,2}[:：]?\s{0,2}((?=[\w.-]{0,20}[\d_])[a-z][\w.-]{3,})/gimu
/** What stands there and is a word. */
const plainWord =
  /^(?:needed|required|optional|shown|please|here|there|below|above|only|also|with|that|this|when|then|and|for|from|number|account|accounts|message|messages|group|chat|staff|pay|open|closed|daily|none|soon|today|always|welcome|thanks|available|first|registration|verification|shopping|linked|friends?|friendly|again|instead|weekdays|weekends|long|used|details|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)$/i
const ip = new RegExp(String.raw`(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?::\d+)?(?:\/${tail})?`, 'giu')
/** Endings in the scripts of our languages that phones make links of. Other words there may follow a full stop. */
const scripts =
  'ไทย|みんな|コム|セール|ストア|クラウド|ポイント|ファッション|グーグル|アマゾン|台灣|台湾|世界|中国|中國|公司|公益|网络|网站|网址|網路|商店|商城|商标|网店|在线|中文网|集团|香港|澳門|澳门|新加坡|手机|移动|游戏|企业|餐厅|食品|购物|信息|时尚|娱乐|机构|政务|政府|招聘|珠宝|书籍|健康|慈善|我爱你|联通|八卦|通販|家電|大拿|点看|广东|佛山'
const ours = String.raw`\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}`
/** A domain without a scheme. In other scripts than ours nothing parts it from the words before it. */
const bare = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}_.-])(?:${label}\.)+(\p{Script=Latin}{2,24}(?![a-z\d-])|xn--[a-z\d-]+|(?:${scripts})|(?:(?![${ours}])[\p{L}\p{M}]){2,24})(?::\d+)?(?:[\/?]${tail})?`,
  'giu',
)
const www = /(?<![\p{L}\d.-])www\.[^\s、。「」（）()]+/giu
/** Endings that are links in any case, after any name. */
const ending =
  /^(?:com|net|org|info|biz|shop|app|link|site|online|store|xyz|top|page|dev|club|live|jp|tw|th|cn|kr|hk|id|io|ee|ly)$/i
/** No endings of domains: a new sentence without a space before it, "Mr.Tanaka", "Co.Ltd". */
const sentence =
  /\.(?:we|the|they|this|that|there|these|please|your|our|if|when|what|where|which|who|why|and|but|or|for|from|after|before|thanks?|yes|can|could|would|will|should|have|was|are|however|also|hello|hi|sorry|sure|then|tel|let)$/i
const title = /^(?:mr|mrs|ms|dr|st|prof|no|vol|tel|fax)\.[^.]*$|^co\.ltd$/i

/** Every link of a text that is written alike ({@link alike}), and the text without them. */
export function linksIn(text: string): { links: Link[]; rest: string } {
  const links: Link[] = []
  let rest = text
  const take = (pattern: RegExp, read: (groups: readonly string[]) => Link | undefined): void => {
    rest = rest.replace(pattern, (...match) => {
      // The last two are the place and the whole text.
      const link = read(match.slice(0, -2).map((one) => (typeof one === 'string' ? one : '')))
      if (!link) return match[0]
      links.push(link)
      return ' '
    })
  }
  take(never, ([written = '']) => ({ written }))
  take(withScheme, ([written = '', scheme = '']) => ({
    written,
    target: /^https?$/i.test(scheme) ? targetOf(written) : undefined,
  }))
  take(email, ([written = '']) => ({ written, target: written.toLowerCase() }))
  take(lineId, ([written = '']) => ({ written, target: trimmed(written).toLowerCase() }))
  take(namedId, ([written = '', id = '']) => {
    if (plainWord.test(trimmed(id))) return undefined
    // An order's or a member's, and nothing to add as a friend.
    const isOrder = /^id/i.test(written) && /\d/.test(id)
    return { written, target: `@${trimmed(id).toLowerCase()}`, ...(isOrder ? { order: true } : {}) }
  })
  take(ip, ([written = '']) => ({ written, target: targetOf(`http://${written}`) }))
  take(bare, ([written = '', top = '']) => (isDomain(written, top) ? bareLink(written) : undefined))
  take(www, ([written = '']) => ({ written, target: trimmed(written).toLowerCase() }))
  take(lineName, ([written = '', id = '', odd = '']) => {
    const name = trimmed(id === '' ? odd : id)
    return plainWord.test(name) ? undefined : { written, target: `@${name.toLowerCase()}` }
  })
  return { links, rest }
}

function isDomain(written: string, top: string): boolean {
  const name = written.slice(0, written.search(/[/?:]|$/))
  // "at 5.pm"; a name has a letter.
  if (!/\p{L}[^.]*\./u.test(name)) return false
  if (top === top.toLowerCase() || ending.test(top) || /^www\./i.test(name) || name.length < written.length) return true
  return !sentence.test(name) && !title.test(name)
}

function bareLink(written: string): Link {
  // `詳しくはmugi.example`: the name begins with its letters of ours, if those stand right before the dot.
  const ascii = /[a-z\d][\w-]*(?:\.[\w-]+)+(?=$|[/?:])/i.exec(written)
  const from = ascii && /[a-z]/i.test(ascii[0]) ? ascii.index : 0
  return { written: written.slice(from), target: targetOf(`http://${written.slice(from)}`) }
}

/** Ends of sentences, brackets and Markdown's marks are not of the address. */
const trimmed = (written: string): string => written.replace(/[.,;:!?)\]…*_~]+$/, '')

/** Undefined where it names one host and leads to another, or none. */
function targetOf(written: string): string | undefined {
  let url: URL
  try {
    url = new URL(trimmed(written))
  } catch {
    return undefined
  }
  if (url.username !== '' || url.password !== '' || url.host === '') return undefined
  const path = url.pathname.replace(/\/+$/, '')
  return `${url.host.replace(/^www\./, '')}${path}${url.search}${url.hash}`
}
