/** The sample shop on the page: its orders with what proves whose they are, and the tasks that it has stored. */
import type { SampleShop } from './sample-shop/index.ts'

/** The sample shop, and which of its systems are in use. */
export interface ShopInUse {
  running: SampleShop
  /** They are looked up. */
  orders: boolean
  /** They are recorded. */
  tasks: boolean
}

const shownTasks = 50

/** Undefined when neither is: then the page has nothing of it. */
export const inUse = (shop: ShopInUse | undefined): ShopInUse | undefined =>
  shop && (shop.orders || shop.tasks) ? shop : undefined

export function systemsView(shop: ShopInUse | undefined): unknown {
  if (!shop) return undefined
  const { running, orders, tasks } = shop
  return {
    orders: orders
      ? running.orders().map(({ order_no: number, status, phone }) => ({ number, status, digits: phone.slice(-4) }))
      : undefined,
    /** The newest first. */
    tasks: tasks
      ? running
          .tasks()
          .slice(-shownTasks)
          .toReversed()
          .map(({ id, what, due, who, requester, at }) => ({ id, what, due, who, requester, at }))
      : undefined,
  }
}
