/** `lookups.yaml` while a server runs: what it declares is there, and is what the file says now. */
import { unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { watchLookUps, type LiveFile, type LiveOptions } from '../../../src/adapters/look-ups/live.ts'
import type { Log } from '../../../src/ports/log.ts'
import { newFolder } from '../files/folder.ts'
import { live as liveSystem } from './http-server.ts'

let dir: string
const said: string[] = []
const log: Log = {
  debug() {},
  info: (_, message) => said.push(message),
  warn: (fields, message) => said.push(`${message} ${JSON.stringify(fields)}`),
  error: (fields, message) => said.push(`${message} ${JSON.stringify(fields)}`),
}
beforeEach(async () => {
  dir = await newFolder()
  said.length = 0
})

const put = (name: string, text: string) => writeFile(join(dir, name), text)
const soon = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const { signal } = new AbortController()

/** In a CSV file; `more` are lines beside its others. */
const csv = (name: string, file = `${name}.csv`, shows = 'status') =>
  `  ${name}:\n    about: About ${name}.\n    arguments: { number: { about: x, shape: '[0-9]+' } }\n    csv: { file: ${file}, find: { number: no } }\n    shows: [${shows}]\n`
const web = (name: string, url: string) =>
  `  ${name}:\n    about: About ${name}.\n    arguments: { number: { about: x, shape: '[0-9]+' } }\n    http: { url: '${url}' }\n    shows: [status]\n`
const record = (name: string) =>
  `  ${name}:\n    about: About ${name}.\n    arguments: { what: { about: x } }\n    csv: { file: ${name}.csv, write: { what: task } }\n`
const file = (lookUps: string, records = '') =>
  `hosts: [127.0.0.1]\nlook_ups:\n${lookUps}${records === '' ? '' : `records:\n${records}`}`

async function open(options: Partial<LiveOptions> = {}): Promise<LiveFile> {
  const one = await watchLookUps(dir, { log, variable: () => undefined, lookCsvEvery: 20, ...options })
  onTestFinished(() => one.close())
  return one
}
const names = (look_ups: string[], records: string[] = []) => ({ look_ups, records })
const ask = (one: LiveFile, name: string, number = '1') => one.lookUp(name)?.find({ number }, signal)
const found = (status: string) => ({ type: 'found', things: [{ status }] })

test('without a file nothing is there; it comes, changes and goes, and each time that is so at once', async () => {
  const one = await open()
  let told = 0
  one.onChange(() => (told += 1))
  expect([one.lookUp('orders'), one.sink('tasks'), one.loaded().text]).toEqual([undefined, undefined, undefined])
  await put('orders.csv', 'no,status\n1,sent\n')
  await put('lookups.yaml', file(csv('orders'), record('tasks')))
  await soon(() => expect(one.lookUp('orders')?.declared.about).toBe('About orders.'))
  expect(one.sink('tasks')?.declared.name).toBe('tasks')
  expect(await ask(one, 'orders')).toEqual(found('sent'))
  await put('lookups.yaml', file(csv('stock')))
  await soon(() => expect(one.lookUp('stock')).toBeDefined())
  expect([one.lookUp('orders'), one.sink('tasks')]).toEqual([undefined, undefined])
  await unlink(join(dir, 'lookups.yaml'))
  await soon(() => expect(one.lookUp('stock')).toBeUndefined())
  expect(told).toBe(3)
})

test('an entry that says the same is the same, and one that says something else is another', async () => {
  await put('orders.csv', 'no,status,carrier\n1,sent,Post\n')
  await put('lookups.yaml', file(csv('orders') + csv('stock'), record('tasks')))
  const one = await open()
  const [orders, stock, tasks] = [one.lookUp('orders'), one.lookUp('stock'), one.sink('tasks')]
  await put(
    'lookups.yaml',
    `# A remark.\n${file(csv('orders', 'orders.csv', 'carrier') + csv('stock'), record('tasks'))}`,
  )
  await soon(async () => expect(await ask(one, 'orders')).toEqual({ type: 'found', things: [{ carrier: 'Post' }] }))
  expect(one.lookUp('orders')).not.toBe(orders)
  expect([one.lookUp('stock'), one.sink('tasks')]).toEqual([stock, tasks])
  // A turn that began with it ends with it.
  expect(await orders?.find({ number: '1' }, signal)).toEqual(found('sent'))
})

test('a call that is under way while its entry is replaced ends in peace', async () => {
  const { promise: mayAnswer, resolve: answerNow } = Promise.withResolvers<void>()
  const system = await liveSystem((response, { url }) => {
    const answer = () => response.setHeader('content-type', 'application/json').end('{"status":"sent"}')
    if (url === '/old/1') void mayAnswer.then(answer)
    else answer()
  })
  await put('lookups.yaml', file(web('orders', `${system.url}/old/{number}`)))
  const one = await open({ lingers: 0 })
  const before = one.lookUp('orders')
  const asking = ask(one, 'orders')
  await soon(() => expect(system.asked).toHaveLength(1))
  await put('lookups.yaml', file(web('orders', `${system.url}/new/{number}`)))
  await soon(() => expect(one.lookUp('orders')).not.toBe(before))
  expect(await ask(one, 'orders')).toEqual(found('sent'))
  expect(system.asked.map(({ url }) => url)).toEqual(['/old/1', '/new/1'])
  answerNow()
  expect(await asking).toEqual(found('sent'))
})

test('an entry that is broken later goes on as it was, and so does a file; what was never good is not there', async () => {
  await put('orders.csv', 'no,status\n1,sent\n')
  await put('lookups.yaml', file(csv('orders')))
  const one = await open()
  const orders = one.lookUp('orders')
  await put('lookups.yaml', file(csv('orders').replace('shape:', 'shap:') + csv('stock').replace('shows:', 'show:')))
  await soon(() => expect(one.loaded().lookUps.get('orders')?.ok).toBe(false))
  expect([one.lookUp('orders'), one.lookUp('stock')]).toEqual([orders, undefined])
  expect(one.broken(names(['orders']))).toEqual([])
  await put('lookups.yaml', 'look_ups: [')
  await soon(() => expect(one.broken(names(['orders']))).toMatchObject([{ file: join(dir, 'lookups.yaml') }]))
  expect(one.broken(names([]))).toEqual([])
  expect(one.lookUp('orders')).toBe(orders)
  expect(await ask(one, 'orders')).toEqual(found('sent'))
  await put('lookups.yaml', file(csv('orders')))
  await soon(() => expect(one.broken(names(['orders']))).toEqual([]))
  expect(one.lookUp('orders')).toBe(orders)
})

test('a file that is broken at the start declares nothing until it is mended', async () => {
  await put('lookups.yaml', 'look_ups: [')
  const one = await open()
  expect(one.loaded().mistakes).toMatchObject([{ line: 1, problem: 'is not YAML' }])
  await put('lookups.yaml', 'look_ups:\n\torders: x')
  await soon(() => expect(one.loaded().mistakes).toMatchObject([{ line: 2 }]))
  await put('lookups.yaml', file(csv('orders')))
  await soon(() => expect(one.lookUp('orders')).toBeDefined())
  expect(one.loaded().mistakes).toEqual([])
})

test('a CSV file that is not there or breaks is told of where its look-up is named, once it is open', async () => {
  await put('lookups.yaml', file(csv('orders') + csv('stock')))
  const one = await open()
  await one.open(names(['orders']))
  expect(one.broken(names(['orders', 'stock']))).toMatchObject([
    { file: join(dir, 'orders.csv'), why: expect.stringContaining('is not there') },
  ])
  expect(one.broken(names(['stock']))).toEqual([])
  expect(await ask(one, 'orders')).toMatchObject({ type: 'failed', why: 'broken' })
  await put('orders.csv', 'no,status\n1,sent\n')
  await soon(() => expect(one.broken(names(['orders']))).toEqual([]))
  await put('orders.csv', 'no,state\n1,sent\n')
  await soon(() => expect(one.broken(names(['orders']))).toMatchObject([{ why: /has no column status/ }]))
  expect(await ask(one, 'orders')).toEqual(found('sent'))
  expect(said.join()).not.toContain('stock.csv')
})

test('what was replaced is closed after a while, and with the end everything is', async () => {
  await put('orders.csv', 'no,status\n1,sent\n')
  await put('lookups.yaml', file(csv('orders')))
  const one = await open({ lingers: 0 })
  await one.open(names(['orders']))
  const before = one.lookUp('orders')
  await put('lookups.yaml', file(csv('orders', 'orders.csv', 'no, status')))
  await soon(() => expect(one.lookUp('orders')).not.toBe(before))
  await one.open(names(['orders']))
  said.length = 0
  await put('orders.csv', 'no,status\n1,lost\n')
  await soon(async () => expect(await ask(one, 'orders')).toMatchObject({ things: [{ status: 'lost' }] }))
  expect(said).toEqual(['the look-up orders has changed'])
  expect(await before?.find({ number: '1' }, signal)).toEqual(found('sent'))
  await one.close()
  await put('orders.csv', 'no,status\n1,gone\n')
  // As long as it takes another one to notice.
  const other = await open()
  await soon(async () => expect(await ask(other, 'orders')).toMatchObject({ things: [{ status: 'gone' }] }))
  expect(await ask(one, 'orders')).toMatchObject({ things: [{ status: 'lost' }] })
})

test('what was never opened and is gone says so', async () => {
  await put('lookups.yaml', file(csv('orders'), record('tasks')))
  const one = await open()
  const [orders, tasks] = [one.lookUp('orders'), one.sink('tasks')]
  await one.close()
  expect(await orders?.find({ number: '1' }, signal)).toMatchObject({ type: 'failed', why: 'broken' })
  expect(await tasks?.record({ what: 'x' }, 'a-key', signal)).toMatchObject({ type: 'not_recorded' })
})

test('who is asked before it is open, and has no time, says that', async () => {
  await put('orders.csv', 'no,status\n1,sent\n')
  await put('lookups.yaml', file(csv('orders')))
  const one = await open()
  expect(await one.lookUp('orders')?.find({ number: '1' }, AbortSignal.abort())).toMatchObject({ why: 'slow' })
  expect(await ask(one, 'orders')).toEqual(found('sent'))
})

test('a record is put where the file says', async () => {
  await put('lookups.yaml', file(csv('orders'), record('tasks')))
  const one = await open()
  await one.open(names([], ['tasks']))
  expect(await one.sink('tasks')?.record({ what: 'buy flour' }, 'a-key', signal)).toMatchObject({ type: 'confirmed' })
})

test('a sink is another one once anything of its entry is; what tells that keeps no token, and outlives a restart', async () => {
  const to = (url: string, token = 'a-secret-token', what = 'x') =>
    `hosts: [127.0.0.1]\nrecords:\n  tasks:\n    about: x\n    arguments: { what: { about: ${what} } }\n    http: { url: '${url}', headers: { authorization: 'Bearer ${token}' } }\n`
  const sameOf = async (text: string, shop?: string) => {
    await put('lookups.yaml', text)
    const one = await open({ variable: (name) => (name === 'SAMPLE_SHOP' ? shop : undefined) })
    const { same } = one.sink('tasks') ?? {}
    expect(same).toMatch(/^[0-9a-f]{64}$/)
    return same
  }
  const first = await sameOf(to('http://127.0.0.1:9/tasks'))
  expect(await sameOf(`# A remark.\n${to('http://127.0.0.1:9/tasks')}`)).toBe(first)
  const others = [
    to('http://127.0.0.1:9/others'),
    to('http://127.0.0.1:9/tasks', 'another'),
    to('http://127.0.0.1:9/tasks', 'a-secret-token', 'y'),
    `records:\n${record('tasks')}`,
  ]
  for (const other of others) expect(await sameOf(other)).not.toBe(first)
  // The sample shop listens at another port each time.
  const sample = to('${SAMPLE_SHOP}/tasks')
  const [one, again] = [await sameOf(sample, 'http://127.0.0.1:4001'), await sameOf(sample, 'http://127.0.0.1:4002')]
  expect(one).toBe(again)
})

test('how customers link their accounts comes, changes and goes with the file; what is broken goes on as it was', async () => {
  const one = await open()
  const linking = (signIn: string) =>
    `account_link:\n  sign_in: ${signIn}\n  account: { http: { url: 'http://127.0.0.1:9/{nonce}' }, column: id }\n`
  const signIn = () => one.accountLinking?.()?.signIn
  expect(signIn()).toBeUndefined()
  await put('lookups.yaml', linking('https://a.example.com/') + file(csv('orders')))
  await soon(() => expect(signIn()).toBe('https://a.example.com/'))
  await put('lookups.yaml', linking('http://b.example.com/') + file(csv('stock')))
  await soon(() => expect(one.lookUp('stock')).toBeDefined())
  expect(signIn()).toBe('https://a.example.com/')
  await put('lookups.yaml', linking('https://b.example.com/') + file(csv('stock')))
  await soon(() => expect(signIn()).toBe('https://b.example.com/'))
  await put('lookups.yaml', file(csv('stock')))
  await soon(() => expect(signIn()).toBeUndefined())
})
