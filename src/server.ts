/** startServer(config): one kidoku, from configuration to listening port, and back. Part of the entry: it chooses adapters. */
import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { keepContents } from './adapters/files/kept-contents.ts'
import { openFilesStore } from './adapters/files/store.ts'
import { createGemini } from './adapters/gemini/gemini.ts'
import { createContents } from './adapters/line/contents.ts'
import { createLine } from './adapters/line/line.ts'
import { validSignature } from './adapters/line/signature.ts'
import { createTokens } from './adapters/line/tokens.ts'
import { loadKnowledge } from './adapters/markdown/knowledge.ts'
import { loadPrompts } from './adapters/markdown/prompts.ts'
import { createWebhookNotifier } from './adapters/notify/webhook.ts'
import { createOffline } from './adapters/offline/offline.ts'
import { systemClock } from './adapters/time/clock.ts'
import { timerWaker } from './adapters/time/waker.ts'
import { createApp } from './app.ts'
import type { Config, LineChannel, ReadApi } from './config.ts'
import { accessOf } from './console/access.ts'
import { createConsole } from './console/console.ts'
import type { Chats } from './console/words.ts'
import { createRunner } from './flow/runner.ts'
import { createStaff } from './flow/staff.ts'
import type { Line } from './ports/line.ts'
import type { Log } from './ports/log.ts'
import { failingModel } from './simulator/failing-model.ts'
import { startSimulator, type Simulator } from './simulator/index.ts'
import { originOf, warnOfAnswering, warnOfBotSettings, warnOfTelling, welcomeText } from './start-up.ts'

/** The profile of the shop that the simulator plays by itself. */
const bakery = 'assistant'

/** Somebody else listens where we should. */
export class PortTaken extends Error {
  override name = 'PortTaken'
}

export interface Running {
  /** For a person at a terminal: where to look. */
  welcome: string
  urls: { webhook: string; simulator?: string; console?: string }
  /** Stops intake, lets attempts end, parks the rest, and lets go of the data folder. */
  stop(): Promise<void>
}

/**
 * @param onLost the data folder was taken by another process: nothing may be written any more
 * @throws BrokenFile, FolderTaken, PortTaken: their message says what to do
 */
