/** Which event of LINE's, or of staff, a fact came of: for the figures of /metrics. */
import type { Fact } from './facts.ts'

/** As LINE calls them; `staff`: what staff did or wrote down; `other`: what LINE has invented since. */
export const eventTypes = [
  'message',
  'unsend',
  'postback',
  'follow',
  'unfollow',
  'join',
  'leave',
  'beacon',
  'memberJoined',
  'memberLeft',
  'accountLink',
  'videoPlayComplete',
  'membership',
  'things',
  'staff',
  'other',
] as const
export type EventType = (typeof eventTypes)[number]

/** What staff did, or wrote down. */
const byStaff: readonly Fact['type'][] = [
  'taken',
  'handed_back',
  'forgotten',
  'staff_read',
  'staff_refused',
  'address_kept',
  'graded',
  'not_answering',
]

/** The event that a fact came of; undefined when it came of none, or of our own timer. */
export function eventOf(fact: Fact): { id: string; type: EventType } | undefined {
  if (!('event' in fact)) return undefined
  const type = typeOf(fact)
  return type && { id: fact.event, type }
}

function typeOf(fact: Extract<Fact, { event: string }>): EventType | undefined {
  if (fact.type === 'received') return 'message'
  if (fact.type === 'noted') return eventTypes.find((one) => one === fact.what) ?? 'other'
  if (fact.type === 'tapped') return 'postback'
  if (fact.type === 'followed') return 'follow'
  if (fact.type === 'link_asked' || fact.type === 'link_refused') return 'accountLink'
  if (fact.type === 'left') return fact.what
  if (fact.type === 'unsent') {
    // LINE's 410 for its content is an answer, and no event.
    if (fact.gone) return undefined
    return fact.erased ? 'staff' : 'unsend'
  }
  if (fact.type === 'handed_back' && fact.time) return undefined
  if (fact.type === 'forgotten' && fact.by === 'on_unfollow') return 'unfollow'
  return byStaff.includes(fact.type) ? 'staff' : undefined
}
