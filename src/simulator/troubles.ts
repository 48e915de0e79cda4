/** The switches of the page's Trouble panel: each puts one fault in place of the last. */
import { z } from 'zod'
import type { Fault, Faults, ModelFault } from './faults.ts'
import type { Platform } from './platform.ts'
import type { SampleShop } from './sample-shop/index.ts'

export const TroubleSwitch = z.union([
  z.object({ what: z.literal('reply'), to: z.enum(['none', 'reset', 'lost', '500', 'invalid-token', 'slow']) }),
  z.object({ what: z.literal('read'), to: z.enum(['none', '500', '400']) }),
  z.object({ what: z.literal('push'), to: z.enum(['none', '500', 'monthly-limit']) }),
  z.object({ what: z.literal('all'), to: z.enum(['none', '401']) }),
  z.object({ what: z.literal('model'), to: z.enum(['none', 'down', 'slow', 'garbage']) }),
  /** The sample shop's systems. */
  z.object({ what: z.literal('shop'), to: z.enum(['none', 'down', 'slow']) }),
])
export type TroubleSwitch = z.infer<typeof TroubleSwitch>

/** Longer than a bot should wait for LINE. */
const SLOW_MS = 10_000

const FAULTS: Record<string, Fault | undefined> = {
  'reply reset': { call: 'reply', how: 'reset-before' },
  'reply lost': { call: 'reply', how: 'reset-after' },
  'reply 500': { call: 'reply', how: { status: 500 } },
  'reply invalid-token': { call: 'reply', how: { status: 400, message: 'Invalid reply token' } },
  'reply slow': { call: 'reply', how: { delayMs: SLOW_MS } },
  'read 500': { call: 'markAsRead', how: { status: 500 } },
  'read 400': { call: 'markAsRead', how: { status: 400, message: 'Invalid markAsReadToken' } },
  'push 500': { call: 'push', how: { status: 500 } },
  'push monthly-limit': { call: 'push', how: { status: 429, message: 'You have reached your monthly limit.' } },
  'all 401': { call: 'all', how: { status: 401 } },
}

export class Troubles {
  readonly #platform: Platform
  readonly #faults: Faults
  readonly #model: { mode: ModelFault }
  readonly #shop: SampleShop | undefined
  readonly #on = new Map<string, { to: string; remove: () => void }>()

  constructor(platform: Platform, faults: Faults, model: { mode: ModelFault }, shop?: SampleShop) {
    this.#platform = platform
    this.#faults = faults
    this.#model = model
    this.#shop = shop
  }

  /** How each switch stands; without a sample shop there is none for it. */
  get state(): Partial<Record<TroubleSwitch['what'], string>> {
    const of = (what: string): string => this.#on.get(what)?.to ?? 'none'
    const state = { reply: of('reply'), read: of('read'), push: of('push'), all: of('all'), model: this.#model.mode }
    return this.#shop ? { ...state, shop: this.#shop.trouble } : state
  }

  async turn(wish: TroubleSwitch): Promise<void> {
    if (wish.what === 'model') this.#model.mode = wish.to
    else if (wish.what === 'shop') await this.#shop?.turn(wish.to)
    else {
      this.#on.get(wish.what)?.remove()
      this.#on.delete(wish.what)
      const fault = FAULTS[`${wish.what} ${wish.to}`]
      if (fault) this.#on.set(wish.what, { to: wish.to, remove: this.#faults.add(fault) })
    }
    this.#platform.changed()
  }

  async endAll(): Promise<void> {
    for (const what of ['reply', 'read', 'push', 'all', 'model', 'shop'] as const) await this.turn({ what, to: 'none' })
  }
}
