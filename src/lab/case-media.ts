/** A case's pictures, recordings and files: read from its folder and looked at as what a customer sends is. */
import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { recognise } from '../adapters/line/content-type.ts'
import { reasonOf } from '../adapters/markdown/read-file.ts'
import type { Media } from '../core/content.ts'
import type { Seen } from '../ports/contents.ts'
import { mediaKeys, type WrittenCase } from './case-schema.ts'

export interface CaseMedia {
  content: Media
  /** As the case names it. */
  path: string
  seen: Exclude<Seen, { type: 'unseen' }>
  /** How many. */
  bytes: number
  /** sha256 of them. */
  hash: string
}

type Written = Exclude<WrittenCase['messages'][number], string>

/** So much of one message is looked at in the server too (bytes). */
const most = 10_000_000

const words = { image: 'a picture', audio: 'sound', video: 'a film', file: 'a file' }
const types = {
  image: 'PNG, JPEG, WebP or HEIC',
  audio: 'M4A, MP3, WAV, OGG or FLAC',
  video: 'MP4, QuickTime or WebM',
  file: 'PDF, a text in UTF-8, a picture, sound or a film',
}

/** @param dir the cases folder, from which its path goes, and in which it must lie */
export async function readMedia(
  written: Written,
  dir: string,
): Promise<CaseMedia | { problem: string; remedy: string }> {
  const [key, path] = entryOf(written)
  const kind = mediaKeys[key]
  const remedy = `Put it into the cases folder and name it from there, such as ${key}: pictures/cake.jpg`
  let bytes: Uint8Array
  try {
    const [real, folder] = await Promise.all([realpath(join(dir, path)), realpath(dir)])
    if (!real.startsWith(folder + sep)) return { problem: `${path} lies outside of the cases folder`, remedy }
    const { size } = await stat(real)
    if (size > most) {
      const megabytes = (size / 1_000_000).toFixed(1)
      return { problem: `${path} has ${megabytes} MB`, remedy: 'Up to 10 MB are looked at: make it smaller' }
    }
    bytes = await readFile(real)
  } catch (error) {
    const code = reasonOf(error)
    return { problem: code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read (${code})`, remedy }
  }
  const seen = await recognise(bytes, kind)
  if (seen.type === 'unseen') {
    return { problem: `${path} holds nothing that is known as ${words[kind]}`, remedy: `It can be ${types[kind]}` }
  }
  const content: Media = kind === 'file' ? { type: kind, name: basename(path), size: bytes.length } : { type: kind }
  return { content, path, seen, bytes: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') }
}

function entryOf(written: Written): [keyof typeof mediaKeys, string] {
  if ('picture' in written) return ['picture', written.picture]
  if ('audio' in written) return ['audio', written.audio]
  if ('video' in written) return ['video', written.video]
  return ['file', written.file]
}
