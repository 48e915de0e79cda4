import { describe, expect, test } from 'vitest'
import { chartSvg } from './chart.ts'
import { partNames, performanceSchema, type Measured, type Performance } from './figures.ts'
import { details, promiseTable } from './markdown.ts'
import { page } from './page.ts'
import { plain } from './terminal.ts'

const setup = { few: 10, some: 1_000, many: 100_000, 'rows of history': 1_000_000, 'stored conversations': 100_000 }
const measured = (figures: Measured['figures']): Measured => ({
  date: '2026-11-22',
  commit: 'abc1234',
  seconds: 61.4,
  machine: { cores: 2, CPU: 'A <fast> one' },
  setup,
  figures,
})
const some: Performance = {
  intake: measured({
    'rush.files.events_per_s': [6_200, 6_400, 6_000],
    'rush.echo.events_per_s': [2_000, 2_000, 2_000],
    'at_500.files.p999_ms': [12.34],
  }),
}

describe('the pages', () => {
  test('show each figure as the median of its rounds, and between which rounds lay', () => {
    const text = details(some)
    expect(text).toContain('| kidoku, files | 6,200 | 6,000 – 6,400 | 3.10 × |')
    expect(text).toContain('| kidoku, files | not measured | not measured | not measured | 12.3 |')
    expect(text).toContain('2026-11-22, commit abc1234, in 61 s. cores 2')
  })

  test('say of a part that has not been measured that it has not, and of a promise that was missed that it was', () => {
    expect(details({})).toBe(partNames.map((part) => `## \`${part}\`\n\nNot measured yet.`).join('\n\n'))
    expect(promiseTable({})).not.toMatch(/kept|MISSED/)
    expect(promiseTable(some)).toContain('| intake into files ÷ the echo | ≥ 3.00 × | 3.10 × | kept |')
    const missed = promiseTable({ intake: measured({ 'at_500.files.p999_ms': [900] }) })
    expect(missed).toContain('| < 500 ms | 900 ms | **MISSED** |')
  })

  test('hold every part, also where a part has no figure at all', () => {
    const all = Object.fromEntries(partNames.map((part) => [part, measured({})]))
    const performance = performanceSchema.parse(all)
    for (const text of [details(performance), page(performance)]) {
      expect(text).toContain('Several processes on one PostgreSQL')
      expect(text).not.toMatch(/undefined|NaN|Infinity/)
    }
  })

  test('with charts load nothing, and escape what they are given', () => {
    const html = page(some)
    expect(html).toContain('<svg role="img"')
    expect(html).toContain('A &lt;fast&gt; one')
    expect(html).not.toMatch(/<script|<link|src=|url\(|https?:/)
    expect(html).toContain('prefers-color-scheme: dark')
  })
})

test('a bar is as long as its share of the longest, and one that was not measured says so', () => {
  const bars = [{ name: 'a', value: 200, peer: true }, { name: 'b', value: 50 }, { name: 'c & d' }]
  const svg = chartSvg({ title: 'Events', unit: 'events/s', bars })
  expect(svg).toContain('width="100.0%" height="12" rx="3" class="peer"')
  expect(svg).toContain('width="25.0%" height="12" rx="3" class="own"')
  expect(svg).toContain('c &amp; d')
  expect(svg).toContain('not measured')
  expect(svg).toContain('aria-label="Events: a 200; b 50; c &amp; d not measured (events/s)"')
})

test('in a terminal columns stand below each other', () => {
  const table = {
    caption: 'A table',
    head: ['', 'ms'],
    rows: [
      ['kidoku, files', '7'],
      ['echo', '1,234'],
    ],
  }
  expect(plain(table)).toBe('A table           ms\nkidoku, files      7\necho           1,234')
})
