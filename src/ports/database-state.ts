/** How a database stands, for whoever has to say whether it can be worked with. */
export interface DatabaseState {
  /** Of PostgreSQL, such as 18.4. */
  version: string
  /** It may only be read. */
  standby: boolean
  /** Migrations of this version that have not been run; all of them: there are no tables yet. */
  pending: string[]
  isNew: boolean
  /** Migrations of a newer version that have been run. */
  newer: string[]
  /** The user may make schemas, as a first start does. */
  mayMake: boolean
  /** Tables that the user may not read and write. */
  refused: string[]
  /** Tables that are another user's: whoever does not own them can neither change nor clean them. */
  foreign: string[]
  /** Processes at work on it, and their versions. */
  alive: number
  versions: string[]
  /** Events that have not entered their conversation. */
  waiting: number
  /** How long the oldest wake-up has been due that nobody has taken (ms). */
  overdue: number
  /** Documents, as they are kept. */
  service?: unknown
  staff?: unknown
}
