/** Numbers that only count what follows, as of the lines of a list or of steps. They are no facts, whatever their value. */
import { priceWord, unitOf } from './units-said.ts'
import { alike } from './written-alike.ts'

/** Not a marker: the number of what follows, "1⃣ yen", "1) million". */
const isCounted = (rest: string): boolean => counting.test(alike(rest))
const counting = new RegExp(
  `^\\s*(?:(?:hundred|thousand|million|billion)(?![a-z])|พัน(?!ธ)|หมื่น|แสน|[百千万萬億兆]{0,3}\\s?(?:${priceWord})(?!\\s?\\d))`,
  'i',
)
const atStart = /^(\s*)(?:[(（]?([\d０-９]{1,2})(?:\uFE0F?\u20E3|[.)．）、](?![\d０-９]))|(?![¼-¾⅐-⅟↉])(\p{No}))\s*/u
const within =
  /(?<circled>[①-⑳❶-❿])(?=\s?\p{L})|(?<!\d)[(（](?<round>\d{1,2})[)）](?=\s?\p{L})|(?<=[\s、，,;；:：。])(?<half>\d{1,2})[)）](?=\s?\p{L})|(?<word>(?<![a-z])step\s|ステップ\s?|手順\s?|ขั้นตอนที่\s?|第\s?(?=\d{1,2}\s?步))(?<step>\d{1,2})(?![\d,.]*\d)/giu

/** Those at the beginnings of lines, 1. 2. 3., ① ②, and within them, (1) … (2), each in order from 1. */
export function withoutListNumbers(text: string): string {
  // A list in a list counts by itself.
  let levels: { indent: number; next: number }[] = []
  const steps: Record<string, number> = {}
  const lines = text.split('\n').map((line) => {
    const [marker, space = '', digits, circled] = atStart.exec(line) ?? []
    if (marker === undefined) return withoutSteps(line, steps)
    const rest = line.slice(marker.length)
    const value = Number(alike(digits ?? circled ?? '').trim())
    const indent = space.length
    levels = levels.filter((one) => one.indent <= indent)
    const level = levels.find((one) => one.indent === indent)
    if ((value !== 1 && value !== level?.next) || isCounted(rest)) return withoutSteps(line, steps)
    levels = [...levels.filter((one) => one !== level), { indent, next: value + 1 }]
    for (const kind of inLine) steps[kind] = value + 1
    return withoutSteps(rest, steps)
  })
  return lines.join('\n')
}

/** What is written at the beginning of a line goes on within it: ①電話 ②メール. */
const inLine = ['circled', 'round', 'half']

/** @param next the number that comes next of each kind; it is kept up */
function withoutSteps(text: string, next: Record<string, number>): string {
  let left = ''
  let from = 0
  for (const match of text.matchAll(within)) {
    const { circled, round, half, step, word } = match.groups ?? {}
    const kind = word?.trim().toLowerCase() ?? (circled ? 'circled' : round ? 'round' : 'half')
    const value = Number(alike(circled ?? round ?? half ?? step ?? '').trim())
    const end = match.index + match[0].length
    const after = text.slice(end, end + 40)
    const counts =
      isCounted(after) || unitOf(alike(text.slice(Math.max(0, match.index - 30), match.index)), alike(after))
    if ((value !== 1 && value !== next[kind]) || counts) continue
    next[kind] = value + 1
    left += `${text.slice(from, match.index)} `
    from = end
  }
  return left + text.slice(from)
}
