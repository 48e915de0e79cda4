/** A service on the web that is asked, or told, as `lookups.yaml` declares it. */
import { isLoopback } from '../../loopback.ts'
import type { Give } from './give.ts'
import type { ReadArguments } from './lookups-arguments.ts'
import { readGive } from './lookups-give.ts'
import { refers, type Place, type Reading } from './lookups-reading.ts'

export interface HttpSource {
  type: 'http'
  /** With `{argument}` in its path or query, where it is asked and not told. */
  url: string
  headers: Readonly<Record<string, string>>
  /** ms */
  within: number
}

export interface HttpSink extends HttpSource {
  /** Missing: each argument by its name. */
  give?: Give
}

const address = 'write it whole, such as https://shop.example.com/api/stock/{item}'
/** What is written by itself, or would make another request of it. */
const ownHeaders = ['host', 'connection', 'content-length', 'transfer-encoding', 'content-type', 'idempotency-key']
/** What asks for another kind of connection: Node's fetch sends none of them. */
const refusedHeaders = ['expect', 'upgrade', 'keep-alive']
const times = { least: 100, most: 10_000, usual: 5_000 }

/** The hosts that may be asked, as an address names them. One without a port stands for all its ports. */
export function readHosts(reading: Reading, place: Place): string[] {
  if (!place.written) return []
  const remedy = 'write the name alone, such as shop.example.com'
  const hosts = (reading.list(place, remedy) ?? []).flatMap(({ text, place }) => {
    const isName = /^([\p{L}\p{N}.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/iu.test(text)
    if (!isName || !URL.canParse(`http://${text}`)) {
      return reading.wrong(place, 'has something in it that is not a host', remedy) ?? []
    }
    const [port = ''] = /:\d+$/.exec(text) ?? []
    return new URL(`http://${text}`).hostname + port
  })
  return [...new Set(hosts)]
}

/**
 * @param names of the arguments that can stand in the address; none: they could not be read
 * @param of a record's arguments are sent as the body
 */
export function readHttp(
  reading: Reading,
  place: Place,
  hosts: readonly string[],
  of: 'look-up' | 'record',
  names: readonly string[],
): HttpSource | undefined {
  const found = reading.fields(place, ['url', 'headers', 'within'])
  return found && readFound(reading, found, hosts, of, names)
}

/** @param told what is sent as the body */
export function readHttpSink(
  reading: Reading,
  place: Place,
  hosts: readonly string[],
  told: ReadArguments,
): HttpSink | undefined {
  const found = reading.fields(place, ['url', 'headers', 'within', 'give'])
  if (!found) return undefined
  const http = readFound(reading, found, hosts, 'record', told.names)
  const give = readGive(reading, found('give'), told)
  return http && give && { ...http, ...give }
}

function readFound(
  reading: Reading,
  found: (key: 'url' | 'headers' | 'within') => Place,
  hosts: readonly string[],
  of: 'look-up' | 'record',
  names: readonly string[],
): HttpSource | undefined {
  const url = readUrl(reading, found('url'), hosts, of, names)
  const headers = readHeaders(reading, found('headers'))
  const within = readWithin(reading, found('within'))
  return url !== undefined && headers && within !== undefined ? { type: 'http', url, headers, within } : undefined
}

function readUrl(
  reading: Reading,
  place: Place,
  hosts: readonly string[],
  of: 'look-up' | 'record',
  names: readonly string[],
): string | undefined {
  const written = reading.text(place, address)
  if (written === undefined) return undefined
  const wrong = (problem: string, remedy: string): undefined => reading.wrong(place, problem, remedy)
  const url = reading.filled(place, written)
  if (url === undefined) return undefined
  // What came from the environment is not an argument, and is not repeated.
  const [plain, secret] = [written.replaceAll('${', '$'), refers(written)]
  if (secret && (url.match(/\{/g) ?? []).length !== (plain.match(/\{/g) ?? []).length) {
    return wrong('has a { from the environment', 'remove it there: only this file names arguments')
  }
  const [origin = ''] = /^[a-z]+:\/\/[^/?#\\]*/i.exec(url) ?? []
  if (/[{}]/.test(origin)) {
    return wrong('has { } in its host', 'write the host out: arguments can stand only behind it')
  }
  const parsed = parse(url.replace(/\{[^{}]*\}/g, 'x'))
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return wrong('is not an address that begins with https://', address)
  if (parsed.username || parsed.password || origin.includes('@')) {
    return wrong('has a user name or password in it', 'remove it; what signs in belongs into headers')
  }
  if (parsed.hash || url.includes('#')) return wrong('has a # in it', 'end it before that')
  if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname)) {
    return wrong('begins with http://', 'write https://: only this computer itself is asked without it')
  }
  const { host, hostname } = parsed
  if (!hosts.includes(hostname) && !hosts.includes(host) && !hosts.includes(`${hostname}:${portOf(parsed)}`)) {
    const shown = secret ? 'which comes from the environment' : hostname
    return wrong(`has a host that is not in hosts (${shown})`, `write it into hosts, if it may be asked`)
  }
  return placeholdersFit(wrong, url, of, names) ? url : undefined
}

const parse = (url: string): URL | undefined => (URL.canParse(url) && !/[\s\\]/.test(url) ? new URL(url) : undefined)

const portOf = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80')

function placeholdersFit(
  wrong: (problem: string, remedy: string) => undefined,
  url: string,
  of: 'look-up' | 'record',
  names: readonly string[],
): boolean {
  const found = [...url.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
  if (of === 'record' && /[{}]/.test(url)) {
    wrong('has { } in it', 'remove it: the arguments of a record are sent as its body')
    return false
  }
  if (/[{}]/.test(url.replace(/\{[^{}]*\}/g, ''))) {
    wrong('has a { or } by itself', 'write arguments as {item}')
    return false
  }
  if (/%[\da-f]?\{/i.test(url)) {
    wrong('has a % before { }', 'remove it: arguments are encoded by themselves')
    return false
  }
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
  if (query.split('&').some((pair) => /[{}]/.test(pair.split('=', 1)[0] ?? ''))) {
    wrong('has { } as a name in its query', 'write a name and = before it, as in ?item={item}')
    return false
  }
  if (names.length === 0 || of === 'record') return true
  const unknown = found.find((name) => !names.includes(name))
  const unused = names.find((name) => !found.includes(name))
  if (unknown !== undefined) {
    const shown = /^\w{1,31}$/.test(unknown) ? `{${unknown}}` : '{ }'
    wrong(`has ${shown}, which is not an argument`, `the arguments are: ${names.join(', ')}`)
  }
  if (unused !== undefined)
    wrong(`leaves out {${unused}}`, `write {${unused}} into the address, or remove the argument`)
  return unknown === undefined && unused === undefined
}

function readHeaders(reading: Reading, place: Place): HttpSource['headers'] | undefined {
  if (!place.written) return {}
  const entries = reading.named(place, 'write each header below it, with what it says')
  if (!entries) return undefined
  const headers = new Map<string, string>()
  for (const entry of entries) {
    const name = entry.name.toLowerCase()
    const written = reading.text(entry, 'write what it says', 4_000)
    const value = written === undefined ? undefined : reading.filled(entry, written)
    if (!/^[a-z0-9-]{1,60}$/.test(name)) {
      reading.wrong(entry, 'is not the name of a header', 'write one such as authorization')
    } else if (ownHeaders.includes(name)) reading.wrong(entry, 'is a header that is written by itself', 'remove it')
    else if (refusedHeaders.includes(name)) reading.wrong(entry, 'is a header that cannot be sent', 'remove it')
    else if (headers.has(name)) reading.wrong(entry, 'is there twice', 'remove one of them')
    if (value !== undefined && !/^[\x20-\x7e]+$/.test(value)) {
      reading.wrong(entry, 'has a character in it that no header has', 'copy its value again, on one line')
    }
    headers.set(name, value ?? '')
  }
  return Object.fromEntries(headers)
}

export function readWithin(reading: Reading, place: Place): number | undefined {
  if (!place.written) return times.usual
  const remedy = 'write a time from 100ms to 10s, such as 5s'
  const value = reading.text(place, remedy)
  if (value === undefined) return undefined
  const [, count = '', unit] = /^(\d{1,5}(?:\.\d)?)(ms|s)$/.exec(value) ?? []
  const ms = count === '' ? Number.NaN : Number(count) * (unit === 's' ? 1_000 : 1)
  return ms >= times.least && ms <= times.most ? ms : reading.wrong(place, 'is not such a time', remedy)
}
