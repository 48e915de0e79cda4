/**
 * Reminders: staff are told again of somebody who still waits, after `remind_after` and then each time the wait has
 * doubled. Only while somebody is there to hear it: what comes due at night is said when the office opens.
 */
import type { NotifyAction } from './action.ts'
import type { Conversation, Entry } from './conversation.ts'
import type { Change } from './facts.ts'
import type { Policy } from './policy.ts'

/** When staff are reminded next (ms); undefined when there is nobody to remind, or of nothing. */
export function remindsAt(conversation: Conversation, policy: Policy, now: number): number | undefined {
  const { notifier, office, observe, remind_after: after } = policy
  if (!notifier || observe || after === Infinity) return undefined
  const due = conversation.entries.flatMap((entry) => (isWaiting(conversation, entry) ? [dueAt(entry, after)] : []))
  if (due.length === 0) return undefined
  const soonest = Math.min(...due)
  if (!office || office.open || soonest > now) return soonest
  return office.opensAt
}

/** The reminder that is due now, if any: of the entry that has waited longest. */
export function remind(conversation: Conversation, policy: Policy, now: number): Change[] {
  const at = remindsAt(conversation, policy, now)
  if (at === undefined || at > now) return []
  const { remind_after: after } = policy
  const waiting = conversation.entries.filter((one) => isWaiting(conversation, one))
  const entry = waiting.toSorted((a, b) => dueAt(a, after) - dueAt(b, after))[0]
  if (!entry) return []
  // Those that came due meanwhile, at night say, are one.
  let count = (entry.reminders ?? 0) + 1
  while (entry.at + after * 2 ** count <= now) count += 1
  const { id, turn, messages } = entry
  const action: NotifyAction = {
    kind: 'notify',
    id: `${id}.remind${count}`,
    turn,
    messages,
    entry: id,
    reminder: true,
  }
  return [{ type: 'reminded', at: now, entry: id, count, actions: [action] }]
}

const dueAt = ({ at, reminders = 0 }: Entry, after: number): number => at + after * 2 ** reminders

/** While an earlier telling is still being tried there is nothing to remind of. */
const isWaiting = ({ outbox }: Conversation, { id, state }: Entry): boolean =>
  state === 'waiting' && !outbox.some((action) => action.kind === 'notify' && action.entry === id)
