/** One thing wrong in a file of the shop's: where, what, and what to do about it. */
export interface Mistake {
  file: string
  /** From 1; 0 when it is not about a line (the file is missing). */
  line: number
  problem: string
  remedy: string
  /** Why the file could not be read, as the system calls it: `ENOENT`. */
  code?: string
}

/**
 * Files that cannot be used as they are: knowledge, a prompt or cases. Its message is for the operator, one mistake a
 * line, each with file, line and remedy; a stack trace says nothing more.
 */
export class BrokenFile extends Error {
  override name = 'BrokenFile'
  readonly mistakes: readonly Mistake[]

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(inWords).join('\n'))
    this.mistakes = mistakes
  }
}

function inWords({ file, line, problem, remedy }: Mistake): string {
  return `${file}${line > 0 ? `:${line}` : ''}: ${problem}. ${asSentence(remedy)}`
}

/** A remedy as a sentence of its own: it may follow a colon elsewhere. “Did you mean …?” has its end already. */
export function asSentence(remedy: string): string {
  const begun = /^[a-z]+[ ,]/.test(remedy) ? remedy.charAt(0).toUpperCase() + remedy.slice(1) : remedy
  return /[?.]$/.test(begun) ? begun : `${begun}.`
}
