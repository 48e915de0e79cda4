/**
 * Links and addresses as a text has them: with a scheme and without, e-mail, LINE ids. Each comes in one form in which two
 * of the same are the same: `https://WWW.Mugi.example/menu/` and `mugi.example/menu`.
 */

export interface Link {
  /** As it stands in the text. */
  written: string
  /** Host, path and what follows; or the e-mail address or id. Undefined: of a kind that is never sent. */
  target?: string
}

/** ASCII that may stand in an address; it ends where other writing begins, as Japanese has no space before it. */
const tail = String.raw`[!#-&(-;=?-\]_a-z~]*`
const label = String.raw`[\p{L}\p{M}\p{N}_-]+`

/** What a phone would do something with, and is no web page. `line:` and `file:` alone are ordinary words. */
const never = /(?<![a-z])(?:javascript|vbscript|intent|market)\s*:\s*\S+|(?<![a-z])data:[\w.+-]+\/\S+/giu
const withScheme = new RegExp(String.raw`(?<![a-z\d+.-])([a-z][a-z\d+.-]*):\/\/(${tail}|\S*)`, 'giu')
const email = /(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}/giu
const lineId = /(?<![\w.])@[a-z\d][\w.-]{2,}/giu
/** "LINE ID is mugi", 帳號：mugi, "IG: mugi". */
const namedId =
  /(?:(?:(?<![a-z])(?:id|ig)|ไอดี(?:ไลน์)?|[帳账][號号])\s*[:：=「“"]|(?:(?<![a-z])line\s*(?:id|ไอดี)|ไลน์ไอดี|ไอดีไลน์)\s*(?:is(?![a-z])|は|是|คือ))[\s「“":]{0,3}([a-z\d][\w.-]{3,})/giu
const ip = new RegExp(String.raw`(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?::\d+)?(?:\/${tail})?`, 'giu')
/** Endings in other scripts that phones make links of. */
const scripts =
  'ไทย|台灣|台湾|みんな|コム|セール|ストア|クラウド|世界|中国|中國|公司|网络|商店|网店|在线|集团|香港|한국'
/** A domain without a scheme. In other scripts than ours nothing parts it from the words before it. */
const bare = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}_.-])(?:${label}\.)+([a-z]{2,24}(?![a-z\d-])|xn--[a-z\d-]+|(?:${scripts})(?![\p{L}\p{M}]))(?::\d+)?(?:[\/?]${tail})?`,
  'giu',
)
/** Endings that are links in any case; others only as links are written, in small letters: "soon.It", "Co.Ltd". */
const ending =
  /^(?:com|net|org|info|biz|shop|app|link|site|online|store|xyz|top|page|dev|club|live|jp|tw|th|cn|kr|hk|id|io|co|ee|ly)$/i

/** Every link of a text that is written alike ({@link alike}), and the text without them. */
export function linksIn(text: string): { links: Link[]; rest: string } {
  const links: Link[] = []
  let rest = text
  const take = (pattern: RegExp, read: (groups: readonly string[]) => Link | undefined): void => {
    rest = rest.replace(pattern, (...match) => {
      // The last is the whole text.
      const link = read(match.filter((one) => typeof one === 'string').slice(0, -1))
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
  take(namedId, ([written = '', id = '']) => ({ written, target: `@${trimmed(id).toLowerCase()}` }))
  take(ip, ([written = '']) => ({ written, target: targetOf(`http://${written}`) }))
  take(bare, ([written = '', top = '']) => (isDomain(written, top) ? bareLink(written) : undefined))
  return { links, rest }
}

function isDomain(written: string, top: string): boolean {
  const name = written.slice(0, written.search(/[/?:]|$/))
  // "at 5.pm"; a name has a letter.
  if (!/\p{L}[^.]*\./u.test(name)) return false
  return top === top.toLowerCase() || ending.test(top) || /^www\./i.test(name) || name.length < written.length
}

function bareLink(written: string): Link {
  // `詳しくはmugi.example`: the name begins with its letters of ours, if those stand right before the dot.
  const ascii = /[\w-]+(?:\.[\w-]+)+(?=$|[/?:])/.exec(written)
  const from = ascii && /[a-z]/i.test(ascii[0]) ? ascii.index : 0
  return { written: written.slice(from), target: targetOf(`http://${written.slice(from)}`) }
}

/** Ends of sentences and brackets are not of the address. */
const trimmed = (written: string): string => written.replace(/[.,;:!?)\]…]+$/, '')

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
