/**
 * The way to LINE: what may happen to a request between the product and the platform. A request that is on its way has
 * its effect whether or not the process that sent it still lives, and sometimes long after that stopped waiting for it.
 */
import type { OutgoingMessage } from '../../src/core/action.ts'
import type { CallResult } from '../../src/core/outcome.ts'
import type { Line } from '../../src/ports/line.ts'
import type { Chaos } from './chaos.ts'
import type { Disk } from './disk.ts'
import type { CallKind, Record } from './history.ts'
import { conversationOf, customerOfConversation, textsOf, type Platform } from './platform.ts'
import { Injected, type Process } from './process.ts'
import type { VirtualTime } from './time.ts'

export interface LineParts {
  platform: Platform
  process: Process
  chaos: Chaos
  disk: Disk
  time: VirtualTime
  record: (one: Record) => void
  nextCall: () => number
}

/** What comes back, when (ms after the request), and when the request has its effect, if ever. */
interface Way {
  effectAt?: number
  answerAt: number
  /** Instead of what the platform says. */
  answer?: CallResult
}

const answered = (status: number, message: string, retryAfter?: number): CallResult => ({
  type: 'answered',
  status,
  message,
  retryAfter,
})
const reset: CallResult = { type: 'no_answer', why: 'the connection broke' }

export function lineOver(parts: LineParts): Line {
  const { platform, process, chaos, disk, time, record, nextCall } = parts

  function wayOf(fault: string | undefined, customer: number, timeout: number): Way {
    const random = chaos.random(customer, 'latency')
    const [there, back] = [random.int(10, 150), random.int(10, 150)]
    const normal = { effectAt: there, answerAt: there + back }
    const without = (answer: CallResult): Way => ({ answerAt: there, answer })
    const nothing: CallResult = { type: 'no_answer', why: `nothing within ${timeout / 1_000} s` }
    switch (fault) {
      case undefined:
      case 'bad_token':
        return normal
      case 'refused':
        return without({ type: 'not_sent', why: 'connection refused' })
      case 'reset_before':
        return without(reset)
      case 'reset_after':
        return { ...normal, answer: reset }
      case 'bad_request':
        return without(answered(400, 'The request body has 1 error(s)'))
      case 'unauthorized':
        return without(answered(401, 'Authentication failed'))
      case 'forbidden':
        return without(answered(403, 'Access to this API is not available'))
      case 'conflict':
        return without(answered(409, 'Conflict'))
      case 'too_many':
        return without(answered(429, 'The API rate limit has been exceeded. Try again later.'))
      case 'too_many_wait':
        return without(
          answered(429, 'The API rate limit has been exceeded. Try again later.', random.int(1, 90) * 1_000),
        )
      case 'monthly':
        return without(answered(429, 'You have reached your monthly limit.'))
      case 'error_before':
        return without(answered(500, 'Internal Server Error'))
      case 'error_after':
        return { ...normal, answer: answered(500, 'Internal Server Error') }
      case 'bad_gateway':
        return { ...normal, effectAt: random.chance(0.5) ? there : undefined, answer: answered(502, 'Bad Gateway') }
      case 'slow': {
        const answerAt = random.int(1_000, timeout - 100)
        return { effectAt: random.int(500, answerAt), answerAt }
      }
      case 'never_before':
        return { answerAt: timeout, answer: nothing }
      case 'never_after':
        return { effectAt: there, answerAt: timeout, answer: nothing }
      // Held up on the way: it takes effect when nobody waits for it any more.
      case 'late':
        return { effectAt: timeout + random.int(100, 20_000), answerAt: timeout, answer: nothing }
      default:
        throw new Error(`no such fault: ${fault}`)
    }
  }

  interface Request {
    kind: CallKind
    customer: number
    key: string
    texts?: string[]
    timeout: number
    effect: (call: number) => CallResult
  }

  function send({ kind, customer, key, texts = [], timeout, effect }: Request): Promise<CallResult> {
    const call = nextCall()
    const upTo = kind === 'read' ? platform.messageOf(key)?.id : undefined
    const actions = openActions(disk, customer, kind)
    if (process.alive) {
      record({ type: 'called', at: time.now, customer, call, kind, key, texts, upTo, actions })
    }
    return process.cross(kind, customer, () => {
      let fault: string | undefined = chaos.draw(kind, customer, time.now)
      // A token of which LINE has seen nothing yet it may refuse for good; one that was tried it may not lie about.
      const wasTried = tried.has(key) || isAgain(disk, customer, actions)
      if (fault === 'bad_token' && (wasTried || !platform.spoil(key))) fault = undefined
      tried.add(key)
      const way = wayOf(fault, customer, timeout)
      let said: CallResult | undefined
      if (way.effectAt !== undefined) time.after(way.effectAt, () => (said = effect(call)))
      return new Promise((resolve) => {
        process.after(way.answerAt, () => {
          const result = way.answer ?? said ?? reset
          record({ type: 'returned', at: time.now, customer, call, result, fault: fault ?? '' })
          resolve(result)
        })
      })
    })
  }

  /** A look at something of LINE's: it fails by seed, and changes nothing. */
  async function ask<T>(
    place: 'quota' | 'profile',
    customer: number | undefined,
    value: () => T,
  ): Promise<T | undefined> {
    return process.cross(place, customer, async () => {
      const fault: string | undefined = chaos.draw(place, customer, time.now)
      await process.wait(fault === 'slow' ? 2_500 : chaos.random(customer, 'latency').int(20, 200))
      if (fault === 'refused') throw new Injected(`LINE did not tell about the ${place}`)
      return fault === 'gone' ? undefined : value()
    })
  }

  const tried = triedOn(platform)
  const of = (token: string): number => platform.customerOf(token) ?? platform.messageOf(token)?.customer ?? -1
  const refuse = (): Promise<never> => Promise.reject(new Injected('not in this world'))
  return {
    reply: (token, messages: OutgoingMessage[], timeout) =>
      send({
        kind: 'reply',
        customer: of(token),
        key: token,
        texts: textsOf(messages),
        timeout,
        effect: (call) => platform.reply(call, token, messages),
      }),
    push(to, messages, key, timeout) {
      const customer = customerOfConversation(to) ?? -1
      const effect = (call: number) => platform.push(call, customer, messages, key)
      return send({ kind: 'push', customer, key, texts: textsOf(messages), timeout, effect })
    },
    markAsRead: (token, timeout) =>
      send({ kind: 'read', customer: of(token), key: token, timeout, effect: (call) => platform.read(call, token) }),
    markAllAsRead: refuse,
    showLoading(user, _seconds, timeout) {
      const customer = customerOfConversation(user) ?? -1
      return send({ kind: 'loading', customer, key: user, timeout, effect: () => answered(202, '') })
    },
    botInfo: refuse,
    profile: (user) => {
      const customer = customerOfConversation(user)
      return ask('profile', customer, () => ({ displayName: `Customer ${customer}`, language: 'en' }))
    },
    groupName: refuse,
    groupSize: refuse,
    memberName: refuse,
    linkToken: refuse,
    quota: async () => (await ask('quota', undefined, () => platform.quota())) ?? { used: 0 },
    webhook: refuse,
    testWebhook: refuse,
  }
}

