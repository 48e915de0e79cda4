/** `give` in lookups.yaml: what a system is given, by its own names. */
import { describe, expect, test } from 'vitest'
import { valuesOf } from '../../../src/adapters/look-ups/give.ts'
import { readLookUpsFile } from '../../../src/adapters/look-ups/lookups-file.ts'

const env: Record<string, string> = { BRANCH: '{what}', SHOP_TOKEN: 'a-secret' }
const options = { path: '/shop/prompts/lookups.yaml', variable: (name: string) => env[name] }

/** @param give of a look-up, which has one argument, and of a record with three, one of which may be missing */
const file = (give: string, of: 'orders' | 'tasks' | 'calls', key = 'requestId') => {
  const its = (one: string) => (one === of ? `, give: ${give}` : '')
  return `hosts: [shop.example.com]
servers: { shop: { command: node } }
look_ups:
  orders:
    about: How one order stands.
    arguments: { number: { about: its number, shape: '[0-9]{4,10}' } }
    mcp: { server: shop, tool: get_order${its('orders')} }
    shows: [status]
records:
  tasks:
    about: A task for the team.
    arguments: { what: { about: it }, count: { about: how many, shape: '[0-9]{1,3}' }, due: { about: when, optional: true } }
    asked_by: requester
    mcp: { server: shop, tool: add_task, key: ${key}${its('tasks')} }
  calls:
    about: Somebody is to be called.
    arguments: { whom: { about: the number } }
    http: { url: 'https://shop.example.com/calls'${its('calls')} }
`
}

function read(text: string) {
  const found = readLookUpsFile(text, options)
  if (!found.ok) throw new Error(JSON.stringify(found.mistakes))
  const { lookUps, records } = found.declared
  return { orders: lookUps.get('orders'), tasks: records.get('tasks'), calls: records.get('calls') }
}

const toldOf = (entry: ReturnType<typeof read>['orders' | 'tasks' | 'calls']): string[] =>
  entry?.ok === false ? entry.mistakes.map(({ line, problem, remedy }) => `${line}: ${problem}: ${remedy}`) : []

describe('what is given', () => {
  test('is an argument by another name, or what is always the same: a number, true or false, else a text', () => {
    const give = `{ orderNumber: '{number}', limit: 1, least: -2.5, active: true, deep: false, note: from LINE, shop: '7',
      is: 'true', branch: '\${SHOP_TOKEN}', on: 2026-11-20 }`
    expect(read(file(give, 'orders')).orders).toMatchObject({
      ok: true,
      value: {
        from: {
          tool: 'get_order',
          give: {
            orderNumber: { of: 'number' },
            limit: { value: 1 },
            least: { value: -2.5 },
            active: { value: true },
            deep: { value: false },
            note: { value: 'from LINE' },
            shop: { value: '7' },
            is: { value: 'true' },
            branch: { value: 'a-secret' },
            on: { value: '2026-11-20' },
          },
        },
      },
    })
  })

  test('of a record: also who asked, and an argument as another kind of value', () => {
    const give = `{ title: '{what}', 'boxCount': { of: count, as: integer }, due_on: { of: due }, by: '{requester}' }`
    expect(read(file(give, 'tasks')).tasks).toMatchObject({
      ok: true,
      value: {
        to: {
          key: 'requestId',
          give: {
            title: { of: 'what' },
            boxCount: { of: 'count', as: 'integer' },
            due_on: { of: 'due' },
            by: { of: 'requester' },
          },
        },
      },
    })
    expect(read(file("{ telephone: '{whom}', source: LINE }", 'calls')).calls).toMatchObject({
      ok: true,
      value: { to: { type: 'http', give: { telephone: { of: 'whom' }, source: { value: 'LINE' } } } },
    })
  })

  test('nothing of a system’s own: each argument by its name', () => {
    const { orders, tasks, calls } = read(file('', 'calls').replace(', give: ', ''))
    expect(JSON.stringify([orders, tasks, calls])).not.toContain('give')
    expect(valuesOf(undefined, { what: 'x' })).toEqual({ ok: true, values: { what: 'x' } })
  })

  test('the key may have the name of an argument that goes by another', () => {
    const give = "{ title: '{what}', n: '{count}', due: '{due}', by: '{requester}' }"
    expect(read(file(give, 'tasks', 'what')).tasks).toMatchObject({ ok: true, value: { to: { key: 'what' } } })
  })
})

