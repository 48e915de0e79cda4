/**
 * How customers link their LINE account to the one in the shop's system, as `lookups.yaml` declares it:
 *
 *     account_link:
 *       sign_in: https://shop.example.com/line
 *       account:
 *         http: { url: 'https://shop.example.com/api/line-nonces?nonce={nonce}&user={user}' }
 *         column: customer_id
 *
 * The sign-in page is opened by customers and never asked from here, so its host need not be among `hosts`.
 */
import { longestSignIn } from '../../core/look-ups/account-link.ts'
import { isLoopback } from '../../loopback.ts'
import { readColumn } from './lookups-csv.ts'
import { readHttp, type HttpSource } from './lookups-http.ts'
import type { Place, Reading } from './lookups-reading.ts'

export interface AccountLinkSource {
  signIn: string
  /** Where it is asked whose a nonce is, and what of the answer is the account. */
  account: { from: HttpSource; column: string }
}

/** @returns undefined when it is not there, too */
export function readAccountLink(
  reading: Reading,
  place: Place,
  hosts: readonly string[],
): AccountLinkSource | undefined {
  if (!place.written) return undefined
  const found = reading.fields(place, ['sign_in', 'account'])
  if (!found) return undefined
  const signIn = readSignIn(reading, found('sign_in'))
  const account = reading.fields(found('account'), ['http', 'column'])
  if (!account) return undefined
  const http = account('http')
  const from = readHttp(reading, http, hosts, 'look-up', namesIn(http))
  const column = readColumn(reading, account('column'))
  return signIn !== undefined && from && column !== undefined ? { signIn, account: { from, column } } : undefined
}

/** The user may be left out, the nonce not. */
function namesIn({ written }: Place): string[] {
  const url = written?.type === 'map' ? written.entries.find(({ key }) => key === 'url')?.value : undefined
  return url?.type === 'text' && url.text.includes('{user}') ? ['nonce', 'user'] : ['nonce']
}

function readSignIn(reading: Reading, place: Place): string | undefined {
  const example = 'write the page on which customers sign in, such as https://shop.example.com/line'
  const written = reading.text(place, example, longestSignIn)
  const url = written === undefined ? undefined : reading.filled(place, written)
  if (url === undefined) return undefined
  const wrong = (problem: string, remedy: string): undefined => reading.wrong(place, problem, remedy)
  const parsed = URL.canParse(url) && !/[\s\\]/.test(url) ? new URL(url) : undefined
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    return wrong('is not an address that begins with https://', example)
  }
  if (/[{}]/.test(url)) return wrong('has { } in it', 'remove it: the link token is added by itself, as linkToken')
  if (parsed.username || parsed.password) return wrong('has a user name or password in it', 'remove it')
  if (url.includes('#')) return wrong('has a # in it', 'end it before that')
  if (parsed.searchParams.has('linkToken')) return wrong('has a linkToken in it', 'remove it: it is added by itself')
  if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname)) {
    return wrong('begins with http://', 'write https://: customers give their password on that page')
  }
  return url.length > longestSignIn ? wrong('is too long', `keep it below ${longestSignIn} characters`) : url
}
