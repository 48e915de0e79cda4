/**
 * The runner: which conversations are being run in this process. Waking one that runs tells it that something came in;
 * waking one that rests starts it. A run that fails (a write, say) is tried again: nothing it took in has left the inbox.
 */
import type { Conversation } from '../core/conversation.ts'
import { LeaseLost, type Lease } from '../ports/leases.ts'
import { createMailbox, type Mailbox } from './mailbox.ts'
import { runConversation, type Running } from './run.ts'
import { createRunningFor, type RunnerParts } from './running-for.ts'
import { Session } from './session.ts'

const firstRetry = 1_000
const longestRetry = 30_000
/** Another process has a conversation that is to be worked with alone: so often it is asked for (ms). */
const leaseAgain = 250
/** So many are woken in one go. */
const breath = 200

export interface Runner {
  /**
   * Something came in for a conversation, or its time has come.
   * @returns false: it is of no channel that is served, and stays as it is
   */
  wake(conversation: string): boolean
  /** A webhook came, or what it brought is stored: conversations wait for those that come with it. */
  came: () => void
  /** Resumes what an earlier process left: turns, timers, attempts. */
  resume(): Promise<void>
  /**
   * Something has changed that all who wait go by: a pause, say, or who is told.
   * @param channel those of this one alone (`RunnerChannel.key`)
   */
  wakeAll(channel?: string): Promise<void>
  /** The conversation as it is now, with what has entered and is not committed yet; undefined when nothing has happened. */
  look(conversation: string): Promise<Conversation | undefined>
  /**
   * Does something with a conversation while nobody runs it. It waits for what is under way to come to rest; what arrives
   * meanwhile is run afterwards.
   */
  alone<T>(conversation: string, work: () => Promise<T>): Promise<T>
  /** Resolves once this event is part of its conversation, durably, whichever process takes it in. Ask before waking. */
  entered(event: string, conversation: string): Promise<void>
  /** Stops: attempts under way end, everything else is parked for the next start. */
  drain(): Promise<void>
}

