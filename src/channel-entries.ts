/**
 * The form of `channels.yaml`: which channels stand in it, with which keys, and on which line each is. What a value must
 * be is not looked at here. The words of the YAML library are not used, since they repeat what they stumble over.
 */
import { LineCounter, isMap, isScalar, isSeq, parseDocument, type Pair, type YAMLMap } from 'yaml'
import { isKey, takesSeveral, unknownKey } from './channel-keys.ts'

/** Something wrong, and where; `''` for the file as a whole. */
export interface Misfit {
  line: number
  /** What it is about: `mugi.token`. */
  about: string
  problem: string
  remedy: string
}

export interface Entry {
  name: string
  line: number
  /** By key; several are one text with commas. */
  values: Map<string, { text: string; line: number }>
}

export interface Entries {
  entries: Entry[]
  misfits: Misfit[]
}

/** It stands in an address. */
const nameOfChannel = /^[a-z][a-z0-9-]{0,39}$/
/** What can be repeated: anything else may be a secret on the wrong line. */
const word = /^[A-Za-z_][\w-]{0,29}$/
const most = 500

const notYaml = {
  problem: 'is not YAML',
  remedy:
    'check colons (a space belongs behind them), quotation marks and indentation (no tabs) on this line and the one before; between [ ] and { } put quotation marks around ${NAME}',
}
const nameRemedy = 'write 1 to 40 of a-z, 0-9 and -, beginning with a letter, since it stands in the address'

export function readEntries(text: string): Entries {
  const counter = new LineCounter()
  // Every value as it is written: digits stay the digits of an id, and `on` stays a word.
  const form = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, lineCounter: counter } as const
  const document = parseDocument(text, form)
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line)
  const lineOf = ({ key, value }: Pair): number => lineAt(offsetOf(key) ?? offsetOf(value) ?? 0)
  const broken = [...document.errors, ...document.warnings].map(({ pos }) => lineAt(pos[0]))
  const misfits: Misfit[] = [...new Set(broken)].map((line) => ({ line, about: '', ...notYaml }))
  if (misfits.length > 0) return { entries: [], misfits }

  const { contents } = document
  if (contents !== null && !isMap(contents) && !(isScalar(contents) && contents.value === '')) {
    const remedy = 'begin each channel with its name and a colon, and indent its settings below that'
    return { entries: [], misfits: [{ line: 1, about: '', problem: 'does not hold channels by name', remedy }] }
  }
  const pairs = isMap(contents) ? contents.items : []
  if (pairs.length === 0 || pairs.length > most) {
    const [problem, remedy] =
      pairs.length === 0
        ? ['has no channel in it', 'write one, as docs/channels.md shows, or remove the file']
        : [`has ${pairs.length} channels in it`, `${most} can be in one server: put the others into another one`]
    misfits.push({ line: 0, about: '', problem, remedy })
  }
  const entries = pairs.flatMap((pair): Entry[] => {
    const [name, line] = [textOf(pair.key) ?? '', lineOf(pair)]
    const about = word.test(name) || nameOfChannel.test(name) ? name : '(a channel)'
    const entry: Entry = { name: about, line, values: new Map() }
    if (!isMap(pair.value) || pair.value.items.length === 0 || pair.value.items.every(({ value }) => isMap(value))) {
      misfits.push({ line, about, ...noEntry(name, pair.value) })
      return []
    }
    if (!nameOfChannel.test(name)) {
      misfits.push({ line, about, problem: 'is not a name for a channel', remedy: nameRemedy })
    }
    misfits.push(...fill(entry, pair.value, lineOf))
    return [entry]
  })
  misfits.push(...twice(entries))
  return { entries, misfits }
}

function fill(entry: Entry, map: YAMLMap, lineOf: (pair: Pair) => number): Misfit[] {
  const misfits: Misfit[] = []
  for (const pair of map.items) {
    const [key, line] = [textOf(pair.key) ?? '', lineOf(pair)]
    const about = `${entry.name}.${word.test(key) ? key : '(a key)'}`
    const before = entry.values.get(key)
    const text = textOf(pair.value) ?? (takesSeveral(key) ? listOf(pair.value) : undefined)
    const wrong = (problem: string, remedy: string): unknown => misfits.push({ line, about, problem, remedy })
    if (!isKey(key) && isMap(pair.value)) {
      wrong('holds settings of its own', 'a channel begins at the beginning of a line, and its settings have no others')
    } else if (!isKey(key)) misfits.push({ line, about, ...unknownKey(key) })
    else if (before) wrong(`is there twice, first on line ${before.line}`, 'remove one of them')
    else if (text?.trim() === '') wrong('has nothing behind it', 'write its value, or remove the line')
    else if (text === undefined) wrong(...noValue(pair.value))
    if (isKey(key)) entry.values.set(key, before ?? { text: text ?? '', line })
  }
  return misfits
}

/** Something other than settings below a name: nothing, a text, or channels. */
function noEntry(name: string, value: unknown): Pick<Misfit, 'problem' | 'remedy'> {
  if (isMap(value) && value.items.length > 0) {
    const remedy = 'write the name of each channel at the beginning of its line, and indent its settings below that'
    return { problem: 'holds channels and is none', remedy }
  }
  if (isKey(name)) {
    const remedy = 'write the name of the channel and a colon above it, and indent this line'
    return { problem: 'is a setting, but of no channel', remedy }
  }
  return { problem: 'has no settings', remedy: 'write them below it, indented: at least secret and token' }
}

function noValue(value: unknown): [problem: string, remedy: string] {
  if (isSeq(value)) return ['is a list', 'write one value']
  if (isMap(value)) return ['holds settings of its own', 'write one value']
  return [
    'begins with a star, which in YAML names something written before',
    'write it out, or put quotation marks around it',
  ]
}

/** Channels that have the name of one before. */
function twice(entries: readonly Entry[]): Misfit[] {
  const first = new Map<string, number>()
  return entries.flatMap(({ name, line }) => {
    const before = nameOfChannel.test(name) ? first.get(name) : undefined
    first.set(name, before ?? line)
    const problem = `is there twice, first on line ${before}`
    return before === undefined ? [] : { line, about: name, problem, remedy: 'give each channel a name of its own' }
  })
}

const textOf = (node: unknown): string | undefined =>
  isScalar(node) && typeof node.value === 'string' ? node.value : undefined

/** Undefined when it is not a list of plain texts. */
function listOf(node: unknown): string | undefined {
  if (!isSeq(node)) return undefined
  const parts = node.items.map(textOf)
  return parts.includes(undefined) ? undefined : parts.join(', ')
}

function offsetOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined
}
