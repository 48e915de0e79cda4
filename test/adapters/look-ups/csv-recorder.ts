/**
 * A process that records: a line of JSON tells it what, a line of JSON tells what became of it.
 *
 * Arguments: the file, and when to die: `before` anybody is told of the row that is appended, `torn <n>` when so many
 * characters of it are, or never.
 */
import { promises as fs } from 'node:fs'
import { createInterface } from 'node:readline'
import { openCsvSink } from '../../../src/adapters/look-ups/csv-record.ts'

const [file = '', when = '', count = '0'] = process.argv.slice(2)
const die = () => process.kill(process.pid, 'SIGKILL')

const own = await fs.open(new URL(import.meta.url))
// The class of file handles cannot be imported by a name.
const handle: fs.FileHandle = Object.getPrototypeOf(own)
await own.close()
const { appendFile } = handle
handle.appendFile = async function (this: fs.FileHandle, data, options) {
  if (when === 'torn' && typeof data === 'string') {
    await appendFile.call(this, data.slice(0, Number(count)), options)
    die()
  }
  await appendFile.call(this, data, options)
  if (when === 'before') die()
}

const log = { debug() {}, info() {}, warn() {}, error() {} }
const declared = { name: 'tasks', about: 'x', arguments: [] }
const sink = openCsvSink(declared, { file, write: { what: 'task', due: 'due_on' } }, { log })
createInterface({ input: process.stdin }).on('line', (line) => {
  const records: { what: string; key: string }[] = JSON.parse(line)
  const told = records.map(({ what, key }) => sink.record({ what }, key, new AbortController().signal))
  void Promise.all(told).then((results) => console.log(JSON.stringify(results)))
})
console.log('ready')
