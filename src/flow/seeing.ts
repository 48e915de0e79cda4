/** Looks at a turn's pictures, recordings and files before it is judged: within a time, a size, and one fetch a run. */
import { isMedia } from '../core/content.ts'
import type { CustomerMessage } from '../core/conversation.ts'
import type { Unseen } from '../core/facts.ts'
import type { Looks } from '../core/request.ts'
import type { Turn } from '../core/turn.ts'
import type { Clock } from '../ports/clock.ts'
import type { Contents, Seen } from '../ports/contents.ts'

/** Gemini takes 20 MB a request, and bytes grow by a third on the way. */
const most = { bytes: 10_000_000, together: 14_000_000, characters: 30_000, messages: 10 }
/** A customer has word within 40 s: this much of it is for fetching (ms). */
const time = 8_000

interface LookParts {
  contents: Contents
  clock: Pick<Clock, 'now'>
  /** The account that was written to. */
  destination?: string
}

export interface Looked {
  looks: Looks
  unseen: { message: string; why: Unseen }[]
}

/**
 * One after another, so that a turn never holds more than its share in memory.
 * @throws the signal's reason when aborted
 */
export async function lookAt(
  turn: Turn,
  { contents, clock, destination }: LookParts,
  signal: AbortSignal,
): Promise<Looked> {
  const wanted = turn.messages.flatMap((message) => wantedOf(message) ?? [])
  const until = clock.now() + time
  const looks: [string, Exclude<Seen, { type: 'unseen' }>][] = []
  const unseen: Looked['unseen'] = []
  let left = most.together
  for (const [index, one] of wanted.entries()) {
    const limits = { bytes: Math.min(most.bytes, left), ms: Math.max(1, until - clock.now()) }
    const tooMany = index >= most.messages || left <= 0
    const seen: Seen = tooMany
      ? { type: 'unseen', why: 'too_big' }
      : await contents.see({ ...one, destination }, limits, signal)
    if (seen.type === 'inline') left -= seen.bytes.length
    if (seen.type === 'unseen') unseen.push({ message: one.messageId, why: seen.why })
    else if (seen.type === 'text' && seen.text.length > most.characters) {
      unseen.push({ message: one.messageId, why: 'too_big' })
    } else looks.push([one.messageId, seen])
    // One that cannot be looked at sends the turn to a person: the others need not be fetched.
    if (unseen.length > 0) break
  }
  return { looks: new Map(looks), unseen }
}

function wantedOf({ id, content }: CustomerMessage) {
  if (!content || !isMedia(content) || content.external) return undefined
  return { messageId: id, kind: content.type, fileName: content.type === 'file' ? content.name : undefined }
}

/** What was seen once is not fetched again in this run, though the turn be judged anew; what failed for a moment is. */
export function remembering(contents: Contents): Contents {
  const known = new Map<string, Seen>()
  return {
    async see(wanted, limits, signal) {
      const before = known.get(wanted.messageId)
      if (before) return before
      const seen = await contents.see(wanted, limits, signal)
      if (seen.type !== 'unseen') known.set(wanted.messageId, seen)
      return seen
    },
  }
}
