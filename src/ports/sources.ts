/** The files a shop writes (prompts, knowledge, office hours), as they are read again when they change. */

/** A file that cannot be used as it is now: the last good one goes on. */
export interface BrokenSource {
  /** As the person who wrote it would name it, such as `prompts/assistant.md`. */
  file: string
  /** What is wrong, with the line where there is one, and the remedy. */
  why: string
  /** ms */
  since: number
}

export interface Sources {
  broken(): readonly BrokenSource[]
}
