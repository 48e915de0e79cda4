/** Pictures, sounds, films and files between the page and the phones. */
import { randomUUID } from 'node:crypto'
import type { Router } from '@koa/router'
import type { Context } from 'koa'
import { getRawBody } from 'raw-body'
import { z } from 'zod'
import { placeOf, who, type DeedParts } from './deeds.ts'

/** More than any phone's usual photo or voice message; a film for trying fits in too. */
const MOST_BYTES = 64 * 1024 * 1024

/** What a browser may show or play by itself. Anything else is for saving: it could be a page with scripts. */
const SHOWN_TYPES = /^(image\/(png|jpeg|gif|webp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/

const Upload = z.object({
  ...who,
  kind: z.enum(['image', 'video', 'audio', 'file']),
  name: z.string().max(200).optional(),
  mime: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .max(100)
    .optional(),
  /** In milliseconds. */
  duration: z.coerce.number().int().positive().optional(),
  /** Several pictures at once: which of how many, under one id. */
  set: z.string().max(100).optional(),
  index: z.coerce.number().int().positive().optional(),
  total: z.coerce.number().int().positive().optional(),
})

export function contentRoutes(router: Router, parts: DeedParts): void {
  router.get('/content/:messageId', (ctx) => give(parts, ctx, ctx.params.messageId ?? ''))
  router.post('/content', async (ctx) => {
    // Another site cannot send this type without asking the browser first.
    if (!ctx.is('application/octet-stream')) ctx.throw(415)
    const upload = Upload.safeParse(ctx.query)
    if (!upload.success) {
      ctx.status = 400
      ctx.body = { message: z.prettifyError(upload.error) }
      return
    }
    const bytes = await getRawBody(ctx.req, { limit: MOST_BYTES })
    const { userId, chatId, kind, name, mime, duration = null, set, index, total } = upload.data
    ctx.body = await parts.phones.media(userId, kind, {
      ...placeOf(parts.platform, chatId),
      bytes,
      mime,
      duration,
      fileName: name ?? `file-${randomUUID().slice(0, 8)}`,
      imageSet: set === undefined ? undefined : { id: set, index, total },
    })
  })
}

function give({ platform }: DeedParts, ctx: Context, messageId: string): void {
  const content = platform.contents.get(messageId)
  if (!content) return
  const shown = SHOWN_TYPES.test(content.mime)
  ctx.set('cache-control', 'no-store')
  ctx.set('content-disposition', shown ? 'inline' : 'attachment')
  ctx.type = shown ? content.mime : 'application/octet-stream'
  ctx.body = Buffer.from(content.bytes)
}
