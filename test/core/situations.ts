/** Short ways to write a situation down: a customer writes, the model says, LINE answers. All values, no IO. */
import type { Action } from '../../src/core/action.ts'
import { begin, type Conversation, type CustomerMessage } from '../../src/core/conversation.ts'
import { decide, decideFailed, type Verdict } from '../../src/core/decide.ts'
import { enterAll } from '../../src/core/enter.ts'
import type { InboxEvent, LinkEvent, MessageEvent, StaffAction, StaffEvent } from '../../src/core/event.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import type { Judgement } from '../../src/core/judgement.ts'
import { next, type Step } from '../../src/core/next.ts'
import { conclude, type AttemptResult, type CallResult } from '../../src/core/outcome.ts'
import { policySchema, type Policy } from '../../src/core/policy.ts'
import { readTarget } from '../../src/core/read.ts'
import { bodyOf, joinsOf, viaOf } from '../../src/core/reply.ts'
import type { Passage } from '../../src/core/request.ts'
import { turnOf } from '../../src/core/turn.ts'
import { defer } from '../../src/core/undelivered.ts'

export const t0 = Date.UTC(2026, 6, 1, 3, 0, 0)
/** Their texts have the numbers of what the tests' models say. */
export const passages: ReadonlyMap<string, Passage> = new Map(
  [
    { id: 'hours.en#weekend', title: 'Weekend', text: 'From 8:00.', also: '' },
    { id: 'orders.en#cake', title: 'Cakes', text: 'Three days before.', also: '' },
  ].map((passage) => [passage.id, passage]),
)

export const policyOf = (values: object = {}, notifier = true): Policy => ({
  ...policySchema.parse({
    topics: ['opening hours', 'complaint'],
    always_human: ['complaint'],
    // Reminders have tests of their own.
    remind_after: 'never',
    ...values,
  }),
  notifier,
})
export const policy = policyOf()

export const conversation = (): Conversation => begin('Ubot:user:Ucustomer', 'Ubot', { type: 'user', id: 'Ucustomer' })

const common = {
  conversation: 'Ubot:user:Ucustomer',
  destination: 'Ubot',
  chat: { type: 'user', id: 'Ucustomer' } as const,
  by: 'Ucustomer',
}

/** A text message; its id also orders it. `at` is both LINE's time and our receipt unless `timestamp` says otherwise. */
export function text(id: number, at: number, values: Partial<MessageEvent> = {}): MessageEvent {
  return {
    ...common,
    type: 'message',
    id: `event-${id}`,
    messageId: `${id}`,
    timestamp: at,
    receivedAt: at,
    content: { type: 'text', text: `message ${id}` },
    redelivery: false,
    replyToken: `reply-${id}`,
    readToken: `read-${id}`,
    ...values,
  }
}

export const unsend = (id: number, at: number): InboxEvent => ({
  ...common,
  type: 'unsend',
  id: `unsend-${id}`,
  messageId: `${id}`,
  timestamp: at,
  receivedAt: at,
})

export const staff = (
  action: StaffAction,
  c: Conversation,
  at: number,
  seen: number | undefined = c.staffVersion,
  values: Partial<StaffEvent> = {},
): InboxEvent => ({
  ...common,
  type: 'staff',
  id: `staff-${action}-${at}`,
  timestamp: at,
  receivedAt: at,
  action,
  by: 'Owner',
  seen,
  ...values,
})

/** A button of an entry's card in the staff's LINE group. */
export const press = (action: StaffAction, c: Conversation, at: number, by = 'Aya'): InboxEvent =>
  staff(action, c, at, undefined, { id: `press-${action}-${at}-${by}`, entry: c.entries[0]?.id ?? 't1.handoff', by })

/** A button is tapped, or a postback is made up. */
export const tap = (data: string, at: number): InboxEvent => ({
  ...common,
  type: 'postback',
  id: `tap-${at}-${data}`,
  timestamp: at,
  receivedAt: at,
  data,
  replyToken: `tap-reply-${at}`,
})

export const left = (at: number): InboxEvent => ({
  ...common,
  type: 'left',
  id: `left-${at}`,
  timestamp: at,
  receivedAt: at,
  event: 'unfollow',
})

/** The customer has signed in at the shop. */
export const signsIn = (at: number, values: Partial<LinkEvent> = {}): LinkEvent => ({
  ...common,
  type: 'link',
  id: `link-${at}`,
  timestamp: at,
  receivedAt: at,
  nonce: 'nonce-of-theirs',
  replyToken: `link-reply-${at}`,
  ...values,
})

/** An event that only brings a token. */
export const beacon = (at: number): InboxEvent => ({
  ...common,
  type: 'noted',
  id: `beacon-${at}`,
  timestamp: at,
  receivedAt: at,
  event: 'beacon',
  why: 'nothing_to_do',
  replyToken: `beacon-reply-${at}`,
})

