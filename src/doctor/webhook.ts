/** Whether customers' messages reach us: the webhook as LINE has it, and what LINE itself sees when it calls it. */
import type { WebhookTest } from '../ports/line.ts'
import { ok, type Finding } from './finding.ts'

const topic = 'Webhook'
const messagingApi = 'In the LINE Developers console, Messaging API tab,'

const alone = '/webhook'

/** Where kidoku hears of a channel. @param name where there are several */
export const webhookPath = (name?: string): string => (name === undefined ? alone : `${alone}/${name}`)

/**
 * @param set as LINE tells it; undefined when no address is set
 * @param path where this channel is heard
 */
export function webhookSetting(
  set: { url: string; active: boolean } | undefined,
  publicUrl?: string,
  path = webhookPath(),
): Finding[] {
  const problem = (found: string, why: string, remedy: string): Finding[] => [
    { level: 'problem', topic, found, why, remedy },
  ]
  const unheard = 'LINE sends nothing to kidoku: customers write, and nobody hears'
  if (!set || !URL.canParse(set.url)) {
    const address = `${publicUrl ?? 'https://your-server'}${path}`
    const remedy = `${messagingApi} set the Webhook URL to ${address}, and switch on Use webhook`
    return problem('no webhook URL is set at LINE', unheard, remedy)
  }
  const { protocol, pathname, host, hostname } = new URL(set.url)
  // LINE itself calls no address of this computer; only a LINE that is played here does.
  if (protocol !== 'https:' && !loopback.has(hostname)) {
    const remedy = `${messagingApi} set a Webhook URL that begins with https://`
    return problem(`the webhook URL begins with ${protocol}//`, 'LINE calls https addresses only', remedy)
  }
  const ends = (end: string): boolean => pathname.replace(/\/$/, '').endsWith(end)
  const remedy = `${messagingApi} let the Webhook URL end in ${path}`
  if (!ends(path) && !ends(alone)) {
    const why = `kidoku listens at ${path}; another path is somebody else’s, or nobody’s`
    return problem(`the webhook URL does not end in ${path}: ${shown(set.url)}`, why, remedy)
  }
  if (!set.active) {
    return problem('“Use webhook” is off', unheard, `${messagingApi} under the Webhook URL, switch on Use webhook`)
  }
  const found: Finding = ends(path)
    ? ok(topic, `${shown(set.url)}, in use`)
    : {
        level: 'warning',
        topic,
        found: `${shown(set.url)}, in use, has not this channel’s name at its end`,
        why: 'It works, by the account that LINE names in what it sends. But the address does not show whose it is',
        remedy,
      }
  if (publicUrl === undefined || new URL(publicUrl).host === host) return [found]
  const elsewhere: Finding = {
    level: 'warning',
    topic,
    found: `the webhook is at ${host}, and PUBLIC_URL at ${new URL(publicUrl).host}`,
    why: 'Both should be this server. After a change of server or tunnel, one of them is easily forgotten',
    remedy: 'Make them the same host, unless this is on purpose',
  }
  return [found, elsewhere]
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Without a query, in which somebody may have put a secret. */
const shown = (url: string): string => url.replace(/[?#].*$/, '?…')

const testTopic = 'LINE’s test call'

/**
 * What came of LINE's own test call. It needs the server running.
 * @param running whether a kidoku holds this data folder; undefined when it cannot be told
 * @param path where this channel is heard
 */
export function webhookTest(test: WebhookTest, running: boolean | undefined, path = webhookPath()): Finding {
  if (test.success) return ok(testTopic, `LINE called the webhook and was answered ${test.statusCode}`)
  const [found, remedy] = inWords(test, path)
  const notHere =
    running === false ? ' No kidoku is running on this DATA_DIR: start it (npm start), then run this again.' : ''
  const why = 'Customers’ messages do not reach kidoku'
  return { level: 'problem', topic: testTopic, found, why, remedy: `${remedy}.${notHere}` }
}

const upAndReached =
  'Start the server (npm start) and, where there is one, its tunnel; then check that the Webhook URL is this server’s, and that its https certificate is one that browsers accept'

/** LINE: the reasons of "Test webhook endpoint". */
function inWords({ reason, statusCode, detail }: WebhookTest, path: string): [found: string, remedy: string] {
  switch (reason) {
    case 'COULD_NOT_CONNECT':
      return [`LINE could not connect to the webhook (${detailOf(detail)})`, upAndReached]
    case 'CONNECTION_TIMEOUT':
      return ['LINE could not connect to the webhook in time', `${upAndReached}. A firewall may be in the way`]
    case 'REQUEST_TIMEOUT':
      return [
        'the webhook did not answer LINE in time',
        'LINE waits 2 seconds. If the host puts kidoku to sleep between messages, keep it awake; if it is slow, look at its processor and its disk',
      ]
    case 'ERROR_STATUS_CODE':
      return [`the webhook answered LINE with ${statusCode}`, remedyFor(statusCode, path)]
    default:
      return [`LINE’s call failed (${reason === 'UNCLASSIFIED' ? detailOf(detail) : reason})`, upAndReached]
  }
}

function remedyFor(status: number, path: string): string {
  if (status === 401) {
    return 'LINE_CHANNEL_SECRET does not fit this channel: copy it again from the LINE Developers console, Basic settings tab, and start the server anew'
  }
  if (status === 404 || status === 405) {
    return `The path is wrong, or another server answers there: the Webhook URL is your server’s https address with ${path} at its end`
  }
  if (status === 503) {
    return 'The server is stopping, cannot store messages, or started with texts of this channel that it cannot read: look at its log, and whether the disk under DATA_DIR is full. A tunnel or proxy answers the same when kidoku is not running'
  }
  if (status === 403)
    return `Something in front of kidoku refuses LINE: take sign-in, bot protection and country blocks off the path ${path}`
  if (status >= 300 && status < 400)
    return 'LINE does not follow a redirect: set the Webhook URL to the address it leads to'
  if (status >= 500)
    return 'A tunnel or proxy answers, and kidoku behind it does not: start the server, and check the port that they lead to'
  return 'Something other than kidoku answers there: check the Webhook URL'
}

/** LINE's own words, at most a line of them. */
const detailOf = (detail: string): string => detail.replace(/\s+/g, ' ').trim().slice(0, 120) || 'no detail'
