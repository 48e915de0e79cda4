/** Who is signed in, and where. The secret is in the browser's cookie alone; here is what it can be told by. */

export interface Session {
  /** Names it on a page; worth nothing as a cookie. */
  id: string
  /** The account's name; missing: signed in with CONSOLE_PASSWORD. */
  name?: string
  /** The account's version then, or that of CONSOLE_PASSWORD. */
  version: string
  /** ms */
  from: number
  until: number
  /** What the browser calls itself. */
  browser?: string
}

/** As they are at the moment of asking, wherever somebody signed in. */
export interface Sessions {
  /** Random, kept beside them: for what is derived from a secret. */
  readonly salt: string
  /** Durable when it resolves. A member's oldest one ends when there are too many. `secret` is for the cookie alone. */
  begin(session: Omit<Session, 'id' | 'from' | 'until'>): Promise<{ secret: string; until: number }>
  /** Undefined when it is over, or none of ours. */
  find(secret: string | undefined): Promise<Session | undefined>
  /** From now on, and after a restart, it is worth nothing. */
  end(id: string): Promise<void>
  /** The newest first. */
  all(): Promise<Session[]>
  /** When somebody signed in last (ms), by `nameKey`. */
  lastSignIn(key: string): Promise<number | undefined>
}
