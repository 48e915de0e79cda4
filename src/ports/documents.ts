/**
 * Small documents: values that are read and changed whole, such as the accounts of staff. Each has a name and lies in one
 * place for all processes that share it.
 */

export interface Document<T> {
  /** As it is now, also when another process has just changed it. */
  read(): Promise<T>
  /**
   * One step: whoever else changes it waits meanwhile. Durable when it resolves; when it rejects, it is as it was.
   * @throws DocumentBusy when somebody else does not end
   */
  change<R>(make: (now: T) => Change<T, R> | Promise<Change<T, R>>): Promise<R>
  /** Told soon after somebody changed it, here or in another process. Returns what ends it. */
  onChange(listener: () => void): () => void
}

/** Without `next` nothing is written. */
export interface Change<T, R> {
  next?: T
  result: R
}

export interface DocumentKind<T> {
  name: string
  /** Reads a value as its shape; throws when it is another. */
  parse(value: unknown): T
  /** What it is while nobody has changed it. */
  first(): T
  broken: Broken<T>
  /** Commands change it beside a running server, also where a server has a data folder for itself. */
  byCommands?: boolean
}

/**
 * What is done when what is kept cannot be read. `refuse`: it stays as it is, and whoever reads or changes it is told so.
 * `instead`: from now on it is that, a copy of the broken one is kept, and the log says `words`.
 */
export type Broken<T> = { refuse: (where: string) => Error } | { instead: () => T; words: string }

export interface Documents {
  open<T>(kind: DocumentKind<T>): Document<T>
}

/** Somebody else is changing it and does not end. */
export class DocumentBusy extends Error {
  override name = 'DocumentBusy'
}
