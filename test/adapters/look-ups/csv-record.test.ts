import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCsvSink } from '../../../src/adapters/look-ups/csv-record.ts'
import type { Given } from '../../../src/core/look-ups/declared.ts'
import type { Log } from '../../../src/ports/log.ts'
import type { Told, Wish } from '../../process/faulty-disk.ts'

let folder: string
let file: string
const said: string[] = []
const log: Log = {
  debug() {},
  info() {},
  warn: (fields, message) => said.push(`${message} ${JSON.stringify(fields)}`),
  error() {},
}
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-record-'))
  file = join(folder, 'tasks.csv')
  said.length = 0
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

const now = Date.parse('2026-11-22T08:00:00Z')
/** Where the shop is. */
const timeZone = 'Asia/Tokyo'
const at = '2026-11-22 17:00:00'
const write = { what: 'task', due: 'due_on' }
const sinkOf = (path = file, columns: Record<string, string> = write) =>
  openCsvSink(
    { name: 'tasks', about: 'x', arguments: [] },
    { file: path, write: columns },
    { log, now: () => now, timeZone: () => timeZone },
  )
const live = () => new AbortController().signal
const record = (what: string, key: string, given: Given = {}) => sinkOf().record({ what, ...given }, key, live())
const confirmed = (key: string) => ({ type: 'confirmed', reference: key.slice(0, 8) })
const text = (path = file) => readFile(path, 'utf8')
const rows = async (): Promise<string[][]> => parse(await text(), { bom: true, record_delimiter: ['\r\n', '\n', '\r'] })
const head = ['task', 'due_on', 'recorded_at', 'key']

