/**
 * Who a conversation is with: the name and picture that LINE tells, so that staff find the chat and the lists can be
 * searched. Asked for beside the work, never in its way, and kept with the conversation for some days.
 */
import type { Conversation } from '../core/conversation.ts'
import type { Change } from '../core/facts.ts'
import type { Parts } from './parts.ts'

const timeout = 2_000
const day = 24 * 3_600_000
/** How long a name is good (ms), and that there was none. */
const fresh = { name: 7 * day, none: day }
/** LINE: 20 characters at most; a group's name 100. */
const longest = 120

/** Undefined when it is known, or LINE has no name for such a chat. Resolves with nothing when LINE does not answer. */
export function whoIs(conversation: Conversation, parts: Pick<Parts, 'line' | 'clock'>): Promise<Change[]> | undefined {
  const { chat, customer, messages, gone } = conversation
  const { line, clock } = parts
  const age = clock.now() - (customer?.at ?? -Infinity)
  if (messages.length === 0 || gone || age < (customer?.name === undefined ? fresh.none : fresh.name)) return undefined
  if (chat.type !== 'user' && chat.type !== 'group') return undefined
  const asked =
    chat.type === 'user'
      ? line.profile(chat.id, timeout)
      : line
          .groupName(chat.id, timeout)
          .then((displayName) => (displayName === undefined ? undefined : { displayName }))
  return asked.then(
    (found): Change[] => {
      const at = clock.now()
      const { name, picture, language } = found ? toldBy(found) : {}
      return [
        {
          type: 'known',
          at,
          named: name !== undefined,
          who: { customer: { name, pictureUrl: picture, at }, language },
        },
      ]
    },
    () => [],
  )
}

function toldBy(found: { displayName: string; pictureUrl?: string; language?: string }) {
  const name = found.displayName
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed()
  return { name: name === '' ? undefined : name, picture: found.pictureUrl?.slice(0, 500), language: found.language }
}
