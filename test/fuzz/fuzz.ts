/**
 * fuzz(house, options): draws bodies by seed, sends them over several kept-alive connections, and holds every answer, and
 * what the house has seen, against what must come of them.
 */
import { setTimeout } from 'node:timers/promises'
import { drawBody, type Body } from './bodies.ts'
import { Connection, type Answer } from './connection.ts'
import { expectedOf } from './expected.ts'
import { numberIn } from './neighbours.ts'
import type { House, Seen } from './seen.ts'

export interface FuzzOptions {
  inputs: number
  seed: number
  secret: string
  connections?: number
  /** After so many inputs everything is left to come to its end, and is looked at. */
  every?: number
  /** Told after each look. */
  onProgress?: (figures: Figures) => void
}

export interface Figures {
  inputs: number
  requests: number
  events: number
  five_xx: number
  /** Answers that are none of those that are right, five_xx not counted. */
  wrong_answers: number
  crashes: number
  unsigned_effects: number
  neighbours_sent: number
  neighbours_lost: number
  /** Conversations that did not come to an end. */
  stuck: number
  errors_logged: number
  unfit_to_send: number
  pages_failed: number
  healthz_asked: number
  healthz_failed: number
  healthz_slowest_ms: number
  conversations: number
  /** After forced collections: the least of the first quarter, the least of the last, and what lies between (MB). */
  heap_first: number
  heap_last: number
  heap_growth: number
}

/** Something that must not be: its kind, what it was, and a body that shows it where there is one. */
export interface Fault {
  kind: keyof Figures
  what: string
  body?: Body
}

export interface Fuzzed {
  passed: boolean
  figures: Figures
  /** The first of each kind and wording. */
  faults: Fault[]
}

/** A heap that has grown by more than this over the whole run (MB) is not bounded. */
export const heapBound = 40

const mustBeNone = [
  'five_xx',
  'wrong_answers',
  'crashes',
  'unsigned_effects',
  'neighbours_lost',
  'stuck',
  'errors_logged',
  'unfit_to_send',
  'pages_failed',
  'healthz_failed',
] as const satisfies readonly (keyof Figures)[]

export async function fuzz(house: House, options: FuzzOptions): Promise<Fuzzed> {
  const { inputs, seed, secret, connections = 8, every = 20_000, onProgress } = options
  const figures = noFigures()
  const faults = new Map<string, Fault>()
  const outstanding = new Set<string>()
  const heaps: number[] = []
  const report = (fault: Fault, count = 1): void => {
    figures[fault.kind] += count
    const key = `${fault.kind} ${fault.what}`
    if (faults.size < 100 && !faults.has(key)) faults.set(key, fault)
  }

  const drawn = { next: 0 }
  /** When nobody answers any more there is nothing to send for. */
  const isDead = (): boolean => figures.wrong_answers > 1_000
  const sendUntil = async (until: number, connection: Connection): Promise<void> => {
    while (drawn.next < until && !isDead()) {
      const body = drawBody({ seed, first: drawn.next, secret, now: Date.now() })
      drawn.next += body.inputs
      const expected = expectedOf(body, secret)
      for (const id of expected.neighbours) outstanding.add(id)
      const answer = await connection.send(body, expected.noEffect)
      figures.inputs += body.inputs
      figures.requests += 1
      figures.neighbours_sent += expected.neighbours.length
      const wrong = wrongOf(answer, expected.status)
      if (wrong) report({ kind: wrong, what: `${answer} to ${body.kind}`, body })
    }
  }
  const takeIn = (seen: Seen): void => {
    for (const id of seen.arrived) outstanding.delete(id)
    for (const id of outstanding) {
      const body = drawBody({ seed, first: numberIn(id), secret, now: Date.now() })
      report({ kind: 'neighbours_lost', what: body.kind, body })
    }
    outstanding.clear()
    for (const what of seen.unsigned) report({ kind: 'unsigned_effects', what })
    for (const what of seen.stuck) report({ kind: 'stuck', what })
    for (const what of seen.pages) report({ kind: 'pages_failed', what })
    for (const [what, count] of Object.entries(seen.errors)) report({ kind: 'errors_logged', what }, count)
    for (const [what, count] of Object.entries(seen.unfit)) report({ kind: 'unfit_to_send', what }, count)
    figures.events += seen.events
    figures.conversations = Math.max(figures.conversations, seen.conversations)
    if (seen.heap !== undefined) heaps.push(seen.heap)
    Object.assign(figures, growthOf(heaps))
  }

  const health = watchHealth(house.port, figures, report)
  const pool = Array.from({ length: connections }, () => new Connection(house.port))
  try {
    while (drawn.next < inputs && figures.crashes === 0 && !isDead()) {
      const until = Math.min(inputs, drawn.next + every)
      await Promise.all(pool.map((connection) => sendUntil(until, connection)))
      // The server closes a connection on which nothing comes for a while: that is no fault.
      for (const connection of pool) connection.close()
      const seen = await house.settle().catch((error: Error) => report({ kind: 'crashes', what: error.message }))
      if (seen) takeIn(seen)
      onProgress?.(figures)
    }
  } finally {
    for (const connection of pool) connection.close()
    await health.stop()
  }
  const passed = mustBeNone.every((name) => figures[name] === 0) && figures.heap_growth <= heapBound
  return { passed, figures, faults: [...faults.values()] }
}

