/** Several channels at a start: whom they ask, and what becomes of those whose files cannot be used. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { BrokenFile } from '../src/adapters/markdown/broken-file.ts'
import { systemClock } from '../src/adapters/time/clock.ts'
import { describeProblems, readConfig, type Config } from '../src/config.ts'
import { openChannels, type OpenedChannels } from '../src/open-channels.ts'
import type { Log } from '../src/ports/log.ts'
import { documentsIn, newFolder } from './adapters/files/folder.ts'
import { json, serve } from './adapters/line/server.ts'

const sound = '---\ntime_zone: UTC\n---\nBe kind.\n'

interface Chain {
  folder: string
  config: Config
}

/** A channel for each of these names, with a prompt of its own; with none, one that has no name. */
async function chain(prompts: Readonly<Record<string, string>>, line = 'http://127.0.0.1:9'): Promise<Chain> {
  const folder = await newFolder()
  await mkdir(join(folder, 'knowledge'))
  await writeFile(join(folder, 'knowledge', 'hours.md'), '## Hours\nFrom 8.\n')
  for (const [name, text] of Object.entries(prompts)) await writeFile(join(folder, `${name}.md`), text)
  const channels = Object.keys(prompts).map(
    (name, index) =>
      `${name}:\n  name: The ${name}\n  secret: secret-${index}\n  token: token-${index}\n  profile: ${name}\n  api_base_url: ${line}\n`,
  )
  const places = { PROMPTS_DIR: folder, KNOWLEDGE_DIR: join(folder, 'knowledge'), DATA_DIR: folder }
  const read = readConfig(places, { path: 'channels.yaml', text: channels.join('') })
  if (!read.ok) throw new Error(describeProblems(read.problems))
  return { folder, config: read.config }
}

async function open({ folder, config }: Chain): Promise<OpenedChannels & { said: string[] }> {
  const said: string[] = []
  const error: Log['error'] = (fields, message) => void said.push(`${JSON.stringify(fields)} ${message}`)
  const log: Log = { debug() {}, info() {}, warn() {}, error }
  const opened: (() => Promise<void>)[] = []
  onTestFinished(async () => {
    for (const close of opened.toReversed()) await close()
  })
  const parts = { folder, documents: documentsIn(folder), clock: systemClock, log, opened }
  return { ...(await openChannels(config, parts)), said }
}

test('twenty channels are opened in the order of the file', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `shop-${index}`)
  const { channels, broken } = await open(await chain(Object.fromEntries(names.map((name) => [name, sound]))))
  expect(channels.all.map(({ name }) => name)).toEqual(names)
  expect(broken).toEqual([])
})

