/** Reads a plain HTML form, with a schema, and knows the console's own ones by their token. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'
import rawBody from 'raw-body'
import type { z } from 'zod'
import type { Member } from '../ports/accounts.ts'
import { html, type Html } from './html.ts'

/** Past this (bytes) it is none of ours: of somebody we do not know, and of a member, who may write at length. */
const largest = { stranger: 10_000, member: 200_000 }

/** The field of every form of a member's that holds the form token. */
const tokenName = 'token'

export const tokenField = ({ formToken }: Pick<Member, 'formToken'>): Html =>
  html`<input type="hidden" name="${tokenName}" value="${formToken}" />`

/**
 * Whether a form carries its member's token. No other site can know it, so neither an old browser that tells nothing of
 * where a form comes from, nor one that is lied to, sends a form for somebody else.
 */
export function hasToken({ formToken }: Pick<Member, 'formToken'>, form: Record<string, string>): boolean {
  const given = form[tokenName]
  return given !== undefined && timingSafeEqual(digest(given), digest(formToken))
}

// Digests have one length, whatever was sent.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A form of somebody who is not signed in. Undefined when it is not such a form. */
export async function readForm<T>(ctx: Context, schema: z.ZodType<T>): Promise<T | undefined> {
  const fields = await readFields(ctx, largest.stranger)
  const parsed = schema.safeParse(fields)
  return parsed.success ? parsed.data : undefined
}

export type MemberForm<T> = { type: 'ours'; form: T } | { type: 'forged' | 'not_understood' }

/** A form of a member's, at most so many bytes. `forged`: it has not the member's token, so nothing in it may be done. */
export async function readMemberForm<T>(
  ctx: Context,
  schema: z.ZodType<T>,
  member: Member,
  most = largest.member,
): Promise<MemberForm<T>> {
  const fields = await readFields(ctx, most)
  if (!fields) return { type: 'not_understood' }
  if (!hasToken(member, fields)) return { type: 'forged' }
  const parsed = schema.safeParse(fields)
  return parsed.success ? { type: 'ours', form: parsed.data } : { type: 'not_understood' }
}

async function readFields(ctx: Context, limit: number): Promise<Record<string, string> | undefined> {
  if (!ctx.is('urlencoded')) return undefined
  try {
    const body = await rawBody(ctx.req, { limit, length: ctx.request.length ?? null, encoding: 'utf8' })
    return Object.fromEntries(new URLSearchParams(body))
  } catch {
    // Too large, or broken off: what is left of it is not read.
    ctx.set('connection', 'close')
    return undefined
  }
}