export function wrongOf(
  answer: Answer,
  right?: readonly (number | 'broken')[],
): 'five_xx' | 'wrong_answers' | undefined {
  if (right?.some((one) => one === answer)) return undefined
  if (typeof answer === 'number' && answer >= 500) return 'five_xx'
  return right === undefined && typeof answer === 'number' ? undefined : 'wrong_answers'
}

/** Asks `/healthz` ten times a second, beside everything. */
function watchHealth(port: number, figures: Figures, report: (fault: Fault) => void) {
  const connection = new Connection(port)
  const over = new AbortController()
  const body: Body = { first: 0, inputs: 0, kind: 'health', bytes: Buffer.alloc(0), method: 'GET', path: '/healthz' }
  const watching = (async () => {
    while (!over.signal.aborted) {
      const began = performance.now()
      const answer = await connection.send(body, true)
      if (over.signal.aborted) break
      figures.healthz_asked += 1
      figures.healthz_slowest_ms = Math.max(figures.healthz_slowest_ms, Math.round(performance.now() - began))
      if (answer !== 200) report({ kind: 'healthz_failed', what: String(answer) })
      await setTimeout(100, undefined, { signal: over.signal }).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      over.abort()
      connection.close()
      await watching
    },
  }
}

/** The least of several, since a collection may come while something is under way. The first look is warm-up. */
function growthOf(heaps: readonly number[]): Pick<Figures, 'heap_first' | 'heap_last' | 'heap_growth'> {
  const warm = heaps.length > 2 ? heaps.slice(1) : heaps
  const part = Math.max(1, Math.ceil(warm.length / 4))
  const first = Math.min(...warm.slice(0, part))
  const last = Math.min(...warm.slice(-part))
  if (warm.length === 0) return { heap_first: 0, heap_last: 0, heap_growth: 0 }
  return { heap_first: first, heap_last: last, heap_growth: Math.round((last - first) * 10) / 10 }
}

const noFigures = (): Figures => ({
  inputs: 0,
  requests: 0,
  events: 0,
  five_xx: 0,
  wrong_answers: 0,
  crashes: 0,
  unsigned_effects: 0,
  neighbours_sent: 0,
  neighbours_lost: 0,
  stuck: 0,
  errors_logged: 0,
  unfit_to_send: 0,
  pages_failed: 0,
  healthz_asked: 0,
  healthz_failed: 0,
  healthz_slowest_ms: 0,
  conversations: 0,
  heap_first: 0,
  heap_last: 0,
  heap_growth: 0,
})
