import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { watchLookUps } from '../../../src/adapters/look-ups/live.ts'
import { heard } from './http-server.ts'
import { declaredAs, isAlive, never, shop } from './mcp-shop.ts'
import { tasksIn } from './mcp-tools.ts'

test('a look-up and a record share their server; another declaration of it is another server, and the old one ends', async () => {
  const its = shop()
  its.does('1234', { result: { structuredContent: { status: 'sent' } } })
  const command = JSON.stringify(declaredAs(its).command)
  const write = (token: string) =>
    writeFile(
      join(its.folder, 'lookups.yaml'),
      `servers:
  shop: { command: ${command}, env: { SHOP_TOKEN: ${token} } }
look_ups:
  orders:
    about: How an order stands.
    arguments: { number: { about: its number, shape: '[0-9]{4}' } }
    mcp: { server: shop, tool: get_order, within: 10s }
    shows: [status]
records:
  tasks:
    about: A task.
    arguments: { what: { about: what is to be done } }
    mcp: { server: shop, tool: create_task, key: key, within: 10s }
`,
    )
  await write('one')
  const log = heard()
  const live = await watchLookUps(its.folder, { log, variable: () => undefined, lingers: 0 })
  onTestFinished(() => live.close())
  const find = () => live.lookUp('orders')?.find({ number: '1234' }, never)
  const record = () => live.sink('tasks')?.record({ what: 'paper' }, 'a-key', never)

  await live.open({ look_ups: ['orders'], records: ['tasks'] })
  expect(its.pids()).toEqual([])
  expect(await find()).toEqual({ type: 'found', things: [{ status: 'sent' }] })
  expect(await record()).toEqual({ type: 'confirmed', reference: 'T-1' })
  expect(its.pids()).toHaveLength(1)

  await write('two')
  await expect.poll(() => its.pids().filter(isAlive), { timeout: 10_000 }).toEqual([])
  expect(await find()).toMatchObject({ type: 'found' })
  expect(await record()).toEqual({ type: 'confirmed', reference: 'T-1' })
  expect(tasksIn(its.folder)).toHaveLength(1)
  expect(its.pids()).toHaveLength(2)

  await live.close()
  expect(its.pids().filter(isAlive)).toEqual([])
  expect(log.lines.filter((line) => line.includes('MCP'))).toEqual([])
})

test('what a system is given by its own names reaches it, with who asked', async () => {
  const its = shop()
  await writeFile(
    join(its.folder, 'lookups.yaml'),
    `servers: { shop: { command: ${JSON.stringify(declaredAs(its).command)} } }
look_ups:
  orders:
    about: How an order stands.
    arguments: { order_no: { about: its number, shape: '[0-9]{4}' } }
    mcp: { server: shop, tool: get_order, within: 10s, give: { number: '{order_no}', limit: 1 } }
    shows: [status]
records:
  tasks:
    about: A task.
    arguments: { title: { about: what is to be done }, count: { about: how many, shape: '[0-9]{1,3}', optional: true } }
    asked_by: requester
    mcp:
      server: shop
      tool: create_task
      key: key
      within: 10s
      give: { what: '{title}', count: { of: count, as: integer }, madeBy: '{requester}' }
`,
  )
  its.does('1234', { result: { structuredContent: { status: 'sent' } } })
  const live = await watchLookUps(its.folder, { log: heard(), variable: () => undefined, lingers: 0 })
  onTestFinished(() => live.close())
  expect(await live.lookUp('orders')?.find({ order_no: '1234' }, never)).toMatchObject({ type: 'found' })
  const sink = live.sink('tasks')
  expect(sink?.declared.askedBy).toBe('requester')
  const record = (given: Record<string, string>, key: string) => sink?.record(given, key, never)
  await record({ title: 'paper', count: '10', requester: 'Aya' }, 'k-1')
  await record({ title: 'flour' }, 'k-2')
  expect(its.asked()).toEqual([
    { name: 'get_order', arguments: { number: '1234', limit: 1 } },
    { name: 'create_task', arguments: { what: 'paper', count: 10, madeBy: 'Aya', key: 'k-1' } },
    { name: 'create_task', arguments: { what: 'flour', key: 'k-2' } },
  ])
})
