/**
 * Look-ups and records, as `lookups.yaml` declares them. A *look-up* asks a live system something (how an order stands); a
 * *record* stores a request in one (a task). A model names one and gives its arguments; everything else is code's.
 */

/** What a look-up or a record wants to be told: a text of a known shape. */
export interface Argument {
  name: string
  /** For the model: what it is, and as who writes it. */
  about: string
  /** All of the value has it. Without `g` and `y`. */
  shape: RegExp
  /** Characters. */
  longest: number
  /** Only records have some that may be missing. */
  optional?: true
}

/** Arguments that have been checked (`givenFrom`), by their names. */
export type Given = Readonly<Record<string, string>>

/** One thing as a live system has it: texts by the names of its columns. */
export type Thing = Readonly<Record<string, string>>

/** Whose data it is has to be shown first. Until then nothing of a thing leaves the code, not even that there is one. */
export type Proof =
  /** The last digits of a telephone number in that column, in the customer's own words. */
  | { by: 'last_digits'; column: string; digits: number }
  /** The customer has linked their LINE account to the one in that column. */
  | { by: 'account_link'; column: string }

interface Declared {
  name: string
  /** For the model: when it is of use. */
  about: string
  arguments: readonly Argument[]
}

export interface DeclaredLookUp extends Declared {
  /** Columns that the model and staff may see, in this order. All others stay in the system. */
  shows: readonly string[]
  proof?: Proof
}

/** Where a record goes is its *sink*. */
export interface DeclaredRecord extends Declared {
  /** The sink is told who asked, by this name: none of its arguments, since no model gives it. */
  askedBy?: string
}
