/** What the doctor says of the systems that a prompt names: where each is, whether its file can be used, and no secret. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
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
  const put = (name: string, text: string | Buffer) => writeFile(join(folder, name), text)
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
  expect(missing.about('Live systems')).toMatch(/orders is looked up in \S+, but it is not there Why: +Until/)
  expect(missing.about('Live systems')).toContain(`${join(folder, 'tasks.csv')}, but its line 1 has no column key`)
  await put('orders.csv', 'no,stat\n')
  expect((await doctor(env)).about('Live systems')).toMatch(
    /orders\.csv, but its line 1 has no column status, which lookups\.yaml names on its line 6 Why: .* Do: +Correct it there .* The columns here: no, stat\./,
  )
})

describe('what a file has for customers who ask', () => {
  const proven = orders.replace('[status]', '[status]\n    proof: { last_digits: 4, of: phone }')
  const head = 'no,status,phone\n'
  const doctorOf = async (rows: string, lookUps = proven) => {
    const { env, put } = await naming('look_ups: [orders]', `look_ups:\n${lookUps}`)
    await put('orders.csv', `${head}${rows}`)
    return doctor(env)
  }

  test('rows that are in order are counted', async () => {
    const { levels, about } = await doctorOf('1,sent,090-5550-0142\n2,sent,+81 90 5550 0173\n3,sent,TEL0312345678\n')
    expect(levels('Live systems')).toEqual(['ok'])
    expect(about('Live systems')).toMatch(/orders\.csv: 3 rows are read/)
  })

  test('numbers on file that prove nothing are told before customers meet them', async () => {
    const { levels, about } = await doctorOf(
      '1,sent,090-5550-0142\n2,sent,\n3,sent,9.05E+10\n4,sent,090-5550-0142 / 03-1234-5678\n5,sent,000-0000-0000\n',
    )
    expect(levels('Live systems')).toEqual(['ok', 'warning'])
    expect(about('Live systems')).toContain('4 of 5 rows have no usable number in phone: nobody can prove them')
    const linked = proven.replace('{ last_digits: 4, of: phone }', '{ account_link: phone }')
    const file = `account_link:\n  sign_in: https://shop.example.com/line\n  account: { http: { url: 'https://shop.example.com/n/{nonce}' }, column: id }\nhosts: [shop.example.com]\nlook_ups:\n${linked}`
    const { env, put } = await naming('look_ups: [orders]', file)
    await put('orders.csv', `${head}1,sent,c1\n2,sent, \n`)
    expect((await doctor(env)).about('Live systems')).toContain('1 of 2 rows has no account in phone')
  })

  test('a heading alone, and rows that are left out', async () => {
    const empty = await doctorOf('')
    expect(empty.levels('Live systems')).toEqual(['warning'])
    expect(empty.about('Live systems')).toContain('which has no row that can be found')
    const uneven = await doctorOf('1,sent,090-5550-0142\n2,sent\n3,a,b,c\n')
    expect(uneven.levels('Live systems')).toEqual(['ok', 'warning'])
    expect(uneven.about('Live systems')).toContain('2 rows of it are left out (3, 4): more or fewer cells than columns')
  })

  test.for([
    ['nothing', '', 'but it is empty'],
    ['blank lines', '\n\n', 'but it is empty'],
    ['no heading', '1,sent,090-5550-0142\n', 'but its line 1 does not name the columns'],
  ])('a file of %s is told once, and what stands in it never', async ([, content = '', told]) => {
    const { env, put } = await naming('look_ups: [orders]', `look_ups:\n${proven}`)
    await put('orders.csv', content)
    const { levels, about } = await doctor(env)
    expect(levels('Live systems')).toEqual(['warning'])
    expect(about('Live systems')).toContain(told)
    expect(about('Live systems')).not.toContain('0142')
  })
})

test('a file of records that is no UTF-8 is told in a sentence', async () => {
  const { env, put } = await naming('records: [tasks]', `records:\n${tasks}`)
  await put('tasks.csv', Buffer.from('task,recorded_at,key\n\xe9t\xe9,,\n', 'latin1'))
  expect((await doctor(env)).about('Live systems')).toContain('but its line 2 is not UTF-8 text')
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