export async function startServer(config: Config, log: Log, onLost: () => void): Promise<Running> {
  const clock = systemClock
  const knowledge = await loadKnowledge(config.knowledgeDir)
  const prompts = await loadPrompts(config.promptsDir, config.profile)
  const { profile, knowledgeDir } = config
  log.info({ profile, knowledgeDir, passages: knowledge.passages().length }, 'prompt and knowledge are read')
  // The offline model knows no topics: all it says is `other`.
  const decides = config.gemini !== undefined || !prompts.current().policy.always_human.includes('other')
  if (!decides) {
    log.warn(
      { profile },
      'NOTHING IS DECIDED WITHOUT A MODEL: under this profile all but greetings goes to a person until GEMINI_API_KEY is set',
    )
  }
  if (config.keepContentMs !== undefined && !config.gemini) {
    log.warn({}, 'KEEP_CONTENT keeps only what a model looked at, and without GEMINI_API_KEY nothing is looked at')
  }
  // What is played has a folder of its own, each shop's by itself: invented customers never wait among real ones.
  const played = profile === bakery ? 'simulator' : `simulator-${profile}`
  const folder = config.mode === 'simulator' ? join(config.dataDir, played) : config.dataDir
  const store = await openFilesStore({ folder, log, onLost })
  const opened: (() => Promise<void>)[] = [() => store.close()]
  const close = async (): Promise<void> => {
    for (const one of opened.toReversed()) await one()
  }
  try {
    const simulator =
      config.mode === 'simulator' ? await simulate(config, folder, prompts.current().policy.sender_name) : undefined
    if (simulator) opened.push(() => simulator.simulator.close())
    const channel: LineChannel = config.mode === 'line' ? config.channel : simulator!.channel
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
    const chosen = config.gemini ? createGemini(config.gemini) : createOffline(knowledge)
    const model = simulator ? failingModel(chosen, simulator.simulator.modelFaults, clock.after) : chosen
    const notifier = config.notifyWebhookUrl ? createWebhookNotifier(config.notifyWebhookUrl) : undefined
    const consoleUrl = config.publicUrl && `${config.publicUrl}/console`
    const waker = timerWaker(clock)
    const { pushDailyCap, answering, staffGroup } = config
    const testers = answering.mode === 'testers' ? new Set(answering.testers) : undefined
    const runner = createRunner({
      store,
      line,
      contents,
      model,
      knowledge,
      prompts,
      notifier,
      consoleUrl,
      observe: answering.mode === 'observe',
      testers,
      readsAll: config.readApi === 'partner',
      clock,
      waker,
      log,
      pushDailyCap,
    })

    const access = accessOf({ password: config.consolePassword, simulator: !!simulator, host: config.host })
    const staff = createStaff({ store, clock, runner, newId: randomUUID })

    let draining = false
    const app = createApp({
      store,
      clock,
      log,
      wake: runner.wake,
      validSignature: (body, signature) => validSignature(body, channel.secrets, signature),
      draining: () => draining,
      staffGroup,
      testers,
      console: createConsole({ access, store, line, staff, contents, answering, clock, log, chats: chatsOf(config) }),
      simulator: simulator && { url: () => simulator.simulator.url, look: runner.look },
    })
    const answer = app.callback()
    // LINE's bodies come in one piece; who takes longer than this (ms) is not LINE.
    const patience = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 2_000 }
    const http = createServer(patience, (request, response) => void answer(request, response))
    const port = await listen(http, config.port, config.host)
    opened.push(() => shut(http))
    const origin = originOf(config.host, port)
    simulator?.simulator.connect(`${origin}/webhook`, origin)
    opened.push(async () => {
      draining = true
      await runner.drain()
    })

    warnOfTelling({ ...config, notifier: notifier !== undefined, console: access.type !== 'off' }, log)
    warnOfAnswering(answering, log)
    if (config.mode === 'line') void checkBot(line, log, config.readApi)
    await runner.resume()
    const consoleAt = access.type === 'off' ? undefined : `${origin}/console`
    const urls = { webhook: `${origin}/webhook`, simulator: simulator?.simulator.url, console: consoleAt }
    return { welcome: welcomeText(config, urls, { name: model.name, decides }), urls, stop: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Where staff see and answer customers: LINE has no Chat for an account with the old endpoint. */
function chatsOf({ mode, readApi }: Config): Chats {
  if (mode === 'simulator') return 'simulator'
  return readApi === 'partner' ? 'elsewhere' : 'line'
}

/** LINE, played on this machine: a channel of its own with a secret and a token made up for this run. */
async function simulate(config: Config & { mode: 'simulator' }, folder: string, senderName = config.profile) {
  const secret = randomBytes(16).toString('hex')
  const accessToken = randomUUID()
  const simulator: Simulator = await startSimulator({
    host: config.host,
    port: config.simulatorPort,
    // Told once the server listens.
    webhookUrl: 'http://127.0.0.1:0/webhook',
    channelSecret: secret,
    channelAccessToken: accessToken,
    stateFile: join(folder, 'phones.json'),
    // The simulator's own name and suggestions are the bakery's.
    ...(config.profile === bakery ? {} : { displayName: senderName.split(' · ')[0], suggestions: false }),
  })
  const urls = { apiBaseUrl: simulator.url, dataApiBaseUrl: simulator.url }
  const channel: LineChannel = { secrets: [secret], token: { type: 'long_lived', accessToken }, ...urls }
  return { simulator, channel }
}

/** With a channel: whether this account lets Read be timed at all. */
async function checkBot(line: Line, log: Log, readApi: ReadApi): Promise<void> {
  try {
    warnOfBotSettings(await line.botInfo(5_000), log, readApi)
  } catch (error) {
    log.warn({ err: error }, 'LINE could not be asked about this account; kidoku goes on and tries with each message')
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE'
      const remedy = `port ${port} on ${host} is taken: stop the other program, or set PORT to a free one`
      reject(taken ? new PortTaken(remedy) : error)
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** Stops listening; a connection with nothing on it is not waited for, and one with half a request not for long. */
function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const over = setTimeout(() => server.closeAllConnections(), 2_000)
    server.close(() => {
      clearTimeout(over)
      resolve()
    })
    server.closeIdleConnections()
  })
}
