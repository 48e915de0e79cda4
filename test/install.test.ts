/** What runs before each `npm run …`, with an npm beside it that installs nothing and writes down how it was called. */
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'

/** It puts there what was asked for, as npm does, with the tools for development unless they are left out. */
const npm = `#!/bin/sh
echo "$*" >> called.txt
mkdir -p node_modules/koa
case "$*" in *--include=dev*) mkdir -p node_modules/vitest ;; esac
echo "{}" > node_modules/.package-lock.json
`

let folder: string
const at = (...path: string[]): string => join(folder, ...path)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-install-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await mkdir(at('src'))
  await mkdir(at('bin'))
  await cp('src/install.cjs', at('src', 'install.cjs'))
  await writeFile(at('package.json'), '{"dependencies":{"koa":"1.0.0"},"devDependencies":{"vitest":"1.0.0"}}')
  await writeFile(at('package-lock.json'), '{"a":"lock"}')
  await writeFile(at('bin', 'npm'), npm)
  await chmod(at('bin', 'npm'), 0o755)
})

/** @returns how npm was called since the last time, what was said, and the exit code */
async function install(argument?: string): Promise<{ npm: string; said: string; code: number }> {
  await rm(at('called.txt'), { force: true })
  const env = { PATH: [at('bin'), process.env['PATH']].join(delimiter) }
  const ran = await new Promise<{ said: string; code: number }>((resolve) => {
    const args = [at('src', 'install.cjs'), ...(argument === undefined ? [] : [argument])]
    const child = execFile(process.execPath, args, { env }, (_, stdout, stderr) =>
      resolve({ said: stdout + stderr, code: child.exitCode ?? -1 }),
    )
  })
  return { npm: await readFile(at('called.txt'), 'utf8').catch(() => ''), ...ran }
}

/** As git does when somebody pulls. */
const pull = (lock: string): Promise<void> => writeFile(at('package-lock.json'), lock)
/** The lock file is newer than what was installed. */
const touch = async (): Promise<void> => utimes(at('package-lock.json'), new Date(), new Date(Date.now() + 60_000))

describe.skipIf(process.platform === 'win32')('before npm start and npm test', () => {
  test('a fresh clone has what it needs installed, once: for a start without the tools, for tests with them', async () => {
    const start = await install('start')
    expect(start).toMatchObject({ npm: expect.stringMatching(/^ci --omit=dev --ignore-scripts/), code: 0 })
    expect(await install('start')).toMatchObject({ npm: '', said: '', code: 0 })
    expect((await install()).npm).toMatch(/^ci --include=dev --ignore-scripts/)
    expect(await install()).toMatchObject({ npm: '', said: '', code: 0 })
    // The tools stay when it is started again.
    expect(await install('start')).toMatchObject({ npm: '' })
  })

  test('a lock file that is newer and says the same is no reason to install; one that says something else is', async () => {
    await install('start')
    await touch()
    expect(await install('start')).toMatchObject({ npm: '', code: 0 })
    await pull('{"another":"lock"}')
    expect((await install('start')).npm).toMatch(/^ci --omit=dev/)
    expect(await install('start')).toMatchObject({ npm: '' })
  })

  test('what somebody installed by hand is taken as it is, and a later lock file is noticed all the same', async () => {
    await mkdir(at('node_modules', 'vitest'), { recursive: true })
    await writeFile(at('node_modules', '.package-lock.json'), '{}')
    expect(await install()).toMatchObject({ npm: '', code: 0 })
    await pull('{"another":"lock"}')
    const past = new Date(Date.now() - 60_000)
    await utimes(at('package-lock.json'), past, past)
    expect((await install()).npm).toMatch(/^ci --include=dev/)
  })

  test('an install that fails is said, and tried again the next time', async () => {
    await writeFile(at('bin', 'npm'), '#!/bin/sh\nexit 1\n')
    expect(await install('start')).toMatchObject({ code: 1, said: expect.stringContaining('the install failed') })
    await writeFile(at('bin', 'npm'), npm)
    expect((await install('start')).npm).toMatch(/^ci/)
  })
})

describe.skipIf(process.platform === 'win32')('before a command that may run beside the server', () => {
  test('on a fresh clone it installs, since nothing can run there', async () => {
    expect(await install('command')).toMatchObject({ npm: expect.stringMatching(/^ci --omit=dev/), code: 0 })
    expect(await install('command')).toMatchObject({ npm: '', said: '' })
  })

  test('with packages that are out of date it goes on with them, and installs nothing under a running server', async () => {
    await install('start')
    await pull('{"another":"lock"}')
    expect(await install('command')).toMatchObject({ npm: '', said: '', code: 0 })
    // The next start still knows that they are.
    expect((await install('start')).npm).toMatch(/^ci/)
  })

  test('with a package missing, or an install under way, it says what to do', async () => {
    await install('start')
    await pull('{"another":"lock"}')
    await rm(at('node_modules', 'koa'), { recursive: true })
    const missing = { npm: '', code: 1, said: expect.stringContaining('stop the server and run npm start') }
    expect(await install('command')).toMatchObject(missing)
    await rm(at('node_modules', '.package-lock.json'))
    expect(await install('command')).toMatchObject(missing)
  })
})
