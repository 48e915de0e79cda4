/** The files of several shops, some of which have the same ones. */
import { mkdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openSources, type ShopPlaces, type ShopSources } from '../src/open-sources.ts'
import type { Log } from '../src/ports/log.ts'
import { newFolder } from './adapters/files/folder.ts'

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const closed = (zone: string) => `time_zone: ${zone}\nweek:\n${week.map((day) => `  ${day}: closed\n`).join('')}`

interface Chain {
  sources: ShopSources
  prompts: string
  /** A shop with this prompt and these texts. */
  places(profile: string, knowledge: string): ShopPlaces
  said: string[]
}

/** Two prompts and two shops' texts. */
async function chain(): Promise<Chain> {
  const folder = await newFolder()
  const prompts = join(folder, 'prompts')
  await mkdir(prompts)
  for (const profile of ['assistant', 'formal']) {
    await writeFile(join(prompts, `${profile}.md`), `---\ntime_zone: UTC\n---\nBe ${profile}.\n`)
  }
  for (const shop of ['mugi', 'kobo']) {
    await mkdir(join(folder, shop))
    await writeFile(join(folder, shop, 'hours.md'), `## Hours\nWe of ${shop} open at 8.\n`)
  }
  const said: string[] = []
  const say: Log['info'] = (_, message) => void said.push(message)
  const sources = openSources({ model: 'gemini' }, { debug() {}, info: say, warn: say, error: say })
  onTestFinished(() => sources.close())
  return {
    sources,
    prompts,
    places: (profile, knowledge) => ({ profile, promptsDir: prompts, knowledgeDir: join(folder, knowledge) }),
    said,
  }
}

/** `lookups.yaml` with a look-up in a CSV file for each of these. */
const declared = (...names: string[]) =>
  `look_ups:\n${names.map((name) => `  ${name}:\n    about: x\n    arguments: { number: { about: x, shape: '[0-9]+' } }\n    csv: { file: ${name}.csv, find: { number: no } }\n    shows: [status]\n`).join('')}`
const naming = (text: string, lookUps: string, more = '') =>
  `---\ntime_zone: UTC\nlook_ups: [${lookUps}]\n${more}---\n${text}\n`
const orders = 'no,status\n1,sent\n'

const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 })

test('shops with the same prompt have it once, whatever their texts are, and the other way round', async () => {
  const { sources, places } = await chain()
  const [mugi, kobo, formal, again] = await Promise.all([
    sources.open(places('assistant', 'mugi')),
    sources.open(places('assistant', 'kobo')),
    sources.open(places('formal', 'mugi')),
    sources.open(places('assistant', 'mugi')),
  ])
  expect(kobo.prompts.current()).toBe(mugi.prompts.current())
  expect(kobo.office).toBe(mugi.office)
  expect(kobo.knowledge).not.toBe(mugi.knowledge)
  expect(formal.knowledge).toBe(mugi.knowledge)
  expect(formal.prompts.current()).not.toBe(mugi.prompts.current())
  expect(again).toBe(mugi)
})

test('what a hundred shops share is read once when it changes, and who listens to all of them is told once', async () => {
  const { sources, prompts, places, said } = await chain()
  const shops = await Promise.all(
    Array.from({ length: 100 }, (_, index) => sources.open(places('assistant', index % 2 ? 'mugi' : 'kobo'))),
  )
  let told = 0
  const listener = () => void (told += 1)
  for (const shop of shops) shop.onChange(listener)
  said.length = 0
  await writeFile(join(prompts, 'assistant.md'), '---\ntime_zone: UTC\n---\nBe brief.\n')
  await soon(() => expect(shops[0]?.prompts.current().text).toBe('Be brief.'))
  expect(new Set(shops.map((shop) => shop.prompts.current())).size).toBe(1)
  expect(told).toBe(1)
  await writeFile(join(prompts, 'office-hours.yaml'), closed('UTC'))
  await soon(() => expect(shops[99]?.office.at(0)?.open).toBe(false))
  expect(told).toBe(2)
  expect(said).toEqual(['the prompt has changed', 'the office hours has changed'])
})

