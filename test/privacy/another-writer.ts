/** Another process at a file of lines: it appends until its input ends and says how often, or dies while it rewrites. */
import { appendDurably } from '../../src/adapters/files/conversation-files.ts'
import { exclusively, rewriteLines } from '../../src/adapters/files/rewrite.ts'

const [path = '', scratch = '', does] = process.argv.slice(2)
if (does === 'die') {
  await rewriteLines(path, scratch, () => {
    process.kill(process.pid, 'SIGKILL')
    return undefined
  })
} else {
  const over = new AbortController()
  process.stdin.on('end', () => over.abort()).resume()
  let n = 0
  while (!over.signal.aborted) {
    n += 1
    await exclusively(path, scratch, () => appendDurably(path, `stays other ${n}\ngone other ${n}\n`))
    if (n === 1) process.stdout.write('begun\n')
  }
  process.stdout.write(`${n}\n`)
}
