/**
 * createConsole(parts): what staff see, under `/console`. Plain pages and forms that work without script; with it they
 * hear of changes by themselves. Here they are put together: the door, the frame, and each group of pages.
 */
import { randomUUID } from 'node:crypto'
import { Router } from '@koa/router'
import type { Accounts } from '../ports/accounts.ts'
import type { Audit } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { KeptContents } from '../ports/contents.ts'
import type { Drafts } from '../ports/drafts.ts'
import type { Knowledge } from '../ports/knowledge.ts'
import type { Line } from '../ports/line.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { ModelHealth } from '../ports/model.ts'
import type { Telling } from '../ports/notifier.ts'
import type { OfficeHours } from '../ports/office-hours.ts'
import type { ExperimentsFile } from '../ports/prompts.ts'
import type { ServiceSwitch } from '../ports/service.ts'
import type { Sessions } from '../ports/sessions.ts'
import type { Sources } from '../ports/sources.ts'
import type { Spending } from '../ports/spending.ts'
import type { Staff } from '../ports/staff.ts'
import type { Store } from '../ports/store.ts'
import type { Access } from './access.ts'
import { answeringBanner, namesShown, type Answering } from './answering.ts'
import { serveAsset } from './assets.ts'
import { createBanners } from './banner.ts'
import { isWhole, type ConsoleChannels } from './channels.ts'
import { addChannels } from './channels-routes.ts'
import { addConversation } from './conversation.ts'
import { createDoor } from './door.ts'
import type { Guarded } from './guessing.ts'
import { headersFor } from './headers.ts'
import { addExperiments } from './experiments/experiments.ts'
import { addInsights, type InsightsParts } from './insights/insights.ts'
import { addLanguage } from './language.ts'
import { addLearning } from './learning/learning.ts'
import { addLists } from './list-routes.ts'
import { createLive, type Listeners } from './live.ts'
import { createLists } from './lists.ts'
import { addMembers } from './members.ts'
import { addMetrics } from './metrics.ts'
import type { ChannelConsoles, Console } from './mount.ts'
import { createNames } from './names.ts'
import type { MenuPlace } from './nav-words.ts'
import { createPages } from './pages.ts'
import { addPause } from './pause.ts'
import type { TryingParts } from './playground/parts.ts'
import { addPlayground } from './playground/playground.ts'
import { showFailed, showNoPage } from './plain-pages.ts'
import { addTelling, type TellingPrice } from './telling.ts'
import type { Chats } from './words.ts'

export interface ConsoleParts {
  access: Access
  accounts: Accounts
  sessions: Sessions
  audit: Audit
  store: Pick<Store, 'list' | 'counts' | 'load' | 'turns' | 'eachTurn' | 'onCommit'>
  line: Pick<Line, 'profile' | 'groupName'>
  staff: Staff
  clock: Clock
  log: Log
  /** Where staff see and answer customers. */
  chats: Chats
  /** What customers sent that is not text, as far as it is kept. Missing: nothing is. */
  contents?: Pick<KeptContents, 'find' | 'types'>
  /** Who is answered. Missing: everybody. */
  answering?: Answering
  /** The pause switch, and telling in LINE. Missing: neither can be switched. */
  service?: ServiceSwitch
  /** How telling goes, by each way that is on; none: staff are told nowhere. */
  telling?: () => Telling[]
  /** What telling in LINE would count. Missing when neither a group nor users are set. */
  price?: () => Promise<TellingPrice>
  /** The shop's files. */
  sources?: Sources
  knowledge?: Pick<Knowledge, 'passages'>
  /** What staff teach the assistant. Missing, as when there is no knowledge: nothing is taught here. */
  drafts?: Drafts
  /** Where prompts are tried. Missing: there is no playground. */
  playground?: TryingParts
  /** What tokens cost. Missing: no cost is shown. */
  prices?: InsightsParts['prices']
  office?: OfficeHours
  /** Live experiments, and the name of the shop's own prompt. Missing: there is no page of them. */
  experiments?: ExperimentsFile & { own: () => string }
  /** What the model may take in a day, and has. */
  spending?: Pick<Spending, 'state'>
  /** Whether the model is asked. Missing: always. */
  modelHealth?: () => ModelHealth
  /** Figures for Prometheus. Missing: there are none. */
  metrics?: Pick<Metrics, 'scrape'>
  /** Aborts when the server is to end: pages that listen are let go. */
  ending?: AbortSignal
  /** The channels of a server that has several, and whose this console is. Missing: there is one. */
  channels?: ConsoleChannels
  /** Each channel's own console, below that of all channels together. */
  consoles?: ChannelConsoles
  /** Whether the account of a conversation is served: what staff do has no effect where it is not. Missing: it is. */
  isServed?: (conversation: string) => boolean
  /** What several consoles of a server have in common: the limits on guessing, and the pages that listen. */
  guard?: Guarded
  listeners?: Listeners
}

