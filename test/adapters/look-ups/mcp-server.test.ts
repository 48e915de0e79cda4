import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { openMcpServers } from '../../../src/adapters/look-ups/mcp-servers.ts'
import type { McpServer } from '../../../src/adapters/look-ups/mcp-server.ts'
import { heard } from './http-server.ts'
import { declaredAs, isAlive, never, opened, shop } from './mcp-shop.ts'

const run = promisify(execFile)
const ask = (server: McpServer, number = '1234', within = 10_000) =>
  server.call('get_order', { number }, { within, signal: never })
const sent = { result: { structuredContent: { status: 'sent' } } }
const hasEnded = (pid: number) => expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)

describe('its environment', () => {
  afterEach(() => vi.unstubAllEnvs())

  test('is what programs are found by, and what is declared: none of our secrets', async () => {
    for (const name of ['LINE_CHANNEL_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN', 'GEMINI_API_KEY', 'DATABASE_URL']) {
      vi.stubEnv(name, 'canary')
    }
    const its = shop()
    const { server } = opened(declaredAs(its, { inherited: { HOME: '/home/shop' }, env: { SHOP_TOKEN: 'a-secret' } }))
    const called = await server.call('environment', {}, { within: 10_000, signal: never })
    if (called.type === 'failed') throw new Error(called.detail)
    expect(called.result.structuredContent).toEqual({
      folder: its.folder,
      HOME: '/home/shop',
      SHOP_TOKEN: 'a-secret',
    })
  })
})

test('one that takes longer to come up than somebody waits comes up all the same, for who asks next', async () => {
  const its = shop()
  its.does('1', sent)
  const { server } = opened(declaredAs(its), 60_000)
  expect(await ask(server, '1', 1)).toMatchObject({ why: 'slow', done: 'no' })
  expect(await ask(server, '1')).toMatchObject({ type: 'answered' })
  expect(its.pids()).toHaveLength(1)
})

describe('when it ends', () => {
  test('what is under way has no answer, and whoever asks then has none either, for a while', async () => {
    const its = shop()
    its.does('1234', { does: 'die' })
    const { server, log } = opened(declaredAs(its), 60_000)
    expect(await ask(server)).toMatchObject({ why: 'down', done: 'perhaps', detail: expect.stringContaining('ended') })
    expect(await ask(server)).toMatchObject({ why: 'down', done: 'no', detail: expect.stringContaining('not started') })
    await expect.poll(() => log.lines).toEqual(['an MCP server has ended {"server":"shop","detail":"it ended with 3"}'])
    expect(its.pids()).toHaveLength(1)
  })

  test('it is started again after a while, when it is used', async () => {
    const its = shop()
    its.does('1234', { does: 'die' })
    its.does('1', sent)
    const { server } = opened(declaredAs(its), 500)
    await ask(server)
    await expect.poll(() => ask(server, '1'), { timeout: 10_000 }).toMatchObject({ type: 'answered' })
    expect(its.pids()).toHaveLength(2)
  })

  test('between two calls: the next one starts it', async () => {
    const its = shop()
    its.does('1', sent)
    const { server, log } = opened(declaredAs(its), 0)
    await ask(server, '1')
    process.kill(its.pids()[0] ?? 0, 'SIGKILL')
    await expect.poll(() => log.lines).toEqual([expect.stringContaining('by SIGKILL')])
    expect(await ask(server, '1')).toMatchObject({ type: 'answered' })
    expect(its.pids()).toHaveLength(2)
  })

  test('as often as it is started: it is not started more often than it may be', async () => {
    const its = shop()
    its.write('start.json', '{"does":"die"}')
    const { server } = opened(declaredAs(its), 60_000)
    for (let left = 5; left > 0; left -= 1) expect(await ask(server)).toMatchObject({ why: 'down', done: 'no' })
    expect(its.pids()).toHaveLength(1)
  })

  test('with its output closed it cannot answer: it is ended, though it lives on', async () => {
    const its = shop()
    its.write('start.json', '{"stays":true}')
    its.does('1234', { does: 'close' })
    const { server } = opened(declaredAs(its))
    expect(await ask(server)).toMatchObject({ why: 'down', done: 'perhaps' })
    await hasEnded(its.pids()[0] ?? 0)
  })

  test('what it wrote to standard error before it came up is for debugging, without its secrets; nothing else is', async () => {
    const its = shop()
    its.write('start.json', JSON.stringify({ does: 'die', words: 'No such table, asked with a-secret\n' }))
    const { server, log } = opened(declaredAs(its, { env: { SHOP_TOKEN: 'a-secret' } }))
    await ask(server)
    const said = log.lines.filter((line) => line.includes('No such table'))
    expect(said).toEqual([expect.stringContaining('asked with …')])
    expect(log.debugged).toEqual(said)
  })
})

