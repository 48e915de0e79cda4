/** Requests for pages and forms that no browser of ours would make: paths, queries, cookies, headers and fields by chance. */
import type { Random } from './random.ts'
import { anyText, strangeTexts } from './texts.ts'

export interface PageRequest {
  bytes: Buffer
  method: string
  path: string
  headers: Record<string, string>
}

/** Of the console, the health checks and the simulator's page. */
const paths = [
  '/console',
  '/console/all',
  '/console/staff',
  '/console/questions',
  '/console/undelivered',
  '/console/open',
  '/console/insights',
  '/console/insights.csv',
  '/console/gaps',
  '/console/sample',
  '/console/knowledge',
  '/console/playground',
  '/console/experiments',
  '/console/telling',
  '/console/members',
  '/console/events',
  '/console/sign-in',
  '/console/sign-out',
  '/console/language',
  '/console/take',
  '/console/done',
  '/console/hand-back',
  '/console/read',
  '/console/forget',
  '/console/pause',
  '/console/page/console.css',
  '/healthz',
  '/readyz',
  '/metrics',
  '/ledger/x',
  '/',
  '/api/do',
  '/api/ledger/x',
  '/api/content/x',
  '/oa/x',
  '/vendor/preact.js',
  '/v2/bot/info',
  '/v2/bot/message/reply',
  '/v2/bot/profile/x',
]
const names = [
  'q',
  'after',
  'before',
  'list',
  'conversation',
  'turn',
  'days',
  'from',
  'to',
  'language',
  'topic',
  'table',
  'name',
  'password',
  'seen',
  'token',
  'form',
  'upTo',
  'do',
  'userId',
  'text',
]
const oddPaths = [
  '%',
  '%ff',
  '%00',
  '..',
  '%2e%2e%2f',
  '%c0%ae',
  ':',
  'a:user:b',
  '%F0%9F%8D%9E',
  '__proto__',
  'constructor',
  '*',
  '(',
  '[',
  'x'.repeat(4_000),
]

export function drawPage(random: Random): PageRequest {
  const deeper = random.chance(0.4) ? `/${random.pick([...oddPaths, encoded(random)])}` : ''
  const asked = random.chance(0.5) ? `?${formOf(random)}` : ''
  const path = `${random.pick(paths)}${deeper}${asked}`
  const isPost = random.chance(0.3)
  const bytes = isPost ? Buffer.from(random.chance(0.7) ? formOf(random) : anyText(random)) : Buffer.alloc(0)
  const method = isPost ? 'POST' : random.pick(['GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
  return { bytes, method, path, headers: headersOf(random, isPost) }
}

const encoded = (random: Random): string => encodeURIComponent(anyText(random).slice(0, 300).toWellFormed())

function formOf(random: Random): string {
  const fields = Array.from({ length: random.below(5) }, () => {
    const value = random.chance(0.2) ? random.pick(oddPaths) : encoded(random)
    return `${random.pick(names)}${random.pick(['', '', '[]', '[a]', '%00'])}=${value}`
  })
  return fields.join(random.pick(['&', '&', '&&', ';']))
}

/** Node's own parser refuses what is no header; of the rest anything may come. */
function headersOf(random: Random, isPost: boolean): Record<string, string> {
  const odd = (): string =>
    random
      .pick([...strangeTexts, 'en', '*', ';;;', 'a=b; c', 'x'.repeat(3_000), '1', 'null'])
      .replace(/[^\x20-\x7e\xa1-\xff]/g, '')
      .slice(0, 4_000)
  const some = [
    'cookie',
    'accept-language',
    'origin',
    'sec-fetch-site',
    'x-forwarded-for',
    'x-forwarded-proto',
    'accept',
    'range',
    'if-none-match',
    'referer',
    'authorization',
    'x-request-id',
  ]
  const drawn = Array.from({ length: random.below(4) }, () => [random.pick(some), odd()])
  const cookie = random.chance(0.3) ? [['cookie', `kidoku_console=${odd()}; language=${odd()}`]] : []
  const type = random.pick([
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data; boundary=x',
    'x',
  ])
  return Object.fromEntries([...drawn, ...cookie, ...(isPost ? [['content-type', type]] : [])])
}
