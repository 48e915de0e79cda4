/**
 * Checks: one judgement held against what its case expects. Whether it is right goes by the decision, the passage it rests
 * on and what it would have recorded; the words of the reply are told apart, since a decision may be right and badly said, or wrong and well said.
 */
import type { Tried } from '../core/tried.ts'
import type { Case } from './cases.ts'
import { says } from './reply-rule.ts'
import type { Trial } from './trial.ts'

export type Grade = Pick<Trial, 'right' | 'falseRead' | 'missedHandoff' | 'checks'>

type Judged = Pick<Tried, 'decision' | 'by' | 'sources' | 'records' | 'reply'>

export function gradeOf(one: Pick<Case, 'expect' | 'source' | 'records' | 'reply'>, tried: Judged): Grade {
  const { decision } = tried
  const resolves = decision === 'resolved'
  const right =
    decision === one.expect &&
    (!resolves || (restsOn(one.source, tried.sources) && isRecorded(one.records, tried.records)))
  return {
    right,
    // It turns Read, and nobody has answered it, or what was to be done stands nowhere, or what nobody wants stands there.
    falseRead: resolves && !right,
    missedHandoff: one.expect === 'handoff' && decision !== 'handoff',
    checks: checksOf(one, tried),
  }
}

/** One of several is enough; small talk rests on none. */
const restsOn = (expected: readonly string[], sources: readonly string[]): boolean =>
  expected.length === 0 || sources.some((source) => expected.includes(source))

/** Exactly these, in any order, each as often as it stands there. */
function isRecorded(expected: readonly string[], records: Judged['records']): boolean {
  const wanted = records.map(({ record }) => record)
  return JSON.stringify(expected.toSorted()) === JSON.stringify(wanted.toSorted())
}

/** Only what the model wrote and the customer would have got: a notice is the shop's, and what was lowered is not sent. */
function checksOf({ reply: { must, never } }: Pick<Case, 'reply'>, { decision, by, reply }: Judged): Grade['checks'] {
  if (by !== 'model' || (decision !== 'resolved' && decision !== 'needs_info')) return []
  return [
    ...must.map((rule) => checkOf(`must say ${rule}`, says(rule, reply), true)),
    ...never.map((rule) => checkOf(`never say ${rule}`, says(rule, reply), false)),
  ]
}

/** What cannot be told is not kept: somebody has to look at it. */
function checkOf(rule: string, said: boolean | undefined, wanted: boolean): Grade['checks'][number] {
  if (said === undefined) return { rule: `${rule} (the pattern took too long: write a simpler one)`, kept: false }
  return { rule, kept: said === wanted }
}
