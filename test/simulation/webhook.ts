/**
 * How LINE delivers events: several in one body, out of order, late, twice; and again, marked as redelivered, when no 200
 * came within two seconds.
 */
import type { Intake } from '../../src/flow/intake.ts'
import type { Chaos } from './chaos.ts'
import type { Record } from './history.ts'
import { bot, type WebhookEvent } from './platform.ts'
import type { VirtualTime } from './time.ts'

const [second, minute] = [1_000, 60_000]
const patience = 2 * second
/** LINE tries this often; past that the event was never accepted. */
const attempts = 9
/** How many come just when the process is at something. */
const lurking = 0.15

export interface DeliveryParts {
  time: VirtualTime
  chaos: Chaos
  /** Whether a failed delivery is made again: a switch in LINE's console. */
  redelivers: boolean
  record: (one: Record) => void
  /** Keeps a delivery back until the process is just at something for this customer: races are made, not hoped for. */
  lurk: (customer: number, deliver: () => void) => void
  /** The product's webhook; undefined while there is no process. */
  take: (body: Buffer) => Promise<Intake> | undefined
}

export function deliveries({
  time,
  chaos,
  redelivers,
  record,
  lurk,
  take,
}: DeliveryParts): (event: WebhookEvent) => void {
  /** Events that leave at one moment go out in one body. */
  const bodies = new Map<number, { event: WebhookEvent; attempt: number }[]>()

  const enqueue = (event: WebhookEvent, attempt: number, length: number): void => {
    // Some wait for the next tenth of a second, so that bodies hold events of several people.
    if (!chaos.random(event.customer, 'delivery').chance(0.4)) {
      time.after(length, () => deliver([{ event, attempt }]))
      return
    }
    const at = Math.ceil((time.now + length) / 100) * 100
    const waiting = bodies.get(at)
    if (waiting) waiting.push({ event, attempt })
    else {
      bodies.set(at, [{ event, attempt }])
      time.at(at, () => {
        const body = bodies.get(at) ?? []
        bodies.delete(at)
        deliver(body)
      })
    }
  }

  const deliver = (body: { event: WebhookEvent; attempt: number }[]): void => {
    const events = body.map(({ event, attempt }) => ({ ...event.json, deliveryContext: { isRedelivery: attempt > 1 } }))
    const taken = take(Buffer.from(JSON.stringify({ destination: bot, events })))
    const lost = body.some(({ event }) => chaos.draw('webhook', event.customer, time.now) === 'answer_lost')
    let over = false
    const settle = (stored: boolean, heard: boolean, how: string): void => {
      for (const { event, attempt } of body) {
        const { customer, id } = event
        if (!over || stored)
          record({ type: 'delivered', at: time.now, customer, event: id, attempt, stored, heard, how })
        if (over) continue
        const random = chaos.random(customer, 'redelivery')
        if (heard && !chaos.healed && random.chance(0.02)) enqueue(event, attempt + 1, random.int(second, 10 * minute))
        if (!heard && redelivers && attempt < attempts) {
          enqueue(event, attempt + 1, random.int(5 * second, 30 * second) * attempt)
        }
      }
      over = true
    }
    if (!taken) return settle(false, false, 'refused')
    const cancel = time.after(patience, () => settle(false, false, 'no answer within 2 s'))
    void taken.then((intake) => {
      cancel()
      const stored = intake.type === 'stored'
      if (over) return stored ? settle(true, false, '200, too late') : undefined
      return settle(stored, stored && !lost, stored ? (lost ? '200, lost on the way' : '200') : '503')
    })
  }

  return (event) => {
    const random = chaos.random(event.customer, 'delivery')
    const length = random.int(20, 300)
    const fault = chaos.draw('webhook', event.customer, time.now)
    if (fault === 'delayed') return enqueue(event, 1, random.int(second, 2 * minute))
    if (fault === 'very_late') return enqueue(event, 1, random.int(10 * minute, 90 * minute))
    if (random.chance(lurking)) return lurk(event.customer, () => deliver([{ event, attempt: 1 }]))
    if (fault === 'twice') enqueue(event, 1, length + random.int(0, 5 * second))
    return enqueue(event, 1, length)
  }
}
