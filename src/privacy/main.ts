/**
 * `npm run forget`, `export`, `backup` and `restore`: the data folder, or the database, in the hands of its owner. It ends
 * with 1 when nothing was done, or something is left that should be gone.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openAccounts } from '../adapters/documents/accounts.ts'
import { openDrafts } from '../adapters/documents/drafts.ts'
import { openAudit } from '../adapters/files/audit.ts'
import { openFileDocuments } from '../adapters/files/documents.ts'
import { HalfRestored } from '../adapters/files/half-restored.ts'
import { keepContents } from '../adapters/files/kept-contents.ts'
import { casesDir, learnedFiles } from '../adapters/files/learned.ts'
import { FolderTaken } from '../adapters/files/lock.ts'
import { NoSuchFolder } from '../adapters/files/read-conversations.ts'
import { openFilesStore } from '../adapters/files/store.ts'
import { createLog } from '../adapters/log/pino.ts'
import { databaseFault } from '../adapters/postgres/unreachable.ts'
import { systemClock } from '../adapters/time/clock.ts'
import { describeProblems, loadConfig, secretsOf, type Config } from '../config.ts'
import { dataFolder } from '../data-folder.ts'
import { forget, type Forgotten } from '../flow/forget.ts'
import { databaseOf } from '../open-store.ts'
import type { Contents } from '../ports/contents.ts'
import type { Learn } from '../ports/drafts.ts'
import type { Holdings } from '../ports/holdings.ts'
import type { Log } from '../ports/log.ts'
import { aloneWith } from './alone.ts'
import { backupCommand, usage as backupUsage } from './backup-command.ts'
import { askControl } from './control.ts'
import { exportCommand, usage as exportUsage } from './export-command.ts'
import { holdingsOf } from './folder-holdings.ts'
import { forgetCommand, usage as forgetUsage } from './forget-command.ts'
import { instead, saidAfter } from './in-database.ts'
import { inSentences, Refused } from './refused.ts'
import { restoreCommand, usage as restoreUsage } from './restore-command.ts'
import { lock, progress, say, userName } from './terminal.ts'

// What customers wrote is nobody else's on this computer: new files and folders are for this user alone.
process.umask(0o077)

const usages = new Map([
  ['forget', forgetUsage],
  ['export', exportUsage],
  ['backup', backupUsage],
  ['restore', restoreUsage],
])

const unknown = 'npm run forget | export | backup | restore; docs/privacy.md and docs/backup.md tell more'

/** It is not fetched here. */
const nowhere: Contents = { see: () => Promise.resolve({ type: 'unseen', why: 'not_there' }) }

process.exitCode = await run(process.argv.slice(2))

async function run([name, ...args]: readonly string[]): Promise<number> {
  const usage = args.some((one) => one === '--help' || one === '-h') ? usages.get(name ?? '') : undefined
  if (usage !== undefined) {
    console.log(usage)
    return 0
  }
  const read = loadConfig()
  if (!read.ok) {
    const why = 'The settings are wrong, so it is not clear which data folder is meant:'
    console.error(`${why}\n${describeProblems(read.problems)}`)
    return 1
  }
  const url = databaseOf(read.config)
  const toStderr = { write: (line: string) => process.stderr.write(line) }
  const log = createLog('warn', {
    pretty: process.stderr.isTTY,
    destination: toStderr,
    secrets: secretsOf(read.config),
  })
  try {
    const work = () => (url === undefined ? obey(name, args, read.config) : obeyIn(url, name, args, read.config, log))
    return await inSentences(work)
  } catch (error) {
    const foreseen = [Refused, FolderTaken, HalfRestored, NoSuchFolder].some((type) => error instanceof type)
    const words = error instanceof Error && foreseen ? error.message : url && databaseFault(error, url)
    if (words) console.error(words)
    else if (url === undefined) console.error(error)
    // It may quote where the database is.
    else log.error({ err: error }, 'it could not be done, for a reason that nobody foresaw')
    return 1
  }
}

async function obey(name: string | undefined, args: readonly string[], config: Config): Promise<number> {
  const folder = dataFolder(config)
  const now = (): number => Date.now()
  switch (name) {
    case 'forget':
      return (await forgetCommand(args, {
        holdings: holdingsOf(folder),
        erase: (who) => erase(who, folder, config),
        say,
      }))
        ? 0
        : 1
    case 'export':
      await exportCommand(args, { holdings: holdingsOf(folder), now: now(), say })
      return 0
    case 'backup':
      await backupCommand(args, { folder, now, say, progress })
      return 0
    case 'restore':
      await restoreCommand(args, { folder, lock, now, say })
      return 0
    case undefined:
    default:
      throw new Refused(unknown)
  }
}

