/** Those on the shop's side: where staff are told, and what staff do on the page they look at. */
import type { Conversation } from '../../src/core/conversation.ts'
import type { StaffAction } from '../../src/core/event.ts'
import type { Contents, Seen } from '../../src/ports/contents.ts'
import type { Notifier } from '../../src/ports/notifier.ts'
import type { Chaos } from './chaos.ts'
import type { Record } from './history.ts'
import { customerOfConversation } from './platform.ts'
import type { Process } from './process.ts'
import type { Random } from './random.ts'

interface Parts {
  process: Process
  chaos: Chaos
  now: () => number
  record: (one: Record) => void
}

/** @param told called when staff have been told of a customer */
export function notifierOver(
  { process, chaos, now, record }: Parts,
  told: (customer: number, entry: string) => void,
): Notifier {
  return {
    notify(notice, timeout) {
      const customer = customerOfConversation(notice.conversation)
      return process.cross('notify', customer, async () => {
        const fault = chaos.draw('notify', customer, now())
        const random = chaos.random(customer, 'notify latency')
        const length = fault === 'slow' ? timeout - 100 : fault === 'never' ? timeout : random.int(20, 400)
        const arrives = fault === undefined || fault === 'slow'
        const words = [notice.reason, notice.summary, ...notice.words].join('\n')
        // The word has reached them though the answer may not reach us.
        const reached = arrives || fault === 'reset'
        const { entry, reminder } = notice
        const result = fault ?? 'told'
        record({ type: 'notified', at: now(), customer, entry, reminder, told: reached, words, result })
        await process.wait(length)
        if (reached && customer !== undefined) told(customer, entry)
        switch (fault) {
          case undefined:
          case 'slow':
            return { type: 'answered', status: 200 }
          case 'refused':
            return { type: 'not_sent', why: 'connection refused' }
          case 'error':
            return { type: 'answered', status: 500 }
          case 'forbidden':
            return { type: 'answered', status: 403 }
          case 'too_many_wait':
            return { type: 'answered', status: 429, retryAfter: 45_000 }
          case 'reset':
          case 'never':
            return { type: 'no_answer', why: 'the connection broke' }
          default:
            return fault satisfies never
        }
      })
    },
  }
}

/** What customers sent that is not text: bytes that hold its mark. */
export function contentsOver(
  { process, chaos, now }: Parts,
  markOf: (message: string) => { mark: string; unsent: boolean; customer: number } | undefined,
): Contents {
  return {
    see(wanted, _limits, signal) {
      const known = markOf(wanted.messageId)
      return process.cross('content', known?.customer, async (): Promise<Seen> => {
        const fault = chaos.draw('content', known?.customer, now())
        await process.wait(chaos.random(known?.customer, 'latency').int(50, 900))
        signal.throwIfAborted()
        if (!known || known.unsent || fault === 'gone') return { type: 'unseen', why: 'gone' }
        if (fault) return { type: 'unseen', why: fault }
        return { type: 'inline', mime: 'image/jpeg', bytes: new TextEncoder().encode(known.mark) }
      })
    },
  }
}

/** What one of the staff would press, of the page as it is stored; undefined when there is nothing to press. */
export function pressOn(page: Conversation, random: Random): StaffAction | undefined {
  const { mode, entries } = page
  const waiting = entries.some(({ state }) => state === 'waiting')
  if (mode === 'staff') {
    return waiting
      ? random.weighted({ take: 6, done: 2, hand_back: 1, read: 0.5 })
      : random.weighted({ done: 5, hand_back: 3, read: 1 })
  }
  if (waiting) return random.weighted({ take: 4, done: 4, read: 1 })
  return random.chance(0.15) ? random.pick(['take', 'read']) : undefined
}

export const newestOn = (page: Conversation): string | undefined => page.messages.at(-1)?.id
