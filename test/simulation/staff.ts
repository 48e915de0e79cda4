/** Staff: they look at the page as it is stored, think, and press by what they saw; or they press a button of a card. */
import type { StaffAction } from '../../src/core/event.ts'
import type { Chaos } from './chaos.ts'
import type { Disk } from './disk.ts'
import type { Record } from './history.ts'
import { conversationOf, type Platform } from './platform.ts'
import type { Product } from './product.ts'
import { newestOn, pressOn } from './shop-people.ts'
import type { VirtualTime } from './time.ts'

const minute = 60_000

export interface StaffParts {
  time: VirtualTime
  chaos: Chaos
  disk: Disk
  platform: Platform
  record: (one: Record) => void
  /** Undefined while there is no process: then the page is an error. */
  product: () => Product | undefined
}

interface Press {
  action: StaffAction
  /** The version and the newest message of the page. */
  seen: number
  upTo?: string
}

export class ShopStaff {
  readonly #parts: StaffParts
  #acts = 0

  constructor(parts: StaffParts) {
    this.#parts = parts
  }

  /** Some of those who are told come and look, some press the card's button at once. */
  told(customer: number, entry: string): void {
    const { time, chaos } = this.#parts
    const random = chaos.random(customer, 'staff')
    if (!random.chance(0.4)) return
    const at = random.int(3_000, 20 * minute)
    const thinks = random.pick([random.int(500, 5_000), random.int(5_000, 3 * minute)])
    const card = random.chance(0.3)
    time.after(at, () => (card ? this.#pressCard(customer, entry) : this.look(customer, thinks)))
  }

  /** @param thinks from looking to pressing (ms) */
  look(customer: number, thinks: number): void {
    const { time, chaos, disk } = this.#parts
    const page = disk.conversations.get(conversationOf(customer))
    const random = chaos.random(customer, 'staff')
    const action = page && pressOn(page, random)
    if (!page || !action) return
    const seen = { seen: page.staffVersion, upTo: newestOn(page) }
    time.after(thinks, () => {
      this.#press(customer, { action, ...seen })
      // Two people look at the same page, and press at the same time.
      if (random.chance(0.15)) this.#press(customer, { action: random.pick(['take', 'done'] as const), ...seen })
    })
  }

  #press(customer: number, press: Press): void {
    const { time, chaos, record, product } = this.#parts
    const running = product()
    if (!running) return
    const name = `${(this.#acts += 1)}`
    const random = chaos.random(customer, 'staff')
    const tell = (result: string): void =>
      record({ type: 'acted', at: time.now, customer, act: `staff-${name}`, ...press, result })
    tell('pressed')
    const comeBack = (): void => void time.after(random.int(5_000, 30 * minute), () => this.look(customer, 3_000))
    const act = async (): Promise<void> => {
      const { type } = await running.act(name, { conversation: conversationOf(customer), by: 'Aya', ...press })
      tell(type)
      // Somebody who has taken it comes back to it.
      if (press.action === 'take' && random.chance(0.7)) comeBack()
    }
    act().catch(() => tell('failed'))
  }

  /** A card shows no version: what it is about may be over long since. */
  #pressCard(customer: number, entry: string): void {
    const { time, chaos, platform, record } = this.#parts
    const random = chaos.random(customer, 'staff')
    const action = random.weighted({ take: 5, done: 3, hand_back: 2 })
    const data = `kidoku-staff:${action}:${entry}:${conversationOf(customer)}`
    const act = platform.pressCard(customer, data)
    record({ type: 'acted', at: time.now, customer, act, action, result: 'pressed' })
    if (action === 'take' && random.chance(0.7)) {
      time.after(random.int(5_000, 30 * minute), () => this.look(customer, 3_000))
    }
  }
}
