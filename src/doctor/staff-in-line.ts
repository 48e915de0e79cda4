/** Whether staff can be told in LINE, and what it costs: before the owner switches it on in the console, and after. */
import { priceOfCard, priceOfMonth } from '../core/card-price.ts'
import { ok, type Finding } from './finding.ts'

/** What LINE said. `unknown`: it could not be asked, and why. */
export interface StaffInLine {
  /** Missing: STAFF_GROUP is not set. */
  group?: { type: 'in'; name: string; size: number } | { type: 'not_in' } | Unknown
  /** Of STAFF_USERS. */
  users: ({ id: string } & ({ type: 'reached'; inGroup: boolean } | { type: 'not_reached' } | Unknown))[]
  /** Missing: LINE could not be asked. */
  quota?: { limit?: number; used: number }
}

type Unknown = { type: 'unknown'; why: string }

const topic = 'Staff in LINE'

/** Nothing when neither is set. */
export function staffInLine({ group, users, quota }: StaffInLine): Finding[] {
  const reached = users.filter((user) => user.type === 'reached')
  const missing = users.filter((user) => user.type === 'not_reached')
  const twice = reached.filter((user) => user.inGroup)
  const [unknown] = [group, ...users].flatMap((one) => (one?.type === 'unknown' ? [one.why] : []))
  return [
    ...(group?.type === 'not_in' ? [notInGroup] : []),
    ...missing.map(({ id }) => notReached(id)),
    ...twice.map(({ id }) => inBoth(id)),
    ...(unknown === undefined ? [] : [notAsked(unknown)]),
    ...(group?.type === 'in' || reached.length > 0
      ? [price(group?.type === 'in' ? group : undefined, reached.length, quota)]
      : []),
  ]
}

const notInGroup: Finding = {
  level: 'problem',
  topic,
  found: 'the account is not in the group of STAFF_GROUP',
  why: 'No card reaches that group, and none of its members can press a button',
  remedy:
    'Allow the account to join groups (LINE Developers console, Messaging API tab), invite it to the staff’s group, and set STAFF_GROUP to the id that kidoku then logs',
}

const notReached = (id: string): Finding => ({
  level: 'problem',
  topic,
  found: `${id} in STAFF_USERS cannot be reached`,
  why: 'LINE sends only to those who have the account as a friend, and each id is of one provider alone',
  remedy: 'Have them add the account as a friend and not block it, or correct the id (docs/telling.md)',
})

const inBoth = (id: string): Finding => ({
  level: 'warning',
  topic,
  found: `${id} is in the staff’s group and in STAFF_USERS too`,
  why: 'They get each card twice, and each counts',
  remedy: 'Take them out of STAFF_USERS',
})

const notAsked = (why: string): Finding => ({
  level: 'warning',
  topic,
  found: why,
  why: 'It could not be looked at',
  remedy: 'Try again in a minute',
})

function price(group: { name: string; size: number } | undefined, users: number, quota: StaffInLine['quota']): Finding {
  const card = priceOfCard({ groupSize: group?.size, users })
  const whom = [
    ...(group ? [`${count(group.size, 'member')} of “${group.name}”`] : []),
    ...(users > 0 ? [count(users, 'user')] : []),
  ].join(' and ')
  const each = `one card counts ${count(card, 'message')}: ${whom}`
  const switched = 'Cards are only sent while the owner has them switched on in the console, under “How staff are told”'
  if (!quota) return ok(topic, each, switched)
  const { left, cardsLeft } = priceOfMonth({ card, cards: 0, ...quota })
  if (left === undefined) return ok(topic, `${each}; the plan has no limit`, switched)
  const enough = `${left} of this month’s ${quota.limit} are left, enough for ${count(cardsLeft ?? 0, 'card')}`
  if (left >= card) return ok(topic, `${each}; ${enough}`, switched)
  return {
    level: 'warning',
    topic,
    found: `${each}; ${enough}`,
    why: 'LINE refuses a card for which not enough is left; staff then learn of a hand-off only elsewhere, and it stays unread',
    remedy: 'Set NOTIFY_WEBHOOK_URL, where telling costs nothing, or change the plan in LINE Official Account Manager',
  }
}

const count = (number: number, one: string): string => `${number} ${number === 1 ? one : `${one}s`}`
