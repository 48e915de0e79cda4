/** Looks at a turn's pictures, recordings and files before it is judged: within a time, a size, and one fetch a run. */
import { isMedia } from '../core/content.ts'
import type { CustomerMessage } from '../core/conversation.ts'
import type { Unseen } from '../core/facts.ts'
import type { Looks } from '../core/request.ts'
import type { Turn } from '../core/turn.ts'
import type { Contents, Seen } from '../ports/contents.ts'

/** Gemini takes 20 MB a request, and bytes grow by a third on the way. */
const most = { bytes: 10_000_000, together: 14_000_000, characters: 30_000, messages: 10 }
/** A customer has word within 40 s: this much of it is for fetching (ms). */
const time = 8_000

export interface Looked {
  looks: Looks
  unseen: { message: string; why: Unseen }[]
}

/** @throws the signal's reason when aborted */
export async function lookAt(turn: Turn, contents: Contents, signal: AbortSignal): Promise<Looked> {
  const wanted = turn.messages.flatMap((message) => wantedOf(message) ?? [])
  const limits = { bytes: most.bytes, ms: time }
  const seen = await Promise.all(
    wanted.map(async (one, index): Promise<[string, Seen]> => {
      if (index >= most.messages) return [one.messageId, { type: 'unseen', why: 'too_big' }]
      return [one.messageId, await contents.see(one, limits, signal)]
    }),
  )
  const looks: [string, Exclude<Seen, { type: 'unseen' }>][] = []
  const unseen: Looked['unseen'] = []
  let bytes = 0
  for (const [message, one] of seen) {
    if (one.type === 'inline') bytes += one.bytes.length
    const tooBig =
      one.type === 'inline' ? bytes > most.together : one.type === 'text' && one.text.length > most.characters
    if (one.type === 'unseen') unseen.push({ message, why: one.why })
    else if (tooBig) unseen.push({ message, why: 'too_big' })
    else looks.push([message, one])
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
