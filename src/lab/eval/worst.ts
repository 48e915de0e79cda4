/** What went wrong, worst first, with what was said: what a prompt author reads to know why. */
import { figuresOfTrials, worstFirst, type CaseFigures } from '../figures.ts'
import type { Result, Trial } from '../trial.ts'
import { groupsOf, trialsOf, type Group } from './groups.ts'
import { lineWidth, wrapped } from './width.ts'

/** So many are told here; the report has all. */
const most = 10
/** Lines of one text. */
const mostLines = 4
const indent = 10

/** @param showHeldOut whether the words of held-out cases are shown too: who reads them writes a prompt to fit them */
export function worstOf(result: Result, { showHeldOut }: { showHeldOut: boolean }): string[] {
  const groups = groupsOf(result)
  const found = new Map<CaseFigures, Found>()
  for (const group of groups) {
    const trials = trialsOf(result, group)
    const byCase = Map.groupBy(trials, (trial) => trial.case)
    for (const one of figuresOfTrials(trials, result.cases).perCase) {
      const worst = worstIn(byCase.get(one.case.id) ?? [])
      if (worst) found.set(one, { ...worst, group: groups.length > 1 ? group : undefined })
    }
  }
  const wrong = worstFirst([...found.keys()])
  const shown = wrong.filter((one) => showHeldOut || !one.case.heldOut)
  const hidden = wrong.length - shown.length
  const lines = shown.slice(0, most).flatMap((one) => {
    const how = found.get(one)
    return how ? ['', ...caseLines(one, how)] : []
  })
  if (shown.length > most) lines.push('', `… and ${shown.length - most} more: all are in the report.`)
  if (hidden > 0) {
    const they = hidden === 1 ? '1 held-out case is wrong' : `${hidden} held-out cases are wrong`
    lines.push('', `${they} and not told here: no prompt is to be written to fit them (--show-held-out).`)
  }
  return [...lines, ...failuresIn(result)]
}

interface Found {
  trial: Trial
  /** How many repeats were as bad, and of how many. */
  times: number
  of: number
  /** Missing where there is only one. */
  group?: Group
}

/** Undefined when nothing is wrong but failures: those tell of the model, not of the prompt. */
function worstIn(trials: readonly Trial[]): Omit<Found, 'group'> | undefined {
  const [trial] = trials.toSorted((a, b) => badness(b) - badness(a))
  if (!trial || badness(trial) === 0) return undefined
  return { trial, times: trials.filter((one) => badness(one) === badness(trial)).length, of: trials.length }
}

/** Why models gave no judgement, each reason once. */
function failuresIn({ trials }: Result): string[] {
  const failed = trials.filter(({ decision }) => decision === 'failed')
  const reasons = Map.groupBy(failed, ({ model, why }) => `${model}: ${why ?? 'it failed'}`)
  return [...reasons].flatMap(([reason, { length }]) => [
    '',
    ...wrapped(`NO JUDGEMENT (${length}) by ${reason}`, lineWidth),
  ])
}

function caseLines(one: CaseFigures, { trial: worst, times, of, group }: Found): string[] {
  const { expect, sure, messages, history } = one.case
  const often = of > 1 ? `, ${times} of ${of} times` : ''
  const by = group ? `  (${group.prompt} · ${group.model})` : ''
  const before = history.at(-1)
  const got = [
    worst.decision,
    ...(worst.sources.length > 0 ? [`by ${worst.sources.join(', ')}`] : []),
    ...(worst.confidence === undefined ? [] : [`confidence ${worst.confidence}`]),
    ...(worst.lowered === undefined ? [] : [`the model said ${worst.said}; lowered: ${worst.lowered}`]),
    ...(worst.by === 'rule' ? ['by a rule, without the model'] : []),
  ]
  const broken = worst.checks.filter(({ kept }) => !kept).map(({ rule }) => rule)
  return [
    `${verdictOf(worst)}${often}: ${one.case.id}${by}`,
    ...(before ? told('before', `${before.from}: ${before.text}`) : []),
    ...messages.flatMap((message) => told('customer', message)),
    ...told('expected', `${expect}${sure === 'usually' ? ' (usually)' : ''}`),
    ...told('got', got.join('; ')),
    ...told('why', worst.why ?? worst.reason),
    ...told('reply', worst.reply),
    ...broken.flatMap((rule) => told('broken', rule)),
  ]
}

function told(name: string, text: string): string[] {
  const lines = wrapped(text, lineWidth - indent - 2, mostLines)
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(indent)}${line}`)
}

const badness = ({ falseRead, missedHandoff, decision, right, checks }: Trial): number => {
  if (decision === 'failed') return 0
  if (falseRead) return 4
  if (missedHandoff) return 3
  if (!right) return 2
  return checks.some(({ kept }) => !kept) ? 1 : 0
}

function verdictOf({ falseRead, missedHandoff, right }: Trial): string {
  if (falseRead) return 'FALSE READ'
  if (missedHandoff) return 'MISSED HAND-OFF'
  return right ? 'BROKEN CHECK' : 'WRONG'
}
