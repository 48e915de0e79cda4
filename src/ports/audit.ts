/** Who did what: one line for every action of a person, kept for as long as `RETENTION_DAYS` says. It never holds a customer's words. */
import { z } from 'zod'

export interface AuditLine {
  /** ms */
  at: number
  /** The member's name; `nobody` for a sign-in that failed. */
  by: string
  /** Such as `take`, `done`, `pause`, `sign_in`, `sign_in_failed`, `account_added`. */
  action: string
  conversation?: string
  /** What it came to, such as `done`, `changed_meanwhile`; or what was changed. */
  detail?: string
  /** Where it was done. */
  from?: 'console' | 'line' | 'command'
}

/** As it is kept; a newer version may have written more of it. */
export const auditLineSchema: z.ZodType<AuditLine> = z.looseObject({
  at: z.number(),
  by: z.string(),
  action: z.string(),
  conversation: z.string().optional(),
  detail: z.string().optional(),
  from: z.enum(['console', 'line', 'command']).optional(),
})

/** What somebody typed goes into `detail`; more of it (characters) tells nothing. */
const longest = 500
export const detailOf = (detail: string | undefined): string | undefined => detail?.slice(0, longest).toWellFormed()

/** What is taken out of the audit. */
export interface AuditErasing {
  /** Puts a word in place of these ids, wherever they stand. Tells in how many lines. */
  unname(ids: readonly string[]): Promise<number>
  /** Takes out lines from before then (ms). */
  expire(before: number): Promise<void>
}

export interface Audit {
  /** Durable when it resolves. */
  write(line: AuditLine): Promise<void>
  /** The newest first. */
  last(count: number): Promise<AuditLine[]>
}
