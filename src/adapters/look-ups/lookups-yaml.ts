/**
 * A YAML text as it is written: every value is a text, a list or a map, each with its line. Nothing is made a number or a
 * date, so that a shape stays the shape that somebody wrote; where it matters, a text tells that it is in quotation marks.
 */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, visit } from 'yaml'

export type Written =
  /** `''` where nothing is written. */
  | { type: 'text'; line: number; text: string; quoted: boolean }
  | { type: 'list'; line: number; items: Written[] }
  | { type: 'map'; line: number; entries: { key: string; line: number; value: Written }[] }

export interface NotYaml {
  line: number
  problem: string
  remedy: string
}

/** No file that people write is longer (characters). */
const most = 200_000

const remedy =
  'check colons (a space belongs behind them), indentation (no tabs) and quotation marks on this line and the one before; a shape, and what has ${NAME} or { } in it, needs quotation marks around it'
const starred = {
  problem: 'begins with a star, which in YAML names something written before',
  remedy: 'write it out, or put quotation marks around it',
}
const tab = {
  problem: 'begins with a tab, which YAML does not take',
  remedy: 'put spaces there, and in place of the tabs on other lines',
}
const twice = { problem: 'has a key that is there already', remedy: 'remove one of the two, or give it another name' }

export function readWritten(text: string): { ok: true; top: Written } | { ok: false; wrongs: NotYaml[] } {
  const refused = (wrongs: NotYaml[]): { ok: false; wrongs: NotYaml[] } => ({ ok: false, wrongs })
  if (text.length > most) {
    return refused([{ line: 0, problem: 'is too long', remedy: `keep it below ${most} characters` }])
  }
  const counter = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false, lineCounter: counter })
  const lineAt = (offset = 0): number => Math.max(1, counter.linePos(offset).line)
  const broken = [...document.errors, ...document.warnings].map(({ code, pos }): NotYaml => {
    const line = lineAt(pos[0])
    if (code === 'DUPLICATE_KEY') return { line, ...twice }
    return code === 'TAB_AS_INDENT' ? { line, ...tab } : { line, problem: 'is not YAML', remedy }
  })
  const [wrong] = broken.filter(({ problem }) => problem !== twice.problem).toSorted((a, b) => a.line - b.line)
  // Behind a slip nothing is read as it was meant: what is told of it is only more of the same.
  if (wrong) return refused([broken.find(({ problem }) => problem === tab.problem) ?? wrong])
  if (broken.length > 0) return refused([...new Map(broken.map((one) => [one.line, one])).values()])
  const stars: NotYaml[] = []
  visit(document, {
    Alias(_, { range }) {
      stars.push({ line: lineAt(range?.[0]), ...starred })
    },
  })
  if (stars.length > 0) return refused(stars)

  const written = (node: unknown, around: number): Written => {
    const line = isScalar(node) || isMap(node) || isSeq(node) ? lineAt(node.range?.[0]) : around
    if (isSeq(node)) return { type: 'list', line, items: node.items.map((one) => written(one, line)) }
    if (!isMap(node)) return { type: 'text', line, text: textOf(node), quoted: isQuoted(node) }
    const entries = node.items.map(({ key, value }) => {
      const own = isScalar(key) ? lineAt(key.range?.[0]) : line
      return { key: textOf(key), line: own, value: written(value, own) }
    })
    return { type: 'map', line, entries }
  }
  return { ok: true, top: written(document.contents, 1) }
}

/** Or a block of lines, which is as much a text. */
const isQuoted = (node: unknown): boolean => isScalar(node) && node.type !== undefined && node.type !== Scalar.PLAIN

const textOf = (node: unknown): string => (isScalar(node) && typeof node.value === 'string' ? node.value : '')
