/**
 * Customers of a round, each with a story: what they write, and what their phone has to show in the end. In one chat
 * nothing is asked twice, so two answers that are alike are one answer given twice.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiCall, Sent, Simulator } from '../../src/simulator/index.ts'
import type { Random } from '../simulation/random.ts'
import type { Shop } from './shop.ts'

/** How a message has to end. `any`: it was unsent, before or after it was read. */
export type End = 'read' | 'unread' | 'any'

export interface Customer {
  user: string
  story: string
  /** Its messages by id, and how each has to end. */
  messages: Map<string, End>
  /** How many times the account has to say something, at least and at most. */
  sends: { least: number; most: number }
  /** Whether it has to be among those who wait for a person. */
  waits: boolean
  /** Its events that got a 200, and when that was (ms). */
  accepted: Map<string, number>
}

/** A greeting, and a question that the sample knowledge answers, each from another passage. */
const asked = [
  ['Hello', 'Are you open on Sunday?'],
  ['Hi', 'Do you have parking?'],
  ['Good morning', 'Is there wifi?'],
  ['Hello', 'Can I bring my dog?'],
  ['Hi', 'Where are you?'],
  ['Good evening', 'Do you take credit cards?'],
  ['Hello', 'I lost my umbrella'],
  ['Hi', 'Do you have a bread class?'],
  ['Hello', 'Are you hiring?'],
  ['Hi', 'Do you have gluten free bread?'],
  ['こんにちは', '犬を連れて行けますか？'],
  ['こんばんは', '駐車場はありますか？'],
  ['你好', '有停車位嗎？'],
  ['您好', '有 WiFi 嗎？'],
  ['สวัสดี', 'มีที่จอดรถไหม'],
  ['สวัสดี', 'มี wifi ไหม'],
] as const
export const questions: readonly string[] = asked.map(([, question]) => question)
/** Nobody can answer these without asking back. */
const vague = ['I have a question', 'Can I ask something?', 'How much?', '請問一下', '質問があります'] as const
const forPeople = ['operator', 'I want to talk to a person', '担当の方と話したいです', '我要找真人客服'] as const

/** How long (ms) a phone is waited for. */
const patience = 90_000

export interface Town {
  shop: Shop
  random: Random
  /** Told of an answer to a webhook that LINE should never see: neither 200, nor 503, nor none. */
  odd: (status: number) => void
}

export function newCustomer(user: string): Customer {
  return {
    user,
    story: '',
    messages: new Map(),
    sends: { least: 0, most: 0 },
    waits: false,
    accepted: new Map(),
  }
}

/** Delivers again what got no 200, as LINE does; some of what got one too. */
async function until200(sent: Sent, customer: Customer, { shop, random, odd }: Town): Promise<void> {
  const { webhookEventId: event } = sent
  for (let status = sent.delivered; ; status = await shop.line.redeliver(event)) {
    if (status === 200) break
    if (status !== 0 && status !== 503) odd(status)
    await shop.isUp()
    await sleep(random.int(50, 400))
  }
  customer.accepted.set(event, Date.now())
  if (random.chance(0.15)) await shop.line.redeliver(event)
}

async function write(text: string, end: End, customer: Customer, town: Town, timestamp?: number): Promise<Sent> {
  const sent = await town.shop.line.say(customer.user, text, { timestamp })
  customer.messages.set(sent.messageId, end)
  await until200(sent, customer, town)
  return sent
}

/** What the account has said to a customer, as LINE took it. */
export const saidTo = (line: Simulator, { user }: Customer): ApiCall[] =>
  line.calls.filter(({ call, chatId, effect }) => chatId === user && effect && (call === 'reply' || call === 'push'))

/** Whoever hears nothing goes on all the same: the check tells. */
const heard = (customer: Customer, { shop }: Town, count: number): Promise<unknown> =>
  shop.line.waitFor((line) => saidTo(line, customer).length >= count, patience).catch(() => undefined)

type Story = (customer: Customer, town: Town) => Promise<unknown>

