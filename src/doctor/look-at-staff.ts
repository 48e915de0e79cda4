/** Looks at what staff have set in the data folder, without touching it: accounts, and whether they are told in LINE. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

export interface SetByStaff {
  /** The owner has switched cards in LINE on or off; `unknown` when that cannot be read. */
  tellInLine: 'on' | 'off' | 'unknown'
  /** There are accounts, so the console is on. */
  accounts: boolean
}

/** Only what is looked at: src/adapters/files/service.ts and accounts.ts own these files. */
const service = z.object({ tellInLine: z.object({ at: z.number() }).optional() })
const staff = z.object({ accounts: z.array(z.unknown()) })

export async function lookAtStaff(folder: string): Promise<SetByStaff> {
  const [set, members] = await Promise.all([
    read(join(folder, 'service.json'), service, {}),
    read(join(folder, 'staff.json'), staff, { accounts: [] }),
  ])
  return {
    tellInLine: set === undefined ? 'unknown' : set.tellInLine ? 'on' : 'off',
    // A list that cannot be read lets nobody in, but it is no sign that there is none.
    accounts: members === undefined || members.accounts.length > 0,
  }
}

/** @returns `without` when there is no such file; undefined when it cannot be read */
async function read<T>(path: string, schema: z.ZodType<T>, without: T): Promise<T | undefined> {
  try {
    return schema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? without : undefined
  }
}
