import { mkdir, mkdtemp, open, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readIndex } from '../../../src/adapters/look-ups/csv-index.ts'
import { openCsvLookUp, type CsvLookUp } from '../../../src/adapters/look-ups/csv.ts'
import { stringify } from 'csv-stringify/sync'
import type { DeclaredLookUp, Given, Proof } from '../../../src/core/look-ups/declared.ts'
import type { Encoding } from '../../../src/knowledge/decode.ts'
import type { Log } from '../../../src/ports/log.ts'
import { encode } from '../../knowledge/encode.ts'

let folder: string
let file: string
const said: string[] = []
const log: Log = {
  debug() {},
  info: (_, message) => said.push(`info ${message}`),
  warn: (fields, message) => said.push(`warn ${message} ${JSON.stringify(fields)}`),
  error: (fields, message) => said.push(`error ${message} ${JSON.stringify(fields)}`),
}
const opened: CsvLookUp[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-csv-'))
  file = join(folder, 'orders.csv')
  said.length = 0
})
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
  await rm(folder, { recursive: true })
})

const live = () => new AbortController().signal
const soon = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const orders = 'order_no,status,phone,note\n1234,sent,090-1234-5678,x\n0042,packed,080-1111-2222,y\n'

interface Wanted {
  shows?: string[]
  find?: Record<string, string>
  proof?: Proof
  encoding?: Encoding
}

async function lookUpIn({
  shows = ['order_no', 'status'],
  find = { number: 'order_no' },
  proof,
  encoding,
}: Wanted = {}) {
  const args = Object.keys(find).map((name) => ({ name, about: name, shape: /^.+$/su, longest: 200 }))
  const declared: DeclaredLookUp = { name: 'orders', about: 'x', arguments: args, shows, ...(proof ? { proof } : {}) }
  const place = { file, find, lines: new Map([['status', 9]]), ...(encoding ? { encoding } : {}) }
  const lookUp = await openCsvLookUp(declared, place, { log, lookEvery: 20 })
  opened.push(lookUp)
  return lookUp
}
const ask = (lookUp: CsvLookUp, given: Given | string) =>
  lookUp.find(typeof given === 'string' ? { number: given } : given, live())
const sent = { type: 'found', things: [{ order_no: '1234', status: 'sent' }] }

