/**
 * What LINE tells of who wrote: the language of their profile, asked for when a fixed text is to be said and no judgement has
 * told yet, and their name, for a record that says who asked.
 */
import type { Conversation } from '../core/conversation.ts'
import { plainName } from '../core/look-ups/asked-by.ts'
import type { Turn } from '../core/turn.ts'
import type { Line } from '../ports/line.ts'

const timeout = 2_000

/** The conversation with that language, if LINE tells it. Never rejects. */
export async function withProfile(
  conversation: Conversation,
  { line }: { line: Pick<Line, 'profile'> },
): Promise<Conversation> {
  const { chat, language, profileLanguage: known } = conversation
  if (chat.type !== 'user' || language !== undefined || known !== undefined) return conversation
  const profile = await line.profile(chat.id, timeout).catch(() => undefined)
  return { ...conversation, profileLanguage: profile?.language }
}

/** Who asked for what a turn is about, as LINE calls them; empty when it does not tell. Never rejects. */
export async function askerOf(
  { chat, customer }: Conversation,
  { messages }: Turn,
  { line }: { line: Pick<Line, 'profile'> & Partial<Pick<Line, 'memberName'>> },
): Promise<string> {
  const named = async (): Promise<string | undefined> => {
    switch (chat.type) {
      case 'user':
        return customer ? customer.name : (await line.profile(chat.id, timeout))?.displayName
      case 'group': {
        // The conversation is called as the group is.
        const by = messages.at(-1)?.by
        return by === undefined ? undefined : line.memberName?.(chat.id, by, timeout)
      }
      // Of the members of a room LINE is not asked.
      case 'room':
      case 'account':
        return undefined
      default:
        return chat.type satisfies never
    }
  }
  return plainName((await named().catch(() => undefined)) ?? '')
}
