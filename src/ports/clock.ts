/** The time. The core takes it as an argument; the flow asks here, so that a test can own it. */
export interface Clock {
  /** ms since 1970 */
  now(): number
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  after(ms: number, signal?: AbortSignal): Promise<void>
}
