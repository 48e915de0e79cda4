/** `npm run lab -- compare`: judges by two prompts, or reads two results; tells what flipped, and writes it down. */
import { join } from 'node:path'
import { WrongCommand } from '../command.ts'
import { evaluate, type Evaluated } from '../eval/evaluate.ts'
import { openInputs } from '../eval/inputs.ts'
import { offlineNote } from '../eval/offline-note.ts'
import { readResult } from '../eval/result-file.ts'
import type { LabIo } from '../io.ts'
import { checkPlace, nameAt, writeReport } from '../report-files.ts'
import { compareReport } from '../report/compare.ts'
import type { Result } from '../trial.ts'
import { compareResults, newFalseReads, sameCases, type Comparison } from './compare.ts'
import { compareUsage, readCompareOptions, type CompareOptions, type FileSide } from './options.ts'
import { comparisonText } from './text.ts'

interface Sides {
  a: Result
  b: Result
  /** Judged now: it is written down too. */
  fresh?: Evaluated
}

/** @returns 0; 1 when B is worse or reads falsely what A did not, or not all was compared; 130 when somebody stopped it */
export async function runCompare(argv: string[], io: LabIo): Promise<number> {
  const options = readCompareOptions(argv)
  if (!options) {
    io.out(compareUsage)
    return 0
  }
  const base = options.out ?? join(io.folder, nameAt(io.clock.now(), 'compare'))
  await checkPlace(base)
  const sides = await sidesOf(options.of, io)
  if (!sides) return 130
  const comparison = comparisonOf(sides, options.showHeldOut)
  for (const line of [...comparisonText(comparison, options), ...offlineNote(sides.b)]) io.out(line)

  const html = compareReport({ comparison, a: sides.a, b: sides.b, showHeldOut: options.showHeldOut })
  io.out('')
  for (const file of await writeReport(base, { html, json: sides.fresh?.result })) io.out(file)
  await sides.fresh?.forget()
  const reason = reasonOf(comparison, sides)
  if (reason === undefined) return 0
  io.out(`It ends with 1: ${reason}`)
  return 1
}

async function sidesOf(of: CompareOptions['of'], io: LabIo): Promise<Sides | undefined> {
  if (of.type === 'results') {
    const [a, b] = await Promise.all(of.files.map(readSide))
    if (!a || !b) throw new WrongCommand('--results takes two files')
    if (a.prompts[0]?.hash === b.prompts[0]?.hash && of.files[0]?.file === of.files[1]?.file) {
      throw new WrongCommand(`${of.files[0]?.file} has one prompt to compare: name two of its own with --prompts A,B`)
    }
    return { a, b }
  }
  const inputs = await openInputs(of.judge, io)
  const missing = [of.a, of.b].filter((name) => !inputs.prompts.some((prompt) => prompt.name === name))
  if (missing.length > 0)
    throw new WrongCommand([`there is no ${missing.join(' and no ')} to compare`, ...inputs.problems].join('\n'))
  for (const problem of inputs.problems) io.say(problem)
  const fresh = await evaluate(inputs, of.judge, io)
  return fresh && { a: ofPrompt(fresh.result, of.a), b: ofPrompt(fresh.result, of.b), fresh }
}

async function readSide({ file, prompt }: FileSide): Promise<Result> {
  const result = await readResult(file)
  const names = result.prompts.map(({ name }) => name)
  const name = prompt ?? (names.length === 1 ? names[0] : undefined)
  if (name !== undefined && names.includes(name)) return ofPrompt(result, name)
  const there = names.length === 0 ? 'no prompt' : names.join(', ')
  throw new WrongCommand(
    prompt === undefined
      ? `${file} has ${there}: name A’s and B’s prompt with --prompts`
      : `${file} has no prompt ${prompt}: it has ${there}`,
  )
}

/** A result as if it had judged by one prompt alone. */
function ofPrompt(result: Result, name: string): Result {
  const prompts = result.prompts.filter((prompt) => prompt.name === name)
  return { ...result, prompts, trials: result.trials.filter((trial) => trial.prompt === name) }
}

function comparisonOf({ a, b, fresh }: Sides, showHeldOut: boolean): Comparison {
  const same = sameCases(a.cases, b.cases, showHeldOut)
  const comparison = compareResults(a.trials, b.trials, same.cases)
  const before = fresh
    ? [...fresh.result.problems, ...(fresh.result.stopped === undefined ? [] : [fresh.result.stopped])]
    : [['A', a] as const, ['B', b] as const].flatMap(([side, { stopped }]) =>
        stopped === undefined ? [] : [`${side} ended early: ${stopped}`],
      )
  return { ...comparison, problems: [...before, ...same.problems, ...comparison.problems] }
}

function reasonOf({ models, problems }: Comparison, { a, b, fresh }: Sides): string | undefined {
  const reasons = [
    ...(models.length === 0 ? ['nothing could be compared'] : []),
    ...(models.some((one) => newFalseReads(one).length > 0) ? ['B reads falsely what A did not'] : []),
    ...(models.some(({ verdict }) => verdict.type === 'worse') ? ['B is worse'] : []),
    ...([a, b, ...(fresh ? [fresh.result] : [])].some(isPartial) ? ['not all could be judged'] : []),
    ...(!fresh && problems.length > 0 ? ['not all could be compared'] : []),
  ]
  return reasons.length === 0 ? undefined : reasons.join(', and ')
}

const isPartial = ({ stopped, problems }: Result): boolean => stopped !== undefined || problems.length > 0
