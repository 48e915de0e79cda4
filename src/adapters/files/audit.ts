/**
 * The audit: `audit.jsonl` in the data folder, one line an action, only ever appended to; the server and its commands
 * write to it side by side. It is read from its end, so that its length does not matter.
 */
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { namesAny, withoutForgotten } from '../../core/naming.ts'
import { auditLineSchema, detailOf, type Audit, type AuditErasing, type AuditLine } from '../../ports/audit.ts'
import { isMissing, makeFolder, syncFolder } from './durable.ts'
import { exclusively, rewriteLines } from './rewrite.ts'

/** Read at once (bytes), and at the most: lines are short, so a file that needs more is none of ours. */
const piece = 64_000
const most = 4_000_000
export function openAudit(folder: string): Audit & AuditErasing {
  const path = join(folder, 'audit.jsonl')
  const scratch = join(folder, 'scratch')
  let last: Promise<void> = Promise.resolve()

  const append = async ({ detail, ...line }: AuditLine): Promise<void> => {
    const text = JSON.stringify({ ...line, detail: detailOf(detail) })
    await makeFolder(scratch)
    await exclusively(path, scratch, async () => {
      const { handle, isNew } = await openToAppend(path)
      try {
        // What a crash tore stays alone on its line.
        await handle.appendFile(`${(await endsInLine(handle)) ? '' : '\n'}${text}\n`)
        await handle.datasync()
      } finally {
        await handle.close()
      }
      if (isNew) await syncFolder(folder)
    })
  }

  const rewrite = async (change: (line: string) => string | undefined): Promise<number> => {
    await makeFolder(scratch)
    return rewriteLines(path, scratch, change)
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work)
    last = result.then(
      () => undefined,
      () => undefined,
    )
    return result
  }

  return {
    unname: (ids) => inTurn(() => rewrite((line) => unnamed(line, ids))),
    async expire(before) {
      // A line that is none of ours tells no time.
      await inTurn(() => rewrite((line) => ((parsed(line)[0]?.at ?? before) < before ? undefined : line)))
    },
    write(line) {
      const written = last.then(() => append(line))
      last = written.catch(() => undefined)
      return written
    },
    async last(count) {
      let handle: FileHandle
      try {
        handle = await open(path, 'r')
      } catch (error) {
        if (isMissing(error)) return []
        throw error
      }
      try {
        return await readBack(handle, count)
      } finally {
        await handle.close()
      }
    },
  }
}

async function openToAppend(path: string): Promise<{ handle: FileHandle; isNew: boolean }> {
  try {
    return { handle: await open(path, 'ax+'), isNew: true }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    return { handle: await open(path, 'a+'), isNew: false }
  }
}

async function endsInLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat()
  if (size === 0) return true
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] === 0x0a
}

/** The newest first. A line that is torn, or none of ours, is left out. */
async function readBack(handle: FileHandle, count: number): Promise<AuditLine[]> {
  const { size } = await handle.stat()
  const found: AuditLine[] = []
  /** Read, but its line begins further in front. */
  let rest = Buffer.alloc(0)
  for (let end = size; end > 0 && size - end < most && found.length < count;) {
    const start = Math.max(0, end - piece)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start)
    const whole = Buffer.concat([buffer.subarray(0, bytesRead), rest])
    const cut = start === 0 ? 0 : whole.indexOf('\n') + 1
    const lines = whole.toString('utf8', cut).split('\n')
    rest = start > 0 && cut === 0 ? whole : whole.subarray(0, cut)
    if (start === 0 || cut > 0) for (const line of lines.toReversed()) found.push(...parsed(line))
    end = start
  }
  return found.slice(0, count)
}

/** In its values alone: whatever the id, the line stays one. A line that is none of ours goes when it names one. */
function unnamed(text: string, ids: readonly string[]): string | undefined {
  if (!namesAny(text, ids)) return text
  const [line] = parsed(text)
  if (!line) return undefined
  const after = withoutForgotten(line, ids)
  return after === line ? text : JSON.stringify(after)
}

function parsed(text: string): AuditLine[] {
  try {
    const line = auditLineSchema.safeParse(JSON.parse(text))
    return line.success ? [line.data] : []
  } catch {
    return []
  }
}
