/** Looks at what staff have set, without touching it: accounts, and whether they are told in LINE. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

export interface SetByStaff {
  /**
   * The owner has switched cards in LINE on or off; `unknown` when that cannot be read.
   * @param channel where there are several: what was set before there were holds for it until it is changed
   */
  tellInLine(channel?: string): 'on' | 'off' | 'unknown'
  /** There are accounts, so the console is on. */
  accounts: boolean
}

/** Only what is looked at: src/adapters/documents/service.ts and accounts.ts own these. */
const service = z.object({ tellInLine: z.object({ at: z.number() }).optional() })
const staff = z.object({ accounts: z.array(z.unknown()) })

const switchOf = (channel?: string): string => (channel === undefined ? 'service' : `service.${channel}`)

/** @param channels the names of several */
export async function lookAtStaff(folder: string, channels: readonly string[] = []): Promise<SetByStaff> {
  const names = ['staff', switchOf(), ...channels.map(switchOf)]
  const found = names.map(async (name): Promise<[string, unknown]> => [name, await read(join(folder, `${name}.json`))])
  return setByStaff(Object.fromEntries(await Promise.all(found)))
}

/** From the documents of these names, wherever they are kept; undefined: there is none. */
export function setByStaff(documents: Readonly<Record<string, unknown>>): SetByStaff {
  const { staff: members = { accounts: [] }, service: ofAll = {} } = documents
  const read = staff.safeParse(members).data
  return {
    tellInLine(channel) {
      const { [switchOf(channel)]: own = ofAll } = documents
      const set = service.safeParse(own).data
      return set === undefined ? 'unknown' : set.tellInLine ? 'on' : 'off'
    },
    // A list that cannot be read lets nobody in, but it is no sign that there is none.
    accounts: read === undefined || read.accounts.length > 0,
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
