/**
 * Reads the conversations of a data folder from outside: no lock, no write, no index. A server may be at work on it: each
 * file is whole, since it is replaced in one step, and what is read of one conversation may be a moment older than of the
 * next. A file that is no conversation is told of and left where it is.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fact } from '../../core/facts.ts'
import { keptConversation, keptFact } from '../../core/kept-conversation.ts'
import type { ReadConversation } from '../../ports/conversations.ts'
import { isMissing } from './durable.ts'
import { parsed } from './reading.ts'

export class NoSuchFolder extends Error {
  override name = 'NoSuchFolder'
}

/**
 * Every conversation of a data folder, with all the facts it has ever had.
 * @param folder where a server keeps its files: DATA_DIR, or the simulator's folder in it
 * @throws NoSuchFolder when nothing has ever been kept there
 */
export async function* readConversations(folder: string): AsyncGenerator<ReadConversation> {
  const conversations = join(folder, 'conversations')
  for (const part of (await listed(conversations, folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    let names: string[]
    try {
      names = (await readdir(join(conversations, part))).toSorted()
    } catch (error) {
      yield { ok: false, path: join(conversations, part), why: `cannot be listed (${codeOf(error)})` }
      continue
    }
    for (const name of names.filter((one) => one.endsWith('.json'))) {
      const one = await readOne(join(conversations, part, name))
      if (one) yield one
    }
  }
}

async function listed(conversations: string, folder: string): Promise<string[]> {
  try {
    return (await readdir(conversations)).toSorted()
  } catch (error) {
    if (!isMissing(error)) throw new NoSuchFolder(`${conversations} cannot be read (${codeOf(error)})`)
    throw new NoSuchFolder(
      `there are no conversations in ${folder}: set DATA_DIR to the folder that the server writes, or start it first`,
    )
  }
}

/** Undefined: it has gone while the folder was read. */
async function readOne(path: string): Promise<ReadConversation | undefined> {
  const beside = path.replace(/\.json$/, '.facts.jsonl')
  let text: string
  let older: string
  try {
    // In this order: what moves from one to the other meanwhile is then in both, and not in neither.
    text = await readFile(path, 'utf8')
    older = await readFile(beside, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return ''
      throw error
    })
  } catch (error) {
    return isMissing(error) ? undefined : { ok: false, path, why: `cannot be read (${codeOf(error)})` }
  }
  const value = parsed(text)
  if (value === undefined) return { ok: false, path, why: 'it is not JSON: torn, or changed by hand' }
  const read = keptConversation(value)
  if (!read.ok) return { ...read, path }
  const { facts, ...rest } = read.conversation
  return { ok: true, path, conversation: { ...rest, facts: [...withoutRepeats(older.split('\n'), facts), ...facts] } }
}

/** The older facts that are not told once more at the beginning of the newer ones. */
function withoutRepeats(lines: readonly string[], newer: readonly Fact[]): Fact[] {
  const facts = lines.flatMap((line) => keptFact(line === '' ? undefined : parsed(line)) ?? [])
  const [told, again] = [facts, newer].map((some) => some.map((one) => JSON.stringify(one)))
  const repeats = told?.findIndex(
    (one, index) => one === again?.[0] && told.slice(index).every((fact, n) => fact === again[n]),
  )
  return repeats === undefined || repeats === -1 ? facts : facts.slice(0, repeats)
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
