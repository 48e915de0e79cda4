/**
 * The entry: reads the configuration, chooses adapters, starts and stops. Without a channel it starts the simulator,
 * which plays LINE; without a key the offline model answers from the knowledge passages alone.
 */
import { loadConfig, describeProblems, secretsOf, type GoodConfig } from './config.ts'
import { BrokenFile } from './adapters/markdown/broken-file.ts'
import { HalfRestored } from './adapters/files/half-restored.ts'
import { FolderTaken } from './adapters/files/lock.ts'
import { NotPrivate } from './adapters/files/private-folder.ts'
import { createLog } from './adapters/log/pino.ts'
import { databaseFault } from './adapters/postgres/unreachable.ts'
import { PortTaken } from './listening.ts'
import { databaseOf } from './open-store.ts'
import { startServer } from './server.ts'
import { remedyFor } from './start-up.ts'

// What customers wrote is nobody else's on this computer: new files and folders are for this user alone.
process.umask(0o077)

/** SIGTERM: stop intake, finish or park turns within 20 s (ms). */
const longestStop = 20_000

const read = loadConfig()
if (!read.ok) {
  console.error(`kidoku cannot start:\n${describeProblems(read.problems)}`)
  process.exit(1)
}
await run(read)

async function run({ config, variable, secrets }: GoodConfig): Promise<void> {
  const pretty = process.stdout.isTTY
  const log = createLog(config.logLevel, { pretty, secrets: [...secretsOf(config), ...secrets] })
  try {
    // Asked to end while it starts, it ends once it has: what is half open would be left so.
    let stopping = false
    const starting = startServer(config, { log, onLost: () => process.exit(1), variable })
    const stop = (signal: string): void => {
      if (stopping) return
      stopping = true
      log.info({ signal }, 'stopping: no new messages are taken in; turns are finished or parked')
      setTimeout(() => process.exit(1), longestStop).unref()
      const stopped = starting.then((server) => server.stop())
      stopped.then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'stopping failed')
          process.exit(1)
        },
      )
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    const server = await starting
    if (pretty) console.log(server.welcome)
    else log.info({ ...server.urls }, 'kidoku is up')
  } catch (error) {
    // What somebody can mend is said in a sentence; only what nobody foresaw shows where it happened.
    const foreseen = [BrokenFile, FolderTaken, HalfRestored, NotPrivate, PortTaken].some(
      (type) => error instanceof type,
    )
    const url = databaseOf(config)
    const fault = url === undefined ? undefined : databaseFault(error, url)
    const words = error instanceof Error && foreseen ? error.message : (fault ?? remedyFor(error, config))
    if (words) console.error(`kidoku cannot start:\n${words}`)
    else log.error({ err: error }, 'kidoku cannot start')
    process.exit(1)
  }
}
