/**
 * Every call that kidoku makes × every way it can fail → the outcome that DESIGN.md states. The tables are beside; here
 * they are held against what happened. `FAULTS_JSON=FILE` writes how many failures were planned, and how many struck.
 */
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { besideCells } from './beside-calls.ts'
import type { Cell, Seen } from './cell.ts'
import { isLong } from './failures.ts'
import { lineCells } from './line-calls.ts'
import { modelCells } from './model-calls.ts'
import { tellingCells } from './telling-calls.ts'

const cells: Cell[] = [...lineCells, ...besideCells, ...tellingCells, ...modelCells]
const seen = new Map<Cell, Seen | Error>()
let failed = false

/** What waits for a time-out begins first, all at once: it costs nothing but time. The others come some at a time. */
async function runAll(): Promise<void> {
  const run = async (cell: Cell): Promise<void> => {
    const result = await cell
      .run()
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    seen.set(cell, result)
  }
  const long = cells.filter(({ failure }) => isLong(failure)).map(run)
  const short = cells.filter(({ failure }) => !isLong(failure)).values()
  const some = Array.from({ length: 12 }, async () => {
    for (const cell of short) await run(cell)
  })
  await Promise.all([...long, ...some])
}

const resultOf = (cell: Cell): Seen => {
  const result = seen.get(cell)
  if (!result || result instanceof Error) throw result ?? new Error('it was not run')
  return result
}

/**
 * What took too long ends before or after the next try; and while there is no token, Read and reply are tried side by
 * side. There the order says nothing.
 */
function inOrder({ call, failure }: Cell, asked: string): string {
  const anyOrder = failure === 'slow over the time-out' || call === 'statelessToken'
  return anyOrder ? asked.split(', ').toSorted().join(', ') : asked
}

/** LINE stamps a call when it arrives, and waits are counted from when it was made (ms). */
const jitter = 200

beforeAll(runAll, 300_000)

describe.each([...new Set(cells.map(({ call }) => call))])('%s', (call) => {
  test.for(cells.filter((cell) => cell.call === call))('$failure', (cell, { onTestFailed }) => {
    onTestFailed(() => void (failed = true))
    const { outcome, ...held } = resultOf(cell)
    const { asked, waits } = cell.expected
    expect(inOrder(cell, outcome.asked)).toBe(inOrder(cell, asked))
    expect(outcome.waits).toBeGreaterThanOrEqual(waits - jitter)
    expect(outcome).toEqual({ ...cell.expected, asked: outcome.asked, waits: outcome.waits })
    expect(held).toEqual({
      planned: held.planned,
      fired: held.planned,
      twice: [],
      changed: [],
      others: { answers: 1, read: [true] },
      told: true,
    })
  })
})

afterAll(async () => {
  const file = process.env['FAULTS_JSON']
  if (file === undefined) return
  const all = [...seen.values()].flatMap((one) => (one instanceof Error ? [] : [one]))
  const sum = (of: (one: Seen) => number): number => all.reduce((total, one) => total + of(one), 0)
  const figures = {
    faults_planned: sum(({ planned }) => planned),
    faults_fired: sum(({ fired }) => fired),
    fault_situations: cells.length,
  }
  const passed = !failed && all.length === cells.length
  const seconds = Math.round(performance.now() / 1_000)
  await writeFile(file, `${JSON.stringify({ passed, seconds, figures })}\n`)
})
