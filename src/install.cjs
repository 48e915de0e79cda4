// Runs before `npm start` and `npm test`, on whatever Node called npm (20 is enough; hence CommonJS): installs what the
// lock file names when it is not there yet. Node 24 itself is among it, so the scripts that follow run on it.
// `start` alone needs no tools for development; `test` and `bench` bring them.
'use strict'
const { execSync } = require('node:child_process')
const { existsSync, statSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const lock = join(root, 'package-lock.json')
const installed = join(root, 'node_modules', '.package-lock.json')

const hasTools = existsSync(join(root, 'node_modules', 'vitest'))
const wantsTools = hasTools || process.argv[2] !== 'start'
const isFresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs

if (!isFresh || (wantsTools && !hasTools)) {
  console.error('kidoku: installing what package-lock.json names (once, some seconds) …')
  const which = wantsTools ? '--include=dev' : '--omit=dev'
  try {
    execSync(`npm ci ${which} --ignore-scripts --no-fund --no-audit --loglevel=error`, {
      cwd: root,
      stdio: ['ignore', 2, 2],
    })
  } catch {
    console.error('kidoku: the install failed; the lines above say why. Is the npm registry within reach?')
    process.exit(1)
  }
}

const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
if (!existsSync(node) && Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `kidoku: this needs Node 24 and found ${process.versions.node}; none comes from the registry for ` +
      `${process.platform}-${process.arch}. Install Node 24 from https://nodejs.org and run this again.`,
  )
  process.exit(1)
}
