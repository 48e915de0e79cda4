/** Who of the staff has a conversation, as one of them reads it. */
import { ownerName } from './session.ts'

/** Who is reading, or a colleague; undefined where nobody can tell. */
export interface Holder {
  name: string
  you: boolean
}

/** Names that stand for whoever sits there: with one password for all, or none, nobody can tell who it is. */
const anybody: ReadonlySet<string> = new Set([ownerName, 'Staff'])

/** @param reader name of whoever reads it */
export function holderOf(takenBy: string | undefined, reader: string | undefined): Holder | undefined {
  if (takenBy === undefined) return undefined
  if (anybody.has(takenBy) && (reader === undefined || anybody.has(reader))) return undefined
  return { name: takenBy, you: takenBy === reader }
}
