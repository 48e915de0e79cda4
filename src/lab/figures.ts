/**
 * What judged cases come to. The figure that matters most is the *false read*: a `resolved` where none was right, or one
 * that rests on the wrong passage; such a message turns Read and nobody has answered it.
 */
import type { Outcome } from './judge-case.ts'

export interface Figures {
  cases: number
  right: number
  /** `resolved` though the case expects otherwise. */
  falseResolved: number
  /** How many cases do not expect `resolved`. */
  notResolved: number
  /** `resolved` as expected, but from a passage that does not answer it. */
  wrongSource: number
  /** Expected `handoff`, got something else. */
  missedHandoffs: number
  handoffs: number
}

export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const count = (which: (one: Outcome) => boolean) => outcomes.filter(which).length
  return {
    cases: outcomes.length,
    right: count(isRight),
    falseResolved: count((one) => one.decision === 'resolved' && one.case.expect !== 'resolved'),
    notResolved: count((one) => one.case.expect !== 'resolved'),
    wrongSource: count(hasWrongSource),
    missedHandoffs: count((one) => one.case.expect === 'handoff' && one.decision !== 'handoff'),
    handoffs: count((one) => one.case.expect === 'handoff'),
  }
}

/** The decision is the expected one and, when resolved, rests on an expected passage. */
export const isRight = (one: Outcome): boolean => one.decision === one.case.expect && !hasWrongSource(one)

function hasWrongSource({ case: expected, decision, sources }: Outcome): boolean {
  if (decision !== 'resolved' || expected.expect !== 'resolved' || expected.source.length === 0) return false
  return !sources.some((source) => expected.source.includes(source))
}

/** All false reads ÷ cases not expected `resolved`. A wrong source counts as false too. */
export const falseReadRate = (figures: Figures): number =>
  figures.notResolved === 0 ? 0 : (figures.falseResolved + figures.wrongSource) / figures.notResolved

/** A table for a terminal: one row a group, in the order given. */
export function tableOf(rows: readonly [string, Figures][]): string {
  const head = ['cases', 'count', 'right', 'false reads', 'wrong source', 'missed hand-offs']
  const lines = rows.map(([name, f]) => [
    name,
    String(f.cases),
    `${f.right} (${percent(f.right, f.cases)})`,
    `${f.falseResolved}+${f.wrongSource} of ${f.notResolved} (${percent(f.falseResolved + f.wrongSource, f.notResolved)})`,
    String(f.wrongSource),
    `${f.missedHandoffs} of ${f.handoffs}`,
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)))
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [row(head), ...lines.map(row)].join('\n')
}

const percent = (part: number, of: number): string => (of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`)
