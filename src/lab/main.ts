/**
 * `npm run lab`: prompts judged, compared and replayed. It chooses the adapters that the commands work with. It ends with
 * 0; 1 when something is worse than it may be, or could not be judged; 2 when it cannot be done as asked.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { casesDir } from '../adapters/files/learned.ts'
import { NoSuchFolder, readConversations } from '../adapters/files/read-conversations.ts'
import { parsed, textOf } from '../adapters/files/reading.ts'
import { createLog } from '../adapters/log/pino.ts'
import { loadSystems, type LoadedSystems } from '../adapters/look-ups/declared-systems.ts'
import { BrokenFile } from '../adapters/markdown/broken-file.ts'
import { loadKnowledge } from '../adapters/markdown/knowledge.ts'
import { loadPrompts } from '../adapters/markdown/prompts.ts'
import { loadOfficeHours } from '../adapters/office/office-hours.ts'
import { databaseFault } from '../adapters/postgres/unreachable.ts'
import { systemClock } from '../adapters/time/clock.ts'
import { chooseModel, NoSuchModel } from '../choose-model.ts'
import { chooseChannel, takeChannel } from '../channel-choice.ts'
import { describeProblems, loadConfig, secretsOf, type Config } from '../config.ts'
import { dataFolder } from '../data-folder.ts'
import { databaseOf } from '../open-store.ts'
import type { ReadConversation } from '../ports/conversations.ts'
import type { Knowledge } from '../ports/knowledge.ts'
import type { Log } from '../ports/log.ts'
import { loadCases } from './cases.ts'
import { usage, WrongCommand } from './command.ts'
import { runCompare } from './compare/command.ts'
import { runEval } from './eval/eval.ts'
import type { LabCommand, LabIo } from './io.ts'
import { runReplay } from './replay/command.ts'
import type { ConversationsReader } from './replay/gather.ts'
import { runSchema } from './schema.ts'

// Replays are made of what customers wrote: new files and folders are for this user alone.
process.umask(0o077)

// Whoever pipes into `head` has read enough; what is written down is written all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

interface Command {
  /** Where several channels have the same of these, none has to be named. */
  by: Parameters<typeof chooseChannel>[2]
  /** @param channel the one that was named, of several */
  command: (config: Config, channel?: string) => LabCommand
}

const all = ['promptsDir', 'profile', 'knowledgeDir'] as const

/** Only what is looked at: src/adapters/documents/destinations.ts owns it. */
const destinations = z.object({ accounts: z.record(z.string(), z.object({ channel: z.string() })) })

process.exitCode = await run(process.argv.slice(2))

async function run(words: string[]): Promise<number> {
  const taken = takeChannel(words)
  if (!taken.ok) return refuse(taken.why)
  const [name, ...argv] = taken.rest
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(usage)
    return 0
  }
  const commands: Record<string, Command> = {
    eval: { by: all, command: () => runEval },
    compare: { by: all, command: () => runCompare },
    replay: {
      by: all,
      command: (config, channel) => (argv, io) => runReplay(argv, io, pastOf(config, io.log, channel)),
    },
    schema: { by: ['promptsDir'], command: () => runSchema },
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) return refuse(`there is no command ${name}: there are ${Object.keys(commands).join(', ')}\n\n${usage}`)
  const settings = loadConfig()
  if (!settings.ok) return refuse(describeProblems(settings.problems))
  const isHelp = argv.some((word) => word === '--help' || word === '-h')
  const chosen = chooseChannel(settings.config, taken.name, isHelp ? [] : command.by)
  if (!chosen.ok) return refuse(chosen.why)
  try {
    const io = openIo(chosen.config, secretsOf(settings.config))
    return await command.command(chosen.config, chosen.channel?.name)(argv, io)
  } catch (error) {
    const foreseen = [WrongCommand, BrokenFile, NoSuchFolder].some((type) => error instanceof type)
    const url = databaseOf(settings.config)
    const words = error instanceof Error && foreseen ? error.message : url && databaseFault(error, url)
    if (!words) throw error
    return refuse(words)
  }
}