test('what is wrong with prompt, texts and hours is told together, to each shop that has them', async () => {
  const { sources, prompts, places } = await chain()
  await writeFile(join(prompts, 'formal.md'), '---\nmin_confidence: 7\n---\nBe formal.\n')
  await writeFile(join(prompts, 'office-hours.formal.yaml'), closed('Mars'))
  await writeFile(join(places('formal', 'kobo').knowledgeDir, 'hours.md'), 'We open at 8.\n')
  const opening = ['mugi', 'kobo'].map((shop) => sources.open(places('formal', shop)))
  const whys = (await Promise.allSettled(opening)).map((one) => (one.status === 'rejected' ? String(one.reason) : ''))
  for (const why of whys) expect(why).toMatch(/formal\.md:2: min_confidence[^]*office-hours\.formal\.yaml:1: time_zone/)
  expect(whys[0]).not.toContain('hours.md')
  expect(whys[1]).toMatch(/kobo\/hours\.md:1: /)
  // Nobody else is held up by it.
  expect((await sources.open(places('assistant', 'mugi'))).knowledge.passages()).toHaveLength(1)
})

test('closed, nothing is followed any more, also what was still being opened', async () => {
  const { sources, prompts, places, said } = await chain()
  const open = await sources.open(places('assistant', 'mugi'))
  const opening = sources.open(places('formal', 'kobo'))
  await sources.close()
  await opening
  said.length = 0
  await writeFile(join(prompts, 'assistant.md'), '---\n---\nBe brief.\n')
  await unlink(join(prompts, 'formal.md'))
  await rm(places('assistant', 'mugi').knowledgeDir, { recursive: true })
  await expect(sources.open(places('assistant', 'kobo'))).rejects.toThrow('closed')
  // As long as it would take another one to notice.
  const other = openSources({ model: 'gemini' }, { debug() {}, info() {}, warn() {}, error() {} })
  onTestFinished(() => other.close())
  const changed = await other.open(places('assistant', 'kobo'))
  await writeFile(join(prompts, 'assistant.md'), '---\n---\nBe calm.\n')
  await soon(() => expect(changed.prompts.current().text).toBe('Be calm.'))
  expect(open.prompts.current().text).toBe('Be assistant.')
  expect(said).toEqual([])
})

