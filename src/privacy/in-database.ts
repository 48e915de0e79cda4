/** What the commands say where a PostgreSQL keeps everything: what to do instead, and what they have done. */
import { counted } from './counted.ts'

const dump = 'pg_dump --format=custom --schema=kidoku --schema=graphile_worker --file=FILE "$DATABASE_URL"'

export const instead = {
  backup: `DATABASE_URL is set, so PostgreSQL keeps everything, and backs it up while servers are at work:

  ${dump}

It holds what customers wrote: keep it where nobody else can read it. docs/backup.md tells more.`,
  restore: `DATABASE_URL is set, so PostgreSQL keeps everything, and restores it. Stop all servers; then, into an empty database:

  pg_restore --no-owner --dbname="$DATABASE_URL" FILE
  npm run restore -- --database

The second one is needed before a server starts: it gives your staff what was under way when FILE was made, since it may have
been answered since. docs/backup.md tells more.`,
  atWork: 'A server is at work on this database: stop all of them, and run this again. Nothing was changed.',
  copies: `PostgreSQL's write-ahead log, its standbys, backups and
dumps made before now, and its own log where statements are written into it`,
  folder: {
    whose: 'from before DATABASE_URL was set',
    remedy:
      'No server reads those files any more: run npm run forget once more with DATABASE_URL= in front of it, or delete them.',
  },
} as const

export interface RestoredDatabase {
  conversations: number
  underWay: number
  unreadable: readonly string[]
  accounts: readonly { name: string; role: string }[]
}

export const saidAfter = {
  /** @param refused what the owner of the tables would write, for those that could not be cleaned */
  cleanUp: (refused: readonly string[]): string[] =>
    refused.length === 0
      ? ['PostgreSQL has cleaned its tables and indexes (VACUUM): what was erased cannot be read there any more.']
      : [
          'PostgreSQL has not cleaned all tables: this user may not, or they are locked. What was erased is in no row any more, but may be in its files. As the owner of the tables, run:',
          ...refused.map((line) => `  ${line};`),
        ],
  restore: ({ conversations, underWay, unreadable, accounts }: RestoredDatabase): string[] => [
    `${counted(conversations, 'conversation')} of the database are as they were then. Start the servers.`,
    underWay === 0
      ? 'Nothing was under way when it was dumped.'
      : `${underWay === 1 ? '1 conversation was' : `${underWay} conversations were`} under way: what was open there is for your staff, under Waiting, since it may have been answered since.`,
    ...unreadable.map((number) => `kidoku.conversations, number ${number}, is no conversation, and is as it was.`),
    'Everybody signs in again.',
    ...(accounts.length === 0
      ? []
      : [
          `Accounts are those of then: ${accounts.map(({ name, role }) => (role === 'owner' ? `${name} (owner)` : name)).join(', ')}. Whoever has left since: npm run staff -- remove NAME. Passwords are those of then.`,
        ]),
    'Whoever was forgotten after it was dumped is back: run npm run forget for them again.',
  ],
} as const
