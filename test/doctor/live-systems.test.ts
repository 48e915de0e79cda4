/** What the doctor says of the systems that a prompt names: where each is, whether its file can be used, and no secret. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { live } from '../adapters/look-ups/http-server.ts'
import { doctor, shop } from './doctor.ts'

const token = 'the-token-of-the-stock'
const args = "arguments: { number: { about: x, shape: '[0-9]+' } }"
const orders = `  orders:\n    about: x\n    ${args}\n    csv: { file: orders.csv, find: { number: no } }\n    shows: [status]\n`
const stock = (url: string) =>
  `  stock:\n    about: x\n    ${args}\n    http: { url: '${url}/secret-path/{number}', headers: { authorization: '\${STOCK_TOKEN}' } }\n    shows: [left]\n`
const tasks =
  '  tasks:\n    about: x\n    arguments: { what: { about: x } }\n    csv: { file: tasks.csv, write: { what: task } }\n'

/** A shop whose prompt names these, with this `lookups.yaml`. */
async function naming(settings: string, lookUps: string) {
  const { env } = await shop()
  const folder = env['PROMPTS_DIR'] ?? ''
  const put = (name: string, text: string) => writeFile(join(folder, name), text)
  await put('assistant.md', `---\nsender_name: Hana\n${settings}\n---\nYou are the assistant of Hana.\n`)
  await put('lookups.yaml', lookUps)
  const set: Record<string, string> = { ...env, STOCK_TOKEN: token, MODEL: 'offline' }
  return { env: set, folder, put }
}

test('each that is named is told with its file or host, and no system is asked', async () => {
  const system = await live((response) => response.end())
  const file = `hosts: [127.0.0.1]\nlook_ups:\n${orders}${stock(system.url)}  unnamed: {}\nrecords:\n${tasks}`
  const { env, folder, put } = await naming('look_ups: [orders, stock]\nrecords: [tasks]', file)
  await put('orders.csv', 'no,status\n1,sent\n')
  const { output, levels, about } = await doctor(env)
  expect(levels('Live systems')).toEqual(['ok', 'ok', 'ok'])
  expect(about('Live systems')).toContain(`orders is looked up in ${join(folder, 'orders.csv')}`)
  expect(about('Live systems')).toContain(`stock is looked up in ${new URL(system.url).host}`)
  expect(about('Live systems')).toContain(`tasks is recorded in ${join(folder, 'tasks.csv')}`)
  expect(output).not.toMatch(/unnamed|secret-path|the-token-of-the-stock/)
  expect(system.asked).toEqual([])
})

test('files that cannot be used as they are: what, why, and what to do', async () => {
  const { env, folder, put } = await naming(
    'look_ups: [orders]\nrecords: [tasks]',
    `look_ups:\n${orders}records:\n${tasks}`,
  )
  await put('tasks.csv', 'task,who\n')
  const missing = await doctor(env)
  expect(missing.levels('Live systems')).toEqual(['warning', 'warning', 'warning'])
  expect(missing.about('Live systems')).toMatch(
    /orders is looked up in \S+, but it cannot be read \(ENOENT\) Why: +Until/,
  )
  expect(missing.about('Live systems')).toContain(`${join(folder, 'tasks.csv')}, but its line 1 has no column key`)
  await put('orders.csv', 'no,stat\n')
  expect((await doctor(env)).about('Live systems')).toMatch(
    /orders\.csv, but its line 1 has no column status Why: .* Do: +Name it so/,
  )
})

test('what is not there or not right is a problem, with the file and the line', async () => {
  const { env } = await naming('look_ups: [ordrs]', `look_ups:\n${orders}`)
  const { code, levels, about } = await doctor(env)
  expect(levels('Live systems')).toEqual(['problem'])
  expect(about('Live systems')).toMatch(/assistant\.md:3: look_ups: ordrs is not in \S+\. Did you mean orders\?/)
  expect(code).toBe(1)
})

test('the sample shop is told as such while the simulator plays LINE, and is a problem with a channel', async () => {
  const sample = `hosts: [127.0.0.1]\nlook_ups:\n${stock('${SAMPLE_SHOP}')}`
  const { env } = await naming('look_ups: [stock]', sample)
  const { LINE_CHANNEL_SECRET: _, LINE_CHANNEL_ACCESS_TOKEN: __, LINE_API_BASE_URL: ___, ...played } = env
  const tried = await doctor(played)
  expect(tried.levels('Live systems')).toEqual(['ok'])
  expect(tried.about('Live systems')).toContain('in the sample shop, which starts with the simulator')
  const served = await doctor(env)
  expect(served.levels('Live systems')).toEqual(['problem'])
  expect(served.about('Live systems')).toMatch(/needs SAMPLE_SHOP, which is there only while .* docs\/look-ups\.md/)
})

test('a prompt that names nothing is told nothing of them, whatever the file says', async () => {
  const { env } = await naming('history: 20', 'look_ups: [')
  expect((await doctor(env)).levels('Live systems')).toEqual([])
})