describe('a record is a row', () => {
  test('in a new file, which a spreadsheet reads as it is', async () => {
    expect(await record('紙を注文する', 'first-record-1', { due: '2026-11-27' })).toEqual(confirmed('first-record-1'))
    expect(await record('a "b", c', 'second-1')).toEqual(confirmed('second-1'))
    expect(await text()).toBe(
      `\uFEFF"task","due_on","recorded_at","key"\r\n"紙を注文する","2026-11-27","${at}","first-record-1"\r\n"a ""b"", c","","${at}","second-1"\r\n`,
    )
    expect((await readdir(folder)).toSorted()).toEqual(['lock.tasks.csv.kidoku', 'tasks.csv'])
  })

  test('its time is the shop’s, or else that of the computer', async () => {
    const declared = { name: 'tasks', about: 'x', arguments: [] }
    const zones = ['Asia/Bangkok', 'America/Los_Angeles', undefined]
    const sink = openCsvSink(declared, { file, write }, { log, now: () => now, timeZone: () => zones.shift() })
    for (const key of ['k1', 'k2', 'k3']) await sink.record({ what: 'paper' }, key, live())
    const [local] = new Date(now - new Date(now).getTimezoneOffset() * 60_000).toISOString().split('.')
    const times = (await rows()).slice(1).map(([, , time]) => time)
    expect(times).toEqual(['2026-11-22 15:00:00', '2026-11-22 00:00:00', local?.replace('T', ' ')])
  })

  test('who asked has a column too, which is empty when that is not known; a name is no formula', async () => {
    const sink = sinkOf(file, { what: 'task', requester: 'asked_by' })
    await sink.record({ what: 'paper', requester: '=HYPERLINK("https://evil.example")' }, 'k1', live())
    await sink.record({ what: 'flour' }, 'k2', live())
    expect((await rows()).map(([task, by]) => [task, by])).toEqual([
      ['task', 'asked_by'],
      ['paper', `'=HYPERLINK("https://evil.example")`],
      ['flour', ''],
    ])
  })

  test('what is needed and was not given is refused: a row without it would say something else', async () => {
    const wanted = [
      { name: 'what', about: 'x', shape: /.+/u, longest: 200 },
      { name: 'due', about: 'x', shape: /.+/u, longest: 60, optional: true as const },
    ]
    const sink = openCsvSink({ name: 'tasks', about: 'x', arguments: wanted }, { file, write }, { log })
    const missing = { type: 'refused', detail: 'its argument what is missing' }
    expect(await sink.record({ task: 'paper', due: 'Friday' }, 'k1', live())).toEqual(missing)
    expect(await sink.record({ what: '' }, 'k1', live())).toEqual(missing)
    expect(await readdir(folder)).toEqual([])
    expect(await sink.record({ what: 'paper' }, 'k1', live())).toEqual(confirmed('k1'))
  })

  test('once for each key, however often it is tried', async () => {
    await record('paper', 'k1')
    const before = await text()
    expect(await record('paper', 'k1')).toEqual(confirmed('k1'))
    expect(await text()).toBe(before)
    expect(await record('paper', 'k')).toEqual(confirmed('k'))
    expect(await record('paper', 'key')).toEqual(confirmed('key'))
    expect(await record('k2 in the text', 'k3')).toEqual(confirmed('k3'))
    expect(await record('paper', 'k2')).toEqual(confirmed('k2'))
    expect(await rows()).toHaveLength(6)
  })

  test('many at once, each of them whole', async () => {
    const sink = sinkOf()
    const keys = Array.from({ length: 30 }, (_, number) => `k${number % 20}`)
    const told = await Promise.all(keys.map((key) => sink.record({ what: key }, key, live())))
    expect(told).toEqual(keys.map(confirmed))
    expect(await rows()).toHaveLength(21)
  })

  test.for<[string, string, string]>([
    ['Windows line ends and a mark', '\uFEFFkey,task,done,due_on,recorded_at\r\n', '\r\n'],
    ['neither', 'key,task,done,due_on,recorded_at\nk0,"a\r\nb",x,,\n', '\n'],
    ['old Macintosh line ends', 'key,task,done,due_on,recorded_at\r', '\r'],
    ['semicolons', 'key;task;done;due_on;recorded_at\r\n', '\r\n'],
    ['tabs', '"key"\t"task"\tdone\tdue_on\trecorded_at\n', '\n'],
  ])('in the columns of a sheet that is there: %s', async ([, before, end]) => {
    await writeFile(file, before)
    expect(await record('paper', 'k1')).toEqual(confirmed('k1'))
    const sign = /[;\t]/.exec(before)?.[0] ?? ','
    const row = ['k1', 'paper', '', '', at].map((cell) => `"${cell}"`).join(sign)
    expect(await text()).toBe(`${before}${row}${end}`)
  })

  test('whose cells are no formulas', async () => {
    const cells = ['=1+1', '+81', '-5', '@x', '\tx', '＝1', "it's", '紙']
    for (const [number, what] of cells.entries()) await record(what, `-k${number}`)
    for (const what of cells) expect(await record(what, '-k0')).toEqual(confirmed('-k0'))
    const found = parse(await text(), { bom: true, columns: true })
    expect(found).toMatchObject(
      ["'=1+1", "'+81", "'-5", "'@x", "'\tx", "'＝1", "it's", '紙'].map((task, number) => ({
        task,
        key: `'-k${number}`,
      })),
    )
  })

  test('whatever it holds, it comes back', async () => {
    const sign = fc.constantFrom('"', "'", '\n', '\r', '\t', ',', ';', '=', '-', '\0', '\uFEFF', ' ')
    const unit = fc.oneof(sign, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }))
    const value = fc.string({ unit, minLength: 1, maxLength: 20 })
    const key = fc.stringMatching(/^[A-Za-z0-9-]{1,64}$/)
    const taken = fc.uniqueArray(fc.tuple(value, value, key), {
      selector: ([, , key]) => key,
      minLength: 1,
      maxLength: 5,
    })
    const heads = fc.constantFrom('', 'key;x;task;recorded_at;due_on\n', '\uFEFFtask,due_on,recorded_at,key')
    await fc.assert(
      fc.asyncProperty(taken, heads, async (taken, head) => {
        await writeFile(file, head)
        for (const [what, due, key] of [...taken, ...taken]) {
          expect(await record(what, key, { due })).toEqual(confirmed(key))
        }
        const delimiter = head.includes(';') ? ';' : ','
        const found = parse(await text(), { bom: true, delimiter, columns: true, record_delimiter: ['\r\n', '\n'] })
        const guarded = (cell: string) => (/^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell)
        expect(found).toMatchObject(
          taken.map(([task, due_on, key]) => ({ task: guarded(task), due_on: guarded(due_on), key: guarded(key) })),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('a record that is refused', () => {
  test.for<[string, string | Buffer, string]>([
    ['missing columns', 'task,recorded_at\n', 'has no column due_on, key'],
    ['a column twice', 'task,task,due_on,recorded_at,key\n', 'has the column task twice'],
    ['Shift_JIS', Buffer.from('8ebf96e22c89f1939a0d0a', 'hex'), 'is not UTF-8'],
    ['half a letter at its end', Buffer.from('task,due_on,recorded_at,key\nmine,,,\xe7', 'latin1'), 'is not UTF-8'],
    ['a long file', Buffer.alloc(16 * 1024 * 1024 + 1, 'a'), 'is larger than 16 MB'],
  ])('%s', async ([, content, why]) => {
    await writeFile(file, content)
    expect(await record('paper', 'k1')).toEqual({ type: 'refused', detail: expect.stringContaining(why) })
    expect((await readFile(file)).equals(Buffer.from(content))).toBe(true)
  })

  test.for(['', 'a b', 'k"', 'a'.repeat(65), 'ä'])('a key that is none: “%s”', async (key) => {
    expect(await record('paper', key)).toMatchObject({ type: 'refused' })
    expect(await readdir(folder)).toEqual([])
  })

  test('a folder in the place of the file', async () => {
    await mkdir(file)
    expect(await record('paper', 'k1')).toMatchObject({ type: 'refused' })
  })
})

describe('a record that cannot be made now', () => {
  test('has no folder', async () => {
    const sink = sinkOf(join(folder, 'none', 'tasks.csv'))
    expect(await sink.record({ what: 'paper' }, 'k1', live())).toMatchObject({ type: 'not_recorded', why: 'down' })
  })

  test.skipIf(process.getuid?.() === 0)('has a file that may not be written', async () => {
    await writeFile(file, '')
    await chmod(file, 0o444)
    expect(await record('paper', 'k1')).toMatchObject({ type: 'not_recorded', why: 'down' })
  })

  test('has no time left', async () => {
    const told = await sinkOf().record({ what: 'paper' }, 'k1', AbortSignal.abort())
    expect(told).toMatchObject({ type: 'not_recorded', why: 'slow' })
    expect(await readdir(folder)).toEqual([])
  })

  test('waits for another process, and is not made once the time is over', async () => {
    const other = new DatabaseSync(join(folder, 'lock.tasks.csv.kidoku'))
    other.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    const told = await sinkOf().record({ what: 'paper' }, 'k1', AbortSignal.timeout(100))
    expect(told).toMatchObject({ type: 'not_recorded', why: 'slow' })
    other.close()
    expect(await record('paper', 'k2')).toEqual(confirmed('k2'))
    expect(await rows()).toEqual([head, ['paper', '', at, 'k2']])
  })

  test('is in doubt when the time is over while it is made, and stands there once after the next try', async () => {
    await writeFile(file, 'task,due_on,recorded_at,key\n"torn')
    const late = new AbortController()
    const tellsLate = { ...log, warn: () => late.abort() }
    const declared = { name: 'tasks', about: 'x', arguments: [] }
    const sink = openCsvSink(declared, { file, write }, { log: tellsLate, now: () => now, timeZone: () => timeZone })
    expect(await sink.record({ what: 'paper' }, 'k1', late.signal)).toMatchObject({ type: 'unknown' })
    expect(await record('paper', 'k1')).toEqual(confirmed('k1'))
    expect(await rows()).toEqual([head, ['paper', '', at, 'k1']])
  })

  test('is in doubt when another file takes the place of the one it was put into', async () => {
    await writeFile(file, 'task,due_on,recorded_at,key\n"torn')
    const other = `${file}.new`
    await writeFile(other, 'task,due_on,recorded_at,key\nmine,,,\n')
    const replaces = { ...log, warn: () => renameSync(other, file) }
    const declared = { name: 'tasks', about: 'x', arguments: [] }
    const sink = openCsvSink(declared, { file, write }, { log: replaces, now: () => now })
    expect(await sink.record({ what: 'paper' }, 'k1', live())).toMatchObject({ type: 'unknown' })
    expect(await record('paper', 'k1')).toEqual(confirmed('k1'))
    expect((await rows()).map(([task]) => task)).toEqual(['task', 'mine', 'paper'])
  })

  test('two ways to one file have one lock', async () => {
    await writeFile(file, '')
    await symlink(file, join(folder, 'other.csv'))
    const other = sinkOf(join(folder, 'other.csv'))
    await Promise.all([record('paper', 'k1'), other.record({ what: 'paper' }, 'k1', live())])
    expect(await rows()).toHaveLength(2)
  })
})

describe('a row that was torn', () => {
  const whole = async (what: string, key: string): Promise<Buffer> => {
    await rm(file, { force: true })
    await record('before', 'k0')
    await record(what, key, { due: 'x' })
    return readFile(file)
  }

  test.for([
    ['at the end of a file of its own', ''],
    ['with the key in the middle', 'recorded_at,key,due_on,task\n'],
  ])('%s, wherever that was: the next try makes it whole, once', async ([, header]) => {
    const what = '紙,\n"two" packs'
    await rm(file, { force: true })
    if (header !== '') await writeFile(file, header!)
    await record('before', 'k0')
    const { length: begin } = await readFile(file)
    await record(what, 'k1')
    const bytes = await readFile(file)
    for (let length = begin; length <= bytes.length; length += 1) {
      await writeFile(file, bytes.subarray(0, length))
      expect(await record(what, 'k1')).toEqual(confirmed('k1'))
      expect((await readFile(file)).equals(bytes), `${length - begin} bytes`).toBe(true)
    }
    expect(said.length).toBeGreaterThan(20)
    expect(said.join()).not.toContain('two')
  })

  test('another record after it is whole, and so is the torn one once it is tried again', async () => {
    const bytes = await whole('紙を注文', 'k1')
    const begin = bytes.indexOf('"紙')
    for (let length = begin; length < bytes.length; length += 1) {
      await writeFile(file, bytes.subarray(0, length))
      expect(await record('next', 'k2')).toEqual(confirmed('k2'))
      expect(await record('紙を注文', 'k1', { due: 'x' })).toEqual(confirmed('k1'))
      const found = await rows()
      expect(
        found.map(([task = '']) => task).toSorted((a, b) => (a < b ? -1 : 1)),
        `${length - begin} bytes`,
      ).toEqual(['before', 'next', 'task', '紙を注文'])
      expect(found.every((cells) => cells.length === 4)).toBe(true)
    }
  })

  test('of the names of columns: they are written anew', async () => {
    await record('paper', 'k1')
    const bytes = await readFile(file)
    for (let length = 0; length <= bytes.length; length += 1) {
      await writeFile(file, bytes.subarray(0, length))
      expect(await record('paper', 'k1')).toEqual(confirmed('k1'))
      expect((await readFile(file)).equals(bytes), `${length} bytes`).toBe(true)
    }
  })

  test('a last line that people left without an end is theirs, and stays', async () => {
    for (const [before, end] of [
      ['task,due_on,recorded_at,key\nmine,,,', '\n'],
      ['task,due_on,recorded_at,key\r\nmine,,,', '\r\n'],
      ['task,due_on,recorded_at,key', '\r\n'],
      ['"task","due_on","recorded_at","key"\n"mine, too","x",,', '\n'],
    ]) {
      await writeFile(file, before!)
      expect(await record('paper', 'k1')).toEqual(confirmed('k1'))
      expect(await text()).toBe(`${before}${end}"paper","","${at}","k1"${end}`)
    }
    expect(said).toEqual([])
  })

  test('a last line that ends in another way than the first stays too', async () => {
    await writeFile(file, 'task,due_on,recorded_at,key\r\nmine,,,\n')
    await record('paper', 'k1')
    expect(await text()).toBe(`task,due_on,recorded_at,key\r\nmine,,,\n"paper","","${at}","k1"\r\n`)
  })

  test('what was torn is kept aside', async () => {
    await writeFile(file, 'task,due_on,recorded_at,key\n"mine,and')
    await record('paper', 'k1')
    expect(await text(`${file}.torn`)).toBe('"mine,and\n')
    expect(said).toEqual([expect.stringContaining('a row that was never finished has been set aside')])
  })
})

interface Recorder {
  child: ChildProcess
  lines: AsyncIterator<string>
}

/** @param preload see faulty-disk.ts, which is told by messages */
async function start(args: string[] = [], preload?: string): Promise<Recorder> {
  const script = fileURLToPath(new URL('csv-recorder.ts', import.meta.url))
  const child = spawn(process.execPath, [...(preload ? ['--import', preload] : []), script, file, ...args], {
    env: { ...process.env, DATA_DIR: folder },
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  })
  children.push(child)
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('ready')
  return { child, lines }
}
const tell = ({ child }: Recorder, records: { what: string; key: string }[]) =>
  child.stdin!.write(`${JSON.stringify(records)}\n`)
async function ask(recorder: Recorder, records: { what: string; key: string }[]): Promise<{ type: string }[]> {
  tell(recorder, records)
  return JSON.parse((await recorder.lines.next()).value)
}

describe('a process that dies', () => {
  test('between the row and its confirmation: the same again confirms it, and it is there once', async () => {
    for (const key of ['k1', 'k2']) {
      const child = await start(['before'])
      tell(child, [{ what: 'paper', key }])
      expect((await once(child.child, 'exit'))[1]).toBe('SIGKILL')
      const left = await text()
      expect(left).toContain(`"${key}"`)
      expect(await record('paper', key)).toEqual(confirmed(key))
      expect(await text()).toBe(left)
    }
    expect(await rows()).toHaveLength(3)
  })

  test.for([1, 30, 60, 75])('in the middle of a row, at %i: the same again makes it whole', async (count) => {
    await record('before', 'k0')
    const child = await start(['torn', String(count)])
    tell(child, [{ what: 'paper', key: 'a-long-key' }])
    expect((await once(child.child, 'exit'))[1]).toBe('SIGKILL')
    expect(await record('paper', 'a-long-key')).toEqual(confirmed('a-long-key'))
    expect(await rows()).toEqual([head, ['before', '', at, 'k0'], ['paper', '', expect.any(String), 'a-long-key']])
  })
})

test('two processes at once write every row once', async () => {
  const processes = await Promise.all([start(), start()])
  const own = (name: string) => Array.from({ length: 25 }, (_, at) => ({ what: `${name} ${at}`, key: `${name}-${at}` }))
  const shared = own('both')
  const told = await Promise.all(processes.map((child, at) => ask(child, [...shared, ...own(`p${at}`)])))
  expect(told.flat().map(({ type }) => type)).toEqual(Array.from({ length: 100 }, () => 'confirmed'))
  const found = await rows()
  expect(found).toHaveLength(76)
  expect(new Set(found.map(([, , , key]) => key)).size).toBe(76)
}, 120_000)

describe('a disk that fails', () => {
  const preload = new URL('../../process/faulty-disk.ts', import.meta.url).href
  async function wish({ child }: Recorder, next: Wish | 'look'): Promise<Told> {
    const told = once(child, 'message')
    child.send(next)
    const [found]: Told[] = await told
    if (!found) throw new Error('nothing was told')
    return found
  }

  test.for(['ENOSPC', 'EIO'] as const)(
    'at each of its steps, by %s: the file is as it was, or the row is there',
    async (code) => {
      const child = await start([], preload)
      const seen = new Set<string>()
      for (const [begun, before] of [
        ['new', undefined],
        ['there', 'task,due_on,recorded_at,key\r\nmine,,,\r\n'],
        ['torn', 'task,due_on,recorded_at,key\r\nmine,,,\r\n"to'],
      ] as const) {
        for (let from = 1; from < 30; from += 1) {
          await rm(file, { force: true })
          if (before !== undefined) await writeFile(file, before)
          await wish(child, { from, times: 1, code })
          const [first] = await ask(child, [{ what: 'paper', key: 'k1' }])
          const { failed, what = '' } = await wish(child, { from: 0, times: 0, code })
          if (failed === 0) break
          seen.add(`${begun} ${what.split(' ')[0]} ${first?.type}`)
          const left = await readFile(file, 'utf8').catch(() => undefined)
          if (first?.type === 'not_recorded') expect([before, before?.replace('"to', '')]).toContain(left)
          expect((await ask(child, [{ what: 'paper', key: 'k1' }]))[0]?.type).toBe('confirmed')
          const keys = (await rows()).map(([, , , key]) => key)
          expect(keys.filter((key) => key === 'k1')).toHaveLength(1)
        }
      }
      expect([...seen]).toEqual(
        expect.arrayContaining([
          'new open not_recorded',
          'new write not_recorded',
          'there write not_recorded',
          'there datasync not_recorded',
          'torn write not_recorded',
        ]),
      )
    },
  )

  test('that stays full leaves the file as it was, whatever is tried', async () => {
    const child = await start([], preload)
    await record('before', 'k0')
    const before = await text()
    // All but the truncation that takes half a row back.
    await wish(child, { from: 2, times: 1, code: 'ENOSPC' })
    const [told] = await ask(child, [{ what: 'paper', key: 'k1' }])
    expect(told?.type).toBe('not_recorded')
    expect(await text()).toBe(before)
  })
})
