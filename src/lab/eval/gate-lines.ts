/** Gates in words, for the terminal and the report. */
import type { Result } from '../trial.ts'
import { checkGates, judged, type Gate, type Gated } from './gates.ts'
import { groupsOf, type Group } from './groups.ts'
import type { EvalOptions } from './options.ts'

export interface ToldGate {
  name: string
  broken: boolean
  text: string
}

/** So many ids are named in a line. */
const most = 8

/** Every gate that was asked for; empty when none was. The lines tell the broken ones last, where they are read. */
export function toldGates(
  result: Result,
  {
    baseline,
    baselineFile,
    maxFalseReads,
  }: Pick<EvalOptions, 'maxFalseReads'> & { baseline?: Result; baselineFile?: string },
): { gates: ToldGate[]; lines: string[] } {
  const several = groupsOf(result).length > 1
  const of = (group: Group) => (several ? ` (${group.prompt} · ${group.model})` : '')
  const gates: ToldGate[] = []
  const lines: string[] = []
  for (const gated of baseline ? checkGates(result, baseline) : []) {
    lines.push(comparedLine(gated, baselineFile ?? 'the baseline'))
    if (gated.same === 0) {
      const text = `${gated.against ? 'no case is the same in both' : 'the baseline has nothing to hold it against'}${of(gated.group)}`
      gates.push({ name: 'baseline', broken: true, text })
    }
    for (const gate of gated.same > 0 ? gated.gates : []) {
      gates.push({ name: gate.name, broken: gate.broken, text: `${changeOf(gate)}${of(gated.group)}` })
    }
  }
  for (const group of maxFalseReads === undefined ? [] : groupsOf(result)) {
    const cases = [...judged(result, group).values()]
    const wrong = cases.filter(({ falseRead }) => falseRead).map((one) => one.case.id)
    const text = `${wrong.length} of ${cases.length}, at most ${maxFalseReads}${named(wrong)}${of(group)}`
    gates.push({ name: 'false reads', broken: wrong.length > (maxFalseReads ?? 0), text })
  }
  const broken = gates.filter((gate) => gate.broken)
  if (gates.length > 0 && broken.length === 0)
    lines.push(`Every gate holds: ${[...new Set(gates.map(({ name }) => name))].join(', ')}`)
  return { gates, lines: [...lines, ...broken.map(({ name, text }) => `GATE BROKEN: ${name} ${text}`)] }
}

const changeOf = ({ before, after, of, worse, broken }: Gate): string =>
  `${before} of ${of} → ${after} of ${of}${broken ? named(worse) : ''}`

function named(ids: readonly string[]): string {
  if (ids.length === 0) return ''
  return `: ${ids.slice(0, most).join(', ')}${ids.length > most ? `, and ${ids.length - most} more` : ''}`
}

function comparedLine({ group, against, same, added, gone }: Gated, file: string): string {
  const name = ({ prompt, model }: Group) => `${prompt} · ${model}`
  const whom = against && name(against) !== name(group) ? `${name(group)} against ${name(against)}` : name(group)
  return `Against ${file}: ${whom}: ${same === 1 ? '1 case is' : `${same} cases are`} the same, ${added} new or changed, ${gone} not judged now`
}
