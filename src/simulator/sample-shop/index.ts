/**
 * The systems of a shop that does not exist, on this computer: orders that can be looked up, and tasks that are stored.
 * With them order tracking and tasks can be tried with no system of one's own. kidoku asks them as it asks any, over HTTP:
 *
 *     GET  /orders/1234   the order as JSON, or 404
 *     POST /tasks         {"what": …, "due"?: …, "who"?: …, "requester"?: …} with an Idempotency-Key: 201 {"id": "T-1"},
 *                         however often
 */
import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { Router } from '@koa/router'
import Koa, { type Context } from 'koa'
import { getRawBody } from 'raw-body'
import type { Answer } from '../bot-calls.ts'
import { Faults } from '../faults.ts'
import { listen, shut } from '../listening.ts'
import { onlyByOwnName } from '../own-name.ts'
import { answerAsked } from './answering.ts'
import { keyIn, orderAnswer, taskAnswer } from './calls.ts'
import type { ShopCall, ShopCallKind, ShopFailure, ShopFault } from './calls.ts'
import { ordersAround, type Order } from './orders.ts'
import { Tasks, type Task } from './tasks.ts'

export type { ShopCall, ShopFailure, ShopFault } from './calls.ts'
export type { Order } from './orders.ts'
export type { Task } from './tasks.ts'

export interface SampleShopOptions {
  /** 0, the default, takes any free port. It listens on this computer alone. */
  port?: number
  log: { info(fields: object, message: string): void }
  /** Where the tasks are kept between runs; without it nothing is kept. */
  stateFile?: string
  now?: () => number
}

/** `down`: nobody can connect. `slow`: answers come later than anybody should wait for. */
export type ShopTrouble = 'none' | 'down' | 'slow'

export interface SampleShop {
  url: string
  orders(): readonly Order[]
  /** In the order in which they were stored. */
  tasks(): readonly Task[]
  /** The newest of what was asked of it, in order of arrival. */
  calls: readonly ShopCall[]
  trouble: ShopTrouble
  /** One trouble takes the place of the other. */
  turn(to: ShopTrouble): Promise<void>
  /** Bad weather; returns how to end it. The oldest fault that fits strikes. */
  fault(fault: ShopFault): () => void
  /** Calls back when it is asked, has answered, or its trouble changes; returns how to stop. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

const host = '127.0.0.1'
/** Longer than kidoku waits for a live system. */
const slowMs = 20_000
const mostCalls = 500

export async function startSampleShop(options: SampleShopOptions): Promise<SampleShop> {
  const { log, now = Date.now } = options
  const orders = ordersAround(now())
  const tasks = await Tasks.open(options.stateFile)
  const faults = new Faults<ShopCallKind, ShopFailure>()
  const calls: ShopCall[] = []
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const listener of listeners) listener()
  }
  /** Of those who wait now. */
  let patience = new AbortController()
  const wait = (ms: number): Promise<void> =>
    delay(ms, undefined, { ref: false, signal: patience.signal }).catch(() => undefined)

  const handle = async (
    ctx: Context,
    call: ShopCallKind,
    of: string | undefined,
    act: (failure?: ShopFailure) => Promise<Answer>,
  ) => {
    const record: ShopCall = { at: now(), call, status: 'pending', effect: false, ...(of === undefined ? {} : { of }) }
    calls.push(record)
    calls.splice(0, calls.length - mostCalls)
    changed()
    const failure = faults.strike(call)
    if (shop.trouble === 'slow') await wait(slowMs)
    const end = (status: ShopCall['status']): void => {
      record.status = status
      changed()
    }
    try {
      await answerAsked({
        ctx,
        failure,
        wait,
        async act() {
          if (shop.trouble === 'down') return { status: 503, body: {}, effect: false }
          const answer = await act(failure)
          record.effect = answer.effect
          return answer
        },
        end,
      })
    } catch (error) {
      // A task that cannot be written.
      end(500)
      throw error
    }
  }

  const router = new Router()
  router.get('/orders/:number', async (ctx) => {
    const { number = '' } = ctx.params
    await handle(ctx, 'orders', number, async () => orderAnswer(orders, number))
  })
  router.post('/tasks', async (ctx) => {
    // Only JSON: a form on another site cannot send that without asking the browser first.
    if (!ctx.is('application/json')) ctx.throw(415)
    const body = await getRawBody(ctx.req, { limit: '100kb', encoding: 'utf-8' })
    const key = keyIn(ctx.get('idempotency-key'))
    await handle(ctx, 'tasks', key, (failure) =>
      taskAnswer(tasks, { key, body, at: now(), twice: failure === 'confirm-twice' }),
    )
  })

  const koa = new Koa()
  // A caller that hangs up while it is answered is part of the game, not an error to print.
  koa.silent = true
  koa.use(onlyByOwnName(host))
  koa.use(router.routes())
  const answerRequest = koa.callback()
  const server = createServer((request, response) => void answerRequest(request, response))
  // A connection that was kept open, and is found broken, would leave it unknown whether "down" came before or after.
  server.maxRequestsPerSocket = 1
  const taken = (port: number): string => `The sample shop cannot listen on ${host}:${port}, because the port is taken`
  const wanted = options.port ?? 0
  const port = await listen(server, host, wanted, taken(wanted))
  const url = `http://${host}:${port}`
  log.info({ url }, 'the sample shop listens: its orders and tasks are made up')

  /** Down from now on; who waits goes away with nothing. */
  const stop = async (): Promise<void> => {
    shop.trouble = 'down'
    patience.abort()
    if (server.listening) await shut(server)
  }
  let turning = Promise.resolve()
  let closing: Promise<void> | undefined
  const turnTo = async (to: ShopTrouble): Promise<void> => {
    if (closing || to === shop.trouble) return
    if (to === 'down') await stop()
    else {
      patience.abort()
      patience = new AbortController()
      if (!server.listening) await listen(server, host, port, taken(port))
      shop.trouble = to
    }
    changed()
  }
  const shop: SampleShop = {
    url,
    orders: () => orders,
    tasks: () => tasks.all(),
    calls,
    trouble: 'none',
    turn(to) {
      const turned = turning.then(() => turnTo(to))
      turning = turned.catch(() => undefined)
      return turned
    },
    fault: (fault) => faults.add(fault),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      closing ??= turning.then(stop)
      return closing
    },
  }
  return shop
}
