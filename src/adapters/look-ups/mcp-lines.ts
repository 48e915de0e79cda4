/** Lines out of what somebody writes without end, perhaps: none is held that is longer than is taken. */

/** Of a message (bytes). */
const longest = 1_000_000
/** Of a line that is too long, so much of its beginning and of its end is kept (bytes). */
const edge = 200
const newline = 0x0a

export interface Lines {
  line(bytes: Buffer): void
  /** @param ends how it began and how it ended: nobody has seen the rest */
  tooLong(ends: { head: string; tail: string }): void
}

/** @returns takes what comes, piece by piece */
export function linesFor({ line, tooLong }: Lines): (chunk: Buffer) => void {
  let pieces: Buffer[] = []
  let length = 0
  let head = ''
  let tail = Buffer.alloc(0)
  const take = (piece: Buffer): void => {
    length += piece.length
    if (length <= longest) {
      pieces.push(piece)
      return
    }
    if (pieces.length > 0) {
      const whole = Buffer.concat(pieces)
      head = whole.toString('latin1', 0, edge)
      pieces = []
    }
    // Copied: a view of it would hold all of the piece.
    tail = Buffer.from(Buffer.concat([tail, piece.subarray(-edge)]).subarray(-edge))
  }
  const end = (): void => {
    if (length > longest) tooLong({ head, tail: tail.toString('latin1') })
    else if (length > 0) line(Buffer.concat(pieces))
    pieces = []
    length = 0
    head = ''
    tail = Buffer.alloc(0)
  }
  return (chunk) => {
    let from = 0
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      take(chunk.subarray(from, at))
      end()
      from = at + 1
    }
    if (from < chunk.length) take(chunk.subarray(from))
  }
}
