import { describe, expect, test } from 'vitest'
import { readLookUpsFile } from '../../../src/adapters/look-ups/lookups-file.ts'
import type { Mistake } from '../../../src/adapters/markdown/broken-file.ts'

const env: Record<string, string> = {
  PATH: '/usr/bin',
  LINE_CHANNEL_SECRET: 'a-secret-of-ours',
  SHOP_TOKEN: 'a-secret',
  CRM_TOKEN: 'another-secret',
  CRM: 'crm.example.com',
}
const options = { path: '/shop/prompts/lookups.yaml', variable: (name: string) => env[name] }

const servers = `servers:
  shop: { command: [node, tools/shop-server.mjs], env: { SHOP_TOKEN: '\${SHOP_TOKEN}' } }
  crm: { url: 'https://crm.example.com/mcp', headers: { Authorization: 'Bearer \${CRM_TOKEN}' } }
`
const file = (lookUp: string, record: string, itsServers = servers) => `hosts: [crm.example.com, localhost]
${itsServers}look_ups:
  orders:
    about: How one order stands.
    arguments: { number: { about: its number, shape: '[0-9]{4,10}' } }
    mcp: ${lookUp}
    shows: [status]
records:
  tasks:
    about: A task for the team.
    arguments: { what: { about: what is to be done } }
    mcp: ${record}
`
const lookUp = '{ server: shop, tool: get_order }'
const record = '{ server: crm, tool: create_task, key: idempotency_key, within: 2s }'

function read(text: string) {
  const found = readLookUpsFile(text, options)
  if (!found.ok) throw new Error(JSON.stringify(found.mistakes))
  return { orders: found.declared.lookUps.get('orders'), tasks: found.declared.records.get('tasks') }
}

const told = (mistakes: readonly Mistake[] = []): string[] =>
  mistakes.map(({ line, problem, remedy }) => `${line}: ${problem}: ${remedy}`)

test('a look-up by a tool of a program, and a record by one of a server on the web', () => {
  const { orders, tasks } = read(file(lookUp, record))
  expect(orders).toMatchObject({
    ok: true,
    value: {
      declared: { name: 'orders', shows: ['status'] },
      from: {
        type: 'mcp',
        server: {
          name: 'shop',
          command: ['node', 'tools/shop-server.mjs'],
          inherited: { PATH: '/usr/bin' },
          env: { SHOP_TOKEN: 'a-secret' },
          folder: '/shop/prompts',
        },
        tool: 'get_order',
        within: 5_000,
      },
    },
  })
  expect(tasks).toMatchObject({
    ok: true,
    value: {
      to: {
        type: 'mcp',
        server: {
          name: 'crm',
          url: 'https://crm.example.com/mcp',
          headers: { authorization: 'Bearer another-secret' },
          hosts: ['crm.example.com', 'localhost'],
        },
        tool: 'create_task',
        key: 'idempotency_key',
        within: 2_000,
      },
    },
  })
})

test('a server that nobody uses may be wrong, and one that is wrong takes away only what uses it', () => {
  const wrong = `servers:\n  shop: { command: [] }\n  crm: { url: 'http://localhost:1/mcp' }\n  none: 5\n`
  const { orders, tasks } = read(file(lookUp, record, wrong))
  expect(orders).toMatchObject({ ok: false, mistakes: [{ line: 3, problem: 'servers.shop.command is empty' }] })
  expect(tasks).toMatchObject({ ok: true, value: { to: { server: { url: 'http://localhost:1/mcp' } } } })
})