describe('rows are found', () => {
  test('by what a column says, and no other column leaves the file', async () => {
    await writeFile(file, orders)
    const lookUp = await lookUpIn()
    expect(await ask(lookUp, '1234')).toEqual(sent)
    expect(await ask(lookUp, '9999')).toEqual({ type: 'not_found' })
    const proven = await lookUpIn({ proof: { by: 'last_digits', column: 'phone', digits: 4 } })
    const thing = { order_no: '1234', status: 'sent', phone: '090-1234-5678' }
    expect(await ask(proven, '1234')).toEqual({ type: 'found', things: [thing] })
  })

  test.for([
    ['１２３４', sent],
    [' 1234\t', sent],
    ['\u200e1234\u200b', sent],
    ['01234', { type: 'not_found' }],
    ['42', { type: 'not_found' }],
    ['0042', { type: 'found', things: [{ order_no: '0042', status: 'packed' }] }],
    ['', { type: 'not_found' }],
    ['../1234', { type: 'not_found' }],
    ["1234' OR 1=1 --", { type: 'not_found' }],
    ['digits without end', { type: 'not_found' }],
    ['__proto__', { type: 'not_found' }],
  ] as const)('%s', async ([number, expected]) => {
    await writeFile(file, orders)
    const asked = number === 'digits without end' ? '1'.repeat(5_000) : number
    expect(await ask(await lookUpIn(), asked)).toEqual(expected)
  })

  test('in whatever case and width the file has them, and by several columns at once', async () => {
    await writeFile(file, 'Name,Nr,State\nＴａｎａｋａ, \u202aab-１ ,new\ntanaka,AB-2,old\n"ta"",""naka",1,odd\n')
    const lookUp = await lookUpIn({ find: { name: 'Name', nr: 'Nr' }, shows: ['State'] })
    const found = (State: string) => ({ type: 'found', things: [{ State }] })
    expect(await ask(lookUp, { name: 'TANAKA', nr: 'AB-1' })).toEqual(found('new'))
    expect(await ask(lookUp, { name: 'tanaka', nr: 'ab-2' })).toEqual(found('old'))
    expect(await ask(lookUp, { name: 'tanaka', nr: 'ab-3' })).toEqual({ type: 'not_found' })
    expect(await ask(lookUp, { name: 'tanaka' })).toEqual({ type: 'not_found' })
    expect(await ask(lookUp, { name: 'ta","naka', nr: '1' })).toEqual(found('odd'))
  })

  test('several of them, and more than an answer may have are none', async () => {
    const rows = (count: number, number: string) =>
      Array.from({ length: count }, (_, at) => `${number},${at}\n`).join('')
    await writeFile(file, `order_no,status\n${rows(5, 'five')}${rows(6, 'six')}${rows(700, 'many')},empty\n`)
    const lookUp = await lookUpIn()
    const five = await ask(lookUp, 'FIVE')
    expect(five.type === 'found' && five.things.map(({ status }) => status)).toEqual(['0', '1', '2', '3', '4'])
    const detail = `more than 5 rows of ${file} are meant`
    expect(await ask(lookUp, 'six')).toEqual({ type: 'failed', why: 'broken', detail })
    expect(await ask(lookUp, 'many')).toEqual({ type: 'failed', why: 'broken', detail })
    expect(await ask(lookUp, ' ')).toEqual({ type: 'not_found' })
  })

  test('formulas and NULs are plain text', async () => {
    await writeFile(file, 'order_no,status\n=1+1,"=HYPERLINK(""x"")"\nA\0B,a\0b\n')
    const lookUp = await lookUpIn()
    expect(await ask(lookUp, '=1+1')).toMatchObject({ things: [{ status: '=HYPERLINK("x")' }] })
    expect(await ask(lookUp, 'a\0b')).toMatchObject({ things: [{ status: 'a\0b' }] })
  })

  test('names of columns that objects have themselves are columns', async () => {
    await writeFile(file, '__proto__,constructor,toString\n1,2,3\n')
    const lookUp = await lookUpIn({ find: { number: '__proto__' }, shows: ['__proto__', 'toString'] })
    const found = await ask(lookUp, '1')
    const [thing] = found.type === 'found' ? found.things : []
    expect(Object.entries(thing ?? {})).toEqual([
      ['__proto__', '1'],
      ['toString', '3'],
    ])
  })

  test('nothing is found once the time is over', async () => {
    await writeFile(file, orders)
    expect(await (await lookUpIn()).find({ number: '1234' }, AbortSignal.abort())).toMatchObject({ why: 'slow' })
  })
})

