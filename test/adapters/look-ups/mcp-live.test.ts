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
