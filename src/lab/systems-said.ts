/** What was looked up, what would have been recorded, and what a case says of both: in sentences, for terminals and reports. */
import { lineSentence, lookUpLines, recordLines } from '../core/sentences/looked-up.ts'
import type { Trial, TrialCase, TrialLookUp, TrialRecord } from './trial.ts'

/** `Looked up orders (number 1234): found 1, 0.3 s.` */
export function lookedUpSaid(all: readonly TrialLookUp[] = []): string[] {
  const texts = all.map(({ given = {} }) => ({ given, things: [] }))
  return lookUpLines(all, texts, 'en').map((line) => lineSentence(line, 'en'))
}

/** `To be recorded in tasks: what 10 packs of paper.` Only `resolved` records anything. */
export function recordedSaid(decision: Trial['decision'], all: readonly TrialRecord[] = []): string[] {
  const names = all.map(({ record }) => record)
  const lines = recordLines(names, [...all], false, 'en').map((line) => lineSentence(line, 'en'))
  return decision === 'resolved'
    ? lines
    : lines.map((line) => `Wanted, and not recorded, since nothing is resolved. ${line}`)
}

/** What is expected: `resolved, recorded in tasks`. */
export const expectedSaid = ({ expect, records = [] }: Pick<TrialCase, 'expect' | 'records'>): string =>
  records.length === 0 ? expect : `${expect}, recorded in ${records.join(' and ')}`

/** What the shop’s systems say in a case: `orders (number 1234): order_no 1234, status sent`. */
export const systemsSaid = ({ lookUps = [] }: Pick<TrialCase, 'lookUps'>): string[] =>
  lookUps.map(({ look_up: name, given, found, failed }) => {
    const asked = values(given)
    const came = failed === undefined ? (found?.map(values).join('; ') ?? 'nothing') : `it fails (${failed})`
    return `${name}${asked === '' ? '' : ` (${asked})`}: ${came}`
  })

const values = (of: Readonly<Record<string, string>>): string =>
  Object.entries(of)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join(', ')
