/**
 * `npm run lab`: prompts judged, compared and replayed. It chooses the adapters that the commands work with. It ends with
 * 0; 1 when something is worse than it may be, or could not be judged; 2 when it cannot be done as asked.
 */
import { join } from 'node:path'
import { casesDir } from '../adapters/files/learned.ts'
import { NoSuchFolder, readConversations } from '../adapters/files/read-conversations.ts'
import { createLog } from '../adapters/log/pino.ts'
import { BrokenFile } from '../adapters/markdown/broken-file.ts'
import { loadKnowledge } from '../adapters/markdown/knowledge.ts'
import { loadPrompts } from '../adapters/markdown/prompts.ts'
import { loadOfficeHours } from '../adapters/office/office-hours.ts'
import { databaseFault } from '../adapters/postgres/unreachable.ts'
import { systemClock } from '../adapters/time/clock.ts'
import { chooseModel, NoSuchModel } from '../choose-model.ts'
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
import { runSchema } from './schema.ts'

// Replays are made of what customers wrote: new files and folders are for this user alone.
process.umask(0o077)

// Whoever pipes into `head` has read enough; what is written down is written all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2))

async function run([name, ...argv]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(usage)
    return 0
  }
  const commands: Record<string, (config: Config) => LabCommand> = {
    eval: () => runEval,
    compare: () => runCompare,
    replay(config) {
      const url = databaseOf(config)
      const folder = url === undefined ? dataFolder(config) : 'the database of DATABASE_URL'
      return (argv, io) => {
        const read = () => (url === undefined ? readConversations(folder) : readDatabase(url, io.log))
        return runReplay(argv, io, { folder, read })
      }
    },
    schema: () => runSchema,
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) return refuse(`there is no command ${name}: there are ${Object.keys(commands).join(', ')}\n\n${usage}`)
  const settings = loadConfig()
  if (!settings.ok) return refuse(describeProblems(settings.problems))
  try {
    return await command(settings.config)(argv, openIo(settings.config))
  } catch (error) {
    const foreseen = [WrongCommand, BrokenFile, NoSuchFolder].some((type) => error instanceof type)
    const url = databaseOf(settings.config)
    const words = error instanceof Error && foreseen ? error.message : url && databaseFault(error, url)
    if (!words) throw error
    return refuse(words)
  }
}

/** It is loaded only here. */
async function* readDatabase(url: string, log: Log): AsyncGenerator<ReadConversation> {
  const { readConversationsAt } = await import('../adapters/postgres/read-conversations.ts')
  yield* readConversationsAt(url, log)
}

function refuse(why: string): number {
  console.error(why)
  return 2
}

function openIo(config: Config): LabIo {
  const { promptsDir, profile, knowledgeDir, dataDir, logLevel } = config
  const stopping = new AbortController()
  // The first asks to stop, and keeps what is done; a second one ends it at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopping.abort(new Error(`stopped by ${signal}`)))
  }
  let knowledge: Promise<Knowledge> | undefined
  const openKnowledge = () => (knowledge ??= loadKnowledge(knowledgeDir))
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
      secrets: secretsOf(config),
      destination: { write: (line) => process.stderr.write(line) },
    }),
    clock: systemClock,
    signal: stopping.signal,
    folder: join(dataDir, 'lab'),
    casesDir: cases,
    openKnowledge,
    async openCases(dir = cases) {
      const { passages } = await openKnowledge()
      return loadCases(dir, new Set(passages().map(({ id }) => id)))
    },
    prompt: async (name) => (await loadPrompts(promptsDir, name)).current(),
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
