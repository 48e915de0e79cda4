/**
 * A Chromium for tests: one that is installed, else the one from npm (@sparticuz/chromium), unpacked once into
 * node_modules/.cache. Two tests may unpack at the same time: each does so in a folder of its own, and the first to
 * be done gives it the final name.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type Browser } from 'playwright-core'

const INSTALLED_NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser']
const INSTALLED_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
]
const CACHE = join(import.meta.dirname, '../../node_modules/.cache')
const UNPACKED = join(CACHE, 'chromium')

/** Starts a browser without a window: in 0.1 s, after some seconds once for unpacking. */
export async function launchBrowser(): Promise<Browser> {
  const installed = findInstalled()
  if (installed) return chromium.launch({ executablePath: installed, args: ['--no-sandbox'] })
  if (!existsSync(UNPACKED)) await unpack()
  // It brings its own NSS libraries, and fonts for a machine that has no font configuration.
  const env: Record<string, string | undefined> = {
    ...process.env,
    LD_LIBRARY_PATH: [join(UNPACKED, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter),
  }
  if (!existsSync('/etc/fonts')) env.FONTCONFIG_PATH ??= join(UNPACKED, 'fonts')
  return chromium.launch({ executablePath: join(UNPACKED, 'chromium'), args: ['--no-sandbox'], env })
}

function findInstalled(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const onPath = folders.flatMap((folder) => INSTALLED_NAMES.map((name) => join(folder, name)))
  return [...onPath, ...INSTALLED_PLACES].find((path) => existsSync(path))
}

/** The package unpacks into the temporary folder, so a process of its own gets one; it thinks it is on Lambda. */
async function unpack(): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'chromium-unpacking-'))
  const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' }
  await promisify(execFile)(process.execPath, ['-e', script], { cwd: import.meta.dirname, env })
  await rename(folder, UNPACKED).catch(() => rm(folder, { recursive: true }))
}
