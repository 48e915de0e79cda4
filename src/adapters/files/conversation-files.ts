/** One small file a conversation, by a hash of its id, in 256 folders; facts past the last 200 are appended beside it. */
import { createHash } from 'node:crypto'
import { open, readdir, readFile, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import type { Conversation } from '../../core/conversation.ts'
import type { Fact } from '../../core/facts.ts'
import { DurableJsonFile, isMissing, makeFolder, readJson, syncFolder, writeDurably } from './durable.ts'
import { isThere } from './reading.ts'

/** More at once would only stand in the thread pool's line, in front of the inbox. */
const writesAtOnce = 8

// What these files hold was written by us from parsed values: the check is that a file is whole and ours.
const whole = z.looseObject({ format: z.literal(1), id: z.string(), facts: z.array(z.unknown()) })
const conversationSchema = z.custom<Conversation>((value) => whole.safeParse(value).success, 'not a conversation')
const parseConversation = (value: unknown): Conversation => conversationSchema.parse(value)
const anyFact = z.looseObject({ type: z.string(), at: z.number() })
const factSchema = z.custom<Fact>((value) => anyFact.safeParse(value).success, 'not a fact')

export interface ConversationFilesOptions {
  folder: string
  /** See `writeDurably`. */
  scratch: string
  /** Told of a file that is no conversation, which it moves aside. */
  onCorrupt: (path: string, why: string) => Promise<void>
}

export class ConversationFiles {
  readonly #options: ConversationFilesOptions
  readonly #made = new Set<string>()
  readonly #few = atMost(writesAtOnce)
  #aside: Promise<void> = Promise.resolve()

  constructor(options: ConversationFilesOptions) {
    this.#options = options
  }

  async load(id: string): Promise<Conversation | undefined> {
    return (await this.#file(this.#pathOf(id)).read()) ?? undefined
  }

  /** @param factsFrom facts before this time (ms) go, also those beside it */
  async write(conversation: Conversation, overflow: readonly Fact[], factsFrom?: number): Promise<void> {
    const path = this.#pathOf(conversation.id)
    await this.#makeFolderOf(path)
    if (overflow.length > 0) {
      await appendDurably(factsOf(path), overflow.map((fact) => `${JSON.stringify(fact)}\n`).join(''))
    }
    await this.#few(() => new Low(this.#file(path), conversation).write())
    if (factsFrom !== undefined) await this.#trim(factsOf(path), factsFrom)
    // Everything was forgotten, and nothing has been put beside it since: what lay there goes too.
    if (conversation.facts[0]?.type === 'forgotten') await removeFile(factsOf(path))
  }

  /** Takes a conversation away, with all that lies beside it. */
  async remove(id: string): Promise<void> {
    const path = this.#pathOf(id)
    for (const one of [factsOf(path), path]) await removeFile(one)
    if (await isThere(dirname(path))) await syncFolder(dirname(path))
  }

  /** What a file of this conversation is called, also where a corrupt one was set aside. */
  nameOf(id: string): string {
    return basename(this.#pathOf(id), '.json')
  }

  async #trim(path: string, from: number): Promise<void> {
    const facts = await readFacts(path)
    const kept = facts.filter(({ at }) => at >= from)
    if (kept.length === facts.length) return
    if (kept.length === 0) return removeFile(path)
    await writeDurably(path, kept.map((fact) => `${JSON.stringify(fact)}\n`).join(''), this.#options.scratch)
  }

  /** The folders there are, in order. */
  async folders(): Promise<string[]> {
    return (await readdir(this.#options.folder)).filter((name) => /^[0-9a-f]{2}$/.test(name)).toSorted()
  }

  /** Paths of the conversations in one of them. */
  async paths(folder: string): Promise<string[]> {
    const names = await readdir(join(this.#options.folder, folder))
    return names.filter((name) => name.endsWith('.json')).map((name) => join(this.#options.folder, folder, name))
  }

  /** A conversation with all the facts it has ever had; undefined for a corrupt file, which is left for when it is loaded. */
  async readWhole(path: string): Promise<Conversation | undefined> {
    const content = await readJson(path, parseConversation)
    if (content.state !== 'read') return undefined
    const { facts, ...rest } = content.data
    return { ...rest, facts: [...(await readFacts(factsOf(path))), ...facts] }
  }

  /** A conversation as its file has it; undefined for one that is corrupt, or has gone. */
  async read(path: string): Promise<Conversation | undefined> {
    const content = await readJson(path, parseConversation)
    return content.state === 'read' ? content.data : undefined
  }

  readWholeOf(id: string): Promise<Conversation | undefined> {
    return this.readWhole(this.#pathOf(id))
  }

  /** The ids of all conversations there are. What is none is set aside: all are looked at at a start alone. */
  async ids(): Promise<string[]> {
    const ids: string[] = []
    for (const folder of await this.folders()) {
      for (const path of await this.paths(folder)) {
        const content = await readJson(path, parseConversation)
        if (content.state === 'read') ids.push(content.data.id)
        if (content.state === 'corrupt') await this.#setAside(path, content.why)
      }
    }
    return ids
  }

  #pathOf(id: string): string {
    const name = createHash('sha256').update(id).digest('hex').slice(0, 32)
    return join(this.#options.folder, name.slice(0, 2), `${name}.json`)
  }

  #file(path: string): DurableJsonFile<Conversation> {
    const onCorrupt = (corrupt: string, why: string) => this.#setAside(corrupt, why)
    return new DurableJsonFile(path, { parse: parseConversation, onCorrupt, scratch: this.#options.scratch })
  }

  /** One after another: of two who find it corrupt at once, the second must not take what stands in its place by then. */
  #setAside(path: string, why: string): Promise<void> {
    const unlessReplaced = async (): Promise<void> => {
      if ((await readJson(path, parseConversation)).state === 'corrupt') await this.#options.onCorrupt(path, why)
    }
    const done = this.#aside.then(unlessReplaced)
    this.#aside = done.catch(() => undefined)
    return done
  }

  async #makeFolderOf(path: string): Promise<void> {
    const parent = dirname(path)
    if (this.#made.has(parent)) return
    await makeFolder(parent)
    this.#made.add(parent)
  }
}

const factsOf = (path: string): string => path.replace(/\.json$/, '.facts.jsonl')

/** A line that a crash tore is left out: what it told is told once more after it, or still in the conversation. */
async function readFacts(path: string): Promise<Fact[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [factSchema.parse(JSON.parse(line))]
    } catch {
      return []
    }
  })
}

async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

export async function appendDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'a')
  try {
    await handle.appendFile(text)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** Lets so many run at once; the others wait in order. */
function atMost(most: number): <T>(act: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (act) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await act()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
