import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lockFolder } from '../../src/adapters/files/lock.ts'
import { randomOf } from '../simulation/random.ts'
import { check, noWrongs } from './checking.ts'
import { ask, newCustomer, saidTo } from './customers.ts'
import { linesOf } from './figures.ts'
import { settle } from './round.ts'
import { cleanEnvironment, freePort, isUp, spawnServer } from './server.ts'
import { openShop } from './shop.ts'

const races = 20
const contenders = 5

/** A folder as a killed owner of long ago leaves it, on this machine or another one. */
async function abandoned(root: string, number: number): Promise<string> {
  const folder = join(root, String(number))
  await mkdir(join(folder, 'lock'), { recursive: true })
  const before = new Date(Date.now() - 60_000)
  await utimes(join(folder, 'lock'), before, before)
  if (number % 2 === 0) await writeFile(join(folder, 'lock.owner'), 'another machine')
  return folder
}

async function results(child: ChildProcess): Promise<number[]> {
  let printed = ''
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk)
    if (printed.includes('over')) break
  }
  return printed
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .map(Number)
}

describe('a data folder has one owner', { concurrent: true }, () => {
  test('of many that start in the same moment on the folder of a killed one, exactly one gets it', async (context) => {
    const root = await mkdtemp(join(tmpdir(), 'kidoku-races-'))
    const folders = await Promise.all(Array.from({ length: races }, (_, number) => abandoned(root, number)))
    const children = Array.from({ length: contenders }, () =>
      spawn(process.execPath, ['test/process/contender.ts', ...folders], {
        env: cleanEnvironment({}),
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      }),
    )
    context.onTestFinished(async () => {
      for (const child of children) child.kill('SIGKILL')
      await rm(root, { recursive: true, force: true })
    })
    await Promise.all(children.map((child) => once(child, 'message')))
    for (const child of children) child.send('go')
    const won = (await Promise.all(children.map(results))).flat()
    expect(won.toSorted((a, b) => a - b)).toEqual(folders.map((_, number) => number))
  })

  test('after a start of the machine whose clock was set back, a heartbeat that lies ahead and is still is nobody’s', async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-ahead-'))
    context.onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await mkdir(join(folder, 'lock'))
    await writeFile(join(folder, 'lock.owner'), 'another start of this machine')
    const ahead = new Date(Date.now() + 3_600_000)
    await utimes(join(folder, 'lock'), ahead, ahead)
    const letGo = await lockFolder(
      folder,
      () => undefined,
      () => undefined,
    )
    await letGo()
  })

  test.skipIf(process.platform === 'win32')(
    'one that was stopped for long still has its folder: a second start refuses, and it goes on as if nothing had been',
    async (context) => {
      const shop = await openShop()
      context.onTestFinished(() => shop.close())
      const { child } = await shop.start()
      const customer = newCustomer('U1')
      const town = { shop, random: randomOf('a stopped server'), odd: () => undefined }
      await ask(customer, town)
      child.kill('SIGSTOP')
      // It waits for longer than a dead owner's heartbeat is believed.
      const second = spawnServer({ ...shop.settings, PORT: String(await freePort()) })
      context.onTestFinished(() => void second.child.kill('SIGKILL'))
      const how = await isUp(second).then(
        () => 'it started',
        () => 'it refused',
      )
      expect(how).toBe('it refused')
      expect(second.output()).toContain('another kidoku is running')
      child.kill('SIGCONT')
      const files = await settle(shop, [customer])
      const wrongs = noWrongs()
      check(shop.line, files, customer, wrongs)
      expect(linesOf(wrongs)).toEqual([])
      expect(saidTo(shop.line, customer)).toHaveLength(1)
      expect(await shop.stop()).toBe(0)
    },
  )
})
