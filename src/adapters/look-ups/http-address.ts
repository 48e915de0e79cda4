/**
 * Where a declared address leads. Whoever writes `lookups.yaml` writes the address and lists its host; what a customer
 * wrote fills one segment of its path or one value of its query, and leads nowhere else.
 *
 * A listed host may have a private address, or be this computer: that is where a shop's own systems stand. So no address
 * is refused for being private, nor is a name that comes to lead elsewhere (DNS rebinding) noticed: a host is listed
 * because the shop trusts it and whoever answers for its name, and https has its certificate checked besides.
 */
import type { Given } from '../../core/look-ups/declared.ts'
import { isLoopback } from '../../loopback.ts'

export type Address =
  | { ok: true; href: string }
  /** `lasting`: whatever is given, the address itself may not be asked. */
  | { ok: false; lasting: boolean; detail: string }

const slots = /\{([^{}]*)\}/g
/** Of an address, and of what stands in it (characters). Servers take 8,000 or so. */
const longest = 4_000

/**
 * @param template an address with `{argument}` in its path or as a value of its query
 * @param hosts names, or names with ports, of which its own is one
 * @param names of the arguments there are
 * @returns fills it; what it says of a failure repeats neither the address nor a value
 */
export function addressOf(
  template: string,
  hosts: readonly string[],
  names: readonly string[],
): (given: Given) => Address {
  const wrong = wrongIn(template, names) ?? notAllowed(template.replace(slots, 'x'), hosts)
  if (wrong !== undefined) return () => ({ ok: false, lasting: true, detail: wrong })
  const form = formOf(new URL(template.replace(slots, 'x')))
  const query = queryAt(template)
  return (given) => {
    const unfit: string[] = []
    const href = template.replace(slots, (_slot, name: string, at: number) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined
      if (value !== undefined && fits(value, at < query)) return encodeURIComponent(value)
      unfit.push(name)
      return 'x'
    })
    const [first] = unfit
    if (first !== undefined) return refused(`its argument "${first}" may not stand in an address`)
    if (href.length > longest) return refused('its arguments are too long for an address')
    // Whatever was overlooked above: the parser that will be used has the last word.
    if (!URL.canParse(href) || formOf(new URL(href)) !== form) return refused('its arguments change where it leads')
    return { ok: true, href }
  }
}

const refused = (detail: string): Address => ({ ok: false, lasting: false, detail })

const queryAt = (template: string): number => (template.includes('?') ? template.indexOf('?') : template.length)

/** What must be the same whatever was filled in. */
function formOf(url: URL): string {
  const { origin, username, password, hash, pathname, searchParams } = url
  const segments = pathname.split('/').map((segment) => segment !== '')
  return JSON.stringify([origin, username, password, hash, segments, [...searchParams.keys()]])
}

function wrongIn(template: string, names: readonly string[]): string | undefined {
  const start = /^https?:\/\/([^/?]+)/i.exec(template)
  if (!start) return 'its url does not begin with https:// and a host'
  // A parser takes some of these out and others for another sign.
  if (/[\s\\#\p{Cc}]/u.test(template)) return 'its url has a space, a backslash or a # in it'
  if (/[{}]/.test(start[0])) return 'its url has {…} in its host'
  if (start[0].includes('@')) return 'its url has a name or a password in it: those belong into a header'
  if (/[{}]/.test(template.replace(slots, ''))) return 'its url has a { or a } of its own'
  if (/%[\da-f]?\{/i.test(template))
    return 'its url has a % before {…}: an argument would become a part of another sign'
  const unknown = [...template.matchAll(slots)].map(([, name = '']) => name).find((name) => !names.includes(name))
  if (unknown !== undefined) return 'its url has {…} with something else than the name of an argument'
  const keys = template.slice(queryAt(template) + 1).split('&')
  if (keys.some((pair) => /[{}]/.test(pair.split('=', 1)[0] ?? ''))) return 'its url has {…} as a name in its query'
  return undefined
}

function notAllowed(example: string, hosts: readonly string[]): string | undefined {
  if (!URL.canParse(example)) return 'its url is none'
  const url = new URL(example)
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) return 'its url is not https'
  return hosts.some((host) => isHost(host, url)) ? undefined : 'the host of its url is not listed'
}

/** Without a port, a host is listed with all of its ports. */
function isHost(listed: string, url: URL): boolean {
  const address = `${url.protocol}//${listed}`
  if (!URL.canParse(address)) return false
  const { host, hostname } = new URL(address)
  return /:\d+$/.test(listed) && !listed.endsWith(']') ? host === url.host : hostname === url.hostname
}

/** @param inPath as a segment of the path, else as a value of the query */
function fits(value: string, inPath: boolean): boolean {
  // An address with nothing in the place of its argument asks for all things.
  if (value.trim() === '' || value.length > longest) return false
  if (!value.isWellFormed() || /\p{Cc}/u.test(value)) return false
  return !inPath || !climbs(value)
}

/**
 * Whether `.` or `..` is a segment of it. What we encode stays one segment for a parser; servers and proxies there are
 * that decode before they resolve, some of them twice.
 */
function climbs(value: string): boolean {
  for (let text = value, before = ''; text !== before;) {
    if (/(^|[/\\])\.\.?($|[/\\;?#])/.test(text)) return true
    before = text
    text = text.replace(/%(?:2[ef35]|3[bf]|5c)/gi, decodeURIComponent)
  }
  return false
}
