/** The files of several shops, some of which have the same ones. */
import { mkdir, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
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