/** Keys and tokens that were on their way to a platform at least once, whatever process sent them. */
const triedAt = new WeakMap<Platform, Set<string>>()
function triedOn(platform: Platform): Set<string> {
  const known = triedAt.get(platform) ?? new Set<string>()
  triedAt.set(platform, known)
  return known
}

/** Whether an earlier attempt is on disk, be it that the call was never made. */
function isAgain(disk: Disk, customer: number, actions: readonly string[]): boolean {
  const outbox = disk.conversations.get(conversationOf(customer))?.outbox ?? []
  return outbox.some(({ id, tries }) => actions.includes(id) && (tries?.count ?? 0) > 1)
}

/** The actions that are recorded on disk as being tried just now, with those that go out in the same call. */
function openActions(disk: Disk, customer: number, kind: CallKind): string[] {
  const wanted = kind === 'read' ? 'read' : kind === 'loading' ? undefined : 'reply'
  const outbox = wanted ? (disk.conversations.get(conversationOf(customer))?.outbox ?? []) : []
  const open = outbox.filter((action) => action.kind === wanted && action.tries?.open).map(({ id }) => id)
  const joined = outbox.filter((action) => action.kind === 'reply' && open.includes(action.joinedBy ?? ''))
  return [...open, ...joined.map(({ id }) => id)]
}
