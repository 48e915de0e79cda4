/** Looks at what staff have set, without touching it: accounts, and whether they are told in LINE. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

export interface SetByStaff {
  /** The owner has switched cards in LINE on or off; `unknown` when that cannot be read. */
  tellInLine: 'on' | 'off' | 'unknown'
  /** There are accounts, so the console is on. */
  accounts: boolean
}

/** Only what is looked at: src/adapters/documents/service.ts and accounts.ts own these. */
const service = z.object({ tellInLine: z.object({ at: z.number() }).optional() })
const staff = z.object({ accounts: z.array(z.unknown()) })

export async function lookAtStaff(folder: string): Promise<SetByStaff> {
  const [set, members] = await Promise.all([read(join(folder, 'service.json')), read(join(folder, 'staff.json'))])
  return setByStaff(set, members)
}

/** From the documents `service` and `staff`, wherever they are kept; undefined: there is none. */
export function setByStaff(serviceValue: unknown = {}, staffValue: unknown = { accounts: [] }): SetByStaff {
  const [set, members] = [service.safeParse(serviceValue).data, staff.safeParse(staffValue).data]
  return {
    tellInLine: set === undefined ? 'unknown' : set.tellInLine ? 'on' : 'off',
    // A list that cannot be read lets nobody in, but it is no sign that there is none.
    accounts: members === undefined || members.accounts.length > 0,
  }
}

/** @returns undefined when there is no such file; null when it cannot be read */
async function read(path: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    return value
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? undefined : null
  }
}