/** By the running server, which has the folder; else with the folder's lock. */
async function erase(who: string, folder: string, config: Config): Promise<Forgotten> {
  const by = userName()
  const answer = await askControl(folder, { do: 'forget', who, by })
  if (answer?.ok) return answer.result
  if (answer) throw new Refused(`The running server could not erase it: ${answer.why}`)
  const log = createLog('warn', { pretty: process.stdout.isTTY })
  const clock = systemClock
  const store = await openFilesStore({ folder, log }).catch((error: unknown) => {
    if (!(error instanceof FolderTaken)) throw error
    throw new Refused(`A server has ${folder} and cannot be reached from here: stop it, and run this again.`)
  })
  // As long as can be: what is kept is not to be deleted for its age here.
  const contents = keepContents(nowhere, { folder: join(folder, 'content'), ms: Infinity, clock, log })
  try {
    const drafts = await openDrafts({ documents: openFileDocuments(folder, log), learn: learning(config), log })
    const audit = openAudit(folder)
    const runner = { alone: <T>(_: string, work: () => Promise<T>) => work(), wake: () => true }
    const forgotten = await forget(who, { store, runner, contents, drafts, audit, clock })
    await audit.write({ at: clock.now(), by, action: 'erased', from: 'command' })
    return forgotten
  } finally {
    await contents.close()
    await store.close()
  }
}

function learning({ knowledgeDir, promptsDir, profile }: Config): Learn {
  return learnedFiles({ knowledgeDir, casesDir: casesDir(promptsDir, profile) })
}

/** The same where a PostgreSQL keeps everything. It is loaded only here. */
async function obeyIn(
  url: string,
  name: string | undefined,
  args: readonly string[],
  config: Config,
  log: Log,
): Promise<number> {
  switch (name) {
    case 'forget':
      return (await forgetIn(url, args, config, log)) ? 0 : 1
    case 'export':
      await reading(url, log, (holdings) => exportCommand(args, { holdings, now: Date.now(), say }))
      return 0
    case 'backup':
      throw new Refused(instead.backup)
    case 'restore':
      if (args.join(' ') !== '--database') throw new Refused(instead.restore)
      return afterRestoreOf(url, log)
    case undefined:
    default:
      throw new Refused(unknown)
  }
}

async function forgetIn(url: string, args: readonly string[], config: Config, log: Log): Promise<boolean> {
  const { cleanUp, cleaningOf } = await import('../adapters/postgres/clean-up.ts')
  const folder = dataFolder(config)
  const isFolder = existsSync(join(folder, 'conversations'))
  return reading(url, log, (holdings) =>
    forgetCommand(args, {
      holdings,
      before: isFolder ? { holdings: holdingsOf(folder), ...instead.folder } : undefined,
      erase: (who) => eraseIn(url, who, config, log),
      cleanUp: async () => saidAfter.cleanUp((await cleanUp(url)).map(cleaningOf)),
      copies: instead.copies,
      say,
    }),
  )
}

/** With each conversation's lease, beside servers at work. */
async function eraseIn(url: string, who: string, config: Config, log: Log): Promise<Forgotten> {
  const postgres = await import('../adapters/postgres/index.ts')
  const store = await postgres.openPostgresStore({ url, connections: 4, log })
  const { database, news } = store
  const clock = systemClock
  // As long as can be: what is kept is not to be deleted for its age here.
  const contents = postgres.keepContentsInPostgres(nowhere, { queries: database, ms: Infinity, clock, log })
  try {
    const documents = postgres.openPostgresDocuments({ database, news, log })
    const drafts = await openDrafts({ documents, learn: learning(config), log })
    const audit = postgres.openPostgresAudit(database)
    const runner = aloneWith({ leases: store, store, clock })
    const forgotten = await forget(who, { store, runner, contents, drafts, audit, clock })
    await audit.write({ at: clock.now(), by: userName(), action: 'erased', from: 'command' })
    return forgotten
  } finally {
    await contents.close()
    await store.close()
  }
}

async function reading<T>(url: string, log: Log, work: (holdings: Holdings) => Promise<T>): Promise<T> {
  const { openDatabase } = await import('../adapters/postgres/database.ts')
  const { postgresHoldings } = await import('../adapters/postgres/holdings.ts')
  const database = openDatabase({ url, connections: 2, log })
  try {
    return await work(postgresHoldings(database))
  } finally {
    await database.close()
  }
}

async function afterRestoreOf(url: string, log: Log): Promise<number> {
  const { afterRestore } = await import('../adapters/postgres/after-restore.ts')
  const { openBeside } = await import('../adapters/postgres/beside.ts')
  const restored = await afterRestore(url, Date.now(), log)
  if (!restored) throw new Refused(instead.atWork)
  const { documents, close } = await openBeside(url, log)
  try {
    const accounts = await openAccounts(documents).all()
    for (const line of saidAfter.restore({ ...restored, accounts })) say(line)
    return 0
  } finally {
    await close()
  }
}
