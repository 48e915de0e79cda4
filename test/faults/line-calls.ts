/** The calls to LINE that carry out a turn, or go beside it, and how each of them is made to fail. */
import { createContents } from '../../src/adapters/line/contents.ts'
import { createLine } from '../../src/adapters/line/line.ts'
import { renewing } from '../../src/adapters/line/renewing.ts'
import { statelessIssuer } from '../../src/adapters/line/stateless.ts'
import { longLived, type Tokens } from '../../src/adapters/line/tokens.ts'
import type { Contents } from '../../src/ports/contents.ts'
import type { Line } from '../../src/ports/line.ts'
import type { CallKind } from '../../src/simulator/index.ts'
import { quietLog, type ShopOptions } from '../flow/shop.ts'
import { customer, question, runCell, type Cell, type Outcome, type Running, type Trial } from './cell.ts'
import { closedDoor } from './door.ts'
import { failures, names, type Struck } from './failures.ts'
import { contents, lastingContents } from './content-outcomes.ts'
import * as outcomes from './line-outcomes.ts'

/** Nobody listens there: below the ports that systems give out by themselves. */
export const nowhere = 'http://127.0.0.1:20099'

interface Kind extends Pick<Running, 'says' | 'also' | 'options'> {
  call: CallKind
  table: outcomes.Table | (() => Outcome)
  lasting?: outcomes.Lasting[]
  prepare?: (trial: Trial) => void
  /** The call names no customer: it strikes whoever is there. */
  forAll?: boolean
  /** Which method of the port makes it; missing: it fetches what was sent. */
  method?: keyof Line
  /** Longer than the caller's time-out. */
  slowMs: number
}

const withoutToken = ({ shop }: Trial) => shop.line.say(customer, question, { withoutReplyToken: true })
const sends =
  (kind: 'image' | 'audio') =>
  ({ shop }: Trial) =>
    shop.line.media(customer, kind)

const kinds: Kind[] = [
  { call: 'reply', method: 'reply', table: outcomes.replies, lasting: outcomes.lastingReplies, slowMs: 8_400 },
  {
    call: 'push',
    method: 'push',
    table: outcomes.pushes,
    lasting: outcomes.lastingPushes,
    says: withoutToken,
    slowMs: 8_400,
  },
  {
    call: 'markAsRead',
    method: 'markAsRead',
    table: outcomes.reads('markAsRead'),
    lasting: outcomes.lastingReads('markAsRead'),
    slowMs: 5_400,
  },
  {
    // `READ_API=partner`: an account of the old kind, which has no Chat.
    call: 'markAllAsRead',
    method: 'markAllAsRead',
    table: outcomes.reads('markAllAsRead'),
    lasting: outcomes.lastingReads('markAllAsRead'),
    options: { setUp: { readsAll: true } },
    prepare: ({ shop }) => void Object.assign(shop.line.settings, { chatMode: 'bot', corporate: true }),
    slowMs: 5_400,
  },
  ...(['quota', 'consumption'] as const).map((call): Kind => ({
    call,
    method: 'quota',
    table: outcomes.nothing(`push 200, ${outcomes.read}`),
    says: withoutToken,
    forAll: true,
    slowMs: 3_400,
  })),
  ...(['content', 'transcoding'] as const).map((call): Kind => ({
    call,
    table: contents(call),
    lasting: lastingContents(call),
    says: sends(call === 'content' ? 'image' : 'audio'),
    also: call === 'content' ? ['content'] : ['transcoding', 'content'],
    forAll: true,
    slowMs: 8_400,
  })),
]

/** Calls that go nowhere, so many of them, through the real adapters. */
function refusing({ method }: Kind, count: number): { options: ShopOptions; fired: () => number } {
  let fired = 0
  const tokens = longLived('none')
  const line = createLine({ tokens, apiBaseUrl: nowhere })
  const strikes = (): boolean => fired < count && (fired += 1) > 0
  const options: ShopOptions = method
    ? {
        calling: (own) => ({
          ...own,
          [method]: (...values: never[]) => {
            const call = (strikes() ? line : own)[method] as (...values: never[]) => unknown
            return call(...values)
          },
        }),
      }
    : { looking: (_, made) => behindDoor(made, strikes) }
  return { options, fired: () => fired }
}

/** What was sent is behind a door that is closed for as long as that strikes: each request is made, and refused. */
function behindDoor(
  { tokens, dataApiBaseUrl }: { tokens: Tokens; dataApiBaseUrl: string },
  strikes: () => boolean,
): Contents {
  const made = closedDoor(dataApiBaseUrl)
  return {
    async see(...values) {
      const door = await made
      // A token is asked for before each request.
      const get: Tokens['get'] = async () => {
        if (!strikes()) await door.open()
        return tokens.get()
      }
      const looking = { tokens: { ...tokens, get }, dataApiBaseUrl: door.url, log: quietLog, pause: 1 }
      return createContents(looking).see(...values)
    },
  }
}

function runningOf(kind: Kind, strikes: readonly Struck[]): Running {
  const { call, says, options, prepare, also, forAll = false, slowMs } = kind
  const faults = strikes.flatMap((how) => (how === 'refused' ? [] : [how]))
  const refused = faults.length < strikes.length ? refusing(kind, strikes.length) : undefined
  return {
    call,
    says,
    also,
    alone: forAll || refused !== undefined,
    options: { ...options, ...refused?.options },
    strike(trial) {
      prepare?.(trial)
      for (const how of faults) {
        const slow = typeof how === 'object' && 'delayMs' in how && how.delayMs > 1_000
        trial.shop.line.fault({
          call,
          how: slow ? { delayMs: slowMs } : how,
          times: 1,
          userId: forAll ? undefined : customer,
        })
      }
      return strikes.length
    },
    fired: ({ shop }) => refused?.fired() ?? shop.line.calls.filter(({ struck }) => struck !== undefined).length,
  }
}

const cellsOf = (kind: Kind): Cell[] => [
  ...names.flatMap((failure): Cell[] => {
    const expected = typeof kind.table === 'function' ? kind.table() : kind.table[failure]
    if (typeof expected === 'string') return []
    return [{ call: kind.call, failure, expected, run: () => runCell(runningOf(kind, [failures[failure]])) }]
  }),
  ...(kind.lasting ?? []).map(([failure, strikes, expected]): Cell => ({
    call: kind.call,
    failure,
    expected,
    run: () => runCell(runningOf(kind, strikes)),
  })),
]

/** Stateless tokens: whatever is called first needs one. */
const issuing = (failure: (typeof names)[number]): Cell => ({
  call: 'statelessToken',
  failure,
  expected: outcomes.issued(failure),
  run: () => {
    const how: Struck = failures[failure]
    let asked = 0
    return runCell({
      call: 'statelessToken',
      alone: true,
      options: {
        tokens({ url, tokens: { channelId } }, secret, { now }) {
          const issuer = (apiBaseUrl: string) => statelessIssuer({ channelId, secrets: [secret], apiBaseUrl, now })
          const [own, dead] = [issuer(url), issuer(nowhere)]
          const issue = () => ((asked += 1) === 1 && how === 'refused' ? dead : own)()
          return renewing({ issue, log: quietLog, now })
        },
      },
      strike({ shop }) {
        if (how !== 'refused') shop.line.fault({ call: 'statelessToken', how, times: 1 })
        return 1
      },
      fired: ({ shop }) =>
        how === 'refused' ? Math.min(1, asked) : shop.line.calls.filter(({ struck }) => struck !== undefined).length,
    })
  },
})

export const lineCells: Cell[] = [...kinds.flatMap(cellsOf), ...names.map(issuing)]
