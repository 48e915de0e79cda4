/**
 * The daily look at what is too old to be kept (`RETENTION_DAYS`). Conversations are read part by part, a few at a time; only
 * those with something to erase are woken, one after another, and erase it in their own run (core/retention.ts). Where it
 * has come to is kept, so that a start goes on there.
 */
import { isOpen, type Conversation } from '../core/conversation.ts'
import { evolveAll } from '../core/evolve.ts'
import { expiring, isAtRest, isOver, type Periods } from '../core/retention.ts'
import type { AuditErasing } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Drafts } from '../ports/drafts.ts'
import type { Log } from '../ports/log.ts'
import { eraseConversation, type ForgetParts } from './forget.ts'
import { goneBetween } from './session.ts'

const day = 24 * 3_600_000
/** After a fault it is tried again (ms). */
const retryAfter = 3_600_000
/** Between two parts, and between two conversations that are woken (ms): customers come first. */
const pauses = { part: 250, conversation: 50 } as const

/** How long each kind is kept (ms). Missing: for ever. */
export interface Retention extends Periods {
  figures?: number
  audit?: number
  setAside?: number
  drafts?: number
}

export interface RetentionParts extends Pick<ForgetParts, 'store' | 'runner' | 'contents'> {
  retention: Retention
  drafts: Pick<Drafts, 'list' | 'discard'>
  audit: Pick<AuditErasing, 'expire'>
  clock: Clock
  log: Log
}

/** What one look came to. */
export interface Looked {
  /** Woken to erase words or facts. */
  expired: number
  /** Erased whole. */
  erased: number
}

/** Looks now and then daily, until the signal aborts. Never rejects. */
export async function keepLooking(parts: RetentionParts, signal: AbortSignal): Promise<void> {
  const { store, clock, log } = parts
  while (!signal.aborted) {
    let wait = day
    try {
      const last = await store.sweep()
      const due = last?.endedAt === undefined ? 0 : last.endedAt + day - clock.now()
      // More than a day ahead means that the clock has jumped.
      if (due > 0 && due <= day) wait = due
      else log.info({ ...(await look(parts, signal)) }, 'everything was looked through for what is too old to be kept')
    } catch (error) {
      if (signal.aborted) return
      wait = retryAfter
      log.error({ err: error }, 'what is too old to be kept could not all be erased; it is tried again in an hour')
    }
    await clock.after(wait, signal)
  }
}

/** One look at everything; it goes on where an earlier one was broken off. */
export async function look(parts: RetentionParts, signal: AbortSignal): Promise<Looked> {
  const { store, retention, audit, clock } = parts
  const last = await store.sweep()
  const sweep = last && last.endedAt === undefined ? last : { begunAt: clock.now() }
  const looked: Looked = { expired: 0, erased: 0 }
  await lookAtConversations(parts, sweep, looked, signal)
  if (signal.aborted) return looked
  const before = (length: number): number => clock.now() - length
  const figures = retention.figures ?? retention.ledger
  if (figures !== undefined) await store.expireFigures(before(figures))
  if (retention.setAside !== undefined) await store.expireSetAside(before(retention.setAside))
  if (retention.audit !== undefined) await audit.expire(before(retention.audit))
  if (retention.drafts !== undefined) await discardDrafts(parts, before(retention.drafts))
  await store.keepSweep({ begunAt: sweep.begunAt, endedAt: clock.now() })
  return looked
}

async function lookAtConversations(
  { store, runner, contents, retention, clock }: RetentionParts,
  { begunAt, after }: { begunAt: number; after?: string },
  looked: Looked,
  signal: AbortSignal,
): Promise<void> {
  if (retention.messages === undefined && retention.ledger === undefined) return
  for await (const { part, conversations } of store.all(after)) {
    for (const { id } of conversations.filter((one) => isOver(one, retention, clock.now()))) {
      if (signal.aborted) return
      // It was read a moment ago: the customer may have written since, and that may be under way.
      const still = async (kept: Conversation): Promise<boolean> =>
        isOver(kept, retention, clock.now()) && (await store.waiting(id)).length === 0
      if (await eraseConversation(id, { store, runner, contents }, { still })) looked.erased += 1
      await clock.after(pauses.conversation, signal)
    }
    for (const one of conversations) {
      if (signal.aborted) return
      const now = clock.now()
      if (isOver(one, retention, now) || expiring(one, retention, now).length === 0) continue
      if (!runner.wake(one.id)) await expireAlone(one.id, { store, runner, contents, retention, clock })
      looked.expired += 1
      await clock.after(pauses.conversation, signal)
    }
    if (signal.aborted) return
    await store.keepSweep({ begunAt, after: part })
    await clock.after(pauses.part, signal)
  }
}

/** Of a channel that is not served now: nobody runs it, and what is old is erased all the same. */
async function expireAlone(
  id: string,
  {
    store,
    runner,
    contents,
    retention,
    clock,
  }: Pick<RetentionParts, 'store' | 'runner' | 'contents' | 'retention' | 'clock'>,
): Promise<void> {
  await runner.alone(id, async () => {
    const kept = await store.load(id)
    const now = clock.now()
    const [change] = kept ? expiring(kept, retention, now) : []
    if (!kept || !change) return
    const after = evolveAll(kept, [change])
    const gone = goneBetween(kept, after)
    if (gone.length > 0) await contents.forget?.(gone)
    await store.commit({
      conversation: { ...after, version: after.version + 1 },
      entered: [],
      overflow: [],
      // What was to be done is to be done once the channel is back.
      wakeAt: isAtRest(after) && !after.messages.some(isOpen) ? undefined : now,
      ...(change.ledger !== undefined && { factsFrom: change.ledger }),
    })
  })
}

async function discardDrafts({ drafts }: RetentionParts, before: number): Promise<void> {
  for (const { id, at } of await drafts.list()) if (at < before) await drafts.discard(id)
}