describe('what spreadsheets write', () => {
  const hex = (text: string) => Buffer.from(text, 'hex')
  const plain = 'order_no;status;x\n1234;sent;"a,b"\n'
  test.for<[string, Buffer | string]>([
    ['a byte order mark and Windows line ends', `\uFEFF${orders.replaceAll('\n', '\r\n')}`],
    ['old Macintosh line ends', orders.replaceAll('\n', '\r')],
    ['line ends of two kinds', orders.replace('\n', '\r\n')],
    ['no line end at the end', orders.trimEnd()],
    ['quotation marks everywhere', '\uFEFF"order_no","status"\r\n"1234","sent"\r\n'],
    ['empty rows', 'order_no,status\n\n,\n1234,sent\n\n'],
    ['semicolons', plain],
    ['tabs', plain.replaceAll(';', '\t')],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${plain.replaceAll(';', '\t')}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(plain, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\uFEFF${plain}`, 'utf16le').swap16()],
  ])('%s', async ([, content]) => {
    await writeFile(file, content)
    expect(await ask(await lookUpIn(), '1234')).toEqual(sent)
    expect(said).toEqual([])
  })

  test('Shift_JIS, told from the lines that have Japanese in them, however late they come', async () => {
    // 駐車場はありますか,はい
    const line = hex('92938ed48fea82cd82a082e882dc82b782a92c82cd82a20d0a')
    const many = Buffer.from(Array.from({ length: 30_000 }, (_, at) => `${at},x\r\n`).join(''))
    await writeFile(file, Buffer.concat([Buffer.from('order_no,status\r\n'), many, line]))
    expect(await ask(await lookUpIn(), '駐車場はありますか')).toMatchObject({ things: [{ status: 'はい' }] })
  })

  test('an encoding can be said, and what it is not is told', async () => {
    // As bytes this is Thai too.
    const rows = (name: string) => `order_no,status\r\n1234,${name}\r\n`
    await writeFile(file, encode(rows('ﾊﾅｺ'), 'shift_jis'))
    expect((await lookUpIn()).broken()[0]?.why).toMatch(
      /is in an encoding that cannot be told\. .*, or say in lookups\.yaml what it is, as encoding: utf-8, utf-16le, shift_jis, big5, windows-874/,
    )
    const told = await lookUpIn({ encoding: 'shift_jis' })
    expect(await ask(told, '1234')).toMatchObject({ things: [{ status: 'ﾊﾅｺ' }] })
    expect((await lookUpIn({ encoding: 'utf-8' })).broken()[0]?.why).toContain('is not utf-8. Correct encoding in')
  })

  test('whatever the cells hold, they come back', async () => {
    const sign = fc.constantFrom('"', "'", '\n', '\r', '\t', ',', ';', '=', '\0', '\uFEFF', ' ')
    const unit = fc.oneof(sign, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }))
    const cell = fc.string({ unit, maxLength: 12 })
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 })
    const line = fc.constantFrom('\n', '\r\n', '\r')
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(',', ';', '\t'), line, fc.boolean(), async (rows, delimiter, end, bom) => {
        const numbered = rows.map((cells, at) => [`n${at}`, ...cells])
        const all = [['order_no', 'status', 'a', 'b'], ...numbered]
        const bytes = Buffer.from(stringify(all, { delimiter, record_delimiter: end, bom, quoted: true }))
        const gives = ['status', 'a', 'b']
        const index = await readIndex(file, bytes, { find: { number: 'order_no' }, gives }, log, live())
        for (const [number = '', status, a, b] of numbered) {
          expect(index.find({ number })).toEqual({ type: 'found', things: [{ status, a, b }] })
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a file that changes', () => {
  test('is read again, also when another one takes its place', async () => {
    await writeFile(file, orders)
    const lookUp = await lookUpIn()
    await writeFile(file, orders.replace('sent', 'arrived'))
    await soon(async () => expect(await ask(lookUp, '1234')).toMatchObject({ things: [{ status: 'arrived' }] }))
    await writeFile(join(folder, 'orders.csv.new'), orders.replace('sent', 'lost'))
    await rename(join(folder, 'orders.csv.new'), file)
    await soon(async () => expect(await ask(lookUp, '1234')).toMatchObject({ things: [{ status: 'lost' }] }))
    expect(said).toEqual(['info the look-up orders has changed', 'info the look-up orders has changed'])
  })

  test('answers from the reading before while it is being written', async () => {
    await writeFile(file, orders)
    const lookUp = await lookUpIn()
    const handle = await open(file, 'w')
    await handle.write('order_no,status\n')
    for (let number = 0; number < 20; number += 1) {
      await handle.write(`${number},new\n`)
      await sleep(50)
      expect(await ask(lookUp, '1234')).toEqual(sent)
      expect(await ask(lookUp, '0')).toEqual({ type: 'not_found' })
    }
    await handle.write('1234,new\n')
    await handle.close()
    await soon(async () => expect(await ask(lookUp, '1234')).toMatchObject({ things: [{ status: 'new' }] }))
    expect(await ask(lookUp, '19')).toMatchObject({ type: 'found' })
  })

  test('at the start too nothing is read that is being written', async () => {
    await writeFile(file, 'order_no,status\n')
    const handle = await open(file, 'a')
    const opening = lookUpIn()
    for (let number = 0; number < 10; number += 1) {
      await handle.write(`${number},new\n`)
      await sleep(50)
    }
    await handle.write('1234,sent\n')
    await handle.close()
    const lookUp = await opening
    expect(await ask(lookUp, '1234')).toEqual(sent)
  })

  test.for([
    ['is gone', '', 'is not there. Put it there, or correct lookups.yaml'],
    ['is empty', '\n', 'is empty. Save your rows there, with the names of the columns in the first'],
    [
      'lacks a column',
      'order_no,state\n1234,x\n',
      'line 1: has no column status, which lookups.yaml names on its line 9. Correct it there (there is state), or name a column so here. The columns here: order_no, state.',
    ],
    ['has another name for it', 'order_no,Status\n1234,x\n', 'Correct it there (there is Status), or name'],
    [
      'has no heading',
      '1234,sent\n5,x\n',
      'line 1: does not name the columns. Its first row must name the columns: order_no, status.',
    ],
    ['has a column twice', 'order_no,status,status\n1,2,3\n', 'line 1: has the column status twice'],
    ['has an open quotation mark', 'order_no,status\n1234,"x\n5,y\n', 'has a quotation mark that is opened'],
    ['has a quotation mark inside', 'order_no,status\n1234,x"y\n', 'has a quotation mark by itself'],
    ['is in no encoding', Buffer.from([0x61, 0x2c, 0xff, 0xfd, 0x81]), 'is in an encoding that cannot be told'],
  ] as const)('that %s leaves the last good reading in force, until it is mended', async ([, content, why]) => {
    await writeFile(file, orders)
    const lookUp = await lookUpIn()
    await (content === '' ? unlink(file) : writeFile(file, content))
    await soon(() => expect(lookUp.broken()).toMatchObject([{ file, why: expect.stringContaining(why) }]))
    expect(said).toEqual([expect.stringMatching(/^warn .* is broken; what it said before goes on until it is mended/)])
    expect(said.join()).not.toContain('1234')
    expect(await ask(lookUp, '1234')).toEqual(sent)
    await writeFile(file, orders.replace('sent', 'arrived'))
    await soon(async () => expect(await ask(lookUp, '1234')).toMatchObject({ things: [{ status: 'arrived' }] }))
    expect(lookUp.broken()).toEqual([])
  })

  test('that is missing at the start fails until it is there', async () => {
    const lookUp = await lookUpIn({ proof: { by: 'account_link', column: 'customer' } })
    const failed = { type: 'failed', why: 'broken', detail: `${file} could not be read yet` }
    expect(await ask(lookUp, '1234')).toEqual(failed)
    expect(said).toEqual([
      expect.stringMatching(/^error .* cannot be used; kidoku goes on without it until it is put right/),
    ])
    await writeFile(file, orders)
    await soon(() => expect(lookUp.broken()[0]?.why).toContain('has no column customer'))
    expect(await ask(lookUp, '1234')).toEqual(failed)
    await writeFile(file, orders.replace('note', 'customer'))
    await soon(async () => expect(await ask(lookUp, '1234')).toMatchObject({ things: [{ customer: 'x' }] }))
  })

  test('a folder of its name is no file', async () => {
    await mkdir(file)
    expect((await lookUpIn()).broken()[0]?.why).toContain('is not a file')
  })

  test('a file that is too large is not read', async () => {
    const handle = await open(file, 'w')
    await handle.truncate(64 * 1024 * 1024 + 1)
    await handle.close()
    expect((await lookUpIn()).broken()[0]?.why).toContain('is larger than 64 MB')
  })

  test('rows with more or fewer cells are left out, and told by their number alone', async () => {
    await writeFile(file, 'order_no,status\n1,a\n2,"b\nb"\n3\n4,d,secret\n1234,sent\n')
    const lookUp = await lookUpIn()
    expect(await ask(lookUp, '1234')).toEqual(sent)
    expect(await ask(lookUp, '3')).toEqual({ type: 'not_found' })
    expect(said).toEqual([
      `warn rows with more or fewer cells than columns are left out ${JSON.stringify({ file, rows: [4, 5], count: 2 })}`,
    ])
  })

  test('a hundred thousand rows are found at once, and others have their turn while they are read', async () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => `${at},sent,${at % 7},090-0000-${at % 10_000},a note`)
    const bytes = Buffer.from(`order_no,status,days,phone,note\n${rows.join('\n')}\n`)
    let turns = 0
    let isOver = false
    const turn = (): void => {
      turns += 1
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    const wanted = { find: { number: 'order_no' }, gives: ['days'] }
    const index = await readIndex(file, bytes, wanted, log, live())
    isOver = true
    expect(turns).toBeGreaterThan(90)
    expect(index.rows).toBe(100_000)
    const began = performance.now()
    for (let number = 0; number < 1_000; number += 1) {
      const found = { type: 'found', things: [{ days: String((number * 99) % 7) }] }
      expect(index.find({ number: String(number * 99) })).toEqual(found)
    }
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