describe('what is wrong with it is told with its line', () => {
  test.for<[string, string, string]>([
    ['nothing', "''", '.give has nothing behind it: write each of the system'],
    ['a text', "'{number}'", '.give is a text by itself'],
    ['no argument', '{ limit: 1 }', ".give leaves out number: give '{number}' by one of the system's names"],
    [
      'another argument',
      "{ a: '{number}', b: '{nr}' }",
      '.give.b names nr, which is not an argument: the arguments are',
    ],
    ['an argument within a text', "{ a: 'No. {number}' }", '.give.a has { } within a text: write an argument alone'],
    ['braces alone', "{ a: '{number}', b: '{' }", '.give.b has { } within a text'],
    ['no quotation marks', '{ a: {number} }', '.give.a has { } without quotation marks: put them around it'],
    ['a name that is none', "{ 'order number': '{number}' }", '.give.(a key) is not the name of an argument'],
    ['a list', "{ a: '{number}', b: [1] }", '.give.b is a list'],
    ['null', "{ a: '{number}', b: null }", '.give.b is null: write true or false, or put quotation marks'],
    ['yes', "{ a: '{number}', b: yes }", '.give.b is yes: write true or false'],
    ['True', "{ a: '{number}', b: True }", '.give.b is True: write true or false'],
    ['a number with zeros', "{ a: '{number}', b: 007 }", '.give.b is a number that is not written as one is: put'],
    ['a number too long', "{ a: '{number}', b: 12345678901234567890 }", '.give.b is a number that is not written'],
    ['a setting that is not set', "{ a: '{number}', b: '${NONE}' }", '.give.b needs NONE, which is not set'],
    ['an argument as what there is not', '{ a: { of: number, as: date } }', '.give.a.as is not known: write one of'],
    ['an argument of another name', '{ a: { of: nr, as: integer } }', '.give.a.of names nr, which is not an'],
    ['as alone', '{ a: { as: integer } }', '.give.a.of is missing: name the argument'],
    ['something else', '{ a: { of: number, is: integer } }', '.give.a.is is not known here'],
  ])('%s', ([, give, expected]) => {
    const told = toldOf(read(file(give, 'orders')).orders)
    expect(told[0]).toContain(`7: look_ups.orders.mcp${expected}`)
    expect(told).toHaveLength(1)
  })

  test('of a record: an argument of any text is no number, and what may be missing goes somewhere too', () => {
    const rest = "n: '{count}', due: '{due}', by: '{requester}'"
    expect(toldOf(read(file(`{ title: { of: what, as: integer }, ${rest} }`, 'tasks')).tasks)).toEqual([
      expect.stringContaining('.give.title gives any text as integer: give what a shape'),
    ])
    expect(
      toldOf(read(file(`{ a: '{what}', who: { of: requester, as: boolean }, ${rest} }`, 'tasks')).tasks)[0],
    ).toContain('.give.who gives any text as boolean: leave as out')
    expect(toldOf(read(file("{ title: '{what}', n: '{count}' }", 'tasks')).tasks)).toEqual([
      expect.stringContaining('.give leaves out due'),
      expect.stringContaining('.give leaves out requester'),
    ])
  })

  test('a key that is given something else as well', () => {
    const give = "{ requestId: '{what}', n: '{count}', due: '{due}', by: '{requester}' }"
    expect(toldOf(read(file(give, 'tasks')).tasks)).toEqual([
      expect.stringContaining('.mcp.key is given something else'),
    ])
  })

  test('a setting names no argument, whatever it holds', () => {
    const { orders } = read(file("{ a: '{number}', b: '${BRANCH}' }", 'orders'))
    expect(orders).toMatchObject({ ok: true, value: { from: { give: { b: { value: '{what}' } } } } })
  })

  test('a proof of what the tool is given to find it proves nothing', () => {
    const text = file("{ customerPhone: '{number}', phone: 1 }", 'orders')
    const proven = (column: string) =>
      toldOf(read(text.replace('[status]', `[status]\n    proof: { last_digits: 4, of: ${column} }`)).orders)
    expect(proven('customer_phone')).toEqual([expect.stringContaining('which the customer gives to find it')])
    expect(proven('phone')).toEqual([])
  })

  test('a look-up on the web, and a server, have none: an address says how it is asked', () => {
    const web = "http: { url: 'https://shop.example.com/{number}', give: { a: '{number}' } }"
    const text = file('{}', 'orders').replace(/mcp: \{ server: shop, tool: get_order.*/, web)
    expect(toldOf(read(text).orders)).toEqual([expect.stringContaining('http.give is not known here')])
  })
})

describe('as another kind of value', () => {
  const as = (kind: 'integer' | 'number' | 'boolean', text: string) =>
    valuesOf({ n: { of: 'a', as: kind } }, { a: text })
  test.for<['integer' | 'number' | 'boolean', string, unknown]>([
    ['integer', '12', 12],
    ['integer', '0012', 12],
    ['integer', '-3', -3],
    ['integer', '123456789012345', 123456789012345],
    ['number', '12.50', 12.5],
    ['number', '7', 7],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
  ])('%s %s', ([kind, text, value]) => {
    expect(as(kind, text)).toEqual({ ok: true, values: { n: value } })
  })

  test.for<['integer' | 'number' | 'boolean', string]>([
    ['integer', '1.0'],
    ['integer', '1e3'],
    ['integer', ''],
    ['integer', '1234567890123456'],
    ['number', '1,200'],
    ['number', '.5'],
    ['number', '1234567890.123456'],
    ['number', 'NaN'],
    ['boolean', 'yes'],
    ['boolean', 'True'],
  ])('%s is not %j', ([kind, text]) => {
    expect(as(kind, text)).toEqual({ ok: false, detail: `its argument a cannot be given as ${kind}` })
  })

  test('what was not given is left out', () => {
    expect(valuesOf({ n: { of: 'a', as: 'integer' }, m: { of: 'constructor' } }, {})).toEqual({ ok: true, values: {} })
  })
})
