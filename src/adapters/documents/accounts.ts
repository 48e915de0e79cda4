/**
 * The accounts of staff: the document `staff`. The server only reads it, at each request; `npm run staff` changes it beside
 * running servers, and of two commands at once neither is lost. A list that cannot be read lets nobody in: it never counts
 * as having no accounts.
 */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  nameKey,
  type AccountBook,
  type Added,
  type Changed,
  type KeptAccount,
  type Removed,
} from '../../ports/accounts.ts'
import type { DocumentKind, Documents } from '../../ports/documents.ts'
import { hashPassword, isPassword, passwordHashSchema } from './password-hash.ts'

const accountSchema = z.object({
  name: z.string().min(1),
  role: z.enum(['owner', 'staff']),
  version: z.string().min(1),
  added: z.number(),
  password: passwordHashSchema,
})
const bookSchema = z.object({ format: z.literal(1), accounts: z.array(accountSchema) })
type Kept = z.infer<typeof accountSchema>

export class BrokenAccounts extends Error {
  override name = 'BrokenAccounts'
}

const kind: DocumentKind<z.infer<typeof bookSchema>> = {
  name: 'staff',
  parse: (value) => bookSchema.parse(value),
  first: () => ({ format: 1, accounts: [] }),
  broken: {
    refuse(where) {
      const remedy = 'put a copy of it back, or delete it and make the accounts again with npm run staff'
      return new BrokenAccounts(`${where} is not a list of accounts, so nobody can sign in: ${remedy}`)
    },
  },
  byCommands: true,
}

export function openAccounts(documents: Documents): AccountBook {
  const document = documents.open(kind)
  const read = async (): Promise<Kept[]> => (await document.read()).accounts
  /** Nothing is written when the change leaves the accounts as they are. */
  const change = <T>(make: (accounts: Kept[]) => { accounts?: Kept[]; result: T }): Promise<T> =>
    document.change((now) => {
      const { accounts, result } = make(now.accounts)
      return { next: accounts && { format: 1, accounts }, result }
    })

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
