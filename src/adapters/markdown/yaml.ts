/** YAML checked by a schema, every mistake with its line. Used for front matter and for cases. */
import { LineCounter, isNode, parseDocument, visit, type Document } from 'yaml'
import type { z } from 'zod'
import type { Mistake } from './broken-file.ts'

export interface YamlSource {
  file: string
  text: string
  /** The line of the file on which `text` begins, from 1. */
  firstLine: number
  /**
   * What to do about a mistake.
   * @param setting the top-level setting it is in; `''` for none
   * @param path where it is, that setting first
   */
  remedy: (setting: string, path: readonly string[]) => string
}

export type Checked<T> = { ok: true; value: T; lineOf: LineOf } | { ok: false; mistakes: Mistake[] }
/** The line of the file on which the value at a path stands. */
export type LineOf = (path: readonly PropertyKey[]) => number

export function parseYaml<T>(source: YamlSource, schema: z.ZodType<T>): Checked<T> {
  const { file, text, firstLine, remedy } = source
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const lineAt = (offset: number) => Math.max(1, counter.linePos(offset).line) + firstLine - 1
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) {
    const mistakes = broken.map((error) => ({
      file,
      line: lineAt(error.pos[0]),
      problem: `not YAML: ${withoutStop(error.message)}`,
      remedy: 'Check colons, quotes and indentation on this line and the one before',
    }))
    return { ok: false, mistakes }
  }
  const stars = unknownAliases(document).map(({ source, offset }) => ({
    file,
    line: lineAt(offset),
    problem: `*${source} begins with a star, which in YAML names something written before`,
    remedy: 'Put quotation marks around the text',
  }))
  if (stars.length > 0) return { ok: false, mistakes: stars }
  const lineOf: LineOf = (path) => lineAt(offsetOf(document, path))
  const made = valueOf(document)
  if ('why' in made) {
    const remedy = 'Write it out, without & and *'
    return { ok: false, mistakes: [{ file, line: firstLine, problem: `not YAML: ${made.why}`, remedy }] }
  }
  const { value } = made
  const parsed = schema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data, lineOf }
  const mistakes = parsed.error.issues.flatMap((issue) => mistakesOf(issue, file, lineOf, remedy))
  return { ok: false, mistakes }
}

/** A few lines that name each other many times would be millions: the library stops there, by an exception. */
function valueOf(document: Document.Parsed): { value: unknown } | { why: string } {
  try {
    return { value: document.toJS() ?? {} }
  } catch (error) {
    return { why: withoutStop(error instanceof Error ? error.message : String(error)) }
  }
}

/** Text such as `*wow*` without quotes: the library throws when the value is made, and tells no line. */
function unknownAliases(document: Document.Parsed): { source: string; offset: number }[] {
  const found: { source: string; offset: number }[] = []
  visit(document, {
    Alias(_, node) {
      if (!node.resolve(document)) found.push({ source: node.source, offset: node.range?.[0] ?? 0 })
    },
  })
  return found
}

function mistakesOf(issue: z.core.$ZodIssue, file: string, lineOf: LineOf, remedy: YamlSource['remedy']): Mistake[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key].map(String)
      return {
        file,
        line: lineOf([...issue.path, key]),
        problem: `${inWords(path)} is not a setting`,
        remedy: remedy(String(issue.path[0] ?? ''), path),
      }
    })
  }
  const names = issue.path.map(String)
  const path = inWords(names)
  return [
    {
      file,
      line: lineOf(issue.path),
      problem: `${path === '' ? '' : `${path}: `}${withoutStop(issue.message)}`,
      remedy: remedy(names[0] ?? '', names),
    },
  ]
}

/** Of a list's member the line tells which it is. */
const inWords = ([first = '', ...rest]: readonly string[]): string =>
  (/^\d+$/.test(first) ? rest : [first, ...rest]).join('.')

/** Where a value, or the nearest thing around it, begins. A key's line serves better than its value's. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

const withoutStop = (message: string): string => message.replace(/\.$/, '')