describe('mistakes are told with their line and what to do', () => {
  const at = (more: string) => `servers:\n  shop: ${more}\n  crm: { url: https://crm.example.com/mcp }\n`

  test.for<[string, string, string]>([
    ['no server', '{ tool: get_order }', '9: look_ups.orders.mcp.server is missing: write the name of a server'],
    ['no tool', '{ server: shop }', "9: look_ups.orders.mcp.tool is missing: write the tool's name"],
    [
      'a tool with a space',
      '{ server: shop, tool: get order }',
      '9: look_ups.orders.mcp.tool is not the name of a tool',
    ],
    [
      'another server',
      '{ server: shap, tool: get_order }',
      '9: look_ups.orders.mcp.server is not among the servers: did you mean shop?',
    ],
    [
      'a server far from any',
      '{ server: warehouse, tool: get_order }',
      '9: look_ups.orders.mcp.server is not among the servers: declare it below servers:',
    ],
    ['a key', '{ server: shop, tool: get_order, key: k }', '9: look_ups.orders.mcp.key is not known here'],
    ['an address', '{ server: shop, tool: x, url: https://a }', '9: look_ups.orders.mcp.url is not known here'],
    ['a long time', '{ server: shop, tool: x, within: 11s }', '9: look_ups.orders.mcp.within is not such a time'],
    ['words', 'shop', '9: look_ups.orders.mcp is a text by itself'],
  ])('of a look-up: %s', ([, written, expected]) => {
    const { orders } = read(file(written, record))
    expect(orders).toMatchObject({ ok: false })
    expect(told(orders?.ok === false ? orders.mistakes : [])).toEqual([expect.stringContaining(expected)])
  })

  test.for<[string, string, string]>([
    [
      'no key',
      '{ server: crm, tool: create_task }',
      "15: records.tasks.mcp.key is missing: name the tool's argument that takes the key",
    ],
    ['a key that is none', '{ server: crm, tool: x, key: a key }', '15: records.tasks.mcp.key is not the name of an'],
    [
      'an argument as key',
      '{ server: crm, tool: x, key: what }',
      '15: records.tasks.mcp.key is an argument of the record',
    ],
  ])('of a record: %s', ([, written, expected]) => {
    const { tasks } = read(file(lookUp, written))
    expect(told(tasks?.ok === false ? tasks.mistakes : [])).toEqual([expect.stringContaining(expected)])
  })

  test.for<[string, string, string]>([
    ['neither', '{}', '3: servers.shop does not say where it is: write command: with a program, or url:'],
    ['both', '{ command: node, url: https://crm.example.com/ }', '3: servers.shop.url stands beside command'],
    ['a map', '{ command: { a: b } }', '3: servers.shop.command holds settings of its own'],
    [
      'a secret in the command',
      "{ command: [node, '${SHOP_TOKEN}'] }",
      '3: servers.shop.command has ${…} in it: write it',
    ],
    ['headers of a program', '{ command: node, headers: { a: b } }', '3: servers.shop.headers stands beside command'],
    [
      'an environment on the web',
      '{ url: https://crm.example.com/, env: { A: b } }',
      '3: servers.shop.env stands beside url',
    ],
    [
      'a name in env',
      "{ command: node, env: { 'A=B': c } }",
      '3: servers.shop.env.(a key) is not the name of a setting',
    ],
    [
      'what is not set',
      "{ command: node, env: { A: '${NOT_SET}' } }",
      '3: servers.shop.env.A needs NOT_SET, which is not set',
    ],
    ['a $ alone', '{ command: node, env: { A: $SHOP_TOKEN } }', '3: servers.shop.env.A has a $ that names no setting'],
    [
      'a host that is not listed',
      '{ url: https://evil.example.com/ }',
      '3: servers.shop.url has a host that is not in hosts',
    ],
    ['http', '{ url: http://crm.example.com/ }', '3: servers.shop.url begins with http://'],
    ['a user', '{ url: https://a:b@crm.example.com/ }', '3: servers.shop.url has a user name or password in it'],
    ['braces', "{ url: 'https://crm.example.com/{number}' }", '3: servers.shop.url has { } in it'],
    [
      'a header of its own',
      '{ url: https://crm.example.com/, headers: { Mcp-Session-Id: x } }',
      '3: servers.shop.headers names mcp-session-id',
    ],
    ['a time', '{ url: https://crm.example.com/, within: 5s }', '3: servers.shop.within is not known here'],
    ['a program', '{ comand: node }', '3: servers.shop.comand is not known here: did you mean command?'],
  ])('of a server: %s', ([, written, expected]) => {
    const { orders, tasks } = read(file(lookUp, record, at(written)))
    expect(told(orders?.ok === false ? orders.mistakes : [])[0]).toContain(expected)
    expect(JSON.stringify(orders)).not.toContain('a-secret')
    expect(tasks).toMatchObject({ ok: true })
  })

  test('no servers at all', () => {
    const { orders } = read(file(lookUp, record, ''))
    expect(told(orders?.ok === false ? orders.mistakes : [])).toEqual([
      expect.stringContaining('is not among the servers: declare it below servers:'),
    ])
  })

  test('beside another way', () => {
    const { orders } = read(file(`${lookUp}\n    http: { url: 'https://crm.example.com/{number}' }`, record))
    expect(told(orders?.ok === false ? orders.mistakes : [])).toEqual([
      expect.stringContaining('look_ups.orders.mcp stands beside http: keep one of them'),
    ])
  })

  test('a proof of what is asked for proves nothing', () => {
    const { orders } = read(file(`${lookUp}\n    proof: { last_digits: 4, of: number }`, record))
    expect(told(orders?.ok === false ? orders.mistakes : [])).toEqual([
      expect.stringContaining('which the customer gives to find it'),
    ])
  })
})
