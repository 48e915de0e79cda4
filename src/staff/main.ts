/**
 * `npm run staff`: the accounts of those who may see the console. It works beside a running server, which sees each
 * change at the next click, whether it keeps them in files or in a database. It ends with 1 when nothing was done.
 */
import { userInfo } from 'node:os'
import { BrokenAccounts, openAccounts } from '../adapters/documents/accounts.ts'
import { openAudit } from '../adapters/files/audit.ts'
import { openFileDocuments } from '../adapters/files/documents.ts'
import { makePrivate, NotPrivate } from '../adapters/files/private-folder.ts'
import { createLog } from '../adapters/log/pino.ts'
import { databaseFault } from '../adapters/postgres/unreachable.ts'
import { describeProblems, loadConfig, secretsOf, type Config } from '../config.ts'
import { dataFolder } from '../data-folder.ts'
import { databaseOf } from '../open-store.ts'
import type { Audit } from '../ports/audit.ts'
import { DocumentBusy, type Documents } from '../ports/documents.ts'
import type { Log } from '../ports/log.ts'
import { askTwice, Interrupted, readPiped } from './ask.ts'
import { Refused, runStaff } from './commands.ts'

// Who has an account is nobody else's on this computer: new files and folders are for this user alone.
process.umask(0o077)

process.exitCode = await run()

async function run(): Promise<number> {
  const read = loadConfig()
  if (!read.ok) {
    const why = 'The settings are wrong, so it is not clear which server the account is for:'
    console.error(`${why}\n${describeProblems(read.problems)}`)
    return 1
  }
  const { config } = read
  const url = databaseOf(config)
  const log = createLog('warn', { pretty: process.stdout.isTTY, secrets: secretsOf(config) })
  const now = Date.now()
  const by = userName()
  let kept: Kept | undefined
  try {
    kept = await (url === undefined ? inFolder(config, log) : inDatabase(url, log))
    const { place, documents, audit } = kept
    await runStaff(process.argv.slice(2), {
      accounts: openAccounts(documents),
      async audit(action, detail) {
        await audit.write({ at: now, by, action, detail, from: 'command' }).catch((error: unknown) => {
          const why = error instanceof Error ? error.message : String(error)
          console.error(`It is done, but could not be written into the audit: ${why}`)
        })
      },
      ask: (fault) =>
        process.stdin.isTTY
          ? askTwice({ input: process.stdin, write: (text) => process.stderr.write(text) }, fault)
          : readPiped(process.stdin),
      now,
      place,
      say: (line) => console.log(line),
    })
    return 0
  } catch (error) {
    if (error instanceof Interrupted) {
      console.error('Nothing was changed.')
      return 130
    }
    const foreseen = [BrokenAccounts, DocumentBusy, NotPrivate, Refused].some((type) => error instanceof type)
    const words = error instanceof Error && foreseen ? error.message : url && databaseFault(error, url)
    if (words) console.error(words)
    else if (url === undefined) console.error(error)
    // It may quote where the database is.
    else log.error({ err: error }, 'it could not be done, for a reason that nobody foresaw')
    return 1
  } finally {
    await kept?.close()
  }
}

interface Kept {
  /** For a person. */
  place: string
  documents: Documents
  audit: Pick<Audit, 'write'>
  close(): Promise<void>
}

async function inFolder(config: Config, log: Log): Promise<Kept> {
  const folder = dataFolder(config)
  await makePrivate(folder, (words) => console.error(words))
  const documents = openFileDocuments(folder, log)
  return { place: folder, documents, audit: openAudit(folder), close: () => Promise.resolve() }
}

/** It is loaded only here. */
async function inDatabase(url: string, log: Log): Promise<Kept> {
  const { openBeside } = await import('../adapters/postgres/beside.ts')
  return { place: 'the database of DATABASE_URL', ...(await openBeside(url, log)) }
}

/** Who is at this computer; a container may have no name for them. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'command'
  }
}