/** What is kept of a shop, or of one of its channels. */
function pastOf(config: Config, log: Log, channel?: string): ConversationsReader {
  const url = databaseOf(config)
  const folder = url === undefined ? dataFolder(config) : 'the database of DATABASE_URL'
  return {
    folder,
    async *read() {
      const accounts = channel === undefined ? undefined : await accountsOf(channel, url, folder, log)
      for await (const one of url === undefined ? readConversations(folder) : readDatabase(url, log)) {
        if (!accounts || !one.ok || accounts.includes(one.conversation.destination)) yield one
      }
    },
  }
}

/** It is loaded only here. */
async function* readDatabase(url: string, log: Log): AsyncGenerator<ReadConversation> {
  const { readConversationsAt } = await import('../adapters/postgres/read-conversations.ts')
  yield* readConversationsAt(url, log)
}

/** The LINE accounts of a channel, as its server has kept them. @throws WrongCommand when it knows of none */
async function accountsOf(channel: string, url: string | undefined, folder: string, log: Log): Promise<string[]> {
  const kept = url === undefined ? await keptIn(folder) : await keptAt(url, log)
  const all = Object.entries(destinations.safeParse(kept).data?.accounts ?? {})
  const accounts = all.flatMap(([account, one]) => (one.channel === channel ? [account] : []))
  if (accounts.length > 0) return accounts
  throw new WrongCommand(
    `it is not known which conversations are those of ${channel}: start the server once (npm start)`,
  )
}

async function keptIn(folder: string): Promise<unknown> {
  return parsed((await textOf(join(folder, 'destinations.json'))) ?? '')
}

async function keptAt(url: string, log: Log): Promise<unknown> {
  const { openDatabase } = await import('../adapters/postgres/database.ts')
  const database = openDatabase({ url, connections: 1, log })
  try {
    const { rows } = await database.query("SELECT value FROM kidoku.documents WHERE name = 'destinations'")
    return z.object({ value: z.unknown() }).safeParse(rows[0]).data?.value
  } finally {
    await database.close()
  }
}

function refuse(why: string): number {
  console.error(why)
  return 2
}

function openIo(config: Config, secrets: string[]): LabIo {
  const { promptsDir, profile, knowledgeDir, dataDir, logLevel } = config
  const stopping = new AbortController()
  // The first asks to stop, and keeps what is done; a second one ends it at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopping.abort(new Error(`stopped by ${signal}`)))
  }
  let knowledge: Promise<Knowledge> | undefined
  const openKnowledge = () => (knowledge ??= loadKnowledge(knowledgeDir))
  let systems: Promise<LoadedSystems> | undefined
  const openSystems = () => (systems ??= loadSystems(promptsDir))
  const cases = casesDir(promptsDir, profile)
  const pretty = process.stderr.isTTY
  return {
    config,
    out: (line) => console.log(line),
    say: (line) => console.error(line),
    terminal: pretty ? process.stderr : undefined,
    // Each judgement is a line in the table: only what nobody foresaw is told beside it.
    log: createLog(logLevel === 'debug' || logLevel === 'silent' ? logLevel : 'error', {
      pretty,
      secrets,
      destination: { write: (line) => process.stderr.write(line) },
    }),
    clock: systemClock,
    signal: stopping.signal,
    folder: join(dataDir, 'lab'),
    casesDir: cases,
    openKnowledge,
    openSystems,
    async openCases(dir = cases) {
      const { passages } = await openKnowledge()
      return loadCases(dir, new Set(passages().map(({ id }) => id)), await openSystems())
    },
    async prompt(name) {
      const prompt = (await loadPrompts(promptsDir, name)).current()
      const mistakes = (await openSystems()).mistakesOf(prompt)
      if (mistakes.length > 0) throw new BrokenFile(mistakes)
      return prompt
    },
    openOffice: () => loadOfficeHours(promptsDir, profile),
    async model(spec, kept) {
      const problem = (line: string) => console.error(line)
      const recording = kept && { ...kept, folder: join(promptsDir, 'recorded'), problem }
      try {
        return chooseModel(spec, config, await openKnowledge(), recording)
      } catch (error) {
        throw error instanceof NoSuchModel ? new WrongCommand(error.message) : error
      }
    },
  }
}