test('the others are served when the files of some cannot be used; it is said of each of these what to do', async () => {
  const wrong = '---\nmin_confidence: 7\ntopics: 3\n---\nBe {{ custmer.name }}.\n'
  const shops = await chain({ mugi: sound, kobo: wrong, hana: sound, ume: 'Be kind.\n' })
  const { channels, broken, said } = await open(shops)
  expect(channels.all.map(({ name }) => name)).toEqual(['mugi', 'hana'])
  expect(broken).toMatchObject([
    { name: 'kobo', title: 'The kobo', settings: { channel: { secrets: ['secret-1'] } } },
    { name: 'ume', title: 'The ume', mistakes: [{ file: join(shops.folder, 'ume.md'), line: 1 }] },
  ])
  expect(broken[0]?.mistakes.map(({ line }) => line)).toEqual(expect.arrayContaining([2, 3]))
  expect(said).toHaveLength(2)
  expect(said[0]).toMatch(/^\{"channel":"kobo".* THIS CHANNEL IS NOT SERVED: .* restart kidoku.*kobo\.md:2: min_conf/)
  expect(said[0]).toMatch(/kobo\.md:3: topics/)
  expect(said[1]).toMatch(/^\{"channel":"ume".*ume\.md:1: no front matter\. Begin the file/)
})

test('a channel whose prompt names a live system that is not there is not served; the others have their own', async () => {
  const shops = await chain({
    mugi: '---\nlook_ups: [orders]\n---\nBe kind.\n',
    kobo: '---\nlook_ups: [ordrs]\n---\nBe.\n',
  })
  const entry =
    "about: x\n    arguments: { number: { about: x, shape: '[0-9]+' } }\n    http: { url: 'https://a.example/{number}' }\n    shows: [a]\n"
  await writeFile(join(shops.folder, 'lookups.yaml'), `hosts: [a.example]\nlook_ups:\n  orders:\n    ${entry}`)
  const { channels, broken, said } = await open(shops)
  expect(channels.all[0].files.live.lookUp('orders')?.declared.name).toBe('orders')
  expect(broken).toMatchObject([{ name: 'kobo', mistakes: [{ file: join(shops.folder, 'kobo.md'), line: 2 }] }])
  expect(said[0]).toMatch(/THIS CHANNEL IS NOT SERVED: .*the live systems it names.*Did you mean orders\?/)
})

test('of many mistakes the first are said, and who tells the others', async () => {
  const wrong = `---\n---\n${'{{ custmer.name }}\n'.repeat(9)}`
  const { said } = await open(await chain({ mugi: sound, kobo: wrong }))
  expect(said[0]).toMatch(/and 4 more, npm run doctor -- --channel kobo looks at it again\./)
  expect(said[0]).toContain('kobo.md:7: ')
  expect(said[0]).not.toContain('kobo.md:8: ')
})

test('where the files of none can be used the start ends, and every mistake is told once', async () => {
  const shops = await chain({ mugi: '---\nmin_confidence: 7\n---\nBe kind.\n', kobo: 'Be kind.\n' })
  await writeFile(join(shops.folder, 'knowledge', 'hours.md'), 'We open at 8.\n')
  const why = await open(shops).catch((error: unknown) => error)
  expect(why).toBeInstanceOf(BrokenFile)
  const lines = String(why).split('\n')
  for (const file of ['mugi.md:2', 'kobo.md:1']) expect(lines.filter((line) => line.includes(file))).toHaveLength(1)
  expect(lines.filter((line) => line.includes('hours.md:1: text that belongs'))).toHaveLength(1)
})

test('a channel that is the only one is not left out', async () => {
  const { folder } = await chain({ mugi: 'Be kind.\n' })
  const env = { LINE_CHANNEL_SECRET: 'a-secret', LINE_CHANNEL_ACCESS_TOKEN: 'a-token', PROFILE: 'mugi' }
  const places = { PROMPTS_DIR: folder, KNOWLEDGE_DIR: join(folder, 'knowledge'), DATA_DIR: folder }
  const read = readConfig({ ...env, ...places })
  if (!read.ok) throw new Error(describeProblems(read.problems))
  await expect(open({ folder, config: read.config })).rejects.toThrow(BrokenFile)
})

test('LINE is asked once about an account that several want to know of, and again when it has not told', async () => {
  let status = 500
  const line = await serve((response) => {
    const account = { displayName: 'Mugi', userId: 'Umugi', chatMode: 'chat', markAsReadMode: 'manual' }
    json(response, status, status === 200 ? account : {})
  })
  const { channels } = await open(await chain({ mugi: sound, kobo: sound }, line.url))
  const [first, second] = channels.all
  const both = await Promise.allSettled([first.line.botInfo(5_000), first.line.botInfo(5_000)])
  expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected'])
  expect(line.asked).toHaveLength(1)
  status = 200
  const asked = await Promise.all([first.line.botInfo(5_000), first.line.botInfo(5_000)])
  expect([...asked, await first.line.botInfo(5_000)].map(({ userId }) => userId)).toEqual(['Umugi', 'Umugi', 'Umugi'])
  expect(line.asked).toHaveLength(2)
  await second?.line.botInfo(5_000)
  expect(line.asked).toHaveLength(3)
})
