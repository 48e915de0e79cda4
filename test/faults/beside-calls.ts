/**
 * Calls beside the work: the dots and the customer's name. They stop nothing and change nothing, however they fail, so
 * every failure has a customer of its own in one shop, and all of them write at once.
 */
import { createLine } from '../../src/adapters/line/line.ts'
import { longLived } from '../../src/adapters/line/tokens.ts'
import { openShop, readMarks, said } from '../flow/shop.ts'
import { answerTo, questions, type Cell, type Seen } from './cell.ts'
import { failures, names, type FailureName } from './failures.ts'
import { nowhere } from './line-calls.ts'
import { answered, read } from './line-outcomes.ts'

const calls = ['loading', 'profile'] as const
type Call = (typeof calls)[number]

const [question, another, elses] = questions
const slowMs = 3_400

const customerOf = (call: Call, failure: FailureName): string => `U${call}${names.indexOf(failure)}`

async function runAll(): Promise<Map<string, Seen>> {
  const dead = createLine({ tokens: longLived('none'), apiBaseUrl: nowhere })
  const refused = new Set<string>()
  const shop = await openShop({
    calling: (own) => {
      const first = (user: string): boolean => {
        const isFirst = !refused.has(user)
        refused.add(user)
        return isFirst
      }
      const goesNowhere = (call: Call, user: string): boolean =>
        user === customerOf(call, 'connection refused') && first(user)
      return {
        ...own,
        showLoading: (user, ...more) => (goesNowhere('loading', user) ? dead : own).showLoading(user, ...more),
        profile: (user, ...more) => (goesNowhere('profile', user) ? dead : own).profile(user, ...more),
      }
    },
  })
  const { line, model } = shop
  try {
    model.says(({ open }) => ({ reply: answerTo(open.at(-1) ?? '') }))
    const all = calls.flatMap((call) => names.map((failure) => ({ call, failure, user: customerOf(call, failure) })))
    for (const { call, failure, user } of all) {
      const how = failures[failure]
      if (how === 'refused') continue
      const slow = typeof how === 'object' && 'delayMs' in how && how.delayMs > 1_000
      line.fault({ call, how: slow ? { delayMs: slowMs } : how, times: 1, userId: user })
    }
    const users = ['Uother', ...all.map(({ user }) => user)]
    const write = async (words: string, to: readonly string[]): Promise<void> => {
      await Promise.all(to.map((user) => line.say(user, words)))
      await line.waitFor(
        () => to.every((user) => answers(user, words) > 0 && readMarks(line, user).every(Boolean)),
        30_000,
      )
    }
    const answers = (user: string, words: string): number =>
      said(line, user).filter((text) => text.includes(answerTo(words))).length
    await write(elses, ['Uother'])
    await write(question, users.slice(1))
    const struck = (user: string): number =>
      line.calls.filter((call) => call.struck !== undefined && call.chatId === user).length
    await shop.until(async () => {
      const states = await Promise.all(users.map((user) => shop.conversation(user)))
      return states.every((c) => c?.outbox.length === 0)
    })
    const first = new Map(
      all.map(({ user }) => {
        const made = line.calls.filter(
          ({ call, chatId }) => chatId === user && (call === 'markAsRead' || call === 'reply'),
        )
        return [user, { made, answers: answers(user, question), read: readMarks(line, user) }]
      }),
    )
    await write(another, users.slice(1))
    await line.waitFor(() => line.calls.every(({ status }) => status !== 'pending'))
    return new Map(
      await Promise.all(
        all.map(async ({ user }): Promise<[string, Seen]> => {
          const { made = [], answers: count = 0, read: marks = [] } = first.get(user) ?? {}
          const entries = (await shop.conversation(user))?.entries ?? []
          return [
            user,
            {
              outcome: {
                asked: made.map(({ call, status }) => `${call} ${status}`).join(', '),
                answers: count > 0 ? 1 : 0,
                read: marks.every(Boolean),
                entry: entries[0]?.kind,
                waits: 0,
                after: {
                  answers: [answers(user, question), answers(user, another)],
                  read: readMarks(line, user),
                  entries: entries.map(({ kind }) => kind),
                },
              },
              planned: 1,
              fired: refused.has(user) ? 1 : struck(user),
              twice: said(line, user).filter((text, at, texts) => texts.indexOf(text) !== at),
              changed: [],
              others: { answers: answers('Uother', elses), read: readMarks(line, 'Uother') },
              told: shop.notices.length === 0,
            },
          ]
        }),
      ),
    )
  } finally {
    await shop.close()
  }
}

let running: Promise<Map<string, Seen>> | undefined

export const besideCells: Cell[] = calls.flatMap((call) =>
  names.map((failure) => ({
    call,
    failure,
    expected: answered(`${read}, reply 200`),
    async run() {
      const seen = await (running ??= runAll())
      const own = seen.get(customerOf(call, failure))
      if (!own) throw new Error('it was not run')
      return own
    },
  })),
)
