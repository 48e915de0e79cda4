/** Telling staff: "Read is held by the notification", which is tried from 10 s, doubling, until somebody has it. */
import { createLineNotifier } from '../../src/adapters/notify/line.ts'
import { createWebhookNotifier } from '../../src/adapters/notify/webhook.ts'
import { createLine } from '../../src/adapters/line/line.ts'
import { longLived } from '../../src/adapters/line/tokens.ts'
import type { Notifier } from '../../src/ports/notifier.ts'
import type { Failure } from '../../src/simulator/index.ts'
import { STAFF_GROUP } from '../../src/simulator/customers.ts'
import { question, runCell, type Cell, type Outcome } from './cell.ts'
import { failures, names, type Struck } from './failures.ts'
import { nowhere } from './line-calls.ts'
import { answered, so, times, type Lasting, type Table } from './line-outcomes.ts'
import { openStandIn } from './stand-in.ts'

const read = 'markAsRead 200'
/** The notice goes; the assistant is silent then, and what the customer writes stays unread. */
const handedOver = (asked: string, waits = 0): Outcome => ({
  ...answered(asked, waits),
  answers: 0,
  entry: 'handoff',
  after: { answers: [0, 0], read: [true, false], entries: ['handoff'] },
})
const told = (asked: string): Outcome => handedOver(`${asked}, ${read}, reply 200`)
const later = (asked: string, then: string, waits = 10_000): Outcome =>
  handedOver(asked === '' ? `reply 200, ${then}, ${read}` : `${asked}, reply 200, ${then}, ${read}`, waits)

/** An incoming webhook has no key: what may have arrived is told again. */
const again = (what: string): Outcome => later(`webhook ${what}`, 'webhook 200')
const webhook: Table = {
  'connection refused': later('', 'webhook 200', 0),
  'reset before': again('reset'),
  'reset after': again('reset'),
  'reset midway': again('reset'),
  '400': again('400'),
  '400 invalid token': again('400'),
  '401': again('401'),
  '403': again('403'),
  '404': again('404'),
  '409': again('409'),
  '410': again('410'),
  '429': again('429'),
  '429 Retry-After': again('429'),
  '429 monthly limit': again('429'),
  '500': again('500'),
  '500 after': again('500'),
  '502 page': again('502'),
  '502 page after': again('502'),
  // Whatever it says with 200, it has it.
  '200 page': told('webhook 200'),
  'slow in time': told('webhook slow'),
  'slow over the time-out': again('slow'),
  never: again('never'),
  'never after': again('never'),
  'never midway': again('never'),
}
const lastingWebhook: Lasting[] = [
  ['500 for minutes', so(5, '500'), later('webhook 500', `${times(4, 'webhook 500')}, webhook 200`)],
  [
    '429 Retry-After of a minute',
    [{ status: 429, headers: { 'retry-after': '60' } }],
    later('webhook 429', 'webhook 200', 60_000),
  ],
]

/** A push of the card to the staff's group, with a key: it stands there once. */
const card: Table = {
  'connection refused': later('', 'card 200', 0),
  'reset before': later('card reset', 'card 200'),
  'reset after': later('card reset', 'card 409'),
  'reset midway': later('card reset', 'card 409'),
  // LINE does not take the card: plain words at once.
  '400': told('card 400, card 200'),
  '400 invalid token': 'a push has none',
  '401': later('card 401', 'card 200'),
  '403': later('card 403', 'card 200'),
  '404': later('card 404', 'card 200'),
  '409': told('card 409'),
  '410': later('card 410', 'card 200'),
  '429': later('card 429', 'card 200'),
  '429 Retry-After': later('card 429', 'card 200'),
  '429 monthly limit': later('card 429', 'card 200'),
  '500': later('card 500', 'card 200'),
  '500 after': later('card 500', 'card 409'),
  '502 page': later('card 502', 'card 200'),
  '502 page after': later('card 502', 'card 409'),
  '200 page': later('card 200', 'card 200'),
  'slow in time': told('card 200'),
  'slow over the time-out': later('card 409', 'card 200'),
  never: later('card never', 'card 200'),
  'never after': later('card never', 'card 409'),
  'never midway': later('card never', 'card 409'),
}
const lastingCard: Lasting[] = [
  ['monthly limit for minutes', so(4, '429 monthly limit'), later('card 429', `${times(3, 'card 429')}, card 200`)],
]

const isRefused = (strikes: readonly Struck[]): boolean => strikes.includes('refused')
const withoutRefused = (strikes: readonly Struck[]): Failure[] =>
  strikes.flatMap((how) => (how === 'refused' ? [] : [how]))

/** The first telling goes nowhere. */
function firstTo(dead: Notifier, own: Notifier): { notifier: Notifier; fired: () => number } {
  let count = 0
  return {
    notifier: { notify: (notice, timeout) => ((count += 1) === 1 ? dead : own).notify(notice, timeout) },
    fired: () => Math.min(1, count),
  }
}

async function runWebhook(strikes: readonly Struck[]) {
  const receiver = await openStandIn({
    name: 'webhook',
    answer: () => 'ok',
    refusal: (_, message) => message,
    strikes: (body) => body.includes(question),
  })
  try {
    const own = createWebhookNotifier(receiver.url)
    const refused = isRefused(strikes) ? firstTo(createWebhookNotifier(nowhere), own) : undefined
    return await runCell({
      call: 'webhook',
      handsOver: true,
      options: { notifier: () => refused?.notifier ?? own },
      strike(trial) {
        receiver.strike(trial, withoutRefused(strikes))
        return strikes.length
      },
      fired: () => refused?.fired() ?? receiver.fired,
      beside: () => receiver.asked,
    })
  } finally {
    await receiver.close()
  }
}

function runCard(strikes: readonly Struck[]) {
  const to = { group: STAFF_GROUP.id, users: [] }
  const notifierOf = (line: Parameters<typeof createLineNotifier>[0]['line']) =>
    createLineNotifier({ line, to, language: 'en' })
  let refused: ReturnType<typeof firstTo> | undefined
  return runCell({
    call: 'card',
    handsOver: true,
    options: {
      notifier(line) {
        const own = notifierOf(line)
        if (!isRefused(strikes)) return own
        refused = firstTo(notifierOf(createLine({ tokens: longLived('none'), apiBaseUrl: nowhere })), own)
        return refused.notifier
      },
    },
    strike({ shop }) {
      for (const how of withoutRefused(strikes)) {
        shop.line.fault({ call: 'push', how, times: 1, userId: STAFF_GROUP.id })
      }
      return strikes.length
    },
    fired: ({ shop }) => refused?.fired() ?? shop.line.calls.filter(({ struck }) => struck !== undefined).length,
    beside: () => [],
  })
}

const cellsOf = (
  call: string,
  table: Table,
  lasting: readonly Lasting[],
  run: (strikes: readonly Struck[]) => ReturnType<Cell['run']>,
): Cell[] => [
  ...names.flatMap((failure): Cell[] => {
    const expected = table[failure]
    return typeof expected === 'string' ? [] : [{ call, failure, expected, run: () => run([failures[failure]]) }]
  }),
  ...lasting.map(([failure, strikes, expected]): Cell => ({ call, failure, expected, run: () => run(strikes) })),
]

export const tellingCells: Cell[] = [
  ...cellsOf('telling by webhook', webhook, lastingWebhook, runWebhook),
  ...cellsOf('telling by a card in LINE', card, lastingCard, runCard),
]
