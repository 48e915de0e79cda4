/**
 * A conversation that comes back from a backup. The server that made the backup may have gone on: what was under way then
 * may be on the phone by now, by a call that nothing here tells of. So the machine says nothing of it any more; a person
 * gets it. What was at rest comes back as it was; only a linked account does not, since its customer may have undone that.
 */
import type { Action, RecordAction, ReplyAction } from './action.ts'
import { isOpen, type Conversation } from './conversation.ts'
import type { InboxEvent } from './event.ts'
import { evolveAll } from './evolve.ts'
import type { Change } from './facts.ts'
import { withoutLink } from './link-changes.ts'

/**
 * The state to go on with: new messages are for staff (see `next`), notices are not said, and answers end as uncertain at
 * the first look, since their key counts as used up.
 * @returns the very same one when nothing was under way or linked
 */
export function restored(before: Conversation, now: number): Conversation {
  const conversation = withoutLink(before)
  const replies = conversation.outbox.filter((action): action is ReplyAction => action.kind === 'reply')
  const { pending, judging, messages, outbox } = conversation
  const records = outbox.some(({ kind }) => kind === 'record')
  if (replies.length === 0 && !records && !pending && !judging && !messages.some(isOpen)) return conversation
  const unsaid = replies.filter(({ notice }) => notice)
  const changes: Change[] = [
    { type: 'restored', at: now },
    ...unsaid.map(({ id: action }): Change => ({ type: 'ended', at: now, action, what: 'reply', how: 'not_said' })),
  ]
  const after = evolveAll({ ...conversation, pending: undefined, judging: undefined }, changes)
  return {
    ...after,
    drops: 0,
    frozenAt: undefined,
    messages: after.messages.map((message) =>
      isOpen(message) ? { ...message, replyToken: undefined, restored: true as const } : message,
    ),
    outbox: after.outbox.map((action): Action => {
      if (action.kind === 'record') return maybeRecorded(action)
      return action.kind === 'reply' ? doubtful(action) : action
    }),
  }
}

/** Whoever went on after the backup has used the ids of the turns that would come next: they are counted from there. */
export const countedFrom = (conversation: Conversation, turns: number): Conversation => ({
  ...conversation,
  turns: Math.max(conversation.turns, turns),
})

/** LINE takes a key once in 24 h, counted from its first push: one pushed at the beginning of time is never tried again. */
function doubtful({ joinedBy: _joinedBy, wait: _wait, ...action }: ReplyAction): ReplyAction {
  const { count = 1, firstAt = 0 } = action.tries ?? {}
  return { ...action, deferred: false, tries: { count, firstAt, unknown: true, pushedAt: 0 } }
}

/** It may stand in the shop's system since, and a system keeps keys for a time only: a person looks (recorded.ts). */
function maybeRecorded({ wait: _wait, ...action }: RecordAction): RecordAction {
  const { count = 1, firstAt = 0 } = action.tries ?? {}
  return { ...action, restored: true, tries: { count, firstAt, unknown: true } }
}

/** An event that had not entered its conversation: what follows from it does, but nothing is said. */
export function restoredEvent(event: InboxEvent): InboxEvent {
  return { ...event, restored: true, ...('replyToken' in event ? { replyToken: undefined } : {}) }
}
