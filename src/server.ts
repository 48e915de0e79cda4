/** startServer(config): one kidoku, from configuration to listening port, and back. Part of the entry: it chooses adapters. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { openDrafts } from './adapters/documents/drafts.ts'
import { openService } from './adapters/documents/service.ts'
import { casesDir, learnedFiles } from './adapters/files/learned.ts'
import { makePrivate } from './adapters/files/private-folder.ts'
import { validSignature } from './adapters/line/signature.ts'
import { createMetrics } from './adapters/metrics/prometheus.ts'
import { createStaffWords } from './adapters/notify/staff-words.ts'
import { staffLanguageOf } from './adapters/notify/words.ts'
import { systemClock } from './adapters/time/clock.ts'
import { timerWaker } from './adapters/time/waker.ts'
import { createApp } from './app.ts'
import { chooseModel } from './choose-model.ts'
import type { Config } from './config.ts'
import { dataFolder } from './data-folder.ts'
import { createMeasuring } from './flow/measuring.ts'
import { createPresses } from './flow/presses.ts'
import { createRunner } from './flow/runner.ts'
import { createStaff } from './flow/staff.ts'
import { guardModel } from './guarding.ts'
import { listen, shut } from './listening.ts'
import { startMetricsServer } from './metrics-server.ts'
import { openConsole } from './open-console.ts'
import { openLine } from './open-line.ts'
import { openSources } from './open-sources.ts'
import { openStore } from './open-store.ts'
import type { Log } from './ports/log.ts'
import { servePrivacy } from './privacy/serve.ts'
import { sayAtStart } from './said-at-start.ts'
import { failingModel } from './simulator/failing-model.ts'
import { originOf, welcomeText } from './start-up.ts'
import { createTelling, priceInLine } from './tell-staff.ts'
import { version } from './version.ts'

export interface Running {
  /** For a person at a terminal: where to look. */
  welcome: string
  urls: { webhook: string; simulator?: string; console?: string; metrics?: string }
  /** Stops intake, lets attempts end, parks the rest, and lets go of the data folder. */
  stop(): Promise<void>
}

/**
 * @param onLost the data folder was taken by another process: nothing may be written any more
 * @throws BrokenFile, FolderTaken, PortTaken: their message says what to do
 */
