/** What an installation without development takes on disk: the packages of the lock that are not for development alone. */
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const lockShape = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), devOptional: z.boolean().optional() })),
})

/** Megabytes as a disk counts them, of packages that are there; `node` itself, which comes as a package, by itself too. */
export async function installSize(root = '.'): Promise<Record<string, number>> {
  const { packages } = lockShape.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')))
  let [bytes, node, count] = [0, 0, 0]
  for (const [path, { dev, devOptional }] of Object.entries(packages)) {
    if (path === '' || dev || devOptional) continue
    const size = await sizeOf(join(root, path))
    // For another system.
    if (size === 0) continue
    count += 1
    bytes += size
    if (/^node_modules\/node-[a-z]+-[a-z0-9]+$/.test(path)) node += size
  }
  return { mb: bytes / 1e6, node_mb: node / 1e6, packages: count }
}

/** Without the packages in it, which the lock names by themselves. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && entry.name === 'node_modules') continue
    bytes += (await lstat(path)).blocks * 512
    if (entry.isDirectory()) bytes += await sizeOf(path)
  }
  return bytes
}