test('one that does not answer any more is ended, and started anew for who asks then', async () => {
  const its = shop()
  its.does('1234', { does: 'hang' })
  its.does('1', sent)
  const { server } = opened(declaredAs(its), 0)
  await ask(server, '1')
  // Several at once are one sign.
  await Promise.all(Array.from({ length: 5 }, () => ask(server, '1234', 200)))
  expect(await ask(server, '1')).toMatchObject({ type: 'answered' })
  for (let left = 3; left > 0; left -= 1) expect(await ask(server, '1234', 200)).toMatchObject({ why: 'slow' })
  await hasEnded(its.pids()[0] ?? 0)
  expect(await ask(server, '1')).toMatchObject({ type: 'answered' })
  expect(its.pids()).toHaveLength(2)
})

describe('closing', () => {
  test('ends it; also one that does not end when its input does, nor when it is told to', async () => {
    const [its, stubborn] = [shop(), shop()]
    stubborn.write('start.json', '{"stays":true}')
    const servers = [opened(declaredAs(its)).server, opened(declaredAs(stubborn)).server]
    for (const server of servers) await ask(server)
    await Promise.all(servers.map((server) => server.close()))
    expect([...its.pids(), ...stubborn.pids()].filter(isAlive)).toEqual([])
  })

  test('while it comes up, or before it was ever used', async () => {
    const its = shop()
    its.write('start.json', '{"does":"hang"}')
    await opened(declaredAs(its)).server.close()
    expect(its.pids()).toEqual([])
    const { server } = opened(declaredAs(its))
    const asking = ask(server)
    await expect.poll(() => its.pids().length, { timeout: 10_000 }).toBe(1)
    await server.close()
    expect(await asking).toMatchObject({ type: 'failed', done: 'no' })
    expect(its.pids().filter(isAlive)).toEqual([])
  })

  test('ends what it has started too', async () => {
    const its = shop()
    const { command } = declaredAs(its)
    const shell = ['sh', '-c', `${command.map((part) => `'${part}'`).join(' ')}; exit`]
    const { server } = opened(declaredAs(its, { command: shell }))
    its.write('start.json', '{"stays":true}')
    await ask(server)
    await server.close()
    // Killed as a group; the system takes a moment for each.
    await vi.waitFor(() => expect(its.pids().filter(isAlive)).toEqual([]), 5_000)
  })
})

test.for(['SIGKILL', 'SIGTERM', 'exit'] as const)('with us it ends too: %s', async (how) => {
  const its = shop()
  const parent = spawn(
    process.execPath,
    [join(import.meta.dirname, 'mcp-parent.ts'), JSON.stringify(declaredAs(its)), how],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const gone = once(parent, 'exit')
  await once(parent.stdout, 'data')
  expect(its.pids()).toHaveLength(1)
  if (how !== 'exit') parent.kill(how)
  await gone
  await hasEnded(its.pids()[0] ?? 0)
})

test('servers by their declarations: the same for the same, closed by the last who leaves, once it has answered', async () => {
  const its = shop()
  its.does('1', sent)
  const servers = openMcpServers({ log: heard(), pause: 0 })
  const declared = declaredAs(its)
  const [first, second] = [servers.use(declared), servers.use(structuredClone(declared))]
  expect(second.server).toBe(first.server)
  expect(servers.use({ ...declared, env: { SHOP_TOKEN: 'x' } }).server).not.toBe(first.server)
  await ask(first.server, '1')
  await first.leave()
  await first.leave()
  expect(await ask(second.server, '1')).toMatchObject({ type: 'answered' })
  expect(its.pids()).toHaveLength(1)
  const asking = ask(second.server, '1')
  await second.leave()
  expect(await asking).toMatchObject({ type: 'answered' })
  expect(its.pids().filter(isAlive)).toEqual([])
  const { server, leave } = servers.use(declared)
  expect(await ask(server, '1')).toMatchObject({ type: 'answered' })
  await leave()
  expect(its.pids()).toHaveLength(2)
})

test('nothing of the SDK is loaded until a tool is called', async () => {
  const its = shop()
  const program = join(import.meta.dirname, 'mcp-loading.ts')
  const file = join(import.meta.dirname, '../../../prompts/lookups.yaml')
  const { stdout } = await run(process.execPath, [program, file, JSON.stringify(declaredAs(its))])
  expect(JSON.parse(stdout)).toEqual([
    { what: 'read true', loaded: false },
    { what: 'opened', loaded: false },
    { what: 'answered', loaded: true },
  ])
})
