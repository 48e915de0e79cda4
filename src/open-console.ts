/**
 * The console as this server has it: who may come in, and what its pages are made of. Of several channels each has its own,
 * and there is one of all of them together. Part of the entry.
 */
import { BrokenAccounts, openAccounts } from './adapters/documents/accounts.ts'
import { openSessions } from './adapters/documents/sessions.ts'
import { openPromptFiles } from './adapters/markdown/prompt-files.ts'
import type { Config } from './config.ts'
import { accessOf } from './console/access.ts'
import type { ChannelPlace, ChannelTrouble, ConsoleChannels } from './console/channels.ts'
import { createConsole, type ConsoleParts } from './console/console.ts'
import { createGuard } from './console/guessing.ts'
import type { Console } from './console/mount.ts'
import type { Chats } from './console/words.ts'
import { allServices } from './flow/all-services.ts'
import { draftsOf } from './flow/channel-drafts.ts'
import { countsOf, storeOf } from './flow/channel-store.ts'
import { keptSystems } from './flow/kept-look-ups.ts'
import { tryPrompt } from './flow/try-prompt.ts'
import type { Guards } from './guarding.ts'
import type { OpenedChannel } from './open-channel.ts'
import type { AccountBook } from './ports/accounts.ts'
import type { Clock } from './ports/clock.ts'
import type { Documents } from './ports/documents.ts'
import type { Drafts } from './ports/drafts.ts'
import type { Log } from './ports/log.ts'
import type { Store } from './ports/store.ts'
import type { ServedChannels } from './served-channels.ts'
import { channelDrafts } from './serving.ts'
import { priceInLine } from './tell-staff.ts'

type Given = 'audit' | 'staff' | 'contents' | 'metrics' | 'ending' | 'clock' | 'log'

export interface OpenConsoleParts extends Pick<ConsoleParts, Given> {
  channels: ServedChannels
  /** Channels that are set and cannot be served: their files are broken. */
  broken?: readonly ChannelPlace[]
  documents: Documents
  guards: Guards
  drafts: Drafts
  store: Store
}

export interface OpenedConsole {
  routes: Console
  /** Whether anybody can come in. */
  isOn: boolean
}

/** What the consoles of all channels share. */
type Shared = Pick<
  ConsoleParts,
  Given | 'access' | 'accounts' | 'sessions' | 'guard' | 'listeners' | 'modelHealth' | 'spending' | 'prices'
>

export async function openConsole(config: Config, parts: OpenConsoleParts): Promise<OpenedConsole> {
  const { channels, broken = [], documents, guards, store, drafts, ...given } = parts
  const { clock, log } = given
  const accounts = openAccounts(documents)
  const simulator = config.mode === 'simulator'
  const access = accessOf({ password: config.consolePassword, simulator, host: config.host })
  const isOn = access.type !== 'off' || (await hasAny(accounts, log))
  const shared: Shared = {
    ...given,
    access,
    accounts,
    sessions: await openSessions({ documents, clock }),
    // Whoever guesses has no more tries for there being several.
    guard: createGuard(),
    listeners: new Set(),
    modelHealth: guards.health,
    spending: guards.spending,
    prices: config.modelPrices,
  }
  const makeConsole = (channel: OpenedChannel, own: Pick<ConsoleParts, 'store' | 'drafts' | 'channels' | 'isServed'>) =>
    createConsole({ ...shared, ...ofChannel(channel, config.mode, { guards, clock, log }), ...own })
  // There may have been several before, whose conversations are kept.
  const isServed = (conversation: string): boolean => channels.of(conversation) !== undefined
  const [first] = channels.all
  if (first.name === undefined) return { routes: makeConsole(first, { store, drafts, isServed }), isOn }

  const placeOf = ({ name = '', settings }: OpenedChannel): ChannelPlace => ({ name, title: settings.title ?? name })
  const named = new Map(channels.all.map((channel) => [channel.name ?? '', channel]))
  const accountsOf = (channel: OpenedChannel) => channels.accountsOf(channel) ?? []
  const service = allServices(channels.all.map((one) => one.service))
  const places: Omit<ConsoleChannels, 'here'> = {
    all: channels.all.map(placeOf),
    down: broken,
    of(conversation) {
      const channel = channels.of(conversation)
      return channel && placeOf(channel)
    },
    counts: forAWhile(clock, async () => {
      const each = await store.countsByDestination()
      return new Map([...named].map(([name, channel]) => [name, countsOf(accountsOf(channel), each)]))
    }),
    trouble(name) {
      const channel = named.get(name)
      return channel ? troubleOf(channel) : []
    },
    pauses: service.pauses,
  }
  const { channelOf } = channelDrafts(channels)
  /** Made when somebody first looks at them: of hundreds few are looked at. */
  const made = new Map<OpenedChannel, Console>()
  const make = (channel: OpenedChannel, name: string): Console => {
    const console = makeConsole(channel, {
      store: storeOf(store, {
        accounts: () => accountsOf(channel),
        isOurs: (conversation) => channels.of(conversation) === channel,
      }),
      drafts: draftsOf(drafts, name, (draft) => channelOf(draft) === channel),
      channels: { ...places, here: placeOf(channel) },
      isServed,
    })
    made.set(channel, console)
    return console
  }
  const routes = createConsole({
    ...shared,
    store,
    // Conversations keep their customers' names.
    line: { profile: () => Promise.resolve(undefined), groupName: () => Promise.resolve(undefined) },
    chats: 'line',
    service,
    channels: places,
    consoles(name) {
      const channel = named.get(name)
      return channel && (made.get(channel) ?? make(channel, name))
    },
    isServed,
  })
  return { routes, isOn }
}

