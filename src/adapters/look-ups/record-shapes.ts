/** What goes with a record to every sink, and what comes back from one: its key, and how the system calls what it stored. */
import { z } from 'zod'

const key = /^[A-Za-z0-9-]{1,64}$/

export const isKey = (text: string): boolean => key.test(text)

/** A number or a code. Anything else may be what was asked for once more, and a reference is kept and logged. */
const reference = z.string().regex(/^[\w.:/#-]{1,40}$/)
const named = z.object({ id: z.unknown().optional(), reference: z.unknown().optional() })

/** How the system calls what it recorded, from its answer. That it is recorded does not hang on it. */
export function referenceIn(answer: unknown): string | undefined {
  const { id, reference: other } = named.safeParse(answer).data ?? {}
  return [id, other].flatMap((one) => reference.safeParse(one).data ?? [])[0]
}