function expectSends(customer: Customer, least: number, most = least): void {
  customer.sends = { least: customer.sends.least + least, most: customer.sends.most + most }
}

/** Somebody who has asked before, and asks something new. */
export async function askAgain(customer: Customer, question: string, town: Town): Promise<void> {
  customer.story = 'regular'
  expectSends(customer, 1)
  await write(question, 'read', customer, town)
}

/** One question, and its answer. */
export async function ask(customer: Customer, town: Town): Promise<void> {
  customer.story = 'question'
  expectSends(customer, 1)
  await write(town.random.pick(questions), 'read', customer, town)
}

const stories = {
  question: ask,
  /** A kill may end the first turn before the second message has come. */
  async burst(customer, town) {
    const [greeting, question] = town.random.pick(asked)
    expectSends(customer, 1, 2)
    await write(greeting, 'read', customer, town)
    await sleep(town.random.int(0, 700))
    await write(question, 'read', customer, town)
  },
  async handOff(customer, town) {
    expectSends(customer, 1)
    customer.waits = true
    await write(town.random.pick(forPeople), 'read', customer, town)
  },
  /** What is written to staff is theirs: unread, and no word from the machine. */
  async handOffAndMore(customer, town) {
    expectSends(customer, 1)
    customer.waits = true
    await write(town.random.pick(forPeople), 'read', customer, town)
    await heard(customer, town, 1)
    await write(town.random.pick(questions), 'unread', customer, town)
  },
  async vague(customer, town) {
    expectSends(customer, 1)
    await write(town.random.pick(vague), 'unread', customer, town)
  },
  async twoQuestions(customer, town) {
    expectSends(customer, 2)
    await write('Is there wifi?', 'read', customer, town)
    await heard(customer, town, 1)
    await write('Can I bring my dog?', 'read', customer, town)
  },
  async unsend(customer, town) {
    const { random, shop } = town
    expectSends(customer, 0, 1)
    const { messageId } = await write(random.pick(questions), 'any', customer, town)
    await sleep(random.int(0, 2_500))
    await until200(await shop.line.unsend(customer.user, messageId), customer, town)
  },
  async unsendOneOfTwo(customer, town) {
    const { random, shop } = town
    expectSends(customer, 1, 2)
    const [greeting, question] = random.pick(asked)
    const { messageId } = await write(greeting, 'any', customer, town)
    await write(question, 'read', customer, town)
    await until200(await shop.line.unsend(customer.user, messageId), customer, town)
  },
  /** It comes hours late: staff get it, nobody answers, and it stays unread. */
  async stale(customer, town) {
    customer.waits = true
    await write(town.random.pick(questions), 'unread', customer, town, Date.now() - 2 * 3_600_000)
  },
} satisfies Record<string, Story>

/** How often each is lived: plain questions are most of what a shop gets. */
const often = {
  question: 3,
  burst: 2,
  handOff: 2,
  handOffAndMore: 1,
  vague: 1,
  twoQuestions: 1,
  unsend: 2,
  unsendOneOfTwo: 1,
  stale: 1,
} satisfies Record<keyof typeof stories, number>

export async function live(customer: Customer, town: Town): Promise<void> {
  const story = town.random.weighted(often)
  customer.story = story
  await stories[story](customer, town)
}

/** Several customers' messages in one webhook body; each then stands for itself. */
export async function writeTogether(customers: readonly Customer[], town: Town): Promise<void> {
  const { shop, random } = town
  const events = customers.map((customer) => {
    customer.story = 'in one body'
    expectSends(customer, 1)
    const event = shop.line.makeMessageEvent(customer.user, random.pick(questions))
    customer.messages.set(event.message.id, 'read')
    return event
  })
  const delivered = await shop.line.deliver(events)
  await Promise.all(
    customers.map((customer, index) => {
      const { webhookEventId = '', message } = events[index] ?? {}
      const sent = { webhookEventId, messageId: message?.id ?? '', replyToken: '', markAsReadToken: '', delivered }
      return until200(sent, customer, town)
    }),
  )
}