function troubleOf({ files, telling, service, settings: { answering } }: OpenedChannel): ChannelTrouble[] {
  return [
    ...(files.broken().length > 0 ? (['broken'] as const) : []),
    ...(telling.health().some(({ failsSince }) => failsSince !== undefined) ? (['untold'] as const) : []),
    ...(service.current().paused ? (['paused'] as const) : []),
    ...(answering.mode === 'on' ? [] : [answering.mode]),
  ]
}

interface ChannelConsole {
  guards: Guards
  clock: ConsoleParts['clock']
  log: Log
}

/** What a console has of its channel. */
function ofChannel(channel: OpenedChannel, mode: Config['mode'], { guards, clock, log }: ChannelConsole) {
  const { line, files, service, telling, settings } = channel
  const { knowledge, prompts, experiments, office, live } = files
  const { tried } = guards.over(channel.model)
  return {
    line,
    service,
    telling: telling.health,
    price: priceInLine(line, settings.staffGroup, settings.staffUsers),
    answering: settings.answering,
    sources: files,
    knowledge,
    office,
    playground: {
      files: openPromptFiles(settings.promptsDir),
      prompts,
      model: tried.name,
      stoppedUntil: () => guards.spending.state().stopped?.until,
      tryOut(conversation, prompt, signal, kept) {
        const asked = kept ? keptSystems(kept.lookUps, live, kept) : live
        const around = { model: tried, knowledge, live: asked, clock, log, office: office.at(clock.now()) }
        return tryPrompt(conversation, prompt, around, signal)
      },
    },
    experiments: { ...experiments, own: () => prompts.current().name },
    chats: chatsOf(mode, settings.readApi),
  } satisfies Partial<ConsoleParts>
}

/** How long what was counted is good (ms): pages ask for it again and again as things change. */
const countedFor = 1_000

/** Asks once for all who want it within a moment. */
function forAWhile<T>({ now }: Pick<Clock, 'now'>, ask: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined
  return () => {
    if (last && Math.abs(now() - last.at) < countedFor) return last.answer
    const asked = { at: now(), answer: ask() }
    last = asked
    // Who asks next asks anew.
    asked.answer.catch(() => {
      if (last === asked) last = undefined
    })
    return asked.answer
  }
}

/** Where staff see and answer customers: LINE has no Chat for an account with the old endpoint. */
function chatsOf(mode: Config['mode'], readApi: OpenedChannel['settings']['readApi']): Chats {
  if (mode === 'simulator') return 'simulator'
  return readApi === 'partner' ? 'elsewhere' : 'line'
}

/** A list of accounts that cannot be read lets nobody in; customers are served all the same. */
async function hasAny(accounts: AccountBook, log: Log): Promise<boolean> {
  try {
    return (await accounts.all()).length > 0
  } catch (error) {
    if (!(error instanceof BrokenAccounts)) throw error
    log.error({}, error.message)
    return true
  }
}
