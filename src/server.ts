/** startServer(config): one kidoku, from configuration to listening port, and back. Part of the entry: it chooses adapters. */
import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { openFilesStore } from './adapters/files/store.ts'
import { createGemini } from './adapters/gemini/gemini.ts'
import { createLine } from './adapters/line/line.ts'
import { validSignature } from './adapters/line/signature.ts'
import { loadKnowledge } from './adapters/markdown/knowledge.ts'
import { loadPrompts } from './adapters/markdown/prompts.ts'
import { createWebhookNotifier } from './adapters/notify/webhook.ts'
import { createOffline } from './adapters/offline/offline.ts'
import { systemClock } from './adapters/time/clock.ts'
import { timerWaker } from './adapters/time/waker.ts'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { accessOf } from './console/access.ts'
import { createConsole } from './console/console.ts'
import { createRunner } from './flow/runner.ts'
import { createStaff } from './flow/staff.ts'
import type { Line } from './ports/line.ts'
import type { Log } from './ports/log.ts'
import { failingModel } from './simulator/failing-model.ts'
import { startSimulator, type Simulator } from './simulator/index.ts'
import { originOf, warnOfBotSettings, warnOfTelling, welcomeText } from './start-up.ts'

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
  // What is played has a folder of its own: invented customers never wait among real ones.
  const folder = config.mode === 'simulator' ? join(config.dataDir, 'simulator') : config.dataDir
  const store = await openFilesStore({ folder, log, onLost })
  const opened: (() => Promise<void>)[] = [() => store.close()]
  const close = async (): Promise<void> => {
    for (const one of opened.toReversed()) await one()
  }
  try {
    const simulator = config.mode === 'simulator' ? await simulate(config, folder) : undefined
    if (simulator) opened.push(() => simulator.simulator.close())
    const channel = config.mode === 'line' ? config.channel : simulator!.channel
    const line = createLine({
      channelAccessToken: channel.accessToken,
      apiBaseUrl: channel.apiBaseUrl,
      dataApiBaseUrl: channel.dataApiBaseUrl,
    })
    const answering = config.gemini ? createGemini(config.gemini) : createOffline(knowledge)
    const model = simulator ? failingModel(answering, simulator.simulator.modelFaults, clock.after) : answering
    const notifier = config.notifyWebhookUrl ? createWebhookNotifier(config.notifyWebhookUrl) : undefined
    const consoleUrl = config.publicUrl && `${config.publicUrl}/console`
    const waker = timerWaker(clock)
    const { pushDailyCap } = config
    const runner = createRunner({
      store,
      line,
      model,
      knowledge,
      prompts,
      notifier,
      consoleUrl,
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
      console: createConsole({ access, store, line, staff, clock, log, lineChats: !simulator }),
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
    if (config.mode === 'line') void checkBot(line, log)
    await runner.resume()
    const consoleAt = access.type === 'off' ? undefined : `${origin}/console`
    const urls = { webhook: `${origin}/webhook`, simulator: simulator?.simulator.url, console: consoleAt }
    return { welcome: welcomeText(config, urls, model.name), urls, stop: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** LINE, played on this machine: a channel of its own with a secret and a token made up for this run. */
async function simulate(config: Config & { mode: 'simulator' }, folder: string) {
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
  })
  const channel = { secrets: [secret], accessToken, apiBaseUrl: simulator.url, dataApiBaseUrl: simulator.url }
  return { simulator, channel }
}

/** With a channel: whether this account lets Read be timed at all. */
async function checkBot(line: Line, log: Log): Promise<void> {
  try {
    warnOfBotSettings(await line.botInfo(5_000), log)
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
