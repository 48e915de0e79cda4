/**
 * The shop's own systems: one in which orders are looked up, and one in which requests are recorded, its *sink*. A request
 * that is on its way is stored whether or not the process that sent it still lives. The sink knows a key for an hour: the
 * same again makes a row once; later it would make another.
 */
import type { DeclaredLookUp, DeclaredRecord } from '../../src/core/look-ups/declared.ts'
import type { LiveSystems, LookedUp, Recorded } from '../../src/ports/look-ups.ts'
import type { Chaos, FaultOf } from './chaos.ts'
import type { Disk } from './disk.ts'
import type { Record } from './history.ts'
import { customerOf, messageMarks } from './marks.ts'
import { conversationOf } from './platform.ts'
import type { Process } from './process.ts'
import type { Random } from './random.ts'
import type { VirtualTime } from './time.ts'

const [second, hour] = [1_000, 3_600_000]
/** Its own adapter waits no longer for an answer. */
const within = 10 * second

const argument = (name: string, about: string) => ({ name, about, shape: /.+/u, longest: 200 })
export const orders: DeclaredLookUp = {
  name: 'orders',
  about: 'How an order stands.',
  arguments: [argument('which', 'which order')],
  shows: ['stands'],
}
export const tasks: DeclaredRecord = {
  name: 'tasks',
  about: 'Something that the customer wants done.',
  arguments: [argument('what', 'what is to be done')],
}

/** What is stored, whatever becomes of the product. */
export class Sink {
  readonly #keys = new Map<string, number>()

  /** @returns whether there is a row more */
  keep(key: string, now: number): boolean {
    const before = this.#keys.get(key)
    if (before !== undefined && now - before < hour) return false
    this.#keys.set(key, now)
    return true
  }
}

export interface SystemsParts {
  process: Process
  chaos: Chaos
  disk: Disk
  time: VirtualTime
  sink: Sink
  record: (one: Record) => void
  nextCall: () => number
}

/** When a request is stored, if ever, and what is said when (ms after it). */
interface Way {
  keptAt?: number
  answerAt: number
  answer: Recorded
}

const confirmed: Recorded = { type: 'confirmed' }
const refused = (detail: string): Recorded => ({ type: 'refused', detail })
const unknown = (detail: string): Recorded => ({ type: 'unknown', detail })
const notRecorded = (detail: string): Recorded => ({ type: 'not_recorded', why: 'down', detail })
const reset = unknown('the connection broke')
const silent = unknown('no answer came in time')

function wayOf(fault: FaultOf<'sink'> | undefined, random: Random): Way {
  const [there, back] = [random.int(10, 150), random.int(10, 150)]
  const [keptAt, answerAt] = [there, there + back]
  switch (fault) {
    case undefined:
      return { keptAt, answerAt, answer: confirmed }
    case 'refused':
      return { answerAt: there, answer: notRecorded('connection refused') }
    case 'too_many':
      return { answerAt, answer: notRecorded('it answered 429') }
    case 'declined':
      return { answerAt, answer: refused('it answered 422') }
    case 'error_before':
      return { answerAt, answer: unknown('it answered 500') }
    case 'error_after':
      return { keptAt, answerAt, answer: unknown('it answered 500') }
    case 'reset_before':
      return { answerAt: there, answer: reset }
    case 'reset_after':
      return { keptAt, answerAt, answer: reset }
    case 'never_before':
      return { answerAt: within, answer: silent }
    case 'never_after':
      return { keptAt, answerAt: within, answer: silent }
    case 'slow': {
      const slow = random.int(second, 7_500)
      return { keptAt: random.int(500, slow), answerAt: slow, answer: confirmed }
    }
    // Held up on the way: it is stored when nobody waits for it any more.
    case 'late':
      return { keptAt: within + random.int(100, 20_000), answerAt: within, answer: silent }
    default:
      return fault satisfies never
  }
}

export function systemsOver(parts: SystemsParts): LiveSystems {
  const { process, chaos, disk, time, sink, record, nextCall } = parts

  /** What comes after so long (ms), or at once when whoever asks waits no more. */
  const answered = <T>(length: number, signal: AbortSignal, value: T, ended: T): Promise<T> =>
    new Promise((resolve) => {
      const end = (): void => {
        cancel()
        resolve(ended)
      }
      const cancel = process.after(length, () => {
        signal.removeEventListener('abort', end)
        resolve(value)
      })
      if (signal.aborted) end()
      else signal.addEventListener('abort', end, { once: true })
    })

  const keep = (customer: number, call: number, key: string, value: string): void => {
    if (sink.keep(key, time.now)) record({ type: 'kept', at: time.now, customer, call, key, value })
  }

  return {
    lookUp: (name) =>
      name !== orders.name
        ? undefined
        : {
            declared: orders,
            find({ which = '' }, signal) {
              const customer = whose(which)
              return process.cross('look-up', customer, async () => {
                const fault = chaos.draw('look_up', customer, time.now)
                const random = chaos.random(customer, 'systems')
                const length = fault === 'slow' ? random.int(second, 7_000) : random.int(20, 400)
                const late: LookedUp = { type: 'failed', why: 'slow', detail: 'no answer came in time' }
                const came = await answered(fault === 'never' ? within : length, signal, cameOf(fault, which), late)
                record({ type: 'looked', at: time.now, customer, value: which, result: came.type })
                return came
              })
            },
          },
    sink: (name) =>
      name !== tasks.name
        ? undefined
        : {
            declared: tasks,
            record({ what = '' }, key, signal) {
              const customer = whose(what)
              const call = nextCall()
              const actions = openActions(disk, customer)
              if (process.alive) {
                record({ type: 'recording', at: time.now, customer, call, key, value: what, actions })
              }
              return process.cross('record', customer, async () => {
                const fault = chaos.draw('sink', customer, time.now)
                const kill = chaos.draw('kill', customer, time.now)
                const { keptAt, answerAt, answer } = wayOf(fault, chaos.random(customer, 'systems'))
                // The network has what was sent; what was not goes with the process.
                if (kill === 'before') process.after(0, () => process.die('before it is recorded', customer))
                else if (keptAt !== undefined) time.after(keptAt, () => keep(customer, call, key, what))
                if (kill === 'after') {
                  process.after((keptAt ?? 0) + 1, () => process.die('before it hears what was recorded', customer))
                }
                const result = await answered(answerAt, signal, answer, silent)
                record({ type: 'recorded', at: time.now, customer, call, result: result.type, fault: fault ?? '' })
                return result
              })
            },
          },
  }
}

const whose = (value: string): number => customerOf(messageMarks(value)[0] ?? '«☰·☰»')

/** The text holds the mark again, so that it would be seen wherever it turned up. */
function cameOf(fault: FaultOf<'look_up'> | undefined, which: string): LookedUp {
  switch (fault) {
    case undefined:
    case 'slow':
      return { type: 'found', things: [{ stands: `It is being packed: ${which}` }] }
    case 'not_found':
      return { type: 'not_found' }
    case 'down':
    case 'broken':
      return { type: 'failed', why: fault, detail: 'it answered 500' }
    case 'never':
      return { type: 'failed', why: 'slow', detail: 'no answer came in time' }
    default:
      return fault satisfies never
  }
}

/** The record actions that are on disk as being tried just now. */
function openActions(disk: Disk, customer: number): string[] {
  const outbox = disk.conversations.get(conversationOf(customer))?.outbox ?? []
  return outbox.filter(({ kind, tries }) => kind === 'record' && tries?.open).map(({ id }) => id)
}
