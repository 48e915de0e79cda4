/** `npm run staff` as a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openAccounts } from '../../src/adapters/documents/accounts.ts'
import { openAudit } from '../../src/adapters/files/audit.ts'
import { documentsIn, newFolder } from '../adapters/files/folder.ts'
import { cleanEnvironment } from '../process/server.ts'

const password = 'bread and nine rolls'

interface Ended {
  code: unknown
  out: string
  err: string
}

/** @param piped what it reads; nothing when it is missing */
async function staff(data: string, args: string[], piped = '', env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['src/staff/main.ts', ...args], {
    env: cleanEnvironment({ DATA_DIR: data, ...env }),
    stdio: 'pipe',
  })
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()))
  // It may end before it has read anything.
  child.stdin.on('error', () => undefined)
  child.stdin.end(piped)
  const [code]: unknown[] = await once(child, 'close')
  return { code, ...printed }
}

test('the first account is an owner’s, with the password that is piped in, in the folder of the server', async () => {
  const data = await newFolder()
  const made = await staff(data, ['add', ' Mika '], `${password}\n`)
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(made.out).toContain('Mika has an account now, as owner')
  expect(made.out).toContain('The first account is an owner’s')
  expect(made.out).not.toContain(password)
  const folder = join(data, 'simulator')
  expect(await openAccounts(documentsIn(folder)).check('mika', password)).toMatchObject({ name: 'Mika', role: 'owner' })
  expect(await openAudit(folder).last(9)).toMatchObject([
    { action: 'account_added', detail: 'Mika (owner)', from: 'command' },
  ])
  for (const name of ['staff.json', 'audit.jsonl']) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
})

test('accounts of a channel, and of another profile, are where that server looks', async () => {
  const data = await newFolder()
  const line = { LINE_CHANNEL_SECRET: '0'.repeat(32), LINE_CHANNEL_ID: '1234567890' }
  await staff(data, ['add', 'Mika'], password, line)
  await staff(data, ['add', 'Ken'], password, { PROFILE: 'teaching' })
  expect(await openAccounts(documentsIn(data)).all()).toMatchObject([{ name: 'Mika' }])
  expect(await openAccounts(documentsIn(join(data, 'simulator-teaching'))).all()).toMatchObject([{ name: 'Ken' }])
})

test('a password that it makes up is shown once, and signs in', async () => {
  const data = await newFolder()
  const { out } = await staff(data, ['add', 'Ken', '--owner', '--generate'])
  const [, made = ''] = /shown this once: (\S+)/.exec(out) ?? []
  expect(made).toMatch(/^(?:[a-z2-9]{5}-){3}[a-z2-9]{5}$/)
  const accounts = openAccounts(documentsIn(join(data, 'simulator')))
  expect(await accounts.check('Ken', made)).toBeDefined()
  const again = await staff(data, ['password', 'ken', '--generate'])
  expect(again.out).toContain('Ken has another password, and is signed out everywhere.')
  expect(await accounts.check('Ken', made)).toBeUndefined()
})

test('roles are changed, members are listed and removed, and each change is in the audit', async () => {
  const data = await newFolder()
  const folder = join(data, 'simulator')
  const accounts = openAccounts(documentsIn(folder))
  await accounts.add('Mika', 'owner', password, 0)
  await accounts.add('田中 さくら', 'staff', password, Date.UTC(2026, 10, 3))
  expect((await staff(data, ['list'])).out).toBe('owner  1970-01-01  Mika\nstaff  2026-11-03  田中 さくら\n')
  const last = await staff(data, ['remove', 'MIKA'])
  expect(last).toMatchObject({ code: 1, out: '' })
  expect(last.err).toContain('is the last owner: make somebody else one first')
  expect((await staff(data, ['role', 'Mika', 'staff'])).err).toContain('last owner')
  expect((await staff(data, ['role', '田中　さくら', 'owner'])).out).toBe('田中 さくら is owner now.\n')
  expect((await staff(data, ['role', '田中 さくら', 'owner'])).out).toBe('田中 さくら is owner already.\n')
  expect((await staff(data, ['remove', 'mika'])).out).toContain('Mika has no account any more')
  expect((await staff(data, ['remove', '田中 さくら'])).out).toContain('the console goes by CONSOLE_PASSWORD again')
  expect((await staff(data, ['list'])).out).toContain('There are no accounts')
  const lines = await openAudit(folder).last(9)
  expect(lines.map(({ action, detail }) => [action, detail])).toEqual([
    ['account_removed', '田中 さくら'],
    ['account_removed', 'Mika'],
    ['role_changed', '田中 さくら (owner)'],
  ])
})

test('two commands at once: neither is lost, and a name is given once', async () => {
  const data = await newFolder()
  const ended = await Promise.all(['Mika', 'Ken', 'ＫＥＮ'].map((name) => staff(data, ['add', name], password)))
  expect(ended.map(({ code }) => String(code)).toSorted()).toEqual(['0', '0', '1'])
  const all = await openAccounts(documentsIn(join(data, 'simulator'))).all()
  expect(all).toHaveLength(2)
  expect(all.filter(({ role }) => role === 'owner')).toHaveLength(1)
})

describe('it refuses, says why and changes nothing:', () => {
  test('accounts that cannot be read', async () => {
    const data = await newFolder()
    await mkdir(join(data, 'simulator'))
    await writeFile(join(data, 'simulator', 'staff.json'), '{"format":1,')
    const { code, err } = await staff(data, ['add', 'Ken'], password)
    expect(code).toBe(1)
    expect(err).toContain('put a copy of it back')
    expect(err).not.toContain('    at ')
  })

  test('settings that the server would not start with', async () => {
    const { code, err } = await staff(await newFolder(), ['list'], '', { LINE_CHANNEL_SECRET: '0'.repeat(32) })
    expect(code).toBe(1)
    expect(err).toContain('LINE_CHANNEL_ACCESS_TOKEN is missing')
  })
})
