/** The language of a customer's LINE profile: asked for when a fixed text is to be said and no judgement has told yet. */
import type { Conversation } from '../core/conversation.ts'
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
