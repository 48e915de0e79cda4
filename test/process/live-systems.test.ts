/** A start with a prompt that names live systems. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort, spawnServer, startServerProcess } from './server.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-live-'))
  await cp('prompts/lookups.yaml', join(folder, 'lookups.yaml'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** The environment of a start with this prompt. */
async function naming(settings: string): Promise<Record<string, string>> {
  await writeFile(join(folder, 'assistant.md'), `---\n${settings}\n---\nBe kind.\n`)
  const ports = { PORT: String(await freePort()), SIMULATOR_PORT: String(await freePort()) }
  return { ...ports, DATA_DIR: join(folder, 'data'), PROMPTS_DIR: folder, KNOWLEDGE_DIR: 'data/knowledge' }
}

async function refusal(env: Record<string, string>): Promise<string> {
  const server = spawnServer(env)
  expect(await server.ended).toBe(1)
  expect(server.output()).not.toMatch(/^\s+at /m)
  return server.output()
}

test('without a channel the shipped ones are there, in the sample shop; so is a CSV file', async () => {
  const env = await naming('look_ups: [orders, stock]\nrecords: [tasks]')
  const csv =
    "  stock:\n    about: x\n    arguments: { item: { about: x, shape: '[a-z]+' } }\n    csv: { file: stock.csv, find: { item: item } }\n    shows: [left]\n"
  const shipped = await readFile('prompts/lookups.yaml', 'utf8')
  await writeFile(join(folder, 'lookups.yaml'), shipped.replace('look_ups:\n', `look_ups:\n${csv}`))
  await writeFile(join(folder, 'stock.csv'), 'item,left\nbread,3\n')
  const server = await startServerProcess(env)
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  const [, shop = ''] = /"url":"(http:\/\/127\.0\.0\.1:\d+)"[^\n]*the sample shop listens/.exec(server.output()) ?? []
  expect((await fetch(`${shop}/orders/1234`)).status).toBe(200)
  // On the simulator's page it is there too.
  const page = await fetch(`http://127.0.0.1:${env['SIMULATOR_PORT']}/api/stream`)
  for await (const bytes of page.body ?? []) {
    expect(Buffer.from(bytes).toString()).toMatch(/"systems":\{"orders":\[\{"number":"\d+".*"tasks":\[\]/)
    break
  }
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  await expect(fetch(shop)).rejects.toThrow()
  expect(server.output()).not.toMatch(/"level":(40|50)|"level":"(warn|error)"/)
})

test('a shop that the prompt asks nothing of is not on the simulator’s page', async () => {
  const env = await naming('history: 20')
  const server = await startServerProcess(env)
  const page = await fetch(`http://127.0.0.1:${env['SIMULATOR_PORT']}/api/stream`)
  for await (const bytes of page.body ?? []) {
    expect(Buffer.from(bytes).toString()).not.toContain('"systems"')
    break
  }
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
})

test('a name that is misspelt: the file, the line, and what was meant', async () => {
  const output = await refusal(await naming('look_ups: [order]'))
  expect(output).toContain(
    `${join(folder, 'assistant.md')}:2: look_ups: order is not in ${join(folder, 'lookups.yaml')}. Did you mean orders?`,
  )
})

test('with a channel there is no sample shop: it says to declare a system of one’s own', async () => {
  const channel = { LINE_CHANNEL_SECRET: 'f'.repeat(32), LINE_CHANNEL_ACCESS_TOKEN: 'the-token-of-this-test' }
  const output = await refusal({ ...(await naming('records: [tasks]')), ...channel })
  expect(output).toMatch(
    /lookups\.yaml:\d+: records\.tasks\.http\.url needs SAMPLE_SHOP, which is there only while the simulator plays LINE\. Declare a system of your own in place of the sample, as docs\/look-ups\.md shows/,
  )
  expect(output).not.toContain('look_ups.orders')
})
