/**
 * Tries of a model's adapter: the same question again after a fault that may pass, up to 4 over the wire (DESIGN.md), with
 * a wait between them, and the end of it as soon as the caller wants no answer any more.
 */
import { DelegateBackoff, handleWhen, retry } from 'cockatiel'
import { ModelUnavailable, RequestRefused } from '../../ports/model.ts'

export const mostTries = 4
/** A longer wait than this (ms), asked for by the provider, would use up the caller's time: better to fail now. */
const longestWait = 5_000

/** A try that gave no answer. Its message is for the operator and never holds the key. */
export class Fault extends Error {
  override name = 'Fault'
  readonly again: boolean
  readonly wait: number | undefined

  /**
   * @param again whether it may pass
   * @param wait how long the provider asks to wait (ms)
   */
  constructor(message: string, again: boolean, wait?: number) {
    super(message)
    this.again = again && (wait ?? 0) <= longestWait
    this.wait = wait
  }
}

/** The request was refused for what it is: the same would be answered again, and another may well be taken. */
export class RequestFault extends Fault {
  override name = 'RequestFault'

  constructor(message: string) {
    super(message, false)
  }
}

/**
 * How long to wait before a further try (ms).
 * @param retry 1 before the second try
 */
export type Delay = (retry: number) => number

/** From 400 ms, with jitter. */
const doubling: Delay = (retry) => 400 * 2 ** (retry - 1) * (0.5 + Math.random())

export interface Tries {
  /**
   * @param ask throws a Fault when it gave no answer
   * @throws ModelUnavailable, or RequestRefused, with the last fault's message; the signal's reason when aborted
   */
  run<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T>
}

export function createTries(delay: Delay = doubling): Tries {
  const persistent = retry(
    handleWhen((error) => error instanceof Fault && error.again),
    {
      maxAttempts: mostTries - 1,
      backoff: new DelegateBackoff(({ attempt, result }) => {
        const asked = 'error' in result && result.error instanceof Fault ? (result.error.wait ?? 0) : 0
        return Math.max(asked, delay(attempt))
      }),
    },
  ).dangerouslyUnref()
  return {
    async run(ask, signal) {
      signal.throwIfAborted()
      try {
        return await untilAborted(persistent.execute(ask, signal), signal)
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof RequestFault) throw new RequestRefused(error.message)
        if (error instanceof Fault) throw new ModelUnavailable(error.message)
        throw error
      }
    },
  }
}

/** Cockatiel waits out a delay even when the signal aborts; the caller does not. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
    work.catch(() => undefined)
  }
}
