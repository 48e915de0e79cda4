/** startServer(config): one kidoku, from configuration to listening port, and back. Part of the entry: it chooses adapters. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { openDrafts } from './adapters/documents/drafts.ts'
import { makePrivate } from './adapters/files/private-folder.ts'
import { createMetrics } from './adapters/metrics/prometheus.ts'
import { systemClock } from './adapters/time/clock.ts'
import { timerWaker } from './adapters/time/waker.ts'
import { createApp } from './app.ts'
import { saidOf, tellingOf, undecidedIn } from './channels-said.ts'
import type { Config, Variable } from './config.ts'
import { dataFolder } from './data-folder.ts'
import { createMeasuring } from './flow/measuring.ts'
import { createRunner } from './flow/runner.ts'
import { createStaff } from './flow/staff.ts'
import { openGuards } from './guarding.ts'
import { listen, shut } from './listening.ts'
import { startMetricsServer } from './metrics-server.ts'
import { openChannels } from './open-channels.ts'
import { openConsole } from './open-console.ts'
import { openStore } from './open-store.ts'
import type { Log } from './ports/log.ts'
import { servePrivacy } from './privacy/serve.ts'
import { receivingOf } from './receiving.ts'
import { sayAtStart } from './said-at-start.ts'
import { channelDrafts, contentsOf, partsOf } from './serving.ts'
import { originOf, welcomeText } from './start-up.ts'
import { version } from './version.ts'

export interface Running {
  /** For a person at a terminal: where to look. */
  welcome: string
  urls: { webhook: string; simulator?: string; console?: string; metrics?: string }
  /** Stops intake, lets attempts end, parks the rest, and lets go of the data folder. */
  stop(): Promise<void>
}

export interface StartParts {
  log: Log
  /** The data folder was taken by another process: nothing may be written any more. */
  onLost: () => void
  /** What `${NAME}` stands for in the shop's files. */
  variable: Variable
}

/**
 * @throws BrokenFile, FolderTaken, PortTaken: their message says what to do
 */
export async function startServer(config: Config, parts: StartParts): Promise<Running> {
  const opened: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const one of opened.toReversed()) await one()
  }
  try {
    return { ...(await start(config, parts, opened)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** @param opened what has been opened so far, and how it is closed: in the other order, whatever happens */
async function start(
  config: Config,
  { log, onLost, variable }: StartParts,
  opened: (() => Promise<void>)[],
): Promise<Omit<Running, 'stop'>> {
  const clock = systemClock
  const folder = dataFolder(config)
  await makePrivate(folder, (words) => log.warn({ folder }, words))
  const opening = await openStore(config, { folder, clock, log, onLost, opened })
  const { kind, store, leases, documents, audit, keepContents, resume } = opening
  const isFirst = !existsSync(join(folder, 'service.json'))

  const { channels, broken, simulator } = await openChannels(config, {
    folder,
    documents,
    clock,
    log,
    opened,
    variable,
  })
  const [first] = channels.all
  // Whoever tries kidoku sees the staff's cards at once; they cost nothing there.
  if (simulator && isFirst) await first.service.change({ tellInLine: { by: 'kidoku', at: clock.now() } })
  const contents = keepContents(contentsOf(channels), config.keepContentMs ?? 0)
  opened.push(() => contents.close())
  const guards = await openGuards({ settings: config, store, shared: leases !== undefined, clock, log })
  const metrics = createMetrics({ version, store: kind, clock, log })
  const readsAll = (conversation: string) => channels.of(conversation)?.settings.readApi === 'partner'
  const measuring = createMeasuring({ metrics, log, readsAll })
  const drafts = await openDrafts({ documents, learn: channelDrafts(channels).learn, log })

  let { publicUrl } = config
  const partsFor = await partsOf(channels, {
    contents,
    guards,
    drafts,
    failing: simulator?.modelFaults,
    clock,
    consoleUrl: () => (publicUrl === undefined ? undefined : `${publicUrl}/console`),
    openPushCount: opening.openPushCount,
  })
  const runner = createRunner({
    store,
    leases,
    channelOf: (conversation) => partsFor(channels.of(conversation)),
    spending: guards.spending,
    queue: guards.queue,
    measuring,
    retention: config.retention,
    clock,
    waker: timerWaker(clock),
    log,
  })
  // What is set for everybody counts at once for those who wait: a pause that ends, staff who are told now, other hours.
  const wakeAll = (channel?: string) => {
    runner
      .wakeAll(channel)
      .catch((error: unknown) => log.error({ err: error }, 'those who wait could not be looked at again'))
  }
  // What another process has done is owed there.
  store.onCommit((conversation, elsewhere) => elsewhere && measuring.gone(conversation))
  for (const { name, files, service } of channels.all) {
    files.onChange(() => wakeAll(name))
    service.onChange(() => wakeAll(name))
  }
  channels.onChange(wakeAll)
  const { retention } = config
  const privacy = await servePrivacy({ folder, retention, store, contents, drafts, audit, runner, clock, log })
  opened.push(() => privacy.close())

  const ending = new AbortController()
  const ready = async () => !ending.signal.aborted && (await store.ready())
  const telling = tellingOf(channels)
  metrics.watch({ outbox: measuring.outbox, counts: () => store.counts(), ready, telling })
  metrics.watch({ breaker: guards.health, spend: guards.spending.state })
  const console = await openConsole(config, {
    channels,
    broken,
    documents,
    guards,
    audit,
    drafts,
    store,
    staff: createStaff({ store, clock, runner, newId: randomUUID }),
    contents,
    metrics,
    ending: ending.signal,
    clock,
    log,
  })
  const app = createApp({
    store,
    clock,
    log,
    wake: runner.wake,
    came: runner.came,
    ...receivingOf(channels, { store, runner, audit, clock, log }),
    draining: () => ending.signal.aborted,
    shared: leases !== undefined,
    webhookAnswered: metrics.webhook,
    console: console.routes,
    simulator: simulator && { url: () => simulator.url, chatUrl: simulator.chatUrl, look: runner.look },
  })
  const { metricsPort } = config
  const watched = metricsPort === undefined ? undefined : await startMetricsServer(metricsPort, metrics, log)
  if (watched) opened.push(() => watched.close())
  const http = serverOf(app)
  const port = await listen(http, { port: config.port, host: config.host, setting: 'PORT' })
  opened.push(() => shut(http))
  const origin = originOf(config.host, port)
  // Whoever plays staff is on this machine too.
  if (simulator) publicUrl ??= origin
  simulator?.connect(`${origin}/webhook`, origin)
  const asking = channels.ask(ending.signal)
  opened.push(async () => {
    ending.abort()
    await Promise.all([asking, runner.drain()])
  })

  sayAtStart(config, { channels: channels.all.map(saidOf), console: console.isOn, log })
  await resume(runner, channels.onChange)
  const urls = {
    webhook: `${origin}/webhook`,
    simulator: simulator?.url,
    console: console.isOn ? `${origin}/console` : undefined,
    metrics: watched?.url,
  }
  const answering = { name: first.model.name, undecided: undecidedIn(channels) }
  const notServed = broken.map(({ name }) => name)
  return { welcome: welcomeText(config, urls, answering, notServed), urls }
}

/** Longer than load balancers keep idle connections (a minute): or one would send a request into one that just closes. */
const keepAliveTimeout = 75_000
/** LINE's bodies come in one piece; who takes longer than this (ms) is not LINE. */
const patience = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 2_000, keepAliveTimeout }

function serverOf(app: ReturnType<typeof createApp>): Server {
  const answer = app.callback()
  return createServer(patience, (request, response) => void answer(request, response))
}
