import { writeFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openFolder } from '../../../src/adapters/markdown/folder.ts'
import { openFolders } from '../../../src/adapters/markdown/folders.ts'
import { watchPrompts } from '../../../src/adapters/markdown/prompts.ts'
import { quietLog } from '../../flow/shop.ts'
import { newFolder } from '../files/folder.ts'

const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const never = 3_600_000

test('however many want to know what lies in a folder, it is looked at once for all of them, and not before they ask', async () => {
  const dir = await newFolder()
  const folder = openFolder(dir, quietLog)
  onTestFinished(folder.close)
  const first = folder.look()
  writeFileSync(join(dir, 'a.md'), 'A')
  const others = Array.from({ length: 150 }, () => folder.look())
  expect(new Set([first, ...others]).size).toBe(2)
  expect((await others[149])?.names).toEqual(['a.md'])
  expect(folder.look()).not.toBe(others[0])
})

test('texts and lists count, whatever case and accents are written in; another state is another touch', async () => {
  const dir = await newFolder()
  const folders = openFolders({ log: quietLog, lookEvery: never })
  onTestFinished(folders.close)
  const followed = folders.follow([dir, join(dir, 'partials')], () => {})
  for (const name of ['Été.md', 'hours.yaml', '.a.md.swp', '.b.md', 'c.txt']) await writeFile(join(dir, name), 'A')
  const look = await followed.look()
  expect(look.in(dir)).toEqual(['hours.yaml', 'Été.md'].map((name) => join(dir, name)))
  expect(look.in(join(dir, 'partials'))).toEqual([])
  const state = look.state(join(dir, 'Été.md'))
  expect(state).toBeDefined()
  expect(look.state(join(dir, 'été.md'.normalize('NFD')))).toBe(state)
  expect(look.state(join(dir, 'partials', 'tone.md'))).toBeUndefined()
  await writeFile(join(dir, 'Été.md'), 'B')
  expect((await followed.look()).state(join(dir, 'Été.md'))).not.toBe(state)
})

test('of a hundred prompts in one folder those that were written are read; the last one is followed when others are not', async () => {
  const dir = await newFolder()
  const names = Array.from({ length: 100 }, (_, index) => `shop${index}`)
  const put = (name: string, text: string) => writeFile(join(dir, `${name}.md`), `---\n---\n${text}\n`)
  for (const name of names) await put(name, 'Be kind.')
  const folders = openFolders({ log: quietLog, lookEvery: never })
  onTestFinished(folders.close)
  const watched = await Promise.all(names.map((name) => watchPrompts(dir, name, { log: quietLog, folders })))
  const before = watched.map((one) => one.current())
  await put('shop7', 'Be brief.')
  await soon(() => expect(watched[7]?.current().text).toBe('Be brief.'))
  expect(watched.filter((one, index) => one.current() !== before[index])).toEqual([watched[7]])
  for (const one of watched.slice(0, 99)) await one.close()
  await put('shop0', 'Be brief.')
  await put('shop99', 'Be calm.')
  await soon(() => expect(watched[99]?.current().text).toBe('Be calm.'))
  expect(watched[0]?.current().text).toBe('Be kind.')
  await watched[99]?.close()
})

test('a folder that comes later, goes and comes again is watched each time', async () => {
  const dir = await newFolder()
  const [inside, aside] = [join(dir, 'partials'), join(dir, 'aside')]
  const folders = openFolders({ log: quietLog, lookEvery: never })
  onTestFinished(folders.close)
  let stirred = 0
  const followed = folders.follow([dir, inside], () => void (stirred += 1))
  await followed.look()
  const isTold = async (change: () => Promise<unknown>) => {
    const before = stirred
    await change()
    await soon(() => expect(stirred).toBeGreaterThan(before))
    await followed.look()
  }
  await isTold(() => mkdir(inside))
  await isTold(() => writeFile(join(inside, 'tone.md'), 'Kind.'))
  await isTold(() => rename(inside, aside))
  await isTold(() => mkdir(inside))
  await isTold(() => writeFile(join(inside, 'tone.md'), 'Brief.'))
  await isTold(() => rm(inside, { recursive: true }))
  await isTold(() => mkdir(inside))
  await isTold(() => writeFile(join(inside, 'tone.md'), 'Calm.'))
  expect((await followed.look()).in(inside)).toEqual([join(inside, 'tone.md')])
})
