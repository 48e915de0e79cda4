/** How figures are written: as many digits as they are worth. What has not been measured says so. */
import { median } from '../load/latency.ts'
import type { Figures, PartName, Performance } from './figures.ts'

export const notMeasured = 'not measured'

/** The median of a figure's rounds; undefined: it has not been measured. */
export function valueOf(figures: Figures | undefined, name: string): number | undefined {
  const rounds = figures?.[name]
  return rounds && median(rounds)
}

export const valueIn = (performance: Performance, part: PartName, name: string): number | undefined =>
  valueOf(performance[part]?.figures, name)

/** The median of what each round's figures come to; undefined where one of them has not been measured. */
export function perRound(
  figures: Figures | undefined,
  names: readonly string[],
  of: (values: number[]) => number,
): number | undefined {
  const all = names.map((name) => figures?.[name])
  const rounds = Math.min(...all.map((one) => one?.length ?? 0))
  if (rounds === 0) return undefined
  // They took turns: what stands in the same place belongs together.
  return median(Array.from({ length: rounds }, (_, round) => of(all.map((one) => one?.[round] ?? Number.NaN))))
}

/** `1,234`, `56`, `7.9`, `0.12` */
export function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return notMeasured
  const digits = Math.abs(value) >= 20 || Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 1 : 2
  return value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: digits })
}

export const times = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? notMeasured : `${value.toFixed(2)} ×`

/** The least and the most of a figure's rounds, where there were several. */
export function spread(figures: Figures | undefined, name: string): string {
  const rounds = figures?.[name] ?? []
  return rounds.length < 2 ? '' : `${number(Math.min(...rounds))} – ${number(Math.max(...rounds))}`
}
