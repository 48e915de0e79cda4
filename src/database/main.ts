/**
 * `npm run migrate` and `npm run import`: the database in the hands of its owner. It ends with 1 when something is not as it
 * should be.
 */
import { createLog } from '../adapters/log/pino.ts'
import { HalfRestored } from '../adapters/files/half-restored.ts'
import { FolderTaken } from '../adapters/files/lock.ts'
import { NoSuchFolder } from '../adapters/files/read-conversations.ts'
import { migrate } from '../adapters/postgres/migrate.ts'
import { openPostgresStore } from '../adapters/postgres/store.ts'
import { databaseFault } from '../adapters/postgres/unreachable.ts'
import { describeProblems, loadConfig, secretsOf } from '../config.ts'
import { importFolder } from './import-folder.ts'

const usages = {
  migrate: `npm run migrate    brings the tables of DATABASE_URL up to date

Every start does the same by itself; this is for who lets the server have no right to change tables.`,
  import: `npm run import -- FOLDER    brings what a data folder holds into DATABASE_URL

FOLDER is the DATA_DIR of a server that is stopped. It stays as it is. It may be run again.`,
}

process.exitCode = await run(process.argv.slice(2))

async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name !== 'migrate' && name !== 'import') return say('npm run migrate, npm run import -- FOLDER', 2)
  if (args.some((one) => one === '--help' || one === '-h')) {
    console.log(usages[name])
    return 0
  }
  const [folder, ...more] = args
  if (more.length > 0 || (name === 'migrate') === (folder !== undefined)) return say(usages[name], 2)
  const read = loadConfig()
  if (!read.ok) return say(`The settings are wrong:\n${describeProblems(read.problems)}`, 1)
  const { databaseUrl } = read.config
  if (databaseUrl === undefined) return say('DATABASE_URL is not set: there is no database', 1)
  const log = createLog('warn', { pretty: process.stdout.isTTY, secrets: secretsOf(read.config) })
  try {
    const run = await migrate(databaseUrl, log)
    if (name === 'migrate' || run.length > 0) {
      console.log(run.length === 0 ? 'The tables are up to date.' : `Migrations that were run: ${run.join(', ')}.`)
    }
    if (folder === undefined) return 0
    const store = await openPostgresStore({ url: databaseUrl, log })
    try {
      return tell(await importFolder(folder, store, log))
    } finally {
      await store.close()
    }
  } catch (error) {
    const foreseen = [FolderTaken, HalfRestored, NoSuchFolder].some((type) => error instanceof type)
    const known = error instanceof Error && foreseen ? error.message : databaseFault(error, databaseUrl)
    if (known === undefined) log.error({ err: error }, `npm run ${name} could not be done`)
    return known === undefined ? 1 : say(known, 1)
  }
}

function tell({ counts, problems, hashes }: Awaited<ReturnType<typeof importFolder>>): number {
  const row = (cells: (string | number)[]): string =>
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(28) : String(cell).padStart(9))).join('')
  console.log(row(['', 'found', 'written', 'same', 'left']))
  for (const { what, found, written, same, left } of counts) console.log(row([what, found, written, same, left]))
  const isSame = hashes.folder === hashes.database
  console.log(`\nconversations in the folder    ${hashes.folder}\nconversations in the database  ${hashes.database}`)
  console.log(
    isSame ? 'What was imported is the same in both.' : 'WHAT WAS IMPORTED DIFFERS: do not start a server on it.',
  )
  for (const problem of problems) console.error(problem)
  return isSame && problems.length === 0 ? 0 : 1
}

function say(words: string, code: number): number {
  console.error(words)
  return code
}
