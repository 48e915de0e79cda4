/** An issued token outlives the process, since LINE lets only 30 live. It is a secret: a file for this user alone. */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Log } from '../../ports/log.ts'
import type { AssertedToken } from './assertion.ts'
import type { Issued } from './renewing.ts'

/** None of these rejects: a token that cannot be kept serves all the same. */
export interface Kept<T extends Issued> {
  load(): Promise<T | undefined>
  save(token: T): Promise<void>
  forget(): Promise<void>
}

const shape = z.object({
  channelId: z.string(),
  signedBy: z.string(),
  keyId: z.string().optional(),
  accessToken: z.string().min(1),
  from: z.number(),
  until: z.number(),
})

export interface KeptOptions {
  path: string
  channelId: string
  /** The `kid` of the key that signs now; a token of another channel or key is not used. */
  signedBy: () => Promise<string | undefined>
  log: Log
}

export function keptToken({ path, channelId, signedBy, log }: KeptOptions): Kept<AssertedToken> {
  return {
    async load() {
      try {
        const kept = shape.parse(JSON.parse(await readFile(path, 'utf8')))
        if (kept.channelId !== channelId || kept.signedBy !== (await signedBy())) return undefined
        const { accessToken: value, from, until, keyId } = kept
        return { value, from, until, keyId, signedBy: kept.signedBy }
      } catch (error) {
        // What the parser says quotes the file.
        if (!isMissing(error)) log.warn({ path }, 'the kept channel access token cannot be read: another is issued')
        return undefined
      }
    },
    async save({ value: accessToken, from, until, keyId, signedBy }) {
      try {
        await writeSecret(path, JSON.stringify({ channelId, signedBy, keyId, accessToken, from, until }))
      } catch (error) {
        const meaning = 'each start issues one more, and only 30 may live: make the folder one that can be written'
        log.warn({ err: error, path }, `the channel access token cannot be kept, so ${meaning}`)
      }
    },
    async forget() {
      await unlink(path).catch(() => undefined)
    },
  }
}

/** Whole or not there, and readable for nobody else from its first byte on. */
async function writeSecret(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'
