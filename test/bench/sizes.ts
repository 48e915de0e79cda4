/** How much is measured: `full` is what docs/performance.md is made of; `quick` shows within minutes how things stand. */
export interface Sizes {
  /** How often those that are compared take turns. */
  rounds: number
  /** Sent before each measurement and not counted (s). */
  warmUp: number
  /** Seconds of a flood, of a schedule, of talk, of single turns one after another, of doing nothing. */
  flood: number
  schedule: number
  talk: number
  added: number
  idle: number
  /** Requests of a flood under way at once, and customers who wait for an answer at once. */
  connections: number
  atOnce: number
  /** Stored conversations: few, some, many. */
  stored: readonly [number, number, number]
  /** Rows of history beside the many in PostgreSQL. */
  history: number
  /** How often each is started. */
  starts: number
  /** Who write in bursts. */
  bursts: number
}

export const full: Sizes = {
  rounds: 3,
  warmUp: 3,
  flood: 4,
  schedule: 10,
  talk: 5,
  added: 15,
  idle: 20,
  connections: 64,
  atOnce: 48,
  stored: [10, 1_000, 100_000],
  history: 1_000_000,
  starts: 5,
  bursts: 90,
}

export const quick: Sizes = {
  ...full,
  rounds: 1,
  warmUp: 1,
  flood: 2,
  schedule: 3,
  talk: 3,
  added: 6,
  idle: 5,
  stored: [10, 500, 5_000],
  history: 50_000,
  starts: 2,
  bursts: 30,
}
