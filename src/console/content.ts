/**
 * What customers sent that is not text, given to a browser as far as it is kept. Only types we know, and told from the
 * bytes: pictures that browsers show may be shown, all else is a download. Nothing of it is ever a page of ours.
 */
import { extname } from 'node:path'
import type { Context } from 'koa'
import { isMedia } from '../core/content.ts'
import type { Conversation, CustomerMessage } from '../core/conversation.ts'
import type { Found } from '../ports/contents.ts'
import { fileNameOf } from './words.ts'

interface Kind {
  /** As browsers call it. */
  type: string
  /** What its file's name may end in; the first is put on where it does not. */
  endings: readonly string[]
  shown: 'picture' | 'sound' | 'film' | 'download'
}

const kind = (type: string, endings: string, shown: Kind['shown']): Kind => ({
  type,
  endings: endings.split(' '),
  shown,
})

/** Types as they are told from the bytes. */
const kinds: Partial<Record<string, Kind>> = {
  'image/png': kind('image/png', 'png', 'picture'),
  'image/jpeg': kind('image/jpeg', 'jpg jpeg', 'picture'),
  'image/webp': kind('image/webp', 'webp', 'picture'),
  'image/heic': kind('image/heic', 'heic', 'download'),
  'image/heif': kind('image/heif', 'heif', 'download'),
  'audio/mp4': kind('audio/mp4', 'm4a mp4', 'sound'),
  'audio/mp3': kind('audio/mpeg', 'mp3', 'sound'),
  'audio/aac': kind('audio/aac', 'aac', 'sound'),
  'audio/ogg': kind('audio/ogg', 'ogg opus', 'sound'),
  'audio/wav': kind('audio/wav', 'wav', 'sound'),
  'audio/flac': kind('audio/flac', 'flac', 'sound'),
  'audio/aiff': kind('audio/aiff', 'aiff aif', 'download'),
  'video/mp4': kind('video/mp4', 'mp4 m4v', 'film'),
  'video/mov': kind('video/quicktime', 'mov', 'film'),
  'video/webm': kind('video/webm', 'webm', 'film'),
  'video/3gpp': kind('video/3gpp', '3gp', 'film'),
  'video/mpeg': kind('video/mpeg', 'mpeg mpg', 'download'),
  'video/avi': kind('video/x-msvideo', 'avi', 'download'),
  'video/wmv': kind('video/x-ms-wmv', 'wmv', 'download'),
  'video/x-flv': kind('video/x-flv', 'flv', 'download'),
  'application/pdf': kind('application/pdf', 'pdf', 'download'),
  'text/plain': kind('text/plain; charset=utf-8', 'txt csv md', 'download'),
}
const unknown = kind('application/octet-stream', 'bin', 'download')

/** How content of a type is shown on a page. */
export const shownAs = (mime: string): Kind['shown'] => (kinds[mime] ?? unknown).shown

/** A message of which something may be kept; what was taken back has no content. */
export const isThing = ({ content }: CustomerMessage): boolean => content !== undefined && isMedia(content)

export const withContent = ({ messages }: Conversation): CustomerMessage[] => messages.filter(isThing)

/** Sends it, or the part of it that is asked for: some browsers play nothing that they cannot ask for in parts. */
export function sendContent(ctx: Context, message: CustomerMessage, { mime, bytes }: Found): void {
  const { type, endings, shown } = kinds[mime] ?? unknown
  ctx.attachment(safeName(message, endings), { type: shown === 'picture' ? 'inline' : 'attachment' })
  ctx.set({
    'content-type': type,
    // Opened by itself it is nobody's page; browsers put a style of their own on a lone picture.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'accept-ranges': 'bytes',
  })
  const range = rangeIn(ctx.get('range'), bytes.length)
  if (range === 'unsatisfiable') {
    ctx.status = 416
    ctx.set('content-range', `bytes */${bytes.length}`)
    ctx.body = ''
    return
  }
  if (range) {
    ctx.status = 206
    ctx.set('content-range', `bytes ${range.from}-${range.to}/${bytes.length}`)
  }
  ctx.body = Buffer.from(range ? bytes.subarray(range.from, range.to + 1) : bytes)
}

/** A name that every system takes, with the ending of what it really is: what is called `.html` opens as text. */
function safeName(message: CustomerMessage, endings: readonly string[]): string {
  const given = fileNameOf(message)?.replace(/[<>:"/\\|?*]/g, '_') ?? ''
  const name = given.replace(/^[\s.]+|[\s.]+$/g, '') || `${message.kind}-${message.id}`
  const ending = extname(name).slice(1).toLowerCase()
  return endings.includes(ending) ? name : `${name}.${endings[0] ?? 'bin'}`
}

/** One range of bytes (RFC 9110, 14.1.2). Undefined for none, and for what we do not understand: then all is sent. */
function rangeIn(header: string, size: number): { from: number; to: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? []
  if (first === '' && last === '') return undefined
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < from) return undefined
  return from > to ? 'unsatisfiable' : { from, to }
}
