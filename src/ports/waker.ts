/** Wakes a conversation at a time. One time per conversation: the latest call counts. */
export interface Waker {
  at(conversation: string, time: number): void
  cancel(conversation: string): void
  /** What to call when a time has come; set once, before the first `at`. */
  onWake(wake: (conversation: string) => void): void
  close(): void
}