/** Forms that sign somebody out, or may. */
const signsOut: ReadonlySet<string> = new Set(['/console/sign-in', '/console/sign-out', '/console/members/end-session'])

export function createConsole(parts: ConsoleParts): Console {
  const { store, staff, clock, log, chats, contents, service, channels, isServed, answering = { mode: 'on' } } = parts
  const { telling, sources, office, drafts, knowledge, playground, experiments, prices, metrics, ending } = parts
  const names = createNames(parts)
  const live = createLive(parts)
  // Open pages say it at once, whoever changed it.
  service?.onChange(live.changed)

  const router = new Router({ prefix: '/console', sensitive: true })
  router.use(headersFor(chats))
  router.use((ctx, next) =>
    next().catch((error: unknown) => {
      log.error({ err: error }, 'a page of the console could not be made')
      showFailed(ctx)
    }),
  )
  router.get('/page/:file', (ctx) => serveAsset(ctx, ctx.params['file'] ?? ''))
  addLanguage(router)
  // Whoever signed out, or was signed out, in one page listens no more in another.
  router.use(async (ctx, next) => {
    await next()
    // Once the answer is out: the page that signs out itself has somewhere to go.
    if (ctx.method === 'POST' && signsOut.has(ctx.path)) ctx.res.once('close', () => void live.checkAll())
  })

  // Whatever is put on the router from here on is for those who may see the console.
  const door = createDoor(router, parts)
  const learns = drafts !== undefined && knowledge !== undefined
  const places: MenuPlace[] = [
    'insights',
    ...(learns ? (['gaps', 'sample', 'knowledge'] as const) : []),
    ...(playground ? (['playground'] as const) : []),
    ...(experiments && service ? (['experiments'] as const) : []),
    ...(telling ? (['telling'] as const) : []),
    'members',
  ]
  const banners = createBanners({
    clock,
    service,
    telling,
    sources,
    spending: parts.spending,
    modelHealth: parts.modelHealth,
    channels,
    /** Every page says it when not everybody is answered. */
    async answering(language) {
      const testers = answering.mode === 'testers' ? answering.testers : []
      const few = testers.length > namesShown ? [] : testers
      const them = few.map((id) => ({ type: 'user', id }) as const)
      return answeringBanner(answering, await names.of(them, language), chats, language)
    },
  })
  const pages = createPages({ ...parts, door, places, banners })
  router.get('/events', (ctx) => live.open(ctx, pages.member(ctx).formToken, () => door.stillIn(ctx)))

  addLists(router, pages, {
    lists: createLists({ store, names, clock, chats, contents }),
    clock,
    chats,
    answering,
    channels,
    isServed,
  })
  if (service) addPause(router, pages, { service, clock, channels })
  if (telling) addTelling(router, pages, { store, clock, log, service, telling, price: parts.price })
  // Who has an account is a matter of all channels.
  if (!channels?.here) addMembers(router, pages, parts)
  if (metrics) addMetrics(router, pages, metrics)
  addInsights(router, pages, { store, clock, hours: office, prices, alone: !learns })
  if (drafts && knowledge) {
    addLearning(router, pages, { store, staff, drafts, knowledge, sources, clock, hours: office, newId: randomUUID })
  }
  if (playground) {
    const trying = { ...playground, store, names, clock, log, knowledge, drafts, prices, newId: randomUUID, ending }
    addPlayground(router, pages, trying)
  }
  if (experiments && service) {
    const { own: ownPrompt } = experiments
    const results = { store, clock, service, experiments, ownPrompt, prices }
    addExperiments(router, pages, results)
  }
  if (isWhole(channels)) addChannels(router, pages, { channels, consoles: parts.consoles, clock })
  // A conversation's address is any other.
  const tries = playground !== undefined
  addConversation(router, pages, { store, staff, names, clock, log, chats, contents, tries, channels, isServed })
  router.get('/:page', (ctx) => showNoPage(ctx))
  return router.routes()
}
