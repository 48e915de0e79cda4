/**
 * Prometheus' text form, read as strictly as Prometheus does: every line is a HELP, a TYPE or a sample, every sample
 * belongs to the family above it, no series stands there twice, and a histogram's buckets grow up to its count.
 */

export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

export interface Family {
  name: string
  type: string
  help: string
  samples: Sample[]
}

const helpLine = /^# HELP ([a-zA-Z_:][\w:]*) (.+)$/
const typeLine = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/
const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (NaN|[+-]Inf|[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/
const label = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y

/** @throws Error with the line that is wrong */
export function parse(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const families = new Map<string, Family>()
  const seen = new Set<string>()
  let help: RegExpExecArray | null = null
  let family: Family | undefined
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, helped, words = ''] = helpLine.exec(line) ?? []
    const [, typed, type = ''] = typeLine.exec(line) ?? []
    if (helped !== undefined) {
      help = helpLine.exec(line)
    } else if (typed !== undefined) {
      if (help?.[1] !== typed) throw new Error(`no HELP right above: ${line}`)
      if (families.has(typed)) throw new Error(`a second TYPE: ${line}`)
      family = { name: typed, type, help: help[2] ?? words, samples: [] }
      families.set(typed, family)
    } else {
      const sample = readSample(line)
      if (!family || !isOf(sample.name, family)) throw new Error(`not of the family above it: ${line}`)
      const series = `${sample.name} ${JSON.stringify(
        Object.keys(sample.labels)
          .toSorted()
          .map((key) => [key, sample.labels[key]]),
      )}`
      if (seen.has(series)) throw new Error(`twice: ${line}`)
      seen.add(series)
      family.samples.push(sample)
    }
  }
  for (const one of families.values()) check(one)
  return families
}

function readSample(line: string): Sample {
  const [, name, inside = '', number = ''] = sampleLine.exec(line) ?? []
  if (name === undefined) throw new Error(`not a sample: ${line}`)
  const labels: Record<string, string> = {}
  label.lastIndex = 0
  let at = 0
  while (at < inside.length) {
    const [, key, value = ''] = label.exec(inside) ?? []
    if (key === undefined || key in labels) throw new Error(`wrong labels: ${line}`)
    labels[key] = value
    at = label.lastIndex
  }
  return { name, labels, value: Number(number.replace('Inf', 'Infinity')) }
}

const isOf = (name: string, { name: family, type }: Family): boolean =>
  name === family || (type === 'histogram' && ['_bucket', '_sum', '_count'].some((end) => name === family + end))

function check({ name, type, samples }: Family): void {
  for (const { value } of samples) {
    if (type === 'counter' && !(value >= 0)) throw new Error(`a counter below nought: ${name}`)
  }
  if (type !== 'histogram') return
  const counts = samples.filter((one) => one.name === `${name}_count`)
  for (const { labels, value } of counts) {
    const same = (one: Sample) => Object.entries(labels).every(([key, of]) => one.labels[key] === of)
    const buckets = samples.filter((one) => one.name === `${name}_bucket` && same(one))
    const grows = buckets.every((one, index) => index === 0 || one.value >= (buckets[index - 1]?.value ?? 0))
    if (!grows || buckets.at(-1)?.labels['le'] !== '+Inf' || buckets.at(-1)?.value !== value) {
      throw new Error(`buckets that do not add up: ${name}`)
    }
  }
}

/** The sum of a family's samples that have these labels; undefined when none has. */
export function valueOf(
  families: ReadonlyMap<string, Family>,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const all = [...families.values()].flatMap(({ samples }) => samples)
  const found = all.filter(
    (one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
  )
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0)
}

/** A scrape as Prometheus makes it. */
export async function scrape(url: string): Promise<Map<string, Family>> {
  const answer = await fetch(url)
  const type = answer.headers.get('content-type') ?? ''
  if (!answer.ok || !type.startsWith('text/plain; version=0.0.4')) throw new Error(`${answer.status} ${type}`)
  return parse(await answer.text())
}
