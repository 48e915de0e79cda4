/** Gates in words, for the terminal and the report. */
import { judgedCombinations, type Combination } from '../combinations.ts'
import { shownOf, type Result } from '../trial.ts'
import { checkGates, judged, type Gate, type Gated, type JudgedCase } from './gates.ts'
import type { EvalOptions } from './options.ts'

/** Something that a result had to keep to. */
export interface ToldGate {
  /** Such as `false reads`. */
  name: string
  broken: boolean
  /** In words: what it was, what it is now, and where it got worse. */
  text: string
}

/** So many ids are named in a line. */
const most = 8

interface Asked extends Pick<EvalOptions, 'maxFalseReads' | 'showHeldOut'> {
  baseline?: Result
  baselineFile?: string
}

/** Every gate that was asked for; empty when none was. The lines tell the broken ones last, where they are read. */
export function toldGates(
  result: Result,
  { baseline, baselineFile = 'the baseline', maxFalseReads, showHeldOut }: Asked,
): { gates: ToldGate[]; lines: string[] } {
  const combinations = judgedCombinations(result)
  const of = (one: Combination) => (combinations.length > 1 ? ` (${one.prompt} · ${one.model})` : '')
  const gates: ToldGate[] = []
  const lines: string[] = []
  for (const gated of baseline ? checkGates(result, baseline) : []) {
    lines.push(comparedLine(gated, baselineFile))
    if (gated.same === 0) {
      const text = `${gated.against ? 'no case is the same in both' : 'the baseline has nothing to hold it against'}${of(gated.combination)}`
      gates.push({ name: 'baseline', broken: true, text })
    }
    for (const gate of gated.same > 0 ? gated.gates : []) {
      const text = `${changeOf(gate, showHeldOut)}${of(gated.combination)}`
      gates.push({ name: gate.name, broken: gate.broken, text })
    }
  }
  for (const one of maxFalseReads === undefined ? [] : combinations) {
    const cases = [...judged(result, one).values()]
    const wrong = cases.filter(({ falseRead }) => falseRead)
    const text = `${wrong.length} of ${cases.length}, at most ${maxFalseReads}${named(wrong, showHeldOut)}${of(one)}`
    gates.push({ name: 'false reads', broken: wrong.length > (maxFalseReads ?? 0), text })
  }
  const broken = gates.filter((gate) => gate.broken)
  if (gates.length > 0 && broken.length === 0)
    lines.push(`Every gate holds: ${[...new Set(gates.map(({ name }) => name))].join(', ')}`)
  return { gates, lines: [...lines, ...broken.map(({ name, text }) => `GATE BROKEN: ${name} ${text}`)] }
}

const changeOf = ({ before, after, of, worse, broken }: Gate, showHeldOut: boolean): string =>
  `${before} of ${of} → ${after} of ${of}${broken ? named(worse, showHeldOut) : ''}`

function named(cases: readonly JudgedCase[], showHeldOut: boolean): string {
  const [shown, heldOut] = shownOf(cases, showHeldOut)
  const parts = [
    ...shown.slice(0, most).map((one) => one.case.id),
    ...(shown.length > most ? [`and ${shown.length - most} more`] : []),
    ...(heldOut > 0 ? [`${shown.length > 0 ? 'and ' : ''}${heldOut} held out`] : []),
  ]
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`
}

function comparedLine({ combination, against, same, added, gone }: Gated, file: string): string {
  const name = ({ prompt, model }: Combination) => `${prompt} · ${model}`
  const whom =
    against && name(against) !== name(combination) ? `${name(combination)} against ${name(against)}` : name(combination)
  return `Against ${file}: ${whom}: ${same === 1 ? '1 case is' : `${same} cases are`} the same, ${added} new or changed, ${gone} not judged now`
}
