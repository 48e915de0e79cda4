/**
 * The buttons of a card in the staff's LINE group: Take, Done, Hand back. A tap comes back as a postback; it names the
 * entry its card is about and the conversation, both by our own ids. Only a tap in the configured group, or by a
 * configured user, is one of staff: in any other chat this data means nothing (see event.ts).
 */
import type { StaffAction } from './event.ts'

export const cardActions = ['take', 'done', 'hand_back'] as const
export type CardAction = Extract<StaffAction, (typeof cardActions)[number]>

/** What a card's button is about. */
export interface StaffPress {
  action: CardAction
  entry: string
  conversation: string
}

const prefix = 'kidoku-staff:'

/** LINE: at most 300 characters; a conversation's id has about 75, an entry's about 20. */
export const staffData = ({ action, entry, conversation }: StaffPress): string =>
  `${prefix}${action}:${entry}:${conversation}`

/** What a postback's data says; undefined for one that is not of a card of ours. */
export function staffPressed(data: string): StaffPress | undefined {
  if (!data.startsWith(prefix)) return undefined
  const [, name, entry, conversation] = /^(\w+):([\w.-]{1,100}):(.{1,250})$/s.exec(data.slice(prefix.length)) ?? []
  const action = cardActions.find((one) => one === name)
  return action && entry && conversation ? { action, entry, conversation } : undefined
}
