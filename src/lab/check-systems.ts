/** What a case says of the shop's systems, held against what `lookups.yaml` declares. */
import { nearest } from '../adapters/markdown/nearest.ts'
import { givenFrom, type NotGiven } from '../core/look-ups/arguments.ts'
import { isSame } from '../core/look-ups/kept.ts'
import type { SaidLookUp, WrittenCase } from './case-schema.ts'
import { lacksProof, type DeclaredSystems } from './case-systems.ts'

export interface Wrong {
  path: PropertyKey[]
  problem: string
  remedy: string
}

/** Its look-ups as they are asked, and what is wrong with them and with its records. */
export function checkSystems(
  { look_ups, records }: Pick<WrittenCase, 'look_ups' | 'records'>,
  systems: DeclaredSystems,
): { look_ups: SaidLookUp[]; wrongs: Wrong[] } {
  const wrongs: Wrong[] = []
  const asked: SaidLookUp[] = []
  for (const [index, one] of look_ups.entries()) {
    const wrong = (key: string, problem: string, remedy: string) =>
      void wrongs.push({ path: ['look_ups', index, key], problem, remedy })
    const declared = systems.lookUps.get(one.look_up)
    if (!declared) {
      wrong('look_up', `there is no look-up ${one.look_up}`, declareIt(one.look_up, systems.lookUps.keys()))
      continue
    }
    const pairs = Object.entries(one.given).map(([name, value]) => ({ name, value }))
    const checked = givenFrom(declared, pairs)
    if (!checked.ok) {
      const what = checked.argument === undefined ? 'an argument' : checked.argument
      const names = declared.arguments.map(({ name }) => name).join(', ') || 'none'
      wrong('given', `nobody can ask this: ${what} ${notGiven[checked.why]}`, `Its arguments are: ${names}`)
      continue
    }
    const { given } = checked
    if (asked.some((before) => before.look_up === one.look_up && isSame(before.given, given))) {
      wrong('given', 'what this finds is said twice', 'Keep one of them; several things stand in one list under found')
    }
    const column = one.found?.flatMap((thing) => lacksProof(declared, thing) ?? []).at(0)
    if (column !== undefined) {
      const remedy = `Write ${column}: as the system has it, or ${column}: '' where it has none`
      wrong('found', `nothing of it can be shown: whose it is stands in ${column}, which it lacks`, remedy)
    }
    asked.push({ ...one, given })
  }
  for (const [index, name] of records.entries()) {
    if (systems.records.has(name)) continue
    const remedy = declareIt(name, systems.records.keys())
    wrongs.push({ path: ['records', index], problem: `there is no record ${name}`, remedy })
  }
  return { look_ups: asked, wrongs }
}

const notGiven: Record<NotGiven, string> = {
  unknown_argument: 'is none of it',
  missing: 'is missing',
  not_text: 'is no text',
  too_long: 'is too long',
  wrong_shape: 'is not of its shape',
}

function declareIt(name: string, known: Iterable<string>): string {
  const near = nearest(name, [...known])
  return near === undefined ? 'Name one that lookups.yaml declares, beside the prompts' : `Did you mean "${near}"?`
}
