/** The page with charts: one file, nothing is loaded, light and dark as the reader's system is. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chartSvg } from './chart.ts'
import { escaped } from './escaped.ts'
import { partNames, type PartName, type Performance } from './figures.ts'
import { verdict } from './markdown.ts'
import { promises } from './promises.ts'
import type { Table } from './section.ts'
import { provenance, sectionOf } from './sections.ts'

const style = readFileSync(join(import.meta.dirname, 'page.css'), 'utf8')

export const page = (performance: Performance): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>kidoku: performance</title>
<style>
${style}</style>
</head>
<body>
<main>
<h1>How fast kidoku is</h1>
<p>Made by <code>npm run bench</code>; <a href="performance.md">performance.md</a> says what each server does for an event.</p>
<h2>What is promised</h2>
${promised(performance)}
${partNames.map((part) => section(part, performance)).join('\n')}
</main>
</body>
</html>
`

function promised(performance: Performance): string {
  const rows = promises(performance).map(({ text, target, measured, kept }) => {
    const mark = kept === undefined ? 'unknown' : kept ? 'kept' : 'missed'
    return `<li class="${mark}"><span>${escaped(text)}</span> <b>${escaped(measured)}</b> <small>${escaped(target)}</small> <em>${verdict(kept)}</em></li>`
  })
  return `<ul class="promises">\n${rows.join('\n')}\n</ul>`
}

function section(part: PartName, performance: Performance): string {
  const measured = performance[part]
  if (!measured) return `<section><h2>${part}</h2>\n<p>Not measured yet.</p></section>`
  const { title, words, tables, charts } = sectionOf(part, measured)
  return [
    `<section><h2>${escaped(title)}</h2>`,
    ...words.map((one) => `<p>${marked(one)}</p>`),
    `<div class="charts">${charts.map(chartSvg).join('\n')}</div>`,
    `<details><summary>All figures</summary>\n${tables.map(tableHtml).join('\n')}</details>`,
    `<p class="small">${escaped(provenance(measured))}</p></section>`,
  ].join('\n')
}

/** The two signs of Markdown that the words use. */
const marked = (text: string): string =>
  escaped(text)
    .replace(/\*([^*]+)\*/g, '<i>$1</i>')
    .replace(/`([^`]+)`/g, '<code>$1</code>')

function tableHtml({ caption, head, rows }: Table): string {
  const line = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((cell, column) => `<${column === 0 ? 'th' : tag}>${escaped(cell)}</${column === 0 ? 'th' : tag}>`).join('')}</tr>`
  const body = rows.map((cells) => line(cells, 'td')).join('\n')
  return `<div class="wide"><table><caption>${escaped(caption)}</caption><thead>${line(head, 'th')}</thead><tbody>\n${body}\n</tbody></table></div>`
}
