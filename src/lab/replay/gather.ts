/**
 * Gathers the turns of the last days from a data folder: the newest so many, in conversations that get numbers instead of
 * ids. What cannot be used is counted or named by its file, and the rest goes on.
 */
import type { Conversation } from '../../core/conversation.ts'
import { isErased } from '../../core/summary.ts'
import type { ReadConversation } from '../../ports/conversations.ts'
import { namesIn, redactionBy } from './names.ts'
import { pastTurns, type Past } from './past-turns.ts'
import { leftOutReasons, type LeftOut } from './replay.ts'
import type { Chosen } from './replaying.ts'

/** Reads a data folder as it is, without a lock and without changing anything in it. */
export interface ConversationsReader {
  folder: string
  /** @throws NoSuchFolder (an Error that says so, with the remedy) */
  read(): AsyncIterable<ReadConversation>
}

export interface Gathered {
  /** As they happened, oldest first. */
  chosen: Chosen[]
  conversations: number
  forgotten: number
  turns: number
  leftOut: Record<LeftOut, number>
  problems: string[]
}

export interface Gathering {
  /** Turns that were decided from here on (ms). */
  since: number
  /** … and not after this (ms): later ones came while it was gathered. */
  until: number
  /** At most so many turns, the newest. */
  limit: number
  /** The shop's own texts, in which no name is looked for. */
  shop: string
  signal: AbortSignal
}

/**
 * @throws the signal's reason when aborted; NoSuchFolder
 */
export async function gather(reader: ConversationsReader, gathering: Gathering): Promise<Gathered> {
  const { since, until, limit, shop, signal } = gathering
  const leftOut = { media: 0, place: 0, erased: 0, tap: 0, not_judged: 0, limit: 0 } satisfies Record<LeftOut, number>
  const names = new Set<string>()
  const problems: string[] = []
  const found: { conversation: Conversation; past: Past[] }[] = []
  let forgotten = 0
  for await (const one of reader.read()) {
    signal.throwIfAborted()
    if (!one.ok) {
      problems.push(`${one.path} is left out: ${one.why}`)
      continue
    }
    const { conversation, path } = one
    try {
      for (const name of namesIn(conversation)) names.add(name)
      if (isErased(conversation)) {
        forgotten += 1
        continue
      }
      const past = pastTurns(conversation, since).filter(({ at }) => at <= until)
      if (past.length > 0) found.push({ conversation, past })
    } catch {
      // What went wrong in it might quote it.
      problems.push(`${path} is left out: what it holds does not fit together (changed by hand, or by another version)`)
    }
  }
  const redaction = redactionBy(names, shop)
  const inTime = found.toSorted((a, b) => (a.past[0]?.at ?? 0) - (b.past[0]?.at ?? 0))
  const all = inTime.flatMap(({ conversation, past }, index) => {
    const clean = once(() => redaction(conversation))
    return past.flatMap((one, place): Chosen[] => {
      if (one.type === 'turn')
        return [{ past: one, conversation: index + 1, turn: place + 1, clean: (text) => clean()(text) }]
      leftOut[one.why] += 1
      return []
    })
  })
  const chosen = all.toSorted((a, b) => a.past.at - b.past.at).slice(-limit)
  leftOut.limit = all.length - chosen.length
  const turns = chosen.length + leftOutReasons.reduce((sum, why) => sum + leftOut[why], 0)
  return { chosen, conversations: found.length, forgotten, turns, leftOut, problems }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
