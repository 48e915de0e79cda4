/**
 * What goes wrong, by seed: each call draws its fault from a generator of its customer and its place, so that one
 * customer's faults are the same whoever else there is. `planned` are all kinds at all places; `fired` counts those that
 * came about. Once the world has healed nothing fails any more.
 */
import { randomOf, type Random } from './random.ts'

/** What befalls any call to LINE. The order counts: a seed draws by it. */
const connection = { refused: 2, reset_before: 3, reset_after: 3 }
const ours = { unauthorized: 0.3, forbidden: 0.5 }
const busy = { too_many: 1, too_many_wait: 1 }
const ill = {
  error_before: 2,
  error_after: 2,
  bad_gateway: 1,
  slow: 3,
  never_before: 2,
  never_after: 2,
  late: 2,
}

/** Which kinds of fault each place knows, and how often each comes. */
const kinds = {
  reply: { ...connection, bad_token: 1, bad_request: 1, ...ours, conflict: 0.3, ...busy, ...ill },
  push: { ...connection, bad_request: 1, ...ours, ...busy, monthly: 1, ...ill },
  read: { ...connection, bad_token: 1, bad_request: 0.5, ...ours, conflict: 0.3, ...busy, ...ill },
  loading: { refused: 1, too_many: 1, never_before: 1 },
  quota: { refused: 1, slow: 1 },
  profile: { refused: 1, slow: 1, gone: 1 },
  content: { gone: 1, not_there: 1, too_slow: 1, broken: 1 },
  model: { garbage: 2, blocked: 1, unavailable: 2, slow: 3, never: 1, late: 1 },
  notify: { refused: 2, error: 2, forbidden: 1, too_many_wait: 1, reset: 2, slow: 1, never: 1 },
  receive: { rejects: 2, slow: 1, too_slow: 1 },
  commit: { rejects: 2, rejects_after: 1, slow: 2 },
  webhook: { delayed: 3, very_late: 1, twice: 2, answer_lost: 1 },
  crash: { before: 1, after: 1 },
  look_up: { not_found: 3, down: 2, broken: 1, slow: 2, never: 1 },
  sink: {
    refused: 2,
    too_many: 1,
    declined: 2,
    error_before: 2,
    error_after: 2,
    reset_before: 1,
    reset_after: 2,
    never_before: 1,
    never_after: 2,
    slow: 2,
    late: 1,
  },
  /** The process ends between a request and what came of it. */
  kill: { before: 1, after: 2 },
} satisfies { [place: string]: { [kind: string]: number } }

export type Place = keyof typeof kinds
export type FaultOf<P extends Place> = Extract<keyof (typeof kinds)[P], string>

/** The same, as one looks it up. */
const byPlace: { readonly [P in Place]: Readonly<Record<FaultOf<P>, number>> } = kinds

export const planned: readonly string[] = Object.entries(kinds).flatMap(([place, of]) =>
  Object.keys(of).map((kind) => `${place}.${kind}`),
)

/** How likely a fault is at each place. */
type Weather = Record<Place, number>

const calm: Weather = {
  reply: 0,
  push: 0,
  read: 0,
  loading: 0,
  quota: 0,
  profile: 0,
  content: 0,
  model: 0.1,
  notify: 0,
  receive: 0,
  commit: 0,
  webhook: 0,
  crash: 0,
  look_up: 0,
  sink: 0,
  kill: 0,
}

export class Chaos {
  readonly calm: boolean
  healed = false
  readonly fired = new Map<string, number>()
  readonly #seed: number
  readonly #weather: Weather
  /** Times in which LINE, the model or the sink fails one way for everybody. */
  readonly #outages: { from: number; until: number; kinds: { [P in Place]?: FaultOf<P> } }[] = []
  readonly #randoms = new Map<string, Random>()

  /** @param span when things happen (ms, from and until) */
  constructor(seed: number, [begins, ends]: readonly [number, number]) {
    this.#seed = seed
    const random = randomOf(seed, 'weather')
    this.calm = random.chance(0.2)
    const line = random.pick([0, 0.08, 0.2, 0.4])
    const store = random.pick([0, 0.01, 0.04])
    const systems = randomOf(seed, 'systems')
    // They may fail in a calm world too: the customer has word all the same.
    const live = { look_up: systems.pick([0, 0.15, 0.4]), sink: systems.pick([0, 0.2, 0.5]), kill: 0 }
    this.#weather = this.calm
      ? { ...calm, ...live }
      : {
          reply: line,
          // There are few pushes; each way in which one fails is to come about.
          push: Math.min(0.8, line * 2.5),
          read: line,
          loading: line,
          quota: line,
          profile: line,
          content: random.pick([0, 0.1]),
          model: random.pick([0, 0.1, 0.3]),
          notify: random.pick([0, 0.3, 0.6]),
          receive: store,
          commit: store,
          webhook: random.pick([0, 0.1, 0.3]),
          crash: random.pick([0, 0.002, 0.006]),
          ...live,
          kill: systems.pick([0, 0, 0.1]),
        }
    const outage = randomOf(seed, 'model outage')
    if (outage.chance(0.2)) {
      const from = outage.int(begins, ends)
      const model = outage.weighted({ unavailable: 3, never: 1 })
      this.#outages.push({ from, until: from + outage.int(60_000, 40 * 60_000), kinds: { model } })
    }
    if (systems.chance(0.3)) {
      const from = systems.int(begins, ends)
      const sink = systems.pick(['refused', 'error_before', 'error_after', 'never_before', 'never_after'] as const)
      this.#outages.push({ from, until: from + systems.int(20_000, 20 * 60_000), kinds: { sink } })
    }
    if (this.calm || !random.chance(0.3)) return
    const begin = random.int(begins, ends)
    const kind = random.pick([
      'refused',
      'error_before',
      'too_many',
      'unauthorized',
      'reset_after',
      'never_before',
    ] as const)
    this.#outages.push({
      from: begin,
      until: begin + random.int(20_000, 40 * 60_000),
      kinds: { reply: kind, push: kind, read: kind },
    })
  }

  random(customer: number | undefined, what: string): Random {
    const name = `${customer ?? 'all'}/${what}`
    const random = this.#randoms.get(name) ?? randomOf(this.#seed, name)
    this.#randoms.set(name, random)
    return random
  }

  /** The fault of one call, if it has one. */
  draw<P extends Place>(place: P, customer: number | undefined, now: number): FaultOf<P> | undefined {
    if (this.healed) return undefined
    const random = this.random(customer, place)
    const outage = this.#outages.find(({ from, until, kinds: out }) => now >= from && now < until && out[place])
    const kind = outage?.kinds[place]
    if (kind !== undefined) return this.#fire(place, kind)
    if (!random.chance(this.#weather[place])) return undefined
    return this.#fire(place, random.weighted<FaultOf<P>>(byPlace[place]))
  }

  #fire<P extends Place>(place: P, kind: FaultOf<P>): FaultOf<P> {
    const name = `${place}.${kind}`
    this.fired.set(name, (this.fired.get(name) ?? 0) + 1)
    return kind
  }
}
