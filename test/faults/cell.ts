/**
 * A cell of the matrix: one call that fails in one way, in a shop of its own, with a clock that skips what is only waited
 * for. Beside the customer whom it strikes another one writes, and afterwards the first writes again.
 */
import type { Conversation, Entry } from '../../src/core/conversation.ts'
import { next } from '../../src/core/next.ts'
import { policySchema } from '../../src/core/policy.ts'
import { drivenClock, type DrivenClock } from './clock.ts'
import { openShop, readMarks, said, type Shop, type ShopOptions } from '../flow/shop.ts'

/** What is to come of it, as DESIGN.md has it. */
export interface Outcome {
  /** What was asked, in order of arrival, and what was answered: the calls that carry out the turn. */
  asked: string
  /** How often the phone shows the answer. */
  answers: 0 | 1
  read: boolean
  entry: Entry['kind'] | undefined
  /** How long it is at least (ms) until the next call of the kind. */
  waits: number
  /** The failure is over, and the customer has written again: both answers, Read of both messages, what staff still have. */
  after: { answers: number[]; read: boolean[]; entries: string[] }
}

export interface Cell {
  call: string
  failure: string
  expected: Outcome
  run(): Promise<Seen>
}

/** What came of it, and what holds for every cell. */
export interface Seen {
  outcome: Outcome
  planned: number
  fired: number
  /** Texts that a phone shows more than once. */
  twice: string[]
  /** Kinds of calls of which one try was not like the other: another token, key or body. */
  changed: string[]
  /** The other customer's answers and Read. */
  others: { answers: number; read: boolean[] }
  /** Staff were told of each entry once. */
  told: boolean
}

export const customer = 'Ucustomer'
const other = 'Uother'
/** The customer's first, the next, and the other one's. */
export const questions = ['Are you open on Sunday?', 'Do you have baguettes?', 'Where are you?'] as const
export const [question, another, elses] = questions
export const answerTo = (words: string): string => `We have thought about “${words}” and the answer is yes.`

/** The line of a call in the order of all of them: `reply 400`. */
export interface Asked {
  what: string
  /** Where it stands among LINE's calls. */
  place: number
  at: number
}

export interface Trial {
  shop: Shop
  clock: DrivenClock
}

export interface Running {
  options?: ShopOptions
  /** Puts the failure in place; how often it is to strike. */
  strike(trial: Trial): number
  /** How often it has struck. */
  fired(trial: Trial): number
  /** The customer's first message; default: a question. */
  says?(trial: Trial): Promise<unknown>
  /** LINE's calls that are looked at, beside those that mark and say. */
  also?: string[]
  /** Calls to others than LINE. */
  beside?(): Asked[]
  /** The kind of call that struck. */
  call: string
  /** The first message is for a person. */
  handsOver?: boolean
  /** While it lasts. */
  meanwhile?(trial: Trial): Promise<void>
  /** The fault is over. */
  mend?(trial: Trial): void
  /** Whether somebody else writes meanwhile; default: yes. */
  alone?: boolean
}

const policy = { ...policySchema.parse({}), notifier: true }

/** Resolves when nothing is under way for these customers, nor waits for another try; what only waits is skipped. */
export async function rest({ shop, clock }: Trial, wrote: Record<string, number>): Promise<void> {
  const idOf = (user: string): string => `${shop.line.botUserId}:user:${user}`
  await shop.until(async () => {
    const looked = await Promise.all(
      Object.entries(wrote).map(async ([user, count]) =>
        stateOf(await shop.runner.look(idOf(user)), count, clock.now()),
      ),
    )
    const busy = looked.filter((state) => state !== 'at rest')
    if (busy.length === 0) return true
    const until = Math.min(...busy.map((state) => (state === 'at work' ? -Infinity : state)))
    if (until > clock.now()) {
      clock.forward(until - clock.now())
      for (const user of Object.keys(wrote)) shop.runner.wake(idOf(user))
    }
    return false
  }, 60_000)
  // What LINE took its time for, and nobody waits for any more.
  await shop.line.waitFor(() => shop.line.calls.every(({ status }) => status !== 'pending'))
}

