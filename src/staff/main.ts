/**
 * `npm run staff`: the accounts of those who may see the console. It works beside a running server, which sees each
 * change at the next click. It ends with 1 when nothing was done.
 */
import { userInfo } from 'node:os'
import { BrokenAccounts, openAccounts } from '../adapters/documents/accounts.ts'
import { openAudit } from '../adapters/files/audit.ts'
import { openFileDocuments } from '../adapters/files/documents.ts'
import { makePrivate, NotPrivate } from '../adapters/files/private-folder.ts'
import { createLog } from '../adapters/log/pino.ts'
import { describeProblems, loadConfig } from '../config.ts'
import { dataFolder } from '../data-folder.ts'
import { DocumentBusy } from '../ports/documents.ts'
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
  const folder = dataFolder(read.config)
  const audit = openAudit(folder)
  const log = createLog('warn', { pretty: process.stdout.isTTY })
  const now = Date.now()
  const by = userName()
  try {
    await makePrivate(folder, (words) => console.error(words))
    await runStaff(process.argv.slice(2), {
      accounts: openAccounts(openFileDocuments(folder, log)),
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
      folder,
      say: (line) => console.log(line),
    })
    return 0
  } catch (error) {
    if (error instanceof Interrupted) {
      console.error('Nothing was changed.')
      return 130
    }
    const foreseen = [BrokenAccounts, DocumentBusy, NotPrivate, Refused].some((type) => error instanceof type)
    console.error(error instanceof Error && foreseen ? error.message : error)
    return 1
  }
}

/** Who is at this computer; a container may have no name for them. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'command'
  }
}
