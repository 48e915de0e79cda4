/** startServer(config): one kidoku, from configuration to listening port, and back. Part of the entry: it chooses adapters. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { BrokenAccounts, openAccounts } from './adapters/files/accounts.ts'
import { openAudit } from './adapters/files/audit.ts'
import { casesDir, openDrafts } from './adapters/files/drafts.ts'
import { keepContents } from './adapters/files/kept-contents.ts'
import { openService } from './adapters/files/service.ts'
import { openSessions } from './adapters/files/sessions.ts'
import { openFilesStore } from './adapters/files/store.ts'
import { createContents } from './adapters/line/contents.ts'
import { createLine } from './adapters/line/line.ts'
import { validSignature } from './adapters/line/signature.ts'
import { createTokens } from './adapters/line/tokens.ts'
import { openPromptFiles } from './adapters/markdown/prompt-files.ts'
import { createMetrics } from './adapters/metrics/prometheus.ts'
import { createStaffWords } from './adapters/notify/staff-words.ts'
import { staffLanguageOf } from './adapters/notify/words.ts'
import { systemClock } from './adapters/time/clock.ts'
import { timerWaker } from './adapters/time/waker.ts'
import { createApp } from './app.ts'
import { chooseModel } from './choose-model.ts'
import type { Config, LineChannel, ReadApi } from './config.ts'
import { accessOf } from './console/access.ts'
import { createConsole } from './console/console.ts'
import type { Chats } from './console/words.ts'
import { dataFolder } from './data-folder.ts'
import { createBreaker } from './flow/breaker.ts'
import { createMeasuring } from './flow/measuring.ts'
import { createPresses } from './flow/presses.ts'
import { createQueue } from './flow/queue.ts'
import { createRunner } from './flow/runner.ts'
import { openSpending } from './flow/spending.ts'
import { createStaff } from './flow/staff.ts'
import { tryPrompt } from './flow/try-prompt.ts'
import { listen, shut } from './listening.ts'
import { startMetricsServer } from './metrics-server.ts'
import { playLine } from './play-line.ts'
import type { AccountBook } from './ports/accounts.ts'
import type { Line } from './ports/line.ts'
import type { Log } from './ports/log.ts'
import type { ServiceSwitch } from './ports/service.ts'
import { openSources } from './open-sources.ts'
import { servePrivacy } from './privacy/serve.ts'
import { failingModel } from './simulator/failing-model.ts'
import { originOf, warnOfAnswering, warnOfBotSettings, warnOfTelling, welcomeText } from './start-up.ts'
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
  const { knowledge, prompts, experiments, office, decides } = files
  const folder = dataFolder(config)
  const store = await openFilesStore({ folder, log, onLost })
  opened.push(() => store.close())
  const isFirst = !existsSync(join(folder, 'service.json'))
  const service = await openService({ folder, clock, log })
  const played =
    config.mode === 'simulator' ? await playLine(config, folder, prompts.current().policy.sender_name) : undefined
  if (played) opened.push(() => played.simulator.close())
  // Whoever tries kidoku sees the staff's cards at once; they cost nothing there.
  if (played && isFirst) await service.change({ tellInLine: { by: 'kidoku', at: clock.now() } })
  const channel: LineChannel = config.mode === 'line' ? config.channel : played!.channel
  const { secrets, apiBaseUrl, dataApiBaseUrl } = channel
  const tokens = createTokens(channel.token, { secrets, folder, apiBaseUrl, log, now: clock.now })
  const line = createLine({ tokens, apiBaseUrl })
  const contents = keepContents(createContents({ tokens, dataApiBaseUrl, log }), {
    folder: join(folder, 'content'),
    ms: config.keepContentMs ?? 0,
    clock,
    log,
  })
  opened.push(() => contents.close())
  const chosen = chooseModel(undefined, config, knowledge)
  const model = played ? failingModel(chosen, played.simulator.modelFaults, clock.after) : chosen
  const breaker = createBreaker({ clock, log })
  const limits = { tokens: config.tokensPerDay, dollars: config.spendPerDay }
  const prices = config.modelPrices?.models
  const spending = await openSpending({ limits, prices, store, clock, log })
  const metrics = createMetrics({ version, store: 'files', clock, log })
  const measuring = createMeasuring({ metrics, log, readsAll: config.readApi === 'partner' })

  const { pushDailyCap, answering, staffUsers } = config
  let { publicUrl } = config
  const staffGroup = config.staffGroup ?? played?.simulator.staffGroup
  const language = config.staffLanguage ?? staffLanguageOf(prompts.current().policy.language)
  const telling = createTelling({ settings: config, group: staffGroup, line, language, service, now: clock.now, log })
  const testers = answering.mode === 'testers' ? new Set(answering.testers) : undefined
  const { knowledgeDir, promptsDir, profile } = config
  const drafts = await openDrafts({ folder, knowledgeDir, casesDir: casesDir(promptsDir, profile), log })
  const runner = createRunner({
    store,
    line,
    contents,
    model: breaker.guard(model),
    spending,
    queue: createQueue(config.judgementsAtOnce, clock),
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
    readsAll: config.readApi === 'partner',
    retention: config.retention,
    clock,
    waker: timerWaker(clock),
    log,
    pushDailyCap,
  })
  // What is set for everybody counts at once for those who wait: a pause that ends, staff who are told now, other hours.
  const wakeAll = () => {
    runner.wakeAll().catch((error: unknown) => log.error({ err: error }, 'those who wait could not be looked at again'))
  }
  files.onChange(wakeAll)
  const changing: ServiceSwitch = {
    current: service.current,
    async change(change) {
      await service.change(change)
      wakeAll()
    },
  }
  const audit = openAudit(folder)
  const kept = { folder, retention: config.retention, store, contents, drafts, audit }
  const privacy = await servePrivacy({ ...kept, runner, clock, log })
  opened.push(() => privacy.close())
  const staff = createStaff({ store, clock, runner, newId: randomUUID })
  const presses = createPresses({ store, line, runner, words: createStaffWords(language), audit, clock, log })

  const accounts = openAccounts(folder)
  const hasAccounts = await hasAny(accounts, log)
  const access = accessOf({ password: config.consolePassword, simulator: !!played, host: config.host })
  const ending = new AbortController()
  const ready = async () => !ending.signal.aborted && (await store.ready())
  metrics.watch({ outbox: measuring.outbox, counts: store.counts, ready, telling: telling.health })
  metrics.watch({ breaker: breaker.state, spend: spending.state })
  const app = createApp({
    store,
    clock,
    log,
    wake: runner.wake,
    validSignature: (body, signature) => validSignature(body, channel.secrets, signature),
    draining: () => ending.signal.aborted,
    webhookAnswered: metrics.webhook,
    staffGroup,
    staffUsers,
    presses,
    testers,
    console: createConsole({
      access,
      accounts,
      sessions: await openSessions({ folder, clock, log }),
      audit,
      drafts,
      store,
      line,
      staff,
      contents,
      answering,
      service: changing,
      telling: telling.health,
      modelHealth: breaker.state,
      spending,
      metrics,
      price: priceInLine(line, staffGroup, staffUsers),
      sources: files,
      knowledge,
      office,
      playground: {
        files: openPromptFiles(promptsDir),
        prompts,
        model: model.name,
        tryOut: (conversation, prompt, signal) =>
          tryPrompt(conversation, prompt, { model, knowledge, clock, log, office: office.at(clock.now()) }, signal),
      },
      experiments: { ...experiments, own: () => prompts.current().name },
      prices: config.modelPrices,
      ending: ending.signal,
      clock,
      log,
      chats: chatsOf(config),
    }),
    simulator: played && { url: () => played.simulator.url, chatUrl: played.simulator.chatUrl, look: runner.look },
  })
  const answer = app.callback()
  // LINE's bodies come in one piece; who takes longer than this (ms) is not LINE.
  const patience = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 2_000 }
  const http = createServer(patience, (request, response) => void answer(request, response))
  const { metricsPort } = config
  const watched = metricsPort === undefined ? undefined : await startMetricsServer(metricsPort, metrics, log)
  if (watched) opened.push(() => watched.close())
  const port = await listen(http, { port: config.port, host: config.host, setting: 'PORT' })
  opened.push(() => shut(http))
  const origin = originOf(config.host, port)
  // Whoever plays staff is on this machine too.
  if (played) publicUrl ??= origin
  played?.simulator.connect(`${origin}/webhook`, origin)
  opened.push(async () => {
    ending.abort()
    await runner.drain()
  })

  const isConsoleOn = access.type !== 'off' || hasAccounts
  const inLine = staffGroup !== undefined || staffUsers.length > 0
  warnOfTelling(
    {
      ...config,
      notifier: config.notifyWebhookUrl !== undefined,
      inLine: inLine ? (service.current().tellInLine ? 'on' : 'off') : undefined,
      console: isConsoleOn,
    },
    log,
  )
  if (config.keyLeftAlone) log.warn({}, 'OPENAI_API_KEY is set without OPENAI_MODEL: it is not used')
  warnOfAnswering(answering, log)
  if (config.mode === 'line') void checkBot(line, log, config.readApi)
  await runner.resume()
  const consoleAt = isConsoleOn ? `${origin}/console` : undefined
  const urls = {
    webhook: `${origin}/webhook`,
    simulator: played?.simulator.url,
    console: consoleAt,
    metrics: watched?.url,
  }
  return { welcome: welcomeText(config, urls, { name: model.name, decides }), urls }
}

/** Where staff see and answer customers: LINE has no Chat for an account with the old endpoint. */
function chatsOf({ mode, readApi }: Config): Chats {
  if (mode === 'simulator') return 'simulator'
  return readApi === 'partner' ? 'elsewhere' : 'line'
}

/** With a channel: whether this account lets Read be timed at all. */
async function checkBot(line: Line, log: Log, readApi: ReadApi): Promise<void> {
  try {
    warnOfBotSettings(await line.botInfo(5_000), log, readApi)
  } catch (error) {
    log.warn({ err: error }, 'LINE could not be asked about this account; kidoku goes on and tries with each message')
  }
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
