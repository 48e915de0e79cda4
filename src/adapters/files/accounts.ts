/**
 * The accounts of staff: `staff.json` in the data folder. The server only reads it, again whenever it is another file;
 * `npm run staff` changes it beside a running server, under a lock of its own, so that of two commands at once neither
 * is lost. A file that cannot be read lets nobody in: it never counts as having no accounts.
 */
import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'
import { z } from 'zod'
import {
  nameKey,
  type AccountBook,
  type Added,
  type Changed,
  type KeptAccount,
  type Removed,
} from '../../ports/accounts.ts'
import { isMissing, makeFolder, readJson, writeDurably } from './durable.ts'
import { hashPassword, isPassword, passwordHashSchema } from './password-hash.ts'

const accountSchema = z.object({
  name: z.string().min(1),
  role: z.enum(['owner', 'staff']),
  version: z.string().min(1),
  added: z.number(),
  password: passwordHashSchema,
})
const fileSchema = z.object({ format: z.literal(1), accounts: z.array(accountSchema) })
type Kept = z.infer<typeof accountSchema>

export class BrokenAccounts extends Error {
  override name = 'BrokenAccounts'
}

export class AccountsBusy extends Error {
  override name = 'AccountsBusy'
}

export function openAccounts(folder: string): AccountBook {
  const path = join(folder, 'staff.json')
  /** The file as it was read last, told by what a rename changes. */
  let last: { mark: string; accounts: Kept[] } | undefined

  const read = async (): Promise<Kept[]> => {
    const mark = await markOf(path)
    if (last?.mark === mark) return last.accounts
    const content = await readJson(path, (value) => fileSchema.parse(value).accounts)
    if (content.state === 'corrupt') {
      const remedy = 'put a copy of it back, or delete it and make the accounts again with npm run staff'
      throw new BrokenAccounts(`${path} is not a list of accounts, so nobody can sign in: ${remedy}`)
    }
    last = { mark, accounts: content.state === 'read' ? content.data : [] }
    return last.accounts
  }

  /** Nothing is written when the change leaves the accounts as they are. */
  const change = async <T>(make: (accounts: Kept[]) => { accounts?: Kept[]; result: T }): Promise<T> => {
    await makeFolder(folder)
    const unlock = await take(path)
    try {
      const { accounts, result } = make(await read())
      if (accounts) await writeDurably(path, `${JSON.stringify({ format: 1, accounts }, null, 2)}\n`, folder)
      return result
    } finally {
      await unlock()
    }
  }

  return {
    all: async () => (await read()).map(shown),
    async check(name, password) {
      const key = nameKey(name)
      const found = (await read()).find((one) => nameKey(one.name) === key)
      const right = await isPassword(password, found?.password)
      return right && found ? shown(found) : undefined
    },
    async add(name, role, password, at) {
      const hash = await hashPassword(password)
      return change<Added>((accounts) => {
        const found = find(accounts, name)
        if (found) return { result: { type: 'taken', name: found.name } }
        const given = accounts.length === 0 ? 'owner' : role
        const account = { name, role: given, version: randomUUID(), added: at, password: hash }
        return { accounts: [...accounts, account], result: { type: 'added', role: given } }
      })
    },
    remove: (name) =>
      change<Removed>((accounts) => {
        const found = find(accounts, name)
        if (!found) return { result: { type: 'unknown' } }
        const left = accounts.filter((one) => one !== found)
        if (left.length > 0 && !left.some(isOwner)) return { result: { type: 'last_owner' } }
        return { accounts: left, result: { type: 'removed', name: found.name, left: left.length } }
      }),
    async setPassword(name, password) {
      const hash = await hashPassword(password)
      return change<Changed>((accounts) => {
        const found = find(accounts, name)
        if (!found) return { result: { type: 'unknown' } }
        const changed = { ...found, password: hash, version: randomUUID() }
        const all = accounts.map((one) => (one === found ? changed : one))
        return { accounts: all, result: { type: 'changed', name: found.name } }
      })
    },
    setRole: (name, role) =>
      change<Changed>((accounts) => {
        const found = find(accounts, name)
        if (!found) return { result: { type: 'unknown' } }
        if (found.role === role) return { result: { type: 'same', name: found.name } }
        const changed = accounts.map((one) => (one === found ? { ...found, role } : one))
        return changed.some(isOwner)
          ? { accounts: changed, result: { type: 'changed', name: found.name } }
          : { result: { type: 'last_owner' } }
      }),
  }
}

const shown = ({ name, role, version, added }: Kept): KeptAccount => ({ name, role, version, added })
const isOwner = ({ role }: Kept): boolean => role === 'owner'
const find = (accounts: Kept[], name: string): Kept | undefined =>
  accounts.find((one) => nameKey(one.name) === nameKey(name))

/** Every writing makes a new file, so its number changes even within one tick of the clock. */
async function markOf(path: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(path, { bigint: true })
    return `${ino} ${mtimeMs} ${size}`
  } catch (error) {
    if (isMissing(error)) return 'missing'
    throw error
  }
}

/** @throws AccountsBusy when another command does not end; one that was killed is waited out */
async function take(path: string): Promise<() => Promise<void>> {
  try {
    // The file itself may not be there yet.
    const retries = { retries: 150, factor: 1, minTimeout: 100, maxTimeout: 100 }
    return await lock(path, { realpath: false, stale: 10_000, retries })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ELOCKED')) throw error
    throw new AccountsBusy('another command is changing the accounts: wait until it has ended, then try again')
  }
}