export async function startServer(config: Config, log: Log, onLost: () => void): Promise<Running> {
  const opened: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const one of opened.toReversed()) await one()
  }
  try {
    return { ...(await start(config, log, onLost, opened)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** @param opened what has been opened so far, and how it is closed: in the other order, whatever happens */
async function start(
  config: Config,
  log: Log,
  onLost: () => void,
  opened: (() => Promise<void>)[],
): Promise<Omit<Running, 'stop'>> {
  const clock = systemClock
  const files = await openSources(config, log)
  opened.push(() => files.close())
  const { knowledge, prompts, office } = files
  const { policy } = prompts.current()
  const folder = dataFolder(config)
  await makePrivate(folder, (words) => log.warn({ folder }, words))
  const opening = await openStore(config, { folder, clock, log, onLost, opened })
  const { kind, store, leases, documents, audit, pushCount, keepContents, resume } = opening
  const isFirst = !existsSync(join(folder, 'service.json'))
  const service = await openService({ documents, clock, log })

  const found = { folder, senderName: policy.sender_name, keepContents, clock, log, opened }
  const { channel, line, contents, simulator } = await openLine(config, found)
  // Whoever tries kidoku sees the staff's cards at once; they cost nothing there.
  if (simulator && isFirst) await service.change({ tellInLine: { by: 'kidoku', at: clock.now() } })
  const chosen = chooseModel(undefined, config, knowledge)
  const model = simulator ? failingModel(chosen, simulator.modelFaults, clock.after) : chosen
  const guarded = await guardModel(model, { settings: config, store, shared: leases !== undefined, clock, log })
  const readsAll = config.readApi === 'partner'
  const metrics = createMetrics({ version, store: kind, clock, log })
  const measuring = createMeasuring({ metrics, log, readsAll })

  const { answering, staffUsers, retention, promptsDir, knowledgeDir, profile } = config
  let { publicUrl } = config
  const staffGroup = config.staffGroup ?? simulator?.staffGroup
  const language = config.staffLanguage ?? staffLanguageOf(policy.language)
  const telling = createTelling({ settings: config, group: staffGroup, line, language, service, now: clock.now, log })
  const testers = answering.mode === 'testers' ? new Set(answering.testers) : undefined
  const learn = learnedFiles({ knowledgeDir, casesDir: casesDir(promptsDir, profile) })
  const drafts = await openDrafts({ documents, learn, log })
  const runner = createRunner({
    store,
    leases,
    line,
    contents,
    model: guarded.model,
    spending: guarded.spending,
    queue: guarded.queue,
    measuring,
    knowledge,
    prompts,
    office,
    service,
    forgotten: (conversation) => drafts.forget(conversation),
    notifier: telling,
    canTell: telling.isOn,
    consoleUrl: () => (publicUrl === undefined ? undefined : `${publicUrl}/console`),
    observe: answering.mode === 'observe',
    testers,
    readsAll,
    retention,
    clock,
    waker: timerWaker(clock),
    log,
    pushDailyCap: config.pushDailyCap,
    pushCount,
  })
  // What is set for everybody counts at once for those who wait: a pause that ends, staff who are told now, other hours.
  const wakeAll = () => {
    runner.wakeAll().catch((error: unknown) => log.error({ err: error }, 'those who wait could not be looked at again'))
  }
  // What another process has done is owed there.
  store.onCommit((conversation, elsewhere) => elsewhere && measuring.gone(conversation))
  files.onChange(wakeAll)
  service.onChange(wakeAll)
  const privacy = await servePrivacy({ folder, retention, store, contents, drafts, audit, runner, clock, log })
  opened.push(() => privacy.close())

  const ending = new AbortController()
  const ready = async () => !ending.signal.aborted && (await store.ready())
  metrics.watch({ outbox: measuring.outbox, counts: store.counts, ready, telling: telling.health })
  metrics.watch({ breaker: guarded.health, spend: guarded.spending.state })
  const console = await openConsole(config, {
    documents,
    files,
    guarded,
    audit,
    drafts,
    store,
    line,
    staff: createStaff({ store, clock, runner, newId: randomUUID }),
    contents,
    service,
    telling: telling.health,
    metrics,
    price: priceInLine(line, staffGroup, staffUsers),
    ending: ending.signal,
    clock,
    log,
  })
  const app = createApp({
    store,
    clock,
    log,
    wake: runner.wake,
    validSignature: (body, signature) => validSignature(body, channel.secrets, signature),
    draining: () => ending.signal.aborted,
    shared: leases !== undefined,
    webhookAnswered: metrics.webhook,
    staffGroup,
    staffUsers,
    presses: createPresses({ store, line, runner, words: createStaffWords(language), audit, clock, log }),
    testers,
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
  opened.push(async () => {
    ending.abort()
    await runner.drain()
  })

  const canTellInLine = staffGroup !== undefined || staffUsers.length > 0
  const inLine = canTellInLine ? (service.current().tellInLine ? 'on' : 'off') : undefined
  sayAtStart(config, { line, policy, inLine, console: console.isOn, log })
  await resume(runner)
  const urls = {
    webhook: `${origin}/webhook`,
    simulator: simulator?.url,
    console: console.isOn ? `${origin}/console` : undefined,
    metrics: watched?.url,
  }
  return { welcome: welcomeText(config, urls, { name: model.name, decides: files.decides }), urls }
}

/** Longer than load balancers keep idle connections (a minute): or one would send a request into one that just closes. */
const keepAliveTimeout = 75_000
/** LINE's bodies come in one piece; who takes longer than this (ms) is not LINE. */
const patience = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 2_000, keepAliveTimeout }

function serverOf(app: ReturnType<typeof createApp>): Server {
  const answer = app.callback()
  return createServer(patience, (request, response) => void answer(request, response))
}
