/**
 * Charts as SVG without any text: words stand beside them, where they wrap, grow and are read out. Widths stretch with
 * the page, so lengths across are parts of 100.
 */
import type { Interval, Rate } from '../../core/interval.ts'
import { html, type Html } from '../../console/html.ts'
import { count, intervalShown, ofShown, percent, seconds } from '../numbers.ts'

const at = (part: number): number => Math.round(part * 10_000) / 100

/** A rate as a bar from 0 to `end`, and its interval as a line with two ends. */
export function rateBar(
  rate: Rate | undefined,
  { tone, end = 1, what }: { tone: Tone; end?: number; what: string },
): Html {
  if (!rate)
    return html`<svg class="bar" role="img" aria-label="${what}: nothing to count">
      <rect class="track" width="100%" height="100%" />
    </svg>`
  const label = `${what}: ${percent(rate.rate)}, ${ofShown(rate)}, 95 % interval ${intervalShown(rate)}`
  const x = (part: number) => at(Math.min(1, part / end))
  const [low, high] = [x(rate.low), x(rate.high)]
  return html`<svg class="bar" viewBox="0 0 100 16" preserveAspectRatio="none" role="img" aria-label="${label}">
    <rect class="track" y="2" width="100" height="12" />
    <rect class="fill ${tone}" y="2" width="${x(rate.rate)}" height="12" />
    <path class="interval" d="M${low} 8H${high}M${low} 4V12M${high} 4V12" />
  </svg>`
}

export type Tone = 'good' | 'bad' | 'asked' | 'quiet'

/** How long answers took: a bar for each stretch of time, a line at the median and one at the 95th percentile. */
export function timeBars(times: readonly number[], spread: { p50: number; p95: number }, end: number): Html {
  const bins = binsOf(times, end)
  const tallest = Math.max(1, ...bins)
  const width = 100 / bins.length
  const label = `How long ${count(times.length)} answers took: half within ${seconds(spread.p50)}, 95 % within ${seconds(spread.p95)}`
  const line = (ms: number, name: string) => {
    const x = at(Math.min(1, ms / end))
    return html`<path class="${name}" d="M${x} 0V40" />`
  }
  return html`<svg class="times" viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label="${label}">
    ${bins.map((many, index) => {
      const height = many === 0 ? 0 : Math.max(1, (40 * many) / tallest)
      return (
        many > 0 &&
        html`<rect
          x="${at((index * width + 0.2) / 100)}"
          y="${at((40 - height) / 100)}"
          width="${at((width - 0.4) / 100)}"
          height="${at(height / 100)}"
        />`
      )
    })}
    <path class="floor" d="M0 40H100" />
    ${line(spread.p50, 'p50')}${line(spread.p95, 'p95')}
  </svg>`
}

const bars = 24

/** What takes longer than the axis is in the last one. */
function binsOf(times: readonly number[], end: number): number[] {
  const bins = Array.from({ length: bars }, () => 0)
  for (const ms of times) {
    const bin = Math.min(bars - 1, Math.floor((ms / end) * bars))
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return bins
}

/** A difference and its interval on an axis from −end to +end, zero in the middle; the side that is better is green. */
export function differenceAxis(
  difference: number,
  { low, high }: Interval,
  how: { end: number; better: 'left' | 'right'; label: string },
): Html {
  const { end, better, label } = how
  const x = (part: number) => at((Math.max(-1, Math.min(1, part / end)) + 1) / 2)
  return html`<svg class="axis" viewBox="0 0 100 28" preserveAspectRatio="none" role="img" aria-label="${label}">
    <rect class="${better === 'left' ? 'better' : 'worse'}" width="50" height="28" />
    <rect class="${better === 'left' ? 'worse' : 'better'}" x="50" width="50" height="28" />
    <path class="zero" d="M50 0V28" />
    <path class="interval" d="M${x(low)} 14H${x(high)}M${x(low)} 8V20M${x(high)} 8V20" />
    <path class="point" d="M${x(difference)} 4V24" />
  </svg>`
}
