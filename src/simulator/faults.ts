/** LINE failing on demand: what is to go wrong, for which calls, how often. */

export const CALLS = [
  'reply',
  'push',
  'markAsRead',
  'markAllAsRead',
  'loading',
  'info',
  'profile',
  'group',
  'groupCount',
  'groupMember',
  'roomCount',
  'roomMember',
  'linkToken',
  'content',
  'transcoding',
  'quota',
  'consumption',
  'webhook',
  'webhookTest',
  'statelessToken',
  'assertedToken',
  'tokenKeys',
] as const
export type CallKind = (typeof CALLS)[number]

export type Failure =
  /** The connection breaks before LINE has done anything. */
  | 'reset-before'
  /** LINE does what was asked, then the connection breaks: the caller cannot know. */
  | 'reset-after'
  /** LINE does what was asked, and the connection breaks in the middle of its answer. */
  | 'reset-midway'
  /** LINE does what was asked, and falls silent in the middle of its answer. */
  | 'never-midway'
  /** No answer, and nothing done. */
  | 'never'
  /** No answer, but done. */
  | 'never-after'
  /** This answer; nothing is done unless `effect` is true. */
  | { status: number; message?: string; headers?: Record<string, string>; effect?: boolean }
  /** Something between LINE and the caller answers with a page of its own; nothing is done unless `effect` is true. */
  | { status: number; page: string; effect?: boolean }
  /** LINE takes its time, then does as always, whether or not the caller still waits. */
  | { delayMs: number }
  /** So many bytes instead of the content, whose length is not told in front. */
  | { bytes: number }

export interface Fault<Kind = CallKind, How = Failure> {
  call: Kind | 'all'
  how: How
  /** How many calls it strikes; without it, all of them until it is removed. */
  times?: number
  /** Only calls about this chat. */
  userId?: string
}

/** The model failing on demand; the simulator only keeps the switch, whoever owns the model obeys it. */
export type ModelFault = 'none' | 'down' | 'slow' | 'garbage'

export class Faults<Kind = CallKind, How = Failure> {
  #active: { fault: Fault<Kind, How>; left: number }[] = []

  /** Puts a fault in place and returns how to remove it. The oldest one that fits strikes first. */
  add(fault: Fault<Kind, How>): () => void {
    const entry = { fault, left: fault.times ?? Infinity }
    this.#active.push(entry)
    return () => {
      this.#active = this.#active.filter((other) => other !== entry)
    }
  }

  /** The failure that strikes this call, if any; counts it. */
  strike(call: Kind, chatId?: string): How | undefined {
    const entry = this.#active.find(
      ({ fault }) => (fault.call === 'all' || fault.call === call) && (!fault.userId || fault.userId === chatId),
    )
    if (!entry) return undefined
    entry.left -= 1
    if (entry.left <= 0) this.#active = this.#active.filter((other) => other !== entry)
    return entry.fault.how
  }
}
