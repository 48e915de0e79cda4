/** Reads a plain HTML form, with a schema. */
import type { Context } from 'koa'
import rawBody from 'raw-body'
import type { z } from 'zod'

/** Our forms are small; past this (bytes) it is none of ours. */
const largest = 10_000

/** Undefined when it is not such a form. */
export async function readForm<T>(ctx: Context, schema: z.ZodType<T>): Promise<T | undefined> {
  if (!ctx.is('urlencoded')) return undefined
  try {
    const body = await rawBody(ctx.req, { limit: largest, length: ctx.request.length ?? null, encoding: 'utf8' })
    const parsed = schema.safeParse(Object.fromEntries(new URLSearchParams(body)))
    return parsed.success ? parsed.data : undefined
  } catch {
    // Too large, or broken off: what is left of it is not read.
    ctx.set('connection', 'close')
    return undefined
  }
}
