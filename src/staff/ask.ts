/** Asks for a password: at a terminal twice and without showing it, else from what is piped in. */
import type { ReadStream } from 'node:tty'

/** Nobody wants to answer any more. */
export class Interrupted extends Error {
  override name = 'Interrupted'
}

export interface Terminal {
  input: ReadStream
  write: (text: string) => void
}

/** @param fault why it will not do; then it is asked for again */
export async function askTwice(
  { input, write }: Terminal,
  fault: (password: string) => string | undefined,
): Promise<string> {
  const lines = hiddenLines(input)
  const ask = async (question: string): Promise<string> => {
    write(question)
    const line = await lines.next()
    write('\n')
    return line
  }
  try {
    for (;;) {
      const password = await ask('Password (it is not shown): ')
      const wrong = fault(password)
      if (wrong !== undefined) write(`${wrong} Try another one.\n`)
      else if ((await ask('Once more: ')) === password) return password
      else write('Those were two different ones. Begin again.\n')
    }
  } finally {
    lines.close()
  }
}

/** Lines that are typed, or pasted, and not shown. */
function hiddenLines(input: ReadStream): { next(): Promise<string>; close(): void } {
  let typed = ''
  const whole: string[] = []
  let waiting: { resolve: (line: string) => void; reject: (error: Error) => void } | undefined
  const give = (): void => {
    if (!waiting || whole.length === 0) return
    waiting.resolve(whole.shift() ?? '')
    waiting = undefined
  }
  const stop = (): void => waiting?.reject(new Interrupted())
  const read = (chunk: string): void => {
    for (const sign of withoutKeys(chunk)) {
      if (sign === '\u0003' || sign === '\u0004') return stop()
      if (sign === '\r' || sign === '\n') {
        whole.push(typed)
        typed = ''
      } else if (sign === '\u007f' || sign === '\b') typed = Array.from(typed).slice(0, -1).join('')
      else if (sign >= ' ') typed += sign
    }
    give()
  }
  input.setEncoding('utf8')
  input.setRawMode(true)
  input.on('data', read)
  input.on('end', stop)
  input.resume()
  return {
    next: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        give()
      }),
    close() {
      input.setRawMode(false)
      input.off('data', read)
      input.off('end', stop)
      input.pause()
    },
  }
}

const escape = '\u001b'

/** Arrow keys and the like are signs that begin with an escape. */
function withoutKeys(chunk: string): string {
  const [first = '', ...keys] = chunk.split(escape)
  return [first, ...keys.map((key) => key.replace(/^(?:\[[\d;]*)?./u, ''))].join('')
}

/** The one line that is piped in; undefined when there is none, or more than one. */
export async function readPiped(input: NodeJS.ReadableStream): Promise<string | undefined> {
  let text = ''
  input.setEncoding('utf8')
  for await (const chunk of input) {
    text += String(chunk)
    if (text.length > 10_000) return undefined
  }
  const line = text.replace(/\r?\n$/, '')
  return line === '' || /[\r\n]/.test(line) ? undefined : line
}
