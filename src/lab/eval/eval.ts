/** `npm run lab -- eval`: judges what is planned, tells what came of it, and writes it down. */
import { join } from 'node:path'
import type { LabIo } from '../io.ts'
import { checkPlace, nameAt, writeReport } from '../report-files.ts'
import { evalReport } from '../report/eval.ts'
import { evaluate } from './evaluate.ts'
import { toldGates } from './gate-lines.ts'
import { openInputs } from './inputs.ts'
import { offlineNote } from './offline-note.ts'
import { evalUsage, readEvalOptions } from './options.ts'
import { readResult } from './result-file.ts'
import { tableOf } from './table.ts'
import { worstOf } from './worst.ts'

/** @returns 0; 1 when a gate is broken or not all could be judged; 130 when somebody stopped it */
export async function runEval(argv: string[], io: LabIo): Promise<number> {
  const options = readEvalOptions(argv)
  if (!options) {
    io.out(evalUsage)
    return 0
  }
  const baseline = options.baseline === undefined ? undefined : await readResult(options.baseline)
  const base = options.out ?? join(io.folder, nameAt(io.clock.now(), 'eval'))
  await checkPlace(base)
  const inputs = await openInputs(options, io)
  for (const problem of inputs.problems) io.say(problem)
  if (inputs.prompts.length === 0 || inputs.models.length === 0 || inputs.cases.length === 0) {
    io.out('It ends with 1: there is nothing to judge')
    return 1
  }
  const evaluated = await evaluate(inputs, options, io)
  if (!evaluated) return 130
  const { result } = evaluated

  for (const line of [...tableOf(result), ...worstOf(result, options), ...offlineNote(result)]) io.out(line)
  const { gates, lines } = toldGates(result, { ...options, baseline, baselineFile: options.baseline })
  const html = evalReport({ result, baseline, gates, showHeldOut: options.showHeldOut })
  io.out('')
  for (const file of await writeReport(base, { html, json: result })) io.out(file)
  await evaluated.forget()
  for (const line of lines) io.out(line)
  const broken = gates.filter((gate) => gate.broken).length
  const reasons = [
    ...(broken > 0 ? [broken === 1 ? 'a gate is broken' : `${broken} gates are broken`] : []),
    ...(result.stopped === undefined ? [] : [result.stopped]),
    ...problemsIn(result.problems),
  ]
  if (reasons.length === 0) return 0
  io.out(`It ends with 1: ${reasons.join('. ')}`)
  return 1
}

function problemsIn([first, ...others]: readonly string[]): string[] {
  if (first === undefined) return []
  return [`not all could be judged: ${first}${others.length > 0 ? ` (and ${others.length} more, said above)` : ''}`]
}
