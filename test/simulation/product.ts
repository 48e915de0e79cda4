/** The product in one process: its own core and flow over the ports of this world. */
import { inspect } from 'node:util'
import type { Prompt } from '../../src/core/request.ts'
import { createBreaker } from '../../src/flow/breaker.ts'
import { takeIn, type Intake } from '../../src/flow/intake.ts'
import type { Parts } from '../../src/flow/parts.ts'
import { createPresses } from '../../src/flow/presses.ts'
import { createQueue } from '../../src/flow/queue.ts'
import { createRunner } from '../../src/flow/runner.ts'
import { openSpending } from '../../src/flow/spending.ts'
import { createStaff } from '../../src/flow/staff.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Service } from '../../src/ports/service.ts'
import type { Staff } from '../../src/ports/staff.ts'
import type { Chaos } from './chaos.ts'
import { openDisk, type Disk } from './disk.ts'
import type { Record, Setup } from './history.ts'
import { lineOver } from './line.ts'
import { modelOver, passage } from './model.ts'
import { customerOfConversation, staffGroup, type Platform } from './platform.ts'
import { Injected, type Process } from './process.ts'
import { contentsOver, notifierOver } from './shop-people.ts'
import { systemsOver, type Sink } from './systems.ts'
import type { VirtualTime } from './time.ts'

export interface ProductParts {
  time: VirtualTime
  chaos: Chaos
  process: Process
  disk: Disk
  platform: Platform
  prompt: Prompt
  sink: Sink
  setup: Pick<Setup, 'notifier' | 'atOnce' | 'breaker' | 'tokens' | 'live'>
  record: (one: Record) => void
  service: () => Service
  nextCall: () => number
  nextAsk: (customer: number) => number
  /** Staff have been told of an entry of this customer. */
  told: (customer: number, entry: string) => void
}

export interface Product {
  /** LINE posts a body to the webhook. */
  take(body: Buffer): Promise<Intake>
  /** One act of staff in the console. @param name of its event */
  act(name: string, ...act: Parameters<Staff['act']>): ReturnType<Staff['act']>
  /** Something has changed for everybody. */
  wakeAll(): void
}

export async function startProduct(given: ProductParts): Promise<Product> {
  const { time, chaos, process, disk, platform, prompt, setup, sink, record, nextCall } = given
  const now = () => time.now
  const outside = { process, chaos, now, record }
  const store = openDisk({ ...outside, disk, customerOf: customerOfConversation })
  const log = logOf(given)
  const { clock } = process
  const model = modelOver({ ...outside, nextAsk: given.nextAsk })
  const parts: Parts = {
    store,
    line: lineOver({ platform, process, chaos, disk, time, record, nextCall }),
    contents: contentsOver(outside, (id) => platform.messageWith(id)),
    model: setup.breaker ? createBreaker({ clock, log }).guard(model) : model,
    knowledge: { passages: () => [passage], search: () => [{ passage, score: 1 }] },
    prompts: { current: () => prompt },
    live: setup.live ? systemsOver({ process, chaos, disk, time, sink, record, nextCall }) : undefined,
    notifier: setup.notifier ? notifierOver(outside, given.told) : undefined,
    queue: setup.atOnce === undefined ? undefined : createQueue(setup.atOnce, clock),
    spending: await openSpending({ limits: { tokens: setup.tokens }, store, clock, log }),
    service: { current: given.service },
    clock,
    waker: process.waker,
    log,
  }
  const runner = createRunner({ ...parts, pushDailyCap: 500 })
  const words = { word: (result: string) => [{ type: 'text' as const, text: result }] }
  const presses = createPresses({ store, line: parts.line, runner, words, clock, log })
  void runner.resume()
  return {
    take: (body) => takeIn(body, { store, clock, log, wake: runner.wake, staffGroup, presses }),
    act: (name, act) => createStaff({ store, clock, runner, newId: () => name }).act(act),
    wakeAll: () => void runner.wakeAll(),
  }
}

/** Only errors that no fault of this world explains are of interest. */
function logOf({ time, record }: ProductParts): Log {
  const told = (fields: object, message: string): void => {
    const error = 'err' in fields ? fields.err : undefined
    if (error === undefined || error instanceof Injected) return
    const why = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error)
    const customer = customerOfConversation('conversation' in fields ? String(fields.conversation) : '')
    record({ type: 'failed', at: time.now, customer, why: `${message} (${why})` })
  }
  return { debug() {}, info() {}, warn: told, error: told }
}
