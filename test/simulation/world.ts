/**
 * A simulated world: customers, LINE, the model, the shop's systems, staff and a disk, and in the middle the product's own core and flow. One
 * process after another runs over the same disk. Time is virtual, and everything is drawn from the seed, so a seed gives
 * the same world each time.
 */
import type { Service } from '../../src/ports/service.ts'
import { Chaos } from './chaos.ts'
import { contentOf, lifeOf, type Deed } from './customer.ts'
import { Disk } from './disk.ts'
import type { History, Record } from './history.ts'
import { Lurking } from './lurking.ts'
import { Platform, type Written } from './platform.ts'
import { Process } from './process.ts'
import { provokedBy } from './provoked.ts'
import { startProduct, type Product } from './product.ts'
import { randomOf } from './random.ts'
import { drawSetup, start, type Drawn } from './setup.ts'
import { ShopStaff } from './staff.ts'
import { Sink } from './systems.ts'
import { VirtualTime } from './time.ts'
import { deliveries } from './webhook.ts'

const [second, minute, hour] = [1_000, 60_000, 3_600_000]
/** Things happen in this time; then everything heals, and this long the world goes on to its end (ms). */
const afterwards = 30 * hour
/** So many rounds of the event loop without a call to the outside: the process is at rest. `pace` needs three. */
const quietRounds = 5
/** More at one moment is a circle; so is a longer history. */
const [mostRounds, mostRecords] = [2_000, 60_000]
/** In one world of so many all that is stored is compared with what is read. */
const careful = 16

export interface WorldOptions {
  seed: number
  /** How many customers there are. */
  customers: number
  /** These alone, as nearly as they would be among all. */
  only?: readonly number[]
}

export interface Lived {
  history: History
  fired: ReadonlyMap<string, number>
}

export async function live({ seed, customers, only }: WorldOptions): Promise<Lived> {
  const world = new World(seed, only ?? Array.from({ length: customers }, (_, index) => index + 1))
  await world.live()
  return { history: world.history(), fired: world.chaos.fired }
}

class World {
  readonly chaos: Chaos
  readonly #time = new VirtualTime(start)
  readonly #records: Record[] = []
  readonly #drawn: Drawn
  readonly #disk: Disk
  readonly #platform: Platform
  readonly #sink = new Sink()
  readonly #staff: ShopStaff
  readonly #lurking: Lurking
  readonly #asks = new Map<number, number>()
  #process: Process | undefined
  #product: Product | undefined
  #service: Service = {}
  #stirs = 0
  #calls = 0
  #ended = false

