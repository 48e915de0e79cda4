/** `npm run lab` where several channels are set: by whose prompt, texts and past it goes. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { caseFile, goodProse, layOut, promptFile, runLab, type LabRun } from './lab.ts'
import { openPastShop } from './past-shop.ts'

let folder: string
let env: Record<string, string>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-lab-'))
  env = await layOut(folder, {
    prompts: { 'assistant.md': promptFile(goodProse) },
    cases: { 'en.yaml': caseFile(['hours-1', 'resolved']) },
  })
  const kobo = await layOut(join(folder, 'kobo'), {
    prompts: { 'assistant.md': promptFile('You are the assistant of a coffee shop.') },
    cases: { 'en.yaml': caseFile(['coffee-1', 'resolved']) },
  })
  const [mugi, koboAlone] = ['mugi', 'kobo'].map(
    (name) => `${name}:\n  secret: the-secret-of-${name}\n  token: the-token-of-${name}\n`,
  )
  const own = `  prompts: ${kobo['PROMPTS_DIR']}\n  knowledge: ${kobo['KNOWLEDGE_DIR']}\n`
  await writeFile(join(folder, 'channels.yaml'), `${mugi}${koboAlone}${own}`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const lab = (...args: string[]): Promise<LabRun> =>
  runLab(args, { ...env, CHANNELS_FILE: join(folder, 'channels.yaml') })
const written = async (out: string): Promise<unknown> => JSON.parse(await readFile(join(folder, `${out}.json`), 'utf8'))

test('cases are those of the channel that is named, which has to be where they differ', async () => {
  const words = ['eval', '--models', 'offline', '--out', join(folder, 'eval')]
  expect(await lab(...words)).toEqual({
    code: 2,
    out: '',
    said: 'the channels have different prompts or texts: name one with --channel, of mugi, kobo\n',
  })
  await lab(...words, '--channel', 'kobo')
  expect(await written('eval')).toMatchObject({ cases: [{ id: 'coffee-1' }] })
})

test('past turns are those of the channel’s own LINE account', async () => {
  const shop = await openPastShop({ folder: join(folder, 'var') })
  onTestFinished(() => shop.close())
  await shop.ask(await shop.arrive('Hana'), 'When do you open on Sunday?', { sources: ['hours.en#weekend'] })
  const replay = (): Promise<LabRun> =>
    lab('replay', '--prompt', 'assistant', '--models', 'offline', '--out', join(folder, 'replay'), '--channel', 'mugi')
  expect(await replay()).toMatchObject({
    code: 2,
    said: expect.stringContaining('it is not known which conversations are those of mugi: start the server once'),
  })
  // As a server that serves both has kept it.
  const of = (channel: string) => ({ channel, keys: ['a hash of its secret'] })
  const accounts = { [`U${'b'.repeat(32)}`]: of('kobo'), [shop.line.botUserId]: of('mugi') }
  await writeFile(join(folder, 'var', 'destinations.json'), JSON.stringify({ format: 1, accounts }))
  await replay()
  expect(await written('replay')).toMatchObject({ totals: { conversations: 1, turns: 1 } })
})