describe('what prompts name of lookups.yaml', () => {
  test('a record in a CSV file has the time of the shop: of its prompt, or else of its hours', async () => {
    const { sources, prompts, places } = await chain()
    const tasks = join(prompts, 'tasks.csv')
    await writeFile(
      join(prompts, 'lookups.yaml'),
      'records:\n  tasks:\n    about: x\n    arguments: { what: { about: x } }\n    csv: { file: tasks.csv, write: { what: task } }\n',
    )
    const naming = (zone: string) =>
      writeFile(join(prompts, 'formal.md'), `---\n${zone}records: [tasks]\n---\nBe formal.\n`)
    await naming('time_zone: Asia/Tokyo\n')
    await writeFile(join(prompts, 'office-hours.yaml'), closed('America/Los_Angeles'))
    const shop = await sources.open(places('formal', 'mugi'))
    const record = async (what: string) => shop.live.sink('tasks')?.record({ what }, what, new AbortController().signal)
    await record('k1')
    await naming('')
    await soon(() => expect(shop.prompts.current().policy.time_zone).toBeUndefined())
    await record('k2')
    const [, first = '', second = ''] = (await readFile(tasks, 'utf8')).split('\r\n')
    const timeIn = (row: string): number => Date.parse(`${/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(row)?.[0]}Z`)
    const hours = (timeIn(first) - timeIn(second)) / 3_600_000
    // Whether it is summer there or not.
    expect([16, 17]).toContain(Math.round(hours))
  })

  const refused = async ({ sources, places }: Chain): Promise<string> =>
    sources.open(places('assistant', 'mugi')).then(
      () => 'it was opened',
      (error: unknown) => String(error),
    )

  test('is there for each shop of the folder, opened once', async () => {
    const { sources, prompts, places } = await chain()
    await writeFile(join(prompts, 'lookups.yaml'), declared('orders', 'stock'))
    await writeFile(join(prompts, 'orders.csv'), orders)
    await writeFile(join(prompts, 'assistant.md'), naming('Be kind.', 'orders'))
    const [mugi, kobo, formal] = await Promise.all([
      sources.open(places('assistant', 'mugi')),
      sources.open(places('assistant', 'kobo')),
      sources.open(places('formal', 'mugi')),
    ])
    expect([kobo.live, formal.live]).toEqual([mugi.live, mugi.live])
    const { signal } = new AbortController()
    expect(await mugi.live.lookUp('orders')?.find({ number: '1' }, signal)).toMatchObject({ type: 'found' })
    // Nobody names stock, whose file is not there.
    expect([mugi.broken(), formal.broken()]).toEqual([[], []])
  })

  test('is not there: the start is refused with the line, and what to do', async () => {
    const shops = await chain()
    const { prompts } = shops
    await writeFile(join(prompts, 'assistant.md'), naming('Be kind.', 'ordrs', 'records: [tasks]\n'))
    const path = join(prompts, 'lookups.yaml')
    expect(await refused(shops)).toBe(
      `BrokenFile: ${join(prompts, 'assistant.md')}:3: look_ups: there is no ${path}. Declare ordrs there, as docs/look-ups.md shows, or remove the setting.\n${join(prompts, 'assistant.md')}:4: records: there is no ${path}. Declare tasks there, as docs/look-ups.md shows, or remove the setting.`,
    )
  })

  test('is misspelt, is a record and no look-up, or is declared nowhere', async () => {
    const shops = await chain()
    const { prompts } = shops
    const records =
      'records:\n  tasks:\n    about: x\n    arguments: { what: { about: x } }\n    csv: { file: t.csv, write: { what: a } }\n'
    await writeFile(join(prompts, 'lookups.yaml'), `${declared('orders')}${records}`)
    await writeFile(join(prompts, 'assistant.md'), naming('Be kind.', '\n  ordrs,\n  tasks,\n  weather,\n'))
    const path = join(prompts, 'lookups.yaml')
    const lines = (await refused(shops)).split('\n').map((line) => line.replace(/^.*assistant\.md:/, ''))
    expect(lines).toEqual([
      `4: look_ups: ordrs is not in ${path}. Did you mean orders?`,
      `5: look_ups: tasks is not in ${path}. It is a record there: name it under records.`,
      `6: look_ups: weather is not in ${path}. Declare it below look_ups there, as docs/look-ups.md shows, or remove it here.`,
    ])
  })

  test('is broken: its own mistakes are told, and of what nobody names nothing is', async () => {
    const shops = await chain()
    const { sources, prompts, places } = shops
    const path = join(prompts, 'lookups.yaml')
    const broken = declared('orders', 'stock').replaceAll('shows:', 'show:').replace('x, shape', "'${NONE}', shap")
    await writeFile(path, broken)
    await writeFile(join(prompts, 'assistant.md'), naming('Be kind.', 'orders'))
    expect((await refused(shops)).split('\n').every((line) => line.includes(`${path}:`))).toBe(true)
    expect(await refused(shops)).toMatch(/:2: look_ups\.orders\.shows is missing/)
    expect(await refused(shops)).not.toContain('stock')
    expect((await sources.open(places('formal', 'mugi'))).broken()).toEqual([])
    await writeFile(path, 'look_ups: [')
    const again = await chain()
    await writeFile(join(again.prompts, 'lookups.yaml'), 'look_ups: [')
    await writeFile(join(again.prompts, 'assistant.md'), naming('Be kind.', 'orders, stock', 'records: [tasks]\n'))
    expect((await refused(again)).match(/is not YAML/g)).toHaveLength(1)
    expect((await again.sources.open(again.places('formal', 'mugi'))).broken()).toEqual([])
  })

  test('is told together with what is wrong with the hours', async () => {
    const shops = await chain()
    await writeFile(join(shops.prompts, 'assistant.md'), naming('Be kind.', 'orders'))
    await writeFile(join(shops.prompts, 'office-hours.yaml'), closed('Mars'))
    const why = await refused(shops)
    expect(why.split('\n')).toHaveLength(2)
    expect(why).toMatch(/office-hours\.yaml:1: time_zone[^]*assistant\.md:3: look_ups/)
  })

  test('a prompt that names what is not there later does not count until it is; nor is the one before it lost', async () => {
    const { sources, prompts, places } = await chain()
    await writeFile(join(prompts, 'lookups.yaml'), declared('orders'))
    await writeFile(join(prompts, 'orders.csv'), orders)
    await writeFile(join(prompts, 'assistant.md'), naming('Be kind.', 'orders'))
    const shop = await sources.open(places('assistant', 'mugi'))
    let told = 0
    shop.onChange(() => (told += 1))
    await writeFile(join(prompts, 'assistant.md'), naming('Be brief.', 'orders, stok'))
    await soon(() => expect(shop.broken()).toMatchObject([{ file: join(prompts, 'assistant.md') }]))
    expect(shop.broken()[0]?.why).toMatch(/^line 3: look_ups: stok is not in .*\. Declare it below look_ups there/)
    expect(shop.prompts.current().text).toBe('Be kind.')
    const before = told
    await writeFile(join(prompts, 'stok.csv'), orders)
    await writeFile(join(prompts, 'lookups.yaml'), declared('orders', 'stok'))
    await soon(() => expect(shop.prompts.current().text).toBe('Be brief.'))
    expect(shop.broken()).toEqual([])
    expect(told).toBe(before + 1)
  })

  test('an entry that is broken later goes on, and one that is taken out does not; both are told of', async () => {
    const { sources, prompts, places, said } = await chain()
    await writeFile(join(prompts, 'lookups.yaml'), declared('orders'))
    await writeFile(join(prompts, 'orders.csv'), orders)
    await writeFile(join(prompts, 'assistant.md'), naming('Be kind.', 'orders'))
    const shop = await sources.open(places('assistant', 'mugi'))
    const lookUp = shop.live.lookUp('orders')
    await writeFile(join(prompts, 'lookups.yaml'), declared('orders').replace('shows:', 'show:'))
    await soon(() => expect(shop.broken()).toMatchObject([{ file: join(prompts, 'lookups.yaml') }]))
    expect(shop.live.lookUp('orders')).toBe(lookUp)
    await writeFile(join(prompts, 'lookups.yaml'), declared('stock'))
    await soon(() => expect(shop.broken()).toMatchObject([{ file: join(prompts, 'assistant.md') }]))
    expect(shop.live.lookUp('orders')).toBeUndefined()
    expect(shop.prompts.current().text).toBe('Be kind.')
    await writeFile(join(prompts, 'lookups.yaml'), declared('orders'))
    await soon(() => expect(shop.broken()).toEqual([]))
    expect(said).toContain(`${join(prompts, 'assistant.md')}: what prompts name can be used again`)
  })

  test('a CSV file that breaks is told of once, though two look-ups have it', async () => {
    const { sources, prompts, places } = await chain()
    const both = declared('orders', 'stock').replace('stock.csv', 'orders.csv')
    await writeFile(join(prompts, 'lookups.yaml'), both)
    await writeFile(join(prompts, 'orders.csv'), orders)
    await writeFile(join(prompts, 'assistant.md'), naming('Be kind.', 'orders, stock'))
    const shop = await sources.open(places('assistant', 'mugi'))
    await writeFile(join(prompts, 'orders.csv'), 'no,state\n1,sent\n')
    await soon(() => expect(shop.broken()).toMatchObject([{ file: join(prompts, 'orders.csv') }]))
  })

  test('an experiment whose prompts name what is not there does not run until it is', async () => {
    const { sources, prompts, places } = await chain()
    await writeFile(join(prompts, 'formal.md'), naming('Be formal.', 'orders'))
    await writeFile(join(prompts, 'experiments.yaml'), '- name: tone\n  variants: {assistant: 1, formal: 1}\n')
    const shop = await sources.open(places('assistant', 'mugi'))
    expect([shop.prompts.experiment?.(), shop.experiments.running()]).toEqual([undefined, undefined])
    expect(shop.broken()).toMatchObject([{ file: join(prompts, 'formal.md'), why: /line 3: look_ups: there is no/ }])
    await writeFile(join(prompts, 'orders.csv'), orders)
    await writeFile(join(prompts, 'lookups.yaml'), declared('orders'))
    await soon(() => expect(shop.experiments.running()?.name).toBe('tone'))
    expect(shop.broken()).toEqual([])
  })

  test('a variable of the environment is what it is for this server, and no other is asked for', async () => {
    const { prompts, places } = await chain()
    const asked = new Set<string>()
    const log: Log = { debug() {}, info() {}, warn() {}, error() {} }
    const sources = openSources({ model: 'gemini' }, log, (name) => (asked.add(name), 'https://shop.example.com'))
    onTestFinished(() => sources.close())
    const web = declared('orders').replace(/csv: .*/, "http: { url: '${SHOP}/{number}' }")
    await writeFile(join(prompts, 'lookups.yaml'), `hosts: [shop.example.com]\n${web}`)
    await writeFile(join(prompts, 'assistant.md'), naming('Be kind.', 'orders'))
    expect((await sources.open(places('assistant', 'mugi'))).live.lookUp('orders')).toBeDefined()
    expect([...asked]).toEqual(['SHOP'])
  })
})