  constructor(seed: number, customers: readonly number[]) {
    this.#drawn = drawSetup(seed, customers)
    const { span, ahead, limit, redelivers } = this.#drawn
    this.chaos = new Chaos(seed, span)
    this.#disk = new Disk(seed % careful === 0)
    const [time, chaos, disk] = [this.#time, this.chaos, this.#disk]
    const lurking = new Lurking(time, chaos)
    const record = (one: Record): void => this.#record(one)
    const lurk = (customer: number, come: () => void): void => lurking.wait(customer, come)
    const take = (body: Buffer) => this.#product?.take(body)
    const deliver = deliveries({ time, chaos, redelivers, record, lurk, take })
    const platform = new Platform({ now: () => time.now, ahead, limit, record, deliver })
    this.#lurking = lurking
    this.#platform = platform
    this.#staff = new ShopStaff({ time, chaos, disk, platform, record, product: () => this.#product })
  }

  async live(): Promise<void> {
    const { span, setup, pause } = this.#drawn
    const [from, until] = span
    void this.#start()
    for (const customer of setup.customers) {
      for (const deed of lifeOf(randomOf(setup.seed, customer, 'life'), [from + second, until])) {
        this.#time.at(deed.at, () => this.#do(customer, deed))
      }
    }
    if (pause) {
      this.#time.at(pause.at, () => this.#pause(true))
      this.#time.at(pause.at + pause.length, () => this.#pause(false))
    }
    await this.#run(until + 30 * minute)
    this.chaos.healed = true
    this.#record({ type: 'healed', at: this.#time.now })
    await this.#run(this.#time.now + afterwards)
  }

  history(): History {
    const { setup } = this.#drawn
    const written = setup.customers.flatMap((customer) => this.#platform.written.get(customer) ?? [])
    const ids = (which: (one: Written) => boolean) => new Set(written.filter(which).map(({ id }) => id))
    return {
      setup: { ...setup, calm: this.chaos.calm },
      records: this.#records,
      end: {
        conversations: [...this.#disk.conversations.values()],
        overflow: this.#disk.overflow,
        inbox: [...this.#disk.inbox.values()].flatMap((waiting) => [...waiting.keys()]),
        read: ids((one) => one.read),
        blocked: this.#platform.blocked,
      },
    }
  }

  /** Lets the process come to rest, then rings the next timer, until there is none. */
  async #run(until: number): Promise<void> {
    do await this.#rest()
    while (!this.#ended && this.#records.length < mostRecords && this.#time.next(until))
  }

  async #rest(): Promise<void> {
    for (let [quiet, rounds] = [0, 0]; quiet < quietRounds; rounds += 1) {
      if (rounds > mostRounds) return this.#spins()
      const before = this.#stirs
      await new Promise((resolve) => void setImmediate(resolve))
      quiet = this.#stirs === before ? quiet + 1 : 0
    }
  }

  /** It would go on for ever: the world ends here, and the history says so. */
  #spins(): void {
    const why = 'the process is never at rest: it does the same again and again'
    this.#record({ type: 'failed', at: this.#time.now, why })
    this.#ended = true
    if (this.#process) this.#process.alive = false
  }

  #record(one: Record): void {
    this.#records.push(one)
    const customer = one.customer ?? 0
    for (const deed of provokedBy(one, this.chaos)) this.#time.after(deed.at, () => this.#do(customer, deed))
  }

  async #start(): Promise<void> {
    const [time, chaos, disk, platform] = [this.#time, this.chaos, this.#disk, this.#platform]
    const { prompt, setup } = this.#drawn
    const process = new Process({
      time,
      chaos,
      stir: () => void (this.#stirs += 1),
      died: (where, customer) => this.#died(where, customer),
      crossing: (customer) => this.#lurking.crossing(customer),
    })
    this.#process = process
    this.#record({ type: 'started', at: time.now })
    const product = await startProduct({
      time,
      chaos,
      process,
      disk,
      platform,
      sink: this.#sink,
      prompt,
      setup,
      record: (one) => this.#record(one),
      service: () => this.#service,
      nextCall: () => (this.#calls += 1),
      nextAsk: (customer) => {
        const count = (this.#asks.get(customer) ?? 0) + 1
        this.#asks.set(customer, count)
        return count
      },
      told: (customer, entry) => this.#staff.told(customer, entry),
    })
    if (this.#process === process) this.#product = product
  }

  #died(where: string, customer: number | undefined): void {
    this.#record({ type: 'crashed', at: this.#time.now, customer, where })
    this.#process = undefined
    this.#product = undefined
    const random = this.chaos.random(customer, 'restart')
    const away = [random.int(200, 3_000), random.int(3_000, 30_000), random.int(30_000, 8 * minute)]
    this.#time.after(random.pick(away), () => void this.#start())
  }

  #do(customer: number, deed: Deed): void {
    const platform = this.#platform
    const random = this.chaos.random(customer, 'deeds')
    const isThere = !platform.blocked.has(customer)
    switch (deed.do) {
      case 'write':
        if (isThere) platform.write(customer, random, (mark) => contentOf(deed.what, mark, random))
        break
      case 'unsend': {
        const written = platform.written.get(customer) ?? []
        const one = deed.among && written.length > 0 ? random.pick(written.slice(-deed.among)) : written.at(-1)
        if (one) platform.unsend(one)
        break
      }
      case 'tap': {
        const data = platform.offered.get(customer)?.data ?? []
        if (data.length > 0 && isThere) platform.tap(customer, random.pick(data))
        break
      }
      case 'block':
        platform.block(customer, deed.blocks)
        break
      case 'look':
        this.#staff.look(customer, deed.thinks)
        break
      default:
        deed satisfies never
    }
  }

  #pause(paused: boolean): void {
    this.#service = paused ? { paused: { by: 'Aya', at: this.#time.now } } : {}
    this.#record({ type: 'paused', at: this.#time.now, paused })
    this.#product?.wakeAll()
  }
}