export const receive = (c: Conversation, now: number, ...events: InboxEvent[]): Conversation =>
  receiveBy(policy, c, now, ...events)
export const receiveBy = (by: Policy, c: Conversation, now: number, ...events: InboxEvent[]): Conversation =>
  enterAll(c, events, by, now)

export const judgement = (values: Partial<Judgement> = {}): Judgement => ({
  decision: 'resolved',
  reply: 'We are open from 8:00 on weekends.',
  reason: 'It is answered by the weekend hours.',
  confidence: 0.9,
  sources: ['hours.en#weekend'],
  small_talk: false,
  topic: 'opening hours',
  language: 'en',
  summary: 'Asks for the weekend hours.',
  ...values,
})

/** The model judged the present turn; the decision is pending. */
export function judge(
  c: Conversation,
  now: number,
  values: Partial<Judgement> = {},
  by: Policy = policy,
  more: Pick<Verdict, 'signIn'> = {},
): Conversation {
  const turn = turnOf(c)
  if (!turn) throw new Error('there is no turn to judge')
  const verdict = { judgement: judgement(values), passages, origin: { by: 'model' as const }, ...more }
  const change = decide({ conversation: c, turn, policy: by, now }, verdict)
  return evolveAll(c, [change])
}

export function fail(c: Conversation, now: number, by: Policy = policy): Conversation {
  const turn = turnOf(c)
  if (!turn) throw new Error('there is no turn to judge')
  return evolveAll(c, [decideFailed({ conversation: c, turn, policy: by, now }, 'no answer', { by: 'model' })])
}

export const ok: CallResult = { type: 'answered', status: 200 }
export const answered = (status: number, message?: string): CallResult => ({ type: 'answered', status, message })
export const invalidToken = answered(400, 'Invalid reply token')
export const reset: CallResult = { type: 'no_answer', why: 'reset' }
export const refusedConnection: CallResult = { type: 'not_sent', why: 'connection refused' }

const begun = (c: Conversation, now: number): Conversation =>
  evolveAll(c, c.pending ? [{ type: 'begun', at: now, turn: c.pending.turn }] : [])

/** One attempt as the flow makes it, up to the moment before its answer. */
export function attempt(c: Conversation, action: Action, now: number, by: Policy = policy): Conversation {
  const during = begun(c, now)
  const via = action.kind === 'reply' ? viaOf(action, now) : undefined
  const upTo = action.kind === 'read' ? readTarget(during, by)?.id : undefined
  if (action.kind === 'read' && !upTo) {
    return evolveAll(during, [{ type: 'ended', at: now, action: action.id, what: 'read', how: 'nothing_to_do' }])
  }
  return evolveAll(during, [
    {
      type: 'attempted',
      at: now,
      action: action.id,
      what: action.kind,
      via,
      upTo,
      joins: joinsOf(during, action),
      attempt: (action.tries?.count ?? 0) + 1,
    },
  ])
}

export interface Call {
  kind: Action['kind']
  via?: 'reply' | 'push'
  upTo?: string
  /** What was open when it was made. */
  open: string[]
  texts: string[]
}

/** Follows `next` until there is nothing to do now, with LINE answering as told; the calls made, in order. */
export function follow(
  start: Conversation,
  now: number,
  answer: (call: Call) => AttemptResult = () => ok,
  by: Policy = policy,
): { c: Conversation; calls: Call[]; step: Step } {
  let c = start
  const calls: Call[] = []
  for (let round = 0; round < 100; round += 1) {
    const step = next(c, by, now)
    if (step.type === 'record') c = evolveAll(c, step.changes)
    else if (step.type === 'do') {
      // As the flow does where no push may be made.
      const { action: due } = step
      if (due.kind === 'reply' && by.mayPush === false && viaOf(due, now) === 'push' && !due.tries?.unknown) {
        c = begun(c, now)
        c = evolveAll(c, defer(c, due, 'off', by, now))
        continue
      }
      c = attempt(c, step.action, now, by)
      const action = c.outbox.find((one) => one.id === step.action.id)
      if (!action?.tries?.open) continue
      const { via, upTo } = action.tries.open
      const open = c.messages.filter((m) => ['new', 'asked', 'stale'].includes(m.state)).map((m) => m.id)
      const texts =
        action.kind === 'reply'
          ? bodyOf(c.outbox, action).flatMap((one) => (one.type === 'text' ? [one.text] : []))
          : []
      const call: Call = { kind: action.kind, via, upTo, open, texts }
      calls.push(call)
      c = evolveAll(c, conclude(c, action, answer(call), by, now))
    } else return { c, calls, step }
  }
  throw new Error('it never comes to rest')
}

export const message = (c: Conversation, id: number): CustomerMessage => {
  const found = c.messages.find((one) => one.id === `${id}`)
  if (!found) throw new Error(`no message ${id}`)
  return found
}
export const read = (c: Conversation): string[] =>
  c.messages.filter((one) => one.readAt !== undefined).map((one) => one.id)
