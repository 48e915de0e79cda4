/** What the doctor says of a database, and of a shop that keeps everything there. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { lookAt } from '../../src/adapters/postgres/look.ts'
import { databaseFindings, type DatabaseSeen } from '../../src/doctor/database.ts'
import { dataFolder } from '../../src/doctor/disk.ts'
import { inOneLine } from '../../src/doctor/finding.ts'
import { hostFindings } from '../../src/doctor/host.ts'
import { quietLog } from '../flow/shop.ts'
import { openPostgres, type Postgres } from '../postgres/server.ts'
import { sql } from '../privacy/database.ts'
import { startServerProcess } from '../process/server.ts'
import { doctor, shop } from './doctor.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())

test('a shop at work on a database is found well; one that is not there is a problem, without its password', async () => {
  const one = await shop()
  const url = await postgres.database()
  await sql(url, `INSERT INTO kidoku.documents VALUES ('staff', '{"accounts":[{}]}')`)
  const { CONSOLE_PASSWORD: _, NOTIFY_WEBHOOK_URL: _none, ...env } = one.env
  const server = await startServerProcess({ ...env, DATABASE_URL: url })
  onTestFinished(async () => {
    server.child.kill('SIGTERM')
    await server.ended
  })
  const [well, gone] = await Promise.all([
    doctor({ ...env, DATABASE_URL: url, DYNO: 'web.1' }),
    doctor({ ...one.env, DATABASE_URL: 'postgres://kidoku:the-password@127.0.0.1:1/shop' }),
  ])
  for (const topic of ['Database', 'Tables', 'Processes', 'DATA_DIR', 'LINE’s test call'])
    expect([topic, ...well.levels(topic)]).toEqual([topic, 'ok'])
  expect(well.about('Database')).toMatch(/PostgreSQL \d+\.\d+ answers/)
  expect(well.about('Processes')).toMatch(/1 process \(\d+\.\d+\.\d+\) at work on it; nothing waits in the inbox/)
  expect(well.about('DATA_DIR')).toContain('conversations are in the database')
  // Its disk forgets, and nothing is lost.
  expect(well.levels('Disk')).toEqual([])
  // Somebody can sign in; with neither account nor password it would be a problem.
  expect(well.levels('Hand-off')).toEqual(['warning'])
  expect(well.code).toBe(0)
  expect(gone.levels('Database')).toEqual(['problem'])
  expect(gone.about('Database')).toMatch(/no PostgreSQL answers at 127\.0\.0\.1 port 1 .*See that it runs/)
  expect(gone.output).not.toContain('the-password')
  expect(gone.code).toBe(1)
})

describe('what is looked at', () => {
  test('an empty database, and whose tables, migrations and work there are', async () => {
    expect(await lookAt(await postgres.empty(), quietLog)).toMatchObject({ isNew: true, mayMake: true, alive: 0 })
    const url = await postgres.database()
    await sql(
      url,
      `INSERT INTO kidoku.conversations (id, wake_at) VALUES ('x', now() - interval '5 minutes');
        INSERT INTO kidoku.conversations (id, wake_at, owner) VALUES ('y', now() - interval '9 minutes', gen_random_uuid());
        INSERT INTO kidoku.processes SELECT owner, '9.9.9', now(), now() + '1 minute' FROM kidoku.conversations WHERE owner IS NOT NULL;
        INSERT INTO kidoku.inbox (id, conversation, event) VALUES ('e', 'x', '{}');
        DELETE FROM kidoku.migrations WHERE name LIKE '0004%';
        INSERT INTO kidoku.migrations (name, run_on) VALUES ('9999_later', now())`,
    )
    const seen = await lookAt(url, quietLog)
    expect(seen).toMatchObject({
      pending: ['0004_pushes'],
      newer: ['9999_later'],
      refused: [],
      foreign: [],
      alive: 1,
      versions: ['9.9.9'],
      waiting: 1,
    })
    // The one that a process has is being worked on.
    expect(Math.round(seen.overdue / 60_000)).toBe(5)

    await sql(
      url,
      `CREATE ROLE clerk LOGIN; GRANT USAGE ON SCHEMA kidoku TO clerk;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA kidoku TO clerk`,
    )
    const clerks = await lookAt(url.replace('postgres@', 'clerk@'), quietLog)
    expect(clerks.mayMake).toBe(false)
    expect(clerks.foreign).toContain('kidoku.conversations')
    expect(clerks.refused).toContain('graphile_worker._private_jobs')
    expect(clerks.refused).not.toContain('kidoku.conversations')
  })
})

describe('findings', () => {
  const well: Extract<DatabaseSeen, { type: 'seen' }> = {
    type: 'seen',
    version: '18.4',
    standby: false,
    pending: [],
    isNew: false,
    newer: [],
    mayMake: true,
    refused: [],
    foreign: [],
    alive: 2,
    versions: ['1.2.0', '1.3.0'],
    waiting: 3,
    overdue: 400,
  }
  test.for<[string, Partial<typeof well>, string, RegExp]>([
    [
      'all is well',
      {},
      'ok ok ok',
      /2 processes \(1\.2\.0, 1\.3\.0\) at work on it; 3 events in the inbox, .* due for 0 s/,
    ],
    ['a standby', { standby: true }, 'problem', /may only be read/],
    ['no tables yet', { isNew: true }, 'ok ok', /the first start makes them/],
    ['no tables, and no right', { isNew: true, mayMake: false }, 'ok problem', /GRANT CREATE ON DATABASE/],
    ['no right to a table', { refused: ['kidoku.audit'] }, 'ok problem ok', /may not read and write kidoku\.audit/],
    [
      'an older version’s',
      { pending: ['0005_x'] },
      'ok warning ok',
      /0005_x.*Start kidoku anew, or run npm run migrate/,
    ],
    ['those of another user', { pending: ['0005_x'], foreign: ['a'] }, 'ok problem ok', /fails without the right/],
    [
      'of this version, another user’s',
      { foreign: ['a', 'b', 'c', 'd'] },
      'ok warning ok',
      /a, b, c and 1 more belong/,
    ],
    ['a newer version’s', { newer: ['0009_x'] }, 'ok ok ok', /a newer kidoku has been here \(0009_x\)/],
    ['nobody at work', { alive: 0, versions: [] }, 'ok ok ok', /no kidoku is at work on it/],
    [
      'nobody at work, and somebody waits',
      { alive: 0, overdue: 61_000 },
      'ok ok warning',
      /due for 61 s.*Start kidoku/,
    ],
    ['too much to do', { overdue: 3e5 }, 'ok ok warning', /due for 300 s.*start one more/],
  ])('%s', ([, change, levels, words]) => {
    const findings = databaseFindings({ ...well, ...change })
    expect(findings.map(({ level }) => level).join(' ')).toBe(levels)
    expect(findings.map(inOneLine).join('\n')).toMatch(words)
    for (const { level, why, remedy } of findings) if (level !== 'ok') expect([why, remedy]).not.toContain(undefined)
  })

  test('a disk that is nearly full, or forgets, loses nothing that matters', () => {
    const disk = { folder: 'data/var', state: 'writable', place: 'container', free: 0, running: false } as const
    expect(dataFolder(disk, true).level).toBe('ok')
    expect(dataFolder({ ...disk, state: 'refused' }, true).level).toBe('problem')
    expect(hostFindings([], undefined).map(({ level }) => level)).toEqual(['ok'])
  })
})
