/**
 * What a customer's bytes are, told from the bytes: a name or header says what somebody wrote into it. Only types that
 * Gemini takes as inline data are shown to it (Gemini API, image, audio, video and document understanding).
 */
import { fileTypeFromBuffer } from 'file-type'
import type { Seen, Wanted } from '../../ports/contents.ts'

/** Types as they are found, and as Gemini calls them. */
const taken: Partial<Record<string, string>> = {
  'image/png': 'image/png',
  // A moving PNG; whoever does not know that sees its first picture.
  'image/apng': 'image/png',
  'image/jpeg': 'image/jpeg',
  'image/webp': 'image/webp',
  'image/heic': 'image/heic',
  'image/heif': 'image/heif',
  'audio/wav': 'audio/wav',
  'audio/mpeg': 'audio/mp3',
  'audio/aiff': 'audio/aiff',
  'audio/aac': 'audio/aac',
  'audio/ogg': 'audio/ogg',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'audio/flac': 'audio/flac',
  'audio/mp4': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'video/mp4': 'video/mp4',
  'video/x-m4v': 'video/mp4',
  'video/mpeg': 'video/mpeg',
  'video/MP1S': 'video/mpeg',
  'video/MP2P': 'video/mpeg',
  'video/quicktime': 'video/mov',
  'video/webm': 'video/webm',
  'video/3gpp': 'video/3gpp',
  'video/vnd.avi': 'video/avi',
  'video/x-ms-asf': 'video/wmv',
  'video/x-flv': 'video/x-flv',
  'application/pdf': 'application/pdf',
}

/** @param kind what LINE calls the message: a picture that holds no picture is nothing to look at */
export async function recognise(bytes: Uint8Array, kind: Wanted['kind']): Promise<Seen> {
  // Bytes that break off within their header make it throw.
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  // Some signatures are a few letters ("BM", "FORM"), with which texts begin too; only a PDF can be a text throughout.
  const text = found?.mime === 'application/pdf' ? undefined : textOf(bytes)
  if (text !== undefined) return kind === 'file' ? { type: 'text', text } : { type: 'unseen', why: 'unknown_type' }
  const mime = found && mimeFor(kind, taken[found.mime])
  return mime === undefined ? { type: 'unseen', why: 'unknown_type' } : { type: 'inline', mime, bytes }
}

/** An MP4 may hold sound alone or a film, which its beginning does not tell; LINE's kind does. */
function mimeFor(kind: Wanted['kind'], mime: string | undefined): string | undefined {
  if (mime === undefined || kind === 'file') return mime
  const isMp4 = mime === 'audio/mp4' || mime === 'video/mp4'
  const held = isMp4 && kind !== 'image' ? `${kind}/mp4` : mime
  return held.startsWith(`${kind}/`) ? held : undefined
}

/** UTF-8 with words in it and no control characters but those of lines and tabs; without the mark some editors put in front. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.trim() === '' || /[^\P{Cc}\t\n\f\r]/u.test(text) ? undefined : text
  } catch {
    return undefined
  }
}
