/** The consoles of several channels, as a server opens them: what each is shown of its own channel, and all of each. */
import { createServer } from 'node:http'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Koa from 'koa'
import { expect, onTestFinished, test } from 'vitest'
import { openDrafts } from '../src/adapters/documents/drafts.ts'
import { openAudit } from '../src/adapters/files/audit.ts'
import { openFilesStore } from '../src/adapters/files/store.ts'
import { createMetrics } from '../src/adapters/metrics/prometheus.ts'
import { systemClock as clock } from '../src/adapters/time/clock.ts'
import { describeProblems, readConfig } from '../src/config.ts'
import { openGuards } from '../src/guarding.ts'
import { openChannels } from '../src/open-channels.ts'
import { openConsole } from '../src/open-console.ts'
import type { Notice } from '../src/ports/notifier.ts'
import { channelDrafts } from '../src/serving.ts'
import { documentsIn, newFolder } from './adapters/files/folder.ts'
import { conversationOf, idOf, type Person } from './console/people.ts'
import { emily, sakura } from './console/shop-evening.ts'
import { Visitor } from './console/visitor.ts'
import { quietLog as log } from './flow/shop.ts'

const password = 'melon pan at eight'
const waiting: Person = { ...emily, bot: 'Ukobo' }
const untouched: Person = { ...sakura, bot: 'Ugone' }

/** The text of channels.yaml; nothing answers at LINE's address. */
const entry = (name: string, more = ''): string =>
  `${name}:\n  secret: secret-${name}\n  token: token-${name}\n  profile: ${name}\n  api_base_url: http://127.0.0.1:9\n${more}`

async function openServer() {
  const folder = await newFolder()
  await mkdir(join(folder, 'knowledge'))
  await writeFile(join(folder, 'knowledge', 'hours.md'), '## Hours\nFrom 8.\n')
  const prompt = (name: string, text = '---\ntime_zone: UTC\n---\nBe kind.\n') =>
    writeFile(join(folder, `${name}.md`), text)
  for (const name of ['mugi', 'kobo', 'hana', 'nami']) await prompt(name)
  await prompt('sora', 'Be kind.\n')
  const kobo = entry('kobo', '  notify_webhook_url: http://127.0.0.1:9/\n')
  const hana = entry('hana', '  mode: observe\n')
  const text = [entry('mugi'), kobo, hana, entry('nami'), entry('sora')].join('')
  const places = { PROMPTS_DIR: folder, KNOWLEDGE_DIR: join(folder, 'knowledge'), DATA_DIR: folder }
  const read = readConfig({ ...places, CONSOLE_PASSWORD: password, MODEL: 'offline' }, { path: 'channels.yaml', text })
  if (!read.ok) throw new Error(describeProblems(read.problems))
  const { config } = read

  const opened: (() => Promise<void>)[] = []
  onTestFinished(async () => {
    for (const close of opened.toReversed()) await close()
  })
  const documents = documentsIn(folder)
  const { channels, broken } = await openChannels(config, { folder, documents, clock, log, opened })
  const store = await openFilesStore({ folder, log })
  opened.push(() => store.close())
  /** What was asked of the store for its numbers. */
  const asked: string[] = []
  const counted: typeof store = {
    ...store,
    counts(destinations) {
      asked.push(destinations ? `of ${destinations.join()}` : 'of all')
      return store.counts(destinations)
    },
    countsByDestination() {
      asked.push('of each')
      return store.countsByDestination()
    },
  }
  const never = () => Promise.reject(new Error('not asked for here'))
  const { routes } = await openConsole(config, {
    channels,
    broken,
    documents,
    guards: await openGuards({ settings: config, store, clock, log }),
    audit: openAudit(folder),
    drafts: await openDrafts({ documents, learn: channelDrafts(channels).learn, log }),
    store: counted,
    staff: { act: never, note: never },
    metrics: createMetrics({ version: '0', store: 'files', clock, log }),
    clock,
    log,
  })
  const answer = new Koa().use(routes).callback()
  const http = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
  opened.push(async () => {
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  })
  const address = http.address()
  const owner = new Visitor(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`)
  await owner.signIn(password)
  const named = (name: string) => {
    const channel = channels.all.find((one) => one.name === name)
    if (!channel) throw new Error(`${name} is not served`)
    return channel
  }
  const keep = (person: Person) =>
    store.commit({ conversation: conversationOf(person, Date.now()), entered: [], overflow: [] })
  return { owner, channels, named, keep, prompt, asked }
}

const chipsIn = (text: string, name: string): string[] => {
  const [, ...rows] = text.split('<li class="row channel">')
  const [row = ''] = rows.find((one) => one.includes(`<bdi>${name}</bdi>`))?.split('</li>') ?? []
  return [...row.matchAll(/class="chip \w+">([^<]*)</g)].map(([, said = '']) => said)
}

test('the page of all channels has of each who waits there and what is wrong with it', async () => {
  const { owner, channels, named, keep, prompt } = await openServer()
  for (const person of [waiting, untouched]) await keep(person)
  // A body that it has signed names its account.
  channels.isOf(named('kobo'), 'Ukobo')
  await named('nami').service.change({ paused: { by: 'Aya', at: 1_000 } })
  const about = { id: 'n1', conversation: idOf(waiting), entry: 'e1', kind: 'handoff', withStaff: true } as const
  const said = { reminder: false, reason: '', summary: '', words: [], since: 0, now: 0, unread: 0 }
  const notice: Notice = { ...about, ...said }
  await named('kobo').telling.notify(notice, 1_000)
  await prompt('mugi', 'Be kind.\n')
  const look = async (): Promise<string> => (await owner.get('/console/channels')).text
  await expect.poll(async () => chipsIn(await look(), 'mugi'), { timeout: 10_000 }).toEqual(['File unusable'])
  await expect.poll(async () => chipsIn(await look(), 'kobo')).toEqual(['1 waiting', 'Staff not told'])
  const text = await look()
  expect(chipsIn(text, 'hana')).toEqual(['Only observing'])
  expect(chipsIn(text, 'nami')).toEqual(['Paused'])
  expect(chipsIn(text, 'sora')).toEqual(['Not served: file unusable'])
  expect((await owner.get('/console')).text).toContain('<b>4 channels need a look:</b> 1 not served, ')
  expect((await owner.get('/console')).text).toContain('<b>1 of 4 channels is paused.</b>')
  expect((await owner.get('/console/channels/sora')).status).toBe(404)
})

test('the page of all channels asks for the numbers of all of them at once', async () => {
  const { owner, asked } = await openServer()
  await owner.get('/console/channels')
  expect(asked.toSorted()).toEqual(['of all', 'of each'])
})

test('what is of no channel that is served has no button anywhere, and what is has them in its own console', async () => {
  const { owner, channels, named, keep } = await openServer()
  for (const person of [waiting, untouched]) await keep(person)
  channels.isOf(named('kobo'), 'Ukobo')
  await expect.poll(async () => (await owner.get('/console')).text).toContain('2 people are waiting')
  const path = (person: Person): string => `/console/${encodeURIComponent(idOf(person))}`
  expect((await owner.get(path(untouched))).text).not.toContain('action="/console/take"')
  const { location } = await owner.get(path(waiting))
  expect(location).toBe(path(waiting).replace('/console', '/console/channels/kobo'))
  expect((await owner.get(location ?? '')).text).toContain('action="/console/channels/kobo/take"')
  expect((await owner.get(path(untouched).replace('/console', '/console/channels/kobo'))).status).toBe(404)
})
