/**
 * Reminders: staff are told again of somebody who still waits, after `remind_after` and then each time the wait has
 * doubled. Only while somebody is there to hear it: what comes due at night is said when the office opens.
 */
import type { NotifyAction } from './action.ts'
import type { Conversation, Entry } from './conversation.ts'
import type { Change } from './facts.ts'
import { setRight } from './hand-back.ts'
import type { Policy } from './policy.ts'

/** When staff are reminded next (ms); undefined when there is nobody to remind, or of nothing. */
export function remindsAt(conversation: Conversation, policy: Policy, now: number): number | undefined {
  const { notifier, office, observe, remind_after: after } = policy
  if (!notifier || observe || after === Infinity) return undefined
  const waiting = conversation.entries.filter((entry) => isWaiting(conversation, entry))
  if (waiting.length === 0) return undefined
  const soonest = Math.min(...waiting.map((entry) => dueAt(entry, after, now)))
  if (!office || office.open || soonest > now) return soonest
  return office.opensAt
}

/** The reminder that is due now, if any: one for all entries that are due, about the one that has waited longest. */
export function remind(conversation: Conversation, policy: Policy, now: number): Change[] {
  const at = remindsAt(conversation, policy, now)
  if (at === undefined || at > now) return []
  const { remind_after: after } = policy
  const due = conversation.entries
    .filter((one) => isWaiting(conversation, one) && dueAt(one, after, now) <= now)
    .toSorted((a, b) => a.at - b.at)
  return due.map((entry, index): Change => {
    const { count, next } = nextOf(entry, after, now)
    const reminded = { type: 'reminded' as const, at: now, entry: entry.id, count, next }
    return index === 0 ? { ...reminded, actions: [telling(entry, count)] } : reminded
  })
}

function telling({ id, turn, messages }: Entry, count: number): NotifyAction {
  return { kind: 'notify', id: `${id}.remind${count}`, turn, messages, entry: id, reminder: true }
}

/** Doublings that passed meanwhile, at night say, are one. An entry of the future was made by a clock that had jumped. */
function nextOf({ at, reminders = 0 }: Entry, after: number, now: number): { count: number; next: number } {
  const from = Math.min(at, now)
  let count = reminders + 1
  while (from + after * 2 ** count <= now) count += 1
  return { count, next: from + after * 2 ** count }
}

/** Never sooner than `after` since staff were last told. More than the whole wait left means that the clock has jumped. */
function dueAt({ at, reminders = 0, remindAt, toldAt = 0 }: Entry, after: number, now: number): number {
  const due = Math.max(remindAt ?? at + after, toldAt + after)
  return due - now > after * 2 ** reminders + setRight ? now : due
}

/** While an earlier telling is still being tried there is nothing to remind of. */
const isWaiting = ({ outbox }: Conversation, { id, state }: Entry): boolean =>
  state === 'waiting' && !outbox.some((action) => action.kind === 'notify' && action.entry === id)
