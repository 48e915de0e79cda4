/** The counter of a chain with several LINE accounts: a console for each, and one of all of them together. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { openService } from '../../src/adapters/documents/service.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import type { ChannelPlace, ChannelTrouble, ConsoleChannels } from '../../src/console/channels.ts'
import { createConsole } from '../../src/console/console.ts'
import { createGuard } from '../../src/console/guessing.ts'
import type { Listeners } from '../../src/console/live.ts'
import type { Console } from '../../src/console/mount.ts'
import { destinationOf } from '../../src/core/event.ts'
import { allServices } from '../../src/flow/all-services.ts'
import { countsOf, storeOf } from '../../src/flow/channel-store.ts'
import type { Log } from '../../src/ports/log.ts'
import type { ServiceSwitch } from '../../src/ports/service.ts'
import type { Sessions } from '../../src/ports/sessions.ts'
import { counter, type Counter, type CounterOptions } from './counter.ts'
import { idOf, type Person } from './people.ts'
import { emily, meiling, sakura, somchai } from './shop-evening.ts'
import { Visitor, type Answer } from './visitor.ts'

/** Three shops; each one's account is its name with a U in front. */
export const shops: ChannelPlace[] = [
  { name: 'mugi', title: 'Mugi Bakery' },
  { name: 'kobo', title: 'Kobo Coffee' },
  { name: 'hana', title: '花屋ハナ' },
]
const accountOf = ({ name }: Pick<ChannelPlace, 'name'>): string => `U${name}`

/** Who wrote to them. */
export const atMugi: Person = { ...sakura, bot: 'Umugi' }
export const atKobo: Person = { ...emily, bot: 'Ukobo' }
export const alsoAtKobo: Person = { ...somchai, bot: 'Ukobo' }
export const atHana: Person = { ...meiling, bot: 'Uhana' }
export const everybody = [atMugi, atKobo, alsoAtKobo, atHana]

export interface ChainOptions extends Omit<CounterOptions, 'consoles'> {
  places?: ChannelPlace[]
  /** What is wrong in a shop, beside its being paused. */
  trouble?: Readonly<Record<string, ChannelTrouble[]>>
  /** Shops that are set and not served. */
  down?: ChannelPlace[]
}

export interface Chain extends Counter {
  /** The switches of a shop. */
  serviceOf(name: string): ServiceSwitch
  /** The shops whose console has been made, in that order. */
  made: string[]
  /** How many hear of commits now. */
  hearing(): number
  /** The secrets of those who were looked up, the first first. */
  lookedUp: (string | undefined)[]
}

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }

export async function chain({ places = shops, trouble = {}, down, ...options }: ChainOptions = {}): Promise<Chain> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-chain-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const documents = openFileDocuments(folder, log)
  const open = async ({ name }: ChannelPlace) =>
    [name, await openService({ documents, channel: name, clock: systemClock, log })] as const
  const services = new Map(await Promise.all(places.map(open)))
  const serviceOf = (name: string): ServiceSwitch => {
    const service = services.get(name)
    if (!service) throw new Error(`there is no shop ${name}`)
    return service
  }
  const made: string[] = []
  const lookedUp: Chain['lookedUp'] = []
  let hearing = 0
  const opened = await counter({
    ...options,
    consoles(all, store) {
      const onCommit: typeof store.onCommit = (listener) => {
        const stop = store.onCommit(listener)
        hearing += 1
        return () => {
          hearing -= 1
          stop()
        }
      }
      const kept = { ...store, onCommit }
      const sessions: Sessions = {
        ...all.sessions,
        find(secret) {
          lookedUp.push(secret)
          return all.sessions.find(secret)
        },
      }
      const listeners: Listeners = new Set()
      const service = allServices([...services.values()])
      const of = (id: string) => places.find((place) => accountOf(place) === destinationOf(id))
      const isServed = (id: string): boolean => of(id) !== undefined
      const parts = { ...all, store: kept, sessions, isServed, guard: createGuard(), listeners }
      const channels: ConsoleChannels = {
        all: places,
        down,
        of,
        async counts() {
          const each = await store.countsByDestination()
          return new Map(places.map((place) => [place.name, countsOf([accountOf(place)], each)]))
        },
        trouble: (name) => [
          ...(trouble[name] ?? []),
          ...(serviceOf(name).current().paused ? (['paused'] as const) : []),
        ],
        pauses: service.pauses,
      }
      const consoles = new Map<string, Console>()
      const make = (here: ChannelPlace): Console => {
        made.push(here.name)
        const own = createConsole({
          ...parts,
          store: storeOf(kept, { accounts: () => [accountOf(here)], isOurs: (id) => of(id) === here }),
          service: serviceOf(here.name),
          channels: { ...channels, here },
        })
        consoles.set(here.name, own)
        return own
      }
      const { drafts: _, knowledge: __, playground: ___, telling: ____, ...ofAll } = parts
      return createConsole({
        ...ofAll,
        service,
        channels,
        consoles(name) {
          const here = places.find((place) => place.name === name)
          return here && (consoles.get(name) ?? make(here))
        },
      })
    },
  })
  return { ...opened, serviceOf, made, lookedUp, hearing: () => hearing }
}

/** A chain, and its owner who has signed in, in the console of all channels. */
export async function signedInAtChain(options: ChainOptions = {}): Promise<Chain & { owner: Visitor }> {
  const opened = await chain(options)
  const owner = new Visitor(opened.url)
  await owner.signIn()
  return { ...opened, owner }
}

/** An address of a channel's own console. */
export const within = (name: string, path: string): string => path.replace('/console', `/console/channels/${name}`)

/** Sends the first form about somebody on a page to such an address, wherever that is. */
export async function press(visitor: Visitor, act: string, page: Answer, person: Person): Promise<Answer> {
  const forms = [...page.text.matchAll(/<form method="post" action="([^"]*)"[^>]*>([^]*?)<\/form>/g)]
  const [, action = '', fields = ''] =
    forms.find(([, to = '', inside = '']) => to.endsWith(`/${act}`) && inside.includes(`value="${idOf(person)}"`)) ?? []
  if (action === '') throw new Error(`there is no button for ${act}`)
  const inputs = fields.matchAll(/name="(\w+)"\s+value="([^"]*)"/g)
  const form = Object.fromEntries([...inputs].map(([, name, value = '']) => [name, value.replaceAll('&amp;', '&')]))
  return visitor.send(action, form)
}
