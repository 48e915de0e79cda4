/** What a backup holds, each file with its size and its SHA-256. It is written last: a backup without it is not whole. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { z } from 'zod'

export const manifestFile = 'manifest.json'

export const manifestSchema = z.object({
  format: z.literal(1),
  /** Beginning and end (ms). */
  begun: z.number(),
  ended: z.number(),
  files: z.array(
    z.object({
      /** With `/` between folders. */
      path: z.string().refine(isInside, 'not a path within the folder'),
      bytes: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  leftOut: z.record(z.string(), z.string()),
})
export type Manifest = z.infer<typeof manifestSchema>

/** Whoever changed a manifest must not lead us out of the folder. */
function isInside(path: string): boolean {
  return (
    path !== '' && !/^[/\\]|\\|^[A-Za-z]:/.test(path) && !path.split('/').some((part) => ['', '.', '..'].includes(part))
  )
}

export const sha256OfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export async function sha256Of(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path)) {
    if (!(chunk instanceof Buffer)) continue
    bytes += chunk.length
    hash.update(chunk)
  }
  return { bytes, sha256: hash.digest('hex') }
}