export function createRunner(parts: RunnerParts): Runner {
  const parking = new AbortController()
  const awaited = new Map<string, { conversation: string; tell: () => void }[]>()
  const tellEntered = (event: string): void => {
    for (const { tell } of awaited.get(event) ?? []) tell()
    awaited.delete(event)
  }
  const { runningFor, keyFor, came } = createRunningFor(parts, {
    parked: parking.signal,
    entered(ids) {
      if (awaited.size > 0) for (const id of ids) tellEntered(id)
    },
  })
  const active = new Map<string, { mailbox: Mailbox; session: Session; done: Promise<void> }>()
  const failures = new Map<string, number>()

  /** Held for whoever works alone, and whether they were woken meanwhile. */
  const held = new Map<string, { woken: boolean; over: Promise<void> }>()

  const start = (id: string, resumed: boolean): boolean => {
    const running = runningFor(id)
    if (!running) return false
    const hold = held.get(id)
    if (hold) {
      hold.woken = true
      return true
    }
    const mailbox = createMailbox()
    const session = new Session(id, running)
    const done = run(session, running, mailbox, resumed).finally(() => {
      active.delete(id)
      // What arrived after the last look, and before this line, is not to wait for the next event.
      if (mailbox.take() && !parking.signal.aborted) start(id, false)
    })
    active.set(id, { mailbox, session, done })
    return true
  }

  const run = async (session: Session, running: Running, mailbox: Mailbox, resumed: boolean): Promise<void> => {
    const { id } = session
    let lease: Lease | undefined
    try {
      lease = await parts.leases?.take(id)
      // Another process has it, and looks again; or there is none.
      if (parts.leases && (!lease || lease.isOfNone)) return
      const wakeAt = await runConversation(session, running, mailbox, resumed)
      failures.delete(id)
      await rest(id, wakeAt, lease, mailbox)
    } catch (error) {
      if (error instanceof LeaseLost) {
        parts.log.warn(
          { conversation: id },
          'another process has taken the conversation over: this one was not heard of for too long',
        )
        return
      }
      const count = (failures.get(id) ?? 0) + 1
      failures.set(id, count)
      parts.measuring?.runFailed()
      const wait = Math.min(longestRetry, firstRetry * 2 ** (count - 1))
      parts.log.error(
        { err: error, conversation: id, retryMs: wait },
        'a conversation could not go on; it is tried again',
      )
      if (!parking.signal.aborted) parts.waker.at(id, parts.clock.now() + wait)
    }
  }

  /** Nothing is to be done for now. */
  const rest = async (
    id: string,
    wakeAt: number | undefined,
    lease: Lease | undefined,
    mailbox: Mailbox,
  ): Promise<void> => {
    if (lease) {
      if (parking.signal.aborted) await handOver(id, lease)
      else if (!(await lease.release(wakeAt))) mailbox.arrive()
    } else if (wakeAt === undefined || parking.signal.aborted) parts.waker.cancel(id)
    else parts.waker.at(id, wakeAt)
  }

  /** What is parked here goes on at another process at once, with all that has come in. */
  const handOver = async (id: string, lease: Lease): Promise<void> => {
    while (!(await lease.release(parts.clock.now()))) await parts.store.waiting(id)
  }

  /** Waits until no other process has it: that one has been told, and comes to rest. */
  const leaseOf = async (id: string): Promise<Lease | undefined> => {
    if (!parts.leases) return undefined
    for (;;) {
      const lease = await parts.leases.take(id)
      if (lease) return lease
      await parts.clock.after(leaseAgain)
    }
  }

  /** Whoever worked alone has written past the session, or erased it. */
  const lookAt = async (id: string): Promise<void> => {
    if (!parts.measuring) return
    try {
      const left = await parts.store.load(id)
      if (left) parts.measuring.opened(left)
      else parts.measuring.gone(id)
    } catch (error) {
      // Never whose: they may have been erased.
      parts.log.warn({ err: error }, 'what a conversation owes could not be looked at for /metrics')
    }
  }

  const wake = (id: string): boolean => {
    if (parking.signal.aborted) return true
    const current = active.get(id)
    if (current) current.mailbox.arrive()
    else return start(id, false)
    return true
  }
  parts.waker.onWake(wake)

  /** Of which channels all are to be woken; undefined: of each. */
  const toWake: (string | undefined)[] = []
  let wakingAll: Promise<void> | undefined
  /** However many ask at once, as when hundreds of channels are paused, the store is asked once for all of them. */
  const wakeThem = async (): Promise<void> => {
    // Whoever asks in the same moment is among them.
    await Promise.resolve()
    while (toWake.length > 0) {
      const asked = new Set(toWake.splice(0))
      let woken = 0
      for (const id of await parts.store.due()) {
        if (!asked.has(undefined) && !asked.has(keyFor(id))) continue
        wake(id)
        woken += 1
        // Webhooks come in between.
        if (woken % breath === 0) await new Promise(setImmediate)
      }
    }
  }

  /** Another process has committed it. */
  const lookForAwaited = async (id: string): Promise<void> => {
    const here = [...awaited].flatMap(([event, all]) => (all.some((one) => one.conversation === id) ? [event] : []))
    if (here.length === 0) return
    try {
      const seen = (await parts.store.load(id))?.seen ?? []
      for (const event of here) if (seen.some(({ ids }) => ids.includes(event))) tellEntered(event)
    } catch (error) {
      parts.log.debug({ err: error, conversation: id }, 'whether what staff did has entered could not be looked at')
    }
  }
  parts.store.onCommit((id, elsewhere) => {
    if (elsewhere) void lookForAwaited(id)
  })

  return {
    wake,
    came,
    async resume() {
      for (const id of await parts.store.due()) {
        if (!active.has(id)) start(id, true)
      }
    },
    wakeAll(channel) {
      toWake.push(channel)
      wakingAll ??= wakeThem().finally(() => (wakingAll = undefined))
      return wakingAll
    },
    async alone(id, work) {
      for (let other = held.get(id); other; other = held.get(id)) await other.over
      const { promise: over, resolve } = Promise.withResolvers<void>()
      const hold = { woken: false, over }
      held.set(id, hold)
      try {
        await active.get(id)?.done
        const lease = await leaseOf(id)
        try {
          const result = await work()
          await lookAt(id)
          return result
        } finally {
          // What was due before is due again.
          if ((await lease?.release(parts.clock.now())) === false) hold.woken = true
        }
      } finally {
        held.delete(id)
        resolve()
        if (hold.woken) wake(id)
      }
    },
    look: async (id) => active.get(id)?.session.current ?? (await parts.store.load(id)),
    entered: (event, conversation) =>
      new Promise((tell) => {
        awaited.set(event, [...(awaited.get(event) ?? []), { conversation, tell }])
      }),
    async drain() {
      parking.abort()
      parts.waker.close()
      await Promise.all([...active.values()].map(({ done }) => done))
    },
  }
}
