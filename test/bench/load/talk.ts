/**
 * Customers who talk: each writes, waits until its answer has reached LINE, and then the next one writes. So many talk at
 * once; it finds how many whole turns a second a server makes.
 */
import { Connection } from './connection.ts'
import { atTimes, type Times } from './driver.ts'
import type { Webhook } from './webhooks.ts'

/** A turn that has no answer after this long (ms) is given up. */
const longestTurn = 15_000

export interface Talk {
  seconds: number
  /** Turns whose answer reached LINE within that time. */
  turns: number
  /** Webhooks not answered with 200, and turns without an answer. */
  failed: number
  /** From the webhook's first byte until the answer is at LINE (ms). */
  latencies: number[]
}

/** Where answers arrive: by the reply token of the message that they answer. */
export class Arrivals {
  readonly #waiting = new Map<string, (at: number) => void>()

  /** @returns when it arrived (`performance.now`); undefined when it did not in time. Ask before the message is sent. */
  of(replyToken: string): Promise<number | undefined> {
    const { promise, resolve } = Promise.withResolvers<number | undefined>()
    const late = setTimeout(() => {
      this.#waiting.delete(replyToken)
      resolve(undefined)
    }, longestTurn)
    this.#waiting.set(replyToken, (at) => {
      clearTimeout(late)
      this.#waiting.delete(replyToken)
      resolve(at)
    })
    return promise
  }

  arrived(replyToken: string, at: number): void {
    this.#waiting.get(replyToken)?.(at)
  }
}

export interface Talkers {
  arrivals: Arrivals
  /** How many wait for an answer at once. */
  atOnce: number
  write: () => Webhook
}

export async function talk(port: number, { arrivals, atOnce, write }: Talkers, times: Times): Promise<Talk> {
  const talk: Talk = { seconds: times.measured, turns: 0, failed: 0, latencies: [] }
  const from = performance.now() + times.warmUp * 1_000
  const until = from + times.measured * 1_000
  const measuring = atTimes(times)
  const customers = async (): Promise<void> => {
    let connection = new Connection(port)
    for (let began = performance.now(); began < until; began = performance.now()) {
      const webhook = write()
      const answered = arrivals.of(webhook.replyToken)
      const status = await connection.send(webhook.bytes).catch(() => 0)
      if (status === 0) connection = new Connection(port)
      const at = status === 200 ? await answered : undefined
      if (at === undefined) talk.failed += 1
      else if (at >= from && at <= until) {
        talk.turns += 1
        talk.latencies.push(at - began)
      }
    }
    connection.close()
  }
  await Promise.all([measuring, ...Array.from({ length: atOnce }, customers)])
  return talk
}
