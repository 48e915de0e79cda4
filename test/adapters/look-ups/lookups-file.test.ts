import { describe, expect, test } from 'vitest'
import { readLookUpsFile, type Entry } from '../../../src/adapters/look-ups/lookups-file.ts'
import { shapeOf, waysOf } from '../../../src/adapters/look-ups/lookups-shape.ts'
import type { Mistake } from '../../../src/adapters/markdown/broken-file.ts'

const env: Record<string, string> = {
  STOCK_TOKEN: 'a-secret',
  STOCK_HOST: 'shop.example.com',
  LINES: 'uno\ndue',
  BRACES: '{item}',
}
const read = (text: string) =>
  readLookUpsFile(text, { path: '/shop/prompts/lookups.yaml', variable: (name) => env[name] })

/** What is wrong with the file or with its entries, a line each: its line, what it is about, and the remedy. */
function wrongs(text: string): string[] {
  const found = read(text)
  if (!found.ok) return inWords(found.mistakes)
  const { lookUps, records } = found.declared
  return inWords([...lookUps.values(), ...records.values()].flatMap((entry) => (entry.ok ? [] : entry.mistakes)))
}
const inWords = (mistakes: readonly Mistake[]): string[] =>
  mistakes.map(({ line, problem, remedy }) => `${line}: ${problem}: ${remedy}`)

const whole = `# What the assistant may look up, and what it may have recorded.
hosts: [shop.example.com]
account_link:
  sign_in: https://shop.example.com/line
  account: { http: { url: 'https://shop.example.com/nonces/{nonce}' }, column: customer_id }
look_ups:
  orders:
    about: How one order stands,
      by its number.
    arguments:
      number: { about: the order number as the customer wrote it, shape: '[0-9]{4,10}' }
    csv: { file: ../data/orders.csv, find: { number: order_no } }
    shows: [order_no, status, sent_on, carrier]
    proof: { last_digits: 4, of: phone }
  stock:
    about: How many are left.
    arguments: { item: { about: the item, shape: '[A-Z0-9-]{3,20}', longest: 20 } }
    http: { url: 'https://shop.example.com/api/stock/{item}', headers: { Authorization: 'Bearer \${STOCK_TOKEN}' }, within: 1.5s }
    shows: [item, left]
    proof: { account_link: customer_id }
records:
  tasks:
    about: A task for the team.
    arguments:
      what: { about: what is to be done, longest: 200 }
      due: { about: the date as yyyy-mm-dd, shape: '\\d{4}-\\d{2}-\\d{2}', optional: true }
    asked_by: requester
    csv: { file: ../data/tasks.csv, write: { what: task, due: due_on, requester: asked by } }
  calls:
    about: Somebody is to be called.
    arguments: { whom: { about: the number } }
    http: { url: https://shop.example.com/api/calls }
`

