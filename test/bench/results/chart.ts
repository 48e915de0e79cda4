/**
 * A chart of bars as SVG. Widths are shares of the page's, and letters keep their size, so that it reads at any width:
 * each bar has its name and value above it.
 */
import { escaped } from './escaped.ts'
import { number } from './numbers.ts'
import type { Chart } from './section.ts'

/** Of one bar with its words (px). */
const rowHeight = 40
const barHeight = 12
const wordsHeight = 20

export function chartSvg({ title, unit, bars }: Chart): string {
  const most = Math.max(0, ...bars.map(({ value = 0 }) => value))
  const rows = bars.map(({ name, value, peer }, index) => {
    const top = index * rowHeight
    const share = value === undefined || most === 0 ? 0 : (value / most) * 100
    return [
      `<text x="0" y="${top + wordsHeight - 6}">${escaped(name)}</text>`,
      `<text x="100%" y="${top + wordsHeight - 6}" class="value">${escaped(number(value))}</text>`,
      `<rect x="0" y="${top + wordsHeight}" width="100%" height="${barHeight}" rx="3" class="track"/>`,
      `<rect x="0" y="${top + wordsHeight}" width="${share.toFixed(1)}%" height="${barHeight}" rx="3" class="${peer ? 'peer' : 'own'}"/>`,
    ].join('')
  })
  const label = `${title}: ${bars.map(({ name, value }) => `${name} ${number(value)}`).join('; ')} (${unit})`
  return [
    `<figure><figcaption>${escaped(title)} <small>${escaped(unit)}</small></figcaption>`,
    `<svg role="img" aria-label="${escaped(label)}" width="100%" height="${bars.length * rowHeight}">${rows.join('')}</svg></figure>`,
  ].join('')
}
