/** Customers as a store's lists show them: each stands in one place. */
import { begin, type Conversation } from '../../src/core/conversation.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import { answered, follow, judge, receive, t0, text } from '../core/situations.ts'

export const minute = 60_000

/** Somebody who wrote at `at`; their id is their name's. */
export function person(name: string, at = t0, words = 'Hello', id = `U-${name}`): Conversation {
  const empty = begin(`Ubot:user:${id}`, 'Ubot', { type: 'user', id })
  const wrote = receive(empty, at, text(1, at, { content: { type: 'text', text: words } }))
  return evolveAll(wrote, [{ type: 'known', at, named: true, who: { customer: { name, at } } }])
}

export const decided = (c: Conversation, at: number, values: Parameters<typeof judge>[2]) =>
  follow(judge(c, at, values), at).c
export const waits = (name: string, at = t0) => decided(person(name, at), at, { decision: 'handoff', summary: '' })
export const taken = (name: string, at = t0) =>
  evolveAll(waits(name, at - minute), [{ type: 'taken', at, event: `take-${name}`, by: 'Aoi' }])
export const asked = (name: string, at = t0) => decided(person(name, at), at, { decision: 'needs_info' })
export const resolved = (name: string, at = t0) => decided(person(name, at), at, {})
export const undelivered = (name: string, at = t0) =>
  follow(judge(person(name, at), at), at, ({ kind }) => answered(kind === 'reply' ? 400 : 200)).c

/** The same with another LINE account. */
export const withAccount = (destination: string, c: Conversation): Conversation => ({
  ...c,
  id: `${destination}:user:${c.chat.id}`,
  destination,
})
