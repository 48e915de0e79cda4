/** What `lookups.yaml` takes from the environment: its names are meant as they are, and its values are there. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeProblems, loadConfig, type ReadConfig } from '../src/config.ts'
import { newFolder } from './adapters/files/folder.ts'

/** A folder with these files; what is set is in its `.env`. */
async function load(files: Readonly<Record<string, string>>): Promise<ReadConfig> {
  const folder = await newFolder()
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text.replaceAll('FOLDER', folder))
  }
  return loadConfig({}, join(folder, '.env'), join(folder, 'channels.yaml'))
}
const wrongs = (read: ReadConfig): string => (read.ok ? '' : describeProblems(read.problems))

const lookUps = (name: string) =>
  `look_ups:\n  orders:\n    http: { headers: { authorization: 'Bearer \${${name}}' } }\n`

test('a name that resembles a setting is a slip, unless lookups.yaml has it', async () => {
  const env = 'PROMPTS_DIR=FOLDER/mine\nSTAFF_TOKEN=a\n'
  expect(wrongs(await load({ '.env': env }))).toMatch(/^STAFF_TOKEN is not a setting: the nearest is STAFF_/)
  const read = await load({ '.env': env, 'mine/lookups.yaml': lookUps('STAFF_TOKEN') })
  expect(wrongs(read)).toBe('')
  expect(read.ok && [read.variable('STAFF_TOKEN'), read.variable('OTHER')]).toEqual(['a', undefined])
})

test('what sounds secret is known to the log, which then never shows it; a host may stand there', async () => {
  const text = `${lookUps('SHOP_TOKEN')}    http: { url: 'https://\${SHOP_HOST}/' }\n`
  const env = 'PROMPTS_DIR=FOLDER/mine\nSHOP_TOKEN=a-secret\nSHOP_HOST=shop.example.com\nOTHER_TOKEN=b\n'
  const read = await load({ '.env': env, 'mine/lookups.yaml': text })
  expect(read.ok && read.secrets).toEqual(['a-secret'])
  expect(read.ok && JSON.stringify(read.config)).not.toMatch(/a-secret|shop\.example/)
})

test('each of several channels may have prompts, and names, of its own', async () => {
  const channels = ['a', 'b'].map((one) => `${one}:\n  secret: s-${one}\n  token: t-${one}\n  prompts: FOLDER/${one}\n`)
  const files = { 'channels.yaml': channels.join(''), '.env': 'STAFF_TOKEN=x\nSTAFF_KEY=y\n' }
  const theirs = { 'a/lookups.yaml': lookUps('STAFF_TOKEN'), 'b/lookups.yaml': lookUps('STAFF_KEY') }
  expect(wrongs(await load({ ...files, ...theirs }))).toBe('')
  expect(wrongs(await load({ ...files, 'a/lookups.yaml': theirs['a/lookups.yaml'] }))).toMatch(/^STAFF_KEY is not/)
})

test('the environment counts more than .env', async () => {
  const folder = await newFolder()
  await writeFile(join(folder, '.env'), 'HOST=127.0.0.1\n')
  const read = loadConfig({ HOST: '0.0.0.0' }, join(folder, '.env'), join(folder, 'channels.yaml'))
  expect(read.ok && read.variable('HOST')).toBe('0.0.0.0')
})
