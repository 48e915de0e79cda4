/** Server-sent events, as far as an answer over Streamable HTTP needs them: what each says, and nothing of names and ids. */

/**
 * @param chunks of a body, at most so many as are read
 * @returns the data of one event after another
 */
export async function* eventsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let pieces: string[] = []
  let data: string[] = []
  for await (const chunk of chunks) {
    const piece = decoder.decode(chunk, { stream: true })
    pieces.push(piece)
    // A line may come in very many pieces.
    if (!/[\r\n]/.test(piece) && !pieces.at(-2)?.endsWith('\r')) continue
    // A CR at the end may be half of a line's end.
    const lines = pieces
      .join('')
      .replace(/\r\n|\r(?!$)/g, '\n')
      .split('\n')
    pieces = lines.splice(-1)
    for (const line of lines) {
      if (line === '' && data.length > 0) {
        yield data.join('\n')
        data = []
      }
      const [, value] = /^data(?:: ?(.*))?$/su.exec(line) ?? []
      if (value !== undefined) data.push(value)
    }
  }
}
