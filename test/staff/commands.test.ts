/** What the command refuses, without a process for each. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { openAccounts } from '../../src/adapters/documents/accounts.ts'
import { readPiped } from '../../src/staff/ask.ts'
import { Refused, runStaff, usage } from '../../src/staff/commands.ts'
import { documentsIn, newFolder } from '../adapters/files/folder.ts'

const password = 'bread and nine rolls'

test('it refuses, says why and changes nothing', async () => {
  const folder = await newFolder()
  const accounts = openAccounts(documentsIn(folder))
  await accounts.add('Mika', 'owner', password, 0)
  const file = () => readFile(join(folder, 'staff.json'), 'utf8')
  const before = await file()
  const told: string[] = []
  const refused: [args: string[], piped: string, why: string][] = [
    [['add', 'Ken'], '', 'No password was given'],
    [['add', 'Ken'], `${password}\n${password}\n`, 'No password was given'],
    [['add', 'Ken'], 'x'.repeat(20_000), 'No password was given'],
    [['add', 'Ken'], 'roll 12', 'It is too short: a password has at least 8'],
    [['add', 'Ken Sato'], 'kensato2026', 'It is the name'],
    [['password', 'Mika'], 'P@ssw0rd!', 'one of those that everybody tries first'],
    [['add', 'ｍｉｋａ', '--generate'], '', 'There is an account called Mika already'],
    [['password', 'Ken', '--generate'], '', 'There is no account called Ken'],
    [['remove', 'Ken'], '', 'There is no account called Ken'],
    [['role', 'Ken', 'owner'], '', 'There is no account called Ken'],
    [['role', 'Mika', 'staff'], '', 'Mika is the last owner'],
    [['add'], '', 'A name is missing'],
    [['add', 'Ken', 'Sato'], '', 'one word too many: Sato'],
    [['list', 'Ken'], '', 'one word too many: Ken'],
    [['add', ' \u200b '], '', 'no signs in it that cannot be seen'],
    [['role', 'Mika', 'boss'], '', 'A role is owner or staff'],
    [['role', 'Mika'], '', 'A role is owner or staff'],
    [['add', 'Ken', '--boss'], '', usage],
    [['fire', 'Ken'], '', usage],
    [[], '', usage],
  ]
  for (const [args, piped, why] of refused) {
    const error: unknown = await runStaff(args, {
      accounts,
      audit: (action) => Promise.resolve(void told.push(action)),
      ask: () => readPiped(Readable.from([piped])),
      now: 0,
      place: folder,
      say: (line) => void told.push(line),
    }).catch((error: unknown) => error)
    if (!(error instanceof Refused)) throw new Error(`it was not refused: ${args.join(' ')}`, { cause: error })
    expect(error.message).toContain(why)
  }
  expect(told).toEqual([])
  expect(await file()).toBe(before)
})
