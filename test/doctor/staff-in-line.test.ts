import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openAccounts } from '../../src/adapters/documents/accounts.ts'
import { openService } from '../../src/adapters/documents/service.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { createLine } from '../../src/adapters/line/line.ts'
import { longLived } from '../../src/adapters/line/tokens.ts'
import { readConfig } from '../../src/config.ts'
import { examine, type Instruments } from '../../src/doctor/examine.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import { lookAtStaff } from '../../src/doctor/look-at-staff.ts'
import { json, serve } from '../adapters/line/server.ts'

const group = `C${'a'.repeat(32)}`
const [friend, stranger, member] = [`U${'a'.repeat(32)}`, `U${'b'.repeat(32)}`, `U${'c'.repeat(32)}`]

/** A shop's data folder; it goes with the test. */
async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-staff-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** What LINE knows: the account is in the group or not, and who its friends are. */
const known = (inGroup: boolean): Record<string, object> => ({
  '/v2/bot/info': { displayName: 'Mugi', userId: 'Ubot', chatMode: 'chat', markAsReadMode: 'manual' },
  '/v2/bot/message/quota': { type: 'limited', value: 200 },
  '/v2/bot/message/quota/consumption': { totalUsage: 150 },
  [`/v2/bot/profile/${friend}`]: { displayName: 'Aki' },
  [`/v2/bot/profile/${member}`]: { displayName: 'Ben' },
  ...(inGroup && {
    [`/v2/bot/group/${group}/summary`]: { groupName: 'Mugi staff' },
    [`/v2/bot/group/${group}/members/count`]: { count: 4 },
    [`/v2/bot/group/${group}/member/${member}`]: { displayName: 'Ben' },
  }),
})

async function findings(inGroup: boolean, env: Record<string, string>): Promise<Finding[]> {
  const answers = known(inGroup)
  const { url } = await serve((response, { path }) => {
    const body = answers[path]
    if (body) json(response, 200, body)
    else json(response, 404, { message: 'Not found' })
  })
  const read = readConfig({
    LINE_CHANNEL_SECRET: 'f00d'.repeat(8),
    LINE_CHANNEL_ACCESS_TOKEN: 'the-access-token',
    LINE_API_BASE_URL: url,
    CONSOLE_PASSWORD: 'correct horse battery',
    DATA_DIR: await dataFolder(),
    ...env,
  })
  const instruments: Instruments = {
    line: () => ({
      line: createLine({ tokens: longLived('the-access-token'), apiBaseUrl: url }),
      complaint: () => undefined,
    }),
    disk: (folder) => Promise.resolve({ folder, state: 'writable', place: 'root', free: 5e9, running: false }),
    staff: lookAtStaff,
    database: () => Promise.reject(new Error('none is set')),
    gemini: () => Promise.resolve({ type: 'answered', status: 200, keyInvalid: false, writes: true }),
    openai: () => Promise.resolve({ type: 'answered', status: 200, models: [] }),
    texts: () => Promise.resolve([]),
    hostVariables: [],
  }
  const found: Finding[] = []
  for await (const told of examine(read, instruments)) if ('topic' in told) found.push(told)
  return found
}

const about = (found: Finding[], topic: string): string[] =>
  found.filter((one) => one.topic === topic).map(({ level, found }) => `${level} ${found}`)

test('the doctor asks LINE who would get a card, and says what one counts', async () => {
  const found = await findings(true, { STAFF_GROUP: group, STAFF_USERS: `${friend},${stranger},${member}` })
  expect(about(found, 'Staff in LINE')).toEqual([
    `problem ${stranger} in STAFF_USERS cannot be reached`,
    `warning ${member} is in the staff’s group and in STAFF_USERS too`,
    'ok one card counts 6 messages: 4 members of “Mugi staff” and 2 users; 50 of this month’s 200 are left, enough for 8 cards',
  ])
  expect(about(found, 'Hand-off')).toEqual([expect.stringMatching(/^warning cards in LINE are not switched on/)])
})

test('a group that the account is not in is a problem, and has no price', async () => {
  const found = await findings(false, { STAFF_GROUP: group })
  expect(about(found, 'Staff in LINE')).toEqual(['problem the account is not in the group of STAFF_GROUP'])
})

test('nothing of it is asked where nobody is to be told in LINE', async () => {
  expect(about(await findings(true, {}), 'Staff in LINE')).toEqual([])
})

test('whether the owner has switched cards on, and whether there are accounts, stands in the data folder', async () => {
  const folder = await dataFolder()
  const look = async (channel?: string) => {
    const { tellInLine, accounts } = await lookAtStaff(folder, ['mugi', 'kobo'])
    return { tellInLine: tellInLine(channel), accounts }
  }
  expect(await look()).toEqual({ tellInLine: 'off', accounts: false })
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const documents = openFileDocuments(folder, log)
  const service = await openService({ documents, clock: { now: () => 1 }, log })
  await service.change({ tellInLine: { by: 'Aki', at: 1 } })
  await openAccounts(documents).add('Aki', 'owner', 'correct horse battery', 1)
  expect(await look()).toEqual({ tellInLine: 'on', accounts: true })
  // What was set before there were several holds for each, until it is changed.
  const kobo = await openService({ documents, channel: 'kobo', clock: { now: () => 1 }, log })
  await kobo.change({ tellInLine: undefined })
  expect([await look('mugi'), await look('kobo')]).toMatchObject([{ tellInLine: 'on' }, { tellInLine: 'off' }])
  const found = await findings(true, { STAFF_GROUP: group, DATA_DIR: folder, CONSOLE_PASSWORD: '' })
  expect(about(found, 'Hand-off')).toEqual([expect.stringMatching(/^ok staff get cards in LINE: .*the console is on/)])
  await service.change({ tellInLine: undefined })
  expect(await look()).toMatchObject({ tellInLine: 'off' })
  for (const file of ['service.json', 'staff.json']) await writeFile(join(folder, file), '{')
  expect(await look()).toEqual({ tellInLine: 'unknown', accounts: true })
})