describe('a whole file', () => {
  const found = read(whole)
  if (!found.ok) throw new Error(JSON.stringify(found.mistakes))
  const { lookUps, records, hosts } = found.declared
  const [orders, stock] = ['orders', 'stock'].map((name) => sound(lookUps.get(name)))
  const [tasks, calls] = ['tasks', 'calls'].map((name) => sound(records.get(name)))

  test('says how accounts are linked', () => {
    expect(found.declared.accountLink).toMatchObject({
      ok: true,
      value: { signIn: 'https://shop.example.com/line', account: { column: 'customer_id' } },
    })
  })

  test('declares look-ups in files and on the web', () => {
    expect(hosts).toEqual(['shop.example.com'])
    expect(orders).toEqual({
      declared: {
        name: 'orders',
        about: 'How one order stands, by its number.',
        arguments: [
          {
            name: 'number',
            about: 'the order number as the customer wrote it',
            shape: /^(?:[0-9]{4,10})$/u,
            longest: 200,
          },
        ],
        shows: ['order_no', 'status', 'sent_on', 'carrier'],
        proof: { by: 'last_digits', column: 'phone', digits: 4 },
      },
      from: { type: 'csv', file: '/shop/data/orders.csv', find: { number: 'order_no' }, lines: expect.any(Map) },
    })
    expect(stock).toMatchObject({
      declared: { arguments: [{ longest: 20 }], proof: { by: 'account_link', column: 'customer_id' } },
      from: {
        type: 'http',
        url: 'https://shop.example.com/api/stock/{item}',
        headers: { authorization: 'Bearer a-secret' },
        within: 1_500,
      },
    })
  })

  test('tells on which line each column of a file is named, and in which encoding that is', () => {
    const text = lookUp({ csv: '{ file: orders.csv, find: { number: order_no }, encoding: Shift_JIS }' })
    const one = read(`${text}    proof: { last_digits: 4, of: phone }\n`)
    const { from } = sound(one.ok ? one.declared.lookUps.get('orders') : undefined)
    expect(from).toMatchObject({ type: 'csv', encoding: 'shift_jis' })
    expect(from.type === 'csv' && Object.fromEntries(from.lines ?? [])).toMatchObject({
      order_no: 5,
      status: 6,
      phone: 7,
    })
  })

  test('declares records, of which some arguments may be missing', () => {
    expect(tasks).toMatchObject({
      declared: {
        name: 'tasks',
        about: 'A task for the team.',
        arguments: [{ name: 'what' }, { optional: true }],
        askedBy: 'requester',
      },
      to: {
        type: 'csv',
        file: '/shop/data/tasks.csv',
        write: { what: 'task', due: 'due_on', requester: 'asked by' },
      },
    })
    expect(calls?.declared).not.toHaveProperty('askedBy')
    expect(calls?.to).toEqual({ type: 'http', url: 'https://shop.example.com/api/calls', headers: {}, within: 5_000 })
  })

  test('a shape is for all of the value, and without one any line of text is right', () => {
    const [number] = orders?.declared.arguments ?? []
    expect(['1234', 'x1234', '12345678901', '1234\n', ''].map((one) => number?.shape.test(one))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
    const [what] = tasks?.declared.arguments ?? []
    const values = ['紙を注文する', '=SUM(A1)', ' ', '\u200b', 'a\nb', 'a\u2028b', 'a\0']
    expect(values.map((one) => what?.shape.test(one))).toEqual([true, true, false, false, false, false, false])
  })

  test('is the same with Windows line ends and a mark in front', () => {
    expect(read(`\uFEFF${whole.replaceAll('\n', '\r\n')}`)).toEqual(found)
  })
})

function sound<T>(entry: Entry<T> | undefined): T {
  if (!entry?.ok) throw new Error(inWords(entry?.mistakes ?? []).join('\n'))
  return entry.value
}

/** A look-up in a CSV file, with some of its lines in place of the usual ones. */
const lookUp = (lines: Record<string, string> = {}, before = '') => {
  const usual = {
    about: 'About it.',
    arguments: "{ number: { about: x, shape: '[0-9]{4,10}' } }",
    csv: '{ file: orders.csv, find: { number: order_no } }',
    shows: '[status]',
    ...lines,
  }
  const its = Object.entries(usual).flatMap(([key, value]) => (value === '' ? [] : [`    ${key}: ${value}`]))
  return [before, 'look_ups:', '  orders:', ...its, ''].join('\n').trimStart()
}
/** How accounts are linked. */
const linking = `hosts: [shop.example.com]
account_link:
  sign_in: https://shop.example.com/line
  account: { http: { url: 'https://shop.example.com/nonces/{nonce}' }, column: customer_id }`
const web = (url: string, more = '') =>
  lookUp({ csv: '', http: `{ url: '${url}'${more} }` }, 'hosts: [shop.example.com, "127.0.0.1:8080", localhost]')
const record = (args: string, way: string) =>
  `hosts: [shop.example.com]\nrecords:\n  tasks:\n    about: x\n    arguments: ${args}\n    ${way}\n`

describe('mistakes are told with their line and what to do', () => {
  test.for<[string, string, string]>([
    ['nothing', '# nothing\n', '0: declares nothing: write look_ups or records'],
    ['what nobody meant', '? [a]\n: b\n', '1: (a key) is not known here: what can stand here: hosts, account_link'],
    ['brackets without end', '['.repeat(20_000), '1: is not YAML'],
    ['a very long file', '#'.repeat(200_001), '0: is too long'],
    ['hosts alone', 'hosts: [a.example.com]', '0: declares nothing'],
    ['no entries', 'look_ups: {}\nrecords: {}', '0: declares nothing'],
    ['a list', '- orders\n', '0: is a list by itself: begin with look_ups: or records:'],
    ['no YAML', 'look_ups:\n  orders: a: b\n  x: [\n', '2: is not YAML: check colons'],
    [
      'tabs',
      'look_ups:\n  orders:\n\t\tabout: x\n\t\tshows: [a]\n\tcsv: b\n',
      '3: begins with a tab, which YAML does not take: put spaces there',
    ],
    [
      'a list as a shape',
      lookUp({ arguments: '\n      number:\n        about: x\n        shape: [0-9]' }),
      '7: look_ups.orders.arguments.number.shape is a list',
    ],
    ['a star', lookUp({ about: '*wow*' }), '3: begins with a star'],
    ['a key twice', `${lookUp()}    about: Again.\n`, '7: has a key that is there already'],
    ['an unknown section', `${lookUp()}lookups: {}\n`, '7: lookups is not known here: did you mean look_ups?'],
    ['an unknown key', lookUp({ show: '[status]' }), '7: look_ups.orders.show is not known here: did you mean shows?'],
    [
      'a key far from any',
      lookUp({ database: 'x' }),
      '7: look_ups.orders.database is not known here: what can stand here: about, arguments',
    ],
    ['no about', lookUp({ about: '' }), '2: look_ups.orders.about is missing: say, for the model'],
    ['an empty about', lookUp({ about: '""' }), '3: look_ups.orders.about has nothing behind it'],
    ['no arguments', lookUp({ arguments: '' }), '2: look_ups.orders.arguments is missing'],
    [
      'neither csv nor http',
      lookUp({ csv: '' }),
      '2: look_ups.orders does not say where it is: write csv: with a file',
    ],
    ['both', lookUp({ http: '{ url: https://a }' }), '7: look_ups.orders.http stands beside csv: keep one'],
    ['a name', lookUp().replace('orders:', 'Orders:'), '2: look_ups.Orders is not a name: write 1 to 31 of a-z'],
    ['a long name', lookUp().replace('orders:', `${'a'.repeat(32)}:`), '2: look_ups.(a key) is not a name'],
    [
      'a name in both sections',
      `${lookUp()}records:\n  orders:\n    about: x\n    arguments: { a: { about: b } }\n    csv: { file: a.csv, write: { a: b } }\n`,
      '8: records.orders has the name of look_ups.orders on line 2: give it another one',
    ],
    [
      'a name of an argument',
      lookUp({ arguments: "{ orderNo: { about: x, shape: '[0-9]' } }", csv: '{ file: a.csv, find: { orderNo: x } }' }),
      '4: look_ups.orders.arguments.orderNo is not a name for an argument',
    ],
    [
      'a look-up without a shape',
      lookUp({ arguments: '{ number: { about: x } }' }),
      '4: look_ups.orders.arguments.number.shape is missing: write what all of it',
    ],
    [
      'an optional argument of a look-up',
      lookUp({ arguments: "{ number: { about: x, shape: '[0-9]+', optional: true } }" }),
      '4: look_ups.orders.arguments.number.optional stands in a look-up',
    ],
    [
      'optional: perhaps',
      record('{ a: { about: x, optional: perhaps } }', 'csv: { file: a.csv, write: { a: b } }'),
      '5: records.tasks.arguments.a.optional is neither true nor false',
    ],
    [
      'all arguments optional',
      record('{ a: { about: x, optional: true } }', 'csv: { file: a.csv, write: { a: b } }'),
      '5: records.tasks.arguments can all be missing',
    ],
    [
      'a shape that is none',
      lookUp({ arguments: "{ number: { about: x, shape: '[0-9' } }" }),
      '4: look_ups.orders.arguments.number.shape is not a regular expression (Unterminated character class)',
    ],
    [
      'a shape that leaves its bracket',
      lookUp({ arguments: "{ number: { about: x, shape: 'a)|(b' } }" }),
      '4: look_ups.orders.arguments.number.shape is not a regular expression',
    ],
    [
      'a shape of nothing',
      lookUp({ arguments: "{ number: { about: x, shape: '[0-9]*' } }" }),
      '4: look_ups.orders.arguments.number.shape matches an empty text',
    ],
    [
      'a dangerous shape',
      lookUp({ arguments: "{ number: { about: x, shape: '([0-9]+)+x' } }" }),
      '4: look_ups.orders.arguments.number.shape could be tried for a very long time',
    ],
    [
      'a shape that looks ahead',
      lookUp({ arguments: "{ number: { about: x, shape: '(?=a)a' } }" }),
      '4: look_ups.orders.arguments.number.shape looks ahead',
    ],
    [
      'a long shape',
      lookUp({ arguments: `{ number: { about: x, shape: '${'a'.repeat(201)}' } }` }),
      '4: look_ups.orders.arguments.number.shape is too long',
    ],
    [
      'a longest of 0',
      lookUp({ arguments: "{ number: { about: x, shape: '[0-9]+', longest: 0 } }" }),
      '4: look_ups.orders.arguments.number.longest is not a number in its range: write a whole number from 1 to 200',
    ],
    [
      'a file that is no CSV',
      lookUp({ csv: '{ file: orders.xlsx, find: { number: x } }' }),
      '5: look_ups.orders.csv.file does not end in .csv',
    ],
    [
      'an encoding of no spreadsheet',
      lookUp({ csv: '{ file: orders.csv, find: { number: x }, encoding: latin1 }' }),
      '5: look_ups.orders.csv.encoding is not an encoding that is read here: write one of utf-8, utf-16le, shift_jis, big5, windows-874',
    ],
    ['no find', lookUp({ csv: '{ file: orders.csv }' }), '5: look_ups.orders.csv.find is missing'],
    [
      'an argument that is not declared',
      lookUp({ csv: '{ file: a.csv, find: { number: x, nr: y } }' }),
      '5: look_ups.orders.csv.find.nr is not an argument: the arguments are: number',
    ],
    [
      'an argument that finds nothing',
      lookUp({ arguments: "{ number: { about: x, shape: '[0-9]' }, name: { about: x, shape: '[a-z]' } }" }),
      '5: look_ups.orders.csv.find leaves out name: write name with the column in which it is looked for',
    ],
    ['shows nothing', lookUp({ shows: '[]' }), '6: look_ups.orders.shows is empty: write the columns'],
    ['no shows', lookUp({ shows: '' }), '2: look_ups.orders.shows is missing'],
    ['shows twice the same', lookUp({ shows: '[a, a]' }), '6: look_ups.orders.shows names a column twice'],
    [
      'three digits',
      lookUp({ proof: '{ last_digits: 3, of: phone }' }),
      '7: look_ups.orders.proof.last_digits is not a number in its range: write a whole number from 4 to 10',
    ],
    ['digits of nothing', lookUp({ proof: '{ last_digits: 4 }' }), '7: look_ups.orders.proof.of is missing'],
    [
      'a proof of what was asked',
      lookUp({ proof: '{ last_digits: 4, of: order_no }' }),
      '7: look_ups.orders.proof is of order_no, by which the row is found: so it proves nothing',
    ],
    [
      'a proof of what is asked for on the web',
      `${web('https://shop.example.com/{number}')}    proof: { last_digits: 4, of: Number }\n`,
      '8: look_ups.orders.proof is of Number, which the customer gives to find it: so it proves nothing',
    ],
    [
      'a proof of what is asked for on the web by another name',
      `${web('https://shop.example.com/?a=b&phone_no={number}')}    proof: { last_digits: 4, of: phoneNo }\n`,
      '8: look_ups.orders.proof is of phoneNo, which the customer gives to find it',
    ],
    [
      'a longest that no argument has',
      lookUp({ arguments: "{ number: { about: x, shape: '[0-9]+', longest: 201 } }" }),
      '4: look_ups.orders.arguments.number.longest is not a number in its range: write a whole number from 1 to 200',
    ],
    [
      'two proofs',
      lookUp({ proof: '{ last_digits: 4, of: phone, account_link: id }' }),
      '7: look_ups.orders.proof asks for two proofs',
    ],
    [
      'linked accounts that nobody can link',
      lookUp({ proof: '{ account_link: customer_id }' }),
      '2: look_ups.orders wants linked accounts, and nothing says how they are linked: write account_link at the top',
    ],
    [
      'linked accounts, and something wrong with how',
      lookUp({ proof: '{ account_link: customer_id }' }, linking.replace('https', 'http')),
      '3: account_link.sign_in begins with http://',
    ],
    ['an empty proof', lookUp({ proof: '{}' }), '7: look_ups.orders.proof does not say what the proof is'],
    ['a proof without value', lookUp({ proof: '""' }), '7: look_ups.orders.proof has nothing behind it'],
    [
      'a column of its own',
      record('{ a: { about: x } }', 'csv: { file: a.csv, write: { a: key } }'),
      '6: records.tasks.csv.write names key, which is written by itself',
    ],
    [
      'a column twice',
      record('{ a: { about: x }, b: { about: x } }', 'csv: { file: a.csv, write: { a: c, b: c } }'),
      '6: records.tasks.csv.write names a column twice',
    ],
    [
      'a record that is not written whole',
      record('{ a: { about: x }, b: { about: x } }', 'csv: { file: a.csv, write: { a: c } }'),
      '6: records.tasks.csv.write leaves out b',
    ],
    [
      'a name of who asked that is none',
      record('{ a: { about: x } }\n    asked_by: Requested by', 'csv: { file: a.csv, write: { a: b } }'),
      '6: records.tasks.asked_by is not a name: write 1 to 31 of a-z',
    ],
    [
      'who asked as an argument, which the assistant could give',
      record('{ a: { about: x } }\n    asked_by: a', 'csv: { file: a.csv, write: { a: b } }'),
      '6: records.tasks.asked_by is an argument: take another name',
    ],
    [
      'who asked without a column',
      record('{ a: { about: x } }\n    asked_by: who', 'csv: { file: a.csv, write: { a: b } }'),
      '7: records.tasks.csv.write leaves out who: write who with the column it is written to, or do not declare it',
    ],
    [
      'who asked in a column of its own',
      record('{ a: { about: x } }', 'csv: { file: a.csv, write: { a: b, who: c } }'),
      '6: records.tasks.csv.write.who is not an argument: the arguments are: a',
    ],
    [
      'who asked of a look-up',
      lookUp({ asked_by: 'requester' }),
      '7: look_ups.orders.asked_by is not known here: what can stand here: about, arguments',
    ],
    [
      'braces in a record’s address',
      record('{ a: { about: x } }', "http: { url: 'https://shop.example.com/{a}' }"),
      '6: records.tasks.http.url has { } in it: remove it',
    ],
  ])('%s', ([, text, expected]) => {
    expect(wrongs(text)).toEqual([expect.stringContaining(expected)])
    expect(wrongs(text)[0]?.startsWith(expected)).toBe(true)
  })

  test.for<[string, string, string]>([
    [
      'a host that is not listed',
      web('https://evil.example.com/{number}'),
      'has a host that is not in hosts (evil.example.com): write it into hosts',
    ],
    [
      'a host that only begins so',
      web('https://shop.example.com.evil.example/{number}'),
      'has a host that is not in hosts',
    ],
    ['another port', web('http://127.0.0.1:8081/{number}'), 'has a host that is not in hosts (127.0.0.1)'],
    ['http', web('http://shop.example.com/{number}'), 'begins with http://: write https://'],
    ['another scheme', web('ftp://shop.example.com/{number}'), 'is not an address that begins with https://'],
    ['no scheme', web('shop.example.com/{number}'), 'is not an address that begins with https://'],
    ['a user', web('https://me:pw@shop.example.com/{number}'), 'has a user name or password in it'],
    ['an empty user', web('https://@shop.example.com/{number}'), 'has a user name or password in it'],
    [
      'a backslash',
      web('https://shop.example.com\\@evil.example.com/{number}'),
      'is not an address that begins with https://',
    ],
    ['an argument as host', web('https://{number}/'), 'has { } in its host'],
    ['an argument in the host', web('https://{number}.shop.example.com/'), 'has { } in its host'],
    ['an argument as port', web('https://shop.example.com:{number}/'), 'has { } in its host'],
    ['a #', web('https://shop.example.com/#{number}'), 'has a # in it'],
    [
      'an argument that is none',
      web('https://shop.example.com/{number}/{nr}'),
      'has {nr}, which is not an argument: the arguments are: number',
    ],
    ['no argument', web('https://shop.example.com/'), 'leaves out {number}'],
    ['a brace by itself', web('https://shop.example.com/{number}/}'), 'has a { or } by itself'],
    ['a % before it', web('https://shop.example.com/%2{number}'), 'has a % before { }'],
    ['a % right before it', web('https://shop.example.com/%{number}'), 'has a % before { }'],
    ['an argument as a name', web('https://shop.example.com/?{number}=1'), 'has { } as a name in its query'],
    ['an argument as all of the query', web('https://shop.example.com/?{number}'), 'has { } as a name in its query'],
    [
      'the sample shop, which is not there',
      web('${SAMPLE_SHOP}/{number}'),
      'needs SAMPLE_SHOP, which is there only while the simulator plays LINE: declare a system of your own in place of the sample, as docs/look-ups.md shows',
    ],
    [
      'a setting that is not set',
      web('https://shop.example.com/{number}?k=${NONE}'),
      'needs NONE, which is not set: set it in the environment',
    ],
    [
      'a $ without braces',
      web('https://shop.example.com/{number}', ", headers: { a: '$STOCK_TOKEN' }"),
      'has a $ that names no setting',
    ],
    ['a setting with braces', web('https://shop.example.com/{number}?k=${BRACES}'), 'has a { from the environment'],
    [
      'a setting of two lines',
      web('https://shop.example.com/{number}', ", headers: { a: '${LINES}' }"),
      'has a character in it that no header has',
    ],
    [
      'a header that is ours',
      web('https://shop.example.com/{number}', ', headers: { Host: a }'),
      'is a header that is written by itself',
    ],
    ...['expect', 'Upgrade', 'keep-alive'].map((name): [string, string, string] => [
      `a header that no call can have: ${name}`,
      web('https://shop.example.com/{number}', `, headers: { ${name}: a }`),
      'is a header that cannot be sent: remove it',
    ]),
    ['no header', web('https://shop.example.com/{number}', ", headers: { 'a b': c }"), 'is not the name of a header'],
    [
      'a time without unit',
      web('https://shop.example.com/{number}', ', within: 5'),
      'is not such a time: write a time from 100ms to 10s',
    ],
    ['a long time', web('https://shop.example.com/{number}', ', within: 11s'), 'is not such a time'],
  ])('an address: %s', ([, text, expected]) => {
    const found = wrongs(text)
    expect(found).toEqual([expect.stringContaining(expected)])
    expect(found[0]).toMatch(/^7: look_ups\.orders\.http\./)
    expect(found.join()).not.toMatch(/a-secret|uno|:pw/)
  })

  test.for([
    'https://shop.example.com/{number}',
    'https://SHOP.example.com:8443/a?n={number}&m={number}',
    'http://127.0.0.1:8080/{number}',
    'http://localhost:4321/{number}',
    'https://${STOCK_HOST}/{number}?key=${STOCK_TOKEN}',
  ])('an address that is right: %s', (url) => expect(wrongs(web(url))).toEqual([]))

  test.for([
    'https://shop.example.com',
    'shop.example.com/api',
    '*.example.com',
    'me@example.com',
    'shop.example.com:port',
  ])('a host that is none: %s', (host) => {
    const text = lookUp({}, `hosts:\n  - fine.example.com\n  - "${host}"`)
    expect(wrongs(text)).toEqual([
      '3: hosts has something in it that is not a host: write the name alone, such as shop.example.com',
    ])
  })

  test('a shape without quotation marks is where the YAML is broken', () => {
    const text = lookUp({ arguments: '{ number: { about: x, shape: [0-9]{4,10} } }' })
    expect(wrongs(text)[0]).toMatch(/^4: is not YAML: check .*; a shape, .* needs quotation marks around it$/)
  })

  test('what the account shows may be what the thing is found by, and another column may be the proof', () => {
    expect(wrongs(lookUp({ proof: '{ account_link: order_no }' }, linking))).toEqual([])
    expect(wrongs(`${web('https://shop.example.com/{number}')}    proof: { last_digits: 4, of: phone }\n`)).toEqual([])
  })

  test('several at once, in their order, and nothing that is written is repeated', () => {
    const text = `hosts: [shop.example.com]
look_ups:
  orders:
    about: x
    arguments: { number: { about: x, shape: '[0-9]*' } }
    csv: { file: orders.csv, find: { nr: order_no } }
    show: [status]
  secret token here: x
records:
  tasks:
    arguments: { what: { about: x } }
    http: { url: https://other.example.com/, headers: { authorization: '\${TASKS_TOKEN}' } }
`
    const found = wrongs(text)
    expect(found.map((one) => Number.parseInt(one, 10))).toEqual([3, 5, 6, 6, 7, 8, 8, 10, 12, 12])
    expect(found.join('\n')).not.toContain('secret token')
  })
})

describe('one entry that is not right', () => {
  const text = whole.replace('STOCK_TOKEN', 'NOT_SET').replace('csv: { file: ../data/tasks.csv', 'csv: { flie: a.csv')
  const found = read(text)
  if (!found.ok) throw new Error(JSON.stringify(found.mistakes))
  const { lookUps, records } = found.declared

  test('takes no other away, and has its own mistakes, with the file and their lines', () => {
    expect([...lookUps].map(([name, { ok }]) => [name, ok])).toEqual([
      ['orders', true],
      ['stock', false],
    ])
    expect([...records].map(([name, { ok }]) => [name, ok])).toEqual([
      ['tasks', false],
      ['calls', true],
    ])
    expect(lookUps.get('stock')).toMatchObject({
      mistakes: [
        {
          file: '/shop/prompts/lookups.yaml',
          line: 18,
          problem: expect.stringContaining('needs NOT_SET, which is not set'),
        },
      ],
    })
    expect(records.get('tasks')).toMatchObject({ mistakes: [{ line: 28 }, { line: 28 }] })
  })

  test('how accounts are linked is not asked of those that want none', () => {
    const found = read(lookUp({}, linking.replace('https', 'http')))
    expect(found).toMatchObject({ ok: true, declared: { accountLink: { ok: false } } })
    expect(found.ok && found.declared.lookUps.get('orders')?.ok).toBe(true)
  })

  test('of two with one name the first counts', () => {
    const again =
      'records:\n  orders:\n    about: x\n    arguments: { a: { about: b } }\n    csv: { file: a.csv, write: { a: b } }\n'
    const both = read(`${lookUp()}${again}`)
    if (!both.ok) throw new Error(JSON.stringify(both.mistakes))
    expect([both.declared.lookUps.get('orders')?.ok, both.declared.records.get('orders')?.ok]).toEqual([true, false])
  })

  test('only the variables that stand in the file are asked for', () => {
    const asked = new Set<string>()
    readLookUpsFile(whole, { path: 'lookups.yaml', variable: (name) => void asked.add(name) })
    expect([...asked]).toEqual(['STOCK_TOKEN'])
  })
})

describe('shapes that would take long', () => {
  test.for<[string, number | undefined]>([
    ['[0-9]{4,10}', 7],
    ['\\d{4}-\\d{2}-\\d{2}', 1],
    ['(?:[A-Z]{2}\\d){3}', 1],
    ['(?<year>\\d{4})', 1],
    ['(a|b){2}', 4],
    ['a?b?', 4],
    ['[\\]+*](\\p{L}|\\u{41})', 2],
    ['\\d{2,4}-?\\d{2,4}', 18],
    ['(a)\\1', undefined],
    ['(?!a)b', undefined],
    ['(?<=a)b', undefined],
  ])('%s: %s', ([shape, ways]) => expect(waysOf(shape, 100)).toBe(ways))

  test.for([
    '(a+)+b',
    '(a|a)+b',
    '(a|aa)*b',
    '([a-z]+[0-9]*)*x',
    '(.*)*x',
    'a*a*a*a*b',
    '((a{1,9}){1,9}){1,9}b',
    '(a?){50}b',
  ])('%s is refused', (shape) =>
    expect(shapeOf(shape, 200)).toMatchObject({ problem: expect.stringContaining('very long') }),
  )

  test.for([
    '[A-Z0-9-]{3,20}',
    '[^@ ]+@[^@ ]+',
    '0\\d{1,4}-?\\d{1,4}-?\\d{3,4}',
    '(?:JP|TW)-\\d+',
    '[ぁ-んァ-ヶ一-龠]+',
  ])('%s is taken', (shape) => expect(shapeOf(shape, 200)).toHaveProperty('shape'))

  test('the slowest that is taken ends at once', () => {
    const read = shapeOf('.+.+x', 990)
    if (!('shape' in read)) throw new Error(read.problem)
    const began = performance.now()
    expect(read.shape.test('a'.repeat(990))).toBe(false)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
