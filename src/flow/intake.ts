/**
 * Intake: a webhook body becomes events in the inbox, durably, before LINE is answered 200. Each event is read by
 * itself: a bad one is set aside with a warning and never costs its neighbours.
 */
import { z } from 'zod'
import { parseEvent, type InboxEvent, type Pressing } from '../core/event.ts'
import { textUpTo } from '../core/outside-shapes.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Store } from '../ports/store.ts'
import type { Presses } from './presses.ts'

// A conversation's id, and so its file's name, begins with the bot's.
const botId = textUpTo(100).transform((text) => text.toWellFormed())
const bodySchema = z.object({ destination: botId.default(''), events: z.array(z.unknown()) })

/** LINE's events are some six levels deep. */
const deepest = 100

/** `stored` counts the events that are safe now; 0 for LINE's check with `events: []`. */
export type Intake = { type: 'stored'; stored: number } | { type: 'bad_request'; why: string } | { type: 'unavailable' }

export interface IntakeParts {
  store: Store
  clock: Clock
  log: Log
  wake: (conversation: string) => void
  /** The group in which staff are told of hand-offs: never a conversation. */
  staffGroup?: string
  /** Users who are told by themselves: their cards' buttons count. */
  staffUsers?: readonly string[]
  /** What becomes of a button that staff press in LINE. Missing: nothing. */
  presses?: Presses
  /** With `MODE=testers`: who else writes is named in the log, so that the owner finds the id to add. */
  testers?: ReadonlySet<string>
  /**
   * Whether the account that the body names is the channel's, asked before anything is stored. `later`: that is not known
   * yet. Missing: there is one channel.
   */
  isOf?: (destination: string) => 'yes' | 'later' | 'no'
}

/**
 * @param body the raw body, whose signature has been checked
 * @returns `unavailable` when it could not be stored: nothing of it is kept, and LINE delivers it again
 */
export async function takeIn(body: Buffer, parts: IntakeParts): Promise<Intake> {
  const { store, clock, log, wake, staffGroup, staffUsers, presses, isOf } = parts
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch {
    return { type: 'bad_request', why: 'not JSON' }
  }
  const parsed = bodySchema.safeParse(json)
  if (!parsed.success) return { type: 'bad_request', why: 'no events array' }

  const receivedAt = clock.now()
  const { destination } = parsed.data
  const whose = isOf?.(destination) ?? 'yes'
  if (whose !== 'yes') {
    log.error(
      { destination },
      whose === 'no'
        ? 'a webhook for an account that is not this channel’s: refused. Whoever sent it has this channel’s secret'
        : 'two channels are sent webhooks for one account: LINE is asked to deliver again once it has told whose it is',
    )
    return whose === 'no' ? { type: 'bad_request', why: 'not the account of this channel' } : { type: 'unavailable' }
  }
  const events: InboxEvent[] = []
  const pressed: Pressing[] = []
  const aside: { raw: unknown; why: string }[] = []
  for (const raw of parsed.data.events) {
    const read = parseEvent(raw, { destination, receivedAt, staffGroup, staffUsers })
    if (read.type === 'event') events.push(read.event)
    else if (read.type === 'staff_press') pressed.push(read.pressed)
    else if (read.type === 'unreadable') aside.push({ raw: keepable(raw), why: read.why })
  }
  try {
    for (const { why } of aside)
      log.warn({ why }, 'an event could not be read; it is set aside and its neighbours go on')
    // All at once: LINE waits 2 s for its 200.
    if (aside.length > 0) await store.setAside(aside, receivedAt)
    const theirs = presses ? await Promise.all(pressed.map(presses.eventOf)) : []
    events.push(...theirs.flatMap((event) => event ?? []))
    if (events.length > 0) await store.receive(events)
  } catch (error) {
    log.error({ err: error }, 'events could not be stored; LINE is asked to deliver them again')
    return { type: 'unavailable' }
  }
  for (const one of pressed) {
    const event = events.find(({ id }) => id === one.id)
    if (event?.type === 'staff') void presses?.answer(one, event)
  }
  for (const event of events) logIds(event, parts)
  for (const conversation of new Set(events.map((event) => event.conversation))) wake(conversation)
  return { type: 'stored', stored: events.length }
}

const ofGroup = z.object({
  webhookEventId: z.string(),
  type: z.string(),
  source: z.object({ type: z.enum(['group', 'room']) }),
})

/**
 * What people say to each other in a group is not ours to keep, not even when it cannot be read. What is nested so deep
 * that it cannot be written is not LINE's, and is not to keep its neighbours from being stored.
 */
function keepable(raw: unknown): unknown {
  const parsed = ofGroup.safeParse(raw)
  if (parsed.success) return parsed.data
  return isWithin(raw, deepest) ? raw : 'nested too deep to be written down'
}

const isWithin = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((one) => isWithin(one, levels - 1)))

/** Ids that a shop owner needs for the settings and finds nowhere else. */
function logIds(event: InboxEvent, { log, testers }: IntakeParts): void {
  if (event.type === 'message' && testers && !testers.has(event.by ?? '')) {
    log.info({ user: event.by ?? 'unknown' }, 'left alone: MODE=testers, and this user id is not in TESTERS')
  }
  if (event.type === 'noted' && event.event === 'join') {
    log.info(
      { group: event.chat.id },
      'the account has joined a group; if it is your staff’s own, set STAFF_GROUP to this id',
    )
  }
}
