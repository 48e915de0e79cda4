/** Pages of the lists that staff look at: how long one is, and the words that say where it ended. */
import { z } from 'zod'

/** A page is never longer. */
export const mostRows = 100

const cursorSchema = z.tuple([z.string(), z.int(), z.int()])

/** @param position of the last row: its time (ms), and among equals its number */
export const cursor = (list: string, [key, number]: readonly [key: number, number: number]): string =>
  Buffer.from(JSON.stringify([list, key, number])).toString('base64url')

/** Undefined for what no page of this list gave out: it comes from an address, which anybody may write. */
export function readCursor(list: string, text: string | undefined): [number, number] | undefined {
  if (text === undefined || text.length > 200) return undefined
  try {
    const [of, key, number] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return of === list ? [key, number] : undefined
  } catch {
    return undefined
  }
}
