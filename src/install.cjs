// Runs before the npm scripts, on whatever Node called npm (20 is enough; hence CommonJS): installs what the lock file
// names when it is not there yet. Node 24 itself is among it, so the scripts that follow run on it.
//   (nothing)  `npm test` and the like: with the tools for development
//   start      `npm start`: needs none of them
//   command    what may run beside the server (`npm run backup` at night, after a `git pull`): an install would take the
//              packages from under it, so what is only out of date is used as it is
'use strict'
const { execSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const { existsSync, readFileSync, statSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const packages = join(root, 'node_modules')
const lock = join(root, 'package-lock.json')
/** npm writes it when it has installed everything. */
const installed = join(packages, '.package-lock.json')
/** The lock file from which that was; npm deletes it with the rest. */
const mark = join(packages, '.kidoku-installed')
const hash = createHash('sha256').update(readFileSync(lock)).digest('hex')

/** Where somebody ran npm by hand there is no mark, and the newer of the two files tells. */
function isFresh() {
  if (!existsSync(installed)) return false
  return existsSync(mark) ? readFileSync(mark, 'utf8') === hash : statSync(installed).mtimeMs >= statSync(lock).mtimeMs
}

function setMark() {
  try {
    if (!existsSync(mark) || readFileSync(mark, 'utf8') !== hash) writeFileSync(mark, hash)
  } catch {
    // A folder that cannot be written: the times of the files tell then.
  }
}

function fail(words) {
  console.error(`kidoku: ${words}`)
  process.exit(1)
}

function install(which) {
  console.error('kidoku: installing what package-lock.json names (once, some seconds) …')
  try {
    execSync(`npm ci ${which} --ignore-scripts --no-fund --no-audit --loglevel=error`, {
      cwd: root,
      stdio: ['ignore', 2, 2],
    })
  } catch {
    fail('the install failed; the lines above say why. Is the npm registry within reach?')
  }
}

const use = process.argv[2]
const hasTools = existsSync(join(packages, 'vitest'))
const wantsTools = hasTools || (use !== 'start' && use !== 'command')
const fresh = isFresh()

if (fresh && (hasTools || !wantsTools)) setMark()
else if (use === 'command' && existsSync(packages)) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const missing = Object.keys(dependencies).some((name) => !existsSync(join(packages, name)))
  if (missing || !existsSync(installed)) {
    fail('packages are missing that this version needs: stop the server and run npm start, which installs them.')
  }
} else {
  install(wantsTools ? '--include=dev' : '--omit=dev')
  setMark()
}

const node = join(packages, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
if (!existsSync(node) && Number(process.versions.node.split('.')[0]) < 24) {
  fail(
    `this needs Node 24 and found ${process.versions.node}; none comes from the registry for ` +
      `${process.platform}-${process.arch}. Install Node 24 from https://nodejs.org and run this again.`,
  )
}
