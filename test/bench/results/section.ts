/** A part as it is shown: words, tables and charts, for the Markdown page, the page with charts and the terminal alike. */
import type { Figures, PartName } from './figures.ts'
import { number, valueOf } from './numbers.ts'

export interface Table {
  caption: string
  /** The first column holds words, the others numbers. */
  head: readonly string[]
  rows: readonly (readonly string[])[]
}

/** One bar each; a bar without a value has not been measured. */
export interface Chart {
  title: string
  unit: string
  bars: readonly Bar[]
}

export interface Bar {
  name: string
  value?: number
  /** A peer stands behind kidoku. */
  peer?: boolean
}

export interface Section {
  part: PartName
  title: string
  /** What was done, without a figure in it. */
  words: readonly string[]
  tables: readonly Table[]
  charts: readonly Chart[]
}

/** A row of medians: its name, then one figure for each column, `under` before their names. */
export const row = (figures: Figures, name: string, under: string, columns: readonly string[]): string[] => [
  name,
  ...columns.map((column) => number(valueOf(figures, `${under}.${column}`))),
]

/** A figure that somebody may have and others not: a dash where it means nothing. */
export const orDash = (figures: Figures, name: string): string => {
  const value = valueOf(figures, name)
  return value === undefined ? '–' : number(value)
}
