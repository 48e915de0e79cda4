/**
 * Who a conversation is with: the name and picture that LINE tells, so that staff find the chat and the lists can be
 * searched. Asked for beside the work, never in its way, and kept with the conversation for some days.
 */
import type { Conversation } from '../core/conversation.ts'
import type { Change } from '../core/facts.ts'
import { isWordless } from '../core/retention.ts'
import type { Line, Profile } from '../ports/line.ts'
import type { Parts } from './parts.ts'

const timeout = 2_000
const [minute, day] = [60_000, 24 * 3_600_000]
/** How long a name is good (ms), that there was none, and that LINE did not answer. */
const fresh = { name: 7 * day, none: day, failed: 5 * minute }
/** LINE: 20 characters at most; a group's name 100. */
const longest = 120
/** Chats of which LINE told nothing lately. */
const failuresKept = 5_000

export interface People {
  /**
   * Undefined when it is known, LINE has no name for such a chat, or told nothing lately. Resolves with nothing when LINE
   * does not answer. Asked again while under way, it is the same asking.
   */
  whoIs(conversation: Conversation): Promise<Change[]> | undefined
  isAsking(conversation: Conversation): boolean
}

export function createPeople({ line, clock }: Pick<Parts, 'line' | 'clock'>): People {
  const asking = new Map<string, Promise<Change[]>>()
  const failed = new Map<string, number>()

  const ask = async (conversation: Conversation): Promise<Change[]> => {
    try {
      const found = await nameIn(line, conversation.chat)
      const at = clock.now()
      const { name, picture, language } = found ? toldBy(found) : {}
      const customer = { name, pictureUrl: picture, at }
      return [{ type: 'known', at, named: name !== undefined, who: { customer, language } }]
    } catch {
      if (failed.size >= failuresKept) failed.clear()
      failed.set(conversation.id, clock.now() + fresh.failed)
      return []
    } finally {
      asking.delete(conversation.id)
    }
  }

  return {
    whoIs(conversation) {
      const { id, chat, customer, messages, gone } = conversation
      const now = clock.now()
      const age = now - (customer?.at ?? -Infinity)
      if (isWordless(conversation) || gone || (chat.type !== 'user' && chat.type !== 'group')) return undefined
      // Who has not written since is called what they were called.
      if (customer && messages.every((one) => one.receivedAt <= customer.at)) return undefined
      if (age < (customer?.name === undefined ? fresh.none : fresh.name)) return undefined
      if ((failed.get(id) ?? 0) > now) return undefined
      const asked = asking.get(id) ?? ask(conversation)
      asking.set(id, asked)
      return asked
    },
    isAsking: ({ id }) => asking.has(id),
  }
}

async function nameIn(line: Pick<Line, 'profile' | 'groupName'>, { type, id }: Conversation['chat']) {
  if (type === 'user') return line.profile(id, timeout)
  const displayName = await line.groupName(id, timeout)
  return displayName === undefined ? undefined : { displayName }
}

function toldBy({ displayName, pictureUrl, language }: Profile) {
  const name = displayName
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed()
  return { name: name === '' ? undefined : name, picture: pictureUrl?.slice(0, 500), language }
}
