/** Sessions in the data folder; see also test/contract/kept-in-documents.ts. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mostSessions, openSessions, sessionLife } from '../../../src/adapters/documents/sessions.ts'
import { openFileDocuments } from '../../../src/adapters/files/documents.ts'
import { listeningLog, newFolder } from '../files/folder.ts'

async function open(folder: string, now = () => 1_000) {
  const { log, errors } = listeningLog()
  return { sessions: await openSessions({ documents: openFileDocuments(folder, log), clock: { now } }), errors }
}

const mika = { name: 'Mika', version: '1', browser: 'Safari' }

test('a session is found by its secret until it ends, and the file does not hold the secret', async () => {
  const folder = await newFolder()
  const { sessions } = await open(folder)
  const { secret, until } = await sessions.begin(mika)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(until).toBe(1_000 + sessionLife)
  const found = await sessions.find(secret)
  expect(found).toEqual({ id: expect.any(String), ...mika, from: 1_000, until })
  expect(await sessions.all()).toEqual([found])
  for (const other of [undefined, '', `${secret}A`, found?.id]) expect(await sessions.find(other)).toBeUndefined()
  expect(await readFile(join(folder, 'sessions.json'), 'utf8')).not.toContain(secret)
  await sessions.end(found?.id ?? '')
  expect(await sessions.find(secret)).toBeUndefined()
})

test('what was begun and what was ended is so after a restart, with the same salt', async () => {
  const folder = await newFolder()
  const { sessions } = await open(folder)
  const [one, other] = [await sessions.begin(mika), await sessions.begin(mika)]
  await sessions.end((await sessions.find(one.secret))?.id ?? '')
  const { sessions: later } = await open(folder)
  expect(await later.find(one.secret)).toBeUndefined()
  expect(await later.find(other.secret)).toMatchObject(mika)
  expect(later.salt).toBe(sessions.salt)
  expect(await later.lastSignIn('mika')).toBe(1_000)
  expect(await later.lastSignIn('ken')).toBeUndefined()
})

test('a session ends by itself after a week, and a clock that is set back does not make it longer', async () => {
  let now = 10 * sessionLife
  const { sessions } = await open(await newFolder(), () => now)
  const { secret } = await sessions.begin(mika)
  now += sessionLife - 1
  expect(await sessions.find(secret)).toBeDefined()
  now += 1
  expect(await sessions.find(secret)).toBeUndefined()
  expect(await sessions.all()).toEqual([])
  now -= 3 * sessionLife
  expect(await sessions.find(secret)).toBeUndefined()
})

test('a member has some dozens at the most: the oldest ends', async () => {
  const { sessions } = await open(await newFolder())
  const other = await sessions.begin({ version: '1' })
  const all: string[] = []
  for (let i = 0; i < mostSessions + 2; i += 1) all.push((await sessions.begin(mika)).secret)
  const alive = await Promise.all(all.map(async (secret) => (await sessions.find(secret)) !== undefined))
  expect(alive).toEqual([false, false, ...Array<boolean>(mostSessions).fill(true)])
  expect(await sessions.find(other.secret)).toEqual({
    id: expect.any(String),
    version: '1',
    from: 1_000,
    until: other.until,
  })
})

test('a corrupt file is set aside with a loud word, and everybody signs in again', async () => {
  const folder = await newFolder()
  const { sessions } = await open(folder)
  const { secret } = await sessions.begin(mika)
  await writeFile(join(folder, 'sessions.json'), '{"format":1,"sal')
  const { sessions: later, errors } = await open(folder)
  expect(await later.find(secret)).toBeUndefined()
  expect(errors).toEqual([expect.stringContaining('everybody signs in again')])
  expect((await readdir(folder)).filter((name) => name.startsWith('sessions.json.corrupt'))).toHaveLength(1)
  expect((await later.begin(mika)).secret).not.toBe(secret)
})

test('a session that cannot be written down does not begin, and one that is to end stays over', async () => {
  const folder = await newFolder()
  const { sessions } = await open(folder)
  const { secret } = await sessions.begin(mika)
  const scratch = join(folder, 'scratch')
  await rm(scratch, { recursive: true })
  await writeFile(scratch, 'in the way')
  await expect(sessions.begin(mika)).rejects.toThrow()
  expect(await sessions.all()).toHaveLength(1)
  await expect(sessions.end((await sessions.find(secret))?.id ?? '')).rejects.toThrow()
  expect(await sessions.find(secret)).toBeUndefined()
  await rm(scratch)
  expect((await sessions.begin(mika)).secret).toHaveLength(43)
  const { sessions: later } = await open(folder)
  expect(await later.find(secret)).toBeUndefined()
})