/** Or until when it waits for another try (ms). */
function stateOf(c: Conversation | undefined, wrote: number, now: number): 'at rest' | 'at work' | number {
  if (!c || c.messages.length < wrote || c.judging) return 'at work'
  if (c.mode === 'assistant' && c.messages.some(({ state }) => state === 'new')) {
    if (!c.pending) return 'at work'
  }
  const step = next(c, policy, now)
  if (step.type === 'nothing') return 'at rest'
  if (step.type !== 'wait') return 'at work'
  const tries = [...c.outbox, ...(c.pending?.actions ?? [])].map(({ wait }) => wait?.until)
  return tries.includes(step.until) ? step.until : c.pending ? 'at work' : 'at rest'
}

const marksOrSays = ['markAsRead', 'markAllAsRead', 'reply', 'push']

export async function runCell(running: Running): Promise<Seen> {
  const clock = drivenClock()
  const shop = await openShop({ clock, lineClock: clock, ...running.options })
  const trial = { shop, clock }
  const { line } = shop
  try {
    // Whoever sends a picture asks the first question by it.
    shop.model.says(({ open }) => {
      const words = [another, elses].find((one) => one === open.at(-1)) ?? question
      return { reply: answerTo(words), decision: running.handsOver && words === question ? 'handoff' : 'resolved' }
    })
    const planned = running.strike(trial)
    await (running.says ?? (() => line.say(customer, question)))(trial)
    if (!running.alone) await line.say(other, elses)
    await running.meanwhile?.(trial)
    await rest(trial, running.alone ? { [customer]: 1 } : { [customer]: 1, [other]: 1 })
    const asked = askedOf(shop, running)
    const outcome = await outcomeOf(shop, asked, running)
    const fired = running.fired(trial)
    const changed = changedOf(shop)
    const told = running.beside !== undefined || shop.notices.length === (outcome.entry === undefined ? 0 : 1)
    running.mend?.(trial)

    await line.say(customer, another)
    if (running.alone) await line.say(other, elses)
    await rest(trial, { [customer]: 2, [other]: 1 })
    const entries = (await shop.conversation(customer))?.entries ?? []
    return {
      outcome: {
        ...outcome,
        after: {
          answers: [question, another].map((words) => answersTo(shop, customer, words)),
          read: readMarks(line, customer),
          entries: entries.map(({ kind }) => kind),
        },
      },
      planned,
      fired,
      changed,
      told,
      twice: [customer, other, ...(line.staffGroup ? [line.staffGroup] : [])].flatMap((user) =>
        said(line, user).filter((text, at, all) => all.indexOf(text) !== at),
      ),
      others: { answers: answersTo(shop, other, elses), read: readMarks(line, other) },
    }
  } finally {
    await shop.close()
  }
}

const answersTo = ({ line }: Shop, user: string, words: string): number =>
  said(line, user).filter((text) => text.includes(answerTo(words))).length

async function outcomeOf(shop: Shop, asked: Asked[], { call }: Running): Promise<Omit<Outcome, 'after'>> {
  const entries = (await shop.conversation(customer))?.entries ?? []
  const same = asked.filter(({ what }) => what.split(' ')[0] === call)
  const [first, second] = same
  const answers = said(shop.line, customer).filter((text) => text.includes('the answer is yes')).length
  return {
    asked: asked.map(({ what }) => what).join(', '),
    answers: answers > 0 ? 1 : 0,
    read: readMarks(shop.line, customer).every(Boolean),
    entry: entries[0]?.kind,
    waits: first && second ? second.at - first.at : 0,
  }
}

function askedOf({ line }: Shop, { also = [], beside }: Running): Asked[] {
  const group = line.staffGroup
  const own = line.calls.flatMap(({ call, chatId, status, at }, place): Asked[] => {
    if (chatId === group && group !== undefined && call === 'push') return [{ what: `card ${status}`, place, at }]
    const isOurs = marksOrSays.includes(call) && chatId === customer
    return isOurs || also.includes(call) ? [{ what: `${call} ${status}`, place, at }] : []
  })
  // The other call came before the one of LINE's that then was the next.
  const others = (beside?.() ?? []).map((one) => ({ ...one, place: one.place - 0.5 }))
  return [...own, ...others].toSorted((a, b) => a.place - b.place)
}

/** DESIGN.md: again with the same token or key, and the same words. */
function changedOf({ line }: Shop): string[] {
  return [
    ['reply', customer],
    ['push', customer],
  ].flatMap(([kind = '', who]) => {
    const tries = line.calls.filter(({ call, chatId }) => call === kind && chatId === who)
    const different = new Set(tries.map(({ body, retryKey }) => JSON.stringify([body, retryKey])))
    return different.size > 1 ? [kind] : []
  })
}
