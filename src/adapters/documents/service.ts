/**
 * The service switch: the document `service`, or one for each of several channels, of which a copy is in memory. When it
 * cannot be read the assistant is paused: a customer who waits unread is seen by staff and answered later, while what the
 * assistant says after somebody stopped it cannot be taken back.
 */
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Clock } from '../../ports/clock.ts'
import type { DocumentKind, Documents } from '../../ports/documents.ts'
import type { Log } from '../../ports/log.ts'
import type { Service, ServiceSwitch } from '../../ports/service.ts'

/** Whoever did not hear of a change sees it so soon (ms). */
const goodFor = 1_000

const setSchema = z.object({ by: z.string(), at: z.number() })
// Another version at the same database may know of more, which is kept.
const serviceSchema: z.ZodType<Service> = z.looseObject({
  paused: setSchema.optional(),
  tellInLine: setSchema.optional(),
  experimentsOff: setSchema.optional(),
})

export interface ServiceOptions {
  documents: Documents
  /** One of several. What was set before there were several holds for it until it is changed. Missing: there is one. */
  channel?: string
  clock: Pick<Clock, 'now'>
  log: Log
}

const remedy = 'end the pause in the console if nobody wanted it'
const kindOf = (clock: Pick<Clock, 'now'>, name = 'service', first: Service = {}): DocumentKind<Service> => ({
  name,
  parse: (value) => serviceSchema.parse(value),
  first: () => first,
  broken: {
    instead: () => ({ paused: { by: 'kidoku', at: clock.now() } }),
    words: `THE ASSISTANT IS PAUSED: whether it was to be could not be read (a copy is kept); ${remedy}`,
  },
})

export async function openService({ documents, channel, clock, log }: ServiceOptions): Promise<ServiceSwitch> {
  const ofAll = documents.open(kindOf(clock))
  const document =
    channel === undefined ? ofAll : documents.open(kindOf(clock, `service.${channel}`, await ofAll.read()))
  const listeners = new Set<() => void>()
  let current = await document.read()
  let lookedAt = clock.now()
  let looking = 0
  const see = (now: Service): void => {
    if (isDeepStrictEqual(bare(now), bare(current))) return
    current = now
    for (const listener of listeners) listener()
  }

  /** One after the other, so that what is seen last is the newest. */
  let last: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<Service>): Promise<void> => {
    const seen = last.then(work).then(see)
    last = seen.catch(() => undefined)
    return seen
  }
  const look = (): void => {
    lookedAt = clock.now()
    looking += 1
    inTurn(() => document.read())
      .catch((error: unknown) =>
        log.warn({ err: error }, 'whether the assistant is paused could not be read again; what was set before holds'),
      )
      .finally(() => (looking -= 1))
  }
  document.onChange(look)

  return {
    current() {
      if (looking === 0 && Math.abs(clock.now() - lookedAt) >= goodFor) look()
      return current
    },
    change: (change) =>
      inTurn(() =>
        document.change((now) => {
          const next = { ...now, ...change }
          return { next, result: next }
        }),
      ),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** What is not set may be undefined or missing. */
const bare = (service: Service): unknown => JSON.parse(JSON.stringify(service))
