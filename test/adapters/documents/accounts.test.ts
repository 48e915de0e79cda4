/** Accounts of staff in the data folder; what holds wherever they are kept is in test/contract/kept-in-documents.ts. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAccounts } from '../../../src/adapters/documents/accounts.ts'
import { documentsIn, newFolder } from '../files/folder.ts'

const password = 'bread and nine rolls'

test('a new folder has no accounts, and the first one is an owner’s', async () => {
  const folder = join(await newFolder(), 'not', 'there')
  const accounts = openAccounts(documentsIn(folder))
  expect(await accounts.all()).toEqual([])
  expect(await accounts.add('Mika', 'staff', password, 7)).toEqual({ type: 'added', role: 'owner' })
  expect(await accounts.add('Ken', 'staff', password, 8)).toEqual({ type: 'added', role: 'staff' })
  expect(await accounts.all()).toMatchObject([
    { name: 'Mika', role: 'owner', added: 7 },
    { name: 'Ken', role: 'staff', added: 8 },
  ])
  expect(await readdir(folder)).toEqual(['staff.json'])
})

test('a password is checked for its own name alone, however that is written, and is kept as scrypt with what it was made with', async () => {
  const folder = await newFolder()
  const accounts = openAccounts(documentsIn(folder))
  await accounts.add('ミカ Mika', 'owner', 'Brötchen für neun', 0)
  await accounts.add('Ken', 'staff', password, 0)
  expect(await accounts.check(' ﾐｶ　mIKA ', 'Bro\u0308tchen fu\u0308r neun')).toMatchObject({
    name: 'ミカ Mika',
    role: 'owner',
  })
  for (const [name, wrong] of [
    ['Ken', 'Brötchen für neun'],
    ['Ken', ''],
    ['Ken', `${password} `],
    ['Yui', password],
    ['', ''],
  ]) {
    expect(await accounts.check(name ?? '', wrong ?? '')).toBeUndefined()
  }
  const text = await readFile(join(folder, 'staff.json'), 'utf8')
  expect(text).not.toContain('rolls')
  const file: unknown = JSON.parse(text)
  const made = { type: 'scrypt', N: 131_072, r: 8, p: 1, salt: expect.any(String), hash: expect.any(String) }
  expect(file).toMatchObject({ accounts: [{ password: made }, { password: made }] })
  const salts = [...text.matchAll(/"salt": "([^"]{22})"/g)].map(([, salt]) => salt)
  expect(new Set(salts).size).toBe(2)
})

test('a hash that was made with less still holds', async () => {
  const folder = await newFolder()
  // scrypt of RFC 7914's third example: "pleaseletmein", "SodiumChloride", N=16384, r=8, p=1, its first 32 bytes.
  const hash = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex').toString(
    'base64url',
  )
  const salt = Buffer.from('SodiumChloride').toString('base64url')
  const kept = { type: 'scrypt', N: 16_384, r: 8, p: 1, salt, hash }
  const account = { name: 'Mika', role: 'owner', version: '1', added: 0, password: kept }
  await writeFile(join(folder, 'staff.json'), JSON.stringify({ format: 1, accounts: [account] }))
  const accounts = openAccounts(documentsIn(folder))
  expect(await accounts.check('mika', 'pleaseletmein')).toMatchObject({ name: 'Mika', version: '1' })
  expect(await accounts.check('mika', 'pleaseletmeout')).toBeUndefined()
})

test('a name is given once, however it is written', async () => {
  const folder = await newFolder()
  const same = await Promise.all(
    ['Aoi', 'AOI', 'Ａoi'].map((name) => openAccounts(documentsIn(folder)).add(name, 'staff', password, 0)),
  )
  expect(same.map(({ type }) => type).toSorted()).toEqual(['added', 'taken', 'taken'])
})

test('the last owner stays one while there are others, and a name that there is not is said to be so', async () => {
  const accounts = openAccounts(documentsIn(await newFolder()))
  await accounts.add('Mika', 'owner', password, 0)
  expect(await accounts.setRole('Mika', 'staff')).toEqual({ type: 'last_owner' })
  await accounts.add('Ken', 'staff', password, 0)
  expect(await accounts.remove('mika')).toEqual({ type: 'last_owner' })
  expect(await accounts.setRole('mika', 'staff')).toEqual({ type: 'last_owner' })
  expect(await accounts.setRole('ken', 'owner')).toEqual({ type: 'changed', name: 'Ken' })
  expect(await accounts.setRole('ken', 'owner')).toEqual({ type: 'same', name: 'Ken' })
  expect(await accounts.setRole('mika', 'staff')).toEqual({ type: 'changed', name: 'Mika' })
  expect(await accounts.remove('Mika')).toEqual({ type: 'removed', name: 'Mika', left: 1 })
  expect(await accounts.remove('Ken')).toEqual({ type: 'removed', name: 'Ken', left: 0 })
  for (const result of [
    accounts.remove('Ken'),
    accounts.setRole('Ken', 'owner'),
    accounts.setPassword('Ken', password),
  ])
    expect(await result).toEqual({ type: 'unknown' })
})

test('a file that is torn or of another shape is no list of accounts: nobody is let in and nothing is written over it', async () => {
  const folder = await newFolder()
  const path = join(folder, 'staff.json')
  const accounts = openAccounts(documentsIn(folder))
  await accounts.add('Mika', 'owner', password, 0)
  for (const text of ['', '{"format":1,"accounts":[{"na', '[]', '{"format":2,"accounts":[]}', '{"accounts":[]}']) {
    await writeFile(path, text)
    await expect(accounts.all()).rejects.toThrow(/staff\.json is not a list of accounts.*put a copy of it back/)
    await expect(accounts.check('Mika', password)).rejects.toThrow('put a copy of it back')
    await expect(accounts.add('Ken', 'owner', password, 0)).rejects.toThrow('put a copy of it back')
    expect(await readFile(path, 'utf8')).toBe(text)
  }
})
