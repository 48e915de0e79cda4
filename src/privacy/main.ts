/**
 * `npm run forget`, `export`, `backup` and `restore`: the data folder in the hands of its owner. It ends with 1 when nothing
 * was done, or something is left that should be gone.
 */
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { openDrafts } from '../adapters/documents/drafts.ts'
import { openAudit } from '../adapters/files/audit.ts'
import { openFileDocuments } from '../adapters/files/documents.ts'
import { HalfRestored } from '../adapters/files/half-restored.ts'
import { keepContents } from '../adapters/files/kept-contents.ts'
import { casesDir, learnedFiles } from '../adapters/files/learned.ts'
import { FolderTaken, lockFolder } from '../adapters/files/lock.ts'
import { NoSuchFolder } from '../adapters/files/read-conversations.ts'
import { openFilesStore } from '../adapters/files/store.ts'
import { createLog } from '../adapters/log/pino.ts'
import { systemClock } from '../adapters/time/clock.ts'
import { describeProblems, loadConfig, type Config } from '../config.ts'
import { dataFolder } from '../data-folder.ts'
import { forget, type Forgotten } from '../flow/forget.ts'
import type { Contents } from '../ports/contents.ts'
import { backupCommand, usage as backupUsage } from './backup-command.ts'
import { askControl } from './control.ts'
import { exportCommand, usage as exportUsage } from './export-command.ts'
import { forgetCommand, usage as forgetUsage } from './forget-command.ts'
import { keptContent } from './kept-content.ts'
import { inSentences, Refused } from './refused.ts'
import { restoreCommand, usage as restoreUsage } from './restore-command.ts'

// What customers wrote is nobody else's on this computer: new files and folders are for this user alone.
process.umask(0o077)

const usages = new Map([
  ['forget', forgetUsage],
  ['export', exportUsage],
  ['backup', backupUsage],
  ['restore', restoreUsage],
])

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
  try {
    return await inSentences(() => obey(name, args, read.config))
  } catch (error) {
    const foreseen = [Refused, FolderTaken, HalfRestored, NoSuchFolder].some((type) => error instanceof type)
    console.error(error instanceof Error && foreseen ? error.message : error)
    return 1
  }
}

async function obey(name: string | undefined, args: readonly string[], config: Config): Promise<number> {
  const folder = dataFolder(config)
  const say = (line: string): void => console.log(line)
  const now = (): number => Date.now()
  switch (name) {
    case 'forget':
      return (await forgetCommand(args, { folder, erase: (who) => erase(who, folder, config), say })) ? 0 : 1
    case 'export':
      await exportCommand(args, { folder, find: keptContent(join(folder, 'content')), now: now(), say })
      return 0
    case 'backup':
      await backupCommand(args, { folder, now, say, progress })
      return 0
    case 'restore':
      await restoreCommand(args, { folder, lock, now, say })
      return 0
    case undefined:
    default:
      throw new Refused('npm run forget | export | backup | restore; docs/privacy.md and docs/backup.md tell more')
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
  const nothing: Contents = { see: () => Promise.resolve({ type: 'unseen', why: 'not_there' }) }
  // As long as can be: what is kept is not to be deleted for its age here.
  const contents = keepContents(nothing, { folder: join(folder, 'content'), ms: Infinity, clock, log })
  try {
    const { knowledgeDir, promptsDir, profile } = config
    const learn = learnedFiles({ knowledgeDir, casesDir: casesDir(promptsDir, profile) })
    const drafts = await openDrafts({ documents: openFileDocuments(folder, log), learn, log })
    const audit = openAudit(folder)
    const runner = { alone: <T>(_: string, work: () => Promise<T>) => work(), wake: () => undefined }
    const forgotten = await forget(who, { store, runner, contents, drafts, audit, clock })
    await audit.write({ at: clock.now(), by, action: 'erased', from: 'command' })
    return forgotten
  } finally {
    await contents.close()
    await store.close()
  }
}

function lock(folder: string): Promise<() => Promise<void>> {
  return lockFolder(
    folder,
    (error) => {
      console.error(`the lock on ${folder} was lost: ${error.message}`)
      process.exit(1)
    },
    () => console.log(`${folder} is in use, or was when its last server died: waiting some seconds`),
  )
}

let shownAt = 0
function progress(files: number): void {
  const at = Date.now()
  if (!process.stderr.isTTY || at - shownAt < 500) return
  shownAt = at
  process.stderr.write(`\r${files} files`)
}

/** Who is at this computer; a container may have no name for them. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'command'
  }
}
