/** What is asked of the shop's systems, and what they answer when nothing is wrong with them. */
import { z } from 'zod'
import type { Answer } from '../bot-calls.ts'
import type { Failure, Fault } from '../faults.ts'
import type { Order } from './orders.ts'
import { Wish, type Tasks } from './tasks.ts'

export type ShopCallKind = 'orders' | 'tasks'

/** As LINE's failures; what is done of a task is that it is stored. */
export type ShopFailure =
  | Failure
  /** A key that is known is confirmed again with another id. Nothing is stored twice. */
  | 'confirm-twice'
export type ShopFault = Omit<Fault<ShopCallKind, ShopFailure>, 'userId'>

export interface ShopCall {
  /** Epoch milliseconds. */
  at: number
  call: ShopCallKind
  /** The number that was asked for, or the task's key. */
  of?: string
  /** `reset`, `never`: it was given no answer, or half of one. */
  status: number | 'pending' | 'reset' | 'never'
  /** A task was stored by it. */
  effect: boolean
}

export function orderAnswer(orders: readonly Order[], number: string): Answer {
  const order = orders.find(({ order_no }) => order_no === number)
  return order ? { status: 200, body: order, effect: false } : refusal(404, 'There is no such order.')
}

/** @param body as it came, of a request that says it is JSON */
export async function taskAnswer(
  tasks: Tasks,
  { key, body, at, twice }: { key: string | undefined; body: string; at: number; twice: boolean },
): Promise<Answer> {
  if (key === undefined) return refusal(400, 'Idempotency-Key is missing, or not a string in quotation marks.')
  const wish = Wish.safeParse(parsed(body))
  if (!wish.success) return refusal(400, z.prettifyError(wish.error))
  const stored = await tasks.add(key, wish.data, at)
  if (!stored) return refusal(422, 'This Idempotency-Key stands for another task.')
  const { task, isNew } = stored
  return { status: 201, body: { id: twice && !isNew ? `${task.id}-again` : task.id }, effect: isNew }
}

const refusal = (status: number, message: string): Answer => ({ status, body: { message }, effect: false })

/** A string of a structured field (RFC 9651, 3.3.3); what may follow it says nothing here. */
export function keyIn(header: string): string | undefined {
  const [, written] = /^ *"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)" *(?:;.*)?$/.exec(header) ?? []
  return written?.replace(/\\(.)/g, '$1')
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
